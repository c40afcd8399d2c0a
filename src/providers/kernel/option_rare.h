// Values of options that few sockets have set: beside the socket, so that the others do not carry
// them.
#pragma once

#include <array>
#include <cstdint>

#include "providers/kernel/address.h"
#include "providers/kernel/socket.h"
#include "ws2tcpip.h"

namespace berth::kernel {

// A multicast source that was left or unblocked: membership.cpp.
struct EndedSource {
    IN6_ADDR group, source;
};

struct RareOptions {
    DWORD user_mtu4 = IP_UNSPECIFIED_USER_MTU;
    DWORD user_mtu6 = IP_UNSPECIFIED_USER_MTU;
    bool icmp_failed = false;  // `icmp` ended the last connect
    ICMP_ERROR_INFO icmp{};
    std::array<EndedSource, 16> ended{};
    uint32_t ended_next = 0;
    Address bound;        // group_bind.h; no length: the kernel's socket has it
    bool joined = false;  // a group, with what the kernel has bound
    int backlog = 0;      // of a listener, while SO_PAUSE_ACCEPT keeps it from listening
};

// Those of a socket; the defaults, where it has none.
RareOptions rare_options(const Socket& socket);
// 0 or WSAENOBUFS.
int rare_options_store(Socket& socket, const RareOptions& options);

template <typename Change>
int rare_options_change(Socket& socket, Change change) {
    RareOptions options = rare_options(socket);
    change(options);
    return rare_options_store(socket, options);
}

// The socket is about to be freed: Kept::rarely_kept.
void rare_options_forget(const Socket& socket);

// TCP_FAIL_CONNECT_ON_ICMP_ERROR. A connect begins: the kernel is to queue ICMP's errors.
void icmp_error_await(Socket& socket);
// It has ended: the WSA code of its end is `code`, or WSAEHOSTUNREACH where ICMP ended it.
int icmp_error_settle(Socket& socket, int code);

}  // namespace berth::kernel
