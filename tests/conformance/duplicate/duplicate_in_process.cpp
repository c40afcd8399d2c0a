#include "../scenario.h"

// WSADuplicateSocket and WSASocket within the process: two descriptors of one socket.
SCENARIO_FAMILIES(duplicate_in_process) {
    Pair pair = connected_pair(family);
    WSAPROTOCOL_INFOW info;
    result("WSADuplicateSocket", WSADuplicateSocketW(pair.server, GetCurrentProcessId(), &info));
    SOCKET twin = made("WSASocket", WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO,
                                               FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED));
    truth("another descriptor", twin != pair.server);
    send_text(twin, "twin");
    receive_text("received", pair.client, 4);
    result("close the first", closesocket(pair.server));
    send_text(twin, "alone");
    receive_text("received", pair.client, 5);
    result("close the second", closesocket(twin));
    char byte;
    value("end of stream", recv(pair.client, &byte, 1, 0));
}
