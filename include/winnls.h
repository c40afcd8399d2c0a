/*
 * Code pages, locales and comparison of strings.
 * https://learn.microsoft.com/windows/win32/api/winnls/
 */
#ifndef _WINNLS_
#define _WINNLS_

#include "stringapiset.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Code pages that are known: these, 1252, 20127 (ASCII) and 28591 (Latin 1). */
#define CP_ACP 0
#define CP_OEMCP 1
#define CP_MACCP 2
#define CP_THREAD_ACP 3
#define CP_SYMBOL 42
#define CP_UTF7 65000
#define CP_UTF8 65001

#define NORM_IGNORECASE 0x00000001
#define NORM_IGNORENONSPACE 0x00000002
#define NORM_IGNORESYMBOLS 0x00000004
#define LINGUISTIC_IGNORECASE 0x00000010
#define LINGUISTIC_IGNOREDIACRITIC 0x00000020
#define NORM_IGNOREKANATYPE 0x00010000
#define NORM_IGNOREWIDTH 0x00020000
#define NORM_LINGUISTIC_CASING 0x08000000
#define SORT_STRINGSORT 0x00001000
#define SORT_DIGITSASNUMBERS 0x00000008

#define MAX_LEADBYTES 12
#define MAX_DEFAULTCHAR 2

typedef struct _cpinfo {
    UINT MaxCharSize;
    BYTE DefaultChar[MAX_DEFAULTCHAR];
    BYTE LeadByte[MAX_LEADBYTES];
} CPINFO, *LPCPINFO;

/* 65001. https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getacp */
BERTH_API UINT WINAPI GetACP(void);
/* 65001. https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getoemcp */
BERTH_API UINT WINAPI GetOEMCP(void);
/* https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-isvalidcodepage */
BERTH_API BOOL WINAPI IsValidCodePage(UINT CodePage);
/* FALSE: ERROR_INVALID_PARAMETER. https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getcpinfo */
BERTH_API BOOL WINAPI GetCPInfo(UINT CodePage, LPCPINFO lpCPInfo);
/* FALSE: UTF-8 has no lead bytes in this sense. https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-isdbcsleadbyte */
BERTH_API BOOL WINAPI IsDBCSLeadByte(BYTE TestChar);
/* https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-isdbcsleadbyteex */
BERTH_API BOOL WINAPI IsDBCSLeadByteEx(UINT CodePage, BYTE TestChar);
/* English (United States), 0x0409. https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getuserdefaultlcid */
BERTH_API LCID WINAPI GetUserDefaultLCID(void);
/* https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getsystemdefaultlcid */
BERTH_API LCID WINAPI GetSystemDefaultLCID(void);
/* https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getthreadlocale */
BERTH_API LCID WINAPI GetThreadLocale(void);
/* https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getuserdefaultlangid */
BERTH_API LANGID WINAPI GetUserDefaultLangID(void);
/* https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getsystemdefaultlangid */
BERTH_API LANGID WINAPI GetSystemDefaultLangID(void);
/* As CompareStringW, in UTF-8. https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-comparestringa */
BERTH_API int WINAPI CompareStringA(LCID Locale, DWORD dwCmpFlags, PCCH lpString1, int cchCount1,
                                    PCCH lpString2, int cchCount2);

#ifndef UNICODE
#define CompareString CompareStringA
#endif

#ifdef __cplusplus
}
#endif
#endif
