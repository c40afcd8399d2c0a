/*
 * Files by descriptor. Names may separate with backslashes. There is no text mode: what is written
 * is what is there. Each function returns -1 and sets errno where it fails.
 * https://learn.microsoft.com/cpp/c-runtime-library/low-level-i-o
 */
#ifndef _INC_IO
#define _INC_IO

#include "berth/libc_names.h"
#include <fcntl.h>
#include <sys/stat.h>
#include "berth/crt_time.h"
#include "berth/crt_types.h"

BERTH_BEGIN_DECLS

BERTH_API int _open(const char* name, int flags, ...);
BERTH_API int _wopen(const wchar_t* name, int flags, ...);
BERTH_API int _sopen(const char* name, int flags, int share, ...);
BERTH_API int _wsopen(const wchar_t* name, int flags, int share, ...);
BERTH_API errno_t _sopen_s(int* descriptor, const char* name, int flags, int share, int mode);
BERTH_API errno_t _wsopen_s(int* descriptor, const wchar_t* name, int flags, int share, int mode);
BERTH_API int _creat(const char* name, int mode);
BERTH_API int _wcreat(const wchar_t* name, int mode);
BERTH_API int _close(int descriptor);
BERTH_API int _read(int descriptor, void* to, unsigned int size);
BERTH_API int _write(int descriptor, const void* from, unsigned int size);
BERTH_API long _lseek(int descriptor, long offset, int origin) __asm__("lseek");
BERTH_API long long _lseeki64(int descriptor, long long offset, int origin) __asm__("lseek");
BERTH_API long _tell(int descriptor);
BERTH_API long long _telli64(int descriptor) __asm__("_tell");
BERTH_API long _filelength(int descriptor);
BERTH_API long long _filelengthi64(int descriptor) __asm__("_filelength");
BERTH_API int _eof(int descriptor);
BERTH_API int _chsize(int descriptor, long size) __asm__("ftruncate");
BERTH_API errno_t _chsize_s(int descriptor, long long size);
BERTH_API int _commit(int descriptor) __asm__("fsync");
BERTH_API int _dup(int descriptor) __asm__("dup");
/* 0, not the descriptor as dup2 returns. */
BERTH_API int _dup2(int from, int to);
BERTH_API int _isatty(int descriptor) __asm__("isatty");
/* The mode before: _O_BINARY. _O_TEXT, _O_U8TEXT, _O_U16TEXT and _O_WTEXT change nothing: wide text
 * is UTF-8 on every stream. */
BERTH_API int _setmode(int descriptor, int mode);
/* Between a descriptor and the HANDLE that stands for it; -1 and EBADF where there is none. */
BERTH_API intptr_t _get_osfhandle(int descriptor);
BERTH_API int _open_osfhandle(intptr_t handle, int flags);
/* mode: 0 exists, 2 writable, 4 readable. _access_s returns the error. */
BERTH_API int _access(const char* name, int mode);
BERTH_API int _waccess(const wchar_t* name, int mode);
BERTH_API errno_t _access_s(const char* name, int mode);
BERTH_API errno_t _waccess_s(const wchar_t* name, int mode);
BERTH_API int _chmod(const char* name, int mode);
BERTH_API int _wchmod(const wchar_t* name, int mode);
BERTH_API int _pipe(int descriptors[2], unsigned int size, int mode);
BERTH_API int _umask(int mode);
BERTH_API errno_t _umask_s(int mode, int* old);
BERTH_API int _unlink(const char* name);
BERTH_API int _wunlink(const wchar_t* name);
BERTH_API errno_t _mktemp_s(char* pattern, size_t size);

/* ---- finding files by a pattern with * and ? ---- */
#define _A_NORMAL 0x00
#define _A_RDONLY 0x01
#define _A_HIDDEN 0x02
#define _A_SYSTEM 0x04
#define _A_SUBDIR 0x10
#define _A_ARCH 0x20
typedef unsigned long _fsize_t;
struct _finddata_t {
    unsigned int attrib;
    time_t time_create;
    time_t time_access;
    time_t time_write;
    _fsize_t size;
    char name[260];
};
struct _wfinddata_t {
    unsigned int attrib;
    time_t time_create;
    time_t time_access;
    time_t time_write;
    _fsize_t size;
    wchar_t name[260];
};
/* A handle for _findnext and _findclose, or -1: ENOENT where nothing matches. */
BERTH_API intptr_t _findfirst(const char* pattern, struct _finddata_t* found);
BERTH_API int _findnext(intptr_t handle, struct _finddata_t* found);
BERTH_API intptr_t _wfindfirst(const wchar_t* pattern, struct _wfinddata_t* found);
BERTH_API int _wfindnext(intptr_t handle, struct _wfinddata_t* found);
BERTH_API int _findclose(intptr_t handle);
#define __finddata64_t _finddata_t
#define _finddata64_t _finddata_t
#define _finddatai64_t _finddata_t
#define _finddata64i32_t _finddata_t
#define _findfirst64 _findfirst
#define _findnext64 _findnext
#define _findfirsti64 _findfirst
#define _findnexti64 _findnext
#define _findfirst64i32 _findfirst
#define _findnext64i32 _findnext
#define _wfinddata64_t _wfinddata_t
#define _wfindfirst64 _wfindfirst
#define _wfindnext64 _wfindnext

BERTH_END_DECLS

#endif
