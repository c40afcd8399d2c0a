// SO_CONDITIONAL_ACCEPT on TCP: the clients of a listener wait for its decision. A netfilter rule
// hands the listener's connection requests (TCP's SYN) to a queue, where the kernel holds them; the
// condition function is asked about one, and only then does it go on to the kernel's handshake, or
// is answered with a reset.
// https://learn.microsoft.com/windows/win32/winsock/so-conditional-accept
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>

#include "nt/futex.h"
#include "providers/kernel/address.h"
#include "providers/kernel/deferred.h"
#include "providers/kernel/syn_queue.h"
#include "providers/kernel/syn_rule.h"
#include "reactor/reactor.h"

namespace berth::kernel {

class ConditionalAccept;
struct Socket;

using HeldClock = std::chrono::steady_clock;

// A client that waits for the decision. All but `syn` and `gate` under the gate's lock.
struct HeldRequest {
    enum class State : uint8_t {
        waiting,      // nobody has looked at it
        taken,        // by a thread that decides about it, or deferred
        admitted,     // its handshake is under way
        established,  // has its connection
        gone
    };
    QueuedSyn syn;  // of the last time that it was sent
    State state = State::waiting;
    bool owned = false;                 // admitted by a thread that waits for it
    int fd = -1;                        // the connection
    HeldClock::time_point last;         // when it was sent last
    HeldClock::duration interval{};     // ... after the time before
    HeldClock::time_point admitted_at;  // or last found alive since

    explicit HeldRequest(ConditionalAccept& gate);
    HeldRequest(const HeldRequest&) = delete;
    HeldRequest& operator=(const HeldRequest&) = delete;
    ~HeldRequest();

    ConditionalAccept& gate;  // counted
};
using HeldRef = std::shared_ptr<HeldRequest>;

class ConditionalAccept final : public reactor::Watch {
  public:
    // For the listener whose address is known. 0, or an errno: not on this machine.
    static int open(Socket& listener, int backlog, ConditionalAccept** gate);
    // Whether this machine lets it, in the thread's network. 0 or an errno.
    static int probe();

    // From the reactor: the kernel holds more requests.
    void ready(uint32_t events, uint16_t registration) override;
    // The reactor that tells of the listener tells of its requests.
    void drive(reactor::Reactor* reactor);
    // When the listener closes: its clients are refused.
    void end();

    // To be polled beside the listener, and then:
    int queue_fd() const { return queue_.fd(); }
    void look();

    // One that was decided, and nobody waits for its connection any more. Empty: there is none.
    std::unique_ptr<DeferredRequest> next_decided();
    // Such a one, or the next undecided: it has its connection, or is held. 0, WSAEWOULDBLOCK or
    // another code.
    int next(std::unique_ptr<DeferredRequest>* request);
    // Lets it go on to its handshake; `owned`: the caller waits for it.
    void admit(HeldRequest& request, bool owned);
    // Its connection; -1: not yet, or gone, which the state tells.
    int connection_of(HeldRequest& request, HeldRequest::State* state);
    // Whether the handshake can still come to its end; asks the kernel.
    bool is_under_way(HeldRequest& request);
    // Nobody waits for it any more: its connection is for whoever accepts next.
    void disown(const HeldRef& request);
    // The peer is told by a reset.
    void refuse(HeldRequest& request);
    bool is_gone(const HeldRequest& request);

    // For AcceptEx: a connection, letting as many requests go on as there is a taker for
    // (`takers`). -1: none yet, or *code.
    int take_now(size_t takers, Address* peer, int* code);

    // Whether accept has something to take; connections that have come are looked at first.
    bool has_request();

  private:
    using Held = std::map<SynPath, HeldRef>;

    explicit ConditionalAccept(Socket& listener) : listener_(&listener) {}
    ~ConditionalAccept() override;

    int start(const Address& local, bool v4, bool v6, int backlog);
    bool requests_read();
    bool request_note(const QueuedSyn& syn);
    void request_again(HeldRequest& request, const QueuedSyn& syn);
    void expire(HeldClock::time_point now);
    int connections_take();
    void connection_note(std::unique_ptr<DeferredRequest> connection);
    std::unique_ptr<DeferredRequest> decided_take();
    std::unique_ptr<DeferredRequest> request_of(const HeldRef& held) const;
    void admit_locked(HeldRequest& request, bool owned);
    void forget(const HeldRequest& request);
    bool requests_any() const;
    size_t admitted_alive();
    void tell();

    // Taken before the listener's and its watch's locks; those before lock_. Held while the
    // listener is told, so that it stays until then.
    nt::FutexMutex turn_;
    bool ended_ = false;
    reactor::Reactor* reactor_ = nullptr;

    Socket* listener_;
    nt::FutexMutex lock_;  // the following
    SynQueue queue_;
    SynRule rule4_;
    SynRule rule6_;
    int raw4_ = -1;
    int raw6_ = -1;
    bool mapped_ = false;  // an IPv6 listener: IPv4 peers have mapped addresses
    size_t bound_ = 0;
    size_t undecided_ = 0;
    HeldClock::time_point expired_at_;
    Held held_;                    // all that are not gone or handed out
    std::deque<HeldRef> waiting_;  // in order of arrival
    std::deque<HeldRef> decided_;  // established, and nobody's
    // Connections that were never held.
    std::deque<std::unique_ptr<DeferredRequest>> strays_;
};

// At listen: holds the listener's requests from now on. 0 or a WSA code: where the machine does not
// let it, that is no error unless BERTH_CONDITIONAL_ACCEPT=require.
int conditional_accept_start(Socket& listener, int backlog);
// At setsockopt: 0, or WSAEACCES where it is required and cannot be had.
int conditional_accept_check();
// At close, before the socket's watch ends.
void conditional_accept_end(Socket& listener);

// Under the listener's lock: notes whether poll is to find it readable whatever the kernel says.
bool listener_readable_update(Socket& listener);
// The same; takes the lock.
bool listener_readable_refresh(Socket& listener);

}  // namespace berth::kernel
