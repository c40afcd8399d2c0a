#include "../scenario.h"

// Before WSAStartup every function says WSANOTINITIALISED.
SCENARIO_NOT_STARTED(startup_not_done) {
    SOCKET s = (SOCKET)64;
    Address where = loopback(AF_INET, 9);
    u_long mode = 0;
    int number = 0;
    int length = sizeof number;
    char byte = 0;
    DWORD count = 0;
    WSABUF buffer = {1, &byte};
    DWORD flags = 0;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(s, &set);
    timeval now = {0, 0};
    WSAPOLLFD poll = {s, POLLRDNORM, 0};
    made("socket", socket(AF_INET, SOCK_STREAM, 0));
    made("WSASocket", WSASocketW(AF_INET, SOCK_STREAM, 0, nullptr, 0, 0));
    result("bind", bind(s, where.get(), where.length));
    result("listen", listen(s, 5));
    made("accept", accept(s, nullptr, nullptr));
    made("WSAAccept", WSAAccept(s, nullptr, nullptr, nullptr, 0));
    result("connect", connect(s, where.get(), where.length));
    result("WSAConnect",
           WSAConnect(s, where.get(), where.length, nullptr, nullptr, nullptr, nullptr));
    result("send", send(s, &byte, 1, 0));
    result("recv", recv(s, &byte, 1, 0));
    result("sendto", sendto(s, &byte, 1, 0, where.get(), where.length));
    result("recvfrom", recvfrom(s, &byte, 1, 0, nullptr, nullptr));
    result("WSASend", WSASend(s, &buffer, 1, &count, 0, nullptr, nullptr));
    result("WSARecv", WSARecv(s, &buffer, 1, &count, &flags, nullptr, nullptr));
    result("shutdown", shutdown(s, SD_BOTH));
    result("closesocket", closesocket(s));
    result("getsockname", getsockname(s, where.get(), &where.length));
    result("getpeername", getpeername(s, where.get(), &where.length));
    result("getsockopt", getsockopt(s, SOL_SOCKET, SO_TYPE, (char*)&number, &length));
    result("setsockopt", setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, (char*)&number, sizeof number));
    result("ioctlsocket", ioctlsocket(s, FIONBIO, &mode));
    result("WSAIoctl",
           WSAIoctl(s, FIONREAD, nullptr, 0, &mode, sizeof mode, &count, nullptr, nullptr));
    result("select", select(0, &set, nullptr, nullptr, &now));
    result("WSAPoll", WSAPoll(&poll, 1, 0));
    result("gethostname", gethostname(&byte, 1));
    truth("gethostbyname", gethostbyname("localhost") != nullptr);
    error("code", WSAGetLastError());
    addrinfo* list = nullptr;
    error("getaddrinfo", getaddrinfo("127.0.0.1", nullptr, nullptr, &list));
    truth("getservbyname", getservbyname("http", "tcp") != nullptr);
    error("code", WSAGetLastError());
    truth("getprotobyname", getprotobyname("tcp") != nullptr);
    error("code", WSAGetLastError());
    result("WSACleanup", WSACleanup());
}
