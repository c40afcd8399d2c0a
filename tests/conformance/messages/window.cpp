#include "../scenario.h"

static bool log_life(HWND, UINT message, WPARAM, LPARAM lparam, LRESULT* result) {
    line("%s", messages::name(message));
    const bool create = message == WM_NCCREATE || message == WM_CREATE;
    void* parameter = create ? ((CREATESTRUCTA*)lparam)->lpCreateParams : nullptr;
    if (message == WM_NCCREATE && parameter == (void*)1) {
        *result = FALSE;
        return true;
    }
    if (message == WM_CREATE && parameter == (void*)2) {
        *result = -1;
        return true;
    }
    return false;
}

SCENARIO(messages_window_life) {
    messages::handler = log_life;
    HWND window = messages::window();
    truth("created", window != nullptr);
    truth("IsWindow", IsWindow(window));
    truth("DestroyWindow", DestroyWindow(window));
    truth("IsWindow", IsWindow(window));
}

SCENARIO(messages_window_refused_early) {
    messages::handler = log_life;
    truth("created", messages::window("", (void*)1) != nullptr);
}

// "If the application returns -1, the window is destroyed".
SCENARIO(messages_window_refused_late) {
    messages::handler = log_life;
    truth("created", messages::window("", (void*)2) != nullptr);
}

static bool show_create(HWND, UINT message, WPARAM, LPARAM lparam, LRESULT*) {
    if (message == WM_CREATE) {
        const auto* create = (const CREATESTRUCTA*)lparam;
        line("\"%s\" at %d %d, %d by %d", create->lpszName, create->x, create->y, create->cx,
             create->cy);
        truth("HWND_MESSAGE", create->hwndParent == HWND_MESSAGE);
        truth("the parameter", create->lpCreateParams == (void*)0x1234);
        truth("the style", (create->style & WS_POPUP) != 0);
    }
    return false;
}

SCENARIO(messages_window_create_structure) {
    HWND first = messages::window();
    messages::handler = show_create;
    char name[64];
    GetClassNameA(first, name, sizeof name);
    HWND window = CreateWindowExA(0, name, "title", WS_POPUP, 1, 2, 3, 4, HWND_MESSAGE, nullptr,
                                  nullptr, (void*)0x1234);
    truth("created", window != nullptr);
    truth("hidden", !IsWindowVisible(window));
}

SCENARIO(messages_window_errors) {
    SetLastError(0);
    truth("no class", CreateWindowA("NoSuchClass", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                    nullptr, nullptr) != nullptr);
    error("code", (int)GetLastError());
    HWND window = messages::window();
    char name[64];
    GetClassNameA(window, name, sizeof name);
    truth("no parent", CreateWindowA(name, "", 0, 0, 0, 0, 0, (HWND)0x123456, nullptr, nullptr,
                                     nullptr) != nullptr);
    error("code", (int)GetLastError());
    truth("a child of none", CreateWindowA(name, "", WS_CHILD, 0, 0, 0, 0, nullptr, nullptr,
                                           nullptr, nullptr) != nullptr);
    error("code", (int)GetLastError());
    DestroyWindow(window);
    truth("destroyed twice", DestroyWindow(window));
    error("code", (int)GetLastError());
    value("thread of none", GetWindowThreadProcessId(window, nullptr));
    error("code", (int)GetLastError());
}

SCENARIO(messages_class_errors) {
    WNDCLASSEXA made = {};
    made.lpszClassName = "ConformanceClass";
    made.lpfnWndProc = DefWindowProcA;
    SetLastError(0);
    messages::error_after("no size", RegisterClassExA(&made) != 0);
    made.cbSize = sizeof made;
    made.cbWndExtra = -1;
    messages::error_after("negative extra bytes", RegisterClassExA(&made) != 0);
    made.cbWndExtra = 0;
    ATOM atom = RegisterClassExA(&made);
    truth("an atom", atom >= 0xC000);
    messages::error_after("again", RegisterClassExA(&made) != 0);
    WNDCLASSEXA info = {};
    info.cbSize = sizeof info;
    truth("GetClassInfoEx",
          GetClassInfoExA(GetModuleHandleA(nullptr), "CONFORMANCECLASS", &info) != 0);
    truth("procedure", info.lpfnWndProc == made.lpfnWndProc);
    HWND window = CreateWindowA(MAKEINTRESOURCEA(atom), "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                                nullptr, nullptr);
    truth("by its atom", window != nullptr);
    messages::error_after("in use", UnregisterClassA("ConformanceClass", nullptr));
    DestroyWindow(window);
    messages::error_after("not in use", UnregisterClassA("ConformanceClass", nullptr));
    messages::error_after("gone", UnregisterClassA("ConformanceClass", nullptr));
}

static void destroy(void* window) {
    truth("DestroyWindow", DestroyWindow((HWND)window));
    error("code", (int)GetLastError());
}

// "A thread cannot use DestroyWindow to destroy a window created by a different thread."
SCENARIO(messages_window_of_another_thread) {
    HWND window = messages::window();
    Thread other(destroy, window);
    truth("joined", other.join());
    truth("IsWindow", IsWindow(window));
}

SCENARIO(messages_window_ends_with_its_thread) {
    messages::Receiver receiver;
    truth("IsWindow", IsWindow(receiver.window));
    receiver.end();
    truth("IsWindow", IsWindow(receiver.window));
    messages::error_after("PostMessage", PostMessageA(receiver.window, WM_APP, 0, 0));
}

SCENARIO(messages_of_a_destroyed_window) {
    HWND window = messages::window();
    HWND other = messages::window();
    PostMessageA(window, WM_APP + 1, 0, 0);
    PostMessageA(other, WM_APP + 2, 0, 0);
    PostMessageA(window, WM_APP + 3, 0, 0);
    SetTimer(window, 1, 10, nullptr);
    DestroyWindow(window);
    HWND next = messages::window();
    truth("a new number", next != window);
    messages::peek("first");
    messages::peek("second");
}

SCENARIO(messages_window_data) {
    HWND window = messages::window();
    SetLastError(0);
    value("before", (long long)SetWindowLongPtrA(window, GWLP_USERDATA, 11));
    value("after", (long long)GetWindowLongPtrA(window, GWLP_USERDATA));
    value("extra before", (long long)SetWindowLongPtrA(window, 8, 0x123456789));
    value("extra after", (long long)GetWindowLongPtrA(window, 8));
    error("no error", (int)GetLastError());
    value("beyond", (long long)GetWindowLongPtrA(window, 9));
    error("code", (int)GetLastError());
    value("no such member", (long long)GetWindowLongPtrA(window, -7));
    error("code", (int)GetLastError());
    truth("procedure", GetWindowLongPtrA(window, GWLP_WNDPROC) == (LONG_PTR)messages::procedure);
    truth("of this thread", GetWindowThreadProcessId(window, nullptr) == GetCurrentThreadId());
    value("no window", (long long)GetWindowLongPtrA((HWND)0x123456, GWLP_USERDATA));
    error("code", (int)GetLastError());
}

static WNDPROC before;
static LRESULT CALLBACK subclass(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    if (message == WM_APP) {
        line("the new procedure");
    }
    return CallWindowProcA(before, window, message, wparam, lparam);
}

static bool show_app(HWND, UINT message, WPARAM wparam, LPARAM, LRESULT* result) {
    if (message != WM_APP) {
        return false;
    }
    line("the old procedure, %d", (int)wparam);
    *result = 5;
    return true;
}

SCENARIO(messages_window_subclassed) {
    messages::handler = show_app;
    HWND window = messages::window();
    before = (WNDPROC)SetWindowLongPtrA(window, GWLP_WNDPROC, (LONG_PTR)subclass);
    truth("the old one", before == messages::procedure);
    value("SendMessage", (long long)SendMessageA(window, WM_APP, 3, 0));
    SetWindowLongPtrA(window, GWLP_WNDPROC, (LONG_PTR)before);
    value("SendMessage", (long long)SendMessageA(window, WM_APP, 4, 0));
}

SCENARIO(messages_window_text) {
    HWND window = messages::window("hello");
    char bytes[16];
    value("GetWindowText", GetWindowTextA(window, bytes, sizeof bytes));
    line("\"%s\"", bytes);
    truth("SetWindowText", SetWindowTextA(window, "good day"));
    value("GetWindowTextLength", GetWindowTextLengthA(window));
    value("GetWindowText, little room", GetWindowTextA(window, bytes, 5));
    line("\"%s\"", bytes);
    wchar_t wide[16];
    value("GetWindowTextW", GetWindowTextW(window, wide, 16));
    truth("good day", wcscmp(wide, L"good day") == 0);
}

SCENARIO(messages_window_found) {
    HWND one = messages::window("One");
    HWND two = messages::window("Two");
    char name[64];
    GetClassNameA(one, name, sizeof name);
    truth("by its title", FindWindowExA(HWND_MESSAGE, nullptr, name, "one") == one);
    truth("the latest first", FindWindowExA(HWND_MESSAGE, nullptr, name, nullptr) == two);
    truth("the one after", FindWindowExA(HWND_MESSAGE, two, name, nullptr) == one);
    truth("none after", FindWindowExA(HWND_MESSAGE, one, name, nullptr) == nullptr);
    truth("another title", FindWindowExA(HWND_MESSAGE, nullptr, name, "Three") == nullptr);
}
