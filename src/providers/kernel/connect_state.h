// Where a socket's connection stands.
#pragma once

#include <cstdint>

#include "providers/kernel/address.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// Steady clock, nanoseconds: the base of SO_CONNECT_TIME.
int64_t connect_clock();

// Looks whether a non-blocking connect that is under way has ended, and notes how. Returns 0 when
// the socket is connected, WSAEALREADY while the attempt goes on, else the code of its failure
// (kept in connect_error as well); WSAENOTCONN where no attempt was made.
int connect_settle(Socket& socket);

// ConnectEx: starts to connect a bound stream socket, whatever its mode; connect_settle tells how
// it goes. 0 or the WSA code for which nothing was begun.
int connect_begin(Socket& socket, const Address& address);

// Records FD_CONNECT for a socket that is part of a multipoint session now.
void connect_tell(Socket& socket);

}  // namespace berth::kernel
