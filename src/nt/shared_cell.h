// The state of an object that processes share, in memory that each of them maps: who has taken a
// slot in it, who waits, and whose turn it is. A signal that a wait takes (an automatic event's, a
// count, a mutex) is granted to one process that waits, the one that has waited longest, which then
// ends one of its threads' waits; if that has no taker, it gives the signal back, for the next.
//
// A process holds a lock on one byte of the file for its slot, so that the others see when it has
// died or has been replaced (exec), whatever happened to it.
#pragma once

#include <pthread.h>

#include <array>
#include <atomic>
#include <memory>

#include "nt/futex.h"
#include "nt/timer_state.h"

namespace berth::nt {

enum class SharedKind : uint32_t { kEvent = 1, kMutex, kSemaphore, kTimer };

// What its creator says and what changes by signals and waits; each kind has its own part.
struct SharedState {
    bool manual = false;  // events
    bool signalled = false;
    int32_t count = 0;  // semaphores
    int32_t maximum = 0;
    std::atomic<uint32_t> owner{0};  // mutexes: the slot of the owner's process plus one
    bool abandoned = false;
    TimerState timer;
    uint32_t timer_routine = 0;  // the slot of the process whose routine it calls, plus one
};

class SharedCell {
  public:
    // Makes the empty file behind `descriptor` a cell, or maps the one that is there, and takes a
    // slot. 0, ERROR_INVALID_HANDLE (it is something else), ERROR_NOT_ENOUGH_MEMORY,
    // ERROR_NO_SYSTEM_RESOURCES (no slot). The descriptor stays the caller's, open for as long as
    // the cell.
    static uint32_t make(int descriptor, SharedKind kind, std::unique_ptr<SharedCell>* cell);
    static uint32_t attach(int descriptor, std::unique_ptr<SharedCell>* cell);

    SharedCell(const SharedCell&) = delete;
    SharedCell& operator=(const SharedCell&) = delete;
    ~SharedCell();

    SharedKind kind() const;

    // ---- the lock, which survives the death of its holder
    void lock();
    bool try_lock();
    // Who is to be woken once all locks are let go.
    struct Wakes {
        static constexpr uint32_t kMost = 4;
        std::array<uint32_t, kMost> slots{};
        uint32_t count = 0;  // above kMost: everybody who waits
    };
    // `waits`: this process has threads that wait for the object. Grants what is left to others.
    Wakes unlock(bool waits);
    void wake(const Wakes& wakes) const;

    // ---- under the lock
    SharedState& state() const;
    // Would a wait of this process end? For a mutex: is it free for this process?
    bool ready() const;
    // The wait of a thread of this process ended: takes what it takes.
    void take();
    // The state has just become signalled: those that wait in other processes get their share in
    // the order in which they came; then the caller ends waits of its own process.
    void signal();
    // Ends the waits of the moment; call signal-like, with the local waits ended by `local`.
    template <typename Local>
    void pulse(Local&& local) {
        SharedState& now = state();
        now.signalled = true;
        pulsing_ = !now.manual;
        signal();
        local();
        if (pulsing_ && now.signalled)
            grant(kNoTicket);
        now.signalled = false;
        pulsing_ = false;
    }
    void mutex_release(bool abandoned);
    bool mutex_is_ours() const { return state().owner == self_ + 1; }
    // After this process has looked: what was granted to it and has found no taker goes on.
    void grant_return();
    // Everybody who waits looks again.
    void tell_all();
    // What dead processes held is given back.
    void bury();
    // The caller goes: its slot is free.
    void leave();
    bool alone() const;
    void timer_routine_is_ours(bool ours) { state().timer_routine = ours ? self_ + 1 : 0; }

    // ---- without the lock
    // Somebody else holds what a wait would want, so that his death matters.
    bool held_elsewhere() const;
    // A number that changes whenever this process is to look, and the sleep until it does.
    uint32_t sequence() const;
    void sleep(uint32_t sequence, Deadline deadline) const;
    void wake_self();

  private:
    struct Slot;
    struct Layout;
    struct Unmap {
        void operator()(Layout* layout) const;
    };
    static constexpr uint64_t kNoTicket = ~uint64_t{0};

    SharedCell(int descriptor, Layout* layout) : layout_(layout), descriptor_(descriptor) {}

    static uint32_t map(int descriptor, std::unique_ptr<SharedCell>* cell);
    uint32_t slot_take();
    bool slot_lock(uint32_t index) const;
    bool slot_alive(uint32_t index) const;
    Slot& mine() const;
    uint32_t used() const;
    bool available() const;
    bool exclusive() const;
    void take_for(uint32_t index);
    void grant(uint64_t before);
    void grant_drop(Slot& slot);
    void bury_one(uint32_t index);
    void repair();
    void tell(uint32_t index);

    std::unique_ptr<Layout, Unmap> layout_;
    const int descriptor_;
    uint32_t self_ = ~0u;  // none yet
    // Under the lock.
    Wakes wakes_;
    bool pulsing_ = false;
    bool returned_ = false;
};

}  // namespace berth::nt
