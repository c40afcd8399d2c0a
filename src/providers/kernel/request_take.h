// Taking a connection request without waiting for one: accept.cpp's part of AcceptEx.
#pragma once

#include "providers/kernel/address.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// The listener's next request, an undecided one before the kernel's; the listener's descriptor does
// not block. `nonblocking`: the mode of the connection. 0, WSAEWOULDBLOCK: there is none, or
// another WSA code.
int request_take_now(Socket& listener, bool nonblocking, Address* peer, int* fd);

}  // namespace berth::kernel
