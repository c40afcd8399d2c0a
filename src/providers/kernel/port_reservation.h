// Blocks of ports that a socket has reserved at run time: SIO_ACQUIRE_PORT_RESERVATION, and the
// sockets whose ports come from them.
// https://learn.microsoft.com/windows/win32/winsock/sio-acquire-port-reservation
#pragma once

#include "providers/kernel/address.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// Binds a socket that is associated with a reservation (Kept::port_reserved), under its lock: port
// 0 is the next one of the block that is free. 0 or a WSA code.
int reserved_port_bind(Socket& socket, const Address& address);

// The same for a socket of any kind that is about to be bound implicitly.
int reserved_port_take_now(Socket& socket);
inline int reserved_port_take(Socket& socket) {
    return socket.kept.get(Kept::port_from_reservation) ? reserved_port_take_now(socket) : 0;
}

// The socket is about to be freed, its descriptor closed: its reservation ends, and a port that
// came from one is held again.
void port_reservation_forget(const Socket& socket);

}  // namespace berth::kernel
