#include "../scenario.h"

// SIO_GET_INTERFACE_LIST: the loopback is among them.
SCENARIO(ioctl_interface_list) {
    SOCKET s = new_socket(AF_INET);
    INTERFACE_INFO list[64];
    DWORD bytes = 0;
    result("query", WSAIoctl(s, SIO_GET_INTERFACE_LIST, nullptr, 0, list, sizeof list, &bytes,
                             nullptr, nullptr));
    truth("whole entries", bytes > 0 && bytes % sizeof(INTERFACE_INFO) == 0);
    for (DWORD i = 0; i < bytes / sizeof(INTERFACE_INFO); ++i) {
        if (list[i].iiFlags & IFF_LOOPBACK) {
            address("loopback", &list[i].iiAddress);
            truth("up", (list[i].iiFlags & IFF_UP) != 0);
            truth("mask", list[i].iiNetmask.AddressIn.sin_addr.s_addr == htonl(0xFF000000));
        }
    }
    result("no room",
           WSAIoctl(s, SIO_GET_INTERFACE_LIST, nullptr, 0, list, 4, &bytes, nullptr, nullptr));
}
