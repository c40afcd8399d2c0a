// SetAddrInfoEx: a name and its addresses, told to the namespace providers.
// https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-setaddrinfoexw
#include <string>
#include <vector>

#include "nt/memory_probe.h"
#include "nt/text.h"
#include "svcguid.h"
#include "ws2_32/name_query.h"
#include "ws2_32/name_service_class.h"
#include "ws2_32/startup.h"
#include "ws2tcpip.h"

namespace {

using namespace berth;

std::wstring wide(const char* text) {
    return text ? nt::wide_from_utf8(text) : std::wstring();
}
std::wstring wide(const wchar_t* text) {
    return text ? std::wstring(text) : std::wstring();
}

struct Registration {
    SOCKET_ADDRESS* addresses;
    DWORD address_count;
    LPBLOB blob;
    DWORD flags;
    DWORD name_space;
    const GUID* provider;
    bool reserved;  // one of the arguments that are to be null is not
};

template <typename Char>
int registration_check(const Char* name, const Char* service, const Registration& given) {
    if (const int error = ws2::startup_check())
        return error;
    if (!name || given.reserved)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(name, sizeof *name) ||
        (service && !nt::memory_is_mapped(service, sizeof *service)) ||
        (given.blob && !nt::memory_is_mapped(given.blob, sizeof *given.blob)) ||
        (given.provider && !nt::memory_is_mapped(given.provider, sizeof *given.provider)) ||
        (given.address_count != 0 &&
         !nt::memory_is_mapped(given.addresses, given.address_count * sizeof *given.addresses)))
        return WSAEFAULT;
    return 0;
}

// Providers know a host by the class by which GetAddrInfoEx asks for it.
template <typename Char>
int registration_make(const Char* name, const Char* service, const Registration& given) {
    if (const int error = registration_check(name, service, given))
        return error;
    std::wstring instance = wide(name);
    std::wstring service_name = wide(service);
    std::vector<CSADDR_INFO> addresses(given.address_count);
    for (DWORD i = 0; i < given.address_count; ++i)
        addresses[i].LocalAddr = addresses[i].RemoteAddr = given.addresses[i];
    GUID service_class = SVCID_INET_HOSTADDRBYNAME;
    GUID provider = given.provider ? *given.provider : GUID{};
    WSAQUERYSETW query{};
    query.dwSize = sizeof query;
    query.lpszServiceInstanceName = instance.data();
    query.lpServiceClassId = &service_class;
    query.dwNameSpace = given.name_space;
    query.lpNSProviderId = given.provider ? &provider : nullptr;
    query.lpszQueryString = service ? service_name.data() : nullptr;
    query.dwNumberOfCsAddrs = given.address_count;
    query.lpcsaBuffer = addresses.empty() ? nullptr : addresses.data();
    query.lpBlob = given.blob;
    return ws2::service_set(&query,
                            given.address_count == 0 ? RNRSERVICE_DEREGISTER : RNRSERVICE_REGISTER,
                            given.flags, true);
}

template <typename Char>
INT registration_call(const Char* name, const Char* service, const Registration& given) {
    return ws2::name_call([&] { return registration_make(name, service, given); });
}

}  // namespace

INT WSAAPI SetAddrInfoExA(PCSTR pName, PCSTR pServiceName, SOCKET_ADDRESS* pAddresses,
                          DWORD dwAddressCount, LPBLOB lpBlob, DWORD dwFlags, DWORD dwNameSpace,
                          LPGUID lpNspId, struct timeval* timeout, LPOVERLAPPED lpOverlapped,
                          LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine,
                          LPHANDLE lpNameHandle) {
    return registration_call(pName, pServiceName,
                             {pAddresses, dwAddressCount, lpBlob, dwFlags, dwNameSpace, lpNspId,
                              timeout || lpOverlapped || lpCompletionRoutine || lpNameHandle});
}

INT WSAAPI SetAddrInfoExW(PCWSTR pName, PCWSTR pServiceName, SOCKET_ADDRESS* pAddresses,
                          DWORD dwAddressCount, LPBLOB lpBlob, DWORD dwFlags, DWORD dwNameSpace,
                          LPGUID lpNspId, struct timeval* timeout, LPOVERLAPPED lpOverlapped,
                          LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine,
                          LPHANDLE lpNameHandle) {
    return registration_call(pName, pServiceName,
                             {pAddresses, dwAddressCount, lpBlob, dwFlags, dwNameSpace, lpNspId,
                              timeout || lpOverlapped || lpCompletionRoutine || lpNameHandle});
}
