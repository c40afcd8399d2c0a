// WSPAccept.
#include <cerrno>
#include <chrono>
#include <new>
#include <utility>

#include "nt/descriptor_readiness.h"
#include "nt/memory_probe.h"
#include "providers/kernel/accept_pause.h"
#include "providers/kernel/address.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/deferred.h"
#include "providers/kernel/error.h"
#include "providers/kernel/held_accept.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/request_take.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

// Whether the client reset the connection while it waited in the queue. Asking consumes the fact.
bool request_was_reset(int fd) {
    int pending = 0;
    unsigned length = sizeof pending;
    return lnx::sys_getsockopt(fd, lnx::kSolSocket, lnx::kSoError, &pending, &length) == 0 &&
           pending != 0;
}

// Takes the next request from the kernel's queue, waiting for it as the listener's mode says. A
// request that was reset before anybody heard of it is passed over.
int request_take(Socket& listener, Address* peer, int* fd) {
    for (;;) {
        bool nonblocking = listener.nonblocking.load(std::memory_order_relaxed);
        peer->length = lnx::kSockAddrStorage;
        int taken = lnx::sys_accept4(listener.fd, peer->bytes, &peer->length,
                                     lnx::kSockCloexec | (nonblocking ? lnx::kSockNonblock : 0));
        if (taken >= 0) {
            if (listener.family != AF_UNIX && request_was_reset(taken)) {
                lnx::sys_close(taken);
                continue;
            }
            *fd = taken;
            return 0;
        }
        int number = errno;
        if (number == EINTR) {
            const int code = interruption_code(listener);
            return code != 0 ? code : kLookAgain;
        }
        if (request_is_gone(number))
            continue;
        if (number == EINVAL && accept_met_pause(listener)) {
            if (socket_is_nonblocking(listener))
                return WSAEWOULDBLOCK;
            if (listener.accept_paused)
                accept_pause_wait();
            const int code = interruption_code(listener);
            return code != 0 ? code : kLookAgain;
        }
        if (number == EAGAIN && !socket_is_nonblocking(listener)) {
            // SO_RCVTIMEO, which on Windows is for receives alone; or AcceptEx was here.
            if (listener.polled) {
                lnx::PollFd poll{listener.fd, lnx::kPollIn, 0};
                if (lnx::sys_poll(&poll, 1, -1) < 0) {
                    const int code = interruption_code(listener);
                    return code != 0 ? code : kLookAgain;
                }
            }
            continue;
        }
        return error_from_errno(number);
    }
}

// The first of those that are undecided; null: there is none.
std::unique_ptr<DeferredRequest> deferred_take(Socket& listener) {
    std::unique_ptr<DeferredRequest> first;
    if (listener.deferred_count.load(std::memory_order_acquire) == 0)
        return first;
    std::lock_guard guard(listener.lock);
    if (!listener.deferred.empty()) {
        first = std::move(listener.deferred.front());
        listener.deferred.pop_front();
        listener.deferred_count.fetch_sub(1, std::memory_order_release);
        listener_readable_update(listener);
    }
    return first;
}

bool deferred_was_reset(const Socket& listener, const DeferredRequest& request) {
    if (request.held)
        return request.held->gate.is_gone(*request.held);
    return listener.family != AF_UNIX && request_was_reset(request.fd);
}

// The request at the top: one that is undecided, or the kernel's next.
int request_top(Socket& listener, std::unique_ptr<DeferredRequest>* top) {
    ConditionalAccept* const gate = listener.gate.load(std::memory_order_acquire);
    if (gate && (*top = gate->next_decided()))
        return 0;
    *top = deferred_take(listener);
    if (*top) {
        if (deferred_was_reset(listener, **top)) {
            top->reset();
            return WSAECONNRESET;  // the program has heard of this request: it hears of its end,
                                   // once
        }
        return 0;
    }
    std::unique_ptr<DeferredRequest> request;
    if (gate) {
        if (int code = held_next(listener, *gate, &request))
            return code;
    } else {
        request = std::make_unique<DeferredRequest>();
        if (int code = request_take(listener, &request->peer, &request->fd))
            return code;
        address_of_socket(request->fd, &request->local);
    }
    {
        std::lock_guard guard(listener.lock);
        request->arrival = listener.next_arrival++;
    }
    *top = std::move(request);
    return 0;
}

void request_put_back(Socket& listener, std::unique_ptr<DeferredRequest> request) {
    request->told = true;
    {
        std::lock_guard guard(listener.lock);
        auto place = listener.deferred.begin();
        while (place != listener.deferred.end() && (*place)->arrival < request->arrival)
            ++place;
        listener.deferred.insert(place, std::move(request));
        listener.deferred_count.fetch_add(1, std::memory_order_seq_cst);
        listener_readable_update(listener);
    }
    // An AcceptEx that waits takes it.
    if (SocketWatch* watch = listener.watch.load(std::memory_order_acquire))
        watch->receive_again();
}

// Interrupts the threads that wait in the kernel's accept, whose queue the request has left: they
// look again. Ends the use: two threads that wait for each other to leave would wait for ever.
void acceptors_wake(SocketUse& listener) {
    Socket& socket = *listener;
    socket.wakers.fetch_add(1);
    listener.release();
    nt::region_interrupt(&socket);
    socket.wakers.fetch_sub(1);
}

struct Verdict {
    int decision;
    int error;  // of the condition function's own answer
};

Verdict condition_ask(const DeferredRequest& request, LPCONDITIONPROC condition,
                      DWORD_PTR callback_data) {
    Address peer = request.peer;
    Address local = request.local;
    family_patch(peer.bytes, peer.length);
    family_patch(local.bytes, local.length);
    WSABUF caller_id{peer.length, peer.bytes};
    WSABUF callee_id{local.length, local.bytes};
    WSABUF callee_data{0, nullptr};  // these protocols carry none
    GROUP group = 0;
    int decision = condition(&caller_id, nullptr, nullptr, nullptr, &callee_id, &callee_data,
                             &group, callback_data);
    if (callee_data.len > 0 && decision != CF_DEFER)
        return {decision, WSAEFAULT};
    if (group > SG_CONSTRAINED_GROUP)
        return {decision, WSAEINVAL};
    return {decision,
            decision == CF_ACCEPT || decision == CF_REJECT || decision == CF_DEFER ? 0 : WSAEINVAL};
}

// What an accepted socket has from its listener beside what the kernel hands on.
struct Inheritance {
    int family, type, protocol;
    DWORD catalog_entry_id, flags;
    bool nonblocking, conditional_accept, send_timeout_set, receive_timeout_set, exclusive_address;
    bool urgent_inline;
    KeptOptions kept;
    EventRegistration registration;

    explicit Inheritance(const Socket& listener)
        : family(listener.family),
          type(listener.type),
          protocol(listener.protocol),
          catalog_entry_id(listener.catalog_entry_id),
          flags(listener.flags),
          nonblocking(listener.nonblocking),
          conditional_accept(listener.conditional_accept),
          send_timeout_set(listener.send_timeout_set),
          receive_timeout_set(listener.receive_timeout_set),
          exclusive_address(listener.exclusive_address),
          urgent_inline(listener.urgent_inline),
          kept(listener.kept) {
        if (listener.registered) {
            SocketWatch* watch = listener.watch.load(std::memory_order_acquire);
            const std::lock_guard guard(watch->lock);
            if (const NetworkEvents* const events = watch->events_wanted())
                registration = events->registration();
        }
    }
};

int accepted_publish(int fd, const Inheritance& inherited) {
    auto socket = socket_new(fd, inherited.family, inherited.type, inherited.protocol,
                             inherited.catalog_entry_id, inherited.flags);
    if (!socket)
        return WSAENOBUFS;
    socket->bound = true;
    socket->connected = true;
    socket->nonblocking = inherited.nonblocking;
    socket->conditional_accept = inherited.conditional_accept;
    socket->send_timeout_set = inherited.send_timeout_set;
    socket->receive_timeout_set = inherited.receive_timeout_set;
    socket->exclusive_address = inherited.exclusive_address;
    socket->urgent_inline = inherited.urgent_inline;
    socket->kept = inherited.kept;
    socket->connected_at = connect_clock();
    if (inherited.registration.wanted != 0) {
        if (int code = socket_number_claim(fd)) {
            lnx::sys_close(fd);
            return code;
        }
        if (int code = registration_inherit(inherited.registration, *socket)) {
            socket_number_abandon(fd);
            return code;
        }
    }
    return socket_publish(std::move(socket));
}

// With the mode that the listener has now: an undecided request may have waited through a change.
int accepted_mode(int fd, bool nonblocking) {
    return lnx::sys_fcntl(fd, lnx::kFSetFl, nonblocking ? lnx::kONonblock : 0) == 0 ? 0 : errno;
}

int listener_check(const Socket& socket, const sockaddr* address, const int* length) {
    if (!socket.is_stream())
        return WSAEOPNOTSUPP;
    if (!socket.listening.load(std::memory_order_acquire))
        return WSAEINVAL;
    if (!address || !length)
        return 0;
    const int least =
        socket.family == AF_UNIX ? address_length_max(AF_UNIX) : address_length_min(socket.family);
    return nt::memory_is_mapped(length, sizeof *length) && *length >= least &&
                   nt::memory_is_mapped(address, static_cast<size_t>(least))
               ? 0
               : WSAEFAULT;
}

struct Accepted {
    SOCKET s = INVALID_SOCKET;
    Address peer;
    bool answered = false;  // by the condition function, and the request stays
};

int accept_plainly(SocketUse& listener, Accepted* accepted) {
    int fd = -1;
    if (int code = request_take(*listener, &accepted->peer, &fd))
        return code;
    accepted->s = static_cast<SOCKET>(fd);
    return accepted_publish(fd, Inheritance(*listener));
}

// The listener is let go while the condition function runs: it may call anything, even closesocket.
int accept_conditionally(SocketUse& listener, SOCKET s, LPCONDITIONPROC condition,
                         DWORD_PTR callback_data, Accepted* accepted) try {
    std::unique_ptr<DeferredRequest> request;
    if (int code = request_top(*listener, &request))
        return code;
    Verdict verdict{CF_ACCEPT, 0};
    if (condition && !request_is_decided(*request)) {
        request->told = true;
        uint64_t serial = listener->serial;
        listener.release();
        verdict = condition_ask(*request, condition, callback_data);
        listener.acquire(s);
        if (!listener || listener->serial != serial)
            return WSAENOTSOCK;  // closed meanwhile, and the request with it
    }
    accepted->peer = request->peer;
    if (verdict.error != 0 || verdict.decision == CF_DEFER) {
        accepted->answered = true;
        request_put_back(*listener, std::move(request));
        acceptors_wake(listener);
        return verdict.error != 0 ? verdict.error : WSATRY_AGAIN;
    }
    if (verdict.decision == CF_REJECT) {
        request.reset();  // refused: reset
        return WSAECONNREFUSED;
    }
    if (request->held && request->fd < 0) {
        const int code = held_admit(*listener, *request);
        if (code != 0)
            return code == WSAECONNRESET && !request->told ? kLookAgain : code;
    }
    int fd = std::exchange(request->fd, -1);
    if (int number = accepted_mode(fd, listener->nonblocking)) {
        lnx::sys_close(fd);
        return error_from_errno(number);
    }
    accepted->s = static_cast<SOCKET>(fd);
    return accepted_publish(fd, Inheritance(*listener));
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

}  // namespace

// Errors of accept4 that concern the one request that has gone, not the listener (accept(2)).
bool request_is_gone(int number) {
    switch (number) {
        case ECONNABORTED:
        case EPROTO:
        case ENETDOWN:
        case ENOPROTOOPT:
        case EHOSTDOWN:
        case ENONET:
        case EHOSTUNREACH:
        case ENETUNREACH:
            return true;
        default:
            return false;
    }
}

namespace {

// From the listener's own queues. -1: there is none yet, or *code.
int request_take_own(Socket& listener, size_t takers, Address* peer, int* code) {
    ConditionalAccept* const gate = listener.gate.load(std::memory_order_acquire);
    while (std::unique_ptr<DeferredRequest> request = deferred_take(listener)) {
        if (request->held) {
            gate->admit(*request->held, false);  // its connection comes as another's would
            continue;
        }
        *peer = request->peer;
        return std::exchange(request->fd, -1);
    }
    if (!gate)
        return -1;
    const int fd = gate->take_now(takers, peer, code);
    listener_readable_refresh(listener);
    if (fd < 0 && *code == 0)
        *code = WSAEWOULDBLOCK;
    return fd;
}

}  // namespace

int request_take_now(Socket& listener, bool nonblocking, size_t takers, Address* peer, int* fd) {
    int code = 0;
    *fd = request_take_own(listener, takers, peer, &code);
    if (*fd >= 0) {
        const int number = accepted_mode(*fd, nonblocking);
        if (number != 0)
            lnx::sys_close(*fd);
        return number == 0 ? 0 : error_from_errno(number);
    }
    if (code != 0)
        return code;
    for (;;) {
        peer->length = lnx::kSockAddrStorage;
        *fd = lnx::sys_accept4(listener.fd, peer->bytes, &peer->length,
                               lnx::kSockCloexec | (nonblocking ? lnx::kSockNonblock : 0));
        if (*fd >= 0)
            return 0;
        int number = errno;
        if (number == EINVAL && accept_met_pause(listener))
            return WSAEWOULDBLOCK;
        if (number != EINTR && !request_is_gone(number))
            return error_from_errno(number);
    }
}

SOCKET WSPAPI accept_request(SOCKET s, sockaddr* address, LPINT length, LPCONDITIONPROC condition,
                             DWORD_PTR callback_data, LPINT error) {
    SocketUse listener(s);
    if (!listener)
        return fail(error, WSAENOTSOCK, INVALID_SOCKET);
    AcceptCall call(*listener);
    int bad = listener_check(*listener, address, length);
    if (bad == 0 && condition && !nt::memory_is_mapped(reinterpret_cast<void*>(condition), 1))
        bad = WSAEFAULT;
    if (const int code = bad) {
        call.ended(code);
        return fail(error, code, INVALID_SOCKET);
    }
    Accepted accepted;
    int code = 0;
    for (;;) {
        // After the use began: whoever defers a request from here on interrupts it.
        bool plain = !condition && !listener->gate.load(std::memory_order_acquire) &&
                     listener->deferred_count.load(std::memory_order_seq_cst) == 0;
        code = plain ? accept_plainly(listener, &accepted)
                     : accept_conditionally(listener, s, condition, callback_data, &accepted);
        if (code != kLookAgain)
            break;
        uint64_t serial = listener->serial;
        listener.release();
        listener.acquire(s);
        if (!listener || listener->serial != serial)
            return fail(error, WSAEINTR, INVALID_SOCKET);  // closed while this call waited
    }
    if (listener)
        call.ended(code);
    // The address is told whatever the condition function answered.
    bool decided = code == 0 || code == WSAECONNREFUSED || accepted.answered;
    if (address && length && decided)
        address_write(accepted.peer, address, length);
    return code == 0 ? accepted.s : fail(error, code, INVALID_SOCKET);
}

}  // namespace berth::kernel
