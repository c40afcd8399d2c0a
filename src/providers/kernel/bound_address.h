// The local addresses that this process' sockets were bound to, and whether another socket may be
// bound beside them: the table of
// https://learn.microsoft.com/windows/win32/winsock/using-so-reuseaddr-and-so-exclusiveaddruse
// Linux has other rules and one code, WSAEADDRINUSE. It still decides about sockets that are not
// listed here: other processes', and those that other code in the process made.
#pragma once

#include <atomic>
#include <cstdint>

#include "winsock2.h"
#include "providers/kernel/address.h"

namespace berth::kernel {

struct Socket;

enum class Sharing : uint8_t { standard, reuse, exclusive };

// A part of its Socket. All but `listed` belongs to the list's lock.
struct BoundAddress {
    BoundAddress* next = nullptr;
    BoundAddress* previous = nullptr;
    int fd = -1;
    uint8_t type = 0;
    std::atomic<bool> listed{false};
    USHORT port = 0;
    bool v4 = false, v6 = false;  // both: an IPv6 socket that IPV6_V6ONLY does not confine
    bool wildcard = false;
    Sharing sharing = Sharing::standard;
    bool lent = false;        // carries the kernel's leave to share, for the time of one call
    bool everywhere = false;  // to the kernel it is the wildcard: group_bind.h
    uint32_t scope = 0;
    uint8_t bytes[16] = {};
};

// Binds, and lists the address. 0 or a WSA code.
int address_bind(Socket& socket, const Address& address);

// The kernel checks the address once more when a socket starts to listen. An errno, or 0.
int address_listen(Socket& socket, int backlog);

// Lists a socket that is bound already: a duplicate.
void address_note(Socket& socket);

// The socket is to be at the wildcard for the kernel, or is not any more. False: another of this
// process is there.
bool address_spread(Socket& socket, bool everywhere);

// To be called before the descriptor is closed.
void address_forget(BoundAddress& bound);

}  // namespace berth::kernel
