#include "providers/kernel/socket_watch.h"

#include <mutex>
#include <new>

#include "providers/kernel/error.h"
#include "providers/kernel/network_change.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

void SocketWatch::ready(uint32_t bits) {
    const std::lock_guard guard(lock);
    if (ended)
        return;
    events.ready(bits);
}

int socket_watch(Socket& socket, SocketWatch** watch) {
    *watch = socket.watch.load(std::memory_order_acquire);
    if (*watch)
        return 0;
    const std::lock_guard guard(socket.lock);
    *watch = socket.watch.load(std::memory_order_relaxed);
    if (*watch)
        return 0;
    reactor::Reactor* reactor = reactor::Reactor::process();
    auto* made = reactor ? new (std::nothrow) SocketWatch(socket, socket.fd, *reactor) : nullptr;
    if (!made)
        return WSAENOBUFS;
    if (const int number = reactor->watch(socket.fd, *made)) {
        made->unref();
        return error_from_errno(number);
    }
    socket.watch.store(made, std::memory_order_release);
    *watch = made;
    return 0;
}

void socket_watch_end(Socket& socket) {
    SocketWatch* watch = socket.watch.exchange(nullptr, std::memory_order_acq_rel);
    if (!watch)
        return;
    EventRegistration none;
    {
        const std::lock_guard guard(watch->lock);
        watch->ended = true;
        watch->events.assign(none);
    }
    network_change_forget(*watch);
    watch->reactor().forget(watch->fd(), *watch);
    watch->unref();
}

}  // namespace berth::kernel
