#include "../scenario.h"

// NULL where a pointer must be: the documented error, no crash.
SCENARIO(bad_pointers_everywhere) {
    SOCKET s = bound_socket(AF_INET, SOCK_DGRAM);
    char byte = 'x';
    WSABUF buffer = {1, &byte};
    DWORD count = 0;
    DWORD flags = 0;
    Address where = name_of(s);
    connect(s, where.get(), where.length);
    set_nonblocking(s);
    result("WSASend, no buffers", WSASend(s, nullptr, 1, &count, 0, nullptr, nullptr));
    result("WSARecv, no buffers", WSARecv(s, nullptr, 1, &count, &flags, nullptr, nullptr));
    result("WSARecv, no flags", WSARecv(s, &buffer, 1, &count, nullptr, nullptr, nullptr));
    result("WSASendTo, no buffers",
           WSASendTo(s, nullptr, 1, &count, 0, where.get(), where.length, nullptr, nullptr));
    buffer.buf = nullptr;
    result("WSASendTo, no data",
           WSASendTo(s, &buffer, 1, &count, 0, where.get(), where.length, nullptr, nullptr));
    send_text(s, "x");
    wait_readable(s);
    result("recvfrom, no data", recvfrom(s, nullptr, 4, 0, nullptr, nullptr));
    fd_set* nowhere = (fd_set*)(size_t)16;
    timeval now = {0, 0};
    result("select, bad set", select(0, nowhere, nullptr, nullptr, &now));
    truth("gethostbyaddr, NULL", gethostbyaddr(nullptr, 4, AF_INET) != nullptr);
    truth("getservbyname, NULL", getservbyname(nullptr, "tcp") != nullptr);
    truth("getprotobyname, NULL", getprotobyname(nullptr) != nullptr);
    truth("inet_addr, NULL", inet_addr(nullptr) == INADDR_NONE);
}
