#include "../scenario.h"

// A duplicated listener accepts, also after the original has closed.
SCENARIO_INET(duplicate_listener) {
    SOCKET listener = listening_socket(family);
    WSAPROTOCOL_INFOW info;
    result("WSADuplicateSocket", WSADuplicateSocketW(listener, GetCurrentProcessId(), &info));
    SOCKET twin = made("WSASocket", WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO,
                                               FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED));
    connected_to(listener);
    made("accept by the twin", accept(twin, nullptr, nullptr));
    closesocket(listener);
    connected_to(twin);
    made("accept by the twin", accept(twin, nullptr, nullptr));
}
