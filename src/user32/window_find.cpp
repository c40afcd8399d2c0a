// Finding windows: by class and title, by kinship, one after the other.
#include <algorithm>
#include <unistd.h>

#include "nt/api.h"
#include "nt/text.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

bool matches(HWND window, const ClassName& name, const std::wstring* title) {
    const WindowLock lock(window);
    if (!lock || (name.given && !name.names(*lock->window_class)))
        return false;
    return !title || nt::text_compare_ignore_case(std::wstring_view(lock->text),
                                                  std::wstring_view(*title)) == 0;
}

HWND find_among(const std::vector<HWND>& windows, HWND after, const ClassName& name,
                const std::wstring* title) {
    auto at = windows.begin();
    if (after)
        at = std::find(windows.begin(), windows.end(), after) + 1;
    const auto found =
        std::find_if(at, windows.end(), [&](HWND window) { return matches(window, name, title); });
    return found == windows.end() ? nullptr : *found;
}

std::wstring wide(const char* text) {
    return nt::wide_from_utf8(text);
}
std::wstring wide(const wchar_t* text) {
    return text ? std::wstring(text) : std::wstring();
}

template <typename Char>
HWND window_find(HWND parent, HWND after, const Char* class_name, const Char* title,
                 bool message_only_too) {
    return nt::api_call<HWND>(nullptr, [&]() -> HWND {
        const ClassName name = ClassName::from(class_name);
        const std::wstring text = wide(title);
        const std::wstring* wanted = title ? &text : nullptr;
        if (parent && parent != HWND_MESSAGE && !window_exists(parent))
            return nt::api_fail<HWND>(ERROR_INVALID_WINDOW_HANDLE, nullptr);
        const std::vector<HWND> children = tree_children(parent);
        if (after && std::find(children.begin(), children.end(), after) == children.end())
            return nt::api_fail<HWND>(ERROR_INVALID_WINDOW_HANDLE, nullptr);
        HWND found = find_among(children, after, name, wanted);
        if (!found && message_only_too)
            found = find_among(tree_children(HWND_MESSAGE), nullptr, name, wanted);
        return found;
    });
}

BOOL each(const std::vector<HWND>& windows, bool below, WNDENUMPROC routine, LPARAM parameter) {
    for (const HWND window : windows) {
        if (!window_exists(window))
            continue;
        if (!routine(window, parameter))
            return FALSE;
        if (below && !each(tree_children(window), true, routine, parameter))
            return FALSE;
    }
    return TRUE;
}

HWND sibling(HWND window, UINT which) {
    const std::vector<HWND> all = tree_children(tree_parent(window));
    const auto at = std::find(all.begin(), all.end(), window);
    if (at == all.end())
        return nullptr;
    switch (which) {
        case GW_HWNDFIRST:
            return all.front();
        case GW_HWNDLAST:
            return all.back();
        case GW_HWNDNEXT:
            return at + 1 == all.end() ? nullptr : *(at + 1);
        default:
            return at == all.begin() ? nullptr : *(at - 1);
    }
}

bool has_style(HWND window, DWORD style) {
    const WindowLock lock(window);
    return lock && (lock->style & style) == style;
}

// A root is no window that a program sees.
HWND shown(HWND window) {
    return window == HWND_MESSAGE ? nullptr : window;
}

HWND parent_of(HWND window) {
    if (has_style(window, WS_CHILD))
        return shown(tree_parent(window));
    return has_style(window, WS_POPUP) ? tree_owner(window) : nullptr;
}

template <typename Result, typename Body>
Result with_window(HWND window, Result failure, Body&& body) {
    return nt::api_call<Result>(failure, [&]() -> Result {
        return window_exists(window) ? body()
                                     : nt::api_fail<Result>(ERROR_INVALID_WINDOW_HANDLE, failure);
    });
}

}  // namespace

}  // namespace berth::user32

using namespace berth;
using namespace berth::user32;

HWND WINAPI FindWindowExA(HWND hWndParent, HWND hWndChildAfter, LPCSTR lpszClass,
                          LPCSTR lpszWindow) {
    return window_find(hWndParent, hWndChildAfter, lpszClass, lpszWindow,
                       !hWndParent && !hWndChildAfter);
}
HWND WINAPI FindWindowExW(HWND hWndParent, HWND hWndChildAfter, LPCWSTR lpszClass,
                          LPCWSTR lpszWindow) {
    return window_find(hWndParent, hWndChildAfter, lpszClass, lpszWindow,
                       !hWndParent && !hWndChildAfter);
}
HWND WINAPI FindWindowA(LPCSTR lpClassName, LPCSTR lpWindowName) {
    return window_find(nullptr, nullptr, lpClassName, lpWindowName, true);
}
HWND WINAPI FindWindowW(LPCWSTR lpClassName, LPCWSTR lpWindowName) {
    return window_find(nullptr, nullptr, lpClassName, lpWindowName, true);
}

BOOL WINAPI IsWindow(HWND hWnd) {
    return window_exists(hWnd);
}

BOOL WINAPI IsWindowUnicode(HWND hWnd) {
    const WindowLock lock(hWnd);
    return lock ? lock->unicode : nt::api_fail<BOOL>(ERROR_INVALID_WINDOW_HANDLE, FALSE);
}

DWORD WINAPI GetWindowThreadProcessId(HWND hWnd, LPDWORD lpdwProcessId) {
    const nt::Ref<nt::MessageQueue> queue = window_queue(hWnd);
    if (!queue)
        return nt::api_fail<DWORD>(ERROR_INVALID_WINDOW_HANDLE, 0);
    if (lpdwProcessId)
        *lpdwProcessId = static_cast<DWORD>(getpid());
    return queue->thread();
}

HWND WINAPI GetParent(HWND hWnd) {
    return with_window<HWND>(hWnd, nullptr, [&] { return parent_of(hWnd); });
}

HWND WINAPI SetParent(HWND hWndChild, HWND hWndNewParent) {
    return with_window<HWND>(hWndChild, nullptr, [&]() -> HWND {
        const bool root = !hWndNewParent || hWndNewParent == HWND_MESSAGE;
        if (!root && !window_exists(hWndNewParent))
            return nt::api_fail<HWND>(ERROR_INVALID_WINDOW_HANDLE, nullptr);
        if (!root && tree_belongs(hWndNewParent, hWndChild))
            return nt::api_fail<HWND>(ERROR_INVALID_PARAMETER, nullptr);
        const HWND before = tree_parent(hWndChild);
        tree_parent_set(hWndChild, hWndNewParent);
        return shown(before);
    });
}

HWND WINAPI GetAncestor(HWND hwnd, UINT gaFlags) {
    return with_window<HWND>(hwnd, nullptr, [&]() -> HWND {
        if (gaFlags == GA_PARENT)
            return shown(tree_parent(hwnd));
        if (gaFlags != GA_ROOT && gaFlags != GA_ROOTOWNER)
            return nt::api_fail<HWND>(ERROR_INVALID_PARAMETER, nullptr);
        HWND window = hwnd;
        for (;;) {
            HWND above = shown(tree_parent(window));
            if (!above && gaFlags == GA_ROOTOWNER)
                above = parent_of(window);
            if (!above)
                return window;
            window = above;
        }
    });
}

HWND WINAPI GetWindow(HWND hWnd, UINT uCmd) {
    return with_window<HWND>(hWnd, nullptr, [&]() -> HWND {
        if (uCmd == GW_OWNER)
            return tree_owner(hWnd);
        if (uCmd == GW_CHILD) {
            const std::vector<HWND> children = tree_children(hWnd);
            return children.empty() ? nullptr : children.front();
        }
        return uCmd <= GW_HWNDPREV ? sibling(hWnd, uCmd)
                                   : nt::api_fail<HWND>(ERROR_INVALID_PARAMETER, nullptr);
    });
}

BOOL WINAPI IsChild(HWND hWndParent, HWND hWnd) {
    HWND window = hWnd;
    while (has_style(window, WS_CHILD)) {
        window = tree_parent(window);
        if (window == hWndParent)
            return window_exists(hWndParent);
    }
    return FALSE;
}

BOOL WINAPI EnumWindows(WNDENUMPROC lpEnumFunc, LPARAM lParam) {
    return nt::api_call<BOOL>(FALSE, [&]() -> BOOL {
        if (!lpEnumFunc)
            return nt::api_fail<BOOL>(ERROR_INVALID_PARAMETER, FALSE);
        return each(tree_children(nullptr), false, lpEnumFunc, lParam);
    });
}

BOOL WINAPI EnumChildWindows(HWND hWndParent, WNDENUMPROC lpEnumFunc, LPARAM lParam) {
    if (!hWndParent)
        return EnumWindows(lpEnumFunc, lParam);
    return with_window<BOOL>(hWndParent, FALSE, [&]() -> BOOL {
        if (!lpEnumFunc)
            return nt::api_fail<BOOL>(ERROR_INVALID_PARAMETER, FALSE);
        each(tree_children(hWndParent), true, lpEnumFunc, lParam);
        return TRUE;
    });
}

BOOL WINAPI EnumThreadWindows(DWORD dwThreadId, WNDENUMPROC lpfn, LPARAM lParam) {
    return nt::api_call<BOOL>(FALSE, [&]() -> BOOL {
        if (!lpfn)
            return nt::api_fail<BOOL>(ERROR_INVALID_PARAMETER, FALSE);
        std::vector<HWND> own;
        for (const HWND root : {HWND{nullptr}, HWND_MESSAGE}) {
            for (const HWND window : tree_children(root)) {
                const nt::Ref<nt::MessageQueue> queue = window_queue(window);
                if (queue && queue->thread() == dwThreadId)
                    own.push_back(window);
            }
        }
        return !own.empty() && each(own, false, lpfn, lParam);
    });
}

int WINAPI GetDlgCtrlID(HWND hWnd) {
    const WindowLock lock(hWnd);
    return lock ? static_cast<int>(lock->id) : nt::api_fail<int>(ERROR_INVALID_WINDOW_HANDLE, 0);
}

HWND WINAPI GetDlgItem(HWND hDlg, int nIDDlgItem) {
    return with_window<HWND>(hDlg, nullptr, [&]() -> HWND {
        for (const HWND child : tree_children(hDlg)) {
            const WindowLock lock(child);
            if (lock && static_cast<int>(lock->id) == nIDDlgItem)
                return child;
        }
        return nt::api_fail<HWND>(ERROR_CONTROL_ID_NOT_FOUND, nullptr);
    });
}
