// Readiness in: one epoll set, driven by the threads that wait for what comes of it.
//
// A reactor is a Parker: a thread whose wait a descriptor may end parks in it. One of the parked
// threads, the leader, sits in epoll_wait and tells the watches what became ready; the others, the
// followers, sleep on their futexes. A leader whose own wait has ended leaves; while it works,
// nobody leads: it is expected back soon, and a hop to another thread would cost more than its
// absence. At a completion port it leaves a few events after the one that ends its wait, and what
// else the kernel told it is kept for the next leader: a connection is served while its data is
// still in the processor's cache. Three things make sure that readiness is never left lying:
//   - a leader whose absences turned out long hands the lead to a follower before it goes;
//   - the background thread (background.h) looks every few milliseconds while threads come and go:
//     where nobody led since its last look it wakes a follower, or else watches the set itself;
//   - poll() takes what is ready, for waits that do not sleep.
#pragma once

#include <array>
#include <sys/epoll.h>

#include "nt/futex.h"
#include "nt/wait.h"
#include "reactor/watch.h"

namespace berth::reactor {

class Reactor final : public nt::Parker {
  public:
    // The one that drives everything but the sockets of completion ports. Null: no descriptors or
    // no memory for it, yet.
    static Reactor* process();
    // A reactor of one's own, for a completion port; null as above. It lives until the process
    // ends, so give it back for the next port.
    static Reactor* take();
    // Nothing may be watched any more.
    void give_back() override;

    // Starts telling `watch` what happens to `fd`, readiness of this moment first; holds a
    // reference until forget. 0 or an errno. A descriptor is watched once in a reactor.
    int watch(int fd, Watch& watch);
    // Stops. What the kernel has told already may still come, once.
    void forget(int fd, Watch& watch);

    // Tells all that is ready now, if no other thread is at it; does not sleep.
    void poll() override;
    bool poll_known() override;

    void park(nt::Waiter& waiter, nt::Deadline deadline) override;
    void unpark(nt::Waiter& waiter) override;

  private:
    friend class Background;

    struct Follower {
        nt::Waiter* waiter;
        Follower* next = nullptr;
        Follower* previous = nullptr;
    };

    static constexpr int kBatch = 128;

    Reactor() = default;
    int open();
    bool lead_try(const void* leader);
    void lead(nt::Waiter& waiter, nt::Deadline deadline);
    void lead_leave();
    void follow(nt::Waiter& waiter, nt::Deadline deadline);
    bool promote();
    bool events_take(nt::Deadline deadline);
    void event_tell();
    void events_tell(const nt::Waiter& waiter);
    bool is_quiet() const;
    void forgotten_release();

    int epoll_fd_ = -1;
    int wake_fd_ = -1;
    std::atomic<const void*> leader_{nullptr};  // a Waiter, or whoever else tells events
    // How often a thread of the program's led; the leader's to change, before it leaves.
    std::atomic<uint32_t> terms_{0};
    std::atomic<bool> notify_{false};  // the background thread wants to hear of the next end
    std::atomic<uint32_t> followers_count_{0};
    std::atomic<uint32_t> watches_made_{0};  // the order that the kernel keeps, for ThreadSanitizer
    // Orders what came before watch() before what is told; the kernel does so, and not every
    // checker knows.
    std::atomic<uint32_t> watched_{0};

    nt::FutexMutex lock_;            // the next three
    Follower* followers_ = nullptr;  // the last to come first
    Watch* forgotten_ = nullptr;
    Reactor* next_free_ = nullptr;

    // The background thread's own.
    Reactor* next_ = nullptr;
    uint32_t terms_seen_ = 0;
    uint32_t visits_seen_ = 0;
    uint32_t quiet_looks_ = 0;
    bool armed_ = false;

    // The leader's: what the kernel told. The last `untold_` are to be told.
    std::array<epoll_event, kBatch> events_;
    uint32_t events_count_ = 0;
    std::atomic<uint32_t> untold_{0};
};

}  // namespace berth::reactor
