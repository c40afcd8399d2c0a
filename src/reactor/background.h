// The thread that takes over what has no waiter: a request goes on though its program looks
// elsewhere. It costs those that do wait one look every few milliseconds while they are busy, and
// nothing while they sleep.
#pragma once

#include <atomic>
#include <cstdint>

#include "nt/futex.h"

namespace berth::reactor {

class Reactor;

class Background {
  public:
    // Looks after the reactor from now on; starts the thread with the first one. 0 or an errno.
    static int add(Reactor& reactor);
    // A reactor that asked for it (notify_) is led by nobody.
    static void wake();

  private:
    static constexpr int kTick = 2;           // milliseconds
    static constexpr int kLongestTick = 8;    // while threads come and go, and go on doing so
    static constexpr uint32_t kPatience = 2;  // ticks

    // kRests: nothing to look after until it is told. kWaits: to be looked at again in a while.
    // kBusy: so too, and threads have come and gone since the last look.
    enum class Look : uint8_t { kRests, kWaits, kBusy };

    int start();
    static void* run(void* background);
    void serve();
    static bool moved(Reactor& reactor);
    Look look(Reactor& reactor);
    void take_over(Reactor& reactor);
    bool may_sleep();
    bool arm(Reactor& reactor);  // false: the kernel has no room for it
    void disarm(Reactor& reactor);

    nt::FutexMutex lock_;                   // starting
    std::atomic<Reactor*> first_{nullptr};  // every reactor, grows only
    std::atomic<int> epoll_fd_{-1};
    int wake_fd_ = -1;
};

}  // namespace berth::reactor
