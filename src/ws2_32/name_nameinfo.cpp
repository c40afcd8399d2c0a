// getnameinfo, GetNameInfoW.
// https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getnameinfo
#include <algorithm>

#include "nt/address_text.h"
#include "nt/memory_probe.h"
#include "nt/text.h"
#include "ws2_32/name_query.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

constexpr INT kFlags = NI_NOFQDN | NI_NUMERICHOST | NI_NAMEREQD | NI_NUMERICSERV | NI_DGRAM;

std::string address_text(const ws2::HostAddress& address) {
    const uint8_t* bytes = address.bytes.data();
    return std::string((address.family == ws2::Family::ipv4
                            ? nt::ipv4_format(bytes)
                            : nt::ipv6_endpoint_format(bytes, address.scope, 0))
                           .view());
}

int host_query(const ws2::HostAddress& address, INT flags, std::string* name) {
    ws2::Resolution resolution = ws2::Resolution::not_found;
    if ((flags & NI_NUMERICHOST) == 0)
        resolution = ws2::name_space_host_name(address, (flags & NI_NOFQDN) != 0, name);
    if (resolution == ws2::Resolution::found || resolution == ws2::Resolution::no_memory)
        return ws2::resolution_error(resolution);
    if ((flags & NI_NAMEREQD) != 0)
        return WSAHOST_NOT_FOUND;
    *name = address_text(address);
    return 0;
}

std::string service_query(uint16_t port, INT flags) {
    ws2::Service service;
    if ((flags & NI_NUMERICSERV) == 0 && port != 0 &&
        ws2::name_space_service(port, (flags & NI_DGRAM) != 0 ? "udp" : "tcp", &service))
        return service.name;
    return std::to_string(port);
}

template <typename Char>
int text_give(const std::string& text, Char* buffer, DWORD size) {
    // What is to be written at most: programs may name more room than there is.
    const size_t length = std::min<size_t>(size, text.size() + 1);
    if (!nt::memory_is_mapped(buffer, length * sizeof *buffer))
        return WSAEFAULT;
    return nt::buffer_copy(text, buffer, size) < size ? 0 : WSAEFAULT;
}

template <typename Char>
int nameinfo_get(const SOCKADDR* from, int length, Char* node, DWORD node_size, Char* service,
                 DWORD service_size, INT flags) {
    if (const int error = ws2::startup_check())
        return error;
    ws2::HostAddress address;
    uint16_t port = 0;
    if (const int error = ws2::sockaddr_read(from, length, &address, &port))
        return error;
    if (!node && !service)
        return WSAHOST_NOT_FOUND;
    if ((flags & ~kFlags) != 0 || (node && node_size == 0) || (service && service_size == 0))
        return WSAEINVAL;
    if (node) {
        std::string name;
        if (const int error = host_query(address, flags, &name))
            return error;
        if (const int error = text_give(name, node, node_size))
            return error;
    }
    return service ? text_give(service_query(port, flags), service, service_size) : 0;
}

}  // namespace

INT WSAAPI getnameinfo(const SOCKADDR* pSockaddr, socklen_t SockaddrLength, PCHAR pNodeBuffer,
                       DWORD NodeBufferSize, PCHAR pServiceBuffer, DWORD ServiceBufferSize,
                       INT Flags) {
    return ws2::name_call([&] {
        return nameinfo_get(pSockaddr, SockaddrLength, pNodeBuffer, NodeBufferSize, pServiceBuffer,
                            ServiceBufferSize, Flags);
    });
}

INT WSAAPI GetNameInfoW(const SOCKADDR* pSockaddr, socklen_t SockaddrLength, PWCHAR pNodeBuffer,
                        DWORD NodeBufferSize, PWCHAR pServiceBuffer, DWORD ServiceBufferSize,
                        INT Flags) {
    return ws2::name_call([&] {
        return nameinfo_get(pSockaddr, SockaddrLength, pNodeBuffer, NodeBufferSize, pServiceBuffer,
                            ServiceBufferSize, Flags);
    });
}
