// Message-only windows for the scenarios of this topic.
#pragma once

namespace messages {

// What a scenario does with its windows' messages; null leaves them to DefWindowProc.
typedef bool (*Handler)(HWND window, UINT message, WPARAM wparam, LPARAM lparam, LRESULT* result);
inline Handler handler = nullptr;

inline LRESULT CALLBACK procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    LRESULT result = 0;
    if (handler && handler(window, message, wparam, lparam, &result)) {
        return result;
    }
    return DefWindowProcA(window, message, wparam, lparam);
}

inline HWND window(const char* title = "", void* parameter = nullptr) {
    static const ATOM registered = [] {
        WNDCLASSA made = {};
        made.lpfnWndProc = procedure;
        made.lpszClassName = "ConformanceMessages";
        made.cbWndExtra = 16;
        return RegisterClassA(&made);
    }();
    return CreateWindowA(MAKEINTRESOURCEA(registered), title, 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr,
                         nullptr, parameter);
}

inline const char* name(UINT message) {
    switch (message) {
        case WM_NCCREATE:
            return "WM_NCCREATE";
        case WM_NCCALCSIZE:
            return "WM_NCCALCSIZE";
        case WM_CREATE:
            return "WM_CREATE";
        case WM_DESTROY:
            return "WM_DESTROY";
        case WM_NCDESTROY:
            return "WM_NCDESTROY";
        case WM_GETMINMAXINFO:
            return "WM_GETMINMAXINFO";
        case WM_TIMER:
            return "WM_TIMER";
        case WM_QUIT:
            return "WM_QUIT";
        default:
            break;
    }
    static char text[8][24];
    static int turn = 0;
    turn = (turn + 1) % 8;
    if (message >= WM_APP && message < 0xC000) {
        snprintf(text[turn], sizeof text[turn], "WM_APP+%u", message - WM_APP);
    } else {
        snprintf(text[turn], sizeof text[turn], "0x%04x", message);
    }
    return text[turn];
}

// One PeekMessage as a line.
inline bool peek(const char* what, HWND of = nullptr, UINT first = 0, UINT last = 0,
                 UINT flags = PM_REMOVE) {
    MSG message = {};
    bool found = PeekMessageA(&message, of, first, last, flags) != 0;
    line("%s: %s", what, found ? name(message.message) : "nothing");
    return found;
}

inline void error_after(const char* what, bool done) {
    DWORD code = GetLastError();
    if (done) {
        line("%s: done", what);
    } else {
        error(what, (int)code);
    }
}

// A thread with a window, which takes messages until WM_QUIT.
struct Receiver {
    HWND window = nullptr;
    DWORD id = 0;
    HANDLE ready = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    HANDLE go = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    Thread thread;

    explicit Receiver(bool takes = true) : thread(run, this) {
        if (takes) {
            SetEvent(go);
        }
        WaitForSingleObject(ready, INFINITE);
    }
    void end() {
        SetEvent(go);
        PostThreadMessageA(id, WM_QUIT, 0, 0);
        truth("receiver ended", thread.join());
    }
    static void run(void* self) {
        Receiver& receiver = *static_cast<Receiver*>(self);
        receiver.window = messages::window("receiver");
        receiver.id = GetCurrentThreadId();
        SetEvent(receiver.ready);
        WaitForSingleObject(receiver.go, INFINITE);
        MSG message;
        while (GetMessageA(&message, nullptr, 0, 0) > 0) {
            DispatchMessageA(&message);
        }
    }
};

}  // namespace messages
