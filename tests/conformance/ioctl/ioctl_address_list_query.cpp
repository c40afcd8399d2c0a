#include "../scenario.h"

// SIO_ADDRESS_LIST_QUERY: WSAEFAULT with the size needed, then the addresses of the socket's
// family.
SCENARIO_INET(ioctl_address_list_query) {
    SOCKET s = new_socket(family);
    DWORD needed = 0;
    union {
        SOCKET_ADDRESS_LIST list;
        char room[16384];
    } answer;
    result("no room",
           WSAIoctl(s, SIO_ADDRESS_LIST_QUERY, nullptr, 0, nullptr, 0, &needed, nullptr, nullptr));
    truth("size needed", needed >= sizeof(INT));
    result("room", WSAIoctl(s, SIO_ADDRESS_LIST_QUERY, nullptr, 0, &answer, sizeof answer, &needed,
                            nullptr, nullptr));
    bool same_family = true;
    const SOCKET_ADDRESS* addresses = answer.list.Address;
    for (int i = 0; i < answer.list.iAddressCount; ++i) {
        same_family = same_family && addresses[i].lpSockaddr->sa_family == family;
    }
    truth("all of the family", same_family);
}
