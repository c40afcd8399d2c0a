#include "providers/kernel/request_cancel.h"

#include <unistd.h>

#include <mutex>

#include "nt/descriptor_port.h"
#include "nt/pool.h"
#include "nt/thread.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "winerror.h"

namespace berth::kernel {

namespace {

BOOL is_overlapped_socket(SOCKET s) {
    SocketUse socket(s);
    return !socket || (socket->flags & WSA_FLAG_OVERLAPPED) != 0;
}

DWORD requests_cancel(SOCKET s, LPWSAOVERLAPPED overlapped, DWORD thread) {
    SocketUse socket(s);
    if (!socket)
        return ERROR_INVALID_HANDLE;
    SocketWatch* watch = socket->watch.load(std::memory_order_acquire);
    if (!watch)
        return ERROR_NOT_FOUND;
    const std::lock_guard guard(watch->lock);
    return watch->cancel({overlapped, thread}) ? 0 : DWORD{ERROR_NOT_FOUND};
}

class ThreadRequests {
  public:
    ThreadRequests() = default;
    ThreadRequests(const ThreadRequests&) = delete;
    ThreadRequests& operator=(const ThreadRequests&) = delete;
    ~ThreadRequests() {
        if (!any_)
            return;
        sockets.for_each([](uintptr_t s, const Socket*) {
            if (!nt::descriptor_port(s))
                requests_cancel(s, nullptr, nt::thread_id());
        });
    }
    void add() { any_ = true; }

  private:
    bool any_ = false;
};
thread_local ThreadRequests thread_requests;

void* requests_driver(SOCKET s) {
    SocketUse socket(s);
    SocketWatch* watch = socket ? socket->watch.load(std::memory_order_acquire) : nullptr;
    if (!watch)
        return nullptr;
    const std::lock_guard guard(watch->lock);
    return static_cast<nt::Parker*>(watch->reactor());
}

void* handle_event(SOCKET s) {
    SocketUse socket(s);
    SocketWatch* watch = nullptr;
    if (!socket || socket_watch_get(*socket, &watch) != 0)
        return nullptr;
    const std::lock_guard guard(watch->lock);
    return watch->handle_event().release();
}

}  // namespace

void requests_end_with_thread() {
    if (nt::thread_id() != static_cast<uint32_t>(getpid()) && !nt::Pool::is_own_thread())
        thread_requests.add();
}

const berth_socket_requests socket_requests = {
    .overlapped = is_overlapped_socket,
    .cancel = requests_cancel,
    .driver = requests_driver,
    .notify = socket_notify,
    .event = handle_event,
};

}  // namespace berth::kernel
