// PostMessage, PostThreadMessage, PostQuitMessage.
#include "nt/api.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

// Their parameters hold pointers, which may be gone when the message is read.
bool only_sent(UINT message) {
    switch (message) {
        case WM_CREATE:
        case WM_SETTEXT:
        case WM_GETTEXT:
        case WM_WININICHANGE:
        case WM_DEVMODECHANGE:
        case WM_GETMINMAXINFO:
        case WM_DRAWITEM:
        case WM_MEASUREITEM:
        case WM_DELETEITEM:
        case WM_COMPAREITEM:
        case WM_WINDOWPOSCHANGING:
        case WM_WINDOWPOSCHANGED:
        case WM_COPYDATA:
        case WM_NOTIFY:
        case WM_HELP:
        case WM_STYLECHANGING:
        case WM_STYLECHANGED:
        case WM_NCCREATE:
        case WM_NCCALCSIZE:
        case WM_SIZING:
        case WM_MOVING:
            return true;
        default:
            return false;
    }
}

DWORD own_post(UINT message, WPARAM wparam, LPARAM lparam) {
    nt::MessageQueue* queue = nt::message_queue_current();
    return queue ? queue->post(nullptr, message, wparam, lparam) : DWORD{ERROR_NOT_ENOUGH_MEMORY};
}

DWORD window_post(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    const WindowLock lock(window);
    if (!lock) [[unlikely]]
        return ERROR_INVALID_WINDOW_HANDLE;
    const DWORD error = lock->queue->post(window, message, wparam, lparam);
    return error == ERROR_INVALID_THREAD_ID ? DWORD{ERROR_INVALID_WINDOW_HANDLE} : error;
}

DWORD message_post(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    if (only_sent(message)) [[unlikely]]
        return ERROR_MESSAGE_SYNC_ONLY;
    if (!window)
        return own_post(message, wparam, lparam);
    if (window == HWND_BROADCAST) [[unlikely]] {
        for (const HWND top : tree_children(nullptr))
            window_post(top, message, wparam, lparam);
        return 0;
    }
    return window_post(window, message, wparam, lparam);
}

DWORD thread_post(DWORD thread, UINT message, WPARAM wparam, LPARAM lparam) {
    if (only_sent(message))
        return ERROR_MESSAGE_SYNC_ONLY;
    if (thread == nt::thread_id())
        return own_post(message, wparam, lparam);
    const nt::Ref<nt::MessageQueue> queue = nt::message_queue_find(thread);
    return queue ? queue->post(nullptr, message, wparam, lparam) : DWORD{ERROR_INVALID_THREAD_ID};
}

}  // namespace

}  // namespace berth::user32

using namespace berth;

BOOL WINAPI PostMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return nt::api_bool([&] { return user32::message_post(hWnd, Msg, wParam, lParam); });
}
BOOL WINAPI PostMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return PostMessageW(hWnd, Msg, wParam, lParam);
}
BOOL WINAPI PostThreadMessageW(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return nt::api_bool([&] { return user32::thread_post(idThread, Msg, wParam, lParam); });
}
BOOL WINAPI PostThreadMessageA(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return PostThreadMessageW(idThread, Msg, wParam, lParam);
}

VOID WINAPI PostQuitMessage(int nExitCode) {
    if (nt::MessageQueue* queue = nt::message_queue_current())
        queue->quit(nExitCode);
}
