// Completion ports. Packets queue first in, first out; waiting threads are released last in, first
// out, each with the oldest packet, as long as fewer threads are active than the port's concurrency
// limit says.
// https://learn.microsoft.com/windows/win32/fileio/i-o-completion-ports
//
// How a thread waits: on its futex until the port has a driver (a reactor's Parker), then inside
// driver->park(), where one of the waiting threads may dispatch readiness. What that thread itself
// posts to the port that it waits at is queued for it, and it wakes others on its way out only.
#pragma once

#include <mutex>
#include <span>

#include "minwinbase.h"
#include "nt/port_bond.h"
#include "nt/wait.h"

namespace berth::nt {

// One completion on its way to the program. Whoever starts a request owns the memory, so nothing is
// allocated when it completes.
class CompletionPacket {
  public:
    CompletionPacket() = default;
    CompletionPacket(const CompletionPacket&) = delete;
    CompletionPacket& operator=(const CompletionPacket&) = delete;

    // The packet has been fetched, or dropped with its port. No lock is held; the memory is its
    // owner's again.
    virtual void give_back() = 0;

    // What the program gets. `status` is an NTSTATUS.
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    uint32_t status = 0;
    DWORD bytes = 0;

  protected:
    enum class Kind : uint8_t {
        kEnd,     // tells of a request's end
        kPosted,  // PostQueuedCompletionStatus's: the port's own
        kState    // StatePacket
    };
    explicit CompletionPacket(Kind kind) : kind_(kind) {}
    ~CompletionPacket() = default;

    CompletionPacket* next_ = nullptr;  // in a port's queue; before that, its owner's

  private:
    friend class CompletionPort;
    friend class PacketQueue;
    const Kind kind_ = Kind::kEnd;
};

// One that tells of a state: what it tells is found out when it is fetched.
class StatePacket : public CompletionPacket {
  public:
    // Both under the port's lock. Whether there is anything to tell now: `key` and `bytes` say
    // what. False: the packet has left the queue, and is given back.
    virtual bool ask() = 0;
    // ... and now the program gets it.
    virtual void told() = 0;

  protected:
    StatePacket() : CompletionPacket(Kind::kState) {}
    ~StatePacket() = default;
};

class PacketQueue {
  public:
    bool empty() const { return first_ == nullptr; }
    void push(CompletionPacket& packet) {
        packet.next_ = nullptr;
        if (last_)
            last_->next_ = &packet;
        else
            first_set(&packet);
        last_ = &packet;
    }
    CompletionPacket* first() const { return first_; }
    CompletionPacket* pop() {
        CompletionPacket* packet = first_;
        if (packet) {
            first_set(packet->next_);
            if (!first_)
                last_ = nullptr;
        }
        return packet;
    }
    // For those who do not guard it, as it was a moment ago.
    bool seems_empty() {
        return std::atomic_ref(first_).load(std::memory_order_relaxed) == nullptr;
    }
    // Gives all of them back.
    void give_back();

  private:
    void first_set(CompletionPacket* packet) {
        std::atomic_ref(first_).store(packet, std::memory_order_relaxed);
    }

    CompletionPacket* first_ = nullptr;
    CompletionPacket* last_ = nullptr;
};

// Takes a port's packets as they come, in place of threads that wait: the thread pool's end of a
// bound file.
class PacketSink {
  public:
    // From any thread, with its locks held: brief. Gives the packet back in the end.
    virtual void packet_take(CompletionPacket& packet) = 0;

  protected:
    ~PacketSink() = default;
};

// A thread's call on a port while it waits; on its stack, guarded by the port's lock.
struct PortWait {
    CompletionPort* port = nullptr;
    Waiter* waiter = nullptr;
    CompletionPacket* packet = nullptr;  // handed over
    PortWait* next = nullptr;
    PortWait* previous = nullptr;
    bool linked = false;
    std::atomic<bool> watches{false};  // it looks after a stall (completion_port_stall.cpp)
    uint32_t looks = 0;
    uint64_t fetches_seen = 0;
};

// A thread that looks whether its port's driver has a packet for it. The first that comes of it,
// with none before it, is the thread's without a turn through the queue.
struct PortLook {
    CompletionPort* port;
    CompletionPacket* packet = nullptr;
};

class CompletionPort final : public Waitable {
  public:
    static constexpr ObjectType kType{"IoCompletion", true};
    // `concurrency` 0: as many as the process may use processors.
    explicit CompletionPort(DWORD concurrency);
    // One without a handle, whose packets all go to `sink`, a part of `owner`.
    CompletionPort(PacketSink& sink, Ref<Object> owner);
    // Nobody will wait here.
    bool has_sink() const { return sink_ != nullptr; }

    // A packet is queued: one may wait for that.
    bool is_signalled(const Thread* /*by*/) const override { return !packets_.empty(); }

    // Takes the packet over until give_back. From any thread; no allocation, and no system call
    // unless a thread is to be woken.
    void post(CompletionPacket& packet);
    // PostQueuedCompletionStatus: 0 or ERROR_NO_SYSTEM_RESOURCES.
    DWORD post_values(ULONG_PTR key, OVERLAPPED* overlapped, DWORD bytes);

    // Waits for packets and takes at most `entries.size()`; `taken` says how many. Internal holds a
    // packet's NTSTATUS. Called within a StopHold (thread_suspend.h), outside of which the caller
    // runs the APCs (wait_apcs_run). Returns 0, WAIT_TIMEOUT, WAIT_IO_COMPLETION,
    // ERROR_ABANDONED_WAIT_0 (the port was closed) or ERROR_NOT_ENOUGH_MEMORY.
    DWORD take(std::span<OVERLAPPED_ENTRY> entries, ULONG* taken, Deadline deadline,
               bool alertable);

    // One packet that is there or that the driver knows to be ready, for the calling thread, whose
    // bond is with this port. False: there is none, or it is not this thread's turn.
    bool take_soon(PortBond& bond, OVERLAPPED_ENTRY& entry);

    // Waitable's, and threads that wait here already park there too. Once; the port gives the
    // driver back when it ends.
    void drive_with(Parker* driver);

  private:
    friend class PortRest;
    friend void port_bond_end(PortBond& bond);
    struct Posted;

    ~CompletionPort() override;
    void on_last_handle() override;

    DWORD wait(Thread& thread, PortWait& entry, std::unique_lock<FutexMutex>& guard,
               Deadline deadline, bool alertable);
    void sleep(Thread& thread, PortWait& entry, Deadline deadline, uint32_t alertable);
    void stall_look(PortWait& entry);
    bool take_first(PortBond& bond, OVERLAPPED_ENTRY& entry);

    // The following under the lock.
    Waiter* queue(CompletionPacket& packet);
    Waiter* release_top();
    void stall_watch(PortWait* by);
    void stall_watch_end(PortWait& entry);
    void hand_over(PortWait& entry);
    CompletionPacket* packet_pop();
    // Drops what has nothing to tell any more from the front of the queue.
    void front_ask() {
        if (packets_.first() && packets_.first()->kind_ == CompletionPacket::Kind::kState)
            [[unlikely]]
            states_ask();
    }
    void states_ask();
    bool look_take(OVERLAPPED_ENTRY& entry, Parker& parker, bool* any);
    void spare_keep(Posted& packet);
    ULONG collect(CompletionPacket* handed, std::span<OVERLAPPED_ENTRY> entries,
                  PacketQueue& fetched);
    void waiting_link(PortWait& entry);
    void waiting_unlink(PortWait& entry);
    void bond_count(PortBond& bond);
    void bond_discount(PortBond& bond);
    // No lock: the thread comes to the port, and leaves it.
    void bond_make(PortBond& bond);
    static void bond_break(PortBond& bond);

    PacketQueue packets_;
    PortWait* waiting_ = nullptr;  // the thread that came last is first
    PortBond* bonds_ = nullptr;
    std::atomic<uint32_t> active_{0};  // changes under the lock
    const uint32_t limit_;
    PacketSink* const sink_ = nullptr;
    const Ref<Object> sink_owner_;
    bool closed_ = false;
    bool watched_ = false;  // one of the waiting threads watches for a stall
    uint64_t fetches_ = 0;  // packets that were taken
    uint32_t spare_count_ = 0;
    Posted* spares_ = nullptr;
};

}  // namespace berth::nt
