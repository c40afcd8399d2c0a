// WSPEventSelect, WSPEnumNetworkEvents, WSPAsyncSelect.
#include <cerrno>
#include <mutex>
#include <utility>

#include "nt/handle.h"
#include "nt/memory_probe.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/startup.h"
#include "winnt.h"

namespace berth::kernel {
namespace {

int mode_set_nonblocking(Socket& socket) {
    const std::lock_guard guard(socket.lock);
    if (!socket.nonblocking && lnx::sys_fcntl(socket.fd, lnx::kFSetFl, lnx::kONonblock) != 0)
        return error_from_errno(errno);
    socket.nonblocking = true;
    return 0;
}

// Replaces whatever registration the socket has, of either kind.
int socket_register(Socket& socket, EventRegistration registration) {
    if (int code = mode_set_nonblocking(socket))
        return code;
    if (socket.shared) {
        shared_state_take(socket);
        shared_registration_take(socket);
    }
    SocketWatch* watch = socket.watch.load(std::memory_order_acquire);
    const bool wanted = registration.wanted != 0;
    if (!wanted && !watch)
        return 0;
    if (int code = socket_watch(socket, &watch))
        return code;
    provider::registration_drive(registration, watch->reactor());
    const std::lock_guard guard(watch->lock);
    if (int code = watch->rare_make())
        return code;
    // First, so that a transfer that begins from here on is seen.
    socket.registered = wanted;
    socket.plain_update();
    watch->rare()->events.assign(registration);
    return 0;
}

}  // namespace

int WSPAPI event_select(SOCKET s, WSAEVENT event, long events, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    EventRegistration registration;
    int code = provider::registration_make(event, events, &registration);
    if (code == 0)
        code = socket_register(*socket, std::move(registration));
    return code == 0 ? 0 : fail(error, code);
}

int WSPAPI async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    EventRegistration registration;
    int code = provider::registration_make(window, message, events, &registration);
    if (code == 0)
        code = socket_register(*socket, std::move(registration));
    return code == 0 ? 0 : fail(error, code);
}

int WSPAPI enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (!nt::memory_is_mapped(events, sizeof *events))
        return fail(error, WSAEFAULT);
    const nt::HandlePin pin(event);
    DWORD unused = 0;
    nt::Event* const reset = event ? pin.get<nt::Event>(EVENT_MODIFY_STATE, &unused) : nullptr;
    if (event && !reset)
        return fail(error, WSAEINVAL);
    if (SocketWatch* watch = socket->watch.load(std::memory_order_acquire)) {
        const std::lock_guard guard(watch->lock);
        if (SocketWatch::Rare* const rare = watch->rare()) {
            rare->events.take(events, reset);
            return 0;
        }
    }
    events->lNetworkEvents = 0;
    if (reset)
        reset->reset();
    return 0;
}

}  // namespace berth::kernel
