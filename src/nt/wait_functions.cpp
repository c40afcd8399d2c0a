// WaitForSingleObject and its family, Sleep, QueueUserAPC.
#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <sched.h>

#include "nt/clock.h"
#include "nt/event.h"
#include "nt/last_error.h"
#include "nt/handle.h"
#include "nt/mutex.h"
#include "nt/semaphore.h"
#include "nt/thread.h"
#include "nt/thread_suspend.h"
#include "nt/wait.h"
#include "processthreadsapi.h"
#include "synchapi.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::nt {

namespace {

DWORD wait_failed(DWORD error) {
    last_error_set(error);
    return WAIT_FAILED;
}

DWORD wait_single_held(HANDLE handle, DWORD milliseconds, bool alertable) {
    DWORD error = 0;
    const Ref<Waitable> object = handle_get_waitable(handle, &error);
    if (!object)
        return wait_failed(error);
    Waitable* const objects[] = {object.get()};
    return wait_objects_held(objects, false, deadline_after(milliseconds), alertable);
}

WaitMemory* wait_memory(DWORD count) {
    constexpr DWORD kWorthwhile = 4;
    Thread* const thread = count >= kWorthwhile ? thread_current() : nullptr;
    if (!thread)
        return nullptr;
    if (!thread->wait_memory)
        thread->wait_memory.reset(new (std::nothrow) WaitMemory);
    return thread->wait_memory.get();
}

// Other objects do something when the last reference goes, or belong to other processes too.
// And behind a file or a socket there is an event, but the handle is not that event's.
bool may_be_remembered(HANDLE handle, const Waitable& object) {
    return &object.type() == &Event::kType && !object.is_shared() &&
           handle_is(handle, object, SYNCHRONIZE);
}

// The thread's last wait was for the same handles, all of them events that are open still.
bool is_as_before(const WaitMemory& memory, DWORD count, const HANDLE* handles) {
    return memory.count == count && memory.handles_closed == handles_closed() &&
           std::memcmp(memory.handles.data(), handles, count * sizeof(HANDLE)) == 0;
}

[[gnu::noinline]] DWORD wait_found_held(DWORD count, const HANDLE* handles, bool all,
                                        DWORD milliseconds, bool alertable, WaitMemory* memory) {
    std::array<Ref<Waitable>, kMaximumWaitObjects> references;
    std::array<Waitable*, kMaximumWaitObjects> objects{};  // the first `count` are filled in
    bool only_events = memory != nullptr;
    if (memory) {
        memory->count = 0;
        memory->handles_closed = handles_closed();
    }
    for (DWORD i = 0; i < count; ++i) {
        if (memory && memory->handles[i] == handles[i] && memory->references[i] &&
            handle_is(handles[i], *memory->references[i], SYNCHRONIZE)) {
            objects[i] = memory->events[i] = memory->references[i].get();
            continue;
        }
        DWORD error = 0;
        Ref<Waitable> object = handle_get_waitable(handles[i], &error);
        if (!object)
            return wait_failed(error);
        objects[i] = object.get();
        if (memory && may_be_remembered(handles[i], *object)) {
            memory->handles[i] = handles[i];
            memory->events[i] = object.get();
            memory->references[i] = std::move(object);
        } else {
            only_events = false;
            references[i] = std::move(object);
        }
    }
    if (only_events)
        memory->count = count;
    if (all) {
        std::array<Waitable*, kMaximumWaitObjects> sorted = objects;
        std::sort(sorted.begin(), sorted.begin() + count);
        if (std::adjacent_find(sorted.begin(), sorted.begin() + count) != sorted.begin() + count)
            return wait_failed(ERROR_INVALID_PARAMETER);
    }
    return wait_objects_held(std::span(objects.data(), count), all, deadline_after(milliseconds),
                             alertable);
}

DWORD wait_multiple_held(DWORD count, const HANDLE* handles, bool all, DWORD milliseconds,
                         bool alertable) {
    if (count == 0 || count > kMaximumWaitObjects || !handles)
        return wait_failed(ERROR_INVALID_PARAMETER);
    if (count == 1)
        return wait_single_held(*handles, milliseconds, alertable);
    WaitMemory* const memory = wait_memory(count);
    if (memory && !all && is_as_before(*memory, count, handles))
        return wait_events_held(std::span(memory->events.data(), count),
                                deadline_after(milliseconds), alertable);
    return wait_found_held(count, handles, all, milliseconds, alertable, memory);
}

// A thread that is terminated while it waits gives its references back first.
DWORD wait_multiple(DWORD count, const HANDLE* handles, bool all, DWORD milliseconds,
                    bool alertable) {
    DWORD outcome = 0;
    {
        const StopHold hold;
        outcome = wait_multiple_held(count, handles, all, milliseconds, alertable);
    }
    return wait_apcs_run(outcome);
}

// QueueUserAPC's.
class UserApc final : public Apc {
  public:
    UserApc(PAPCFUNC function, ULONG_PTR data) : function_(function), data_(data) {}
    void run() override { function_(data_); }

  private:
    PAPCFUNC function_;
    ULONG_PTR data_;
};

DWORD signal_object(HANDLE handle) {
    DWORD error = 0;
    const Ref<Object> object = handle_object(handle, 0, &error);
    if (!object)
        return error;
    DWORD access = 0;
    handle_access(handle, &access);
    if (&object->type() == &Event::kType) {
        if (!(access & EVENT_MODIFY_STATE))
            return ERROR_ACCESS_DENIED;
        static_cast<Event*>(object.get())->set();
        return 0;
    }
    if (&object->type() == &Mutex::kType)
        return static_cast<Mutex*>(object.get())->release(*thread_current());
    if (&object->type() == &Semaphore::kType) {
        if (!(access & SEMAPHORE_MODIFY_STATE))
            return ERROR_ACCESS_DENIED;
        return static_cast<Semaphore*>(object.get())->release(1, nullptr);
    }
    return ERROR_INVALID_HANDLE;
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

DWORD WINAPI WaitForSingleObjectEx(HANDLE hHandle, DWORD dwMilliseconds, BOOL bAlertable) {
    DWORD outcome = 0;
    {
        const StopHold hold;
        outcome = wait_single_held(hHandle, dwMilliseconds, bAlertable != 0);
    }
    return wait_apcs_run(outcome);
}

DWORD WINAPI WaitForSingleObject(HANDLE hHandle, DWORD dwMilliseconds) {
    return WaitForSingleObjectEx(hHandle, dwMilliseconds, FALSE);
}

DWORD WINAPI WaitForMultipleObjectsEx(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll,
                                      DWORD dwMilliseconds, BOOL bAlertable) {
    return wait_multiple(nCount, lpHandles, bWaitAll != 0, dwMilliseconds, bAlertable != 0);
}

DWORD WINAPI WaitForMultipleObjects(DWORD nCount, const HANDLE* lpHandles, BOOL bWaitAll,
                                    DWORD dwMilliseconds) {
    return wait_multiple(nCount, lpHandles, bWaitAll != 0, dwMilliseconds, false);
}

DWORD WINAPI SignalObjectAndWait(HANDLE hObjectToSignal, HANDLE hObjectToWaitOn,
                                 DWORD dwMilliseconds, BOOL bAlertable) {
    DWORD error = 0;
    const Ref<Waitable> object = handle_get_waitable(hObjectToWaitOn, &error);
    if (!object || !thread_current())
        return wait_failed(object ? ERROR_NOT_ENOUGH_MEMORY : error);
    error = signal_object(hObjectToSignal);
    if (error != 0)
        return wait_failed(error);
    return wait_object(*object, deadline_after(dwMilliseconds), bAlertable != 0);
}

DWORD WINAPI SleepEx(DWORD dwMilliseconds, BOOL bAlertable) {
    if (dwMilliseconds == 0 && !bAlertable) {
        sched_yield();
        return 0;
    }
    return wait_objects({}, false, deadline_after(dwMilliseconds), bAlertable != 0) ==
                   WAIT_IO_COMPLETION
               ? WAIT_IO_COMPLETION
               : 0;
}

VOID WINAPI Sleep(DWORD dwMilliseconds) {
    SleepEx(dwMilliseconds, FALSE);
}

BOOL WINAPI SwitchToThread(void) {
    return sched_yield() == 0;
}

DWORD WINAPI QueueUserAPC(PAPCFUNC pfnAPC, HANDLE hThread, ULONG_PTR dwData) {
    DWORD error = 0;
    const Ref<Thread> thread = handle_get<Thread>(hThread, THREAD_SET_CONTEXT, &error);
    if (!thread || !pfnAPC) {
        last_error_set(thread ? ERROR_INVALID_PARAMETER : error);
        return 0;
    }
    auto apc = std::unique_ptr<Apc>(new (std::nothrow) UserApc(pfnAPC, dwData));
    if (!apc) {
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    if (!thread->apc_queue(apc.release())) {
        last_error_set(ERROR_GEN_FAILURE);  // as Windows says of a thread that is ending
        return 0;
    }
    return 1;
}
