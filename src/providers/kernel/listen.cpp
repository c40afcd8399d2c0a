// WSPListen.
#include <algorithm>
#include <limits>

#include "providers/kernel/accept_pause.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/conditional_accept.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

// The kernel cuts a backlog down to net.core.somaxconn by itself.
int backlog_legal(int backlog) {
    constexpr int kHintSmallest = 200;  // SOMAXCONN_HINT(n) is -n, from 200 to 65535
    constexpr int kHintLargest = 65535;
    if (backlog == SOMAXCONN)
        return std::numeric_limits<int>::max();
    if (backlog <= -kHintSmallest)
        return std::min(-std::max(backlog, -kHintLargest), kHintLargest);
    return std::max(backlog, 1);
}

}  // namespace

int WSPAPI listen_socket(SOCKET s, int backlog, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    if (!socket->is_stream())
        return fail(error, WSAEOPNOTSUPP);
    std::lock_guard guard(socket->lock);
    if (socket->connected || socket->connecting)
        return fail(error, WSAEISCONN);
    if (!socket->bound)
        return fail(error, WSAEINVAL);
    if (socket->listening)
        return 0;  // the backlog stays as it is
    if (socket->family != AF_UNIX && !socket->exclusive_address) {
        int on = 1;  // what accepted sockets inherit: see bound_address.cpp
        lnx::sys_setsockopt(socket->fd, lnx::kSolSocket, lnx::kSoReuseAddr, &on, sizeof on);
    }
    // Before the first request can come.
    if (socket->conditional_accept && socket->family != AF_UNIX) {
        if (int code = conditional_accept_start(*socket, backlog_legal(backlog)))
            return fail(error, code);
    }
    int code = 0;
    if (socket->accept_paused)
        code = accept_pause_listen(*socket, backlog_legal(backlog));
    else if (int number = address_listen(*socket, backlog_legal(backlog)))
        code = error_from_errno(number);
    if (code != 0) {
        conditional_accept_end(*socket);
        return fail(error, code);
    }
    socket->listening = true;
    return 0;
}

}  // namespace berth::kernel
