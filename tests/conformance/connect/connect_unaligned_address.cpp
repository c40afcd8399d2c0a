#include "../scenario.h"

SCENARIO_CONNECTIONS(connect_unaligned_address) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    char buffer[sizeof(Address) + 1];
    memcpy(buffer + 1, where.get(), where.length);
    SOCKET client = new_socket(family);
    Accepting accepting(listener);
    result("connect", connect(client, (const sockaddr*)(void*)(buffer + 1), where.length));
    int length = sizeof(sockaddr_storage);
    result("getpeername", getpeername(client, (sockaddr*)(void*)(buffer + 1), &length));
    memcpy(where.get(), buffer + 1, length);
    truth("peer", same_address(where, name_of(listener)));
    accepting.socket();
}
