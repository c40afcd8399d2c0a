/*
 * Random bytes, by the newer name. https://learn.microsoft.com/windows/win32/api/bcrypt/
 */
#ifndef __BCRYPT_H__
#define __BCRYPT_H__

#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef LONG NTSTATUS;
typedef PVOID BCRYPT_HANDLE;
typedef PVOID BCRYPT_ALG_HANDLE;

#ifndef BCRYPT_SUCCESS
#define BCRYPT_SUCCESS(Status) (((NTSTATUS)(Status)) >= 0)
#endif

#define BCRYPT_RNG_ALGORITHM L"RNG"
#define BCRYPT_RNG_ALG_HANDLE ((BCRYPT_ALG_HANDLE)0x00000081)
#define BCRYPT_RNG_USE_ENTROPY_IN_BUFFER 0x00000001
#define BCRYPT_USE_SYSTEM_PREFERRED_RNG 0x00000002

/* An algorithm: random numbers (BCRYPT_RNG_ALGORITHM), no other. dwFlags is 0. Returns
 * STATUS_SUCCESS, STATUS_INVALID_PARAMETER, or STATUS_NOT_FOUND for another algorithm.
 * https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptopenalgorithmprovider */
BERTH_API NTSTATUS WINAPI BCryptOpenAlgorithmProvider(BCRYPT_ALG_HANDLE* phAlgorithm,
                                                      LPCWSTR pszAlgId, LPCWSTR pszImplementation,
                                                      ULONG dwFlags);
/* https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptclosealgorithmprovider */
BERTH_API NTSTATUS WINAPI BCryptCloseAlgorithmProvider(BCRYPT_ALG_HANDLE hAlgorithm, ULONG dwFlags);
/* cbBuffer random bytes from the kernel's generator (getrandom). hAlgorithm is one that was opened,
 * BCRYPT_RNG_ALG_HANDLE, or NULL with BCRYPT_USE_SYSTEM_PREFERRED_RNG. Returns STATUS_SUCCESS,
 * STATUS_INVALID_HANDLE, STATUS_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptgenrandom */
BERTH_API NTSTATUS WINAPI BCryptGenRandom(BCRYPT_ALG_HANDLE hAlgorithm, PUCHAR pbBuffer,
                                          ULONG cbBuffer, ULONG dwFlags);

#ifdef __cplusplus
}
#endif
#endif
