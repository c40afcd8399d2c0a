// Overlapped requests: whom their end is told, and how a program asks for it. What a request does
// is its provider's matter.
#pragma once

#include "minwinbase.h"
#include "nt/apc.h"
#include "nt/event.h"
#include "nt/ntstatus.h"
#include "nt/port_binding.h"
#include "nt/thread.h"

namespace berth::nt {

inline uint32_t overlapped_status(const OVERLAPPED& overlapped) {
    return static_cast<uint32_t>(__atomic_load_n(&overlapped.Internal, __ATOMIC_SEQ_CST));
}
inline bool overlapped_is_pending(const OVERLAPPED& overlapped) {
    return overlapped_status(overlapped) == kStatusPending;
}

// The request has ended: from here on the OVERLAPPED is the program's. Who waits for it without an
// event hears of it.
void overlapped_finish(OVERLAPPED& overlapped, uint32_t status, DWORD bytes);

// One request on its way. A provider derives from it, starts it, and completes it exactly once;
// the memory is the provider's again when give_back() is called: once, after the program has
// fetched the packet or its completion routine has run, or within complete() when nothing of the
// kind is due. complete() allocates nothing, and does not touch the OVERLAPPED or the buffers once
// the program can see that the request is done.
class OverlappedRequest : public CompletionPacket, public Apc {
  public:
    // Before the operation begins, in the thread that asks for it: notes whom to tell (hEvent, and
    // the port of `binding` unless hEvent's lowest bit is set), resets the event, marks the
    // OVERLAPPED as pending. 0 or ERROR_INVALID_HANDLE (hEvent), with nothing changed.
    DWORD start(OVERLAPPED& at, const PortBinding* binding) {
        if (at.hEvent) [[unlikely]]
            return start_with_event(at, binding);
        begin(at, binding);
        return 0;
    }
    // With a completion routine: call_routine() runs as an APC of `thread` (null: the calling one),
    // hEvent is the program's own. ERROR_INVALID_PARAMETER: the file has a port.
    DWORD start_with_routine(OVERLAPPED& overlapped, const PortBinding* binding,
                             Thread* thread = nullptr);

    // The request, which was pending, ends. `status` is an NTSTATUS (status_from_error).
    void complete(uint32_t status, DWORD bytes);
    // The request ends within the call that started it. An error (status_is_error) is told by that
    // call alone; anything else as if it had been pending, but for a binding that skips the port
    // then.
    void complete_at_once(uint32_t status, DWORD bytes);

    // The Linux id of the thread that started it (CancelIo).
    uint32_t thread_started() const { return tid_; }
    // The event that its end sets, or null.
    Event* event() const { return event_.get(); }
    // It ends without an event of the program's: then with this one, the file's.
    void end_with(Event& event) {
        if (!event_)
            event_ = Ref<Event>::share(&event);
    }
    // Its end is a packet of that binding's port; null: no packet.
    const PortBinding* binding() const { return binding_; }
    // The thread in which its completion routine is to run, or null.
    Thread* routine_thread() const { return thread_.get(); }

    void give_back() override = 0;

  protected:
    OverlappedRequest() = default;
    ~OverlappedRequest() override = default;
    // Calls the program's completion routine, in the thread that it is due in: `status` and `bytes`
    // say how the request ended.
    virtual void call_routine() {}

  private:
    enum class Tell : uint8_t { kNobody, kEvent, kAll };

    void run() final { call_routine(); }
    DWORD start_with_event(OVERLAPPED& at, const PortBinding* binding);
    void begin(OVERLAPPED& at, const PortBinding* binding) {
        if (binding && binding->port()) {
            binding_ = binding;
            key = binding->key();
        }
        overlapped = &at;
        tid_ = thread_id();
        at.InternalHigh = 0;
        __atomic_store_n(&at.Internal, ULONG_PTR{kStatusPending}, __ATOMIC_RELAXED);
    }
    void end(uint32_t with, DWORD count, Tell tell);

    const PortBinding* binding_ = nullptr;  // null: no packet
    Ref<Event> event_;
    Ref<Thread> thread_;  // the routine's; empty: none
    uint32_t tid_ = 0;
};

// The end of a request of which there is only the OVERLAPPED (WPUCompleteOverlappedRequest): its
// event is set, and a packet goes to `port` (null: none, nor where hEvent's lowest bit is set).
// 0 or ERROR_NOT_ENOUGH_MEMORY, with nothing done.
DWORD overlapped_end(OVERLAPPED& overlapped, CompletionPort* port, ULONG_PTR key, uint32_t status,
                     DWORD bytes);

// The request's outcome. 0: it is done, `status` and `bytes` say how. ERROR_IO_INCOMPLETE: it is
// not, and `deadline` is 0. Otherwise it is waited for, by hEvent where there is one: WAIT_TIMEOUT,
// WAIT_IO_COMPLETION (APCs ran), ERROR_INVALID_HANDLE. `driver`: who drives the request, or null.
DWORD overlapped_result(const OVERLAPPED& overlapped, Deadline deadline, bool alertable,
                        Parker* driver, uint32_t* status, DWORD* bytes);

}  // namespace berth::nt
