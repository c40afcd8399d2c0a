// Active threads that block where the library does not see it: in a std::mutex, in read(2), under a
// debugger. Windows takes every blocked thread off its port's count; here, while packets are queued
// and the limit keeps threads waiting, one of these wakes every few milliseconds and asks the
// kernel which of the active threads still run.
#include <array>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

#include "nt/completion_port.h"
#include "nt/thread.h"

namespace berth::nt {

namespace {

// While packets are fetched between two looks, only every so many of these looks further.
constexpr uint32_t kLooksWhileBusy = 8;

// Without /proc nobody can tell: packets then come before the limit.
bool thread_is_blocked(uint32_t tid) {
    std::array<char, 64> path{};
    std::array<char, 512> stat{};
    snprintf(path.data(), path.size(), "/proc/self/task/%u/stat", tid);
    const int file = open(path.data(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return true;
    const ssize_t length = read(file, stat.data(), stat.size() - 1);
    close(file);
    // "12 (name) R ...", and the name may hold anything.
    const char* const name_end = length > 0 ? strrchr(stat.data(), ')') : nullptr;
    return !name_end || name_end[1] == '\0' || name_end[2] != 'R';
}

}  // namespace

// Under the lock: has somebody watch if the limit holds packets back. `by`: who is about to wait,
// else the thread that waits longest.
void CompletionPort::stall_watch(PortWait* by) {
    if (watched_ || packets_.empty() || active_ < limit_ || !waiting_)
        return;
    PortWait* watcher = by ? by : waiting_;
    while (!by && watcher->next)
        watcher = watcher->next;
    watched_ = true;
    watcher->looks = 0;
    watcher->fetches_seen = fetches_;
    watcher->watches.store(true, std::memory_order_release);
    if (!by)
        watcher->waiter->nudge();
}

// Under the lock.
void CompletionPort::stall_watch_end(PortWait& entry) {
    if (entry.watches.load(std::memory_order_relaxed)) {
        entry.watches.store(false, std::memory_order_relaxed);
        watched_ = false;
    }
}

// No lock, in the thread that watches.
void CompletionPort::stall_look(PortWait& entry) {
    Waiter* woken = nullptr;
    {
        const std::lock_guard guard(mutex());
        if (packets_.empty() || active_ < limit_) {
            stall_watch_end(entry);
        } else if (entry.fetches_seen == fetches_ || ++entry.looks % kLooksWhileBusy == 0) {
            for (PortBond* bond = bonds_; bond; bond = bond->next) {
                if (bond->active.load(std::memory_order_relaxed) && thread_is_blocked(bond->tid))
                    bond_discount(*bond);
            }
        }
        entry.fetches_seen = fetches_;
        woken = release_top();
    }
    if (woken && woken != entry.waiter)
        woken->unpark();
}

}  // namespace berth::nt
