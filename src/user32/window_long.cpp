// GetWindowLongPtr, SetWindowLongPtr and the same of classes.
// https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-setwindowlongptrw
#include <cstring>
#include <type_traits>

#include "nt/api.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

// The place of a value of type T in extra bytes; null: it is not wholly inside.
template <typename T>
unsigned char* extra_at(std::vector<unsigned char>& extra, int index) {
    return index >= 0 && static_cast<size_t>(index) + sizeof(T) <= extra.size()
               ? extra.data() + index
               : nullptr;
}

template <typename T>
DWORD extra_exchange(std::vector<unsigned char>& extra, int index, const T* value, T* old) {
    unsigned char* at = extra_at<T>(extra, index);
    if (!at)
        return ERROR_INVALID_INDEX;
    std::memcpy(old, at, sizeof(T));
    if (value)
        std::memcpy(at, value, sizeof(T));
    return 0;
}

// Numbers, handles and procedures as LONG_PTR and back.
template <typename Member>
LONG_PTR number_of(Member member) {
    if constexpr (std::is_pointer_v<Member>)
        return reinterpret_cast<LONG_PTR>(member);
    else
        return static_cast<LONG_PTR>(member);
}
template <typename Member>
void number_to(Member& member, LONG_PTR number) {
    if constexpr (std::is_pointer_v<Member>)
        member = reinterpret_cast<Member>(number);
    else
        member = static_cast<Member>(number);
}

template <typename T, typename Member>
void member_exchange(Member& member, const T* value, T* old) {
    *old = static_cast<T>(number_of(member));
    if (value)
        number_to(member, static_cast<LONG_PTR>(*value));
}

template <typename T>
DWORD procedure_exchange(Window& window, const T* value, T* old, bool unicode) {
    *old = static_cast<T>(number_of(procedure_show(window.procedure, window.unicode, unicode)));
    if (value) {
        bool form = unicode;
        window.procedure =
            procedure_take(reinterpret_cast<WNDPROC>(static_cast<LONG_PTR>(*value)), &form);
        window.unicode = form;
    }
    return 0;
}

// Reads a member, and writes it where `value` is given. The members that hold pointers are not for
// the functions of four bytes.
template <typename T>
DWORD window_exchange(HWND handle, int index, const T* value, T* old, bool unicode) {
    constexpr bool kWhole = sizeof(T) == sizeof(LONG_PTR);
    if (kWhole && index == GWLP_HWNDPARENT) {
        const WindowLock exists(handle);
        if (!exists)
            return ERROR_INVALID_WINDOW_HANDLE;
        const bool child = (exists->style & WS_CHILD) != 0;
        *old = static_cast<T>(number_of(child ? tree_parent(handle) : tree_owner(handle)));
        if (value && !child)
            tree_owner_set(handle, reinterpret_cast<HWND>(static_cast<LONG_PTR>(*value)));
        return 0;
    }
    const WindowLock window(handle);
    if (!window)
        return ERROR_INVALID_WINDOW_HANDLE;
    if (index >= 0)
        return extra_exchange(window->extra, index, value, old);
    switch (index) {
        case GWL_STYLE:
            member_exchange(window->style, value, old);
            return 0;
        case GWL_EXSTYLE:
            member_exchange(window->extended_style, value, old);
            return 0;
        case GWLP_ID:
            member_exchange(window->id, value, old);
            return 0;
        case GWLP_USERDATA:
            member_exchange(window->user_data, value, old);
            return 0;
        case GWLP_HINSTANCE:
            if (!kWhole)
                return ERROR_INVALID_INDEX;
            member_exchange(window->instance, value, old);
            return 0;
        case GWLP_WNDPROC:
            return kWhole ? procedure_exchange(*window, value, old, unicode)
                          : DWORD{ERROR_INVALID_INDEX};
        default:
            return ERROR_INVALID_INDEX;
    }
}

template <typename T>
T window_get(HWND window, int index, bool unicode) {
    return nt::api_call<T>(0, [&]() -> T {
        T old = 0;
        const DWORD error = window_exchange<T>(window, index, nullptr, &old, unicode);
        return error == 0 ? old : nt::api_fail<T>(error, 0);
    });
}

template <typename T>
T window_set(HWND window, int index, T value, bool unicode) {
    return nt::api_call<T>(0, [&]() -> T {
        STYLESTRUCT styles{};
        const bool style = index == GWL_STYLE || index == GWL_EXSTYLE;
        if (style && window_is_own(window)) {
            styles.styleOld = static_cast<DWORD>(window_get<LONG>(window, index, unicode));
            styles.styleNew = static_cast<DWORD>(value);
            SendMessageW(window, WM_STYLECHANGING, static_cast<WPARAM>(index),
                         reinterpret_cast<LPARAM>(&styles));
            value = static_cast<T>(static_cast<LONG>(styles.styleNew));
        }
        T old = 0;
        const DWORD error = window_exchange<T>(window, index, &value, &old, unicode);
        if (error != 0)
            return nt::api_fail<T>(error, 0);
        if (style && window_is_own(window))
            SendMessageW(window, WM_STYLECHANGED, static_cast<WPARAM>(index),
                         reinterpret_cast<LPARAM>(&styles));
        return old;
    });
}

template <typename T>
DWORD class_exchange(HWND handle, int index, const T* value, T* old) {
    constexpr bool kWhole = sizeof(T) == sizeof(LONG_PTR);
    std::shared_ptr<WindowClass> found;
    {
        const WindowLock window(handle);
        if (!window)
            return ERROR_INVALID_WINDOW_HANDLE;
        found = window->window_class;
    }
    WindowClass& entry = *found;
    const ClassGuard guard;
    if (index >= 0)
        return extra_exchange(entry.extra, index, value, old);
    const T size = static_cast<T>(entry.extra.size());
    const T atom = entry.atom;
    const T module = static_cast<T>(number_of(entry.instance));
    switch (index) {
        case GCL_STYLE:
            member_exchange(entry.style, value, old);
            return 0;
        case GCL_CBWNDEXTRA:
            if (value && LONG_PTR(*value) < 0)
                return ERROR_INVALID_PARAMETER;
            member_exchange(entry.window_extra, value, old);
            return 0;
        case GCL_CBCLSEXTRA:
            *old = size;
            return value ? ERROR_INVALID_PARAMETER : 0;
        case GCW_ATOM:
            *old = atom;
            return value ? ERROR_INVALID_PARAMETER : 0;
        default:
            break;
    }
    if (!kWhole)
        return ERROR_INVALID_INDEX;
    switch (index) {
        case GCLP_WNDPROC:
            member_exchange(entry.procedure, value, old);
            return 0;
        case GCLP_HMODULE:
            *old = module;
            return value ? ERROR_INVALID_PARAMETER : 0;
        case GCLP_HICON:
            member_exchange(entry.icon, value, old);
            return 0;
        case GCLP_HICONSM:
            member_exchange(entry.small_icon, value, old);
            return 0;
        case GCLP_HCURSOR:
            member_exchange(entry.cursor, value, old);
            return 0;
        case GCLP_HBRBACKGROUND:
            member_exchange(entry.background, value, old);
            return 0;
        default:
            return ERROR_INVALID_INDEX;
    }
}

template <typename T>
T class_value(HWND window, int index, const T* value) {
    return nt::api_call<T>(0, [&]() -> T {
        T old = 0;
        const DWORD error = class_exchange<T>(window, index, value, &old);
        return error == 0 ? old : nt::api_fail<T>(error, 0);
    });
}

}  // namespace

}  // namespace berth::user32

using namespace berth::user32;

LONG WINAPI GetWindowLongA(HWND hWnd, int nIndex) {
    return window_get<LONG>(hWnd, nIndex, false);
}
LONG WINAPI GetWindowLongW(HWND hWnd, int nIndex) {
    return window_get<LONG>(hWnd, nIndex, true);
}
LONG_PTR WINAPI GetWindowLongPtrA(HWND hWnd, int nIndex) {
    return window_get<LONG_PTR>(hWnd, nIndex, false);
}
LONG_PTR WINAPI GetWindowLongPtrW(HWND hWnd, int nIndex) {
    return window_get<LONG_PTR>(hWnd, nIndex, true);
}
LONG WINAPI SetWindowLongA(HWND hWnd, int nIndex, LONG dwNewLong) {
    return window_set<LONG>(hWnd, nIndex, dwNewLong, false);
}
LONG WINAPI SetWindowLongW(HWND hWnd, int nIndex, LONG dwNewLong) {
    return window_set<LONG>(hWnd, nIndex, dwNewLong, true);
}
LONG_PTR WINAPI SetWindowLongPtrA(HWND hWnd, int nIndex, LONG_PTR dwNewLong) {
    return window_set<LONG_PTR>(hWnd, nIndex, dwNewLong, false);
}
LONG_PTR WINAPI SetWindowLongPtrW(HWND hWnd, int nIndex, LONG_PTR dwNewLong) {
    return window_set<LONG_PTR>(hWnd, nIndex, dwNewLong, true);
}
WORD WINAPI GetWindowWord(HWND hWnd, int nIndex) {
    return nIndex < 0 ? berth::nt::api_fail<WORD>(ERROR_INVALID_INDEX, 0)
                      : window_get<WORD>(hWnd, nIndex, true);
}
WORD WINAPI SetWindowWord(HWND hWnd, int nIndex, WORD wNewWord) {
    return nIndex < 0 ? berth::nt::api_fail<WORD>(ERROR_INVALID_INDEX, 0)
                      : window_set<WORD>(hWnd, nIndex, wNewWord, true);
}

DWORD WINAPI GetClassLongW(HWND hWnd, int nIndex) {
    return class_value<DWORD>(hWnd, nIndex, nullptr);
}
DWORD WINAPI GetClassLongA(HWND hWnd, int nIndex) {
    return GetClassLongW(hWnd, nIndex);
}
DWORD WINAPI SetClassLongW(HWND hWnd, int nIndex, LONG dwNewLong) {
    const auto value = static_cast<DWORD>(dwNewLong);
    return class_value<DWORD>(hWnd, nIndex, &value);
}
DWORD WINAPI SetClassLongA(HWND hWnd, int nIndex, LONG dwNewLong) {
    return SetClassLongW(hWnd, nIndex, dwNewLong);
}
ULONG_PTR WINAPI GetClassLongPtrW(HWND hWnd, int nIndex) {
    return class_value<ULONG_PTR>(hWnd, nIndex, nullptr);
}
ULONG_PTR WINAPI GetClassLongPtrA(HWND hWnd, int nIndex) {
    return GetClassLongPtrW(hWnd, nIndex);
}
ULONG_PTR WINAPI SetClassLongPtrW(HWND hWnd, int nIndex, LONG_PTR dwNewLong) {
    const auto value = static_cast<ULONG_PTR>(dwNewLong);
    return class_value<ULONG_PTR>(hWnd, nIndex, &value);
}
ULONG_PTR WINAPI SetClassLongPtrA(HWND hWnd, int nIndex, LONG_PTR dwNewLong) {
    return SetClassLongPtrW(hWnd, nIndex, dwNewLong);
}
