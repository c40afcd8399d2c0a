/*
 * strsafe.h: string functions that never write beyond the destination and always terminate it.
 * Success is S_OK. A text that does not fit is cut and STRSAFE_E_INSUFFICIENT_BUFFER returned; a
 * size of 0 or above STRSAFE_MAX_CCH, or a destination without terminator, is
 * STRSAFE_E_INVALID_PARAMETER; the end of stdin is STRSAFE_E_END_OF_FILE. The Ex functions also
 * tell where the text ends and what room is left, take null strings as empty
 * (STRSAFE_IGNORE_NULLS), and fill or empty the destination as asked.
 * https://learn.microsoft.com/windows/win32/api/strsafe/
 */
#ifndef _STRSAFE_H_INCLUDED_
#define _STRSAFE_H_INCLUDED_

#include <stdarg.h>
#include <stddef.h>
#include "winnt.h"
#include "winerror.h"

BERTH_BEGIN_DECLS

typedef char* STRSAFE_LPSTR;
typedef const char* STRSAFE_LPCSTR;
typedef wchar_t* STRSAFE_LPWSTR;
typedef const wchar_t* STRSAFE_LPCWSTR;
typedef const char* STRSAFE_PCNZCH;
typedef const wchar_t* STRSAFE_PCNZWCH;
typedef const wchar_t* STRSAFE_PCUNZWCH;

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_MAX_LENGTH (STRSAFE_MAX_CCH - 1)

#define STRSAFE_IGNORE_NULLS 0x00000100
#define STRSAFE_FILL_BEHIND_NULL 0x00000200
#define STRSAFE_FILL_ON_FAILURE 0x00000400
#define STRSAFE_NULL_ON_FAILURE 0x00000800
#define STRSAFE_NO_TRUNCATION 0x00001000
#define STRSAFE_FILL_BYTE(x) ((DWORD)(((x)&0x000000FF) | STRSAFE_FILL_BEHIND_NULL))
#define STRSAFE_FAILURE_BYTE(x) ((DWORD)(((x)&0x000000FF) | STRSAFE_FILL_ON_FAILURE))

#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007A)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026)

/* ---- sizes and counts in characters ---- */
BERTH_API HRESULT StringCchCopyA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from);
BERTH_API HRESULT StringCchCopyExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from,
                                   STRSAFE_LPSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCchCopyNA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from, size_t count);
BERTH_API HRESULT StringCchCopyNExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from,
                                    size_t count, STRSAFE_LPSTR* end, size_t* remaining,
                                    DWORD flags);
BERTH_API HRESULT StringCchCatA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from);
BERTH_API HRESULT StringCchCatExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from,
                                  STRSAFE_LPSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCchCatNA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from, size_t count);
BERTH_API HRESULT StringCchCatNExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from, size_t count,
                                   STRSAFE_LPSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCchVPrintfA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR format,
                                    va_list arguments);
BERTH_API HRESULT StringCchVPrintfExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPSTR* end,
                                      size_t* remaining, DWORD flags, STRSAFE_LPCSTR format,
                                      va_list arguments);
BERTH_API HRESULT StringCchPrintfA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR format, ...);
BERTH_API HRESULT StringCchPrintfExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPSTR* end,
                                     size_t* remaining, DWORD flags, STRSAFE_LPCSTR format, ...);
BERTH_API HRESULT StringCchGetsA(STRSAFE_LPSTR to, size_t size);
BERTH_API HRESULT StringCchGetsExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPSTR* end,
                                   size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCchLengthA(STRSAFE_LPCSTR text, size_t most, size_t* length);
BERTH_API HRESULT StringCchCopyW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from);
BERTH_API HRESULT StringCchCopyExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                   STRSAFE_LPWSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCchCopyNW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                  size_t count);
BERTH_API HRESULT StringCchCopyNExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                    size_t count, STRSAFE_LPWSTR* end, size_t* remaining,
                                    DWORD flags);
BERTH_API HRESULT StringCchCatW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from);
BERTH_API HRESULT StringCchCatExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                  STRSAFE_LPWSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCchCatNW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                 size_t count);
BERTH_API HRESULT StringCchCatNExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                   size_t count, STRSAFE_LPWSTR* end, size_t* remaining,
                                   DWORD flags);
BERTH_API HRESULT StringCchVPrintfW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR format,
                                    va_list arguments);
BERTH_API HRESULT StringCchVPrintfExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPWSTR* end,
                                      size_t* remaining, DWORD flags, STRSAFE_LPCWSTR format,
                                      va_list arguments);
BERTH_API HRESULT StringCchPrintfW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR format, ...);
BERTH_API HRESULT StringCchPrintfExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPWSTR* end,
                                     size_t* remaining, DWORD flags, STRSAFE_LPCWSTR format, ...);
BERTH_API HRESULT StringCchGetsW(STRSAFE_LPWSTR to, size_t size);
BERTH_API HRESULT StringCchGetsExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPWSTR* end,
                                   size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCchLengthW(STRSAFE_LPCWSTR text, size_t most, size_t* length);

/* ---- sizes and counts in bytes ---- */
BERTH_API HRESULT StringCbCopyA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from);
BERTH_API HRESULT StringCbCopyExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from,
                                  STRSAFE_LPSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCbCopyNA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from, size_t count);
BERTH_API HRESULT StringCbCopyNExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from, size_t count,
                                   STRSAFE_LPSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCbCatA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from);
BERTH_API HRESULT StringCbCatExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from,
                                 STRSAFE_LPSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCbCatNA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from, size_t count);
BERTH_API HRESULT StringCbCatNExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR from, size_t count,
                                  STRSAFE_LPSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCbVPrintfA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR format,
                                   va_list arguments);
BERTH_API HRESULT StringCbVPrintfExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPSTR* end,
                                     size_t* remaining, DWORD flags, STRSAFE_LPCSTR format,
                                     va_list arguments);
BERTH_API HRESULT StringCbPrintfA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPCSTR format, ...);
BERTH_API HRESULT StringCbPrintfExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPSTR* end,
                                    size_t* remaining, DWORD flags, STRSAFE_LPCSTR format, ...);
BERTH_API HRESULT StringCbGetsA(STRSAFE_LPSTR to, size_t size);
BERTH_API HRESULT StringCbGetsExA(STRSAFE_LPSTR to, size_t size, STRSAFE_LPSTR* end,
                                  size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCbLengthA(STRSAFE_LPCSTR text, size_t most, size_t* length);
BERTH_API HRESULT StringCbCopyW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from);
BERTH_API HRESULT StringCbCopyExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                  STRSAFE_LPWSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCbCopyNW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                 size_t count);
BERTH_API HRESULT StringCbCopyNExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                   size_t count, STRSAFE_LPWSTR* end, size_t* remaining,
                                   DWORD flags);
BERTH_API HRESULT StringCbCatW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from);
BERTH_API HRESULT StringCbCatExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                 STRSAFE_LPWSTR* end, size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCbCatNW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from, size_t count);
BERTH_API HRESULT StringCbCatNExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR from,
                                  size_t count, STRSAFE_LPWSTR* end, size_t* remaining,
                                  DWORD flags);
BERTH_API HRESULT StringCbVPrintfW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR format,
                                   va_list arguments);
BERTH_API HRESULT StringCbVPrintfExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPWSTR* end,
                                     size_t* remaining, DWORD flags, STRSAFE_LPCWSTR format,
                                     va_list arguments);
BERTH_API HRESULT StringCbPrintfW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPCWSTR format, ...);
BERTH_API HRESULT StringCbPrintfExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPWSTR* end,
                                    size_t* remaining, DWORD flags, STRSAFE_LPCWSTR format, ...);
BERTH_API HRESULT StringCbGetsW(STRSAFE_LPWSTR to, size_t size);
BERTH_API HRESULT StringCbGetsExW(STRSAFE_LPWSTR to, size_t size, STRSAFE_LPWSTR* end,
                                  size_t* remaining, DWORD flags);
BERTH_API HRESULT StringCbLengthW(STRSAFE_LPCWSTR text, size_t most, size_t* length);

BERTH_END_DECLS

#ifdef UNICODE
#define StringCchCopy StringCchCopyW
#define StringCchCopyEx StringCchCopyExW
#define StringCchCopyN StringCchCopyNW
#define StringCchCopyNEx StringCchCopyNExW
#define StringCchCat StringCchCatW
#define StringCchCatEx StringCchCatExW
#define StringCchCatN StringCchCatNW
#define StringCchCatNEx StringCchCatNExW
#define StringCchVPrintf StringCchVPrintfW
#define StringCchVPrintfEx StringCchVPrintfExW
#define StringCchPrintf StringCchPrintfW
#define StringCchPrintfEx StringCchPrintfExW
#define StringCchGets StringCchGetsW
#define StringCchGetsEx StringCchGetsExW
#define StringCchLength StringCchLengthW
#define StringCbCopy StringCbCopyW
#define StringCbCopyEx StringCbCopyExW
#define StringCbCopyN StringCbCopyNW
#define StringCbCopyNEx StringCbCopyNExW
#define StringCbCat StringCbCatW
#define StringCbCatEx StringCbCatExW
#define StringCbCatN StringCbCatNW
#define StringCbCatNEx StringCbCatNExW
#define StringCbVPrintf StringCbVPrintfW
#define StringCbVPrintfEx StringCbVPrintfExW
#define StringCbPrintf StringCbPrintfW
#define StringCbPrintfEx StringCbPrintfExW
#define StringCbGets StringCbGetsW
#define StringCbGetsEx StringCbGetsExW
#define StringCbLength StringCbLengthW
#else
#define StringCchCopy StringCchCopyA
#define StringCchCopyEx StringCchCopyExA
#define StringCchCopyN StringCchCopyNA
#define StringCchCopyNEx StringCchCopyNExA
#define StringCchCat StringCchCatA
#define StringCchCatEx StringCchCatExA
#define StringCchCatN StringCchCatNA
#define StringCchCatNEx StringCchCatNExA
#define StringCchVPrintf StringCchVPrintfA
#define StringCchVPrintfEx StringCchVPrintfExA
#define StringCchPrintf StringCchPrintfA
#define StringCchPrintfEx StringCchPrintfExA
#define StringCchGets StringCchGetsA
#define StringCchGetsEx StringCchGetsExA
#define StringCchLength StringCchLengthA
#define StringCbCopy StringCbCopyA
#define StringCbCopyEx StringCbCopyExA
#define StringCbCopyN StringCbCopyNA
#define StringCbCopyNEx StringCbCopyNExA
#define StringCbCat StringCbCatA
#define StringCbCatEx StringCbCatExA
#define StringCbCatN StringCbCatNA
#define StringCbCatNEx StringCbCatNExA
#define StringCbVPrintf StringCbVPrintfA
#define StringCbVPrintfEx StringCbVPrintfExA
#define StringCbPrintf StringCbPrintfA
#define StringCbPrintfEx StringCbPrintfExA
#define StringCbGets StringCbGetsA
#define StringCbGetsEx StringCbGetsExA
#define StringCbLength StringCbLengthA
#endif

#endif
