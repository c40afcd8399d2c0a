// WSPBind.
#include "providers/kernel/address.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/port_reservation.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {

int WSPAPI bind_socket(SOCKET s, const sockaddr* name, int length, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    Address address;
    if (int code = address_read(name, length, socket->family, &address))
        return fail(error,
                    code == WSAEAFNOSUPPORT ? WSAEFAULT : code);  // bind's page knows no other code
    // Not "a valid local IP address on this computer", though Linux binds to them.
    if (address_is_multicast(address))
        return fail(error, socket->bound ? WSAEINVAL : WSAEADDRNOTAVAIL);
    std::lock_guard guard(socket->lock);
    if (socket->bound)
        return fail(error, WSAEINVAL);
    const bool reserved = socket->kept.get(Kept::port_from_reservation) != 0;
    if (int code = reserved ? reserved_port_bind(*socket, address) : address_bind(*socket, address))
        return fail(error, code);
    socket->bound = true;
    socket->bound_by_program = socket->is_stream() && socket->family != AF_UNIX;
    socket->port_given = address_port(address) != 0;
    return 0;
}

}  // namespace berth::kernel
