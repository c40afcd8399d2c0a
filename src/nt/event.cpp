#include "nt/event.h"

#include <mutex>

#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/object_create.h"
#include "synchapi.h"
#include "winerror.h"

namespace berth::nt {

void Event::set() {
    Waiter* asleep = nullptr;
    {
        const std::lock_guard guard(mutex());
        if (signalled_)
            return;
        signalled_ = true;
        asleep = waiters_finish();
    }
    if (asleep)
        asleep->unpark();
}

void Event::reset() {
    const std::lock_guard guard(mutex());
    signalled_ = false;
}

void Event::pulse() {
    const std::lock_guard guard(mutex());
    signalled_ = true;
    waiters_wake();
    signalled_ = false;
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
    DWORD error = 0;
    if (flags & ~(CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET))
        error = ERROR_INVALID_PARAMETER;
    else if (name && *name)
        error = ERROR_NOT_SUPPORTED;
    if (error != 0) {
        last_error_set(error);
        return nullptr;
    }
    return handle_new(object_make<Event>((flags & CREATE_EVENT_MANUAL_RESET) != 0,
                                         (flags & CREATE_EVENT_INITIAL_SET) != 0),
                      access_of(access, EVENT_ALL_ACCESS), attributes);
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

BOOL WINAPI SetEvent(HANDLE hEvent) {
    return with_event(hEvent, &Event::set);
}

BOOL WINAPI ResetEvent(HANDLE hEvent) {
    return with_event(hEvent, &Event::reset);
}

BOOL WINAPI PulseEvent(HANDLE hEvent) {
    return with_event(hEvent, &Event::pulse);
}
