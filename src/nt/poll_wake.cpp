#include "nt/poll_wake.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <mutex>

namespace berth::nt {

struct PollWaiter {
    PollWaiter();
    ~PollWaiter();

    int descriptor;
    std::atomic<bool> waiting{false};
    PollWaiter* previous = nullptr;
    PollWaiter* next = nullptr;
};

namespace {

constinit std::mutex waiters_lock;
constinit PollWaiter* waiters = nullptr;
constinit std::atomic<int> waiting_count{0};

PollWaiter& waiter_of_thread() {
    static thread_local PollWaiter waiter;
    return waiter;
}

}  // namespace

PollWaiter::PollWaiter() : descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    const std::lock_guard guard(waiters_lock);
    next = waiters;
    if (next)
        next->previous = this;
    waiters = this;
}

PollWaiter::~PollWaiter() {
    {
        const std::lock_guard guard(waiters_lock);
        (previous ? previous->next : waiters) = next;
        if (next)
            next->previous = previous;
    }
    if (descriptor >= 0)
        close(descriptor);
}

PollWake::PollWake() : waiter_(&waiter_of_thread()) {
    inside_another_ = waiter_->waiting.load(std::memory_order_relaxed);
    waiter_->waiting.store(true, std::memory_order_relaxed);
    waiting_count.fetch_add(1, std::memory_order_seq_cst);
}

PollWake::~PollWake() {
    waiter_->waiting.store(inside_another_, std::memory_order_relaxed);
    waiting_count.fetch_sub(1, std::memory_order_release);
}

int PollWake::descriptor() const {
    return waiter_->descriptor;
}

void PollWake::consume() {
    uint64_t count = 0;
    while (read(waiter_->descriptor, &count, sizeof count) > 0) {
    }
}

void poll_wake_all() {
    if (waiting_count.load(std::memory_order_seq_cst) == 0)
        return;
    const std::lock_guard guard(waiters_lock);
    for (PollWaiter* waiter = waiters; waiter; waiter = waiter->next) {
        const uint64_t one = 1;
        if (waiter->waiting.load(std::memory_order_relaxed) &&
            write(waiter->descriptor, &one, sizeof one) < 0)
            continue;  // full: it is readable anyway
    }
}

}  // namespace berth::nt
