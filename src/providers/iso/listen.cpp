// WSPListen.
#include <algorithm>
#include <cerrno>
#include <new>

#include "providers/iso/error.h"
#include "providers/iso/listener.h"
#include "providers/iso/shared_port.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

constexpr int kBacklogLargest = 500;

size_t backlog_legal(int backlog) {
    constexpr int kHintSmallest = 200;  // SOMAXCONN_HINT(n) is -n, from 200 to 65535
    if (backlog <= -kHintSmallest)
        backlog = -std::max(backlog, -65535);
    else
        backlog = std::min(backlog, kBacklogLargest);
    return static_cast<size_t>(std::max(backlog, 1));
}

}  // namespace

int Socket::listen_begin(int backlog) {
    if (phase_ == Phase::kConnected || phase_ == Phase::kConnecting)
        return WSAEISCONN;
    if (!bound)
        return WSAEINVAL;
    if (phase_ == Phase::kListening)
        return 0;  // the backlog stays as it is
    TcpAddress at;
    if (!connection.tcp && !is_port_guest) {
        IsoAddress any = connection.local;
        any.port = default_port();
        any.family = AF_INET6;
        int code = descriptor_open(any, true);
        if (code == WSAEAFNOSUPPORT || code == WSAEADDRNOTAVAIL) {
            any.family = AF_INET;
            code = descriptor_open(any, false);
        }
        if (code == WSAEADDRINUSE) {
            at = tcp_address_of(any);
            at.v6 = true;
            code = port_join(*this, at);
            if (code == 0)
                tcp_address_store(at, &connection.local);
        }
        if (code != 0)
            return code;
    }
    if (!is_port_guest) {
        int number = tcp_listen(connection.tcp.get());
        const int unnamed = tcp_local(connection.tcp.get(), &at);
        if (number == EADDRINUSE && unnamed == 0 && port_join(*this, at) == 0) {
            connection.tcp.reset();
            number = 0;
        }
        if (number != 0 || unnamed != 0)
            return error_from_errno(number != 0 ? number : unnamed);
    }
    listener = std::make_unique<Listener>(backlog_legal(backlog));
    phase_ = Phase::kListening;
    if (is_port_guest)
        return 0;
    port_open(*this, at);
    const int code = watch_begin();
    if (code != 0) {
        port_close(*this);
        tcp_listen_end(connection.tcp.get());
        phase_ = Phase::kFresh;
        listener.reset();
    }
    return code;
}

void Socket::listen_end() {
    if (listener)
        listener->end();
    timer_stop();
    watch_end();
    connection.tcp.reset();
    listener.reset();
    phase_ = Phase::kClosing;
}

int WSPAPI listen_socket(SOCKET s, int backlog, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const Lock guard(socket->lock);
    if (socket->is_closed())
        return fail(error, WSAENOTSOCK);
    try {
        return result(error, socket->listen_begin(backlog));
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
}

}  // namespace berth::iso
