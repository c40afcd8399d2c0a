// WSPBind.
#include <cerrno>

#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

int option_set_int(int fd, int option, int value) {
    return lnx::sys_setsockopt(fd, lnx::kSolSocket, option, &value, sizeof value);
}

// Windows has no TIME_WAIT refusal, but it does refuse an address that a bound socket holds. Linux'
// SO_REUSEADDR waives both among sockets that carry it and do not listen. So a stream socket
// carries it while it listens (its accepted sockets inherit it) and while it is being closed, and
// not in between: the first try without it fails where anything is left on the port, the second
// one, with it, where another socket still holds the port.
int bind_exclusively(Socket& socket, const Address& address) {
    if (lnx::sys_bind(socket.fd, address.bytes, address.length) == 0)
        return 0;
    if (errno != EADDRINUSE || !socket.is_stream() || socket.family == AF_UNIX ||
        socket.exclusive_address)
        return errno;
    option_set_int(socket.fd, lnx::kSoReuseAddr, 1);
    int number = lnx::sys_bind(socket.fd, address.bytes, address.length) == 0 ? 0 : errno;
    option_set_int(socket.fd, lnx::kSoReuseAddr, 0);
    return number;
}

// SO_REUSEADDR as Windows means it: the port of another socket that allows it, listening or not.
int bind_shared(Socket& socket, const Address& address) {
    option_set_int(socket.fd, lnx::kSoReuseAddr, 1);
    if (socket.is_stream())
        option_set_int(socket.fd, lnx::kSoReusePort, 1);
    return lnx::sys_bind(socket.fd, address.bytes, address.length) == 0 ? 0 : errno;
}

}  // namespace

int WSPAPI bind_socket(SOCKET s, const sockaddr* name, int length, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    Address address;
    if (int code = address_read(name, length, socket->family, &address))
        return fail(error,
                    code == WSAEAFNOSUPPORT ? WSAEFAULT : code);  // bind's page knows no other code
    std::lock_guard guard(socket->lock);
    if (socket->bound)
        return fail(error, WSAEINVAL);
    bool share = socket->reuse_address && socket->family != AF_UNIX;
    int number = share ? bind_shared(*socket, address) : bind_exclusively(*socket, address);
    if (number == EACCES && socket->family != AF_UNIX)
        return fail(error, WSAEACCES);
    if (number != 0)
        return fail(error, error_from_errno(number));
    socket->bound = true;
    socket->bound_by_program = socket->is_stream() && socket->family != AF_UNIX;
    return 0;
}

}  // namespace berth::kernel
