// What follows a socket's readiness: the one who hears from the reactor, for the socket's life. It
// holds the socket's overlapped requests. It outlives the Socket for a moment, when a thread is
// just telling it something.
#pragma once

#include <memory>

#include "nt/futex.h"
#include "nt/small_block.h"
#include "providers/kernel/network_events.h"
#include "providers/kernel/request_queue.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_notification.h"
#include "reactor/reactor.h"

namespace berth::kernel {

class AcceptRequest;
struct RioQueue;

class SocketWatch final : public reactor::Watch, public nt::InSmallBlock {
  public:
    explicit SocketWatch(Socket& socket);

    void ready(uint32_t bits, uint16_t registration) override;

    // Guards all that follows, and is held while a request's system call is tried: whoever holds it
    // and finds the watch not ended may use the socket and its descriptor. Never held while a
    // program's code runs. A listener's is taken before that of a socket that it accepts into.
    nt::FutexMutex lock;
    bool ended = false;

    struct Rare;

  private:
    // Nothing has shown that the call would block since the last edge.
    bool may_receive_ = true;
    bool may_send_ = true;
    // After such events a short read does not mean that nothing is left.
    bool ended_stream_ = false;
    Socket& socket_;
    std::atomic<reactor::Reactor*> reactor_{nullptr};  // changes under the lock
    std::unique_ptr<Rare> rare_;
    std::atomic<uint32_t> edges_{0};

  public:
    // While not ended.
    Socket& socket() const { return socket_; }

    // ---- the following under the lock, the watch not ended ----

    // From now on the reactor of the socket's completion port, or else `other` (null: the
    // process'), tells of its readiness: this moment's first. 0 or a WSA code.
    int register_with_reactor(reactor::Reactor* other = nullptr);
    reactor::Reactor* reactor() const { return reactor_.load(std::memory_order_acquire); }
    // Before another descriptor takes the place of the socket's: it is not registered any more.
    void unregister();

    // Starts a request: takes it over unless that fails. 0: it has completed, and `transferred` and
    // `flags`, where they are given, say what it brought; WSA_IO_PENDING; or the error.
    int start(std::unique_ptr<Request> request, RequestQueue& queue, DWORD* transferred,
              DWORD* flags);
    // Performs what can be performed.
    void advance(RequestQueue& queue);
    // Ends the socket's own requests that the filter means. False: there was none.
    bool cancel(const RequestFilter& filter);
    // Ends all that its queues hold.
    void cancel_all();
    // Ends the one that was to accept into a socket that has been closed.
    void cancel_into(const SocketWatch& into);
    // A request that was moved here by its perform: goes first.
    void move_here(Request& request, RequestQueue& queue);
    // The same, from sending to the end of receiving.
    void move_behind(Request& request);
    // ... and away.
    void move_away(Request& request, RequestQueue& queue);

    // What a wait for the socket as a handle waits for; empty: out of memory.
    nt::Ref<nt::Event> handle_event();
    // A request has ended that never was one.
    void handle_signal() {
        if (rare_ && rare_->handle_event) [[unlikely]]
            rare_->handle_event->set();
    }

    // Another descriptor has taken the place of the socket's: nothing is known of it.
    void renewed();
    // Somebody is told of the socket's readiness, beside its requests.
    bool is_told() const { return notification() || events_wanted(); }

    // Whether calls are to let requests go first, said anew: it may have been left as it was when
    // the last receive ended. Takes the lock.
    void queues_settle();

    // Something came to receive that the reactor does not know of. Takes the lock.
    void receive_again();
    // The same of a listener's connection requests, whoever asked to be told.
    void requests_came();

    // Whether a send may be tried ahead of a request; it has shown that it would block.
    bool may_send() const { return may_send_ && sending.empty(); }
    void full() { may_send_ = false; }
    // A stream's read that brought less than there was room for: the next edge tells of more.
    void drained() { may_receive_ = may_receive_ && (!reactor() || ended_stream_); }

    bool shutdown_follows = false;  // shutdown(SD_SEND) was called while requests were sending
    RequestQueue receiving;         // accepting, for a listener
    RequestQueue sending;           // and connecting

    // How often the reactor told: a call whose count has not moved knows that nothing came
    // meanwhile. No lock.
    uint32_t edges() const { return edges_.load(std::memory_order_acquire); }

    SocketWatch* acceptor = nullptr;  // AcceptEx: the listener that is to accept here; a reference
    RioQueue* rio = nullptr;          // the socket's request queue of Registered I/O (rio_queue.h)

    // What few sockets have; made with the first of it, and stays.
    struct Rare {
        explicit Rare(Socket& socket) : events(socket) {}

        NetworkEvents events;  // knows the socket, which lives until the watch has ended
        // AcceptEx: the event registration that the listener had then, SO_UPDATE_ACCEPT_CONTEXT's.
        EventRegistration from_listener;
        nt::Ref<SocketNotification> notification;  // stays after its removal: it holds the port
        // Set while the socket is signalled as a handle; from the first wait for it on.
        nt::Ref<nt::Event> handle_event;
        RequestQueue changing;  // waiting for a change of the network (network_change.cpp)
        // The listener's requests that have a connection and wait for its first data
        // (accept_request.cpp, under a lock of its own).
        AcceptRequest* accepted = nullptr;
    };
    Rare* rare() const { return rare_.get(); }
    int rare_make();  // 0 or WSAENOBUFS
    SocketNotification* notification() const { return rare_ ? rare_->notification.get() : nullptr; }
    // What the program wants to be told by WSAEventSelect or WSAAsyncSelect; null: nothing.
    NetworkEvents* events_wanted() const {
        return rare_ && rare_->events.registration().wanted != 0 ? &rare_->events : nullptr;
    }

  private:
    ~SocketWatch() override = default;

    bool& may(const RequestQueue& queue) { return &queue == &sending ? may_send_ : may_receive_; }
    static int failed(std::unique_ptr<Request> request, int error);
    void drive(const Request& request);
    bool is_with_port_of(const Request& request) const;
    void queues_tell();
    void handle_reset(Request& request);
    bool handle_skipped() const;
    bool end(RequestQueue& requests);
    void told(uint32_t bits);  // to whoever is registered
    template <typename Chosen>
    void queues_take(RequestQueue& found, const Chosen& chosen);
};

// The socket's watch, not necessarily known to a reactor. 0 or a WSA code. The caller holds a
// SocketUse; the pointer is good as long.
int socket_watch_make(Socket& socket, SocketWatch** watch);
inline int socket_watch_get(Socket& socket, SocketWatch** watch) {
    *watch = socket.watch.load(std::memory_order_acquire);
    return *watch ? 0 : socket_watch_make(socket, watch);
}
// The same, registered.
int socket_watch(Socket& socket, SocketWatch** watch);

// The accepted socket has its listener's event registration. 0 or a WSA code.
int registration_inherit(const EventRegistration& registration, Socket& accepted);

// When the socket is closed, after nobody is inside a call on it any more: its requests end.
void socket_watch_end(Socket& socket);

}  // namespace berth::kernel
