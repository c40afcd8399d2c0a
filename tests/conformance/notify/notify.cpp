// https://learn.microsoft.com/windows/win32/winsock/winsock-socket-state-notifications
#include "../scenario.h"

#ifndef SOCK_NOTIFY_OP_ENABLE
// Of Windows 10, and missing from older headers.
#define SOCK_NOTIFY_REGISTER_EVENT_IN 0x01
#define SOCK_NOTIFY_REGISTER_EVENT_OUT 0x02
#define SOCK_NOTIFY_REGISTER_EVENT_HANGUP 0x04
#define SOCK_NOTIFY_OP_ENABLE 0x01
#define SOCK_NOTIFY_OP_DISABLE 0x02
#define SOCK_NOTIFY_OP_REMOVE 0x04
#define SOCK_NOTIFY_TRIGGER_ONESHOT 0x01
#define SOCK_NOTIFY_TRIGGER_PERSISTENT 0x02
#define SOCK_NOTIFY_TRIGGER_LEVEL 0x04
#define SOCK_NOTIFY_TRIGGER_EDGE 0x08
struct SOCK_NOTIFY_REGISTRATION {
    SOCKET socket;
    PVOID completionKey;
    UINT16 eventFilter;
    UINT8 operation;
    UINT8 triggerFlags;
    DWORD registrationResult;
};
static DWORD ProcessSocketNotifications(HANDLE, UINT32, SOCK_NOTIFY_REGISTRATION*, UINT32, ULONG,
                                        OVERLAPPED_ENTRY*, UINT32*) {
    return WSAEOPNOTSUPP;
}
#endif

namespace {

const UINT8 kLevel = SOCK_NOTIFY_TRIGGER_LEVEL;
const UINT8 kOnce = SOCK_NOTIFY_TRIGGER_ONESHOT;
const UINT8 kEdge = SOCK_NOTIFY_TRIGGER_EDGE;
const UINT16 kIn = SOCK_NOTIFY_REGISTER_EVENT_IN;
const UINT16 kOut = SOCK_NOTIFY_REGISTER_EVENT_OUT;
const UINT16 kHangUp = SOCK_NOTIFY_REGISTER_EVENT_HANGUP;

HANDLE new_port() {
    return CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
}

void process(const char* what, HANDLE port, SOCKET s, UINT8 operation, UINT16 filter,
             UINT8 triggers) {
    SOCK_NOTIFY_REGISTRATION asked = {s, (PVOID)7, filter, operation, triggers, 1};
    DWORD outcome = ProcessSocketNotifications(port, 1, &asked, 0, 0, nullptr, nullptr);
    error(what, (int)(outcome != 0 ? outcome : asked.registrationResult));
}

// What the port has within the time.
void notified(const char* what, HANDLE port, DWORD milliseconds = 10000) {
    OVERLAPPED_ENTRY packet = {};
    UINT32 count = 0;
    DWORD outcome = ProcessSocketNotifications(port, 0, nullptr, milliseconds, 1, &packet, &count);
    if (outcome != 0) {
        error(what, (int)outcome);
        return;
    }
    const DWORD events = packet.dwNumberOfBytesTransferred;
    line("%s:%s%s%s%s%s%s", what, packet.lpCompletionKey == 7 ? "" : " another key",
         events & kIn ? " IN" : "", events & kOut ? " OUT" : "", events & kHangUp ? " HANGUP" : "",
         events & 0x40 ? " ERR" : "", events & 0x80 ? " REMOVE" : "");
}

}  // namespace

SCENARIO_FAMILIES(notify_level) {
    HANDLE port = new_port();
    Pair pair = connected_pair(family);
    process("enable", port, pair.server, SOCK_NOTIFY_OP_ENABLE, kIn | kHangUp, kLevel);
    notified("nothing there", port, 0);
    send_text(pair.client, "ab");
    notified("data", port);
    notified("still", port);
    receive_text("recv", pair.server, 1);
    notified("one byte left", port);
    receive_text("recv", pair.server, 1);
    notified("nothing left", port, 0);
    closesocket(pair.client);
    notified("peer gone", port);
    closesocket(pair.server);
    notified("closed", port, 0);
}

SCENARIO(notify_once) {
    HANDLE port = new_port();
    Pair pair = connected_pair(AF_INET);
    process("enable", port, pair.server, SOCK_NOTIFY_OP_ENABLE, kOut, kLevel | kOnce);
    notified("writable", port);
    notified("disabled by that", port, 0);
    process("enable", port, pair.server, SOCK_NOTIFY_OP_ENABLE, kOut, kLevel | kOnce);
    process("disable", port, pair.server, SOCK_NOTIFY_OP_DISABLE, 0, 0);
    process("remove", port, pair.server, SOCK_NOTIFY_OP_REMOVE, 0, 0);
    notified("removed", port);
    notified("nothing after that", port, 0);
    process("remove again", port, pair.server, SOCK_NOTIFY_OP_REMOVE, 0, 0);
}

SCENARIO(notify_edge) {
    HANDLE port = new_port();
    Pair pair = connected_pair(AF_INET);
    send_text(pair.client, "a");
    wait_readable(pair.server);
    process("enable", port, pair.server, SOCK_NOTIFY_OP_ENABLE, kIn, kEdge);
    notified("held before", port, 5);
    receive_text("recv", pair.server, 1);
    send_text(pair.client, "b");
    notified("came to hold", port);
    notified("told", port, 0);
}

SCENARIO_FAMILIES(notify_listener) {
    HANDLE port = new_port();
    SOCKET listener = listening_socket(family);
    process("enable", port, listener, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel | kOnce);
    connected_to(listener);
    notified("request", port);
    made("accept", accept(listener, nullptr, nullptr));
    process("enable", port, listener, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel | kOnce);
    notified("accepted", port, 0);
}

SCENARIO(notify_bad_arguments) {
    HANDLE port = new_port();
    Pair pair = connected_pair(AF_INET);
    process("no trigger", port, pair.server, SOCK_NOTIFY_OP_ENABLE, kIn, kOnce);
    process("both triggers", port, pair.server, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel | kEdge);
    process("two operations", port, pair.server, SOCK_NOTIFY_OP_ENABLE | SOCK_NOTIFY_OP_REMOVE, kIn,
            kLevel);
    process("no socket", port, INVALID_SOCKET, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel);
    process("no port", nullptr, pair.server, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel);
    OVERLAPPED_ENTRY packet;
    UINT32 count = 0;
    error("time without entries",
          (int)ProcessSocketNotifications(port, 0, nullptr, 1, 0, nullptr, nullptr));
    error("entries without a number",
          (int)ProcessSocketNotifications(port, 0, nullptr, 0, 0, &packet, nullptr));
    error("a number without entries",
          (int)ProcessSocketNotifications(port, 0, nullptr, 0, 1, nullptr, &count));
    error("nothing", (int)ProcessSocketNotifications(port, 0, nullptr, 0, 0, nullptr, nullptr));
}
