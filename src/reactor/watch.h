// Who is told that a descriptor became ready: a provider's state of one socket, for its life.
#pragma once

#include <array>
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
    // and perhaps once more after Reactor::forget: `registration` says of which watch() it is. Must
    // not block.
    virtual void ready(uint32_t events, uint16_t registration) = 0;

    void ref() { refs_.fetch_add(1, std::memory_order_relaxed); }
    void unref() {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

    // What ready() will touch, to be fetched into the cache while others are told; need not exist.
    // Of the first and the last a cache line, of the others two.
    std::array<std::atomic<const void*>, 4> soon{};

  protected:
    virtual ~Watch() = default;

    // That is the last watch(): what is ready is ready still. For those who guard watch() and
    // ready() by one lock.
    bool is_current(uint16_t registration) const {
        return registration_.load(std::memory_order_relaxed) == registration;
    }

  private:
    friend class Reactor;
    std::atomic<uint32_t> refs_{1};
    std::atomic<uint16_t> registration_{0};
    Watch* next_forgotten_ = nullptr;  // under the reactor's lock
};

// This thread is the background's: what it tells, the program's threads may have dealt with
// already.
extern constinit thread_local bool in_background __attribute__((tls_model("initial-exec")));

}  // namespace berth::reactor
