// WSPCloseSocket.
#include <new>
#include <utility>

#include "nt/clock.h"
#include "providers/iso/listener.h"
#include "providers/iso/shared_port.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

// How long a closed socket goes on, to send what is left and to hear that the peer has it.
constexpr DWORD kCloseTime = 60'000;  // milliseconds

}  // namespace

void Socket::close_begin(Lock& guard) {
    closed_ = true;
    const bool breaks = options.linger_on && options.linger_seconds == 0;
    for (RequestQueue* queue :
         {&accepts, &connects, &receives, &expedited_receives, &sends, &expedited_sends})
        queue->end(*this, WSAEINTR, WSA_OPERATION_ABORTED);
    // Others may still need the descriptor of a listener.
    const bool others = listener && !is_port_guest && port_close(*this);
    if (others)
        listener->requests_end();
    else if (listener)
        listener->end();
    EventRegistration none;
    events.assign(none);
    if (others)
        return changed();
    timer_stop();
    const Phase was = std::exchange(phase_, Phase::kClosing);
    changed();
    if (was == Phase::kConnected && connection.tcp && !breaks && failure_ == 0) {
        receive_shut = true;
        store_.clear();
        if (!released_)
            release_begin(
                DisconnectReason::kNormal,
                {reinterpret_cast<const uint8_t*>(disconnect_data.data()), disconnect_data.size()});
        close_linger(guard);
        // In class 0 the kernel sees to the rest.
        const bool all = flush_is_over() && (connection.rules.transport_class == 0 || peer_gone_);
        if (connection.tcp && !all && timer_start(kCloseTime) == 0)
            return;
    } else if (connection.tcp && breaks && was == Phase::kConnected) {
        tcp_reset_at_close(connection.tcp.get());
    }
    watch_end();
    connection.tcp.reset();
    if (listener)
        listener.reset();
}

// SO_LINGER with a time: until all is sent, or the time is over; then the connection is broken off.
void Socket::close_linger(Lock& guard) {
    if (!options.linger_on || !connection.tcp)
        return;
    const auto event = nt::object_make<nt::Event>(false, false);
    if (!event)
        return;
    Observer observer{event.get()};
    observe(observer);
    const nt::Deadline deadline = nt::deadline_after(DWORD{options.linger_seconds} * 1000);
    bool late = false;
    while (!late && connection.tcp && !flush_is_over()) {
        guard.unlock();
        late = nt::wait_object(*event, deadline, false, reactor_) == WAIT_TIMEOUT;
        guard.lock();
    }
    unobserve(observer);
    if (late && connection.tcp) {
        tcp_reset_at_close(connection.tcp.get());
        watch_end();
        connection.tcp.reset();
    }
}

namespace {

// AcceptEx calls that would accept into the socket are over. (A listener's lock comes first.)
void acceptor_leave(Socket& socket) {
    SocketRef acceptor;
    {
        const Lock guard(socket.lock);
        acceptor = socket.acceptor();
    }
    if (!acceptor)
        return;
    const Lock guard(acceptor->lock);
    acceptor->accepts.cancel(*acceptor, nullptr, 0, &socket);
}

}  // namespace

int WSPAPI close_socket(SOCKET s, LPINT error) {
    if (const SocketRef socket = socket_find(s)) {
        const Lock guard(socket->lock);
        const SocketOptions& options = socket->options;
        if (socket->nonblocking && options.linger_on && options.linger_seconds != 0 &&
            socket->was_connected() && !socket->flush_is_over())
            return fail(error, WSAEWOULDBLOCK);  // the socket stays; the program may call again
    }
    const SocketRef socket = socket_unpublish(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    {
        Lock guard(socket->lock);
        try {
            socket->close_begin(guard);
        } catch (const std::bad_alloc&) {
            socket->watch_end();
        }
    }
    acceptor_leave(*socket);
    if (socket->is_port_guest)
        port_leave(*socket);
    int ignored = 0;
    upcalls().lpWPUCloseSocketHandle(s, &ignored);
    return 0;
}

}  // namespace berth::iso
