// Who is told that a descriptor became ready: a provider's state of one socket, for its life.
#pragma once

#include <atomic>
#include <cstdint>

namespace berth::reactor {

class Reactor;

// Counted by references, since a thread may be about to tell it while another closes the socket.
class Watch {
  public:
    Watch() = default;
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    // The descriptor's readiness changed: EPOLLIN, EPOLLOUT, EPOLLPRI, EPOLLRDHUP, EPOLLERR,
    // EPOLLHUP as they are now, edge-triggered: a bit is told again only after something new
    // happened. Comes from whatever thread drives the reactor, from one at a time for each reactor,
    // and perhaps once more while another thread is inside Reactor::forget. Must not block.
    virtual void ready(uint32_t events) = 0;

    void ref() { refs_.fetch_add(1, std::memory_order_relaxed); }
    void unref() {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

  protected:
    virtual ~Watch() = default;

  private:
    friend class Reactor;
    std::atomic<uint32_t> refs_{1};
    Watch* next_forgotten_ = nullptr;  // under the reactor's lock
};

}  // namespace berth::reactor
