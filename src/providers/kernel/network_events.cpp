#include "providers/kernel/network_events.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "providers/kernel/conditional_accept.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

constexpr uint32_t kIn = lnx::kPollIn, kOut = lnx::kPollOut, kUrgent = lnx::kPollPri,
                   kError = lnx::kPollErr, kHangUp = lnx::kPollHup, kPeerDone = lnx::kPollRdHup;

// Whether the peer has ended its side: the socket's own SD_RECEIVE looks the same to poll.
bool peer_has_ended(int fd) {
    uint8_t state = 0;
    unsigned length = sizeof state;
    if (lnx::sys_getsockopt(fd, lnx::kIpProtoTcp, lnx::kTcpInfo, &state, &length) != 0)
        return false;
    return state >= lnx::kTcpClose && state != lnx::kTcpListen;
}

}  // namespace

// ---- the registration ----

void NetworkEvents::assign(EventRegistration& registration) {
    replace(registration);
    if (registration_.wanted == 0)
        return;
    write_awaited_ = true;
    connect_begun_ = false;
    connect_awaited_ =
        !connect_told_ && (socket_.is_stream() ? !socket_.listening : socket_.connected.load());
    look_now(Occasion::enabled);
    changes_record();
}

void NetworkEvents::inherit(EventRegistration registration) {
    registration_ = std::move(registration);
    write_awaited_ = true;
    look_now(Occasion::enabled);
}

void NetworkEvents::take(WSANETWORKEVENTS* events, nt::Event* reset) {
    // What has happened and no thread was there to be told.
    if (recorded_ == 0 && registration_.event)
        look_now(Occasion::edge);
    take_recorded(events, reset);
}

void NetworkEvents::record(int bit, int code) {
    if (socket_.shared && !shared_registration_is_ours(socket_))
        return;
    if (record_or_post(bit, code))
        post(upcalls(), static_cast<SOCKET>(socket_.fd), bit, code);
}

// ---- what readiness means ----

void NetworkEvents::look_now(Occasion occasion) {
    lnx::PollFd poll{socket_.fd, lnx::kPollIn | lnx::kPollOut | lnx::kPollPri | lnx::kPollRdHup, 0};
    if (lnx::sys_poll_now(&poll) >= 0)
        look(static_cast<uint16_t>(poll.revents), occasion);
}

void NetworkEvents::look(uint32_t events, Occasion occasion) {
    if (socket_.listening)
        look_listener(events, occasion);
    else if (!socket_.is_stream())
        look_datagram(events);
    else if (connect_look())
        look_stream(events);
}

// Nothing is told of requests behind one that is deferred.
void NetworkEvents::look_listener(uint32_t events, Occasion occasion) {
    const bool deferred = socket_.deferred_count.load(std::memory_order_acquire) != 0;
    // What poll tells of one whose clients wait may be somebody's already.
    const auto present = [&] {
        return socket_.gate.load(std::memory_order_acquire) ? listener_readable_refresh(socket_)
                                                            : (events & kIn) != 0;
    };
    if (deferred ? occasion == Occasion::enabled : present())
        record(FD_ACCEPT_BIT);
}

void NetworkEvents::look_datagram(uint32_t events) {
    if (connect_awaited_) {
        connect_awaited_ = false;
        record(FD_CONNECT_BIT);
    }
    // A port that was found closed is told by a receive.
    if ((events & kIn) || ((events & kError) && socket_.udp_connreset) || socket_.datagram_refused)
        record(FD_READ_BIT);
    if (events & kOut)
        writable();
}

// Looks whether a connect has ended. True: the socket is connected.
bool NetworkEvents::connect_look() {
    if (!connect_awaited_)
        return socket_.connected;
    int code = connect_settle(socket_);
    if (code == WSAEALREADY || (code == WSAENOTCONN && !connect_begun_))
        return false;
    connect_awaited_ = false;
    if (code == WSAENOTCONN)
        code = WSAECONNREFUSED;  // SO_ERROR has told why already
    record(FD_CONNECT_BIT, code);
    return code == 0;
}

void NetworkEvents::look_stream(uint32_t events) {
    urgent_ = (events & kUrgent) != 0;
    peer_done_ = (events & (kPeerDone | kHangUp | kError)) != 0;
    Next next = (events & kIn) ? Next::data : Next::nothing;
    const bool end = peer_done_ && end_look(events, &next);
    if (urgent_ && is_urgent_apart())
        record(FD_OOB_BIT);
    if (next == Next::data && !socket_.receive_shut)
        record(FD_READ_BIT);
    if ((events & kOut) && !socket_.failure)
        writable();
    if (end)
        record(FD_CLOSE_BIT, socket_.failure == 0               ? 0
                             : socket_.failure == WSAECONNRESET ? WSAECONNRESET
                                                                : WSAECONNABORTED);
}

void NetworkEvents::writable() {
    if (std::exchange(write_awaited_, false))
        record(FD_WRITE_BIT);
}

// A broken connection is told at once, an orderly end after the last data. Asking takes the
// kernel's error away, so it is kept for the receive that comes.
bool NetworkEvents::end_look(uint32_t events, Next* next) {
    if (events & kError) {
        int number = 0;
        unsigned length = sizeof number;
        if (lnx::sys_getsockopt(socket_.fd, lnx::kSolSocket, lnx::kSoError, &number, &length) ==
                0 &&
            number != 0)
            socket_.failure = number == EPIPE ? WSAECONNRESET : error_from_errno(number);
    }
    *next = next_look();
    return socket_.failure != 0 || *next == Next::end;
}

NetworkEvents::Next NetworkEvents::next_look() {
    char byte = 0;
    ssize_t result = 0;
    do {
        result = lnx::sys_recv(socket_.fd, &byte, sizeof byte, lnx::kMsgPeek | lnx::kMsgDontWait);
    } while (result < 0 && errno == EINTR);
    if (result > 0)
        return Next::data;
    if (result < 0) {
        if (errno != EAGAIN)
            socket_.failure = errno == EPIPE ? WSAECONNRESET : error_from_errno(errno);
        return Next::nothing;
    }
    return socket_.receive_shut && !peer_has_ended(socket_.fd) ? Next::nothing : Next::end;
}

bool NetworkEvents::is_urgent_apart() const {
    int inlined = 0;
    unsigned length = sizeof inlined;
    lnx::sys_getsockopt(socket_.fd, lnx::kSolSocket, lnx::kSoOobInline, &inlined, &length);
    return inlined == 0;
}

// ---- what re-enables ----

void NetworkEvents::receive_ended(bool empty) {
    told_ &= ~(FD_READ | FD_OOB);
    if (empty && !peer_done_ && !urgent_) [[likely]]
        return;
    look_now(Occasion::enabled);
}

void NetworkEvents::send_ended(bool blocked) {
    told_ &= ~FD_WRITE;
    if (blocked)
        write_awaited_ = true;
    if (blocked || socket_.datagram_refused)
        look_now(Occasion::enabled);
}

void NetworkEvents::accept_ended(bool empty) {
    told_ &= ~FD_ACCEPT;
    if (!empty)
        look_now(Occasion::enabled);
}

void NetworkEvents::connect_begins() {
    told_ &= ~(FD_CONNECT | FD_WRITE | FD_CLOSE);
    connect_awaited_ = true;
    connect_begun_ = true;
    connect_told_ = false;
    write_awaited_ = true;
    peer_done_ = false;
}

void NetworkEvents::connect_ended(bool connected) {
    if (connected)
        look_now(Occasion::enabled);
    else
        connect_awaited_ = false;  // the call itself has told
}

void NetworkEvents::renewed() {
    told_ &= ~(FD_READ | FD_WRITE | FD_OOB | FD_CONNECT | FD_CLOSE);
    write_awaited_ = true;
    connect_awaited_ = false;
    connect_told_ = false;
    peer_done_ = false;
    urgent_ = false;
}

void NetworkEvents::quality_changed() {
    told_ &= ~FD_QOS;  // each change is told once
    record(FD_QOS_BIT);
}

void NetworkEvents::change_awaited(int bit) {
    told_ &= ~(1L << bit);
    changed_ &= ~(1L << bit);
}

void NetworkEvents::changed(int bit) {
    changed_ |= 1L << bit;
    changes_record();
}

void NetworkEvents::changes_record() {
    for (const int bit : {FD_ROUTING_INTERFACE_CHANGE_BIT, FD_ADDRESS_LIST_CHANGE_BIT}) {
        const long event = 1L << bit;
        if ((changed_ & event) && (registration_.wanted & event)) {
            changed_ &= ~event;
            record(bit);
        }
    }
}

namespace {

// Somebody wants to know how the calls of the socket end.
bool is_followed(const Socket& socket) {
    return socket.registered || socket.edge_notified;
}

}  // namespace

ReceiveCall::ReceiveCall(Socket& socket)
    : watch_(is_followed(socket) ? socket.watch.load(std::memory_order_acquire) : nullptr) {
    if (watch_) [[unlikely]]
        edges_ = watch_->edges();
}

void ReceiveCall::end() {
    const std::lock_guard guard(watch_->lock);
    if (NetworkEvents* const events = watch_->events_wanted())
        events->receive_ended(empty_ && edges_ == watch_->edges());
    if (SocketNotification* const notification = watch_->notification())
        notification->taken(empty_ ? SOCK_NOTIFY_EVENT_IN : 0);
}

SendCall::SendCall(Socket& socket)
    : watch_(is_followed(socket) ? socket.watch.load(std::memory_order_acquire) : nullptr) {}

AcceptCall::AcceptCall(Socket& listener) : listener_(listener) {
    if (SocketWatch* watch = listener.watch.load(std::memory_order_acquire))
        edges_ = watch->edges();
}

void AcceptCall::ended(int code) {
    if (!is_followed(listener_) || code == WSATRY_AGAIN || code == WSAENOTSOCK)
        return;
    SocketWatch* watch = listener_.watch.load(std::memory_order_acquire);
    const std::lock_guard guard(watch->lock);
    if (NetworkEvents* const events = watch->events_wanted())
        events->accept_ended(code == WSAEWOULDBLOCK && edges_ == watch->edges());
    if (SocketNotification* const notification = watch->notification())
        notification->taken(code == WSAEWOULDBLOCK ? SOCK_NOTIFY_EVENT_IN : 0);
}

void SendCall::end() {
    const std::lock_guard guard(watch_->lock);
    if (NetworkEvents* const events = watch_->events_wanted())
        events->send_ended(blocked_);
    if (SocketNotification* const notification = watch_->notification())
        notification->taken(blocked_ ? SOCK_NOTIFY_EVENT_OUT : 0);
}

}  // namespace berth::kernel
