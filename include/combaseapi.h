/*
 * Identifiers, as the Component Object Model makes and prints them; nothing else of it is here.
 * https://learn.microsoft.com/windows/win32/api/combaseapi/
 */
#ifndef _COMBASEAPI_H_
#define _COMBASEAPI_H_

#include "winerror.h"
#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CO_E_CLASSSTRING _HRESULT_TYPEDEF_(0x800401F3)
#define CO_E_IIDSTRING _HRESULT_TYPEDEF_(0x800401F4)

typedef WCHAR OLECHAR, *LPOLESTR;
typedef const WCHAR* LPCOLESTR;

/* A random identifier. S_OK; E_INVALIDARG for NULL.
 * https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-cocreateguid */
BERTH_API HRESULT WINAPI CoCreateGuid(GUID* pguid);
/* 38 upper-case characters in braces and a zero, in a buffer for cchMax characters. Returns 39, or
 * 0 where the buffer is too small.
 * https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-stringfromguid2 */
BERTH_API int WINAPI StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax);
/* From text in braces; NULL is the nil identifier. S_OK, CO_E_CLASSSTRING, E_INVALIDARG.
 * https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-clsidfromstring */
BERTH_API HRESULT WINAPI CLSIDFromString(LPCOLESTR lpsz, CLSID* pclsid);
/* https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-iidfromstring */
BERTH_API HRESULT WINAPI IIDFromString(LPCOLESTR lpsz, IID* lpiid);

#ifdef __cplusplus
}
#endif
#endif
