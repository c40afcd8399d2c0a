// CreateWindowEx. https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-createwindowexw
#include "nt/api.h"
#include "nt/text.h"
#include "user32/window.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

constexpr DWORD kChild = WS_CHILD;

struct Place {
    HWND parent = nullptr;  // in the tree: null, HWND_MESSAGE or a window
    HWND owner = nullptr;
};

bool is_message_only(HWND window) {
    while (window && window != HWND_MESSAGE)
        window = tree_parent(window);
    return window == HWND_MESSAGE;
}

// The top-level or message-only window above `window`: only such a one owns others.
HWND root_of(HWND window) {
    for (HWND parent = tree_parent(window); parent && parent != HWND_MESSAGE;
         parent = tree_parent(window))
        window = parent;
    return window;
}

DWORD place_find(HWND parent, DWORD style, Place* place) {
    const bool child = (style & kChild) != 0;
    if (!parent && child)
        return ERROR_TLW_WITH_WSCHILD;
    if (!parent || parent == HWND_MESSAGE) {
        place->parent = parent;
        return 0;
    }
    if (!window_exists(parent))
        return ERROR_INVALID_WINDOW_HANDLE;
    if (child) {
        place->parent = parent;
        return 0;
    }
    place->owner = root_of(parent);
    place->parent = is_message_only(parent) ? HWND_MESSAGE : nullptr;
    return 0;
}

DWORD style_completed(DWORD style) {
    if (!(style & (WS_POPUP | WS_CHILD)))
        style |= WS_CAPTION;
    if (!(style & WS_CHILD))
        style |= WS_CLIPSIBLINGS;
    return style;
}

DWORD extended_style_completed(DWORD extended, DWORD style) {
    if ((style & WS_THICKFRAME) || (style & WS_CAPTION) == WS_CAPTION ||
        (extended & WS_EX_DLGMODALFRAME))
        extended |= WS_EX_WINDOWEDGE;
    return extended;
}

template <typename CreateStructure>
struct Request {
    CreateStructure create;
    bool unicode;
};

// Tells the new window of itself. False: its procedure refuses, or has destroyed it.
template <typename CreateStructure>
bool announce(HWND window, CreateStructure& create, bool unicode) {
    const auto parameter = reinterpret_cast<LPARAM>(&create);
    LRESULT result = 0;
    if (!(static_cast<DWORD>(create.style) & kChild)) {
        MINMAXINFO sizes{};
        window_call(window, WM_GETMINMAXINFO, 0, reinterpret_cast<LPARAM>(&sizes), unicode,
                    &result);
    }
    if (!window_call(window, WM_NCCREATE, 0, parameter, unicode, &result))
        return false;
    if (result == 0) {
        window_call(window, WM_NCDESTROY, 0, 0, unicode, &result);
        window_remove(window);
        return false;
    }
    RECT area = {create.x, create.y, create.x + create.cx, create.y + create.cy};
    window_call(window, WM_NCCALCSIZE, FALSE, reinterpret_cast<LPARAM>(&area), unicode, &result);
    if (!window_call(window, WM_CREATE, 0, parameter, unicode, &result))
        return false;
    if (result == -1) {
        window_destroy(window);
        return false;
    }
    return true;
}

void parent_notify(HWND window, DWORD style, DWORD extended, ULONG_PTR id) {
    const HWND parent = tree_parent(window);
    if ((style & kChild) && !(extended & WS_EX_NOPARENTNOTIFY) && parent && parent != HWND_MESSAGE)
        SendMessageW(parent, WM_PARENTNOTIFY, MAKELONG(WM_CREATE, static_cast<WORD>(id)),
                     reinterpret_cast<LPARAM>(window));
}

int chosen(int value) {
    return value == CW_USEDEFAULT ? 0 : value;
}

// The window's record, in the table and in the tree, before anybody hears of it.
DWORD window_make(const std::shared_ptr<WindowClass>& window_class, const Place& place,
                  DWORD extended_style, DWORD style, ULONG_PTR id, HINSTANCE instance,
                  HWND* handle) {
    nt::MessageQueue* queue = nt::message_queue_current();
    auto window = std::make_unique<Window>();
    window->queue = nt::Ref<nt::MessageQueue>::share(queue);
    window->window_class = window_class;
    {
        const ClassGuard guard;
        window->procedure = window_class->procedure;
        window->unicode = window_class->unicode;
        window->extra.resize(static_cast<size_t>(window_class->window_extra));
    }
    window->style = style_completed(style) & ~DWORD{WS_VISIBLE};
    window->extended_style = extended_style_completed(extended_style, window->style);
    window->instance = instance;
    window->id = id;
    if (!queue)
        return ERROR_NOT_ENOUGH_MEMORY;
    *handle = window_add(std::move(window));
    if (!*handle)
        return ERROR_NO_MORE_USER_HANDLES;
    tree_add(*handle, place.parent, place.owner, (style & kChild) != 0);
    return 0;
}

template <typename CreateStructure, typename Char>
HWND window_create(DWORD extended_style, const Char* class_name, const Char* title, DWORD style,
                   int x, int y, int width, int height, HWND parent, HMENU menu, HINSTANCE instance,
                   void* parameter) {
    constexpr bool kUnicode = sizeof(Char) != 1;
    Place place;
    if (const DWORD error = place_find(parent, style, &place))
        return nt::api_fail<HWND>(error, nullptr);
    HWND window = nullptr;
    {
        const std::shared_ptr<WindowClass> window_class =
            class_find(ClassName::from(class_name), instance, true);
        if (!window_class)
            return nt::api_fail<HWND>(ERROR_CANNOT_FIND_WND_CLASS, nullptr);
        const DWORD error = window_make(window_class, place, extended_style, style,
                                        reinterpret_cast<ULONG_PTR>(menu), instance, &window);
        if (error != 0) {
            window_class->windows.fetch_sub(1, std::memory_order_release);
            return nt::api_fail<HWND>(error, nullptr);
        }
    }
    CreateStructure create{};
    create.lpCreateParams = parameter;
    create.hInstance = instance;
    create.hMenu = menu;
    create.hwndParent = parent;
    create.cx = chosen(width);
    create.cy = width == CW_USEDEFAULT ? 0 : chosen(height);
    create.x = chosen(x);
    create.y = x == CW_USEDEFAULT ? 0 : chosen(y);
    create.style = static_cast<LONG>(style);
    create.lpszName = title;
    create.lpszClass = class_name;
    create.dwExStyle = extended_style;
    if (!announce(window, create, kUnicode))
        return nullptr;
    parent_notify(window, style, extended_style, reinterpret_cast<ULONG_PTR>(menu));
    if (style & WS_VISIBLE)
        ShowWindow(window, SW_SHOW);
    return window_exists(window) ? window : nullptr;
}

}  // namespace

}  // namespace berth::user32

using namespace berth;

HWND WINAPI CreateWindowExA(DWORD dwExStyle, LPCSTR lpClassName, LPCSTR lpWindowName, DWORD dwStyle,
                            int X, int Y, int nWidth, int nHeight, HWND hWndParent, HMENU hMenu,
                            HINSTANCE hInstance, LPVOID lpParam) {
    return nt::api_call<HWND>(nullptr, [&] {
        return user32::window_create<CREATESTRUCTA>(dwExStyle, lpClassName, lpWindowName, dwStyle,
                                                    X, Y, nWidth, nHeight, hWndParent, hMenu,
                                                    hInstance, lpParam);
    });
}
HWND WINAPI CreateWindowExW(DWORD dwExStyle, LPCWSTR lpClassName, LPCWSTR lpWindowName,
                            DWORD dwStyle, int X, int Y, int nWidth, int nHeight, HWND hWndParent,
                            HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam) {
    return nt::api_call<HWND>(nullptr, [&] {
        return user32::window_create<CREATESTRUCTW>(dwExStyle, lpClassName, lpWindowName, dwStyle,
                                                    X, Y, nWidth, nHeight, hWndParent, hMenu,
                                                    hInstance, lpParam);
    });
}
