#include "providers/iso/socket.h"

#include <new>
#include <utility>

#include "nt/clock.h"
#include "nt/descriptor_port.h"
#include "nt/poll_wake.h"
#include "providers/iso/listener.h"
#include "providers/iso/timer.h"

namespace berth::iso {
namespace {

// When a listener looks again that lacked memory.
constexpr DWORD kMemoryTime = 1000;  // milliseconds

}  // namespace

uint64_t clock_now() {
    return nt::clock_now();
}

Socket::Socket(int iso_protocol, DWORD entry, DWORD creation_flags)
    : protocol(iso_protocol), catalog_entry_id(entry), flags(creation_flags) {}

Socket::~Socket() = default;

USHORT Socket::default_port() const {
    return protocol == ISOPROTO_TP0 ? kPortClass0 : kPortClass2;
}

uint8_t Socket::best_class() const {
    return protocol == ISOPROTO_TP0 ? 0 : 2;
}

// ---- what holds ----

bool Socket::has_request(bool deferred_too) const {
    return listener && listener->has_request(deferred_too);
}

bool Socket::has_data() const {
    if (receive_shut || failure_ != 0)
        return false;
    return store_.is_complete() || (!store_.empty() && !wants_more());
}

bool Socket::has_room() const {
    return phase_ == Phase::kConnected && failure_ == 0 && !send_shut && !blocked_ &&
           control_.empty() && sends.empty();
}

int Socket::close_code() const {
    return failure_ == 0 || failure_ == WSAECONNRESET ? failure_ : WSAECONNABORTED;
}

// ---- who waits for that ----

void Socket::changed(bool deferred_too) {
    events.look(deferred_too);
    for (const Observer* observer = observers_; observer; observer = observer->next)
        observer->event->set();
    nt::poll_wake_all();  // WSAPoll over sockets of several providers
}

void Socket::observe(Observer& observer) {
    observer.next = observers_;
    observer.previous = nullptr;
    if (observers_)
        observers_->previous = &observer;
    observers_ = &observer;
}

void Socket::unobserve(Observer& observer) {
    (observer.previous ? observer.previous->next : observers_) = observer.next;
    if (observer.next)
        observer.next->previous = observer.previous;
}

namespace {

// What this thread's blocking calls sleep on.
nt::Event* thread_event() {
    static thread_local const nt::Ref<nt::Event> event = nt::object_make<nt::Event>(false, false);
    return event.get();
}

}  // namespace

bool Socket::is_over(const Request& request) {
    return request.over_;
}

int Socket::wait(Lock& guard, RequestQueue& queue, Request& request, nt::Deadline deadline) {
    queue.push(request);
    return sleep(guard, queue, request, deadline);
}

int Socket::sleep(Lock& guard, RequestQueue& queue, Request& request, nt::Deadline deadline) {
    nt::Event* event = thread_event();
    if (!event) {
        queue.remove(request);
        return WSAENOBUFS;
    }
    request.wake_ = nt::Ref<nt::Event>::share(event);
    reactor::Reactor* driver = reactor_ ? reactor_ : reactor::Reactor::process();
    guard.unlock();
    const DWORD outcome = nt::wait_object(*event, deadline, false, driver);
    if (outcome == WAIT_OBJECT_0)
        return 0;
    guard.lock();
    if (request.over_) {
        event->reset();
        return 0;
    }
    queue.remove(request);
    request.withdraw(*this);
    return WSAETIMEDOUT;
}

namespace {

// The threads that wait at the socket's completion port drive the reactor that watches it.
void port_drive(SOCKET s) {
    const nt::PortBinding* binding = nt::descriptor_port(s);
    nt::CompletionPort* port = binding ? binding->port() : nullptr;
    if (port && !port->has_sink() && !port->driver())
        port->drive_with(reactor::Reactor::process());
}

}  // namespace

int Socket::start(RequestQueue& queue, std::unique_ptr<Request> request, const OverlappedCall& call,
                  DWORD* transferred, DWORD* result_flags) {
    if (const int code = request->begin(call))
        return code;
    if (!call.routine)
        port_drive(handle_);
    if (&queue == &sends) {
        sends.push(*request);
        flush();
    } else if (queue.empty() && request->perform(*this)) {
        request->pending_ = true;
        if (request->moved(*this)) {
            static_cast<void>(request.release());
            return WSA_IO_PENDING;
        }
        request->pending_ = false;
        request->over_ = true;
    } else {
        queue.push(*request);
    }
    if (!request->over_) {
        request.release()->pending_ = true;
        return WSA_IO_PENDING;
    }
    if (request->error != 0) {
        request->fail();
        return request->error;
    }
    if (transferred)
        *transferred = request->transferred;
    if (result_flags)
        *result_flags = request->flags;
    request.release()->tell(handle_);
    return 0;
}

// ---- readiness ----

int Socket::watch_begin() {
    reactor_ = reactor::Reactor::process();
    if (!reactor_)
        return WSAENOBUFS;
    if (reactor_->watch(connection.tcp.get(), *this) == 0)
        return 0;
    reactor_ = nullptr;
    return WSAENOBUFS;
}

void Socket::watch_end() {
    if (reactor::Reactor* reactor = std::exchange(reactor_, nullptr))
        reactor->forget(connection.tcp.get(), *this);
}

void Socket::ready(uint32_t bits, uint16_t registration) {
    constexpr uint32_t kBroken = EPOLLERR | EPOLLHUP;
    const Lock guard(lock);
    if (!is_current(registration) || !reactor_)
        return;
    try {
        if (phase_ == Phase::kListening) {
            listener->arrivals_take(*this);
            return;
        }
        if (tcp_connecting_) {
            if (!(bits & (EPOLLOUT | kBroken)))
                return;
            connect_proceed();
        }
        if ((bits & EPOLLOUT) && (blocked_ || !flush_is_over())) {
            blocked_ = false;
            flush();
        }
        if (bits & (EPOLLRDHUP | kBroken))
            input_ends_ = true;
        if (reactor_ && (bits & (EPOLLIN | EPOLLRDHUP | kBroken)))
            receive_octets();
        connects.perform(*this);
    } catch (const std::bad_alloc&) {
        connection_lost(WSAENOBUFS);
    }
    // In class 0 nobody answers a release: the kernel sees to the rest.
    if (phase_ == Phase::kClosing && flush_is_over() && connection.rules.transport_class == 0 &&
        reactor_)
        connection_lost(0);
    changed();
}

void Socket::connection_adopt(Connection&& from) {
    connection = std::move(from);
    phase_ = Phase::kConnected;
    acceptor_.reset();
    bound = true;
    if (connection.quality.any()) {
        quality = qos_reverse(quality_to_qos(connection.quality));
        quality_set = true;
        events.quality_changed();
    }
    connected_at = clock_now();
    tcp_keep_alive(connection.tcp.get(), options.keep_alive);
}

// The timer has rung.
void Socket::time_out(uint64_t now) {
    const Lock guard(lock);
    if (phase_ == Phase::kConnecting) {
        connect_end(WSAETIMEDOUT);
        changed();
    } else if (phase_ == Phase::kListening) {
        try {
            listener->expire(*this, now);
        } catch (const std::bad_alloc&) {
            timer_start(kMemoryTime);
        }
    } else if (phase_ == Phase::kClosing) {
        watch_end();
        connection.tcp.reset();
    }
}

int Socket::timer_start(DWORD milliseconds) {
    if (!timer_)
        timer_ = nt::object_make<SocketTimer>();
    return timer_ ? timer_->start(*this, milliseconds) : WSAENOBUFS;
}

void Socket::timer_stop() {
    if (timer_)
        timer_->stop();
}

}  // namespace berth::iso
