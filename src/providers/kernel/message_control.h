// The control information of messages between Windows' form and the kernel's. The headers are laid
// out alike; levels, types and some of the contents are not.
#pragma once

#include "winsock2.h"
#include "providers/kernel/address.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// Room for all that the kernel is ever asked for at once.
struct ControlBuffer {
    static constexpr size_t kSize = 512;
    alignas(lnx::CmsgHdr) char bytes[kSize];
    size_t used = 0;
};

// What the program wants sent along. 0, WSAEINVAL (unknown or malformed) or WSAENOBUFS (too much).
int control_to_linux(const WSABUF& control, ControlBuffer* out);

// What came along, as far as the program asked for it. `control->len` becomes what was written;
// false: there was more than the program has room for.
bool control_from_linux(const Socket& socket, const char* control, size_t length, WSABUF* out);

// MSG_BCAST or MSG_MCAST by the address that the datagram was sent to, where the kernel told it.
DWORD control_destination_flags(const char* control, size_t length);

// Where a datagram was sent to, if the kernel told it, in the place of the host in `local`.
void control_destination(const char* control, size_t length, Address* local);

}  // namespace berth::kernel
