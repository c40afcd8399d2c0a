#include "providers/kernel/conditional_accept.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <new>
#include <utility>

#include "nt/descriptor_readiness.h"
#include "nt/poll_wake.h"
#include "providers/kernel/deferred.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/request_take.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

using namespace std::chrono_literals;

// A client sends its request again after one second (or three), and doubles that each time, until
// it gives up. One that has not been heard of for longer than that has gone.
constexpr auto kLeastPatience = 4s;
constexpr auto kSlack = 2s;
constexpr auto kExpireEvery = 250ms;
// A handshake that takes longer is looked at, whether it is still under way.
constexpr auto kHandshakePatience = 300ms;
// Beside the bound: room for those that are sent again, so that they are heard of.
constexpr uint32_t kAgain = 64;

constexpr uint8_t kMappedPrefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_mapped(const uint8_t* address) {
    return std::memcmp(address, kMappedPrefix, sizeof kMappedPrefix) == 0;
}

Address address_of(bool v6, bool mapped, const uint8_t* bytes, uint16_t port, uint32_t interface) {
    Address address;
    if (!v6 && !mapped) {
        sockaddr_in name{};
        name.sin_family = lnx::kAfInet;
        name.sin_port = port;
        std::memcpy(&name.sin_addr, bytes, sizeof name.sin_addr);
        std::memcpy(address.bytes, &name, sizeof name);
        address.length = sizeof name;
        return address;
    }
    sockaddr_in6 name{};
    name.sin6_family = lnx::kAfInet6;
    name.sin6_port = port;
    auto* to = reinterpret_cast<uint8_t*>(&name.sin6_addr);
    if (v6) {
        std::memcpy(to, bytes, sizeof name.sin6_addr);
        const bool link_local = bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;
        name.sin6_scope_id = link_local ? interface : 0;
    } else {
        std::memcpy(to, kMappedPrefix, sizeof kMappedPrefix);
        std::memcpy(to + sizeof kMappedPrefix, bytes, 4);
    }
    std::memcpy(address.bytes, &name, sizeof name);
    address.length = sizeof name;
    return address;
}

// The other way round: what the kernel says of a connection.
void path_end(const Address& address, uint8_t* bytes, uint16_t* port, bool* v6) {
    if (address.family == lnx::kAfInet) {
        sockaddr_in name{};
        std::memcpy(&name, address.bytes, sizeof name);
        std::memcpy(bytes, &name.sin_addr, sizeof name.sin_addr);
        *port = name.sin_port;
        *v6 = false;
        return;
    }
    sockaddr_in6 name{};
    std::memcpy(&name, address.bytes, sizeof name);
    const auto* from = reinterpret_cast<const uint8_t*>(&name.sin6_addr);
    *v6 = !is_mapped(from);
    std::memcpy(bytes, *v6 ? from : from + sizeof kMappedPrefix, *v6 ? 16 : 4);
    *port = name.sin6_port;
}

SynPath path_of(const Address& peer, const Address& local) {
    SynPath path;
    path_end(peer, path.peer, &path.peer_port, &path.v6);
    path_end(local, path.local, &path.local_port, &path.v6);
    return path;
}

bool wish_is(const char* word) {
    const char* const wish = std::getenv("BERTH_CONDITIONAL_ACCEPT");
    return wish && std::strcmp(wish, word) == 0;
}

// What killed programs have left is removed by the first listener of the next.
void left_over_clean() {
    static std::once_flag once;
    std::call_once(once, [] { static_cast<void>(syn_rules_left_over(wish_is("iptables"), true)); });
}

SynRuleKind kind_wished() {
    return wish_is("iptables") ? SynRuleKind::iptables : SynRuleKind::none;
}

// The most that the kernel would queue.
int backlog_most() {
    constexpr int kUsual = 4096;
    int most = kUsual;
    if (std::ifstream file("/proc/sys/net/core/somaxconn"); !(file >> most) || most < 1)
        most = kUsual;
    return most;
}

void raw_close(int* fd) {
    if (*fd >= 0)
        lnx::sys_close(std::exchange(*fd, -1));
}

}  // namespace

HeldRequest::HeldRequest(ConditionalAccept& owner) : gate(owner) {
    gate.ref();
}

HeldRequest::~HeldRequest() {
    if (fd >= 0)
        connection_reset(fd);
    gate.unref();
}

// ---- its life ----

ConditionalAccept::~ConditionalAccept() {
    raw_close(&raw4_);
    raw_close(&raw6_);
}

int ConditionalAccept::start(const Address& local, bool v4, bool v6, int backlog) {
    bound_ = static_cast<size_t>(backlog);
    mapped_ = local.family == lnx::kAfInet6;
    if (v4 && (raw4_ = syn_reset_open(false)) < 0)
        return errno;
    if (v6 && (raw6_ = syn_reset_open(true)) < 0)
        return errno;
    // First: a rule whose queue is nobody's is taken for left over.
    if (const int error = queue_.open(static_cast<uint32_t>(backlog) + kAgain))
        return error;
    SynRuleMatch match;
    match.queue = queue_.number();
    match.any_address = address_is_any(local);
    uint16_t port = 0;
    bool ignored = false;
    path_end(local, match.address, &port, &ignored);
    match.port = __builtin_bswap16(port);
    if (v4) {
        if (const int error = rule4_.add(match, kind_wished()))
            return error;
    }
    match.v6 = true;
    return v6 ? rule6_.add(match, kind_wished()) : 0;
}

int ConditionalAccept::open(Socket& listener, int backlog, ConditionalAccept** gate) {
    Address local;
    if (const int number = address_of_socket(listener.fd, &local))
        return number;
    bool v4 = listener.family == AF_INET;
    bool v6 = !v4;
    if (v6) {
        SynPath path;
        path_end(local, path.local, &path.local_port, &v6);  // a mapped address is IPv4's
        int only = 1;
        unsigned length = sizeof only;
        lnx::sys_getsockopt(listener.fd, lnx::kIpProtoIpv6, lnx::kIpv6V6Only, &only, &length);
        v4 = !v6 || (!only && address_is_any(local));
    }
    left_over_clean();
    auto* made = new (std::nothrow) ConditionalAccept(listener);
    if (!made)
        return ENOMEM;
    if (const int number = made->start(local, v4, v6, backlog)) {
        made->unref();
        return number;
    }
    *gate = made;
    return 0;
}

int ConditionalAccept::probe() {
    const int raw = syn_reset_open(false);
    if (raw < 0)
        return errno;
    lnx::sys_close(raw);
    SynQueue queue;
    if (const int error = queue.open(1))
        return error;
    SynRuleMatch match;
    match.queue = queue.number();
    SynRule rule;
    return rule.add(match, kind_wished());
}

void ConditionalAccept::drive(reactor::Reactor* reactor) {
    const std::lock_guard guard(lock_);
    if (!reactor || reactor == reactor_ || queue_.fd() < 0 ||
        reactor->watch(queue_.fd(), *this) != 0)
        return;
    if (reactor_)
        reactor_->forget(queue_.fd(), *this);
    reactor_ = reactor;
}

void ConditionalAccept::end() {
    const std::lock_guard turn(turn_);
    ended_ = true;
    requests_read();  // those are refused, too
    const std::lock_guard guard(lock_);
    for (auto& [path, request] : held_) {
        const auto state = std::exchange(request->state, HeldRequest::State::gone);
        if (state == HeldRequest::State::waiting || state == HeldRequest::State::taken) {
            syn_reset_send(path.v6 ? raw6_ : raw4_, request->syn);
            queue_.decide(request->syn.id, SynQueue::Verdict::drop);
        }
    }
    held_.clear();
    waiting_.clear();
    decided_.clear();
    strays_.clear();
    rule4_.remove();
    rule6_.remove();
    if (reactor_)
        reactor_->forget(queue_.fd(), *this);
    reactor_ = nullptr;
    queue_.close();
}

// ---- requests come ----

void ConditionalAccept::ready(uint32_t /*events*/, uint16_t /*registration*/) {
    look();
}

void ConditionalAccept::look() {
    const std::lock_guard turn(turn_);
    if (!ended_ && requests_read())
        tell();
}

// True: there are new ones.
bool ConditionalAccept::requests_read() {
    const std::lock_guard guard(lock_);
    bool any = false;
    QueuedSyn syn;
    while (queue_.take(&syn)) {
        try {
            any = request_note(syn) || any;
        } catch (const std::bad_alloc&) {
            queue_.decide(syn.id, SynQueue::Verdict::drop);  // the client sends it again
        }
    }
    return any;
}

bool ConditionalAccept::request_note(const QueuedSyn& syn) {
    const auto now = HeldClock::now();
    if (const auto found = held_.find(syn.path); found != held_.end()) {
        HeldRequest& request = *found->second;
        const bool undecided = request.state == HeldRequest::State::waiting ||
                               request.state == HeldRequest::State::taken;
        if (!undecided) {
            queue_.decide(syn.id, SynQueue::Verdict::pass);  // the kernel's to answer
            return true;  // and perhaps time for AcceptEx to look elsewhere
        }
        if (request.syn.sequence == syn.sequence) {
            request_again(request, syn);
            return false;
        }
        // The client has begun anew.
        queue_.decide(request.syn.id, SynQueue::Verdict::drop);
        forget(request);
    }
    if (now - expired_at_ > kExpireEvery || undecided_ >= bound_)
        expire(now);
    if (undecided_ >= bound_) {
        queue_.decide(syn.id, SynQueue::Verdict::drop);
        return false;
    }
    auto request = std::make_shared<HeldRequest>(*this);
    request->syn = syn;
    request->last = now;
    waiting_.push_back(request);
    try {
        held_.emplace(syn.path, std::move(request));
    } catch (const std::bad_alloc&) {
        waiting_.pop_back();
        throw;
    }
    ++undecided_;
    return true;
}

// The newer one is kept: its time stamp is what the client measures the answer by.
void ConditionalAccept::request_again(HeldRequest& request, const QueuedSyn& syn) {
    queue_.decide(request.syn.id, SynQueue::Verdict::drop);
    request.syn = syn;
    const auto now = HeldClock::now();
    request.interval = now - request.last;
    request.last = now;
}

void ConditionalAccept::expire(HeldClock::time_point now) {
    expired_at_ = now;
    for (auto at = held_.begin(); at != held_.end();) {
        const HeldRef request = (at++)->second;
        const bool undecided = request->state == HeldRequest::State::waiting ||
                               request->state == HeldRequest::State::taken;
        const auto patience =
            std::max<HeldClock::duration>(kLeastPatience, 2 * request->interval + kSlack);
        if (!undecided || now - request->last < patience)
            continue;
        queue_.decide(request->syn.id, SynQueue::Verdict::drop);
        forget(*request);
    }
}

// It is not in the list any more; who holds it finds it gone.
void ConditionalAccept::forget(const HeldRequest& request) {
    const auto found = held_.find(request.syn.path);
    if (found == held_.end() || found->second.get() != &request)
        return;
    const HeldRef kept = found->second;
    held_.erase(found);
    if (kept->state == HeldRequest::State::waiting)
        std::erase(waiting_, kept);
    if (kept->state == HeldRequest::State::waiting || kept->state == HeldRequest::State::taken)
        --undecided_;
    kept->state = HeldRequest::State::gone;
}

// With turn_ held and no other lock.
void ConditionalAccept::tell() {
    listener_readable_refresh(*listener_);
    if (SocketWatch* watch = listener_->watch.load(std::memory_order_acquire))
        watch->requests_came();
}

// ---- connections come ----

// Everything that the kernel has for the listener goes to whom it is for. 0 or a WSA code.
int ConditionalAccept::connections_take() {
    while (queue_.fd() >= 0) {
        auto connection = std::make_unique<DeferredRequest>();
        Address& peer = connection->peer;
        peer.length = lnx::kSockAddrStorage;
        connection->fd =
            lnx::sys_accept4(listener_->fd, peer.bytes, &peer.length, lnx::kSockCloexec);
        if (connection->fd >= 0) {
            if (address_of_socket(connection->fd, &connection->local) == 0)
                connection_note(std::move(connection));
            continue;
        }
        if (errno != EINTR && !request_is_gone(errno))
            return errno == EAGAIN ? 0 : error_from_errno(errno);
    }
    return 0;
}

void ConditionalAccept::connection_note(std::unique_ptr<DeferredRequest> connection) {
    const auto found = held_.find(path_of(connection->peer, connection->local));
    if (found == held_.end() || found->second->state != HeldRequest::State::admitted) {
        strays_.push_back(std::move(connection));
        return;
    }
    const HeldRef request = found->second;
    held_.erase(found);
    request->fd = std::exchange(connection->fd, -1);
    request->state = HeldRequest::State::established;
    if (request->owned)
        nt::poll_wake_all();
    else
        decided_.push_back(request);
}

bool ConditionalAccept::requests_any() const {
    return !decided_.empty() || !strays_.empty() || !waiting_.empty();
}

bool ConditionalAccept::has_request() {
    const std::lock_guard guard(lock_);
    connections_take();
    return requests_any();
}

// ---- accept ----

std::unique_ptr<DeferredRequest> ConditionalAccept::request_of(const HeldRef& held) const {
    auto request = std::make_unique<DeferredRequest>();
    const QueuedSyn& syn = held->syn;
    const SynPath& path = syn.path;
    request->peer = address_of(path.v6, mapped_, path.peer, path.peer_port, syn.interface);
    request->local = address_of(path.v6, mapped_, path.local, path.local_port, syn.interface);
    request->fd = std::exchange(held->fd, -1);
    request->held = held;
    return request;
}

std::unique_ptr<DeferredRequest> ConditionalAccept::decided_take() {
    if (decided_.empty())
        return nullptr;
    const HeldRef held = std::move(decided_.front());
    decided_.pop_front();
    return request_of(held);
}

std::unique_ptr<DeferredRequest> ConditionalAccept::next_decided() {
    const std::lock_guard guard(lock_);
    connections_take();
    return decided_take();
}

int ConditionalAccept::next(std::unique_ptr<DeferredRequest>* request) {
    const std::lock_guard guard(lock_);
    const int code = connections_take();
    *request = decided_take();
    if (*request)
        return 0;
    if (!strays_.empty()) {
        *request = std::move(strays_.front());
        strays_.pop_front();
        return 0;
    }
    expire(HeldClock::now());
    if (waiting_.empty())
        return code != 0 ? code : WSAEWOULDBLOCK;
    const HeldRef held = std::move(waiting_.front());
    waiting_.pop_front();
    held->state = HeldRequest::State::taken;
    *request = request_of(held);
    return 0;
}

void ConditionalAccept::admit_locked(HeldRequest& request, bool owned) {
    if (request.state == HeldRequest::State::gone)
        return;
    request.state = HeldRequest::State::admitted;
    request.owned = owned;
    request.admitted_at = HeldClock::now();
    --undecided_;
    queue_.decide(request.syn.id, SynQueue::Verdict::pass);
}

void ConditionalAccept::admit(HeldRequest& request, bool owned) {
    const std::lock_guard guard(lock_);
    admit_locked(request, owned);
}

int ConditionalAccept::connection_of(HeldRequest& request, HeldRequest::State* state) {
    const std::lock_guard guard(lock_);
    if (request.state == HeldRequest::State::admitted)
        connections_take();
    *state = request.state;
    return std::exchange(request.fd, -1);
}

bool ConditionalAccept::is_under_way(HeldRequest& request) {
    if (syn_handshake(request.syn.path) != Handshake::gone)
        return true;
    const std::lock_guard guard(lock_);
    connections_take();
    if (request.state != HeldRequest::State::admitted)
        return true;  // it had come to its end
    forget(request);
    return false;
}

void ConditionalAccept::disown(const HeldRef& request) {
    const std::lock_guard guard(lock_);
    request->owned = false;
    if (request->fd >= 0)
        decided_.push_back(request);
}

void ConditionalAccept::refuse(HeldRequest& request) {
    const std::lock_guard guard(lock_);
    if (request.state != HeldRequest::State::taken)
        return;
    syn_reset_send(request.syn.path.v6 ? raw6_ : raw4_, request.syn);
    queue_.decide(request.syn.id, SynQueue::Verdict::drop);
    forget(request);
}

bool ConditionalAccept::is_gone(const HeldRequest& request) {
    const std::lock_guard guard(lock_);
    expire(HeldClock::now());
    return request.state == HeldRequest::State::gone;
}

// Those that AcceptEx has let go on, without the ones whose client has gone meanwhile.
size_t ConditionalAccept::admitted_alive() {
    size_t count = 0;
    const auto now = HeldClock::now();
    for (auto at = held_.begin(); at != held_.end();) {
        const HeldRef request = (at++)->second;
        if (request->state != HeldRequest::State::admitted || request->owned)
            continue;
        if (now - request->admitted_at > kHandshakePatience) {
            if (syn_handshake(request->syn.path) == Handshake::gone) {
                forget(*request);
                continue;
            }
            request->admitted_at = now;
        }
        ++count;
    }
    return count;
}

int ConditionalAccept::take_now(size_t takers, Address* peer, int* code) {
    std::unique_ptr<DeferredRequest> request;  // its end takes the lock
    const std::lock_guard guard(lock_);
    *code = connections_take();
    if (decided_.empty() && strays_.empty() && !waiting_.empty()) {
        expire(HeldClock::now());
        for (size_t alive = admitted_alive(); alive < takers && !waiting_.empty(); ++alive) {
            const HeldRef held = std::move(waiting_.front());
            waiting_.pop_front();
            admit_locked(*held, false);
        }
        *code = connections_take();
    }
    request = decided_take();
    if (!request && !strays_.empty()) {
        request = std::move(strays_.front());
        strays_.pop_front();
    }
    if (!request)
        return -1;
    *peer = request->peer;
    return std::exchange(request->fd, -1);
}

// ---- what the listener's other files ask for ----

bool listener_readable_update(Socket& listener) {
    ConditionalAccept* const gate = listener.gate.load(std::memory_order_acquire);
    const bool readable = !listener.deferred.empty() || (gate && gate->has_request());
    nt::descriptor_readable_anyway_set(static_cast<uintptr_t>(listener.fd), readable);
    return readable;
}

bool listener_readable_refresh(Socket& listener) {
    const std::lock_guard guard(listener.lock);
    return listener_readable_update(listener);
}

int conditional_accept_start(Socket& listener, int backlog) {
    ConditionalAccept* gate = nullptr;
    const int most = std::clamp(backlog, 1, backlog_most());
    if (ConditionalAccept::open(listener, most, &gate) != 0)
        return wish_is("require") ? WSAEACCES : 0;
    reactor::Reactor* const reactor = reactor::Reactor::process();
    if (!reactor || lnx::sys_fcntl(listener.fd, lnx::kFSetFl, lnx::kONonblock) != 0) {
        gate->end();
        gate->unref();
        return WSAENOBUFS;
    }
    listener.polled.store(true, std::memory_order_release);
    listener.gate.store(gate, std::memory_order_release);
    SocketWatch* const watch = listener.watch.load(std::memory_order_acquire);
    gate->drive(watch && watch->reactor() ? watch->reactor() : reactor);
    return 0;
}

int conditional_accept_check() {
    return wish_is("require") && ConditionalAccept::probe() != 0 ? WSAEACCES : 0;
}

void conditional_accept_end(Socket& listener) {
    if (ConditionalAccept* const gate = listener.gate.load(std::memory_order_acquire))
        gate->end();
}

}  // namespace berth::kernel
