#include "providers/iso/listener.h"

#include <algorithm>
#include <cerrno>
#include <new>
#include <sys/uio.h>
#include <utility>

#include "nt/clock.h"
#include "providers/iso/shared_port.h"

namespace berth::iso {
namespace {

// How long a peer may take to say what it wants.
constexpr DWORD kRequestTime = 15'000;  // milliseconds
// When to look again whether there is a descriptor for a peer that waits for one.
constexpr DWORD kDescriptorTime = 100;  // milliseconds
// How many may be about to; each costs a descriptor.
constexpr size_t kHalfOpenMost = 512;

}  // namespace

// ---- a peer ----

ConnectionRequest::ConnectionRequest(SocketRef listener, TcpDescriptor tcp)
    : since(clock_now()), listener_(std::move(listener)) {
    connection.tcp = std::move(tcp);
}

int ConnectionRequest::watch_begin() {
    reactor_ = reactor::Reactor::process();
    if (reactor_ && reactor_->watch(connection.tcp.get(), *this) == 0)
        return 0;
    reactor_ = nullptr;
    return WSAENOBUFS;
}

void ConnectionRequest::watch_end() {
    if (reactor::Reactor* reactor = std::exchange(reactor_, nullptr))
        reactor->forget(connection.tcp.get(), *this);
}

void ConnectionRequest::end() {
    watch_end();
    connection.tcp.reset();
}

void ConnectionRequest::refuse(DisconnectReason reason, Octets data) {
    if (connection.tcp && is_complete()) {
        Tpdu answer;
        answer.kind = TpduKind::kDisconnectRequest;
        answer.dst_ref = request_.src_ref;
        answer.reason = reason;
        answer.user_data = data;
        uint8_t octets[kControlTpktMax];
        iovec piece{octets, tpdu_write(answer, 0, octets)};
        tcp_write(connection.tcp.get(), &piece, 1);
    }
    end();
}

void ConnectionRequest::reject(const Reject& reject, Octets octets) {
    uint8_t answer[kControlTpktMax];
    iovec piece{answer, reject_write(reject, octets, reject.peer_ref, 0, answer)};
    tcp_write(connection.tcp.get(), &piece, 1);
    tcp_end_output(connection.tcp.get());
}

void ConnectionRequest::ready(uint32_t events, uint16_t registration) {
    const SocketRef listener = listener_;
    const Lock guard(listener->lock);
    if (!is_current(registration) || !reactor_ || !listener->listener)
        return;
    look();
    // A short read leaves the stream's end, of which epoll will not tell again.
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
        look();
    if (reactor_ && is_complete() && !is_queued)
        listener->listener->arrived(*listener, *this);  // it may be another's from here on
    listener->accepts.perform(*listener);
    listener->changed();
}

void ConnectionRequest::look() {
    if (!reactor_)
        return;
    bool stays = false;
    try {
        const auto outcome = connection.stream.read(connection.tcp.get(), kControlTpktMax,
                                                    [&](Octets tpkt) { return take(tpkt); });
        stays = outcome.end == TpktStream::End::kDrained && !withdrawn;
    } catch (const std::bad_alloc&) {
        stays = false;
    }
    if (!stays && reactor_) {
        end();
        listener_->listener->gone(*this);
    }
}

// Until the answer there is nothing to say but the request, and that it is withdrawn.
bool ConnectionRequest::take(Octets tpkt) {
    TpduRules rules;
    rules.tpdu_max = kControlTpktMax;
    Tpdu tpdu;
    if (const auto wrong = tpdu_read(tpkt, rules, &tpdu)) {
        reject(*wrong, tpkt);
        withdrawn = true;
        return false;
    }
    if (tpdu.kind != TpduKind::kConnectRequest || is_complete()) {
        withdrawn = true;
        return false;
    }
    octets_.assign(tpkt.begin(), tpkt.end());
    return !tpdu_read(octets_, rules, &request_);
}

// ---- the queue ----

Listener::Listener(size_t backlog)
    : backlog_(backlog), half_open_most_(std::min(kHalfOpenMost, tcp_descriptor_limit() / 4)) {}

void Listener::drop_oldest() {
    const ConnectionRequestRef oldest = half_open_.front();
    half_open_.pop_front();
    oldest->end();
}

void Listener::arrivals_take(Socket& socket) {
    starved_ = false;
    for (;;) {
        TcpDescriptor tcp;
        TcpAddress peer;
        const int number = tcp_accept(socket.connection.tcp.get(), &tcp, &peer);
        // Of those that say nothing one makes room for a newer one.
        if ((number == EMFILE || number == ENFILE) && !half_open_.empty()) {
            drop_oldest();
            continue;
        }
        if (number == EMFILE || number == ENFILE) {
            starved_ = true;
            socket.timer_start(kDescriptorTime);
        }
        if (number != 0)
            break;
        if (half_open_.size() >= half_open_most_)
            drop_oldest();
        tcp_no_delay(tcp.get(), true);
        auto request =
            nt::object_make<ConnectionRequest>(SocketRef::share(&socket), std::move(tcp));
        if (!request)
            break;
        tcp_address_store(peer, &request->connection.peer);
        TcpAddress local;
        tcp_local(request->connection.tcp.get(), &local);
        tcp_address_store(local, &request->connection.local);
        half_open_.push_back(request);
        if (half_open_.size() == 1)
            socket.timer_start(kRequestTime);
        if (request->watch_begin() != 0)
            drop_oldest();
    }
}

bool Listener::is_starved(Socket& socket) {
    if (starved_)
        arrivals_take(socket);
    return starved_;
}

void Listener::expire(Socket& socket, uint64_t now) {
    constexpr uint64_t kTime = kRequestTime * nt::kNanosecondsPerMillisecond;
    while (!half_open_.empty() && now - half_open_.front()->since >= kTime)
        drop_oldest();
    if (!half_open_.empty()) {
        const uint64_t left = kTime - (now - half_open_.front()->since);
        socket.timer_start(static_cast<DWORD>(left / nt::kNanosecondsPerMillisecond) + 1);
    }
    if (starved_)
        arrivals_take(socket);
}

void Listener::arrived(Socket& socket, ConnectionRequest& request) {
    const auto self = ConnectionRequestRef::share(&request);
    half_open_.remove_if([&](const auto& other) { return other.get() == &request; });
    request.is_queued = true;
    const SocketRef called = port_find(socket, request.request().parameters.called_selector);
    if (!called)
        return request.refuse(class_choose(request.request(), socket.best_class())
                                  ? DisconnectReason::kAddressUnknown
                                  : DisconnectReason::kNegotiationFailed);
    if (called.get() == &socket)
        return queue(socket, request);
    const Lock guard(called->lock);
    if (called->is_closed() || called->phase() != Phase::kListening)
        return request.refuse(DisconnectReason::kNobodyAtSelector);
    request.listener_set(called);
    called->listener->queue(*called, request);
    called->accepts.perform(*called);
    called->changed();
}

void Listener::queue(Socket& socket, ConnectionRequest& request) {
    const Tpdu& asked = request.request();
    const Octets called = asked.parameters.called_selector;
    const auto chosen = class_choose(asked, socket.best_class());
    if (!chosen)
        return request.refuse(DisconnectReason::kNegotiationFailed);
    if (is_full())
        return request.refuse(DisconnectReason::kCongestionAtSelector);
    request.transport_class = *chosen;
    Connection& connection = request.connection;
    const auto selector_store = [](Octets from, IsoAddress* to) {
        to->selector_length = static_cast<uint8_t>(std::min(from.size(), sizeof to->selector));
        std::copy_n(from.begin(), to->selector_length, to->selector);
    };
    selector_store(asked.parameters.calling_selector, &connection.peer);
    selector_store(called, &connection.local);
    request.arrival = next_arrival_++;
    requests_.push_back(ConnectionRequestRef::share(&request));
}

void Listener::gone(ConnectionRequest& request) {
    request.withdrawn = true;
    half_open_.remove_if([&](const auto& other) { return other.get() == &request; });
    if (request.indicated)
        return;  // the next accept tells it
    const auto place = std::find_if(requests_.begin(), requests_.end(),
                                    [&](const auto& other) { return other.get() == &request; });
    if (place != requests_.end())
        requests_.erase(place);
}

ConnectionRequestRef Listener::take(int* code) {
    *code = 0;
    while (!requests_.empty()) {
        ConnectionRequestRef first = std::move(requests_.front());
        requests_.pop_front();
        first->look();  // it may have been withdrawn a moment ago
        if (first->withdrawn && !first->indicated)
            continue;
        if (first->withdrawn)
            *code = WSAECONNRESET;
        return first;
    }
    return {};
}

void Listener::put_back(ConnectionRequestRef request) {
    const auto place = std::find_if(requests_.begin(), requests_.end(), [&](const auto& other) {
        return other->arrival > request->arrival;
    });
    requests_.insert(place, std::move(request));
}

void Listener::end() {
    for (const auto& request : half_open_)
        request->end();
    half_open_.clear();
    requests_end();
}

void Listener::requests_end() {
    for (const auto& socket : accepted_)
        accepted_cancel(*socket, nullptr, 0);
    for (const auto& request : requests_)
        request->refuse(DisconnectReason::kNobodyAtSelector);
    requests_.clear();
    accepted_.clear();
}

// ---- AcceptEx, once it has a connection and waits for data ----

void Listener::accepted_wait(Socket& socket) {
    std::erase_if(accepted_, [](const auto& other) {
        const Lock guard(other->lock);
        return !other->acceptor_waits();
    });
    accepted_.push_back(SocketRef::share(&socket));
}

uint32_t Listener::accepted_cancel(const OVERLAPPED* overlapped, uint32_t thread) {
    uint32_t count = 0;
    for (const auto& socket : accepted_)
        count += accepted_cancel(*socket, overlapped, thread);
    return count;
}

uint32_t Listener::accepted_cancel(Socket& socket, const OVERLAPPED* overlapped, uint32_t thread) {
    const Lock guard(socket.lock);
    return socket.receives.cancel(socket, overlapped, thread, &socket);
}

}  // namespace berth::iso
