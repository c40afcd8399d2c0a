// The version of Windows that the library stands in for.
#include <array>
#include <bit>

#include "berth/sysinfo_version.h"
#include "nt/api.h"
#include "winerror.h"

using namespace berth::nt;

namespace {

constexpr DWORD kMajor = 10;
constexpr DWORD kMinor = 0;
constexpr DWORD kBuild = 19045;
constexpr WORD kServicePack = 0;
constexpr WORD kSuite = VER_SUITE_SINGLEUSERTS;
constexpr BYTE kProduct = VER_NT_WORKSTATION;

template <typename Extended, typename Version>
BOOL version_fill(Version* version) {
    if (!version || version->dwOSVersionInfoSize < sizeof(*version))
        return api_fail(ERROR_INSUFFICIENT_BUFFER, FALSE);
    version->dwMajorVersion = kMajor;
    version->dwMinorVersion = kMinor;
    version->dwBuildNumber = kBuild;
    version->dwPlatformId = VER_PLATFORM_WIN32_NT;
    version->szCSDVersion[0] = 0;
    if (version->dwOSVersionInfoSize >= sizeof(Extended)) {
        auto* extended = reinterpret_cast<Extended*>(version);
        extended->wServicePackMajor = kServicePack;
        extended->wServicePackMinor = kServicePack;
        extended->wSuiteMask = kSuite;
        extended->wProductType = kProduct;
        extended->wReserved = 0;
    }
    return TRUE;
}

// Three bits for each of the types' bits.
constexpr int kConditionBits = 3;
constexpr DWORD kTypes = 0xff;

int condition_of(DWORDLONG mask, DWORD type) {
    return static_cast<int>(mask >> (std::countr_zero(type) * kConditionBits)) & 7;
}

bool compare(int condition, DWORD actual, DWORD wanted) {
    switch (condition) {
        case VER_EQUAL:
            return actual == wanted;
        case VER_GREATER:
            return actual > wanted;
        case VER_GREATER_EQUAL:
            return actual >= wanted;
        case VER_LESS:
            return actual < wanted;
        default:
            return actual <= wanted;
    }
}

// True when the suites of `wanted` are all (VER_AND) or in part (VER_OR) this one's.
bool suite_compare(int condition, DWORD wanted) {
    return condition == VER_AND ? (kSuite & wanted) == wanted
                                : wanted == 0 || (kSuite & wanted) != 0;
}

struct Member {
    DWORD type;
    DWORD actual;
    DWORD wanted;
};

template <typename Version>
DWORD version_verify(const Version* version, DWORD types, DWORDLONG conditions) {
    if (!version || version->dwOSVersionInfoSize != sizeof(*version) || types == 0 ||
        (types & ~kTypes))
        return ERROR_INVALID_PARAMETER;
    for (DWORD type = 1; type <= VER_PRODUCT_TYPE; type <<= 1) {
        if (!(types & type))
            continue;
        const int condition = condition_of(conditions, type);
        const bool suite = type == VER_SUITENAME;
        if (condition == 0 || suite != (condition >= VER_AND))
            return ERROR_BAD_ARGUMENTS;
    }
    // One number of several parts: the first part's condition is that of all, and the first part
    // that differs decides.
    const std::array<Member, 4> parts = {{
        {VER_MAJORVERSION, kMajor, version->dwMajorVersion},
        {VER_MINORVERSION, kMinor, version->dwMinorVersion},
        {VER_SERVICEPACKMAJOR, kServicePack, version->wServicePackMajor},
        {VER_SERVICEPACKMINOR, kServicePack, version->wServicePackMinor},
    }};
    int condition = 0;
    bool met = true;
    for (const Member& part : parts) {
        if (!(types & part.type))
            continue;
        if (condition == 0)
            condition = condition_of(conditions, part.type);
        met = compare(condition, part.actual, part.wanted);
        if (part.actual != part.wanted)
            break;
    }
    const std::array<Member, 3> others = {{
        {VER_BUILDNUMBER, kBuild, version->dwBuildNumber},
        {VER_PLATFORMID, VER_PLATFORM_WIN32_NT, version->dwPlatformId},
        {VER_PRODUCT_TYPE, kProduct, version->wProductType},
    }};
    for (const Member& other : others) {
        if (types & other.type)
            met = met && compare(condition_of(conditions, other.type), other.actual, other.wanted);
    }
    if (types & VER_SUITENAME)
        met = met && suite_compare(condition_of(conditions, VER_SUITENAME), version->wSuiteMask);
    return met ? 0 : ERROR_OLD_WIN_VERSION;
}

}  // namespace

extern "C" {

DWORD WINAPI GetVersion(void) {
    return kMajor | kMinor << 8 | kBuild << 16;
}

BOOL WINAPI GetVersionExA(LPOSVERSIONINFOA version) {
    return version_fill<OSVERSIONINFOEXA>(version);
}
BOOL WINAPI GetVersionExW(LPOSVERSIONINFOW version) {
    return version_fill<OSVERSIONINFOEXW>(version);
}

ULONGLONG WINAPI VerSetConditionMask(ULONGLONG mask, DWORD types, BYTE condition) {
    for (DWORD type = 1; type <= VER_PRODUCT_TYPE; type <<= 1) {
        if (types & type) {
            const int shift = std::countr_zero(type) * kConditionBits;
            mask = (mask & ~(ULONGLONG{7} << shift)) | static_cast<ULONGLONG>(condition & 7)
                                                           << shift;
        }
    }
    return mask;
}

BOOL WINAPI VerifyVersionInfoA(LPOSVERSIONINFOEXA version, DWORD types, DWORDLONG conditions) {
    return api_bool([&] { return version_verify(version, types, conditions); });
}
BOOL WINAPI VerifyVersionInfoW(LPOSVERSIONINFOEXW version, DWORD types, DWORDLONG conditions) {
    return api_bool([&] { return version_verify(version, types, conditions); });
}

}  // extern "C"
