#include "../scenario.h"

static HWND back;
static DWORD kind;
static BOOL replied;

static bool answer(HWND, UINT message, WPARAM wparam, LPARAM lparam, LRESULT* result) {
    switch (message) {
        case WM_APP:
            *result = (LRESULT)wparam + lparam;
            return true;
        case WM_APP + 1:
            kind = InSendMessageEx(nullptr);
            *result = 1;
            return true;
        case WM_APP + 2:
            line("asks back");
            *result = SendMessageA(back, WM_APP, 20, 1) * 2;
            return true;
        case WM_APP + 3:
            replied = ReplyMessage(33);
            kind = InSendMessageEx(nullptr);
            *result = 44;
            return true;
        case WM_APP + 4:
            SetEvent((HANDLE)lparam);
            return true;
        default:
            return false;
    }
}

SCENARIO(messages_sent_within_the_thread) {
    messages::handler = answer;
    HWND window = messages::window();
    value("SendMessage", (long long)SendMessageA(window, WM_APP, 40, 2));
    SendMessageA(window, WM_APP + 1, 0, 0);
    value("InSendMessageEx", kind);
    truth("ReplyMessage outside", ReplyMessage(0));
    truth("nothing queued", !messages::peek("PeekMessage"));
}

SCENARIO(messages_sent_to_another_thread) {
    messages::handler = answer;
    messages::Receiver receiver;
    value("SendMessage", (long long)SendMessageA(receiver.window, WM_APP, 40, 2));
    SendMessageA(receiver.window, WM_APP + 1, 0, 0);
    value("InSendMessageEx", kind);
    truth("SendNotifyMessage", SendNotifyMessageA(receiver.window, WM_APP + 1, 0, 0));
    receiver.end();
    value("InSendMessageEx", kind);
}

// "While waiting, the sending thread processes incoming nonqueued messages."
SCENARIO(messages_sent_both_ways) {
    messages::handler = answer;
    back = messages::window();
    messages::Receiver receiver;
    value("SendMessage", (long long)SendMessageA(receiver.window, WM_APP + 2, 0, 0));
    receiver.end();
}

SCENARIO(messages_replied) {
    messages::handler = answer;
    messages::Receiver receiver;
    value("SendMessage", (long long)SendMessageA(receiver.window, WM_APP + 3, 0, 0));
    receiver.end();
    truth("ReplyMessage", replied);
    value("InSendMessageEx", kind);
}

SCENARIO(messages_sent_with_timeout) {
    messages::handler = answer;
    messages::Receiver receiver(false);
    DWORD_PTR result = 9;
    SetLastError(0);
    truth("not taken",
          SendMessageTimeoutA(receiver.window, WM_APP, 1, 2, SMTO_NORMAL, 50, &result) != 0);
    error("code", (int)GetLastError());
    SetEvent(receiver.go);
    truth("taken",
          SendMessageTimeoutA(receiver.window, WM_APP, 1, 2, SMTO_BLOCK, 10000, &result) != 0);
    value("result", (long long)result);
    receiver.end();
    truth("gone",
          SendMessageTimeoutA(receiver.window, WM_APP, 1, 2, SMTO_NORMAL, 10000, &result) != 0);
    error("code", (int)GetLastError());
}

static void CALLBACK told(HWND, UINT message, ULONG_PTR data, LRESULT result) {
    line("told of %s: %d, %d", messages::name(message), (int)data, (int)result);
}

// The result comes when the sender looks for messages.
SCENARIO(messages_sent_with_callback) {
    messages::handler = answer;
    messages::Receiver receiver;
    HANDLE done = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    truth("sent", SendMessageCallbackA(receiver.window, WM_APP, 5, 6, told, 77));
    SendNotifyMessageA(receiver.window, WM_APP + 4, 0, (LPARAM)done);
    WaitForSingleObject(done, INFINITE);
    line("before the look");
    messages::peek("PeekMessage");
    HWND own = messages::window();
    SendMessageCallbackA(own, WM_APP, 1, 1, told, 78);
    line("after the call");
    receiver.end();
}

// A thread that ends with messages unanswered lets their senders go.
SCENARIO(messages_sent_to_a_thread_that_ends) {
    struct Ends {
        HWND window = nullptr;
        HANDLE ready = CreateEventA(nullptr, FALSE, FALSE, nullptr);
        static void run(void* self) {
            Ends& ends = *static_cast<Ends*>(self);
            ends.window = messages::window();
            SetEvent(ends.ready);
            // Until the message is there: it is not processed by this.
            while (!(HIWORD(GetQueueStatus(QS_SENDMESSAGE)) & QS_SENDMESSAGE)) {
                Sleep(1);
            }
        }
    } ends;
    messages::handler = answer;
    Thread thread(Ends::run, &ends);
    WaitForSingleObject(ends.ready, INFINITE);
    value("SendMessage", (long long)SendMessageA(ends.window, WM_APP, 1, 2));
    truth("joined", thread.join());
}
