#include "nt/completion_port.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>
#include <sched.h>
#include <unistd.h>
#include <utility>

#include "nt/clock.h"
#include "nt/thread.h"
#include "nt/thread_suspend.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr uint64_t kStallLook = 10 * kNanosecondsPerMillisecond;
// Posted packets that a port keeps for the next ones.
constexpr uint32_t kMostSpares = 256;

DWORD processors_of_process() {
    cpu_set_t set;
    CPU_ZERO(&set);
    const int count = sched_getaffinity(getpid(), sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 0;
    return count > 0 ? static_cast<DWORD>(count) : 1;
}

// This thread's.
constinit thread_local PortLook* look __attribute__((tls_model("initial-exec"))) = nullptr;

void unpark(Waiter* waiter) {
    if (waiter)
        waiter->unpark();
}

}  // namespace

struct CompletionPort::Posted final : CompletionPacket {
    Posted() : CompletionPacket(Kind::kPosted) {}
    ~Posted() = default;
    void give_back() override { std::unique_ptr<Posted>(this).reset(); }
    Posted* next_spare = nullptr;
};

void PacketQueue::give_back() {
    while (CompletionPacket* packet = pop())
        packet->give_back();
}

CompletionPort::CompletionPort(DWORD concurrency)
    : Waitable(kType), limit_(concurrency != 0 ? concurrency : processors_of_process()) {}

CompletionPort::CompletionPort(PacketSink& sink, Ref<Object> owner)
    : Waitable(kType), limit_(1), sink_(&sink), sink_owner_(std::move(owner)) {}

CompletionPort::~CompletionPort() {
    packets_.give_back();
    while (Posted* spare = spares_) {
        spares_ = spare->next_spare;
        spare->give_back();
    }
    if (Parker* parker = driver())
        parker->give_back();
}

void CompletionPort::on_last_handle() {
    PacketQueue dropped;
    {
        const std::lock_guard guard(mutex());
        closed_ = true;
        while (PortWait* entry = waiting_) {
            waiting_unlink(*entry);
            entry->waiter->finish(Waiter::kDone | Waiter::kAbandoned);
        }
        std::swap(dropped, packets_);
    }
    dropped.give_back();
}

void CompletionPort::post(CompletionPacket& packet) {
    if (sink_) [[unlikely]] {
        sink_->packet_take(packet);
        return;
    }
    if (look && look->port == this && !look->packet && packets_.seems_empty() &&
        packet.kind_ == CompletionPacket::Kind::kEnd) {
        look->packet = &packet;
        return;
    }
    Waiter* woken = nullptr;
    {
        const std::lock_guard guard(mutex());
        if (!closed_) [[likely]] {
            // All threads are at work: it waits for them.
            if (!waiting_ && !has_waiters()) [[likely]] {
                packets_.push(packet);
                return;
            }
            woken = queue(packet);
            if (!woken)
                return;
        }
    }
    if (woken)
        woken->unpark();
    else
        packet.give_back();
}

DWORD CompletionPort::post_values(ULONG_PTR key, OVERLAPPED* overlapped, DWORD bytes) {
    std::unique_lock guard(mutex());
    std::unique_ptr<Posted> packet(spares_);
    if (packet) {
        spares_ = packet->next_spare;
        --spare_count_;
    } else {
        guard.unlock();
        packet.reset(new (std::nothrow) Posted);
        if (!packet)
            return ERROR_NO_SYSTEM_RESOURCES;
        guard.lock();
    }
    if (closed_)
        return 0;
    packet->key = key;
    packet->overlapped = overlapped;
    packet->bytes = bytes;
    Waiter* const woken = queue(*packet.release());
    guard.unlock();
    unpark(woken);
    return 0;
}

// Returns the waiter to unpark once the lock is free.
Waiter* CompletionPort::queue(CompletionPacket& packet) {
    packets_.push(packet);
    Waiter* woken = nullptr;
    front_ask();
    if (packets_.empty()) [[unlikely]]
        return nullptr;
    if (waiting_ || driving_waiter) {
        Thread* const self = driving_waiter ? thread_record : nullptr;
        PortWait* const own =
            self && driving_waiter == self->waiter() ? self->port_bond.wait : nullptr;
        if (!own || own->port != this)
            woken = release_top();
        else if (bool asleep = false;
                 own->linked && active_ < limit_ && own->waiter->finish(Waiter::kDone, &asleep))
            hand_over(*own);
        else
            stall_watch(nullptr);
    }
    waiters_wake();
    return woken;
}

// Gives the oldest packet to the thread that came last, if there is one and the limit allows.
Waiter* CompletionPort::release_top() {
    front_ask();
    if (packets_.empty())
        return nullptr;
    if (active_ >= limit_) {
        stall_watch(nullptr);
        return nullptr;
    }
    for (PortWait* entry = waiting_; entry; entry = entry->next) {
        bool asleep = false;
        // Over: it timed out or runs its APCs, and is about to unlink itself.
        if (!entry->waiter->finish(Waiter::kDone, &asleep))
            continue;
        hand_over(*entry);
        return asleep ? entry->waiter : nullptr;
    }
    return nullptr;
}

void CompletionPort::hand_over(PortWait& entry) {
    waiting_unlink(entry);
    entry.packet = packet_pop();
    bond_count(entry.waiter->thread->port_bond);
}

void CompletionPort::states_ask() {
    while (CompletionPacket* const packet = packets_.first()) {
        if (packet->kind_ != CompletionPacket::Kind::kState ||
            static_cast<StatePacket*>(packet)->ask())
            return;
        packets_.pop()->give_back();
    }
}

// The first, which was asked.
CompletionPacket* CompletionPort::packet_pop() {
    CompletionPacket* const packet = packets_.pop();
    if (packet && packet->kind_ == CompletionPacket::Kind::kState) [[unlikely]]
        static_cast<StatePacket*>(packet)->told();
    return packet;
}

// Fills the entries from the packet that was handed over (or null) and the queue. What is to be
// given back afterwards goes to `fetched`.
ULONG CompletionPort::collect(CompletionPacket* handed, std::span<OVERLAPPED_ENTRY> entries,
                              PacketQueue& fetched) {
    ULONG count = 0;
    for (OVERLAPPED_ENTRY& entry : entries) {
        CompletionPacket* packet = std::exchange(handed, nullptr);
        if (!packet) {
            front_ask();
            packet = packet_pop();
        }
        if (!packet)
            break;
        ++fetches_;
        entry = {packet->key, packet->overlapped, packet->status, packet->bytes};
        ++count;
        if (packet->kind_ == CompletionPacket::Kind::kPosted && spare_count_ < kMostSpares) {
            spare_keep(static_cast<Posted&>(*packet));
        } else {
            fetched.push(*packet);
        }
    }
    return count;
}

// What nearly every call on a busy port comes to.
bool CompletionPort::take_soon(PortBond& bond, OVERLAPPED_ENTRY& entry) {
    const StopHold hold;  // nobody else could lead the driver
    Parker* const parker = driver();
    // A thread that counts, and is not one too many, need not ask anybody.
    while (packets_.seems_empty() && parker && bond.active.load(std::memory_order_relaxed) &&
           active_.load(std::memory_order_relaxed) <= limit_) {
        bool any = false;
        if (look_take(entry, *parker, &any))
            return true;
        if (!any)
            return false;
    }
    return take_first(bond, entry);
}

// `any`: the driver had something, if perhaps not for this port.
bool CompletionPort::look_take(OVERLAPPED_ENTRY& entry, Parker& parker, bool* any) {
    PortLook mine{this};
    PortLook* const outer = std::exchange(look, &mine);
    *any = parker.poll_known();
    look = outer;
    CompletionPacket* const packet = mine.packet;
    if (!packet)
        return false;
    entry = {packet->key, packet->overlapped, packet->status, packet->bytes};
    packet->give_back();
    return true;
}

bool CompletionPort::take_first(PortBond& bond, OVERLAPPED_ENTRY& entry) {
    CompletionPacket* packet = nullptr;
    Waiter* woken = nullptr;
    {
        const std::lock_guard guard(mutex());
        const bool counts = bond.active.load(std::memory_order_relaxed);
        packet = packets_.first();
        if (!packet || packet->kind_ == CompletionPacket::Kind::kState ||
            active_ >= limit_ + (counts ? uint64_t{1} : 0))
            return false;
        packets_.pop();
        ++fetches_;
        if (Parker* const parker = driver())
            parker->visit();
        entry = {packet->key, packet->overlapped, packet->status, packet->bytes};
        bond_count(bond);
        if (waiting_) [[unlikely]]
            woken = release_top();
        if (packet->kind_ == CompletionPacket::Kind::kPosted && spare_count_ < kMostSpares) {
            spare_keep(static_cast<Posted&>(*packet));
            packet = nullptr;
        }
    }
    unpark(woken);
    if (packet)
        packet->give_back();
    return true;
}

void CompletionPort::spare_keep(Posted& packet) {
    packet.next_spare = spares_;
    spares_ = &packet;
    ++spare_count_;
}

DWORD CompletionPort::take(std::span<OVERLAPPED_ENTRY> entries, ULONG* taken, Deadline deadline,
                           bool alertable) {
    *taken = 0;
    Thread* const thread = thread_current();
    if (!thread)
        return ERROR_NOT_ENOUGH_MEMORY;
    PortBond& bond = thread->port_bond;
    if (bond.port != this) [[unlikely]] {
        bond_break(bond);
        bond_make(bond);
    }
    PacketQueue fetched;
    Waiter* woken = nullptr;
    DWORD outcome = 0;
    std::unique_lock guard(mutex());
    bond_discount(bond);
    front_ask();
    if (deadline == 0 && packets_.empty() && driver()) {
        guard.unlock();
        driver()->poll();
        guard.lock();
        front_ask();
    }
    if (!packets_.empty() && active_ < limit_) {
        if (Parker* const parker = driver())
            parker->visit();
        *taken = collect(nullptr, entries, fetched);
    } else if (closed_) {
        outcome = ERROR_ABANDONED_WAIT_0;
    } else if (alertable && thread->apcs_pending()) {
        outcome = WAIT_IO_COMPLETION;
    } else if (deadline == 0) {
        outcome = WAIT_TIMEOUT;
    } else {
        PortWait entry{this, thread->waiter()};
        entry.waiter->appetite = static_cast<uint32_t>(entries.size());
        outcome = wait(*thread, entry, guard, deadline, alertable);
        if (entry.packet)
            *taken = collect(entry.packet, entries, fetched);
        entry.waiter->appetite = 0;
    }
    bond_count(bond);
    woken = release_top();
    guard.unlock();
    unpark(woken);
    fetched.give_back();
    return outcome;
}

// Called and left with the lock held.
DWORD CompletionPort::wait(Thread& thread, PortWait& entry, std::unique_lock<FutexMutex>& guard,
                           Deadline deadline, bool alertable) {
    Waiter& waiter = *entry.waiter;
    const uint32_t flags = alertable ? uint32_t{Waiter::kAlertable} : 0;
    waiter.state.store(Waiter::kWaiting | flags, std::memory_order_seq_cst);
    waiting_link(entry);
    stall_watch(&entry);
    thread.port_bond.wait = &entry;
    guard.unlock();
    sleep(thread, entry, deadline, flags);
    guard.lock();
    stall_watch_end(entry);
    thread.port_bond.wait = nullptr;
    if (entry.linked)
        waiting_unlink(entry);
    const uint32_t state = waiter.state.load(std::memory_order_acquire);
    waiter.state.store(Waiter::kIdle, std::memory_order_release);
    if (state & Waiter::kDone)
        return (state & Waiter::kAbandoned) ? DWORD{ERROR_ABANDONED_WAIT_0} : 0;
    return state == Waiter::kAlerted ? DWORD{WAIT_IO_COMPLETION} : DWORD{WAIT_TIMEOUT};
}

void CompletionPort::sleep(Thread& thread, PortWait& entry, Deadline deadline, uint32_t alertable) {
    Waiter& waiter = *entry.waiter;
    Parker* parker = nullptr;
    const auto parker_choose = [&] {
        parker = driver();
        if (!parker && alertable)
            parker = thread.apc_driver.load(std::memory_order_acquire);
        if (waiter.parker.load(std::memory_order_relaxed) != parker)
            waiter.parker.store(parker, std::memory_order_release);
    };
    parker_choose();
    if (alertable && thread.apcs_pending())
        waiter.finish(Waiter::kAlerted);
    else if (!parker)
        waiter.spin();
    for (;;) {
        uint32_t state = waiter.state.load(std::memory_order_acquire);
        if (!Waiter::is_waiting(state))
            return;
        if (stop_during_wait(thread))
            waiter.finish(Waiter::kTimedOut);
        if ((state & ~uint32_t{Waiter::kAlertable}) == Waiter::kNudged) {
            if (waiter.state.compare_exchange_strong(state, Waiter::kWaiting | alertable))
                parker_choose();
            continue;
        }
        const uint32_t parked = Waiter::kParked | alertable;
        if (state != parked && !waiter.state.compare_exchange_strong(state, parked))
            continue;
        const bool watches = entry.watches.load(std::memory_order_acquire);
        const Deadline until = watches ? std::min(deadline, clock_now() + kStallLook) : deadline;
        if (parker)
            parker->park(waiter, until);
        else
            futex_wait(waiter.state, parked, until);
        if (watches && waiter.parked() && clock_now() >= until)
            stall_look(entry);
        if (deadline != kNever && waiter.parked() && clock_now() >= deadline)
            waiter.finish(Waiter::kTimedOut);
    }
}

void CompletionPort::drive_with(Parker* driver) {
    const std::lock_guard guard(mutex());
    Waitable::drive_with(driver);
    for (PortWait* entry = waiting_; entry; entry = entry->next)
        entry->waiter->nudge();
}

void CompletionPort::waiting_link(PortWait& entry) {
    entry.previous = nullptr;
    entry.next = waiting_;
    if (waiting_)
        waiting_->previous = &entry;
    waiting_ = &entry;
    entry.linked = true;
}

void CompletionPort::waiting_unlink(PortWait& entry) {
    (entry.previous ? entry.previous->next : waiting_) = entry.next;
    if (entry.next)
        entry.next->previous = entry.previous;
    entry.linked = false;
}

void CompletionPort::bond_count(PortBond& bond) {
    if (bond.active.load(std::memory_order_relaxed))
        return;
    bond.active.store(true, std::memory_order_relaxed);
    ++active_;
}

void CompletionPort::bond_discount(PortBond& bond) {
    if (!bond.active.load(std::memory_order_relaxed))
        return;
    bond.active.store(false, std::memory_order_relaxed);
    --active_;
}

// The thread's bond keeps the port; the port's list only knows the thread.
void CompletionPort::bond_make(PortBond& bond) {
    ref();
    bond.port = this;
    bond.tid = thread_id();
    const std::lock_guard guard(mutex());
    bond.previous = nullptr;
    bond.next = bonds_;
    if (bonds_)
        bonds_->previous = &bond;
    bonds_ = &bond;
}

void CompletionPort::bond_break(PortBond& bond) {
    CompletionPort* const port = bond.port;
    if (!port)
        return;
    bond.port = nullptr;
    bond.handle = nullptr;
    Waiter* woken = nullptr;
    {
        const std::lock_guard guard(port->mutex());
        port->bond_discount(bond);
        (bond.previous ? bond.previous->next : port->bonds_) = bond.next;
        if (bond.next)
            bond.next->previous = bond.previous;
        woken = port->release_top();
    }
    unpark(woken);
    port->unref();
}

void port_bond_end(PortBond& bond) {
    CompletionPort::bond_break(bond);
}

void PortRest::rest() {
    CompletionPort& port = *bond_.port;
    Waiter* woken = nullptr;
    {
        const std::lock_guard guard(port.mutex());
        resting_ = bond_.active.load(std::memory_order_relaxed);
        port.bond_discount(bond_);
        woken = port.release_top();
    }
    unpark(woken);
}

void PortRest::resume() {
    CompletionPort& port = *bond_.port;
    const std::lock_guard guard(port.mutex());
    port.bond_count(bond_);
}

}  // namespace berth::nt
