#include "../scenario.h"

// WSAConnectByList tries the addresses in turn.
SCENARIO(connect_by_list) {
    need_family(AF_INET6);
    SOCKET listener = listening_socket(AF_INET6);
    Address nobody = refusing_address(AF_INET6);
    Address where = name_of(listener);
    char room[sizeof(SOCKET_ADDRESS_LIST) + sizeof(SOCKET_ADDRESS)];
    SOCKET_ADDRESS_LIST* list = (SOCKET_ADDRESS_LIST*)(void*)room;
    list->iAddressCount = 2;
    list->Address[0].lpSockaddr = nobody.get();
    list->Address[0].iSockaddrLength = sizeof nobody.v6;
    list->Address[1].lpSockaddr = where.get();
    list->Address[1].iSockaddrLength = sizeof where.v6;
    SOCKET client = new_socket(AF_INET6);
    Address local, remote;
    DWORD local_length = sizeof local.storage;
    DWORD remote_length = sizeof remote.storage;
    truth("WSAConnectByList",
          WSAConnectByList(client, list, &local_length, local.get(), &remote_length, remote.get(),
                           nullptr, nullptr) != 0);
    truth("local", same_address(local, name_of(client)));
    truth("remote", same_address(remote, where));
    value("lengths", local_length + remote_length);
    made("accept", accept(listener, nullptr, nullptr));
}
