// SIO_RCVALL and its like: a raw socket that hears what passes an interface. While it does, a
// packet socket of the kernel has the place of its descriptor.
// https://learn.microsoft.com/windows/win32/winsock/sio-rcvall
#pragma once

#include "providers/kernel/address.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// The descriptor that knows the socket's own address.
int receive_all_origin(const Socket& socket);

// The packet's source, by its IP header: what a packet socket tells is the link's address.
void receive_all_source(const void* packet, size_t length, Address* from);

// The socket is about to be freed: Kept::receives_all.
void receive_all_forget(const Socket& socket);

}  // namespace berth::kernel
