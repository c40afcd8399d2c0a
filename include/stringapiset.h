/*
 * Conversion between wide text and text in a code page, and comparison of strings.
 * https://learn.microsoft.com/windows/win32/api/stringapiset/
 *
 * The ANSI, OEM and thread code pages are UTF-8. WCHAR is four bytes wide and holds one code point; a
 * surrogate pair in wide input is taken as the one character that it stands for.
 */
#ifndef _APISETSTRING_
#define _APISETSTRING_

#include "minwindef.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MB_PRECOMPOSED 0x00000001
#define MB_COMPOSITE 0x00000002
#define MB_USEGLYPHCHARS 0x00000004
#define MB_ERR_INVALID_CHARS 0x00000008

#define WC_DISCARDNS 0x00000010
#define WC_SEPCHARS 0x00000020
#define WC_DEFAULTCHAR 0x00000040
#define WC_ERR_INVALID_CHARS 0x00000080
#define WC_COMPOSITECHECK 0x00000200
#define WC_NO_BEST_FIT_CHARS 0x00000400

#define CSTR_LESS_THAN 1
#define CSTR_EQUAL 2
#define CSTR_GREATER_THAN 3

/*
 * Converts cbMultiByte bytes (-1: up to and with the terminator) of text in CodePage to wide characters.
 * Returns how many were written, or how many are needed where cchWideChar is 0. 0: ERROR_INSUFFICIENT_BUFFER,
 * ERROR_INVALID_FLAGS, ERROR_INVALID_PARAMETER, ERROR_NO_UNICODE_TRANSLATION (MB_ERR_INVALID_CHARS).
 * https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-multibytetowidechar
 */
BERTH_API int WINAPI MultiByteToWideChar(UINT CodePage, DWORD dwFlags, LPCCH lpMultiByteStr,
                                         int cbMultiByte, LPWSTR lpWideCharStr, int cchWideChar);

/*
 * Converts cchWideChar wide characters (-1: up to and with the terminator) to bytes in CodePage. Returns
 * how many were written, or how many are needed where cbMultiByte is 0. 0: the errors are those of
 * MultiByteToWideChar.
 * https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-widechartomultibyte
 */
BERTH_API int WINAPI WideCharToMultiByte(UINT CodePage, DWORD dwFlags, LPCWCH lpWideCharStr,
                                         int cchWideChar, LPSTR lpMultiByteStr, int cbMultiByte,
                                         LPCCH lpDefaultChar, BOOL* lpUsedDefaultChar);

/*
 * CSTR_LESS_THAN, CSTR_EQUAL, CSTR_GREATER_THAN, or 0 (ERROR_INVALID_PARAMETER). Counts are in
 * characters; negative: up to the terminator. The order is by letters, then lower before upper case.
 * https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-comparestringw
 */
BERTH_API int WINAPI CompareStringW(LCID Locale, DWORD dwCmpFlags, PCWCH lpString1, int cchCount1,
                                    PCWCH lpString2, int cchCount2);

/*
 * Compares code point by code point, on request without regard to case.
 * https://learn.microsoft.com/windows/win32/api/stringapiset/nf-stringapiset-comparestringordinal
 */
BERTH_API int WINAPI CompareStringOrdinal(LPCWCH lpString1, int cchCount1, LPCWCH lpString2,
                                          int cchCount2, BOOL bIgnoreCase);

#ifdef UNICODE
#define CompareString CompareStringW
#endif

#ifdef __cplusplus
}
#endif
#endif
