// A socket's registration with ProcessSocketNotifications: one packet of the completion port, which
// tells the socket's state as it is when the packet is fetched. A level-triggered registration's
// packet goes back to the queue at once, and leaves it when a look finds that nothing holds.
// https://learn.microsoft.com/windows/win32/winsock/winsock-socket-state-notifications
#pragma once

#include <atomic>
#include <cstdint>

#include "winsock2.h"
#include "nt/completion_port.h"

namespace berth::kernel {

struct Socket;

// Its own lock is the last to be taken: after the watch's and the port's.
class SocketNotification final : public nt::StatePacket {
  public:
    SocketNotification(Socket& socket, nt::Ref<nt::CompletionPort> port, ULONG_PTR completion_key)
        : socket_(&socket), port_(std::move(port)) {
        key = completion_key;
    }

    void ref() { refs_.fetch_add(1, std::memory_order_relaxed); }
    void unref() {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

    const nt::CompletionPort* port() const { return port_.get(); }

    // ---- under the watch's lock ----

    bool removed() const { return removed_; }
    // The flags are SOCK_NOTIFY_REGISTER_EVENT_ and SOCK_NOTIFY_TRIGGER_.
    void enable(uint32_t filter, uint32_t triggers);
    void disable();
    // SOCK_NOTIFY_EVENT_REMOVE is the last that comes of it.
    void remove();
    // The socket is about to be closed.
    void end();
    // poll(2)'s bits of this moment, from the reactor.
    void ready(uint32_t events);
    // A call has taken something away: what it found at an end (SOCK_NOTIFY_EVENT_), and what
    // another look finds so, does not hold any more.
    void taken(uint32_t at_end);
    // Something holds that the reactor does not know of.
    void look();

    // ---- the port's ----

    bool ask() override;
    void told() override;
    void give_back() override;

  private:
    ~SocketNotification() = default;

    uint32_t holds(uint32_t events) const;
    uint32_t holds_stream(uint32_t events) const;
    uint32_t holds_now() const;
    bool is_at_end() const;
    bool queue();
    void post();

    nt::FutexMutex lock_;  // all but the first three
    std::atomic<uint32_t> refs_{1};
    std::atomic<bool> removed_{false};
    Socket* socket_;  // null: closed
    const nt::Ref<nt::CompletionPort> port_;
    uint32_t wanted_ = 0;
    bool level_ = false;
    bool once_ = false;
    bool enabled_ = false;
    bool queued_ = false;   // on its way to the queue, in it, or being fetched
    bool again_ = false;    // queue it once more after it has been fetched
    bool fetched_ = false;  // from told() to give_back()
    uint32_t holding_ = 0;  // edge-triggered: what holds
    uint32_t risen_ = 0;    // ... and what has come to hold and was not told
};

// ProcessSocketNotifications' operation on one socket. `port` is an nt::CompletionPort.
DWORD socket_notify(SOCKET s, void* port, const SOCK_NOTIFY_REGISTRATION* registration);

}  // namespace berth::kernel
