// Taking a connection request: what accept.cpp and others share.
#pragma once

#include "providers/kernel/address.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// For AcceptEx: the listener's next request, an undecided one before the kernel's; the listener's
// descriptor does not block. `nonblocking`: the mode of the connection; `takers`: how many wait,
// this one included. 0, WSAEWOULDBLOCK: there is none, or another WSA code.
int request_take_now(Socket& listener, bool nonblocking, size_t takers, Address* peer, int* fd);

// Errors of accept4 that concern the one request that has gone, not the listener (accept(2)).
bool request_is_gone(int number);

}  // namespace berth::kernel
