// WSPShutdown, WSPSendDisconnect, WSPRecvDisconnect.
#include <cerrno>
#include <cstring>
#include <mutex>

#include "nt/memory_probe.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/refused_data.h"
#include "providers/kernel/rio_watch.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

// True: requests are sending, and the last of them shuts the socket.
bool shut_later(Socket& socket) {
    SocketWatch* watch = socket.watch.load(std::memory_order_acquire);
    if (!watch)
        return false;
    const std::lock_guard guard(watch->lock);
    if (watch->rio && rio_queue_shutdown(*watch->rio)) {
        socket.send_shut = true;
        return true;
    }
    if (watch->sending.empty())
        return false;
    watch->shutdown_follows = true;
    socket.send_shut = true;
    return true;
}

// Whether the peer's data has to be looked for once receiving is shut: where both sides are, the
// kernel itself answers it with a reset.
bool is_to_refuse(const Socket& socket, int how) {
    return how == SD_RECEIVE && !socket.send_shut && socket.is_stream() && socket.family != AF_UNIX;
}

int shut(Socket& socket, int how) {
    if (how < SD_RECEIVE || how > SD_BOTH)
        return WSAEINVAL;
    if (socket.is_stream()) {
        if (socket.connecting)
            connect_settle(socket);
        if (!socket.connected || socket.context_missing)
            return WSAENOTCONN;
    }
    // What requests have still to send goes first.
    if (how != SD_RECEIVE && shut_later(socket)) {
        if (how == SD_SEND)
            return 0;
        how = SD_RECEIVE;
    }
    SocketWatch* watch = nullptr;
    if (is_to_refuse(socket, how))
        if (int code = socket_watch(socket, &watch))
            return code;
    // SD_RECEIVE, SD_SEND and SD_BOTH are SHUT_RD, SHUT_WR and SHUT_RDWR. On a datagram socket
    // without a peer the kernel has nothing to do and says ENOTCONN; the calls that follow fail all
    // the same.
    // First, so that no thread takes the end of the receiving side for the peer's.
    const bool shut_before = socket.receive_shut;
    if (how != SD_SEND)
        socket.receive_shut = true;
    if (lnx::sys_shutdown(socket.fd, how) != 0 && errno != ENOTCONN) {
        socket.receive_shut = shut_before;
        return error_from_errno(errno);
    }
    if (how != SD_RECEIVE)
        socket.send_shut = true;
    socket.plain_update();
    if (how != SD_SEND && socket.is_stream() && socket.family != AF_UNIX)
        refused_data_look(socket);
    return 0;
}

}  // namespace

void refused_data_look(Socket& socket) {
    int count = 0;
    if (lnx::sys_ioctl(socket.fd, lnx::kFionRead, &count) != 0 || count == 0)
        return;
    socket.failure = WSAECONNABORTED;
    const USHORT nobody = lnx::kAfUnspec;
    char address[sizeof(sockaddr)] = {};
    std::memcpy(address, &nobody, sizeof nobody);
    lnx::sys_connect(socket.fd, address, sizeof address);
    unsigned length = sizeof count;
    lnx::sys_getsockopt(socket.fd, lnx::kSolSocket, lnx::kSoError, &count, &length);  // of its own
}

int WSPAPI shutdown_socket(SOCKET s, int how, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    int code = shut(*socket, how);
    return code == 0 ? 0 : fail(error, code);
}

// TCP carries no disconnect data, so these are shutdown by another name.
int WSPAPI send_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (data && !nt::memory_is_mapped(data, sizeof *data))
        return fail(error, WSAEFAULT);
    const SharedChange change(*socket);
    if (!socket->is_stream() || (data && data->len > 0))
        return fail(error, WSAENOPROTOOPT);
    int code = shut(*socket, SD_SEND);
    return code == 0 ? 0 : fail(error, code);
}

int WSPAPI receive_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    if (!socket->is_stream() || data)
        return fail(error, WSAENOPROTOOPT);
    int code = shut(*socket, SD_RECEIVE);
    return code == 0 ? 0 : fail(error, code);
}

}  // namespace berth::kernel
