// A namespace provider that knows two hosts and counts what it is asked. NAME_SPACE_NUMBER 1 and 2:
// one source, two shared objects.
#include <array>
#include <atomic>
#include <cstddef>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

#include "svcguid.h"
#include "test_providers.h"

namespace {

std::atomic<int> startups, cleanups, begins, ends, set_services, classes_installed, classes_removed;
std::atomic<DWORD> last_flags, last_code;
std::atomic<bool> class_info_came;

struct Query {
    std::wstring name;
    DWORD flags;
    int next = 0;
};
std::mutex lock;
std::map<ULONG_PTR, Query> queries;
ULONG_PTR next_query = 0x1000;

INT fail(int error) {
    WSASetLastError(error);
    return SOCKET_ERROR;
}

bool is_mine(const GUID* provider) {
    const GUID mine = spi_test::name_space_id(NAME_SPACE_NUMBER);
    return std::memcmp(provider, &mine, sizeof mine) == 0;
}

INT WSPAPI cleanup(LPGUID provider) {
    ++cleanups;
    return is_mine(provider) ? 0 : fail(WSAEINVAL);
}

INT WSPAPI lookup_begin(LPGUID provider, LPWSAQUERYSETW query, LPWSASERVICECLASSINFOW info,
                        DWORD flags, LPHANDLE lookup) {
    ++begins;
    last_flags = flags;
    class_info_came = info && std::wcscmp(info->lpszServiceClassName, L"Kept") == 0;
    if (!is_mine(provider) || query->dwSize != sizeof *query)
        return fail(WSAEINVAL);
    if (!query->lpszServiceInstanceName)
        return SOCKET_ERROR;  // and no error
    const std::lock_guard guard(lock);
    queries[++next_query] = {query->lpszServiceInstanceName, flags};
    *lookup = reinterpret_cast<HANDLE>(next_query);
    return 0;
}

// "host.test" has one result, "two.test" two; each has the address 192.0.2.<the provider's number>.
struct Result {
    WSAQUERYSETW set;
    GUID provider;
    std::array<WCHAR, 32> name;
    CSADDR_INFO address;
    SOCKADDR_IN in;
};

// The service "spool/tcp", or "6666/tcp", as a servent of offsets.
struct ServiceResult {
    WSAQUERYSETW set;
    BLOB blob;
    servent entry;
    uintptr_t aliases[2];
    char name[6];
    char alias[6];
    char protocol[4];
};

INT service_give(DWORD* length, LPWSAQUERYSETW results) {
    if (*length < sizeof(ServiceResult)) {
        *length = sizeof(ServiceResult);
        return fail(WSAEFAULT);
    }
    auto& out = *reinterpret_cast<ServiceResult*>(results);
    out = {};
    const auto offset = [&](const void* place) {
        return static_cast<uintptr_t>(static_cast<const char*>(place) -
                                      reinterpret_cast<const char*>(&out.entry));
    };
    std::strcpy(out.name, "spool");
    std::strcpy(out.alias, "queue");
    std::strcpy(out.protocol, "tcp");
    out.aliases[0] = offset(out.alias);
    out.entry.s_name = reinterpret_cast<char*>(offset(out.name));
    out.entry.s_aliases = reinterpret_cast<char**>(offset(out.aliases));
    out.entry.s_proto = reinterpret_cast<char*>(offset(out.protocol));
    out.entry.s_port = static_cast<short>(htons(6666));
    out.blob = {sizeof out - offsetof(ServiceResult, entry), reinterpret_cast<BYTE*>(&out.entry)};
    out.set.dwSize = sizeof out.set;
    out.set.lpBlob = &out.blob;
    return 0;
}

INT WSPAPI lookup_next(HANDLE lookup, DWORD flags, LPDWORD length, LPWSAQUERYSETW results) {
    const std::lock_guard guard(lock);
    Query& query = queries.at(reinterpret_cast<ULONG_PTR>(lookup));
    const int count = query.name == L"host.test" ? 1 : query.name == L"two.test" ? 2 : 0;
    if (query.name == L"spool/tcp" || query.name == L"6666/tcp")
        return service_give(length, results);
    if (count == 0)
        return fail(WSASERVICE_NOT_FOUND);
    if ((flags & LUP_FLUSHPREVIOUS) != 0)
        ++query.next;
    if (query.next >= count)
        return fail(WSAENOMORE);
    if (*length < sizeof(Result)) {
        *length = sizeof(Result);
        return fail(WSAEFAULT);
    }
    ++query.next;
    auto& out = *reinterpret_cast<Result*>(results);
    out = {};
    out.set.dwSize = sizeof out.set;
    out.set.dwNameSpace = spi_test::kNameSpace;
    out.provider = spi_test::name_space_id(NAME_SPACE_NUMBER);
    out.set.lpNSProviderId = &out.provider;
    const std::wstring name = std::to_wstring(query.next) + L"." + query.name;
    std::wcscpy(out.name.data(), name.c_str());
    if ((flags & query.flags & LUP_RETURN_NAME) != 0)
        out.set.lpszServiceInstanceName = out.name.data();
    out.in.sin_family = AF_INET;
    out.in.sin_addr.s_addr = htonl(0xC0000200 + NAME_SPACE_NUMBER);
    out.address.RemoteAddr = {reinterpret_cast<SOCKADDR*>(&out.in), sizeof out.in};
    if ((flags & query.flags & LUP_RETURN_ADDR) != 0) {
        out.set.dwNumberOfCsAddrs = 1;
        out.set.lpcsaBuffer = &out.address;
    }
    return 0;
}

INT WSPAPI lookup_end(HANDLE lookup) {
    ++ends;
    const std::lock_guard guard(lock);
    return queries.erase(reinterpret_cast<ULONG_PTR>(lookup)) != 0 ? 0 : fail(WSA_INVALID_HANDLE);
}

INT WSPAPI set_service(LPGUID provider, LPWSASERVICECLASSINFOW, LPWSAQUERYSETW service,
                       WSAESETSERVICEOP operation, DWORD flags) {
    ++set_services;
    last_flags = flags;
    if (operation == RNRSERVICE_DELETE)
        return fail(WSASERVICE_NOT_FOUND);
    return is_mine(provider) && std::wcscmp(service->lpszServiceInstanceName, L"printer") == 0
               ? 0
               : fail(WSAEINVAL);
}

INT WSPAPI install_class(LPGUID, LPWSASERVICECLASSINFOW info) {
    ++classes_installed;
    return std::wcscmp(info->lpszServiceClassName, L"Kept") == 0 ? 0 : fail(WSAEACCES);
}

INT WSPAPI remove_class(LPGUID, LPGUID) {
    ++classes_removed;
    return fail(WSATYPE_NOT_FOUND);
}

INT WSPAPI ioctl(HANDLE, DWORD code, LPVOID, DWORD, LPVOID, DWORD, LPDWORD,
                 LPWSACOMPLETION completion, LPWSATHREADID thread) {
    last_code = code;
    if ((completion != nullptr) != (thread != nullptr))
        return fail(WSAEINVAL);
    return code == SIO_NSP_NOTIFY_CHANGE ? fail(WSAEWOULDBLOCK) : 0;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) spi_test::NameSpaceCalls name_space_calls() {
    return {startups,   cleanups,          begins,          ends,      set_services,
            last_flags, classes_installed, classes_removed, last_code, class_info_came};
}

extern "C" __attribute__((visibility("default"))) INT WSPAPI NSPStartup(LPGUID provider,
                                                                        LPNSP_ROUTINE routines) {
    ++startups;
    if (!is_mine(provider))
        return fail(WSAEINVAL);
    routines->dwMajorVersion = 4;
    routines->dwMinorVersion = 4;
    routines->NSPCleanup = cleanup;
    routines->NSPLookupServiceBegin = lookup_begin;
    routines->NSPLookupServiceNext = lookup_next;
    routines->NSPLookupServiceEnd = lookup_end;
    routines->NSPSetService = set_service;
    routines->NSPInstallServiceClass = install_class;
    routines->NSPRemoveServiceClass = remove_class;
    routines->NSPGetServiceClassInfo = nullptr;
    routines->NSPIoctl = ioctl;
    return 0;
}
