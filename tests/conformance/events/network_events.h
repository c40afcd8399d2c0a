// What scenarios of network events share.
#pragma once

#include "../scenario.h"

// A new event object, and what WSAEventSelect says of it and the socket.
inline WSAEVENT select_events(SOCKET socket, long events) {
    WSAEVENT event = WSACreateEvent();
    if (WSAEventSelect(socket, event, events) != 0)
        error("WSAEventSelect", WSAGetLastError());
    return event;
}

inline bool is_set(WSAEVENT event) {
    return WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE) == WSA_WAIT_EVENT_0;
}

inline bool wait_event(WSAEVENT event, DWORD milliseconds = 10000) {
    return WSAWaitForMultipleEvents(1, &event, FALSE, milliseconds, FALSE) == WSA_WAIT_EVENT_0;
}

struct Happened {
    long events = 0;
    int codes[FD_MAX_EVENTS] = {};

    void add(const WSANETWORKEVENTS& more) {
        events |= more.lNetworkEvents;
        for (int bit = 0; bit < FD_MAX_EVENTS; ++bit) {
            if (more.lNetworkEvents & (1 << bit))
                codes[bit] = more.iErrorCode[bit];
        }
    }
    void tell(const char* what) const {
        static const char* const names[] = {"FD_READ",
                                            "FD_WRITE",
                                            "FD_OOB",
                                            "FD_ACCEPT",
                                            "FD_CONNECT",
                                            "FD_CLOSE",
                                            "FD_QOS",
                                            "FD_GROUP_QOS",
                                            "FD_ROUTING_INTERFACE_CHANGE",
                                            "FD_ADDRESS_LIST_CHANGE"};
        char text[300] = "";
        for (int bit = 0; bit < FD_MAX_EVENTS; ++bit) {
            if (!(events & (1 << bit)))
                continue;
            strcat(strcat(text, " "), names[bit]);
            if (codes[bit] != 0)
                strcat(strcat(strcat(text, "("), error_name(codes[bit])), ")");
        }
        line("%s:%s", what, events ? text : " nothing");
    }
};

// What is recorded at this moment; the event object is reset.
inline long told_now(const char* what, SOCKET socket, WSAEVENT event) {
    WSANETWORKEVENTS events;
    memset(&events, 0, sizeof events);
    Happened happened;
    if (WSAEnumNetworkEvents(socket, event, &events) != 0)
        error(what, WSAGetLastError());
    happened.add(events);
    happened.tell(what);
    return happened.events;
}

// What is recorded until all of `awaited` has been, or ten seconds have passed.
inline void told(const char* what, SOCKET socket, WSAEVENT event, long awaited) {
    Happened happened;
    while ((happened.events & awaited) != awaited && wait_event(event)) {
        WSANETWORKEVENTS events;
        memset(&events, 0, sizeof events);
        if (WSAEnumNetworkEvents(socket, event, &events) != 0)
            error(what, WSAGetLastError());
        happened.add(events);
    }
    happened.tell(what);
}

inline void take(const char* what, SOCKET socket, int length) {
    char buffer[100];
    result(what, recv(socket, buffer, length, 0));
}
