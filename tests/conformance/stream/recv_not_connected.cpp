#include "../scenario.h"

SCENARIO_FAMILIES(recv_not_connected) {
    SOCKET s = new_socket(family);
    char byte = 'x';
    WSABUF buffer = {1, &byte};
    DWORD count = 0;
    DWORD flags = 0;
    result("send", send(s, &byte, 1, 0));
    result("recv", recv(s, &byte, 1, 0));
    result("WSASend", WSASend(s, &buffer, 1, &count, 0, nullptr, nullptr));
    result("WSARecv", WSARecv(s, &buffer, 1, &count, &flags, nullptr, nullptr));
    result("shutdown", shutdown(s, SD_SEND));
    SOCKET bound = bound_socket(family);
    result("bound, send", send(bound, &byte, 1, 0));
    result("bound, recv", recv(bound, &byte, 1, 0));
}
