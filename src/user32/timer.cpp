// SetTimer and KillTimer. https://learn.microsoft.com/windows/win32/winmsg/about-timers
#include "nt/api.h"
#include "user32/window.h"
#include "winerror.h"

namespace {

using namespace berth;

nt::Ref<nt::MessageQueue> queue_of(HWND window) {
    return window ? user32::window_queue(window)
                  : nt::Ref<nt::MessageQueue>::share(nt::message_queue_current());
}

}  // namespace

UINT_PTR WINAPI SetTimer(HWND hWnd, UINT_PTR nIDEvent, UINT uElapse, TIMERPROC lpTimerFunc) {
    const nt::Ref<nt::MessageQueue> queue = queue_of(hWnd);
    if (!queue)
        return nt::api_fail<UINT_PTR>(ERROR_INVALID_WINDOW_HANDLE, 0);
    const UINT_PTR id = queue->timer_set(hWnd, nIDEvent, uElapse, lpTimerFunc);
    return id != 0 ? id : nt::api_fail<UINT_PTR>(ERROR_NOT_ENOUGH_MEMORY, 0);
}

UINT_PTR WINAPI SetCoalescableTimer(HWND hWnd, UINT_PTR nIDEvent, UINT uElapse,
                                    TIMERPROC lpTimerFunc, ULONG uToleranceDelay) {
    if (uToleranceDelay != TIMERV_NO_COALESCING && uToleranceDelay > TIMERV_COALESCING_MAX)
        return nt::api_fail<UINT_PTR>(ERROR_INVALID_PARAMETER, 0);
    return SetTimer(hWnd, nIDEvent, uElapse, lpTimerFunc);
}

BOOL WINAPI KillTimer(HWND hWnd, UINT_PTR uIDEvent) {
    return nt::api_bool([&]() -> DWORD {
        const nt::Ref<nt::MessageQueue> queue = queue_of(hWnd);
        if (!queue)
            return ERROR_INVALID_WINDOW_HANDLE;
        return queue->timer_kill(hWnd, uIDEvent) ? 0 : DWORD{ERROR_INVALID_PARAMETER};
    });
}
