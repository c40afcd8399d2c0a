#include "reactor/reactor.h"

#include <algorithm>
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

// How many events one turn of a completion port's leader tells at least: for other threads, and
// since the next receive finds the kernel's code still in the cache. More would push the first
// connections' data out of it.
constexpr uint32_t kShare = 8;

// Above an address: the number of the registration.
constexpr unsigned kAddressBits = 48;
constexpr uint64_t kAddress = (uint64_t{1} << kAddressBits) - 1;

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

Watch* watch_of(const epoll_event& event) {
    return reinterpret_cast<Watch*>(event.data.u64 & kAddress);
}

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
    if (this == process_reactor.load(std::memory_order_acquire))
        return;  // a port was driven by it: it is nobody's to give back
    poll();
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
    const auto registration =
        static_cast<uint16_t>(watch.registration_.fetch_add(1, std::memory_order_relaxed) + 1);
    event.data.u64 = reinterpret_cast<uint64_t>(&watch) | (uint64_t{registration} << kAddressBits);
    watches_made_.fetch_add(1, std::memory_order_release);
    if (epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event) == 0)
        return 0;
    const int error = errno;
    watch.registration_.fetch_sub(1, std::memory_order_relaxed);
    watch.unref();
    return error;
}

void Reactor::forget(int fd, Watch& watch) {
    epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, nullptr);
    // A leader may have it among its events, or have left it there: it is let go of when those have
    // been told. One that begins now without any cannot get it any more.
    {
        const std::lock_guard guard(lock_);
        if (!is_quiet()) {
            watch.next_forgotten_ = forgotten_;
            forgotten_ = &watch;
            return;
        }
    }
    watch.unref();
}

// Nobody leads, and nothing is left to be told. A leader that leaves has said first what is left.
bool Reactor::is_quiet() const {
    return leader_.load(std::memory_order_seq_cst) == nullptr &&
           untold_.load(std::memory_order_seq_cst) == 0;
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
    // As the leader still: the next one may already have what is forgotten from then on.
    if (untold_.load(std::memory_order_relaxed) == 0)
        forgotten_release();
    if (!in_background) [[likely]]
        terms_.store(terms_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    leader_.store(nullptr, std::memory_order_seq_cst);
    if (in_background) [[unlikely]]
        return;
    if (notify_.load(std::memory_order_seq_cst) && notify_.exchange(false)) [[unlikely]]
        Background::wake();
}

// False: there is none, since the deadline has passed or a signal came.
bool Reactor::events_take(nt::Deadline deadline) {
    if (untold_.load(std::memory_order_relaxed) != 0)
        return true;
    // What was forgotten until here is not among what comes.
    forgotten_release();
    const int count = epoll_sleep(epoll_fd_, events_.data(), kBatch, deadline);
    if (count <= 0)
        return false;
    watches_made_.load(std::memory_order_acquire);
    watched_.load(std::memory_order_acquire);
    events_count_ = static_cast<uint32_t>(count);
    untold_.store(events_count_, std::memory_order_relaxed);
    return true;
}

// The next events' memory is fetched meanwhile: with many sockets none of it is in the cache.
void Reactor::event_tell() {
    const uint32_t untold = untold_.load(std::memory_order_relaxed);
    const epoll_event event = events_[events_count_ - untold];
    constexpr size_t kLine = 64;
    if (untold > 2) {
        const auto* later =
            reinterpret_cast<const char*>(watch_of(events_[events_count_ - untold + 2]));
        __builtin_prefetch(later);
        __builtin_prefetch(later + kLine);
    }
    if (const Watch* next = untold > 1 ? watch_of(events_[events_count_ - untold + 1]) : nullptr) {
        const auto fetch = [next](size_t i, bool two_lines) {
            const auto* place =
                static_cast<const char*>(next->soon[i].load(std::memory_order_relaxed));
            __builtin_prefetch(place);
            if (two_lines)
                __builtin_prefetch(place + kLine);
        };
        fetch(0, false);
        fetch(1, true);
        fetch(2, true);
        fetch(3, false);
    }
    if (Watch* watch = watch_of(event))
        watch->ready(event.events, static_cast<uint16_t>(event.data.u64 >> kAddressBits));
    untold_.store(untold - 1, std::memory_order_release);
}

// Until the wait has ended, and a few more. Only a port's packets keep their meaning while the
// program does something else: other waits are told everything.
void Reactor::events_tell(const nt::Waiter& waiter) {
    const BatchScope scope;
    uint32_t more = waiter.appetite == 0 ? kBatch : std::max(waiter.appetite, kShare);
    while (untold_.load(std::memory_order_relaxed) != 0 && (waiter.parked() || --more != 0))
        event_tell();
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
        if (!events_take(deadline))
            break;  // timed out, or a signal: a request to suspend this thread, perhaps
        events_tell(waiter);
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

namespace {

constexpr char kPoller = 0;  // leads, and waits for nothing

}  // namespace

bool Reactor::poll_known() {
    if (untold_.load(std::memory_order_relaxed) == 0 || !lead_try(&kPoller))
        return false;
    if (absence.since != 0)
        absence.end();
    const bool any = untold_.load(std::memory_order_relaxed) != 0;
    if (any) {
        const BatchScope scope;
        for (uint32_t told = 0; told < kShare && untold_.load(std::memory_order_relaxed) != 0;
             ++told)
            event_tell();
    }
    lead_leave();
    return any;
}

void Reactor::poll() {
    if (!lead_try(&kPoller))
        return;
    // What was left, and then what is there: a full set is enough for once.
    for (int turn = untold_.load(std::memory_order_relaxed) != 0 ? 2 : 1; turn > 0; --turn) {
        if (!events_take(0))
            break;
        const BatchScope scope;
        while (untold_.load(std::memory_order_relaxed) != 0)
            event_tell();
    }
    lead_leave();
}

}  // namespace berth::reactor
