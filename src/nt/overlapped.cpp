#include "nt/lasting.h"
#include "nt/overlapped.h"

#include <array>
#include <memory>
#include <mutex>

#include "berth/winbase_file.h"
#include "nt/clock.h"
#include "nt/handle.h"
#include "nt/small_block.h"
#include "nt/thread.h"
#include "nt/thread_suspend.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr uintptr_t kNoPacket = 1;  // in hEvent

// Where threads wait for requests that have no event.
class Gate final : public Waitable {
  public:
    static constexpr ObjectType kType{"Gate", true};
    Gate() : Waitable(kType) {}
    bool is_signalled(const Thread* by) const override {
        return opened_ || (by && by->awaited && !overlapped_is_pending(*by->awaited));
    }
    // Some request has ended: let everybody see whether it is theirs.
    void open() {
        const std::lock_guard guard(mutex());
        opened_ = true;
        waiters_wake();
        opened_ = false;
    }

  private:
    bool opened_ = false;
};

constexpr size_t kGates = 16;
constinit std::atomic<uint32_t> waiting_at_gates{0};

Gate& gate_of(const OVERLAPPED* overlapped) {
    // Never freed: threads wait while the process ends.
    static Lasting<std::array<Gate, kGates>> gates;
    const auto address = reinterpret_cast<uintptr_t>(overlapped);
    return gates.get()[(address / sizeof(OVERLAPPED)) % kGates];
}

DWORD gate_wait(const OVERLAPPED& overlapped, Deadline deadline, bool alertable, Parker* driver) {
    Thread* const thread = thread_current();
    if (!thread)
        return WAIT_FAILED;
    Gate& gate = gate_of(&overlapped);
    Waitable* const objects[] = {&gate};
    DWORD outcome = WAIT_OBJECT_0;
    thread->awaited = &overlapped;
    waiting_at_gates.fetch_add(1, std::memory_order_seq_cst);
    while (outcome == WAIT_OBJECT_0 && overlapped_is_pending(overlapped))
        outcome = wait_objects_held(objects, false, deadline, alertable, driver);
    waiting_at_gates.fetch_sub(1, std::memory_order_relaxed);
    thread->awaited = nullptr;
    return outcome;
}

DWORD event_wait(HANDLE event, Deadline deadline, bool alertable) {
    const Ref<Waitable> object = handle_get_waitable(event);
    if (!object)
        return WAIT_FAILED;
    Waitable* const objects[] = {object.get()};
    return wait_objects_held(objects, false, deadline, alertable);
}

HANDLE event_of(const OVERLAPPED& overlapped) {
    return reinterpret_cast<HANDLE>(reinterpret_cast<uintptr_t>(overlapped.hEvent) & ~kNoPacket);
}

}  // namespace

void overlapped_finish(OVERLAPPED& overlapped, uint32_t status, DWORD bytes) {
    OVERLAPPED* const place = &overlapped;
    place->InternalHigh = bytes;
    __atomic_store_n(&place->Internal, ULONG_PTR{status}, __ATOMIC_SEQ_CST);
    if (waiting_at_gates.load(std::memory_order_seq_cst) != 0) [[unlikely]]
        gate_of(place).open();
}

DWORD OverlappedRequest::start_with_event(OVERLAPPED& at, const PortBinding* binding) {
    if (const HANDLE handle = event_of(at)) {
        DWORD error = 0;
        event_ = handle_get<Event>(handle, EVENT_MODIFY_STATE, &error);
        if (!event_)
            return error;
        event_->reset();
    }
    const bool packet = (reinterpret_cast<uintptr_t>(at.hEvent) & kNoPacket) == 0;
    begin(at, packet ? binding : nullptr);
    return 0;
}

DWORD OverlappedRequest::start_with_routine(OVERLAPPED& at, const PortBinding* binding,
                                            Thread* thread) {
    if (binding && binding->port())
        return ERROR_INVALID_PARAMETER;
    thread_ = Ref<Thread>::share(thread ? thread : thread_current());
    if (!thread_)
        return ERROR_NOT_ENOUGH_MEMORY;
    begin(at, nullptr);
    return 0;
}

void OverlappedRequest::complete(uint32_t with, DWORD count) {
    end(with, count, Tell::kAll);
}

void OverlappedRequest::complete_at_once(uint32_t with, DWORD count) {
    const bool skips = binding_ && (binding_->modes() & FILE_SKIP_COMPLETION_PORT_ON_SUCCESS) != 0;
    end(with, count,
        status_is_error(with)             ? Tell::kNobody
        : skips && with == kStatusSuccess ? Tell::kEvent
                                          : Tell::kAll);
}

void OverlappedRequest::end(uint32_t with, DWORD count, Tell tell) {
    status = with;
    bytes = count;
    // From the second store on the OVERLAPPED is the program's, and from the end of the branch that
    // is taken below the request is its owner's.
    overlapped_finish(*overlapped, with, count);
    if (tell == Tell::kAll && binding_ && !event_) [[likely]] {
        binding_->port()->post(*this);
        return;
    }
    const Ref<Event> event = std::move(event_);
    const Ref<Thread> thread = std::move(thread_);
    if (event && tell != Tell::kNobody)
        event->set();
    if (tell != Tell::kAll || (!thread && !binding_))
        give_back();
    else if (thread)
        thread->apc_queue(this);
    else
        binding_->port()->post(*this);
}

namespace {

class EndPacket final : public CompletionPacket, public InSmallBlock {
  public:
    void give_back() override { const std::unique_ptr<EndPacket> own(this); }
};

}  // namespace

DWORD overlapped_end(OVERLAPPED& overlapped, CompletionPort* port, ULONG_PTR key, uint32_t status,
                     DWORD bytes) {
    std::unique_ptr<EndPacket> packet;
    if (port && !(reinterpret_cast<uintptr_t>(overlapped.hEvent) & kNoPacket)) {
        packet.reset(new (std::nothrow) EndPacket);
        if (!packet)
            return ERROR_NOT_ENOUGH_MEMORY;
        packet->overlapped = &overlapped;
        packet->key = key;
        packet->status = status;
        packet->bytes = bytes;
    }
    // Once Internal is set the OVERLAPPED may be gone from memory.
    Ref<Event> event;
    if (const HANDLE handle = event_of(overlapped))
        event = handle_get<Event>(handle, EVENT_MODIFY_STATE);
    overlapped.InternalHigh = bytes;
    __atomic_store_n(&overlapped.Internal, ULONG_PTR{status}, __ATOMIC_SEQ_CST);
    if (waiting_at_gates.load(std::memory_order_seq_cst) != 0)
        gate_of(&overlapped).open();
    if (event)
        event->set();
    if (packet)
        port->post(*packet.release());
    return 0;
}

DWORD overlapped_result(const OVERLAPPED& overlapped, Deadline deadline, bool alertable,
                        Parker* driver, uint32_t* status, DWORD* bytes) {
    if (overlapped_is_pending(overlapped) && driver)
        driver->poll();
    if (overlapped_is_pending(overlapped)) {
        if (deadline == 0)
            return ERROR_IO_INCOMPLETE;
        DWORD outcome = 0;
        {
            const StopHold hold;
            const HANDLE event = event_of(overlapped);
            outcome = event ? event_wait(event, deadline, alertable)
                            : gate_wait(overlapped, deadline, alertable, driver);
        }
        wait_apcs_run(outcome);
        if (outcome == WAIT_FAILED)
            return ERROR_INVALID_HANDLE;
        if (outcome == WAIT_TIMEOUT || outcome == WAIT_IO_COMPLETION)
            return outcome;
        if (overlapped_is_pending(overlapped))
            return ERROR_IO_INCOMPLETE;  // somebody else set the event
    }
    *status = overlapped_status(overlapped);
    *bytes = static_cast<DWORD>(overlapped.InternalHigh);
    return 0;
}

}  // namespace berth::nt
