#include "../scenario.h"

// "MsgWaitForMultipleObjects does not return if there is unread input of the specified type in the
// message queue after the thread has called a function to check the queue."
SCENARIO(messages_wait_for_new_input) {
    HWND window = messages::window();
    value("nothing", MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, QS_ALLINPUT));
    PostMessageA(window, WM_APP, 0, 0);
    value("another kind", MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, QS_TIMER));
    value("posted", MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, QS_ALLINPUT));
    messages::peek("a look", nullptr, 0, 0, PM_NOREMOVE);
    value("seen", MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, QS_ALLINPUT));
    value("seen counts",
          MsgWaitForMultipleObjectsEx(0, nullptr, 0, QS_ALLINPUT, MWMO_INPUTAVAILABLE));
    PostMessageA(window, WM_APP, 0, 0);
    value("new", MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, QS_ALLINPUT));
}

SCENARIO(messages_wait_with_objects) {
    HWND window = messages::window();
    HANDLE events[2] = {CreateEventA(nullptr, FALSE, FALSE, nullptr),
                        CreateEventA(nullptr, TRUE, FALSE, nullptr)};
    value("nothing", MsgWaitForMultipleObjects(2, events, FALSE, 0, QS_ALLINPUT));
    SetEvent(events[1]);
    PostMessageA(window, WM_APP, 0, 0);
    value("object before message", MsgWaitForMultipleObjects(2, events, FALSE, 0, QS_ALLINPUT));
    SetEvent(events[0]);
    value("first object", MsgWaitForMultipleObjects(2, events, FALSE, 0, QS_ALLINPUT));
    ResetEvent(events[1]);
    value("message", MsgWaitForMultipleObjects(2, events, FALSE, 0, QS_ALLINPUT));
}

SCENARIO(messages_wait_for_all) {
    HWND window = messages::window();
    HANDLE events[2] = {CreateEventA(nullptr, FALSE, TRUE, nullptr),
                        CreateEventA(nullptr, FALSE, FALSE, nullptr)};
    PostMessageA(window, WM_APP, 0, 0);
    value("one object", MsgWaitForMultipleObjects(2, events, TRUE, 0, QS_ALLINPUT));
    SetEvent(events[1]);
    value("all", MsgWaitForMultipleObjects(2, events, TRUE, 0, QS_ALLINPUT));
    value("taken", WaitForSingleObject(events[0], 0));
    value("taken", WaitForSingleObject(events[1], 0));
    messages::peek("the message");
    SetEvent(events[0]);
    SetEvent(events[1]);
    value("no message", MsgWaitForMultipleObjects(2, events, TRUE, 0, QS_ALLINPUT));
    value("not taken", WaitForSingleObject(events[0], 0));
}

SCENARIO(messages_wait_errors) {
    HANDLE events[64];
    for (HANDLE& event : events) {
        event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    }
    truth("64 objects",
          MsgWaitForMultipleObjects(64, events, FALSE, 0, QS_ALLINPUT) != WAIT_FAILED);
    error("code", (int)GetLastError());
    value("63 objects", MsgWaitForMultipleObjects(63, events, FALSE, 0, QS_ALLINPUT));
    CloseHandle(events[0]);
    truth("closed", MsgWaitForMultipleObjects(1, events, FALSE, 0, QS_ALLINPUT) != WAIT_FAILED);
    error("code", (int)GetLastError());
}

static void CALLBACK routine(ULONG_PTR data) {
    line("routine %d", (int)data);
}

SCENARIO(messages_wait_alertable) {
    QueueUserAPC(routine, GetCurrentThread(), 7);
    value("not alertable", MsgWaitForMultipleObjectsEx(0, nullptr, 0, QS_ALLINPUT, 0));
    value("alertable", MsgWaitForMultipleObjectsEx(0, nullptr, 1000, QS_ALLINPUT, MWMO_ALERTABLE));
    value("again", MsgWaitForMultipleObjectsEx(0, nullptr, 0, QS_ALLINPUT, MWMO_ALERTABLE));
}

static void post(void* to) {
    if (!to || !PostMessageA((HWND)to, WM_APP + 1, 0, 0))
        line("not posted");
}

SCENARIO(messages_wake_a_waiter) {
    HWND window = messages::window();
    Thread poster(post, window);
    MSG message = {};
    value("GetMessage", GetMessageA(&message, window, 0, 0));
    line("%s", messages::name(message.message));
    truth("joined", poster.join());
    Thread another(post, window);
    truth("WaitMessage", WaitMessage());
    messages::peek("PeekMessage");
    truth("joined", another.join());
    Thread third(post, window);
    value("MsgWait", MsgWaitForMultipleObjects(0, nullptr, FALSE, INFINITE, QS_POSTMESSAGE));
    truth("joined", third.join());
}

SCENARIO(messages_timer) {
    HWND window = messages::window();
    truth("SetTimer", SetTimer(window, 3, 1, nullptr) != 0);
    MSG message = {};
    GetMessageA(&message, nullptr, 0, 0);
    line("%s %d %d", messages::name(message.message), (int)message.wParam, (int)message.lParam);
    truth("to the window", message.hwnd == window);
    value("due", MsgWaitForMultipleObjects(0, nullptr, FALSE, INFINITE, QS_TIMER));
    PostMessageA(window, WM_APP, 0, 0);
    GetMessageA(&message, nullptr, 0, 0);
    line("first %s", messages::name(message.message));
    GetMessageA(&message, nullptr, 0, 0);
    line("then %s", messages::name(message.message));
    truth("KillTimer", KillTimer(window, 3));
    truth("KillTimer again", KillTimer(window, 3));
    truth("no window", SetTimer((HWND)0x123456, 1, 10, nullptr) != 0);
}

static void CALLBACK on_timer(HWND, UINT message, UINT_PTR, DWORD) {
    line("routine: %s", messages::name(message));
}

SCENARIO(messages_timer_routine) {
    UINT_PTR timer = SetTimer(nullptr, 0, 10, on_timer);
    truth("a number", timer != 0);
    MSG message = {};
    GetMessageA(&message, nullptr, 0, 0);
    line("%s", messages::name(message.message));
    truth("the number", message.wParam == timer);
    truth("to no window", message.hwnd == nullptr);
    truth("with the routine", message.lParam == (LPARAM)on_timer);
    value("DispatchMessage", (long long)DispatchMessageA(&message));
    truth("the same again", SetTimer(nullptr, timer, 100000, on_timer) == timer);
    truth("KillTimer", KillTimer(nullptr, timer));
}
