// WSPEventSelect, WSPEnumNetworkEvents, WSPAsyncSelect.
#include <utility>

#include "nt/handle.h"
#include "nt/memory_probe.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"
#include "winnt.h"

namespace berth::iso {
namespace {

// Replaces whatever registration the socket has, of either kind.
int socket_register(SOCKET s, EventRegistration& registration) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return WSAENOTSOCK;
    reactor::Reactor* reactor = reactor::Reactor::process();
    if (!reactor)
        return WSAENOBUFS;
    provider::registration_drive(registration, reactor);
    const Lock guard(socket->lock);
    if (socket->is_closed())
        return WSAENOTSOCK;
    socket->nonblocking = true;
    socket->events.assign(registration);
    return 0;
}

}  // namespace

int WSPAPI event_select(SOCKET s, WSAEVENT event, long events, LPINT error) {
    if (!socket_find(s))
        return fail(error, WSAENOTSOCK);
    EventRegistration registration;
    const int code = provider::registration_make(event, events, &registration);
    return result(error, code == 0 ? socket_register(s, registration) : code);
}

int WSPAPI async_select(SOCKET s, HWND window, unsigned int message, long events, LPINT error) {
    if (!socket_find(s))
        return fail(error, WSAENOTSOCK);
    EventRegistration registration;
    const int code = provider::registration_make(window, message, events, &registration);
    return result(error, code == 0 ? socket_register(s, registration) : code);
}

int WSPAPI enum_network_events(SOCKET s, WSAEVENT event, LPWSANETWORKEVENTS events, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (nt::memory_is_null_page(events))
        return fail(error, WSAEFAULT);
    nt::Ref<nt::Event> reset;
    if (event) {
        reset = nt::handle_get<nt::Event>(event, EVENT_MODIFY_STATE);
        if (!reset)
            return fail(error, WSAEINVAL);
    }
    // What has happened and no thread was there to be told.
    if (reactor::Reactor* reactor = reactor::Reactor::process())
        reactor->poll();
    const Lock guard(socket->lock);
    socket->events.take(events, reset.get());
    return 0;
}

}  // namespace berth::iso
