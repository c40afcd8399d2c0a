// AcceptEx.
// https://learn.microsoft.com/windows/win32/api/mswsock/nf-mswsock-acceptex
#include <mutex>

#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "providers/kernel/accept_address.h"
#include "providers/kernel/accept_request.h"
#include "providers/kernel/error.h"
#include "providers/kernel/extension.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

// A watch that is kept while its socket is let go.
class WatchRef {
  public:
    WatchRef() = default;
    WatchRef(const WatchRef&) = delete;
    WatchRef& operator=(const WatchRef&) = delete;
    ~WatchRef() {
        if (watch_)
            watch_->unref();
    }
    void hold(SocketWatch& watch) {
        watch.ref();
        watch_ = &watch;
    }
    SocketWatch& operator*() const { return *watch_; }

  private:
    SocketWatch* watch_ = nullptr;
};

struct Kind {
    int family, type, protocol;
    bool operator==(const Kind&) const = default;
};

Kind kind_of(const Socket& socket) {
    return {socket.family, socket.type, socket.protocol};
}

int accepting_hold(SOCKET s, WatchRef* held, Kind* kind) {
    SocketUse socket(s);
    if (!socket)
        return WSAENOTSOCK;
    if (!socket->is_stream() || socket->bound || socket->connected || socket->connecting ||
        socket->listening)
        return WSAEINVAL;
    SocketWatch* watch = nullptr;
    if (int code = socket_watch_get(*socket, &watch))
        return code;
    held->hold(*watch);
    *kind = kind_of(*socket);
    return 0;
}

// The kernel's accept must not block where the reactor's events are told.
int listener_never_blocks(Socket& listener) {
    if (listener.polled.load(std::memory_order_acquire))
        return 0;
    const std::lock_guard guard(listener.lock);
    if (lnx::sys_fcntl(listener.fd, lnx::kFSetFl, lnx::kONonblock) != 0)
        return error_from_errno(errno);
    listener.polled.store(true, std::memory_order_release);
    return 0;
}

int buffer_check(const Socket& listener, const AcceptBuffer& buffer) {
    const DWORD least =
        static_cast<DWORD>(address_length_max(listener.family)) + BERTH_ACCEPT_ADDRESS;
    if (buffer.remote_length == 0)
        return WSAEINVAL;
    if ((buffer.local_length != 0 && buffer.local_length < least) || buffer.remote_length < least)
        return WSAEFAULT;
    const size_t size = size_t{buffer.receive_length} + buffer.local_length + buffer.remote_length;
    return nt::memory_is_null_page(buffer.data) || !nt::memory_is_mapped(buffer.data, size)
               ? WSAEFAULT
               : 0;
}

int request_to_accept(Socket& listener, SocketWatch& into, const Kind& kind,
                      const AcceptBuffer& buffer, DWORD* received, OVERLAPPED* overlapped) {
    if (!listener.is_stream())
        return WSAEOPNOTSUPP;
    if (!listener.listening.load(std::memory_order_acquire) || kind != kind_of(listener))
        return WSAEINVAL;
    if (int code = buffer_check(listener, buffer))
        return code;
    SocketWatch* watch = nullptr;
    if (int code = socket_watch_get(listener, &watch))
        return code;
    if (int code = listener_never_blocks(listener))
        return code;
    auto request = request_make<AcceptRequest>(0, *watch, into, buffer);
    return request_start(listener, &SocketWatch::receiving, {overlapped}, std::move(request),
                         received);
}

int accept_start(SOCKET s, SOCKET accepting, const AcceptBuffer& buffer, DWORD* received,
                 OVERLAPPED* overlapped) {
    if (!overlapped)
        return WSA_INVALID_PARAMETER;
    WatchRef into;
    Kind kind{};
    int code = accepting_hold(accepting, &into, &kind);
    SocketUse listener(s);
    if (!listener)
        return socket_missing();
    AcceptCall call(*listener);
    if (code == 0)
        code = request_to_accept(*listener, *into, kind, buffer, received, overlapped);
    call.ended(code);
    return code;
}

}  // namespace

BOOL PASCAL accept_ex(SOCKET listener, SOCKET accepting, PVOID buffer, DWORD receive_length,
                      DWORD local_length, DWORD remote_length, LPDWORD received,
                      LPOVERLAPPED overlapped) {
    const AcceptBuffer place{static_cast<char*>(buffer), receive_length, local_length,
                             remote_length};
    return nt::last_error_result(
        static_cast<DWORD>(accept_start(listener, accepting, place, received, overlapped)));
}

}  // namespace berth::kernel
