// A datagram socket that the program bound to one address of the host hears the groups that it
// joins, too: "first select an address on the local computer, bind, then join". To Linux a bound
// address is also the only destination that is heard. So when such a socket joins its first group,
// another one takes the place of its descriptor: bound to the wildcard, with a filter that drops
// what is neither for the address nor for a group.
// https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-bind#remarks
#pragma once

#include "providers/kernel/address.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// Before a socket joins. Where it cannot be done (another socket has the wildcard, events or
// requests are under way), the socket stays as it is.
void groups_hear(Socket& socket);

// The address that such a socket was bound to. False: it is none.
bool groups_heard_at(const Socket& socket, Address* bound);

// What such a socket sends comes from there, too: by the message's control information, in `room`.
inline constexpr size_t kSourceControlSize = 64;
void source_give(const Socket& socket, char (&room)[kSourceControlSize], lnx::MsgHdr* message);

}  // namespace berth::kernel
