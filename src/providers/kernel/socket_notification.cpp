#include "providers/kernel/socket_notification.h"

#include <bit>
#include <cerrno>
#include <mutex>
#include <new>
#include <utility>

#include "nt/descriptor_readiness.h"
#include "providers/kernel/conditional_accept.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/port_reactor.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "winerror.h"

namespace berth::kernel {
namespace {

constexpr uint32_t kIn = SOCK_NOTIFY_EVENT_IN, kOut = SOCK_NOTIFY_EVENT_OUT,
                   kHangUp = SOCK_NOTIFY_EVENT_HANGUP, kError = SOCK_NOTIFY_EVENT_ERR,
                   kRemove = SOCK_NOTIFY_EVENT_REMOVE;

}  // namespace

// ---- what readiness means ----

uint32_t SocketNotification::holds(uint32_t events) const {
    uint32_t held = ((events & lnx::kPollIn) ? kIn : 0) | ((events & lnx::kPollOut) ? kOut : 0);
    if (socket_->listening && socket_->gate.load(std::memory_order_acquire))
        return listener_readable_refresh(*socket_) ? kIn : 0;
    if (socket_->listening)
        return nt::descriptor_is_readable_anyway(static_cast<uintptr_t>(socket_->fd)) ? kIn
                                                                                      : held & kIn;
    if (socket_->is_stream())
        return holds_stream(events);
    // A port that was found closed is told by a receive.
    if (socket_->datagram_refused || ((events & lnx::kPollErr) && socket_->udp_connreset))
        held |= kIn | kError;
    return held;
}

uint32_t SocketNotification::holds_stream(uint32_t events) const {
    const bool broken = (events & lnx::kPollErr) != 0;
    if (!socket_->connected) {
        // Linux calls a socket that never was connected hung up.
        if (!socket_->connecting)
            return socket_->connect_error != 0 ? kError | kHangUp : 0;
        if (broken)
            return kError | kHangUp;
        return (events & lnx::kPollOut) ? kOut : 0;
    }
    if (socket_->receive_shut)
        events &= ~uint32_t{lnx::kPollIn | lnx::kPollRdHup};
    // Who asks for the hang-up has no input of it.
    constexpr uint32_t kEnd = lnx::kPollIn | lnx::kPollRdHup;
    if ((events & kEnd) == kEnd && !broken && (wanted_ & kHangUp) && is_at_end())
        events &= ~uint32_t{lnx::kPollIn};
    return ((events & lnx::kPollIn) ? kIn : 0) | ((events & lnx::kPollOut) ? kOut : 0) |
           ((events & (lnx::kPollHup | lnx::kPollRdHup)) ? kHangUp : 0) |
           (broken || socket_->failure != 0 ? kError | kHangUp : 0);
}

// Whether the end of the stream comes next. A failure that this meets is kept for the receive that
// comes.
bool SocketNotification::is_at_end() const {
    char byte = 0;
    const ssize_t result =
        lnx::sys_recv(socket_->fd, &byte, sizeof byte, lnx::kMsgPeek | lnx::kMsgDontWait);
    if (result < 0 && errno != EAGAIN && errno != EINTR)
        socket_->failure = errno == EPIPE ? WSAECONNRESET : error_from_errno(errno);
    return result == 0;
}

uint32_t SocketNotification::holds_now() const {
    lnx::PollFd poll{socket_->fd, lnx::kPollIn | lnx::kPollOut | lnx::kPollRdHup, 0};
    return lnx::sys_poll_now(&poll) >= 0 ? holds(static_cast<uint16_t>(poll.revents)) : 0;
}

// ---- the packet's way ----

// True: the caller posts it, without the lock.
bool SocketNotification::queue() {
    if (queued_) {
        again_ = true;
        return false;
    }
    queued_ = true;
    ref();
    return true;
}

void SocketNotification::post() {
    const nt::Ref<nt::CompletionPort> port = port_;  // the packet may be dropped on its way
    port->post(*this);
}

bool SocketNotification::ask() {
    const std::lock_guard guard(lock_);
    bytes = 0;
    if (removed_)
        bytes = kRemove;
    else if (enabled_ && socket_)
        bytes = level_ ? holds_now() & wanted_ : risen_;
    if (bytes == 0) {
        queued_ = false;
        again_ = false;
    }
    return bytes != 0;
}

void SocketNotification::told() {
    const std::lock_guard guard(lock_);
    fetched_ = true;
    if (bytes == kRemove) {
        again_ = false;
        return;
    }
    risen_ &= ~bytes;
    if (once_)
        enabled_ = false;
    again_ = (enabled_ && (level_ || risen_ != 0)) || removed_;
}

void SocketNotification::give_back() {
    bool more = false;
    {
        const std::lock_guard guard(lock_);
        if (std::exchange(fetched_, false)) {
            more = std::exchange(again_, false);
            queued_ = more;
        }
    }
    if (more)
        post();
    else
        unref();
}

// ---- the registration ----

void SocketNotification::enable(uint32_t filter, uint32_t triggers) {
    bool posts = false;
    {
        const std::lock_guard guard(lock_);
        wanted_ = filter | kError;
        level_ = (triggers & SOCK_NOTIFY_TRIGGER_LEVEL) != 0;
        once_ = (triggers & SOCK_NOTIFY_TRIGGER_ONESHOT) != 0;
        enabled_ = filter != SOCK_NOTIFY_REGISTER_EVENT_NONE;
        holding_ = holds_now();
        risen_ = 0;
        posts = level_ && enabled_ && (holding_ & wanted_) != 0 && queue();
    }
    if (posts)
        post();
}

void SocketNotification::disable() {
    const std::lock_guard guard(lock_);
    enabled_ = false;
    risen_ = 0;
}

void SocketNotification::remove() {
    bool posts = false;
    {
        const std::lock_guard guard(lock_);
        removed_ = true;
        enabled_ = false;
        posts = queue();
    }
    if (posts)
        post();
}

void SocketNotification::end() {
    const std::lock_guard guard(lock_);
    socket_ = nullptr;
    enabled_ = false;
}

void SocketNotification::ready(uint32_t events) {
    bool posts = false;
    {
        const std::lock_guard guard(lock_);
        if (!socket_)
            return;
        const uint32_t now = holds(events);
        // What another process takes from a socket that it shares is not seen here.
        const uint32_t risen = socket_->shared ? now : now & ~holding_;
        holding_ = now;
        if (!enabled_)
            return;
        if (!level_)
            risen_ |= risen & wanted_;
        if (level_ ? (now & wanted_) != 0 : risen_ != 0)
            posts = queue();
    }
    if (posts)
        post();
}

void SocketNotification::taken(uint32_t at_end) {
    const std::lock_guard guard(lock_);
    if (socket_ && !level_)
        holding_ &= holds_now() & ~at_end;
}

void SocketNotification::look() {
    bool posts = false;
    {
        const std::lock_guard guard(lock_);
        posts = socket_ && enabled_ && level_ && (holds_now() & wanted_) != 0 && queue();
    }
    if (posts)
        post();
}

namespace {

bool flags_are_valid(const SOCK_NOTIFY_REGISTRATION& asked) {
    const uint32_t triggers = asked.triggerFlags;
    const bool level = (triggers & SOCK_NOTIFY_TRIGGER_LEVEL) != 0;
    const bool edge = (triggers & SOCK_NOTIFY_TRIGGER_EDGE) != 0;
    const uint32_t lasting = SOCK_NOTIFY_TRIGGER_ONESHOT | SOCK_NOTIFY_TRIGGER_PERSISTENT;
    return (asked.eventFilter & ~SOCK_NOTIFY_REGISTER_EVENTS_ALL) == 0 &&
           (triggers & ~uint32_t{SOCK_NOTIFY_TRIGGER_ALL}) == 0 && level != edge &&
           (triggers & lasting) != lasting;
}

// Under the watch's lock.
DWORD registration_enable(Socket& socket, SocketWatch& watch, nt::CompletionPort& port,
                          const SOCK_NOTIFY_REGISTRATION& asked, nt::Ref<SocketNotification>* old) {
    if (const int code = watch.rare_make())
        return static_cast<DWORD>(code);
    nt::Ref<SocketNotification>& own = watch.rare()->notification;
    const bool known = own && !own->removed();
    if (known && own->port() != &port)
        return WSAEINVAL;
    if (!known) {
        reactor::Reactor* const reactor = port_reactor(port);
        auto made =
            nt::object_make<SocketNotification>(socket, nt::Ref<nt::CompletionPort>::share(&port),
                                                reinterpret_cast<ULONG_PTR>(asked.completionKey));
        if (!reactor || !made)
            return WSAENOBUFS;
        if (const int code = watch.register_with_reactor(reactor))
            return static_cast<DWORD>(code);
        *old = std::exchange(own, std::move(made));
    }
    // First, so that a transfer that begins from here on is seen.
    socket.edge_notified = (asked.triggerFlags & SOCK_NOTIFY_TRIGGER_EDGE) != 0;
    socket.plain_update();
    own->enable(asked.eventFilter, asked.triggerFlags);
    return ERROR_SUCCESS;
}

}  // namespace

DWORD socket_notify(SOCKET s, void* completion_port, const SOCK_NOTIFY_REGISTRATION* asked) {
    SocketUse socket(s);
    if (!socket)
        return WSAENOTSOCK;
    auto& port = *static_cast<nt::CompletionPort*>(completion_port);
    const uint32_t operation = asked->operation;
    constexpr uint32_t kOperations =
        SOCK_NOTIFY_OP_ENABLE | SOCK_NOTIFY_OP_DISABLE | SOCK_NOTIFY_OP_REMOVE;
    if ((operation & ~kOperations) != 0 || std::popcount(operation) != 1)
        return WSAEINVAL;
    if (operation == SOCK_NOTIFY_OP_ENABLE && !flags_are_valid(*asked))
        return WSAEINVAL;
    SocketWatch* watch = nullptr;
    if (const int code = socket_watch_get(*socket, &watch))
        return static_cast<DWORD>(code);
    nt::Ref<SocketNotification> old;  // let go without the lock
    const std::lock_guard guard(watch->lock);
    if (operation == SOCK_NOTIFY_OP_ENABLE)
        return registration_enable(*socket, *watch, port, *asked, &old);
    SocketNotification* const own = watch->notification();
    if (!own || own->removed() || own->port() != &port)
        return ERROR_NOT_FOUND;
    if (operation == SOCK_NOTIFY_OP_DISABLE)
        own->disable();
    else
        own->remove();
    return ERROR_SUCCESS;
}

}  // namespace berth::kernel
