#include "../scenario.h"

// https://learn.microsoft.com/windows/win32/winmsg/about-messages-and-message-queues
SCENARIO(messages_in_order) {
    HWND window = messages::window();
    for (int i = 0; i < 3; ++i) {
        truth("PostMessage", PostMessageA(window, WM_APP + i, 10 + i, 20 + i));
    }
    for (int i = 0; i < 3; ++i) {
        MSG message = {};
        value("GetMessage", GetMessageA(&message, nullptr, 0, 0));
        line("%s %d %d", messages::name(message.message), (int)message.wParam, (int)message.lParam);
        truth("to the window", message.hwnd == window);
    }
    messages::peek("PeekMessage");
}

SCENARIO(messages_not_removed) {
    HWND window = messages::window();
    PostMessageA(window, WM_APP, 0, 0);
    messages::peek("first look", nullptr, 0, 0, PM_NOREMOVE);
    messages::peek("second look", nullptr, 0, 0, PM_NOREMOVE);
    messages::peek("taken");
    messages::peek("after");
}

// "If wMsgFilterMin and wMsgFilterMax are both zero, PeekMessage returns all available messages."
SCENARIO(messages_filtered_by_number) {
    HWND window = messages::window();
    for (int i = 0; i < 5; ++i) {
        PostMessageA(window, WM_APP + i, 0, 0);
    }
    messages::peek("3 to 4", nullptr, WM_APP + 3, WM_APP + 4);
    messages::peek("3 to 4", nullptr, WM_APP + 3, WM_APP + 4);
    messages::peek("3 to 4", nullptr, WM_APP + 3, WM_APP + 4);
    messages::peek("1", nullptr, WM_APP + 1, WM_APP + 1);
    messages::peek("any");
    messages::peek("any");
    messages::peek("any");
}

SCENARIO(messages_filtered_by_window) {
    HWND one = messages::window();
    HWND other = messages::window();
    PostMessageA(one, WM_APP + 1, 0, 0);
    PostMessageA(other, WM_APP + 2, 0, 0);
    PostThreadMessageA(GetCurrentThreadId(), WM_APP + 3, 0, 0);
    PostMessageA(nullptr, WM_APP + 4, 0, 0);
    messages::peek("the other window's", other);
    messages::peek("the other window's", other);
    messages::peek("the thread's", (HWND)-1);
    messages::peek("the thread's", (HWND)-1);
    messages::peek("the thread's", (HWND)-1);
    messages::peek("any");
}

// WM_QUIT is generated once nothing else is posted.
SCENARIO(messages_quit_comes_last) {
    HWND window = messages::window();
    PostQuitMessage(42);
    PostMessageA(window, WM_APP, 0, 0);
    MSG message = {};
    value("GetMessage", GetMessageA(&message, nullptr, 0, 0));
    line("%s", messages::name(message.message));
    value("GetMessage", GetMessageA(&message, nullptr, 0, 0));
    line("%s %d", messages::name(message.message), (int)message.wParam);
    truth("to no window", message.hwnd == nullptr);
    messages::peek("after");
}

// "GetMessage always retrieves WM_QUIT messages, no matter which values you specify".
SCENARIO(messages_quit_passes_filters) {
    HWND window = messages::window();
    PostQuitMessage(1);
    messages::peek("other numbers", nullptr, WM_APP, WM_APP + 9);
    PostThreadMessageA(GetCurrentThreadId(), WM_QUIT, 5, 0);
    MSG message = {};
    value("GetMessage", GetMessageA(&message, nullptr, WM_APP, WM_APP));
    value("code", (int)message.wParam);
    PostQuitMessage(2);
    value("of a window", GetMessageA(&message, window, 0, 0));
    value("code", (int)message.wParam);
}

SCENARIO(messages_post_errors) {
    SetLastError(0);
    messages::error_after("no window", PostMessageA((HWND)0x123456, WM_APP, 0, 0));
    HWND window = messages::window();
    DestroyWindow(window);
    messages::error_after("destroyed", PostMessageA(window, WM_APP, 0, 0));
    MSG message = {};
    value("GetMessage", GetMessageA(&message, window, 0, 0));
    error("code", (int)GetLastError());
    truth("PeekMessage", PeekMessageA(&message, window, 0, 0, PM_REMOVE));
    error("code", (int)GetLastError());
    value("SendMessage", (long long)SendMessageA(window, WM_APP, 0, 0));
    error("code", (int)GetLastError());
}

// "This thread must have created a message queue, or else PostThreadMessage fails."
SCENARIO(messages_thread_needs_a_queue) {
    SetLastError(0);
    messages::error_after("no thread", PostThreadMessageA(1, WM_APP, 0, 0));
    messages::Receiver receiver;
    messages::error_after("with a queue", PostThreadMessageA(receiver.id, WM_NULL, 0, 0));
    receiver.end();
    DWORD id = receiver.id;
    messages::error_after("ended", PostThreadMessageA(id, WM_APP, 0, 0));
}

// "There is a limit of 10,000 posted messages per message queue."
SCENARIO(messages_limit) {
    HWND window = messages::window();
    int posted = 0;
    while (posted < 12000 && PostMessageA(window, WM_APP, 0, 0)) {
        ++posted;
    }
    value("posted", posted);
    error("code", (int)GetLastError());
    messages::peek("one taken");
    truth("one more", PostMessageA(window, WM_APP, 0, 0));
    truth("and another", PostMessageA(window, WM_APP, 0, 0));
}

SCENARIO(messages_queue_status) {
    HWND window = messages::window();
    GetQueueStatus(QS_ALLINPUT);
    value("nothing", GetQueueStatus(QS_POSTMESSAGE | QS_TIMER));
    PostMessageA(window, WM_APP, 0, 0);
    DWORD status = GetQueueStatus(QS_POSTMESSAGE | QS_TIMER);
    line("there %d, new %d", HIWORD(status), LOWORD(status));
    status = GetQueueStatus(QS_POSTMESSAGE | QS_TIMER);
    line("there %d, new %d", HIWORD(status), LOWORD(status));
    PostMessageA(window, WM_APP, 0, 0);
    messages::peek("a look", nullptr, 0, 0, PM_NOREMOVE);
    status = GetQueueStatus(QS_POSTMESSAGE | QS_TIMER);
    line("there %d, new %d", HIWORD(status), LOWORD(status));
    while (messages::peek("taken")) {
    }
    status = GetQueueStatus(QS_POSTMESSAGE | QS_TIMER);
    line("there %d, new %d", HIWORD(status), LOWORD(status));
    SetLastError(0);
    value("no such kind", GetQueueStatus(0x8000));
    error("code", (int)GetLastError());
}

// QS_POSTMESSAGE is no longer new after any look, QS_ALLPOSTMESSAGE after one without a filter.
SCENARIO(messages_all_post_message) {
    HWND window = messages::window();
    PostMessageA(window, WM_APP, 0, 0);
    messages::peek("filtered", nullptr, WM_APP + 1, WM_APP + 1);
    DWORD status = GetQueueStatus(QS_POSTMESSAGE | QS_ALLPOSTMESSAGE);
    line("there %#x, new %#x", HIWORD(status), LOWORD(status));
    PostMessageA(window, WM_APP, 0, 0);
    messages::peek("any", nullptr, 0, 0, PM_NOREMOVE);
    status = GetQueueStatus(QS_POSTMESSAGE | QS_ALLPOSTMESSAGE);
    line("there %#x, new %#x", HIWORD(status), LOWORD(status));
}

SCENARIO(messages_registered) {
    UINT one = RegisterWindowMessageA("Conformance.One");
    truth("in the range", one >= 0xC000 && one <= 0xFFFF);
    truth("again", RegisterWindowMessageW(L"Conformance.One") == one);
    truth("in other case", RegisterWindowMessageA("CONFORMANCE.one") == one);
    truth("another", RegisterWindowMessageA("Conformance.Two") == one);
}
