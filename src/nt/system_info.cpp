// The machine: its memory, its names.
#include <pwd.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "berth/sysinfo_system.h"
#include "nt/api.h"
#include "nt/text.h"

using namespace berth::nt;

namespace {

std::string host_name() {
    utsname names{};
    return uname(&names) == 0 ? names.nodename : "localhost";
}

std::string name_upper(std::string_view name) {
    std::wstring wide =
        wide_from_utf8(name.substr(0, name.find('.'))).substr(0, MAX_COMPUTERNAME_LENGTH);
    for (wchar_t& unit : wide)
        unit = static_cast<wchar_t>(character_upper(static_cast<char32_t>(unit)));
    return utf8_from_wide(wide);
}

std::string name_get(COMPUTER_NAME_FORMAT format) {
    std::string host = host_name();
    const size_t dot = host.find('.');
    switch (format) {
        case ComputerNameNetBIOS:
        case ComputerNamePhysicalNetBIOS:
            return name_upper(host);
        case ComputerNameDnsHostname:
        case ComputerNamePhysicalDnsHostname:
            return host.substr(0, dot);
        case ComputerNameDnsDomain:
        case ComputerNamePhysicalDnsDomain:
            return dot == std::string::npos ? std::string() : host.substr(dot + 1);
        default:
            return host;
    }
}

// The protocol of the functions whose size goes in and out. `counts_terminator`: also on success.
template <typename Char>
DWORD name_give(const std::string& name, Char* buffer, DWORD* size, DWORD too_small,
                bool counts_terminator) {
    if (!size)
        return ERROR_INVALID_PARAMETER;
    const DWORD length = buffer_copy(name, buffer, *size);
    const bool written = buffer && length < *size;
    *size = written && counts_terminator ? length + 1 : length;
    return written ? 0 : too_small;
}

std::string user_name() {
    char storage[4096];
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(geteuid(), &entry, storage, sizeof(storage), &found) == 0 && found)
        return found->pw_name;
    return "uid" + std::to_string(geteuid());  // a container's user need have no name
}

}  // namespace

extern "C" {

BOOL WINAPI GlobalMemoryStatusEx(LPMEMORYSTATUSEX status) {
    if (!status || status->dwLength != sizeof(*status))
        return api_fail(ERROR_INVALID_PARAMETER, FALSE);
    unsigned long long total = 0;
    unsigned long long available = 0;
    unsigned long long swap = 0;
    unsigned long long swap_free = 0;
    const std::unique_ptr<FILE, int (*)(FILE*)> file(fopen("/proc/meminfo", "re"), fclose);
    char line[128];
    while (file && fgets(line, sizeof(line), file.get())) {
        sscanf(line, "MemTotal: %llu", &total);
        sscanf(line, "MemAvailable: %llu", &available);
        sscanf(line, "SwapTotal: %llu", &swap);
        sscanf(line, "SwapFree: %llu", &swap_free);
    }
    status->ullTotalPhys = total * 1024;
    status->ullAvailPhys = available * 1024;
    status->ullTotalPageFile = (total + swap) * 1024;
    status->ullAvailPageFile = (available + swap_free) * 1024;
    status->ullTotalVirtual = 0x7fffffffffff;
    status->ullAvailVirtual = status->ullTotalVirtual;
    status->ullAvailExtendedVirtual = 0;
    status->dwMemoryLoad = total ? static_cast<DWORD>((total - available) * 100 / total) : 0;
    return TRUE;
}

BOOL WINAPI GetComputerNameA(LPSTR buffer, LPDWORD size) {
    return api_bool([&] {
        return name_give(name_upper(host_name()), buffer, size, ERROR_BUFFER_OVERFLOW, false);
    });
}
BOOL WINAPI GetComputerNameW(LPWSTR buffer, LPDWORD size) {
    return api_bool([&] {
        return name_give(name_upper(host_name()), buffer, size, ERROR_BUFFER_OVERFLOW, false);
    });
}
BOOL WINAPI GetComputerNameExA(COMPUTER_NAME_FORMAT format, LPSTR buffer, LPDWORD size) {
    return api_bool([&]() -> DWORD {
        if (format >= ComputerNameMax)
            return ERROR_INVALID_PARAMETER;
        return name_give(name_get(format), buffer, size, ERROR_MORE_DATA, false);
    });
}
BOOL WINAPI GetComputerNameExW(COMPUTER_NAME_FORMAT format, LPWSTR buffer, LPDWORD size) {
    return api_bool([&]() -> DWORD {
        if (format >= ComputerNameMax)
            return ERROR_INVALID_PARAMETER;
        return name_give(name_get(format), buffer, size, ERROR_MORE_DATA, false);
    });
}
BOOL WINAPI GetUserNameA(LPSTR buffer, LPDWORD size) {
    return api_bool(
        [&] { return name_give(user_name(), buffer, size, ERROR_INSUFFICIENT_BUFFER, true); });
}
BOOL WINAPI GetUserNameW(LPWSTR buffer, LPDWORD size) {
    return api_bool(
        [&] { return name_give(user_name(), buffer, size, ERROR_INSUFFICIENT_BUFFER, true); });
}

}  // extern "C"
