// DefWindowProc: what every window does with a message that its own procedure leaves alone.
// https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-defwindowprocw
#include <algorithm>

#include "nt/api.h"
#include "nt/text.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

std::wstring wide(const char* text) {
    return nt::wide_from_utf8(text);
}
std::wstring wide(const wchar_t* text) {
    return text ? std::wstring(text) : std::wstring();
}

template <typename Char>
std::basic_string<Char> in_form(const std::wstring& text) {
    if constexpr (sizeof(Char) == 1)
        return nt::utf8_from_wide(text);
    else
        return text;
}

std::wstring text_of(HWND window) {
    const WindowLock lock(window);
    return lock ? lock->text : std::wstring();
}

BOOL text_set(HWND window, std::wstring text) {
    const WindowLock lock(window);
    if (!lock)
        return FALSE;
    lock->text.swap(text);
    return TRUE;
}

template <typename Char>
LRESULT text_get(HWND window, WPARAM room, LPARAM to) {
    auto* buffer = reinterpret_cast<Char*>(to);
    if (!buffer || room == 0)
        return 0;
    const std::basic_string<Char> text = in_form<Char>(text_of(window));
    const size_t length = std::min<size_t>(text.size(), room - 1);
    text.copy(buffer, length);
    buffer[length] = 0;
    return static_cast<LRESULT>(length);
}

template <typename Char, typename CreateStructure>
LRESULT default_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    switch (message) {
        case WM_NCCREATE: {
            const auto* create = reinterpret_cast<const CreateStructure*>(lparam);
            if (create && create->lpszName)
                text_set(window, wide(create->lpszName));
            return TRUE;
        }
        case WM_SETTEXT:
            return text_set(window, wide(reinterpret_cast<const Char*>(lparam)));
        case WM_GETTEXT:
            return text_get<Char>(window, wparam, lparam);
        case WM_GETTEXTLENGTH:
            return static_cast<LRESULT>(in_form<Char>(text_of(window)).size());
        case WM_CLOSE:
            DestroyWindow(window);
            return 0;
        case WM_SYSCOMMAND:
            if ((wparam & 0xFFF0) == SC_CLOSE)
                SendMessageW(window, WM_CLOSE, 0, 0);
            return 0;
        case WM_QUERYENDSESSION:
        case WM_QUERYOPEN:
            return TRUE;
        case WM_NOTIFYFORMAT:
            return lparam == NF_QUERY ? (IsWindowUnicode(window) ? NFR_UNICODE : NFR_ANSI) : 0;
        case WM_SHOWWINDOW:
            return 0;
        case WM_TIMER:
            if (lparam != 0) {
                const MSG timer = {window, message, wparam, lparam, 0, {}};
                DispatchMessageW(&timer);
            }
            return 0;
        default:
            return 0;
    }
}

template <typename Char, typename CreateStructure>
LRESULT default_call(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    if (!window_exists(window))
        return nt::api_fail<LRESULT>(ERROR_INVALID_WINDOW_HANDLE, 0);
    return default_procedure<Char, CreateStructure>(window, message, wparam, lparam);
}

}  // namespace

}  // namespace berth::user32

using namespace berth::user32;

LRESULT WINAPI DefWindowProcA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return default_call<char, CREATESTRUCTA>(hWnd, Msg, wParam, lParam);
}
LRESULT WINAPI DefWindowProcW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return default_call<wchar_t, CREATESTRUCTW>(hWnd, Msg, wParam, lParam);
}
