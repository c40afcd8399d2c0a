/* GUID and DEFINE_GUID. https://learn.microsoft.com/windows/win32/api/guiddef/ns-guiddef-guid */
#ifndef GUID_DEFINED
#define GUID_DEFINED

#include <string.h>
#include "berth/base.h"

typedef struct _GUID {
    unsigned int Data1;
    unsigned short Data2;
    unsigned short Data3;
    unsigned char Data4[8];
} GUID;

#ifdef __cplusplus
#define EXTERN_C extern "C"
#else
#define EXTERN_C extern
#endif

#ifndef _REFGUID_DEFINED
#define _REFGUID_DEFINED
#ifdef __cplusplus
#define REFGUID const GUID&
#define REFIID const GUID&
#define REFCLSID const GUID&
#else
#define REFGUID const GUID*
#define REFIID const GUID*
#define REFCLSID const GUID*
#endif
#endif
typedef GUID* LPGUID;
typedef const GUID* LPCGUID;
typedef GUID IID, *LPIID;
typedef GUID CLSID, *LPCLSID;

/* Every definition is weak, so a GUID needs no INITGUID and no library of its own. */
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
    EXTERN_C const GUID name __attribute__((weak)); \
    EXTERN_C const GUID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}

#ifdef __cplusplus
inline bool IsEqualGUID(REFGUID a, REFGUID b) { return memcmp(&a, &b, sizeof(GUID)) == 0; }
inline bool operator==(REFGUID a, REFGUID b) { return memcmp(&a, &b, sizeof(GUID)) == 0; }
#if __cplusplus < 202002L
inline bool operator!=(REFGUID a, REFGUID b) { return !(a == b); }
#endif
#else
#define IsEqualGUID(a, b) (memcmp((a), (b), sizeof(GUID)) == 0)
#endif
#define IsEqualIID(a, b) IsEqualGUID(a, b)
#define IsEqualCLSID(a, b) IsEqualGUID(a, b)

#endif
