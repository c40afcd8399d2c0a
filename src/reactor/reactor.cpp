#include "reactor/reactor.h"

#include <cerrno>
#include <climits>
#include <ctime>
#include <mutex>
#include <new>
#include <sched.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

#include "nt/clock.h"
#include "reactor/background.h"
#include "reactor/batch_end.h"

namespace berth::reactor {

namespace {

constexpr uint32_t kInterest = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP | EPOLLET;

// Handing the lead over costs a wake-up and a switch of threads, some microseconds: it pays for a
// thread that is usually away for longer.
constexpr uint64_t kAbsencePays = 30'000;  // nanoseconds

// How long this thread's work between two waits takes, smoothed. Looked at only where others
// follow.
struct Absence {
    uint64_t since = 0;
    uint64_t usual = 0;

    void begin() { since = nt::clock_now(); }
    void end() {
        if (since != 0)
            usual = (3 * usual + (nt::clock_now() - since)) / 4;
        since = 0;
    }
};
constinit thread_local Absence absence;

bool one_processor() {
    static const bool one = [] {
        cpu_set_t allowed;
        return sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_COUNT(&allowed) == 1;
    }();
    return one;
}

constinit nt::FutexMutex reactors_lock;
constinit Reactor* reactors_free = nullptr;
constinit std::atomic<Reactor*> process_reactor{nullptr};

// Kernels before 5.11 have no epoll_pwait2; some sandboxes refuse it.
int epoll_sleep(int epoll_fd, epoll_event* events, int count, nt::Deadline deadline) {
    if (deadline == 0)
        return epoll_wait(epoll_fd, events, count, 0);
    if (deadline == nt::kNever)
        return epoll_wait(epoll_fd, events, count, -1);
    const uint64_t now = nt::clock_now();
    const uint64_t left = deadline > now ? deadline - now : 0;
    static std::atomic<bool> coarse{false};
    if (!coarse.load(std::memory_order_relaxed)) {
        const timespec time{static_cast<time_t>(left / 1'000'000'000),
                            static_cast<long>(left % 1'000'000'000)};
        const int ready = epoll_pwait2(epoll_fd, events, count, &time, nullptr);
        if (ready >= 0 || (errno != ENOSYS && errno != EPERM))
            return ready;
        coarse = true;
    }
    const uint64_t milliseconds =
        (left + nt::kNanosecondsPerMillisecond - 1) / nt::kNanosecondsPerMillisecond;
    return epoll_wait(epoll_fd, events, count,
                      milliseconds > INT_MAX ? INT_MAX : static_cast<int>(milliseconds));
}

}  // namespace

Reactor* Reactor::process() {
    if (Reactor* made = process_reactor.load(std::memory_order_acquire)) [[likely]]
        return made;
    Reactor* fresh = take();
    Reactor* none = nullptr;
    if (fresh && !process_reactor.compare_exchange_strong(none, fresh)) {
        fresh->give_back();
        return none;
    }
    return fresh;
}

Reactor* Reactor::take() {
    {
        const std::lock_guard guard(reactors_lock);
        if (Reactor* reactor = reactors_free) {
            reactors_free = reactor->next_free_;
            return reactor;
        }
    }
    auto* fresh = new (std::nothrow) Reactor;
    if (fresh && fresh->open() != 0) {
        delete fresh;
        return nullptr;
    }
    return fresh;
}

void Reactor::give_back() {
    const std::lock_guard guard(reactors_lock);
    next_free_ = reactors_free;
    reactors_free = this;
}

int Reactor::open() {
    epoll_fd_ = epoll_create1(EPOLL_CLOEXEC);
    wake_fd_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event wake{};
    wake.events = EPOLLIN | EPOLLET;  // every write is told, and nobody need read
    wake.data.ptr = nullptr;
    int error = 0;
    if (epoll_fd_ < 0 || wake_fd_ < 0 || epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, wake_fd_, &wake) != 0)
        error = errno;
    else
        error = Background::add(*this);
    if (error != 0) {
        if (epoll_fd_ >= 0)
            ::close(epoll_fd_);
        if (wake_fd_ >= 0)
            ::close(wake_fd_);
    }
    return error;
}

int Reactor::watch(int fd, Watch& watch) {
    watch.ref();
    watched_.fetch_add(1, std::memory_order_release);
    epoll_event event{};
    event.events = kInterest;
    event.data.ptr = &watch;
    watches_made_.fetch_add(1, std::memory_order_release);
    if (epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event) == 0)
        return 0;
    const int error = errno;
    watch.unref();
    return error;
}

void Reactor::forget(int fd, Watch& watch) {
    epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, nullptr);
    // A leader may have it among the events that it is telling: it lets go of it afterwards. One
    // that begins now cannot get it any more.
    {
        const std::lock_guard guard(lock_);
        if (leader_.load(std::memory_order_seq_cst)) {
            watch.next_forgotten_ = forgotten_;
            forgotten_ = &watch;
            return;
        }
    }
    watch.unref();
}

void Reactor::forgotten_release() {
    Watch* watch = nullptr;
    {
        const std::lock_guard guard(lock_);
        watch = std::exchange(forgotten_, nullptr);
    }
    while (watch) {
        Watch* next = watch->next_forgotten_;
        watch->unref();
        watch = next;
    }
}

bool Reactor::lead_try(const void* leader) {
    const void* none = nullptr;
    return leader_.load(std::memory_order_relaxed) == nullptr &&
           leader_.compare_exchange_strong(none, leader, std::memory_order_seq_cst);
}

void Reactor::lead_leave() {
    terms_.fetch_add(1, std::memory_order_seq_cst);
    leader_.store(nullptr, std::memory_order_seq_cst);
    forgotten_release();
    if (notify_.load(std::memory_order_seq_cst) && notify_.exchange(false)) [[unlikely]]
        Background::wake();
}

int Reactor::events_take(nt::Deadline deadline) {
    // What was forgotten until here is not among what comes.
    forgotten_release();
    return epoll_sleep(epoll_fd_, events_.data(), kBatch, deadline);
}

void Reactor::events_tell(int count) {
    watches_made_.load(std::memory_order_acquire);
    watched_.load(std::memory_order_acquire);
    const BatchScope scope;
    for (int i = 0; i < count; ++i) {
        if (events_[static_cast<size_t>(i)].data.ptr)
            static_cast<Watch*>(events_[static_cast<size_t>(i)].data.ptr)
                ->ready(events_[static_cast<size_t>(i)].events);
    }
}

void Reactor::park(nt::Waiter& waiter, nt::Deadline deadline) {
    if (absence.since != 0)
        absence.end();
    if (lead_try(&waiter))
        lead(waiter, deadline);
    else
        follow(waiter, deadline);
}

// Once: whoever waits looks at its deadline and comes again.
void Reactor::lead(nt::Waiter& waiter, nt::Deadline deadline) {
    nt::Waiter* const outer = std::exchange(nt::driving_waiter, &waiter);
    // An unpark that came before this thread led went to its futex: the state tells.
    while (waiter.parked()) {
        const int count = events_take(deadline);
        if (count <= 0)
            break;  // timed out, or a signal: a request to suspend this thread, perhaps
        events_tell(count);
    }
    nt::driving_waiter = outer;
    const bool others = followers_count_.load(std::memory_order_relaxed) != 0;
    lead_leave();
    if (others) {
        absence.begin();
        if (absence.usual > kAbsencePays && !one_processor())
            promote();
    }
}

void Reactor::follow(nt::Waiter& waiter, nt::Deadline deadline) {
    Follower self{&waiter};
    {
        const std::lock_guard guard(lock_);
        self.next = followers_;
        if (followers_)
            followers_->previous = &self;
        followers_ = &self;
        followers_count_.fetch_add(1, std::memory_order_seq_cst);
    }
    const uint32_t state = waiter.state.load(std::memory_order_seq_cst);
    // Whoever led meanwhile may have left before it could see a follower: then lead.
    if (waiter.parked() && leader_.load(std::memory_order_seq_cst))
        nt::futex_wait(waiter.state, state, deadline);
    const std::lock_guard guard(lock_);
    (self.previous ? self.previous->next : followers_) = self.next;
    if (self.next)
        self.next->previous = self.previous;
    followers_count_.fetch_sub(1, std::memory_order_relaxed);
}

// Lets the follower that came last look whether it may lead. False: there is none.
bool Reactor::promote() {
    const std::lock_guard guard(lock_);
    if (!followers_)
        return false;
    // Under the lock, so that it is still there.
    nt::futex_wake(followers_->waiter->state);
    return true;
}

void Reactor::unpark(nt::Waiter& waiter) {
    if (leader_.load(std::memory_order_seq_cst) != &waiter) {
        nt::futex_wake(waiter.state);
    } else if (nt::driving_waiter != &waiter) {
        const uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = write(wake_fd_, &one, sizeof one);
    }
}

void Reactor::poll() {
    static constexpr char kPoller = 0;
    if (!lead_try(&kPoller))
        return;
    const int count = events_take(0);
    if (count > 0)
        events_tell(count);
    lead_leave();
}

}  // namespace berth::reactor
