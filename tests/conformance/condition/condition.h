// What the scenarios of the condition function share: a condition function that gives one answer,
// counts its calls and remembers the port of the last caller.
#pragma once
#include "../scenario.h"

struct Answer {
    int answer;
    int calls;
    unsigned short caller;
};

inline int CALLBACK answer_with(LPWSABUF caller_id, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF,
                                GROUP*, DWORD_PTR data) {
    Answer* answer = (Answer*)data;
    ++answer->calls;
    Address who;
    memset(&who, 0, sizeof who);
    if (caller_id != nullptr && caller_id->buf != nullptr) {
        memcpy(&who, caller_id->buf,
               caller_id->len < sizeof who.storage ? caller_id->len : sizeof who.storage);
        answer->caller = port_of(who);
    }
    return answer->answer;
}

inline SOCKET accept_with(const char* what, SOCKET listener, Answer* answer) {
    return made(what, WSAAccept(listener, nullptr, nullptr, answer_with, (DWORD_PTR)answer));
}
