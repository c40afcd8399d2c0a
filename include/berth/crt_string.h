/*
 * String functions of Microsoft's C runtime that the C library lacks: case-insensitive comparison,
 * case conversion, and the _s family. The _s functions check their arguments as documented: a
 * violation calls the invalid parameter handler (crt_invalid.h), which ends the program unless one
 * was set; then they return EINVAL or ERANGE and leave an empty string.
 * https://learn.microsoft.com/cpp/c-runtime-library/string-manipulation-crt
 */
#ifndef BERTH_CRT_STRING_H
#define BERTH_CRT_STRING_H

#include <string.h>
#include <strings.h>
#include <wchar.h>
#include "berth/crt_types.h"

BERTH_BEGIN_DECLS

/* ---- comparison without regard to case. _NLSCMPERROR (INT_MAX): a null pointer. ---- */
#define _NLSCMPERROR 2147483647
BERTH_API int _stricmp(const char* a, const char* b);
BERTH_API int _strnicmp(const char* a, const char* b, size_t count);
BERTH_API int _wcsicmp(const wchar_t* a, const wchar_t* b);
BERTH_API int _wcsnicmp(const wchar_t* a, const wchar_t* b, size_t count);
BERTH_API int _memicmp(const void* a, const void* b, size_t size);
BERTH_API int _stricmp_l(const char* a, const char* b, _locale_t locale);
BERTH_API int _stricoll(const char* a, const char* b);
BERTH_API int _wcsicoll(const wchar_t* a, const wchar_t* b);
BERTH_API int stricmp(const char* a, const char* b) __asm__("_stricmp");
BERTH_API int strcmpi(const char* a, const char* b) __asm__("_stricmp");
BERTH_API int _strcmpi(const char* a, const char* b) __asm__("_stricmp");
BERTH_API int strnicmp(const char* a, const char* b, size_t count) __asm__("_strnicmp");
BERTH_API int wcsicmp(const wchar_t* a, const wchar_t* b) __asm__("_wcsicmp");
BERTH_API int wcsnicmp(const wchar_t* a, const wchar_t* b, size_t count) __asm__("_wcsnicmp");
BERTH_API int memicmp(const void* a, const void* b, size_t size) __asm__("_memicmp");

/* ---- copies from malloc; null for a null argument ---- */
BERTH_API char* _strdup(const char* text);
BERTH_API wchar_t* _wcsdup(const wchar_t* text);

/* ---- in place. ASCII letters change case; _wcslwr and _wcsupr follow the locale. ---- */
BERTH_API char* _strlwr(char* text);
BERTH_API char* _strupr(char* text);
BERTH_API char* _strrev(char* text);
BERTH_API char* _strset(char* text, int fill);
BERTH_API char* _strnset(char* text, int fill, size_t count);
BERTH_API wchar_t* _wcslwr(wchar_t* text);
BERTH_API wchar_t* _wcsupr(wchar_t* text);
BERTH_API wchar_t* _wcsrev(wchar_t* text);
BERTH_API wchar_t* _wcsset(wchar_t* text, wchar_t fill);
BERTH_API wchar_t* _wcsnset(wchar_t* text, wchar_t fill, size_t count);
BERTH_API char* strlwr(char* text) __asm__("_strlwr");
BERTH_API char* strupr(char* text) __asm__("_strupr");
BERTH_API char* strrev(char* text) __asm__("_strrev");
BERTH_API char* strset(char* text, int fill) __asm__("_strset");
BERTH_API char* strnset(char* text, int fill, size_t count) __asm__("_strnset");
BERTH_API wchar_t* wcslwr(wchar_t* text) __asm__("_wcslwr");
BERTH_API wchar_t* wcsupr(wchar_t* text) __asm__("_wcsupr");
BERTH_API wchar_t* wcsrev(wchar_t* text) __asm__("_wcsrev");
BERTH_API errno_t _strlwr_s(char* text, size_t size);
BERTH_API errno_t _strupr_s(char* text, size_t size);
BERTH_API errno_t _strset_s(char* text, size_t size, int fill);
BERTH_API errno_t _strnset_s(char* text, size_t size, int fill, size_t count);
BERTH_API errno_t _wcslwr_s(wchar_t* text, size_t size);
BERTH_API errno_t _wcsupr_s(wchar_t* text, size_t size);
BERTH_API errno_t _wcsset_s(wchar_t* text, size_t size, wchar_t fill);
BERTH_API errno_t _wcsnset_s(wchar_t* text, size_t size, wchar_t fill, size_t count);

/* ---- copying with checks. Sizes count characters, the terminator included. strncpy_s and
 * strncat_s with a count of _TRUNCATE copy what fits and return STRUNCATE where that was not all.
 * ---- */
BERTH_API errno_t strcpy_s(char* to, rsize_t size, const char* from);
BERTH_API errno_t strncpy_s(char* to, rsize_t size, const char* from, rsize_t count);
BERTH_API errno_t strcat_s(char* to, rsize_t size, const char* from);
BERTH_API errno_t strncat_s(char* to, rsize_t size, const char* from, rsize_t count);
BERTH_API char* strtok_s(char* text, const char* delimiters, char** context);
BERTH_API size_t strnlen_s(const char* text, size_t size);
BERTH_API errno_t strerror_s(char* to, size_t size, int error);
BERTH_API errno_t wcscpy_s(wchar_t* to, rsize_t size, const wchar_t* from);
BERTH_API errno_t wcsncpy_s(wchar_t* to, rsize_t size, const wchar_t* from, rsize_t count);
BERTH_API errno_t wcscat_s(wchar_t* to, rsize_t size, const wchar_t* from);
BERTH_API errno_t wcsncat_s(wchar_t* to, rsize_t size, const wchar_t* from, rsize_t count);
BERTH_API wchar_t* wcstok_s(wchar_t* text, const wchar_t* delimiters, wchar_t** context);
BERTH_API size_t wcsnlen_s(const wchar_t* text, size_t size);
BERTH_API errno_t _wcserror_s(wchar_t* to, size_t size, int error);
BERTH_API wchar_t* _wcserror(int error);
BERTH_API errno_t memcpy_s(void* to, rsize_t size, const void* from, rsize_t count);
BERTH_API errno_t memmove_s(void* to, rsize_t size, const void* from, rsize_t count);
BERTH_API errno_t wmemcpy_s(wchar_t* to, rsize_t size, const wchar_t* from, rsize_t count);
BERTH_API errno_t wmemmove_s(wchar_t* to, rsize_t size, const wchar_t* from, rsize_t count);

BERTH_END_DECLS

#ifdef __cplusplus
extern "C++" {
/* With an array for the destination its size need not be given. */
template <size_t N>
inline errno_t strcpy_s(char (&to)[N], const char* from) {
    return strcpy_s(to, N, from);
}
template <size_t N>
inline errno_t strncpy_s(char (&to)[N], const char* from, size_t count) {
    return strncpy_s(to, N, from, count);
}
template <size_t N>
inline errno_t strcat_s(char (&to)[N], const char* from) {
    return strcat_s(to, N, from);
}
template <size_t N>
inline errno_t strncat_s(char (&to)[N], const char* from, size_t count) {
    return strncat_s(to, N, from, count);
}
template <size_t N>
inline errno_t strerror_s(char (&to)[N], int error) {
    return strerror_s(to, N, error);
}
template <size_t N>
inline errno_t _strlwr_s(char (&text)[N]) {
    return _strlwr_s(text, N);
}
template <size_t N>
inline errno_t _strupr_s(char (&text)[N]) {
    return _strupr_s(text, N);
}
template <size_t N>
inline errno_t wcscpy_s(wchar_t (&to)[N], const wchar_t* from) {
    return wcscpy_s(to, N, from);
}
template <size_t N>
inline errno_t wcsncpy_s(wchar_t (&to)[N], const wchar_t* from, size_t count) {
    return wcsncpy_s(to, N, from, count);
}
template <size_t N>
inline errno_t wcscat_s(wchar_t (&to)[N], const wchar_t* from) {
    return wcscat_s(to, N, from);
}
template <size_t N>
inline errno_t wcsncat_s(wchar_t (&to)[N], const wchar_t* from, size_t count) {
    return wcsncat_s(to, N, from, count);
}
template <size_t N>
inline errno_t _wcserror_s(wchar_t (&to)[N], int error) {
    return _wcserror_s(to, N, error);
}
template <size_t N>
inline errno_t _wcslwr_s(wchar_t (&text)[N]) {
    return _wcslwr_s(text, N);
}
template <size_t N>
inline errno_t _wcsupr_s(wchar_t (&text)[N]) {
    return _wcsupr_s(text, N);
}
}
#endif

#endif
