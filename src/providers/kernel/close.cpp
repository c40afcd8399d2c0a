// WSPCloseSocket: the one place where a descriptor ends.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

#include "nt/descriptor_readiness.h"
#include "nt/poll_wake.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/conditional_accept.h"
#include "providers/kernel/deferred.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

constexpr unsigned long kSiocOutQ = 0x5411;

bool everything_acknowledged(int fd) {
    int queued = 0;
    return lnx::sys_ioctl(fd, kSiocOutQ, &queued) != 0 || queued == 0;
}

// SO_LINGER with a time: the close waits for the peer to have everything, and breaks the connection
// off when the time is out. (Linux' own close would only stop waiting.)
void linger_wait(Socket& socket, int seconds) {
    lnx::sys_shutdown(socket.fd, lnx::kShutWr);
    auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    constexpr int kFirstPause = 1;
    constexpr int kLongestPause = 50;
    for (int pause = kFirstPause; !everything_acknowledged(socket.fd);
         pause = std::min(pause * 2, kLongestPause)) {
        if (std::chrono::steady_clock::now() >= deadline) {
            lnx::LingerOption reset{1, 0};
            lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoLinger, &reset, sizeof reset);
            return;
        }
        lnx::PollFd dead{socket.fd, 0, 0};  // returns early only when the connection is gone
        if (lnx::sys_poll(&dead, 1, pause) > 0 && (dead.revents & lnx::kPollErr))
            break;
    }
    lnx::LingerOption none{0, 0};
    lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoLinger, &none, sizeof none);
}

// The time of SO_LINGER in seconds; 0 where the close need not wait. A socket that is shared goes
// on in other hands: the kernel's own close lingers when the last descriptor goes.
int linger_seconds(const Socket& socket) {
    lnx::LingerOption linger{0, 0};
    unsigned length = sizeof linger;
    if (!socket.linger_set || !socket.connected || socket.shared ||
        lnx::sys_getsockopt(socket.fd, lnx::kSolSocket, lnx::kSoLinger, &linger, &length) != 0 ||
        !linger.on)
        return 0;
    return linger.seconds;
}

// A port that the program chose may be bound again at once, whatever TIME_WAIT is left: see
// bound_address.cpp.
void address_release(const Socket& socket) {
    if (!socket.bound_by_program || socket.exclusive_address || !socket.connected || socket.shared)
        return;
    int on = 1;
    lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoReuseAddr, &on, sizeof on);
}

}  // namespace

int WSPAPI close_socket(SOCKET s, LPINT error) {
    int linger = 0;
    {
        SocketUse use(s);
        if (!use)
            return fail(error, WSAENOTSOCK);
        linger = linger_seconds(*use);
        if (linger > 0 && use->nonblocking && !everything_acknowledged(use->fd))
            return fail(error, WSAEWOULDBLOCK);  // the socket stays; the program may call again
    }
    auto* slot = sockets.find(s);
    Socket* socket = slot ? slot->load(std::memory_order_acquire) : nullptr;
    do {
        if (!socket || socket == socket_closing_mark())
            return fail(error, WSAENOTSOCK);
    } while (
        !slot->compare_exchange_weak(socket, socket_closing_mark(), std::memory_order_seq_cst));
    // From here the socket is this thread's. Calls that are inside end with WSAEINTR.
    socket->closing.store(true);
    nt::region_interrupt(socket);
    while (socket->wakers.load() != 0)
        std::this_thread::yield();
    nt::poll_wake_all();
    nt::descriptor_readable_anyway_set(s, false);
    address_forget(socket->bound_address);
    address_release(*socket);
    conditional_accept_end(*socket);
    socket_watch_end(*socket);  // its requests end before the close waits
    if (linger > 0)
        linger_wait(*socket, linger);
    socket_destroy(socket);
    return 0;
}

}  // namespace berth::kernel
