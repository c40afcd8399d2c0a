#include "../scenario.h"

SCENARIO(duplicate_errors) {
    WSAPROTOCOL_INFOW info;
    result("not a socket", WSADuplicateSocketW(INVALID_SOCKET, GetCurrentProcessId(), &info));
    SOCKET s = new_socket(AF_INET);
    result("no structure", WSADuplicateSocketW(s, GetCurrentProcessId(), nullptr));
    result("no such process", WSADuplicateSocketW(s, 0x7ffffffc, &info));
}
