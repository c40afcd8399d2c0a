#include "../scenario.h"

// SIO_KEEPALIVE_VALS, times in milliseconds.
SCENARIO_INET(ioctl_keepalive_vals) {
    SOCKET s = connected_pair(family).client;
    tcp_keepalive values = {1, 60000, 2000};
    DWORD bytes = 77;
    result("on", WSAIoctl(s, SIO_KEEPALIVE_VALS, &values, sizeof values, nullptr, 0, &bytes,
                          nullptr, nullptr));
    value("bytes", bytes);
    value("TCP_KEEPIDLE", get_option(s, IPPROTO_TCP, TCP_KEEPIDLE));
    value("TCP_KEEPINTVL", get_option(s, IPPROTO_TCP, TCP_KEEPINTVL));
    values.onoff = 0;
    result("off", WSAIoctl(s, SIO_KEEPALIVE_VALS, &values, sizeof values, nullptr, 0, &bytes,
                           nullptr, nullptr));
    result("too short",
           WSAIoctl(s, SIO_KEEPALIVE_VALS, &values, 4, nullptr, 0, &bytes, nullptr, nullptr));
    result("none",
           WSAIoctl(s, SIO_KEEPALIVE_VALS, nullptr, 0, nullptr, 0, &bytes, nullptr, nullptr));
}
