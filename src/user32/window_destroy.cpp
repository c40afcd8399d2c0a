// DestroyWindow. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-destroywindow
#include "nt/api.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

// In the thread that the window belongs to, whichever it is.
void window_destroy_there(HWND window) {
    const nt::Ref<nt::MessageQueue> queue = window_queue(window);
    if (queue)
        work_run_in(*queue, [window] { window_destroy(window); });
}

// WM_DESTROY goes to the window first and then to its children, which all still exist.
void destroy_tell(HWND window) {
    LRESULT result = 0;
    window_call(window, WM_DESTROY, 0, 0, true, &result);
    for (const HWND child : tree_children(window)) {
        if (window_is_own(child))
            destroy_tell(child);
    }
}

void destroy_free(HWND window) {
    for (const HWND child : tree_children(window)) {
        if (window_is_own(child))
            destroy_free(child);
        else
            window_destroy_there(child);
    }
    LRESULT result = 0;
    window_call(window, WM_NCDESTROY, 0, 0, true, &result);
    window_remove(window);
}

void parent_notify(HWND window) {
    DWORD style = 0;
    DWORD extended = 0;
    ULONG_PTR id = 0;
    {
        const WindowLock lock(window);
        if (!lock)
            return;
        style = lock->style;
        extended = lock->extended_style;
        id = lock->id;
    }
    const HWND parent = tree_parent(window);
    if ((style & WS_CHILD) && !(extended & WS_EX_NOPARENTNOTIFY) && parent &&
        parent != HWND_MESSAGE)
        SendMessageW(parent, WM_PARENTNOTIFY, MAKELONG(WM_DESTROY, static_cast<WORD>(id)),
                     reinterpret_cast<LPARAM>(window));
}

}  // namespace

DWORD window_destroy(HWND window) {
    {
        const WindowLock lock(window);
        if (!lock)
            return ERROR_INVALID_WINDOW_HANDLE;
        if (lock->queue.get() != nt::message_queue_own())
            return ERROR_ACCESS_DENIED;
        if (lock->destroying)  // from its own WM_DESTROY
            return ERROR_INVALID_WINDOW_HANDLE;
        lock->destroying = true;
    }
    parent_notify(window);
    for (const HWND owned : tree_owned(window))
        window_destroy_there(owned);
    destroy_tell(window);
    destroy_free(window);
    return 0;
}

}  // namespace berth::user32

using namespace berth;

BOOL WINAPI DestroyWindow(HWND hWnd) {
    return nt::api_bool([&] { return user32::window_destroy(hWnd); });
}
