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

BERTH_END_DECLS

#ifdef __cplusplus
extern "C++" {
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
