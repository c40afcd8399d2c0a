/*
 * Random bytes. https://learn.microsoft.com/windows/win32/api/wincrypt/
 */
#ifndef __WINCRYPT_H__
#define __WINCRYPT_H__

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef ULONG_PTR HCRYPTPROV;
#define PROV_RSA_FULL 1
#define PROV_RSA_AES 24
#define CRYPT_VERIFYCONTEXT 0xF0000000
#define CRYPT_NEWKEYSET 0x00000008
#define CRYPT_MACHINE_KEYSET 0x00000020
#define CRYPT_SILENT 0x00000040

/* A context that only makes random bytes.
 * https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-cryptacquirecontexta */
BERTH_API BOOL WINAPI CryptAcquireContextA(HCRYPTPROV* phProv, LPCSTR szContainer,
                                           LPCSTR szProvider, DWORD dwProvType, DWORD dwFlags);
BERTH_API BOOL WINAPI CryptAcquireContextW(HCRYPTPROV* phProv, LPCWSTR szContainer,
                                           LPCWSTR szProvider, DWORD dwProvType, DWORD dwFlags);
/* From the kernel's generator (getrandom).
 * https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-cryptgenrandom */
BERTH_API BOOL WINAPI CryptGenRandom(HCRYPTPROV hProv, DWORD dwLen, BYTE* pbBuffer);
/* https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-cryptreleasecontext */
BERTH_API BOOL WINAPI CryptReleaseContext(HCRYPTPROV hProv, DWORD dwFlags);

#ifdef UNICODE
#define CryptAcquireContext CryptAcquireContextW
#else
#define CryptAcquireContext CryptAcquireContextA
#endif

#ifdef __cplusplus
}
#endif
#endif
