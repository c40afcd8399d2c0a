// What would change a window's looks: there is nothing to look at, so it changes what the window
// knows of itself.
#include "nt/api.h"
#include "user32/window.h"
#include "wingdi.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

bool style_has(HWND window, DWORD style) {
    const WindowLock lock(window);
    return lock && (lock->style & style) != 0;
}

// Whether the style was set. An unknown window has none.
bool style_change(HWND window, DWORD style, bool on) {
    const WindowLock lock(window);
    if (!lock)
        return nt::api_fail(ERROR_INVALID_WINDOW_HANDLE, false);
    const bool was = (lock->style & style) != 0;
    lock->style = on ? lock->style | style : lock->style & ~style;
    return was;
}

// The system's own are numbers from 32512 on; a program brings no resources of its own.
HANDLE system_image(HINSTANCE instance, ULONG_PTR name) {
    constexpr ULONG_PTR kFirst = 32512;
    constexpr ULONG_PTR kLast = 32672;
    return !instance && name >= kFirst && name <= kLast
               ? reinterpret_cast<HANDLE>(name)
               : nt::api_fail<HANDLE>(ERROR_RESOURCE_NAME_NOT_FOUND, nullptr);
}

}  // namespace

}  // namespace berth::user32

using namespace berth::user32;

BOOL WINAPI ShowWindow(HWND hWnd, int nCmdShow) {
    const bool visible = nCmdShow != SW_HIDE;
    const bool was = style_change(hWnd, WS_VISIBLE, visible);
    if (was != visible && window_exists(hWnd))
        SendMessageW(hWnd, WM_SHOWWINDOW, visible, 0);
    return was;
}

BOOL WINAPI ShowWindowAsync(HWND hWnd, int nCmdShow) {
    if (!window_exists(hWnd))
        return berth::nt::api_fail<BOOL>(ERROR_INVALID_WINDOW_HANDLE, FALSE);
    style_change(hWnd, WS_VISIBLE, nCmdShow != SW_HIDE);
    return TRUE;
}

BOOL WINAPI UpdateWindow(HWND hWnd) {
    return window_exists(hWnd) ? TRUE
                               : berth::nt::api_fail<BOOL>(ERROR_INVALID_WINDOW_HANDLE, FALSE);
}

BOOL WINAPI IsWindowVisible(HWND hWnd) {
    HWND window = hWnd;
    while (style_has(window, WS_VISIBLE)) {
        if (!style_has(window, WS_CHILD))
            return TRUE;
        window = tree_parent(window);
    }
    return FALSE;
}

BOOL WINAPI EnableWindow(HWND hWnd, BOOL bEnable) {
    if (!window_exists(hWnd))
        return berth::nt::api_fail<BOOL>(ERROR_INVALID_WINDOW_HANDLE, FALSE);
    const bool was = style_change(hWnd, WS_DISABLED, bEnable == 0);
    if (was == (bEnable != 0))
        SendMessageW(hWnd, WM_ENABLE, bEnable != 0, 0);
    return was;
}

BOOL WINAPI IsWindowEnabled(HWND hWnd) {
    return window_exists(hWnd) && !style_has(hWnd, WS_DISABLED);
}

HICON WINAPI LoadIconA(HINSTANCE hInstance, LPCSTR lpIconName) {
    return static_cast<HICON>(system_image(hInstance, reinterpret_cast<ULONG_PTR>(lpIconName)));
}
HICON WINAPI LoadIconW(HINSTANCE hInstance, LPCWSTR lpIconName) {
    return static_cast<HICON>(system_image(hInstance, reinterpret_cast<ULONG_PTR>(lpIconName)));
}
HCURSOR WINAPI LoadCursorA(HINSTANCE hInstance, LPCSTR lpCursorName) {
    return static_cast<HCURSOR>(system_image(hInstance, reinterpret_cast<ULONG_PTR>(lpCursorName)));
}
HCURSOR WINAPI LoadCursorW(HINSTANCE hInstance, LPCWSTR lpCursorName) {
    return static_cast<HCURSOR>(system_image(hInstance, reinterpret_cast<ULONG_PTR>(lpCursorName)));
}

HGDIOBJ WINAPI GetStockObject(int i) {
    constexpr ULONG_PTR kFirst = 0x01900010;
    return i >= WHITE_BRUSH && i <= DC_PEN && i != 9
               ? reinterpret_cast<HGDIOBJ>(kFirst + static_cast<ULONG_PTR>(i))
               : nullptr;
}
