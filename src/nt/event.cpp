#include "nt/event.h"

#include <mutex>

#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/object_create.h"
#include "nt/shared_object.h"
#include "synchapi.h"
#include "winerror.h"

namespace berth::nt {

static_assert(sizeof(Event) == 64, "one cache line");

SharedKind Event::shared_kind() const {
    return SharedKind::kEvent;
}

void Event::on_share(SharedCell& cell, bool moves) {
    if (!moves)
        return;
    cell.state().manual = manual_;
    cell.state().signalled = signalled_.load(std::memory_order_relaxed);
    signalled_.store(false, std::memory_order_relaxed);
}

Waiter* Event::shared_set() {
    SharedState& state = cell().state();
    if (state.signalled)
        return nullptr;
    state.signalled = true;
    cell().signal();
    return waiters_finish();
}

void Event::set() {
    Waiter* asleep = nullptr;
    {
        const std::lock_guard guard(*this);
        if (signalled_.load(std::memory_order_relaxed))
            return;
        if (is_shared()) [[unlikely]] {
            asleep = shared_set();
        } else {
            signalled_.store(true, std::memory_order_relaxed);
            asleep = waiters_finish();
        }
    }
    if (asleep)
        asleep->unpark();
}

void Event::reset() {
    const std::lock_guard guard(*this);
    if (is_shared()) [[unlikely]]
        cell().state().signalled = false;
    signalled_.store(false, std::memory_order_relaxed);
}

void Event::pulse() {
    const std::lock_guard guard(*this);
    if (is_shared()) [[unlikely]]
        return cell().pulse([this] { waiters_wake(); });
    signalled_.store(true, std::memory_order_relaxed);
    waiters_wake();
    signalled_.store(false, std::memory_order_relaxed);
}

namespace {

BOOL with_event(HANDLE handle, void (Event::*action)()) {
    DWORD error = 0;
    const HandlePin pin(handle);
    Event* const event = pin.get<Event>(EVENT_MODIFY_STATE, &error);
    if (!event)
        return last_error_result(error);
    (*event.*action)();
    return TRUE;
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

namespace {

template <typename Char>
HANDLE event_create(const SECURITY_ATTRIBUTES* attributes, const Char* name, DWORD flags,
                    DWORD access) {
    if (flags & ~(CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET)) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    SharedStart start;
    start.manual = (flags & CREATE_EVENT_MANUAL_RESET) != 0;
    start.signalled = (flags & CREATE_EVENT_INITIAL_SET) != 0;
    access = access_of(access, EVENT_ALL_ACCESS);
    if (shared_is_wanted(name))
        return shared_create(SharedKind::kEvent, name, start, access, attributes);
    return handle_new(object_make<Event>(start.manual, start.signalled), access, attributes);
}

DWORD event_flags(BOOL manual, BOOL initial) {
    return (manual ? CREATE_EVENT_MANUAL_RESET : 0) | (initial ? CREATE_EVENT_INITIAL_SET : 0);
}

}  // namespace

HANDLE WINAPI CreateEventExA(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCSTR lpName, DWORD dwFlags,
                             DWORD dwDesiredAccess) {
    return event_create(lpEventAttributes, lpName, dwFlags, dwDesiredAccess);
}

HANDLE WINAPI CreateEventExW(LPSECURITY_ATTRIBUTES lpEventAttributes, LPCWSTR lpName, DWORD dwFlags,
                             DWORD dwDesiredAccess) {
    return event_create(lpEventAttributes, lpName, dwFlags, dwDesiredAccess);
}

HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
                           BOOL bInitialState, LPCSTR lpName) {
    return event_create(lpEventAttributes, lpName, event_flags(bManualReset, bInitialState),
                        EVENT_ALL_ACCESS);
}

HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES lpEventAttributes, BOOL bManualReset,
                           BOOL bInitialState, LPCWSTR lpName) {
    return event_create(lpEventAttributes, lpName, event_flags(bManualReset, bInitialState),
                        EVENT_ALL_ACCESS);
}

HANDLE WINAPI OpenEventA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName) {
    return shared_open(SharedKind::kEvent, lpName, access_of(dwDesiredAccess, EVENT_ALL_ACCESS),
                       bInheritHandle != 0);
}

HANDLE WINAPI OpenEventW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName) {
    return shared_open(SharedKind::kEvent, lpName, access_of(dwDesiredAccess, EVENT_ALL_ACCESS),
                       bInheritHandle != 0);
}

BOOL WINAPI SetEvent(HANDLE hEvent) {
    return with_event(hEvent, &Event::set);
}

BOOL WINAPI ResetEvent(HANDLE hEvent) {
    return with_event(hEvent, &Event::reset);
}

BOOL WINAPI PulseEvent(HANDLE hEvent) {
    return with_event(hEvent, &Event::pulse);
}
