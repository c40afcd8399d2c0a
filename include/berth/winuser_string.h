/* winuser.h's part on strings: case, character classes, wsprintf. */
#ifndef BERTH_WINUSER_STRING_H
#define BERTH_WINUSER_STRING_H

#include <stdarg.h>
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Changes a string in place and returns it, or changes one character where the pointer's value is below
 * 0x10000. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-charuppera
 */
BERTH_API LPSTR WINAPI CharUpperA(LPSTR lpsz);
BERTH_API LPWSTR WINAPI CharUpperW(LPWSTR lpsz);
BERTH_API LPSTR WINAPI CharLowerA(LPSTR lpsz);
BERTH_API LPWSTR WINAPI CharLowerW(LPWSTR lpsz);
/* The same for cchLength characters; returns how many were looked at. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-charupperbuffa */
BERTH_API DWORD WINAPI CharUpperBuffA(LPSTR lpsz, DWORD cchLength);
BERTH_API DWORD WINAPI CharUpperBuffW(LPWSTR lpsz, DWORD cchLength);
BERTH_API DWORD WINAPI CharLowerBuffA(LPSTR lpsz, DWORD cchLength);
BERTH_API DWORD WINAPI CharLowerBuffW(LPWSTR lpsz, DWORD cchLength);
/* The next character; at the terminator, the terminator. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-charnexta */
BERTH_API LPSTR WINAPI CharNextA(LPCSTR lpsz);
BERTH_API LPWSTR WINAPI CharNextW(LPCWSTR lpsz);
/* The character before lpszCurrent; at the start, the start. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-charpreva */
BERTH_API LPSTR WINAPI CharPrevA(LPCSTR lpszStart, LPCSTR lpszCurrent);
BERTH_API LPWSTR WINAPI CharPrevW(LPCWSTR lpszStart, LPCWSTR lpszCurrent);
/* https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-ischaralphaa */
BERTH_API BOOL WINAPI IsCharAlphaA(CHAR ch);
BERTH_API BOOL WINAPI IsCharAlphaW(WCHAR ch);
BERTH_API BOOL WINAPI IsCharAlphaNumericA(CHAR ch);
BERTH_API BOOL WINAPI IsCharAlphaNumericW(WCHAR ch);
BERTH_API BOOL WINAPI IsCharUpperA(CHAR ch);
BERTH_API BOOL WINAPI IsCharUpperW(WCHAR ch);
BERTH_API BOOL WINAPI IsCharLowerA(CHAR ch);
BERTH_API BOOL WINAPI IsCharLowerW(WCHAR ch);

/*
 * Formats at most 1,024 characters, the terminator among them; returns the length. Microsoft's meaning of
 * %s, %S, %hs, %ls and of I64 and I32. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-wsprintfa
 */
BERTH_API int WINAPIV wsprintfA(LPSTR lpOut, LPCSTR lpFmt, ...);
BERTH_API int WINAPIV wsprintfW(LPWSTR lpOut, LPCWSTR lpFmt, ...);
BERTH_API int WINAPI wvsprintfA(LPSTR lpOut, LPCSTR lpFmt, va_list arglist);
BERTH_API int WINAPI wvsprintfW(LPWSTR lpOut, LPCWSTR lpFmt, va_list arglist);

#ifdef UNICODE
#define CharUpper CharUpperW
#define CharLower CharLowerW
#define CharUpperBuff CharUpperBuffW
#define CharLowerBuff CharLowerBuffW
#define CharNext CharNextW
#define CharPrev CharPrevW
#define IsCharAlpha IsCharAlphaW
#define IsCharAlphaNumeric IsCharAlphaNumericW
#define IsCharUpper IsCharUpperW
#define IsCharLower IsCharLowerW
#define wsprintf wsprintfW
#define wvsprintf wvsprintfW
#else
#define CharUpper CharUpperA
#define CharLower CharLowerA
#define CharUpperBuff CharUpperBuffA
#define CharLowerBuff CharLowerBuffA
#define CharNext CharNextA
#define CharPrev CharPrevA
#define IsCharAlpha IsCharAlphaA
#define IsCharAlphaNumeric IsCharAlphaNumericA
#define IsCharUpper IsCharUpperA
#define IsCharLower IsCharLowerA
#define wsprintf wsprintfA
#define wvsprintf wvsprintfA
#endif

#ifdef __cplusplus
}
#endif
#endif
