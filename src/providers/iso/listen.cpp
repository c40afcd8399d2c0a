// WSPListen.
#include <algorithm>
#include <new>

#include "providers/iso/error.h"
#include "providers/iso/listener.h"
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
    if (!connection.tcp) {
        IsoAddress any = connection.local;
        any.port = default_port();
        any.family = AF_INET6;
        int code = descriptor_open(any, true);
        if (code == WSAEAFNOSUPPORT || code == WSAEADDRNOTAVAIL) {
            any.family = AF_INET;
            code = descriptor_open(any, false);
        }
        if (code != 0)
            return code;
    }
    if (const int number = tcp_listen(connection.tcp.get()))
        return error_from_errno(number);
    listener = std::make_unique<Listener>(backlog_legal(backlog));
    phase_ = Phase::kListening;
    if (const int code = watch_begin()) {
        phase_ = Phase::kFresh;
        listener.reset();
        return code;
    }
    return 0;
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
