// What a socket's change of its multicast memberships is answered with: Windows' own rules, which
// are stricter than Linux' and name other errors.
// https://learn.microsoft.com/windows/win32/winsock/multicast-socket-option-behavior
#pragma once

#include "providers/kernel/socket.h"
#include "ws2tcpip.h"

namespace berth::kernel {

enum class MembershipChange : uint8_t {
    join,
    leave,
    join_source,
    leave_source,
    block_source,
    unblock_source
};

struct Membership {
    MembershipChange change;
    bool six;
    uint32_t interface;  // its index; 0: the default one
    SOCKADDR_STORAGE group, source;
};

// For an option's name at the levels IPPROTO_IP and IPPROTO_IPV6.
MembershipChange membership_change(int level, int name);

// The kernel is asked by its option; `value` says the same in its words. 0 or a WSA code.
int membership_apply(Socket& socket, const Membership& membership, int linux_level, int linux_name,
                     const void* value, unsigned length);

}  // namespace berth::kernel
