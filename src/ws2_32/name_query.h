// One question to the namespaces, in the terms that getaddrinfo, GetAddrInfoEx and
// WSAConnectByName share: text is UTF-8, addresses are Windows' sockaddrs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nt/api.h"
#include "winsock2.h"
#include "ws2tcpip.h"
#include "ws2_32/name_space_host.h"
#include "ws2_32/resolver.h"

namespace berth::ws2 {

struct NameHints {
    int flags = 0;
    int family = AF_UNSPEC;
    int type = 0;
    int protocol = 0;
    NameScope scope;
};

struct NameAnswer {
    int flags = 0;
    int type = 0;
    int protocol = 0;
    SOCKADDR_STORAGE address{};
    size_t length = 0;
};

struct NameAnswers {
    std::vector<NameAnswer> all;
    std::string canonical;  // empty: was not asked for
};

// `node` or `service` may be null, not both. 0 or the Windows error.
int name_query(const char* node, const char* service, const NameHints& hints, NameAnswers* answers);

// The Windows error of a resolution; 0 for `found`.
int resolution_error(Resolution resolution);

// Writes the sockaddr of an address and gives its length. `port` is in the host's byte order.
size_t sockaddr_write(const HostAddress& address, uint16_t port, SOCKADDR_STORAGE* storage);

// Reads an AF_INET or AF_INET6 sockaddr. 0, WSAEFAULT (null or too short) or WSAEAFNOSUPPORT.
int sockaddr_read(const SOCKADDR* from, int length, HostAddress* address, uint16_t* port);

// The whole of `text` as an address: IPv4 in any classic form; IPv6 with or without brackets, and
// with an interface's number or name as its scope.
bool address_literal(const std::string& text, HostAddress* address);

// Of getaddrinfo and its kind: body() -> 0 or the error, which is the function's result and the
// thread's last error.
template <typename Body>
INT name_call(Body&& body) {
    return nt::api_call<INT>(WSA_NOT_ENOUGH_MEMORY, [&]() -> INT {
        const int error = body();
        if (error != 0)
            nt::last_error_set(static_cast<DWORD>(error));
        return error;
    });
}

}  // namespace berth::ws2
