// Random bytes: CryptGenRandom and BCryptGenRandom.
#include <cerrno>
#include <cwchar>
#include <sys/random.h>

#include "bcrypt.h"
#include "nt/api.h"
#include "wincrypt.h"
#include "winerror.h"
#include "winnt.h"

using namespace berth::nt;

namespace {

constexpr HCRYPTPROV kRandomContext = 0x52414e44;
const BCRYPT_ALG_HANDLE kRandomAlgorithm = reinterpret_cast<BCRYPT_ALG_HANDLE>(kRandomContext);

constexpr NTSTATUS kStatusInvalidHandle = static_cast<NTSTATUS>(0xC0000008);
constexpr NTSTATUS kStatusInvalidParameter = static_cast<NTSTATUS>(0xC000000D);
constexpr NTSTATUS kStatusNotFound = static_cast<NTSTATUS>(0xC0000225);
constexpr NTSTATUS kStatusUnsuccessful = static_cast<NTSTATUS>(0xC0000001);

bool random_fill(BYTE* buffer, size_t length) {
    for (size_t done = 0; done < length;) {
        const ssize_t got = getrandom(buffer + done, length - done, 0);
        if (got < 0 && errno != EINTR)
            return false;
        done += got > 0 ? static_cast<size_t>(got) : 0;
    }
    return true;
}

}  // namespace

extern "C" {

BOOL WINAPI CryptAcquireContextA(HCRYPTPROV* context, LPCSTR, LPCSTR, DWORD, DWORD) {
    if (!context)
        return api_fail(ERROR_INVALID_PARAMETER, FALSE);
    *context = kRandomContext;
    return TRUE;
}
BOOL WINAPI CryptAcquireContextW(HCRYPTPROV* context, LPCWSTR, LPCWSTR, DWORD, DWORD) {
    return CryptAcquireContextA(context, nullptr, nullptr, 0, 0);
}
BOOL WINAPI CryptReleaseContext(HCRYPTPROV context, DWORD) {
    return context == kRandomContext ? TRUE : api_fail(ERROR_INVALID_PARAMETER, FALSE);
}
BOOL WINAPI CryptGenRandom(HCRYPTPROV context, DWORD length, BYTE* buffer) {
    if (context != kRandomContext || (!buffer && length != 0))
        return api_fail(ERROR_INVALID_PARAMETER, FALSE);
    return random_fill(buffer, length) ? TRUE : api_fail(ERROR_GEN_FAILURE, FALSE);
}

NTSTATUS WINAPI BCryptOpenAlgorithmProvider(BCRYPT_ALG_HANDLE* algorithm, LPCWSTR name, LPCWSTR,
                                            ULONG) {
    if (!algorithm || !name)
        return kStatusInvalidParameter;
    if (wcscmp(name, BCRYPT_RNG_ALGORITHM) != 0)
        return kStatusNotFound;
    *algorithm = kRandomAlgorithm;
    return 0;
}
NTSTATUS WINAPI BCryptCloseAlgorithmProvider(BCRYPT_ALG_HANDLE algorithm, ULONG) {
    return algorithm == kRandomAlgorithm ? 0 : kStatusInvalidHandle;
}
NTSTATUS WINAPI BCryptGenRandom(BCRYPT_ALG_HANDLE algorithm, PUCHAR buffer, ULONG length,
                                ULONG flags) {
    if (flags & BCRYPT_USE_SYSTEM_PREFERRED_RNG) {
        if (algorithm)
            return kStatusInvalidParameter;
    } else if (algorithm != kRandomAlgorithm && algorithm != BCRYPT_RNG_ALG_HANDLE) {
        return kStatusInvalidHandle;
    }
    if (!buffer && length != 0)
        return kStatusInvalidParameter;
    return random_fill(buffer, length) ? 0 : kStatusUnsuccessful;
}

}  // extern "C"
