// Which packets a datagram or raw socket is not to receive, beside what its address and groups say:
// a filter in the kernel, which is the socket's own and goes with it wherever it is duplicated.
#pragma once

#include "providers/kernel/socket.h"

namespace berth::kernel {

// Multicasts of this host: for packets of `family`. 0 or a WSA code.
int multicast_loop_store(Socket& socket, int family, bool receives);

// Attaches the socket's filter to `fd`, which is to take its place. 0 or a WSA code.
int receive_filter_apply(Socket& socket, int fd);

// The socket is about to be freed: Kept::interfaces_listed.
void receive_filter_forget(const Socket& socket);

}  // namespace berth::kernel
