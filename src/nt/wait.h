// Waiting. A Waitable is an object that a thread can wait for; a Waiter is one who waits: a
// thread's, or a registered wait's that no thread sits in. A signal goes straight to a waiter: the
// signaller takes the object's lock, picks the first waiter whose wait ends, records the outcome in
// the waiter's state and wakes it. The woken thread of a single-object wait takes no lock at all.
//
// Waiters are recycled and never freed, so a signaller may still wake one whose wait is over: every
// wait bears a wake-up without a reason.
#pragma once

#include <array>
#include <span>

#include "nt/futex.h"
#include "nt/object.h"

namespace berth::nt {

class SharedCell;
class SharedObject;
class Thread;
class Waitable;
struct Waiter;
enum class SharedKind : uint32_t;

// How a waiter sleeps that has something better to do than to sleep on its futex: a thread that
// drives a reactor while it waits, a registered wait that hands its completion to the thread pool.
// Parkers live for the whole process, since a late wake-up may still come.
class Parker {
  public:
    // Sleeps until unparked, the deadline, or for less. Called while waiter.parked().
    virtual void park(Waiter& waiter, Deadline deadline) = 0;
    // From any thread, with objects' locks held, and from a signal handler: brief, and no lock.
    virtual void unpark(Waiter& waiter) = 0;
    // For a wait that will not sleep: lets what is ready happen, now.
    virtual void poll() {}
    // Lets a few things happen that are known to be ready, and looks for nothing else. False: there
    // are none, or another thread is at it.
    virtual bool poll_known() { return false; }
    // The completion port that it drove is gone.
    virtual void give_back() {}

    // How often a thread came that would have driven it, had there not been something for it
    // already. Written by one at a time; only that it moves counts.
    void visit() {
        visits_.store(visits_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
    uint32_t visits() const { return visits_.load(std::memory_order_relaxed); }

  protected:
    ~Parker() = default;

  private:
    std::atomic<uint32_t> visits_{0};
};

struct alignas(64) Waiter {
    enum : uint32_t {
        kIdle = 0,
        kWaiting = 1,    // registered with its objects
        kParked = 2,     // and asleep
        kAlertable = 4,  // with the two above: an APC ends the wait
        kNudged = 8,     // a wait for all is to look again (kAlertable may be set)
        kAlerted = 16,   // ended by an APC
        kTimedOut = 32,
        kDone = 0x80000000,       // ended by a signal: the object's index below
        kAbandoned = 0x40000000,  // with kDone: it was a mutex whose owner ended
        kIndex = 0xffff,
    };

    // Ends the wait with `outcome`. False: it had ended already.
    bool finish(uint32_t outcome);
    // The same without the wake-up, which the caller owes when `asleep` is set.
    bool finish(uint32_t outcome, bool* asleep);
    // Ends an alertable wait so that the thread runs its APCs.
    void alert();
    // Makes the thread look again: whether all its objects are signalled, whether it is to stop.
    void nudge();
    void unpark();
    bool parked() const {
        return (state.load(std::memory_order_acquire) & ~uint32_t{kAlertable}) == kParked;
    }
    // The wait has not ended.
    static bool is_waiting(uint32_t state) {
        const uint32_t phase = state & ~uint32_t{kAlertable};
        return phase == kWaiting || phase == kParked || phase == kNudged;
    }
    // The thread's own, before it sleeps, for about a microsecond: a signal that is already on its
    // way is met without a system call on either side.
    void spin();

    std::atomic<uint32_t> state{kIdle};
    std::atomic<Parker*> parker{nullptr};  // null: its thread sleeps on `state`
    Thread* thread = nullptr;              // null for a registered wait
    std::span<Waitable* const> all;        // the objects of a wait for all
    void* context = nullptr;               // the parker's
    uint32_t futile_spins = 0;             // the thread's own
    uint32_t futile_polls = 0;             // the thread's own
    uint32_t appetite = 0;                 // the thread's own: packets that it takes from a port
    Waiter* next_free = nullptr;
};

// The waiter of this thread while it drives something from inside Parker::park: what it does there
// may end its own wait, and needs no wake-up for that.
extern constinit thread_local Waiter* driving_waiter __attribute__((tls_model("initial-exec")));

Waiter* waiter_take();  // null: out of memory
void waiter_give_back(Waiter* waiter);

// A waiter's place in an object's queue. Guarded by the object's lock. Filled in when it is linked:
// a thread has 64 of them on its stack and mostly uses one.
struct WaitBlock {
    Waiter* waiter;
    WaitBlock* next;
    WaitBlock* previous;
    uint32_t index;
    bool linked;
};

// A cache line of its own: signaller and waiter pass it between their processors.
class alignas(64) Waitable : public Object {
  public:
    // Under the lock: would a wait of this thread (null: of no thread) end now?
    virtual bool is_signalled(const Thread* by) const = 0;
    // No lock: false if a wait that does not stay would find nothing.
    virtual bool may_be_signalled() const { return true; }
    // Under the lock: the wait of `by` ended, so take what it takes (an automatic event's signal,
    // one of a semaphore's counts, a mutex).
    virtual void consume(Thread* /*by*/) {}
    // Under the lock: is_signalled because the owner ended.
    virtual bool is_abandoned() const { return false; }
    // No lock, in the thread whose wait this object ended.
    virtual void on_acquired(Thread& /*by*/) {}
    // No lock, before a thread waits: a chance to start watching for the signal.
    virtual void on_wait() {
        if (is_shared()) [[unlikely]]
            shared_on_wait();
    }

    // For objects that no other process knows.
    FutexMutex& mutex() { return lock_; }
    // The lock of any object, for lock_guard. Where processes share the object it has a second
    // half, in the memory that they share.
    void lock() {
        lock_.lock();
        if (is_shared()) [[unlikely]]
            shared_lock();
    }
    bool try_lock() {
        if (!lock_.try_lock())
            return false;
        return !is_shared() || shared_try_lock();
    }
    void unlock() {
        if (is_shared()) [[unlikely]]
            shared_unlock();
        else
            lock_.unlock();
    }
    // Processes share the object, from its start or from the moment in which a child was to inherit
    // it. It begins under the lock, and does not end.
    bool is_shared() const { return shared_object() != nullptr; }
    SharedObject* shared_object() const { return shared_.load(std::memory_order_relaxed); }
    // What it is for other processes; zero where there cannot be any.
    virtual SharedKind shared_kind() const { return SharedKind{}; }
    // Its state is in the part's cell from here on. `moves`: it has had one, which goes there.
    void share(Ref<SharedObject> part, bool moves);
    // Somebody waits. Under the lock.
    bool has_waiters() const { return first_ != nullptr; }
    // Under the lock, after the object became signalled: ends the waits that it can end, first come
    // first served.
    void waiters_wake() {
        if (!has_waiters()) [[likely]]
            return;
        if (Waiter* last = waiters_finish())
            last->unpark();
    }
    // The same, but the last of them is left asleep, for the caller to unpark without the lock: who
    // wakes on the same processor would only find the lock held. Null: there is none.
    [[nodiscard]] Waiter* waiters_finish();
    // Who can make this object signalled by driving something: a thread that waits for it parks
    // there. Stays once it is set.
    Parker* driver() const { return driver_.load(std::memory_order_acquire); }
    void drive_with(Parker* driver) { driver_.store(driver, std::memory_order_release); }

    // Under the lock.
    void block_link(WaitBlock& block);
    void block_unlink(WaitBlock& block);

  protected:
    explicit Waitable(const ObjectType& type) : Object(type) {}
    ~Waitable() override {
        if (is_shared()) [[unlikely]]
            shared_end();
    }
    void on_last_handle() override {
        if (is_shared()) [[unlikely]]
            shared_on_last_handle();
    }
    // ---- for objects that processes share, under the lock
    SharedCell& cell() const;
    virtual void on_share(SharedCell& /*cell*/, bool /*moves*/) {}
    bool shared_ready() const;
    void shared_take();
    void shared_on_wait();
    void shared_on_last_handle();

  private:
    void waiter_satisfy_all(WaitBlock& block);
    void shared_lock();
    bool shared_try_lock();
    void shared_unlock();
    void shared_end();

    FutexMutex lock_;
    std::atomic<SharedObject*> shared_{nullptr};  // a reference
    WaitBlock* first_ = nullptr;                  // the first one's `previous` is the last
    std::atomic<Parker*> driver_{nullptr};
};

inline constexpr size_t kMaximumWaitObjects = 64;

// The events of a thread's last wait for several objects. A server waits for the same ones again
// and again: where no handle has been closed since, nothing is looked up.
struct WaitMemory {
    std::array<HANDLE, kMaximumWaitObjects> handles{};
    std::array<Ref<Waitable>, kMaximumWaitObjects> references;
    // All that the last wait was for; 0: it was for something else than events, too.
    DWORD count = 0;
    uint64_t handles_closed = 0;  // before it looked them up
    std::array<Waitable*, kMaximumWaitObjects> events{};
};

// Waits until one (or all) of the objects are signalled. Returns WAIT_OBJECT_0 + index,
// WAIT_ABANDONED_0 + index, WAIT_TIMEOUT, or WAIT_IO_COMPLETION after APCs ran in an alertable
// wait. At most 64 objects; none is a plain sleep. WAIT_FAILED: out of memory, last error set.
// Without a parker the first driver among the objects', then the thread's own (alertable waits).
DWORD wait_objects(std::span<Waitable* const> objects, bool all, Deadline deadline, bool alertable,
                   Parker* parker = nullptr);
// The same in two steps, for a caller that holds references meanwhile: the wait, within a StopHold
// (thread_suspend.h), then, outside of it, the APCs if that is what ended it. Returns `outcome`.
DWORD wait_objects_held(std::span<Waitable* const> objects, bool all, Deadline deadline,
                        bool alertable, Parker* parker = nullptr);
DWORD wait_apcs_run(DWORD outcome);
// For any of some events: these need not hear of a wait (on_wait).
DWORD wait_events_held(std::span<Waitable* const> events, Deadline deadline, bool alertable);
inline DWORD wait_object(Waitable& object, Deadline deadline, bool alertable,
                         Parker* parker = nullptr) {
    Waitable* const objects[] = {&object};
    return wait_objects(objects, false, deadline, alertable, parker);
}

// The object behind the handle, if one can wait for it and the handle allows SYNCHRONIZE.
Ref<Waitable> handle_get_waitable(HANDLE handle, DWORD* error = nullptr);

}  // namespace berth::nt
