// What scenarios of WSAAsyncSelect share: a window that only receives, and its messages told.
#pragma once

#include "../scenario.h"

constexpr UINT kSocketMessage = WM_USER + 7;

inline HWND receiver() {
    return CreateWindowExA(0, "STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
}

inline bool next_message(HWND window, DWORD milliseconds, MSG* message) {
    for (;;) {
        if (PeekMessageA(message, window, kSocketMessage, kSocketMessage, PM_REMOVE))
            return true;
        if (MsgWaitForMultipleObjects(0, nullptr, FALSE, milliseconds, QS_ALLINPUT) !=
            WAIT_OBJECT_0)
            return PeekMessageA(message, window, kSocketMessage, kSocketMessage, PM_REMOVE);
    }
}

// The messages that come until all of `awaited` have, or ten seconds have passed; without
// `awaited`, what comes in fifty milliseconds. In the order of the bits.
inline void told(const char* what, HWND window, SOCKET socket, long awaited) {
    static const char* const names[] = {"FD_READ",   "FD_WRITE",   "FD_OOB",
                                        "FD_ACCEPT", "FD_CONNECT", "FD_CLOSE"};
    long events = 0;
    int codes[16] = {};
    int counts[16] = {};
    bool others = false;
    MSG message;
    while ((awaited == 0 || (events & awaited) != awaited) &&
           next_message(window, awaited == 0 ? 50 : 10000, &message)) {
        others = others || message.wParam != (WPARAM)socket || message.hwnd != window;
        for (int bit = 0; bit < 6; ++bit) {
            if (WSAGETSELECTEVENT(message.lParam) == (1 << bit)) {
                events |= 1 << bit;
                codes[bit] = WSAGETSELECTERROR(message.lParam);
                ++counts[bit];
            }
        }
    }
    char text[300] = "";
    for (int bit = 0; bit < 6; ++bit) {
        if (!(events & (1 << bit)))
            continue;
        strcat(strcat(text, " "), names[bit]);
        if (codes[bit] != 0)
            strcat(strcat(strcat(text, "("), error_name(codes[bit])), ")");
        if (counts[bit] > 1)
            strcat(text, " twice");
    }
    line("%s:%s%s", what, events ? text : " nothing", others ? " of another socket" : "");
}

inline void select_messages(SOCKET socket, HWND window, long events) {
    if (WSAAsyncSelect(socket, window, kSocketMessage, events) != 0)
        error("WSAAsyncSelect", WSAGetLastError());
}

inline void take(const char* what, SOCKET socket, int length) {
    char buffer[100];
    result(what, recv(socket, buffer, length, 0));
}
