/*
 * Names that Microsoft's <stdio.h> and <wchar.h> have beyond the C standard's. Narrow strings and
 * file names are UTF-8. What each format means: crt_printf.h.
 * https://learn.microsoft.com/cpp/c-runtime-library/stream-i-o
 */
#ifndef BERTH_CRT_STDIO_H
#define BERTH_CRT_STDIO_H

#include <stdarg.h>
#include <stdio.h>
#include <wchar.h>
#include "berth/crt_types.h"

BERTH_BEGIN_DECLS

/* ---- formatting into a buffer ----
 * _snprintf and kin: -1 where the text has more than `count` characters; no terminator where it has
 * `count` or more. */
BERTH_API int _snprintf(char* to, size_t count, const char* format, ...);
BERTH_API int _vsnprintf(char* to, size_t count, const char* format, va_list arguments);
BERTH_API int _snwprintf(wchar_t* to, size_t count, const wchar_t* format, ...);
BERTH_API int _vsnwprintf(wchar_t* to, size_t count, const wchar_t* format, va_list arguments);
BERTH_API int _swprintf(wchar_t* to, const wchar_t* format, ...);
BERTH_API int _vswprintf(wchar_t* to, const wchar_t* format, va_list arguments);
/* The length that the text would have. */
BERTH_API int _scprintf(const char* format, ...);
BERTH_API int _vscprintf(const char* format, va_list arguments);
BERTH_API int _scwprintf(const wchar_t* format, ...);
BERTH_API int _vscwprintf(const wchar_t* format, va_list arguments);
/* A text that does not fit calls the invalid parameter handler (ERANGE); then -1 and an empty
 * string. With a count of _TRUNCATE, what fits and -1. */
BERTH_API int sprintf_s(char* to, size_t size, const char* format, ...);
BERTH_API int vsprintf_s(char* to, size_t size, const char* format, va_list arguments);
BERTH_API int swprintf_s(wchar_t* to, size_t size, const wchar_t* format, ...);
BERTH_API int vswprintf_s(wchar_t* to, size_t size, const wchar_t* format, va_list arguments);
BERTH_API int _snprintf_s(char* to, size_t size, size_t count, const char* format, ...);
BERTH_API int _vsnprintf_s(char* to, size_t size, size_t count, const char* format,
                           va_list arguments);
BERTH_API int vsnprintf_s(char* to, size_t size, size_t count, const char* format,
                          va_list arguments) __asm__("_vsnprintf_s");
BERTH_API int _snwprintf_s(wchar_t* to, size_t size, size_t count, const wchar_t* format, ...);
BERTH_API int _vsnwprintf_s(wchar_t* to, size_t size, size_t count, const wchar_t* format,
                            va_list arguments);

/* ---- formatting onto a stream ---- */
BERTH_API int printf_s(const char* format, ...);
BERTH_API int vprintf_s(const char* format, va_list arguments);
BERTH_API int fprintf_s(FILE* stream, const char* format, ...);
BERTH_API int vfprintf_s(FILE* stream, const char* format, va_list arguments);
BERTH_API int wprintf_s(const wchar_t* format, ...);
BERTH_API int vwprintf_s(const wchar_t* format, va_list arguments);
BERTH_API int fwprintf_s(FILE* stream, const wchar_t* format, ...);
BERTH_API int vfwprintf_s(FILE* stream, const wchar_t* format, va_list arguments);
BERTH_API int _putws(const wchar_t* text);

/* ---- reading fields. After the buffer of each %s, %c and %[ comes its size, an unsigned int; a
 * field that does not fit stores an empty string and ends the call. ---- */
BERTH_API int scanf_s(const char* format, ...);
BERTH_API int vscanf_s(const char* format, va_list arguments);
BERTH_API int fscanf_s(FILE* stream, const char* format, ...);
BERTH_API int vfscanf_s(FILE* stream, const char* format, va_list arguments);
BERTH_API int sscanf_s(const char* text, const char* format, ...);
BERTH_API int vsscanf_s(const char* text, const char* format, va_list arguments);
BERTH_API int _snscanf(const char* text, size_t length, const char* format, ...);
BERTH_API int _snscanf_s(const char* text, size_t length, const char* format, ...);
BERTH_API int wscanf_s(const wchar_t* format, ...);
BERTH_API int vwscanf_s(const wchar_t* format, va_list arguments);
BERTH_API int fwscanf_s(FILE* stream, const wchar_t* format, ...);
BERTH_API int vfwscanf_s(FILE* stream, const wchar_t* format, va_list arguments);
BERTH_API int swscanf_s(const wchar_t* text, const wchar_t* format, ...);
BERTH_API int vswscanf_s(const wchar_t* text, const wchar_t* format, va_list arguments);

/* ---- opening files. A backslash in a name separates as a slash does; of a mode, what only Windows
 * knows (t, c, n, S, R, T, D, ccs=) is ignored. Sharing modes are: Linux has none. ---- */
BERTH_API FILE* berth_fopen(const char* name, const char* mode);
BERTH_API FILE* berth_freopen(const char* name, const char* mode, FILE* stream);
BERTH_API errno_t fopen_s(FILE** stream, const char* name, const char* mode);
BERTH_API errno_t freopen_s(FILE** stream, const char* name, const char* mode, FILE* old);
BERTH_API FILE* _fsopen(const char* name, const char* mode, int share);
BERTH_API FILE* _fdopen(int descriptor, const char* mode);
BERTH_API FILE* _wfopen(const wchar_t* name, const wchar_t* mode);
BERTH_API FILE* _wfreopen(const wchar_t* name, const wchar_t* mode, FILE* stream);
BERTH_API FILE* _wfsopen(const wchar_t* name, const wchar_t* mode, int share);
BERTH_API FILE* _wfdopen(int descriptor, const wchar_t* mode);
BERTH_API errno_t _wfopen_s(FILE** stream, const wchar_t* name, const wchar_t* mode);
BERTH_API errno_t _wfreopen_s(FILE** stream, const wchar_t* name, const wchar_t* mode, FILE* old);
BERTH_API FILE* _popen(const char* command, const char* mode);
BERTH_API FILE* _wpopen(const wchar_t* command, const wchar_t* mode);
BERTH_API int _pclose(FILE* stream) __asm__("pclose");
BERTH_API errno_t tmpfile_s(FILE** stream);
#define L_tmpnam_s L_tmpnam
#define TMP_MAX_S TMP_MAX
BERTH_API errno_t tmpnam_s(char* to, rsize_t size);
BERTH_API int berth_remove(const char* name);
BERTH_API int berth_rename(const char* from, const char* to);
BERTH_API int _unlink(const char* name);
BERTH_API int _wremove(const wchar_t* name);
BERTH_API int _wunlink(const wchar_t* name);
BERTH_API int _wrename(const wchar_t* from, const wchar_t* to);

/* ---- reading and positions ---- */
#ifdef BERTH_STDIO_IS_PLAIN
typedef long long fpos_t;
/* 0, or -1 and errno. https://learn.microsoft.com/cpp/c-runtime-library/reference/fgetpos */
BERTH_API int fgetpos(FILE* stream, fpos_t* position) __asm__("berth_fgetpos");
BERTH_API int fsetpos(FILE* stream, const fpos_t* position) __asm__("berth_fsetpos");
#endif
BERTH_API char* gets_s(char* to, rsize_t size);
BERTH_API wchar_t* _getws_s(wchar_t* to, size_t size);
BERTH_API size_t fread_s(void* to, size_t size, size_t element_size, size_t count, FILE* stream);
BERTH_API errno_t clearerr_s(FILE* stream);
BERTH_API int _fseeki64(FILE* stream, long long offset, int origin) __asm__("fseeko64");
BERTH_API long long _ftelli64(FILE* stream) __asm__("ftello64");
BERTH_API int _fileno(FILE* stream);
BERTH_API int _fgetchar(void) __asm__("getchar");
BERTH_API int _fputchar(int c) __asm__("putchar");
BERTH_API int _getw(FILE* stream) __asm__("getw");
BERTH_API int _putw(int word, FILE* stream) __asm__("putw");
BERTH_API int _fcloseall(void) __asm__("fcloseall");
BERTH_API int _flushall(void);
BERTH_API void _lock_file(FILE* stream) __asm__("flockfile");
BERTH_API void _unlock_file(FILE* stream) __asm__("funlockfile");
BERTH_API int _fgetc_nolock(FILE* stream) __asm__("getc_unlocked");
BERTH_API int _fputc_nolock(int c, FILE* stream) __asm__("putc_unlocked");
BERTH_API size_t _fread_nolock(void* to, size_t size, size_t count,
                               FILE* stream) __asm__("fread_unlocked");
BERTH_API size_t _fwrite_nolock(const void* from, size_t size, size_t count,
                                FILE* stream) __asm__("fwrite_unlocked");
BERTH_API int _fclose_nolock(FILE* stream) __asm__("fclose");
BERTH_API int _fflush_nolock(FILE* stream) __asm__("fflush_unlocked");
static inline int _getmaxstdio(void) {
    return 512;
}
static inline int _setmaxstdio(int count) {
    return count;
}

BERTH_END_DECLS

#ifdef __cplusplus
extern "C++" {
template <size_t N>
inline char* gets_s(char (&to)[N]) {
    return gets_s(to, N);
}
template <size_t N>
inline errno_t tmpnam_s(char (&to)[N]) {
    return tmpnam_s(to, N);
}
/* With an array for the destination its size need not be given. */
template <size_t N, typename... Arguments>
inline int sprintf_s(char (&to)[N], const char* format, Arguments... arguments) {
    return sprintf_s(static_cast<char*>(to), N, format, arguments...);
}
template <size_t N>
inline int vsprintf_s(char (&to)[N], const char* format, va_list arguments) {
    return vsprintf_s(static_cast<char*>(to), N, format, arguments);
}
template <size_t N, typename... Arguments>
inline int swprintf_s(wchar_t (&to)[N], const wchar_t* format, Arguments... arguments) {
    return swprintf_s(static_cast<wchar_t*>(to), N, format, arguments...);
}
template <size_t N>
inline int vswprintf_s(wchar_t (&to)[N], const wchar_t* format, va_list arguments) {
    return vswprintf_s(static_cast<wchar_t*>(to), N, format, arguments);
}
template <size_t N, typename... Arguments>
inline int _snprintf_s(char (&to)[N], size_t count, const char* format, Arguments... arguments) {
    return _snprintf_s(static_cast<char*>(to), N, count, format, arguments...);
}
template <size_t N>
inline int _vsnprintf_s(char (&to)[N], size_t count, const char* format, va_list arguments) {
    return _vsnprintf_s(static_cast<char*>(to), N, count, format, arguments);
}
template <size_t N, typename... Arguments>
inline int _snwprintf_s(wchar_t (&to)[N], size_t count, const wchar_t* format,
                        Arguments... arguments) {
    return _snwprintf_s(static_cast<wchar_t*>(to), N, count, format, arguments...);
}
template <size_t N>
inline int _vsnwprintf_s(wchar_t (&to)[N], size_t count, const wchar_t* format, va_list arguments) {
    return _vsnwprintf_s(static_cast<wchar_t*>(to), N, count, format, arguments);
}
}
#endif

#endif
