#include "../scenario.h"

SCENARIO(transfer_bad_sockets) {
    SOCKET closed = new_socket(AF_INET);
    closesocket(closed);
    for (SOCKET s : {closed, INVALID_SOCKET, (SOCKET)0x7fff0000}) {
        char byte = 'x';
        WSABUF buffer = {1, &byte};
        DWORD count = 0;
        DWORD flags = 0;
        Address where = loopback(AF_INET, 9);
        result("send", send(s, &byte, 1, 0));
        result("recv", recv(s, &byte, 1, 0));
        result("sendto", sendto(s, &byte, 1, 0, where.get(), where.length));
        result("recvfrom", recvfrom(s, &byte, 1, 0, where.get(), &where.length));
        result("WSASend", WSASend(s, &buffer, 1, &count, 0, nullptr, nullptr));
        result("WSARecv", WSARecv(s, &buffer, 1, &count, &flags, nullptr, nullptr));
    }
}
