#include "../scenario.h"

SCENARIO(connect_by_list_refused) {
    need_family(AF_INET6);
    Address nobody = refusing_address(AF_INET6);
    SOCKET_ADDRESS_LIST list;
    list.iAddressCount = 1;
    list.Address[0].lpSockaddr = nobody.get();
    list.Address[0].iSockaddrLength = sizeof nobody.v6;
    SOCKET client = new_socket(AF_INET6);
    truth("WSAConnectByList", WSAConnectByList(client, &list, nullptr, nullptr, nullptr, nullptr,
                                               nullptr, nullptr) != 0);
    error("code", WSAGetLastError());
    list.iAddressCount = 0;
    truth("empty list", WSAConnectByList(client, &list, nullptr, nullptr, nullptr, nullptr, nullptr,
                                         nullptr) != 0);
    error("code", WSAGetLastError());
}
