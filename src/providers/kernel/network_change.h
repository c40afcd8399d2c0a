// FD_ADDRESS_LIST_CHANGE and FD_ROUTING_INTERFACE_CHANGE: who has asked to hear of the next change
// (SIO_ADDRESS_LIST_CHANGE, SIO_ROUTING_INTERFACE_CHANGE).
#pragma once

#include "providers/kernel/socket.h"

namespace berth::kernel {

struct OverlappedCall;

// The socket hears of the next change, FD_ADDRESS_LIST_CHANGE's or FD_ROUTING_INTERFACE_CHANGE's
// bit number. 0 or a WSA code.
int network_change_await(Socket& socket, int bit);
// An overlapped request completes with it. WSA_IO_PENDING or a WSA code.
int network_change_request(Socket& socket, int bit, const OverlappedCall& asked);
// Waits for it here: a blocking socket. 0, or WSAEINTR when the socket was closed.
int network_change_wait(Socket& socket, int bit);
// A watch that has ended awaits nothing.
void network_change_forget(SocketWatch& watch);

}  // namespace berth::kernel
