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
    fd_set nothing_set;
    FD_ZERO(&nothing_set);
    FD_SET(s, &nothing_set);
    result("select, bad set", select(0, nowhere, nullptr, nullptr, &now));
    result("select, bad time", select(0, nullptr, nullptr, &nothing_set, (timeval*)(size_t)16));
    result("WSAPoll, bad array", WSAPoll((WSAPOLLFD*)(size_t)16, 1, 0));
    const char* no_text = (const char*)(size_t)16;
    addrinfo* found = nullptr;
    error("getaddrinfo, bad name", getaddrinfo(no_text, "80", nullptr, &found));
    error("getaddrinfo, bad hints",
          getaddrinfo("127.0.0.1", "80", (const addrinfo*)no_text, &found));
    error("getaddrinfo, bad result",
          getaddrinfo("127.0.0.1", "80", nullptr, (addrinfo**)(size_t)16));
    error("getnameinfo, bad address",
          getnameinfo((const sockaddr*)no_text, sizeof(sockaddr_in), &byte, 1, nullptr, 0, 0));
    in_addr four;
    value("inet_pton, bad text", inet_pton(AF_INET, no_text, &four));
    value("inet_pton, bad result", inet_pton(AF_INET, "127.0.0.1", (void*)(size_t)16));
    truth("inet_addr, bad text", inet_addr(no_text) == INADDR_NONE);
    char port[] = "80";
    truth("WSAConnectByName, bad name",
          WSAConnectByNameA(s, (char*)(size_t)16, port, nullptr, nullptr, nullptr, nullptr, nullptr,
                            nullptr));
    truth("gethostbyaddr, NULL", gethostbyaddr(nullptr, 4, AF_INET) != nullptr);
    truth("getservbyname, NULL", getservbyname(nullptr, "tcp") != nullptr);
    truth("getprotobyname, NULL", getprotobyname(nullptr) != nullptr);
    truth("inet_addr, NULL", inet_addr(nullptr) == INADDR_NONE);
}
