// Calling window procedures. One that was registered through a W function takes wide text, one of
// an A function UTF-8: messages that carry text are converted on the way where the two differ.
// https://learn.microsoft.com/windows/win32/winmsg/about-window-procedures
#include <algorithm>
#include <cstring>
#include <mutex>

#include "nt/api.h"
#include "nt/lasting.h"
#include "nt/text.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

// GetWindowLongPtr(GWLP_WNDPROC) gives a procedure of the other form as such a number, which
// CallWindowProc and SetWindowLongPtr understand.
constexpr uintptr_t kShown = 0xFFFF0000;

struct ShownProcedure {
    WNDPROC procedure;
    bool unicode;
};

struct ShownProcedures {
    nt::FutexMutex lock;
    std::vector<ShownProcedure> all;
};

ShownProcedures& shown_procedures() {
    // Outlives static destructors: threads may still use it while the process exits.
    static nt::Lasting<ShownProcedures> lasting;
    ShownProcedures& instance = lasting.get();
    return instance;
}

bool carries_text(UINT message) {
    switch (message) {
        case WM_SETTEXT:
        case WM_GETTEXT:
        case WM_GETTEXTLENGTH:
        case WM_NCCREATE:
        case WM_CREATE:
        case WM_SETTINGCHANGE:
        case WM_DEVMODECHANGE:
            return true;
        default:
            return false;
    }
}

// The text a window gives of itself, taken in the procedure's own form.
std::wstring text_get(WNDPROC procedure, bool unicode, HWND window) {
    const LRESULT length = procedure(window, WM_GETTEXTLENGTH, 0, 0);
    const auto room = static_cast<size_t>(std::clamp<LRESULT>(length, 0, 0x100000)) + 1;
    if (unicode) {
        std::wstring text(room, 0);
        procedure(window, WM_GETTEXT, room, reinterpret_cast<LPARAM>(text.data()));
        return text.c_str();
    }
    std::string text(room, 0);
    procedure(window, WM_GETTEXT, room, reinterpret_cast<LPARAM>(text.data()));
    return nt::wide_from_utf8(text.c_str());
}

// As much of the text as fits, with the terminator; how many characters without it.
template <typename Char>
LRESULT text_put(std::basic_string_view<Char> text, WPARAM room, LPARAM to) {
    if (room == 0 || to == 0)
        return 0;
    auto* buffer = reinterpret_cast<Char*>(to);
    const size_t length = std::min<size_t>(text.size(), room - 1);
    text.copy(buffer, length);
    buffer[length] = 0;
    return static_cast<LRESULT>(length);
}

template <typename To, typename From>
To create_structure(const From& from) {
    To to{};
    to.lpCreateParams = from.lpCreateParams;
    to.hInstance = from.hInstance;
    to.hMenu = from.hMenu;
    to.hwndParent = from.hwndParent;
    to.cy = from.cy;
    to.cx = from.cx;
    to.y = from.y;
    to.x = from.x;
    to.style = from.style;
    to.dwExStyle = from.dwExStyle;
    return to;
}

LRESULT convert_to_wide(WNDPROC procedure, HWND window, UINT message, WPARAM wparam,
                        LPARAM lparam) {
    if (message == WM_GETTEXT)
        return text_put<char>(nt::utf8_from_wide(text_get(procedure, true, window)), wparam,
                              lparam);
    if (message == WM_GETTEXTLENGTH)
        return static_cast<LRESULT>(nt::utf8_from_wide(text_get(procedure, true, window)).size());
    if (lparam == 0)
        return procedure(window, message, wparam, lparam);
    if (message == WM_CREATE || message == WM_NCCREATE) {
        const auto& from = *reinterpret_cast<const CREATESTRUCTA*>(lparam);
        auto to = create_structure<CREATESTRUCTW>(from);
        const std::wstring name = nt::wide_from_utf8(from.lpszName);
        to.lpszName = from.lpszName ? name.c_str() : nullptr;
        const bool atom = IS_INTRESOURCE(from.lpszClass);
        const std::wstring kind = atom ? std::wstring() : nt::wide_from_utf8(from.lpszClass);
        to.lpszClass = atom ? reinterpret_cast<LPCWSTR>(from.lpszClass) : kind.c_str();
        return procedure(window, message, wparam, reinterpret_cast<LPARAM>(&to));
    }
    const std::wstring text = nt::wide_from_utf8(reinterpret_cast<const char*>(lparam));
    return procedure(window, message, wparam, reinterpret_cast<LPARAM>(text.c_str()));
}

LRESULT convert_to_narrow(WNDPROC procedure, HWND window, UINT message, WPARAM wparam,
                          LPARAM lparam) {
    if (message == WM_GETTEXT)
        return text_put<wchar_t>(text_get(procedure, false, window), wparam, lparam);
    if (message == WM_GETTEXTLENGTH)
        return static_cast<LRESULT>(text_get(procedure, false, window).size());
    if (lparam == 0)
        return procedure(window, message, wparam, lparam);
    if (message == WM_CREATE || message == WM_NCCREATE) {
        const auto& from = *reinterpret_cast<const CREATESTRUCTW*>(lparam);
        auto to = create_structure<CREATESTRUCTA>(from);
        const std::string name = nt::utf8_from_wide(from.lpszName);
        to.lpszName = from.lpszName ? name.c_str() : nullptr;
        const bool atom = IS_INTRESOURCE(from.lpszClass);
        const std::string kind = atom ? std::string() : nt::utf8_from_wide(from.lpszClass);
        to.lpszClass = atom ? reinterpret_cast<LPCSTR>(from.lpszClass) : kind.c_str();
        return procedure(window, message, wparam, reinterpret_cast<LPARAM>(&to));
    }
    const std::string text = nt::utf8_from_wide(reinterpret_cast<const wchar_t*>(lparam));
    return procedure(window, message, wparam, reinterpret_cast<LPARAM>(text.c_str()));
}

LRESULT procedure_call(WNDPROC procedure, bool procedure_unicode, HWND window, UINT message,
                       WPARAM wparam, LPARAM lparam, bool unicode) {
    if (procedure_unicode == unicode || !carries_text(message)) [[likely]]
        return procedure(window, message, wparam, lparam);
    return procedure_unicode ? convert_to_wide(procedure, window, message, wparam, lparam)
                             : convert_to_narrow(procedure, window, message, wparam, lparam);
}

LRESULT call_shown(WNDPROC shown, HWND window, UINT message, WPARAM wparam, LPARAM lparam,
                   bool unicode) {
    if (!shown)
        return 0;
    bool form = unicode;
    const WNDPROC procedure = procedure_take(shown, &form);
    return procedure ? procedure_call(procedure, form, window, message, wparam, lparam, unicode)
                     : 0;
}

// A timer's routine, if it still is one of this thread's.
bool timer_dispatch(HWND window, WPARAM id, LPARAM routine) {
    nt::MessageQueue* queue = nt::message_queue_own();
    if (routine == 0 || !queue || !queue->timer_calls(routine))
        return false;
    reinterpret_cast<TIMERPROC>(routine)(window, WM_TIMER, id, nt::message_time());
    return true;
}

LRESULT dispatch(const MSG* message, bool unicode) {
    if (!message)
        return nt::api_fail<LRESULT>(ERROR_NOACCESS, 0);
    if (message->message == WM_TIMER && message->lParam != 0) {
        timer_dispatch(message->hwnd, message->wParam, message->lParam);
        return 0;
    }
    if (!message->hwnd)
        return 0;
    if (!window_is_own(message->hwnd))
        return nt::api_fail<LRESULT>(
            window_exists(message->hwnd) ? ERROR_ACCESS_DENIED : ERROR_INVALID_WINDOW_HANDLE, 0);
    LRESULT result = 0;
    window_call(message->hwnd, message->message, message->wParam, message->lParam, unicode,
                &result);
    return result;
}

}  // namespace

bool window_call(HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode,
                 LRESULT* result) {
    WNDPROC procedure = nullptr;
    bool form = false;
    {
        const WindowLock lock(window);
        if (!lock)
            return false;
        procedure = lock->procedure;
        form = lock->unicode;
    }
    *result =
        procedure ? procedure_call(procedure, form, window, message, wparam, lparam, unicode) : 0;
    return true;
}

WNDPROC procedure_show(WNDPROC procedure, bool unicode, bool to_unicode) {
    if (unicode == to_unicode || !procedure)
        return procedure;
    ShownProcedures& table = shown_procedures();
    const std::lock_guard guard(table.lock);
    size_t index = 0;
    while (index < table.all.size() &&
           (table.all[index].procedure != procedure || table.all[index].unicode != unicode))
        ++index;
    if (index == table.all.size())
        table.all.push_back({procedure, unicode});
    return reinterpret_cast<WNDPROC>(kShown + index);
}

WNDPROC procedure_take(WNDPROC shown, bool* unicode) {
    const auto number = reinterpret_cast<uintptr_t>(shown);
    if (number < kShown || number > kShown + 0xFFFF)
        return shown;
    ShownProcedures& table = shown_procedures();
    const std::lock_guard guard(table.lock);
    if (number - kShown >= table.all.size())
        return nullptr;
    const ShownProcedure& found = table.all[number - kShown];
    *unicode = found.unicode;
    return found.procedure;
}

}  // namespace berth::user32

using namespace berth::user32;

LRESULT WINAPI CallWindowProcA(WNDPROC lpPrevWndFunc, HWND hWnd, UINT Msg, WPARAM wParam,
                               LPARAM lParam) {
    return call_shown(lpPrevWndFunc, hWnd, Msg, wParam, lParam, false);
}
LRESULT WINAPI CallWindowProcW(WNDPROC lpPrevWndFunc, HWND hWnd, UINT Msg, WPARAM wParam,
                               LPARAM lParam) {
    return call_shown(lpPrevWndFunc, hWnd, Msg, wParam, lParam, true);
}
LRESULT WINAPI DispatchMessageA(const MSG* lpMsg) {
    return dispatch(lpMsg, false);
}
LRESULT WINAPI DispatchMessageW(const MSG* lpMsg) {
    return dispatch(lpMsg, true);
}

BOOL WINAPI TranslateMessage(const MSG* lpMsg) {
    return lpMsg && (lpMsg->message == WM_KEYDOWN || lpMsg->message == WM_KEYUP ||
                     lpMsg->message == WM_SYSKEYDOWN || lpMsg->message == WM_SYSKEYUP);
}
