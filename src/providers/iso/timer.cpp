#include "providers/iso/timer.h"

#include <mutex>
#include <utility>

#include "providers/iso/socket.h"

namespace berth::iso {

int SocketTimer::start(Socket& socket, DWORD milliseconds) {
    if (prepare() != 0)
        return WSAENOBUFS;
    {
        const std::lock_guard guard(lock_);
        socket_ = SocketRef::share(&socket);
    }
    set({nt::deadline_after(milliseconds), false});
    return 0;
}

void SocketTimer::stop() {
    cancel();
    SocketRef socket;
    const std::lock_guard guard(lock_);
    std::swap(socket, socket_);
}

void SocketTimer::ring() {
    SocketRef socket;
    {
        const std::lock_guard guard(lock_);
        std::swap(socket, socket_);
    }
    if (socket)
        socket->time_out(clock_now());
}

}  // namespace berth::iso
