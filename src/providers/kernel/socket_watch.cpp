#include "providers/kernel/socket_watch.h"

#include <mutex>
#include <new>
#include <sys/epoll.h>
#include <utility>

#include "berth/winbase_file.h"
#include "nt/descriptor_port.h"
#include "nt/thread.h"
#include "providers/kernel/accept_request.h"
#include "providers/kernel/conditional_accept.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/network_change.h"
#include "providers/kernel/port_reactor.h"
#include "providers/kernel/refused_data.h"
#include "providers/kernel/rio_watch.h"
#include "providers/kernel/request_cancel.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

SocketWatch::SocketWatch(Socket& socket) : socket_(socket) {
    soon[0] = &socket;
}

void SocketWatch::ready(uint32_t bits, uint16_t registration) {
    const std::lock_guard guard(lock);
    if (ended || !reactor() || !is_current(registration))
        return;
    if (socket_.receive_shut && socket_.is_stream() && (bits & EPOLLIN)) [[unlikely]]
        refused_data_look(socket_);
    constexpr uint32_t kEnd = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
    const bool requests = !receiving.empty() || !sending.empty();
    // Urgent data cuts a read short, too.
    if (bits & (kEnd | EPOLLPRI))
        ended_stream_ = true;
    if (bits & (EPOLLIN | EPOLLPRI | kEnd)) {
        may_receive_ = true;
        advance(receiving);
    }
    if (bits & (EPOLLOUT | EPOLLHUP | EPOLLERR)) {
        may_send_ = true;
        advance(sending);
    }
    if (rio) [[unlikely]]
        rio_queue_ready(*rio, bits);
    // Requests have the readiness first; what they left is a network event. And what a thread tells
    // that is not the one that waits (the background's), or what a port's reactor has kept, may be
    // stale: the program has been there.
    if (is_told() &&
        (requests || reactor::in_background || reactor() != reactor::Reactor::process())) {
        lnx::PollFd now{socket_.fd, lnx::kPollIn | lnx::kPollOut | lnx::kPollPri | lnx::kPollRdHup,
                        0};
        lnx::sys_poll_now(&now);
        bits = static_cast<uint16_t>(now.revents);
    }
    told(bits);
}

void SocketWatch::told(uint32_t bits) {
    edges_.store(edges() + 1, std::memory_order_release);
    if (NetworkEvents* const events = events_wanted())
        events->ready(bits);
    if (SocketNotification* const own = notification())
        own->ready(bits);
}

void SocketWatch::queues_settle() {
    const std::lock_guard guard(lock);
    if (!ended)
        queues_tell();
}

int SocketWatch::rare_make() {
    if (!rare_)
        rare_.reset(new (std::nothrow) Rare(socket_));
    return rare_ ? 0 : WSAENOBUFS;
}

void SocketWatch::renewed() {
    may_receive_ = true;
    may_send_ = true;
    ended_stream_ = false;
    if (rare_)
        rare_->events.renewed();
    if (rio)
        rio_queue_renewed(*rio);
}

void SocketWatch::receive_again() {
    const std::lock_guard guard(lock);
    may_receive_ = true;
    if (ended)
        return;
    advance(receiving);
    if (SocketNotification* const own = notification())
        own->look();
}

void SocketWatch::requests_came() {
    const std::lock_guard guard(lock);
    if (ended)
        return;
    may_receive_ = true;
    advance(receiving);
    told(EPOLLIN);
}

int SocketWatch::register_with_reactor(reactor::Reactor* other) {
    const nt::PortBinding* binding = nt::descriptor_port(static_cast<uintptr_t>(socket_.fd));
    nt::CompletionPort* port = binding ? binding->port() : nullptr;
    reactor::Reactor* const now = reactor();
    if (now && !port && !other) [[likely]]
        return 0;
    reactor::Reactor* wanted = port    ? port_reactor(*port)
                               : other ? other
                                       : reactor::Reactor::process();
    if (wanted == now && wanted) [[likely]]
        return 0;
    if (!wanted)
        return WSAENOBUFS;
    if (const int number = wanted->watch(socket_.fd, *this))
        return error_from_errno(number);
    unregister();
    reactor_.store(wanted, std::memory_order_release);
    if (ConditionalAccept* const gate = socket_.gate.load(std::memory_order_acquire))
        gate->drive(wanted);
    if (nt::Event* event = rare_ ? rare_->events.registration().event.get() : nullptr)
        event->drive_with(wanted);
    if (rare_ && rare_->handle_event)
        rare_->handle_event->drive_with(wanted);
    return 0;
}

nt::Ref<nt::Event> SocketWatch::handle_event() {
    if (rare_make() != 0)
        return {};
    nt::Ref<nt::Event>& event = rare_->handle_event;
    if (!event) {
        const bool idle =
            receiving.empty() && sending.empty() && rare_->changing.empty() && !rare_->accepted;
        event = nt::object_make<nt::Event>(true, idle && !handle_skipped());
        if (!event)
            return {};
        RequestQueue none;
        queues_take(none, [this](Request& request) {
            handle_reset(request);
            return false;
        });
    }
    if (nt::Parker* const now = reactor())
        event->drive_with(now);
    return nt::Ref<nt::Event>::share(event.get());
}

// The request begins.
void SocketWatch::handle_reset(Request& request) {
    rare_->handle_event->reset();
    if (!handle_skipped())
        request.end_with(*rare_->handle_event);
}

// The handle is not to be signalled.
bool SocketWatch::handle_skipped() const {
    const nt::PortBinding* const binding = nt::descriptor_port(static_cast<uintptr_t>(socket_.fd));
    return binding && (binding->modes() & FILE_SKIP_SET_EVENT_ON_HANDLE) != 0;
}

void SocketWatch::unregister() {
    if (reactor::Reactor* const now = reactor())
        now->forget(socket_.fd, *this);
    reactor_.store(nullptr, std::memory_order_release);
}

// The reactor of the port that hears of the request tells of the socket.
bool SocketWatch::is_with_port_of(const Request& request) const {
    const nt::PortBinding* const binding = request.binding();
    const nt::Parker* const now = reactor();
    return binding && now && binding->port()->driver() == now;
}

// The end of a request that fails to start is told by the call alone.
int SocketWatch::failed(std::unique_ptr<Request> request, int error) {
    request.release()->fail(error);
    return error;
}

// Threads that wait for the request's end tell of this socket's readiness.
void SocketWatch::drive(const Request& request) {
    if (nt::Event* event = request.event()) {
        if (event->driver() != reactor())
            event->drive_with(reactor());
    } else if (nt::Thread* thread = request.routine_thread()) {
        if (thread->apc_driver.load(std::memory_order_relaxed) != reactor())
            thread->apc_driver.store(reactor(), std::memory_order_release);
    }
}

int SocketWatch::start(std::unique_ptr<Request> request, RequestQueue& queue, DWORD* transferred,
                       DWORD* flags) {
    if (const int error = request->claim())
        return failed(std::move(request), error);
    if (rare_ && rare_->handle_event) [[unlikely]]
        handle_reset(*request);
    bool& may_go = may(queue);
    if (queue.empty() && may_go) {
        switch (request->perform(*this)) {
            case Request::Step::kDone:
                // A message that was cut is told like a success (nt/overlapped.h).
                if (request->always_pends() || request->error() == WSAEMSGSIZE) {
                    request.release()->tell(Request::Told::kLater);
                    return WSA_IO_PENDING;
                }
                if (const int error = request->error())
                    return failed(std::move(request), error);
                if (transferred)
                    *transferred = request->transferred();
                if (flags)
                    *flags = request->flags();
                request.release()->tell(Request::Told::kAtOnce);
                return 0;
            case Request::Step::kMoved:
                requests_end_with_thread();
                static_cast<void>(request.release());
                return WSA_IO_PENDING;
            case Request::Step::kLater:
                may_go = false;
        }
    }
    if (!is_with_port_of(*request)) [[unlikely]] {
        requests_end_with_thread();
        if (const int error = register_with_reactor()) {
            request->cancelled();
            return failed(std::move(request), error);
        }
    }
    drive(*request);
    if (&queue == &receiving && queue.empty()) {
        soon[1].store(request.get(), std::memory_order_relaxed);
        soon[2].store(request->overlapped, std::memory_order_relaxed);
        soon[3].store(request->binding(), std::memory_order_relaxed);
    }
    queue.push(*request.release());
    queues_tell();
    return WSA_IO_PENDING;
}

void SocketWatch::advance(RequestQueue& queue) {
    if (queue.empty())
        return;
    bool& may_go = may(queue);
    while (Request* request = may_go ? queue.pop() : nullptr) {
        const Request::Step step = request->perform(*this);
        if (step == Request::Step::kDone) {
            request->tell(Request::Told::kLater);
        } else if (step == Request::Step::kLater) {
            queue.push_front(*request);
            may_go = false;
        }
    }
    // Mostly the next receive comes at once. A call that wants to know asks (queues_settle).
    if (&queue == &sending || (socket_.queued.load(std::memory_order_relaxed) & Socket::kAwaited))
        queues_tell();
}

template <typename Chosen>
void SocketWatch::queues_take(RequestQueue& found, const Chosen& chosen) {
    receiving.take(found, chosen);
    sending.take(found, chosen);
    if (rare_)
        rare_->changing.take(found, chosen);
}

bool SocketWatch::cancel(const RequestFilter& filter) {
    RequestQueue found;
    const auto chosen = [&](const Request& request) {
        return request.is_of(*this) && filter.matches(request);
    };
    queues_take(found, chosen);
    const bool accepted_found = accepted_cancel(*this, filter);
    return end(found) || accepted_found;
}

void SocketWatch::cancel_all() {
    RequestQueue found;
    const auto chosen = [](const Request&) { return true; };
    queues_take(found, chosen);
    accepted_cancel(*this, {});
    end(found);
}

void SocketWatch::cancel_into(const SocketWatch& into) {
    RequestQueue found;
    receiving.take(found, [&](const Request& request) { return request.is_into(into); });
    end(found);
}

bool SocketWatch::end(RequestQueue& requests) {
    if (requests.empty())
        return false;
    queues_tell();
    while (Request* request = requests.pop()) {
        if (request->cancelled())
            request->abort();
    }
    return true;
}

void SocketWatch::move_here(Request& request, RequestQueue& queue) {
    queue.push_front(request);
    queues_tell();
}

void SocketWatch::move_behind(Request& request) {
    if (receiving.empty())
        may_receive_ = false;
    receiving.push(request);
    queues_tell();
}

void SocketWatch::move_away(Request& request, RequestQueue& queue) {
    RequestQueue found;
    queue.take(found, [&](const Request& other) { return &other == &request; });
    queues_tell();
}

// The calls that are not overlapped go by this.
void SocketWatch::queues_tell() {
    const auto queued = static_cast<uint8_t>((sending.empty() ? 0 : Socket::kPlainSend) |
                                             (receiving.empty() ? 0 : Socket::kPlainReceive));
    if (queued != (socket_.queued.load(std::memory_order_relaxed) & ~Socket::kAwaited))
        socket_.queued_set(queued);
    if (shutdown_follows && sending.empty()) {
        shutdown_follows = false;
        lnx::sys_shutdown(socket_.fd, lnx::kShutWr);
    }
}

int socket_watch_make(Socket& socket, SocketWatch** watch) {
    *watch = nullptr;
    auto* made = new (std::nothrow) SocketWatch(socket);
    if (!made)
        return WSAENOBUFS;
    if (socket.watch.compare_exchange_strong(*watch, made, std::memory_order_acq_rel))
        *watch = made;
    else
        made->unref();
    return 0;
}

int socket_watch(Socket& socket, SocketWatch** watch) {
    if (const int error = socket_watch_get(socket, watch))
        return error;
    const std::lock_guard guard((*watch)->lock);
    return (*watch)->register_with_reactor();
}

int registration_inherit(const EventRegistration& registration, Socket& accepted) {
    SocketWatch* watch = nullptr;
    accepted.registered = true;
    accepted.plain_update();
    if (int code = socket_watch(accepted, &watch))
        return code;
    const std::lock_guard guard(watch->lock);
    if (int code = watch->rare_make())
        return code;
    watch->rare()->events.inherit(registration);
    return 0;
}

void socket_watch_end(Socket& socket) {
    SocketWatch* watch = socket.watch.exchange(nullptr, std::memory_order_acq_rel);
    if (!watch)
        return;
    EventRegistration none;
    nt::Ref<SocketNotification> notification;
    {
        const std::lock_guard guard(watch->lock);
        SocketWatch::Rare* const rare = watch->rare();
        if (rare)
            std::swap(notification, rare->notification);
        if (notification)
            notification->end();
        watch->cancel_all();
        if (RioQueue* rio = std::exchange(watch->rio, nullptr))
            rio_queue_end(*rio);
        watch->unregister();
        watch->ended = true;
        if (rare)
            rare->events.assign(none);
    }
    network_change_forget(*watch);
    acceptor_leave(*watch);
    watch->unref();
}

}  // namespace berth::kernel
