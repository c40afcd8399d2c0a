// GetAddressByName: where a service is, or where one of its type binds.
// https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-getaddressbynamea
#include <algorithm>

#include "ws2_32/name_query.h"
#include "ws2_32/service_1_1.h"

namespace berth::ws2 {
namespace {

struct Found {
    std::vector<BYTE> local, remote;
    INT type = 0;
    INT protocol = 0;
};

struct Answer {
    std::vector<Found> addresses;
    std::vector<std::string> names;  // the service's own name first
};

bool is_internet(const std::vector<BYTE>& address) {
    if (address.size() < sizeof(SOCKADDR_IN))
        return false;
    const auto* const at = reinterpret_cast<const SOCKADDR*>(address.data());
    return at->sa_family == AF_INET || at->sa_family == AF_INET6;
}

std::vector<BYTE> address_read(const SOCKET_ADDRESS& from) {
    const auto* const bytes = reinterpret_cast<const BYTE*>(from.lpSockaddr);
    return bytes && from.iSockaddrLength > 0
               ? std::vector<BYTE>(bytes, bytes + from.iSockaddrLength)
               : std::vector<BYTE>();
}

uint16_t port_of(const TypePorts& ports, int protocol) {
    return protocol == IPPROTO_UDP ? ports.udp : ports.tcp;
}

// Whether the transport can be one of a service of that type.
bool can_serve(const TypePorts& ports, int protocol) {
    if (protocol != IPPROTO_TCP && protocol != IPPROTO_UDP)
        return false;
    return (ports.tcp == 0 && ports.udp == 0) || port_of(ports, protocol) != 0;
}

// The caller's, or those that the type has a port for. Empty: whatever there is.
std::vector<int> protocols_wanted(const INT* protocols, const TypePorts& ports) {
    std::vector<int> wanted = protocols_read(protocols);
    if (!protocols && ports.tcp != 0)
        wanted.push_back(IPPROTO_TCP);
    if (!protocols && ports.udp != 0)
        wanted.push_back(IPPROTO_UDP);
    return wanted;
}

void service_addresses(const TypePorts& ports, std::vector<int> protocols, Answer* answer) {
    if (protocols.empty())
        protocols = {IPPROTO_TCP, IPPROTO_UDP};
    for (const int protocol : protocols) {
        if (!can_serve(ports, protocol))
            continue;
        for (const Family family : {Family::ipv4, Family::ipv6}) {
            HostAddress any;
            any.family = family;
            SOCKADDR_STORAGE address{};
            const size_t length = sockaddr_write(any, port_of(ports, protocol), &address);
            const auto* const bytes = reinterpret_cast<const BYTE*>(&address);
            answer->addresses.push_back({{bytes, bytes + length},
                                         {},
                                         protocol == IPPROTO_UDP ? SOCK_DGRAM : SOCK_STREAM,
                                         protocol});
        }
    }
}

// Takes a result's addresses that are of the protocol (0: of any).
void result_read(const WSAQUERYSETW& result, const TypePorts& ports, int protocol, Answer* answer) {
    const std::string name = text_utf8(result.lpszServiceInstanceName);
    if (!name.empty() && std::ranges::find(answer->names, name) == answer->names.end())
        answer->names.insert(
            (result.dwOutputFlags & RESULT_IS_ALIAS) ? answer->names.end() : answer->names.begin(),
            name);
    for (DWORD i = 0; i < result.dwNumberOfCsAddrs; ++i) {
        const CSADDR_INFO& from = result.lpcsaBuffer[i];
        if (protocol != 0 && from.iProtocol != protocol)
            continue;
        Found found{address_read(from.LocalAddr), address_read(from.RemoteAddr), from.iSocketType,
                    from.iProtocol};
        if (is_internet(found.remote)) {
            auto* const at = reinterpret_cast<SOCKADDR_IN*>(found.remote.data());
            if (at->sin_port == 0)
                at->sin_port = __builtin_bswap16(port_of(ports, from.iProtocol));
        }
        answer->addresses.push_back(std::move(found));
    }
}

int client_addresses(DWORD name_space, const GUID& type, const std::string& name,
                     const TypePorts& ports, std::vector<int> protocols, bool multiple,
                     Answer* answer) {
    if (protocols.empty())
        protocols = {0};
    for (const int protocol : protocols) {
        if (protocol != 0 && !can_serve(ports, protocol))
            continue;
        ServiceQuery query(name_space, type, name);
        if (protocol != 0)
            query.limit_to(protocol);
        const int error = query.run(LUP_RETURN_NAME | LUP_RETURN_ADDR | LUP_RETURN_ALIASES,
                                    [&](const WSAQUERYSETW& found) {
                                        result_read(found, ports, protocol, answer);
                                        return multiple || answer->addresses.empty();
                                    });
        if (error != 0)
            return error;
    }
    return answer->addresses.empty() ? WSASERVICE_NOT_FOUND : 0;
}

void address_write(RecordWriter& writer, const std::vector<BYTE>& from, SOCKET_ADDRESS* to) {
    if (from.empty())
        return;
    writer.take<uint64_t>(0);  // an address lies aligned
    BYTE* const at = writer.copy(from.data(), from.size());
    if (to)
        *to = {reinterpret_cast<SOCKADDR*>(at), static_cast<INT>(from.size())};
}

void addresses_write(RecordWriter& writer, const std::vector<Found>& addresses) {
    auto* const list = writer.take<CSADDR_INFO>(addresses.size());
    for (size_t i = 0; i < addresses.size(); ++i) {
        CSADDR_INFO* const to = list ? &list[i] : nullptr;
        address_write(writer, addresses[i].local, to ? &to->LocalAddr : nullptr);
        address_write(writer, addresses[i].remote, to ? &to->RemoteAddr : nullptr);
        if (to) {
            to->iSocketType = addresses[i].type;
            to->iProtocol = addresses[i].protocol;
        }
    }
}

// Texts one behind the other, and an empty one; two zeros where there is none.
template <typename Char>
int names_write(const std::vector<std::string>& names, Char* buffer, DWORD* length) {
    const DWORD had = *length;
    if (had > UINT32_MAX / sizeof(Char))
        return WSAEFAULT;
    DWORD bytes = had * static_cast<DWORD>(sizeof(Char));
    const int error = answer_write(buffer, &bytes, [&](RecordWriter& writer) {
        Char* unused = nullptr;
        for (const std::string& name : names)
            writer.text(name, &unused);
        writer.text("", &unused);
        if (names.empty())
            writer.text("", &unused);
    });
    *length = bytes / static_cast<DWORD>(sizeof(Char));
    return error;
}

template <typename Char>
INT address_call(DWORD name_space, const GUID* type, const Char* name, const INT* protocols,
                 DWORD resolution, const void* async, void* addresses, DWORD* length, Char* aliases,
                 DWORD* aliases_length) {
    return service_call([&](int* result) -> int {
        if (!type || async)
            return ERROR_INVALID_PARAMETER;
        const bool binds = !name || (resolution & RES_SERVICE);
        if (!nt::memory_is_mapped(type, sizeof *type) ||
            !nt::memory_is_mapped(length, sizeof *length) ||
            (!binds && !nt::memory_is_mapped(name, sizeof *name)) ||
            (protocols && !nt::memory_is_mapped(protocols, sizeof *protocols)) ||
            (aliases && !nt::memory_is_mapped(aliases_length, sizeof *aliases_length)))
            return WSAEFAULT;
        const TypePorts ports = service_type_ports(*type);
        const std::vector<int> wanted = protocols_wanted(protocols, ports);
        Answer answer;
        if (binds && !ports.known)
            return ERROR_SERVICE_DOES_NOT_EXIST;
        if (binds)
            service_addresses(ports, wanted, &answer);
        else if (const int error =
                     client_addresses(name_space, *type, text_utf8(name), ports, wanted,
                                      (resolution & RES_FIND_MULTIPLE) != 0, &answer))
            return error;
        *result = static_cast<int>(answer.addresses.size());
        const int error = answer_write(addresses, length, [&](RecordWriter& writer) {
            addresses_write(writer, answer.addresses);
        });
        const int names_error = aliases ? names_write(answer.names, aliases, aliases_length) : 0;
        return error != 0 ? error : names_error;
    });
}

}  // namespace
}  // namespace berth::ws2

using namespace berth;

INT WSAAPI GetAddressByNameA(DWORD dwNameSpace, LPGUID lpServiceType, LPSTR lpServiceName,
                             LPINT lpiProtocols, DWORD dwResolution,
                             LPSERVICE_ASYNC_INFO lpServiceAsyncInfo, LPVOID lpCsaddrBuffer,
                             LPDWORD lpdwBufferLength, LPSTR lpAliasBuffer,
                             LPDWORD lpdwAliasBufferLength) {
    return ws2::address_call<char>(dwNameSpace, lpServiceType, lpServiceName, lpiProtocols,
                                   dwResolution, lpServiceAsyncInfo, lpCsaddrBuffer,
                                   lpdwBufferLength, lpAliasBuffer, lpdwAliasBufferLength);
}

INT WSAAPI GetAddressByNameW(DWORD dwNameSpace, LPGUID lpServiceType, LPWSTR lpServiceName,
                             LPINT lpiProtocols, DWORD dwResolution,
                             LPSERVICE_ASYNC_INFO lpServiceAsyncInfo, LPVOID lpCsaddrBuffer,
                             LPDWORD lpdwBufferLength, LPWSTR lpAliasBuffer,
                             LPDWORD lpdwAliasBufferLength) {
    return ws2::address_call<wchar_t>(dwNameSpace, lpServiceType, lpServiceName, lpiProtocols,
                                      dwResolution, lpServiceAsyncInfo, lpCsaddrBuffer,
                                      lpdwBufferLength, lpAliasBuffer, lpdwAliasBufferLength);
}
