// GetMessage, PeekMessage, WaitMessage, GetQueueStatus, MsgWaitForMultipleObjects: a thread and its
// own queue. https://learn.microsoft.com/windows/win32/winmsg/about-messages-and-message-queues
#include <algorithm>
#include <array>

#include "nt/api.h"
#include "nt/clock.h"
#include "nt/handle.h"
#include "nt/thread_suspend.h"
#include "user32/window.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

constexpr UINT kEveryKind = QS_ALLINPUT | QS_ALLPOSTMESSAGE;

DWORD filter_make(HWND window, UINT first, UINT last, nt::MessageFilter* filter) {
    // -1, as programs write it in either width.
    if (reinterpret_cast<intptr_t>(window) == -1 || reinterpret_cast<uintptr_t>(window) == 0xFFFF ||
        reinterpret_cast<uintptr_t>(window) == 0xFFFFFFFF) {
        filter->window = nt::kThreadOnly;
    } else if (window) {
        const WindowLock lock(window);
        if (!lock)
            return ERROR_INVALID_WINDOW_HANDLE;
        if (lock->queue.get() != nt::message_queue_own())
            return ERROR_ACCESS_DENIED;
        filter->window = window;
        filter->belongs = tree_belongs;
    }
    filter->first = first;
    filter->last = last;
    return 0;
}

bool look(nt::MessageQueue& queue, const nt::MessageFilter& filter, MSG* message) {
    if (filter.kinds & QS_SENDMESSAGE)
        sent_run(queue);
    return queue.look(filter, message);
}

DWORD queue_wait(nt::MessageQueue& queue, UINT mask) {
    const nt::StopHold hold;
    return queue.wait({}, mask, false, false, nt::kNever, false);
}

BOOL message_get(MSG* message, HWND window, UINT first, UINT last) {
    if (!message)
        return nt::api_fail<BOOL>(ERROR_NOACCESS, -1);
    nt::MessageQueue* queue = nt::message_queue_current();
    if (!queue)
        return nt::api_fail<BOOL>(ERROR_NOT_ENOUGH_MEMORY, -1);
    nt::MessageFilter filter;
    if (const DWORD error = filter_make(window, first, last, &filter))
        return nt::api_fail<BOOL>(error, -1);
    while (!look(*queue, filter, message)) {
        if (queue_wait(*queue, QS_ALLINPUT) == WAIT_FAILED)
            return -1;
        if (window && filter.belongs && !window_exists(window))
            return nt::api_fail<BOOL>(ERROR_INVALID_WINDOW_HANDLE, -1);
    }
    return message->message != WM_QUIT;
}

BOOL message_peek(MSG* message, HWND window, UINT first, UINT last, UINT flags) {
    if (!message)
        return nt::api_fail<BOOL>(ERROR_NOACCESS, FALSE);
    nt::MessageQueue* queue = nt::message_queue_current();
    if (!queue)
        return nt::api_fail<BOOL>(ERROR_NOT_ENOUGH_MEMORY, FALSE);
    nt::MessageFilter filter;
    if (const DWORD error = filter_make(window, first, last, &filter))
        return nt::api_fail<BOOL>(error, FALSE);
    filter.remove = (flags & PM_REMOVE) != 0;
    if (const UINT kinds = flags >> 16)
        filter.kinds = kinds;
    if (look(*queue, filter, message))
        return TRUE;
    nt::Parker* driver = queue->driver();
    if (!driver)
        return FALSE;
    driver->poll();
    return look(*queue, filter, message);
}

DWORD wait_failed(DWORD error) {
    return nt::api_fail<DWORD>(error, WAIT_FAILED);
}

// Within a StopHold: a thread that is terminated while it waits gives its references back first.
DWORD wait_held(DWORD count, const HANDLE* handles, DWORD milliseconds, UINT mask, DWORD flags) {
    if (count >= nt::kMaximumWaitObjects || (count != 0 && !handles) ||
        (flags & ~DWORD{MWMO_WAITALL | MWMO_ALERTABLE | MWMO_INPUTAVAILABLE}))
        return wait_failed(ERROR_INVALID_PARAMETER);
    nt::MessageQueue* queue = nt::message_queue_current();
    if (!queue)
        return wait_failed(ERROR_NOT_ENOUGH_MEMORY);
    std::array<nt::Ref<nt::Waitable>, nt::kMaximumWaitObjects> references;
    std::array<nt::Waitable*, nt::kMaximumWaitObjects> objects;  // the first `count` are filled in
    for (DWORD i = 0; i < count; ++i) {
        DWORD error = 0;
        references[i] = nt::handle_get_waitable(handles[i], &error);
        if (!references[i])
            return wait_failed(error);
        objects[i] = references[i].get();
    }
    const bool all = (flags & MWMO_WAITALL) != 0;
    if (all) {
        std::array<nt::Waitable*, nt::kMaximumWaitObjects> sorted = objects;
        std::sort(sorted.begin(), sorted.begin() + count);
        if (std::adjacent_find(sorted.begin(), sorted.begin() + count) != sorted.begin() + count)
            return wait_failed(ERROR_INVALID_PARAMETER);
    }
    return queue->wait(std::span(objects.data(), count), mask, all,
                       (flags & MWMO_INPUTAVAILABLE) != 0, nt::deadline_after(milliseconds),
                       (flags & MWMO_ALERTABLE) != 0);
}

}  // namespace

}  // namespace berth::user32

using namespace berth;

BOOL WINAPI GetMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax) {
    return user32::message_get(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax);
}
BOOL WINAPI GetMessageW(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax) {
    return user32::message_get(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax);
}
BOOL WINAPI PeekMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax,
                         UINT wRemoveMsg) {
    return user32::message_peek(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax, wRemoveMsg);
}
BOOL WINAPI PeekMessageW(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax,
                         UINT wRemoveMsg) {
    return user32::message_peek(lpMsg, hWnd, wMsgFilterMin, wMsgFilterMax, wRemoveMsg);
}

// Sent messages are processed meanwhile and do not end it.
BOOL WINAPI WaitMessage(VOID) {
    nt::MessageQueue* queue = nt::message_queue_current();
    if (!queue)
        return nt::api_fail<BOOL>(ERROR_NOT_ENOUGH_MEMORY, FALSE);
    for (;;) {
        user32::sent_run(*queue);
        if (user32::queue_wait(*queue, QS_ALLINPUT) == WAIT_FAILED)
            return FALSE;
        if (!queue->sent_pending())
            break;
        if (queue->is_new(QS_ALLEVENTS)) {
            user32::sent_run(*queue);
            break;
        }
    }
    queue->mark_seen(user32::kEveryKind);
    return TRUE;
}

DWORD WINAPI GetQueueStatus(UINT flags) {
    if (flags & ~UINT{user32::kEveryKind})
        return nt::api_fail<DWORD>(ERROR_INVALID_FLAGS, 0);
    nt::MessageQueue* queue = nt::message_queue_current();
    if (!queue)
        return 0;
    if (nt::Parker* driver = queue->driver())
        driver->poll();
    return queue->status(flags);
}

BOOL WINAPI GetInputState(VOID) {
    nt::message_queue_current();
    return FALSE;
}

LONG WINAPI GetMessageTime(VOID) {
    const nt::MessageQueue* queue = nt::message_queue_own();
    return queue ? static_cast<LONG>(queue->last_time) : 0;
}

DWORD WINAPI GetMessagePos(VOID) {
    return 0;
}

LPARAM WINAPI GetMessageExtraInfo(VOID) {
    const nt::MessageQueue* queue = nt::message_queue_own();
    return queue ? queue->extra_information : 0;
}

LPARAM WINAPI SetMessageExtraInfo(LPARAM lParam) {
    nt::MessageQueue* queue = nt::message_queue_current();
    return queue ? std::exchange(queue->extra_information, lParam) : 0;
}

DWORD WINAPI MsgWaitForMultipleObjectsEx(DWORD nCount, const HANDLE* pHandles, DWORD dwMilliseconds,
                                         DWORD dwWakeMask, DWORD dwFlags) {
    DWORD outcome = 0;
    {
        const nt::StopHold hold;
        outcome = user32::wait_held(nCount, pHandles, dwMilliseconds, dwWakeMask, dwFlags);
    }
    return nt::wait_apcs_run(outcome);
}

DWORD WINAPI MsgWaitForMultipleObjects(DWORD nCount, const HANDLE* pHandles, BOOL fWaitAll,
                                       DWORD dwMilliseconds, DWORD dwWakeMask) {
    return MsgWaitForMultipleObjectsEx(nCount, pHandles, dwMilliseconds, dwWakeMask,
                                       fWaitAll ? MWMO_WAITALL : 0);
}
