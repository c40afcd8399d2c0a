// WSPBind, WSPGetSockName, WSPGetPeerName.
#include "providers/iso/error.h"
#include "providers/iso/shared_port.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {

int Socket::descriptor_open(const IsoAddress& address, bool dual) {
    const bool v6 = address.family == AF_INET6 || dual;
    int number = tcp_open(v6, dual, &connection.tcp);
    if (number != 0)
        return error_from_errno(number);
    TcpAddress at = tcp_address_of(address);
    at.v6 = v6;
    number = tcp_bind(connection.tcp.get(), at, !options.exclusive_address);
    if (number == 0)
        number = tcp_local(connection.tcp.get(), &at);
    if (number != 0) {
        connection.tcp.reset();
        return error_from_errno(number);
    }
    tcp_address_store(at, &connection.local);
    return 0;
}

namespace {

// Without a network address only the selector is bound: listen takes the default port of any
// address, connect takes what port there is.
int socket_bind(Socket& socket, const IsoAddress& address) {
    const Lock guard(socket.lock);
    if (socket.bound)
        return WSAEINVAL;
    IsoAddress& local = socket.connection.local;
    const IsoAddress before = local;
    std::copy(std::begin(address.selector), std::end(address.selector), local.selector);
    local.selector_length = address.selector_length;
    if (address.family != AF_UNSPEC) {
        int code = socket.descriptor_open(address, false);
        if (code == WSAEADDRINUSE) {
            // A listener of this process may share its port.
            TcpAddress at = tcp_address_of(address);
            code = port_join(socket, at);
            if (code == 0)
                tcp_address_store(at, &local);
        }
        if (code != 0) {
            local = before;
            return code;
        }
    }
    socket.bound = true;
    socket.bound_by_program = true;
    return 0;
}

}  // namespace

int WSPAPI bind_socket(SOCKET s, const sockaddr* name, int length, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    IsoAddress address;
    if (const int code = iso_address_read(name, length, socket->default_port(), &address))
        // bind's page knows no other code for another family
        return fail(error, code == WSAEAFNOSUPPORT ? WSAEFAULT : code);
    return result(error, socket_bind(*socket, address));
}

int WSPAPI socket_name(SOCKET s, sockaddr* name, LPINT length, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const Lock guard(socket->lock);
    const IsoAddress& local = socket->bound ? socket->connection.local : socket->attempted_from;
    if (!socket->bound && local == IsoAddress())
        return fail(error, WSAEINVAL);
    return result(error, iso_address_write(local, socket->default_port(), name, length));
}

int WSPAPI peer_name(SOCKET s, sockaddr* name, LPINT length, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const Lock guard(socket->lock);
    if (!socket->was_connected() || socket->context_missing)
        return fail(error, WSAENOTCONN);
    return result(error,
                  iso_address_write(socket->connection.peer, socket->default_port(), name, length));
}

}  // namespace berth::iso
