// What a window is called: its text, its class, and what programs keep with it by name.
#include <algorithm>

#include "nt/api.h"
#include "nt/text.h"
#include "user32/atom.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

LRESULT send(HWND window, UINT message, WPARAM wparam, const void* lparam, bool unicode) {
    LRESULT result = 0;
    const DWORD error =
        message_send(window, message, wparam, reinterpret_cast<LPARAM>(lparam), unicode, &result);
    return error == 0 ? result : nt::api_fail<LRESULT>(error, 0);
}

template <typename Char>
int text_get(HWND window, Char* to, int room) {
    if (!to || room <= 0)
        return nt::api_fail<int>(ERROR_INVALID_PARAMETER, 0);
    to[0] = 0;
    return static_cast<int>(
        send(window, WM_GETTEXT, static_cast<WPARAM>(room), to, sizeof(Char) != 1));
}

template <typename Char>
int class_name(HWND window, Char* to, int room) {
    return nt::api_call<int>(0, [&]() -> int {
        if (!to || room <= 0)
            return nt::api_fail<int>(ERROR_INVALID_PARAMETER, 0);
        std::shared_ptr<WindowClass> found;
        {
            const WindowLock lock(window);
            if (!lock)
                return nt::api_fail<int>(ERROR_INVALID_WINDOW_HANDLE, 0);
            found = lock->window_class;
        }
        std::basic_string<Char> name;
        if constexpr (sizeof(Char) == 1)
            name = nt::utf8_from_wide(found->name);
        else
            name = found->name;
        const size_t length = std::min(name.size(), static_cast<size_t>(room) - 1);
        name.copy(to, length);
        to[length] = 0;
        return static_cast<int>(length);
    });
}

// SetProp makes the atom of a name that nobody has used; the others only look for it.
ATOM property_atom(const wchar_t* name, bool make) {
    if (IS_INTRESOURCE(name))
        return static_cast<ATOM>(reinterpret_cast<ULONG_PTR>(name));
    return make ? atom_add(name) : atom_find(name);
}
ATOM property_atom(const char* name, bool make) {
    if (IS_INTRESOURCE(name))
        return static_cast<ATOM>(reinterpret_cast<ULONG_PTR>(name));
    return property_atom(nt::wide_from_utf8(name).c_str(), make);
}

template <typename Char>
BOOL property_set(HWND window, const Char* name, HANDLE value) {
    return nt::api_bool([&]() -> DWORD {
        const ATOM atom = property_atom(name, true);
        if (atom == 0)
            return ERROR_INVALID_PARAMETER;
        const WindowLock lock(window);
        if (!lock)
            return ERROR_INVALID_WINDOW_HANDLE;
        lock->properties[atom] = value;
        return 0;
    });
}

template <typename Char>
HANDLE property_get(HWND window, const Char* name, bool remove) {
    return nt::api_call<HANDLE>(nullptr, [&]() -> HANDLE {
        const ATOM atom = property_atom(name, false);
        const WindowLock lock(window);
        if (!lock)
            return nt::api_fail<HANDLE>(ERROR_INVALID_WINDOW_HANDLE, nullptr);
        const auto found = lock->properties.find(atom);
        if (found == lock->properties.end())
            return nullptr;
        const HANDLE value = found->second;
        if (remove)
            lock->properties.erase(found);
        return value;
    });
}

}  // namespace

}  // namespace berth::user32

using namespace berth::user32;

BOOL WINAPI SetWindowTextA(HWND hWnd, LPCSTR lpString) {
    return send(hWnd, WM_SETTEXT, 0, lpString, false) != 0;
}
BOOL WINAPI SetWindowTextW(HWND hWnd, LPCWSTR lpString) {
    return send(hWnd, WM_SETTEXT, 0, lpString, true) != 0;
}
int WINAPI GetWindowTextA(HWND hWnd, LPSTR lpString, int nMaxCount) {
    return text_get(hWnd, lpString, nMaxCount);
}
int WINAPI GetWindowTextW(HWND hWnd, LPWSTR lpString, int nMaxCount) {
    return text_get(hWnd, lpString, nMaxCount);
}
int WINAPI GetWindowTextLengthA(HWND hWnd) {
    return static_cast<int>(send(hWnd, WM_GETTEXTLENGTH, 0, nullptr, false));
}
int WINAPI GetWindowTextLengthW(HWND hWnd) {
    return static_cast<int>(send(hWnd, WM_GETTEXTLENGTH, 0, nullptr, true));
}
int WINAPI GetClassNameA(HWND hWnd, LPSTR lpClassName, int nMaxCount) {
    return class_name(hWnd, lpClassName, nMaxCount);
}
int WINAPI GetClassNameW(HWND hWnd, LPWSTR lpClassName, int nMaxCount) {
    return class_name(hWnd, lpClassName, nMaxCount);
}
BOOL WINAPI SetPropA(HWND hWnd, LPCSTR lpString, HANDLE hData) {
    return property_set(hWnd, lpString, hData);
}
BOOL WINAPI SetPropW(HWND hWnd, LPCWSTR lpString, HANDLE hData) {
    return property_set(hWnd, lpString, hData);
}
HANDLE WINAPI GetPropA(HWND hWnd, LPCSTR lpString) {
    return property_get(hWnd, lpString, false);
}
HANDLE WINAPI GetPropW(HWND hWnd, LPCWSTR lpString) {
    return property_get(hWnd, lpString, false);
}
HANDLE WINAPI RemovePropA(HWND hWnd, LPCSTR lpString) {
    return property_get(hWnd, lpString, true);
}
HANDLE WINAPI RemovePropW(HWND hWnd, LPCWSTR lpString) {
    return property_get(hWnd, lpString, true);
}
