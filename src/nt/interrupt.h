// Ends a system call in which another thread blocks. A thread that is about to block for the sake
// of some object publishes the object's address (region_enter) and looks once more whether the
// object is still alive; whoever takes the object away unpublishes it first and then calls
// region_interrupt, which signals every thread that is inside a region of that object until it has
// left: its system call fails with EINTR. A thread that enters too late sees that the object is
// gone; none is missed, since both sides write before they read (sequentially consistent).
//
// The signal is kInterruptSignal. Its handler does nothing, no SA_RESTART; region_leave waits for a
// signal that was sent and has not arrived, so no EINTR reaches the program's own code later.
#pragma once

#include <atomic>
#include <csignal>
#include <cstdint>

namespace berth::nt {

// The program must not use it. Resolved at run time: libc keeps the first real-time signals for
// itself.
inline int interrupt_signal() {
    return SIGRTMIN + 5;
}

// One a thread, recycled when the thread ends, never freed.
struct alignas(64) InterruptRecord {
    static constexpr uintptr_t kInterrupted = 1;

    std::atomic<uintptr_t> target{
        0};  // the object's address, kInterrupted when a signal is under way
    std::atomic<int> tid{0};
    std::atomic<uint32_t> interrupters{0};
    std::atomic<uint32_t> left{0};  // futex: how often a thread left under interruption
    std::atomic<bool> used{true};
    std::atomic<bool> cancelled{false};  // thread_interrupt's, until the thread leaves
    InterruptRecord* next = nullptr;
};

extern constinit thread_local InterruptRecord* interrupt_record
    __attribute__((tls_model("initial-exec")));
InterruptRecord* interrupt_record_make();
// True: it was thread_interrupt that interrupted.
bool region_leave_interrupted(InterruptRecord& record);

// `target` is even and not null. False: no memory for the thread's record; the region is not
// entered and region_leave does nothing.
[[gnu::always_inline]] inline bool region_enter(void* target) {
    InterruptRecord* record = interrupt_record;
    if (!record) [[unlikely]] {
        record = interrupt_record_make();
        if (!record)
            return false;
    }
    record->target.exchange(reinterpret_cast<uintptr_t>(target), std::memory_order_seq_cst);
    return true;
}

// Returns true when the region was interrupted. Keeps errno.
[[gnu::always_inline]] inline bool region_leave() {
    InterruptRecord* record = interrupt_record;
    if (!record) [[unlikely]]
        return false;
    if ((record->target.exchange(0, std::memory_order_seq_cst) & InterruptRecord::kInterrupted) ==
        0) [[likely]]
        return false;
    region_leave_interrupted(*record);
    return true;
}

// Returns when no other thread is inside a region of `target`. Call it after nobody can enter one
// for long, because its look at the object fails.
void region_interrupt(void* target);

// In a region: its call is to end by thread_interrupt.
inline bool region_is_cancelled() {
    const InterruptRecord* record = interrupt_record;
    return record && record->cancelled.load(std::memory_order_seq_cst);
}

// Interrupts the region that the thread with this id is in, whatever its object; the call that
// blocks there sees EINTR and region_is_cancelled(). Does not wait for long. False: it is in none.
bool thread_interrupt(int tid);

// Region for a scope; of null: none.
class InterruptibleRegion {
  public:
    explicit InterruptibleRegion(void* target) : entered_(target && region_enter(target)) {}
    InterruptibleRegion(const InterruptibleRegion&) = delete;
    InterruptibleRegion& operator=(const InterruptibleRegion&) = delete;
    ~InterruptibleRegion() {
        if (entered_)
            region_leave();
    }

  private:
    const bool entered_;
};

}  // namespace berth::nt
