/*
 * Names that Microsoft's <stdlib.h> has beyond the C standard's: numbers as text, the environment,
 * the program's arguments, paths in parts, aligned memory.
 * https://learn.microsoft.com/cpp/c-runtime-library/run-time-routines-by-category
 */
#ifndef BERTH_CRT_STDLIB_H
#define BERTH_CRT_STDLIB_H

#include "berth/libc_names.h"
#include <malloc.h>
#include <stdlib.h>
#include <wchar.h>
#include "berth/crt_types.h"

BERTH_BEGIN_DECLS

/* ---- numbers to text, in base 2 to 36. long counts as 32 bits here, as it has on Windows. ---- */
#define _MAX_ITOSTR_BASE10_COUNT 12
#define _MAX_ITOSTR_BASE16_COUNT 9
#define _MAX_ITOSTR_BASE2_COUNT 33
#define _MAX_I64TOSTR_BASE10_COUNT 21
#define _MAX_I64TOSTR_BASE16_COUNT 17
#define _MAX_U64TOSTR_BASE10_COUNT 21
#define _CVTBUFSIZE 349
BERTH_API char* _itoa(int value, char* to, int base);
BERTH_API char* _ltoa(long value, char* to, int base);
BERTH_API char* _ultoa(unsigned long value, char* to, int base);
BERTH_API char* _i64toa(long long value, char* to, int base);
BERTH_API char* _ui64toa(unsigned long long value, char* to, int base);
BERTH_API wchar_t* _itow(int value, wchar_t* to, int base);
BERTH_API wchar_t* _ltow(long value, wchar_t* to, int base);
BERTH_API wchar_t* _ultow(unsigned long value, wchar_t* to, int base);
BERTH_API wchar_t* _i64tow(long long value, wchar_t* to, int base);
BERTH_API wchar_t* _ui64tow(unsigned long long value, wchar_t* to, int base);
BERTH_API char* itoa(int value, char* to, int base) __asm__("_itoa");
BERTH_API char* ltoa(long value, char* to, int base) __asm__("_ltoa");
BERTH_API char* ultoa(unsigned long value, char* to, int base) __asm__("_ultoa");
/* EINVAL: no buffer or base; ERANGE: the buffer is too small. */
BERTH_API errno_t _itoa_s(int value, char* to, size_t size, int base);
BERTH_API errno_t _ltoa_s(long value, char* to, size_t size, int base);
BERTH_API errno_t _ultoa_s(unsigned long value, char* to, size_t size, int base);
BERTH_API errno_t _i64toa_s(long long value, char* to, size_t size, int base);
BERTH_API errno_t _ui64toa_s(unsigned long long value, char* to, size_t size, int base);
BERTH_API errno_t _itow_s(int value, wchar_t* to, size_t size, int base);
BERTH_API errno_t _ltow_s(long value, wchar_t* to, size_t size, int base);
BERTH_API errno_t _ultow_s(unsigned long value, wchar_t* to, size_t size, int base);
BERTH_API errno_t _i64tow_s(long long value, wchar_t* to, size_t size, int base);
BERTH_API errno_t _ui64tow_s(unsigned long long value, wchar_t* to, size_t size, int base);
BERTH_API char* _gcvt(double value, int digits, char* to) __asm__("gcvt");

/* ---- text to numbers ---- */
BERTH_API long long _atoi64(const char* text);
BERTH_API int _wtoi(const wchar_t* text);
BERTH_API long _wtol(const wchar_t* text);
BERTH_API long long _wtoi64(const wchar_t* text);
BERTH_API long long _wtoll(const wchar_t* text) __asm__("_wtoi64");
BERTH_API double _wtof(const wchar_t* text);
BERTH_API long long _strtoi64(const char* text, char** end, int base) __asm__("strtoll");
BERTH_API unsigned long long _strtoui64(const char* text, char** end, int base) __asm__("strtoull");
BERTH_API long long _wcstoi64(const wchar_t* text, wchar_t** end, int base) __asm__("wcstoll");
BERTH_API unsigned long long _wcstoui64(const wchar_t* text, wchar_t** end,
                                        int base) __asm__("wcstoull");
/* UTF-8 to wide and back. `converted` counts the terminator. */
BERTH_API errno_t mbstowcs_s(size_t* converted, wchar_t* to, size_t size, const char* from,
                             size_t count);
BERTH_API errno_t wcstombs_s(size_t* converted, char* to, size_t size, const wchar_t* from,
                             size_t count);

/* ---- arithmetic ---- */
#ifndef __max
#define __max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifndef __min
#define __min(a, b) (((a) < (b)) ? (a) : (b))
#endif
static inline long long _abs64(long long value) {
    return value < 0 ? -value : value;
}
static inline unsigned short _byteswap_ushort(unsigned short value) {
    return __builtin_bswap16(value);
}
static inline unsigned int _byteswap_ulong(unsigned int value) {
    return __builtin_bswap32(value);
}
static inline unsigned long long _byteswap_uint64(unsigned long long value) {
    return __builtin_bswap64(value);
}
BERTH_API errno_t rand_s(unsigned int* value);

/* ---- sorting, with a context for the comparison ---- */
BERTH_API void qsort_s(void* base, rsize_t count, rsize_t size,
                       int (*compare)(void* context, const void* a, const void* b), void* context);
BERTH_API void* bsearch_s(const void* key, const void* base, rsize_t count, rsize_t size,
                          int (*compare)(void* context, const void* a, const void* b),
                          void* context);

/* ---- the environment. An empty value removes the variable. ---- */
BERTH_API errno_t getenv_s(size_t* needed, char* to, rsize_t size, const char* name);
BERTH_API errno_t _dupenv_s(char** value, size_t* size, const char* name);
BERTH_API int _putenv(const char* assignment);
BERTH_API errno_t _putenv_s(const char* name, const char* value);
BERTH_API wchar_t* _wgetenv(const wchar_t* name);
BERTH_API errno_t _wgetenv_s(size_t* needed, wchar_t* to, rsize_t size, const wchar_t* name);
BERTH_API errno_t _wdupenv_s(wchar_t** value, size_t* size, const wchar_t* name);
BERTH_API int _wputenv(const wchar_t* assignment);
BERTH_API errno_t _wputenv_s(const wchar_t* name, const wchar_t* value);
#define _environ environ

/* ---- the program and its arguments ---- */
extern BERTH_API int __argc;
extern BERTH_API char** __argv;
extern BERTH_API wchar_t** __wargv;
extern BERTH_API wchar_t** _wenviron;
extern BERTH_API char* _pgmptr;
extern BERTH_API wchar_t* _wpgmptr;
BERTH_API errno_t _get_pgmptr(char** value);
BERTH_API errno_t _get_wpgmptr(wchar_t** value);
/* The command line after the program's name, for WinMain. */
BERTH_API char* berth_winmain_arguments(void);
BERTH_API wchar_t* berth_wwinmain_arguments(void);

/* ---- errno ---- */
BERTH_API errno_t _get_errno(int* value);
BERTH_API errno_t _set_errno(int value);
BERTH_API errno_t _get_doserrno(unsigned int* value);
BERTH_API errno_t _set_doserrno(unsigned int value);
BERTH_API unsigned int* berth_doserrno(void);
#define _doserrno (*berth_doserrno())
BERTH_API void _wperror(const wchar_t* message);
#define _CALL_REPORTFAULT 2
#define _WRITE_ABORT_MSG 1
static inline unsigned int _set_abort_behavior(unsigned int flags, unsigned int mask) {
    (void)flags;
    (void)mask;
    return 0;
}
static inline int _set_error_mode(int mode) {
    (void)mode;
    return 0;
}

/* ---- paths in parts; both slashes separate ---- */
BERTH_API void _splitpath(const char* path, char* drive, char* directory, char* name,
                          char* extension);
BERTH_API errno_t _splitpath_s(const char* path, char* drive, size_t drive_size, char* directory,
                               size_t directory_size, char* name, size_t name_size, char* extension,
                               size_t extension_size);
BERTH_API void _makepath(char* path, const char* drive, const char* directory, const char* name,
                         const char* extension);
BERTH_API errno_t _makepath_s(char* path, size_t size, const char* drive, const char* directory,
                              const char* name, const char* extension);
BERTH_API char* _fullpath(char* absolute, const char* path, size_t size);
BERTH_API void _wsplitpath(const wchar_t* path, wchar_t* drive, wchar_t* directory, wchar_t* name,
                           wchar_t* extension);
BERTH_API errno_t _wsplitpath_s(const wchar_t* path, wchar_t* drive, size_t drive_size,
                                wchar_t* directory, size_t directory_size, wchar_t* name,
                                size_t name_size, wchar_t* extension, size_t extension_size);
BERTH_API void _wmakepath(wchar_t* path, const wchar_t* drive, const wchar_t* directory,
                          const wchar_t* name, const wchar_t* extension);
BERTH_API errno_t _wmakepath_s(wchar_t* path, size_t size, const wchar_t* drive,
                               const wchar_t* directory, const wchar_t* name,
                               const wchar_t* extension);
BERTH_API wchar_t* _wfullpath(wchar_t* absolute, const wchar_t* path, size_t size);
BERTH_API int _wsystem(const wchar_t* command);

/* ---- memory ---- */
BERTH_API void* _aligned_malloc(size_t size, size_t alignment);
BERTH_API void* _aligned_realloc(void* memory, size_t size, size_t alignment);
BERTH_API void* _aligned_recalloc(void* memory, size_t count, size_t size, size_t alignment);
BERTH_API size_t _aligned_msize(void* memory, size_t alignment, size_t offset);
BERTH_API void _aligned_free(void* memory);
BERTH_API size_t _msize(void* memory);
BERTH_API void* _recalloc(void* memory, size_t count, size_t size);
#define _HEAPOK (-2)
static inline int _heapchk(void) {
    return _HEAPOK;
}
static inline int _heapmin(void) {
    return 0;
}
#ifndef alloca
#define alloca(size) __builtin_alloca(size)
#endif
#define _alloca(size) __builtin_alloca(size)
#define _malloca(size) malloc(size)
#define _freea(memory) free(memory)

BERTH_END_DECLS

#ifdef __cplusplus
extern "C++" {
/* With an array for the destination its size need not be given. */
template <size_t N>
inline errno_t _itoa_s(int value, char (&to)[N], int base) {
    return _itoa_s(value, to, N, base);
}
template <size_t N>
inline errno_t _ltoa_s(long value, char (&to)[N], int base) {
    return _ltoa_s(value, to, N, base);
}
template <size_t N>
inline errno_t _ultoa_s(unsigned long value, char (&to)[N], int base) {
    return _ultoa_s(value, to, N, base);
}
template <size_t N>
inline errno_t _i64toa_s(long long value, char (&to)[N], int base) {
    return _i64toa_s(value, to, N, base);
}
template <size_t N>
inline errno_t _ui64toa_s(unsigned long long value, char (&to)[N], int base) {
    return _ui64toa_s(value, to, N, base);
}
template <size_t N>
inline errno_t _itow_s(int value, wchar_t (&to)[N], int base) {
    return _itow_s(value, to, N, base);
}
template <size_t N>
inline errno_t getenv_s(size_t* needed, char (&to)[N], const char* name) {
    return getenv_s(needed, to, N, name);
}
template <size_t N>
inline errno_t mbstowcs_s(size_t* converted, wchar_t (&to)[N], const char* from, size_t count) {
    return mbstowcs_s(converted, to, N, from, count);
}
template <size_t N>
inline errno_t wcstombs_s(size_t* converted, char (&to)[N], const wchar_t* from, size_t count) {
    return wcstombs_s(converted, to, N, from, count);
}
template <size_t D, size_t R, size_t F, size_t E>
inline errno_t _splitpath_s(const char* path, char (&drive)[D], char (&directory)[R],
                            char (&name)[F], char (&extension)[E]) {
    return _splitpath_s(path, drive, D, directory, R, name, F, extension, E);
}
template <size_t N>
inline errno_t _makepath_s(char (&path)[N], const char* drive, const char* directory,
                           const char* name, const char* extension) {
    return _makepath_s(path, N, drive, directory, name, extension);
}
}
#endif

#endif
