// A mutex is no event object.
SCENARIO(events_objects_of_another_kind) {
    HANDLE mutex = CreateMutexA(nullptr, FALSE, nullptr);
    truth("WSASetEvent", WSASetEvent(mutex));
    error("WSASetEvent", WSAGetLastError());
    truth("WSAResetEvent", WSAResetEvent(mutex));
    error("WSAResetEvent", WSAGetLastError());
    truth("WSACloseEvent", WSACloseEvent(mutex));
    error("WSACloseEvent", WSAGetLastError());
}
