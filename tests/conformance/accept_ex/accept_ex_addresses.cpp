#include "../scenario.h"

// GetAcceptExSockaddrs finds both addresses.
#include "requests.h"
SCENARIO_INET_ISO(accept_ex_addresses) {
    SOCKET listener = listening_socket(family);
    SOCKET accepting = new_socket(family);
    Request request;
    char buffer[256];
    DWORD received = 0;
    const DWORD length = address_size(family) + 16;
    started_ex("AcceptEx",
               AcceptEx(listener, accepting, buffer, 0, length, length, &received, &request));
    SOCKET client = connected_to(listener);
    outcome("AcceptEx", listener, &request);
    sockaddr* local = nullptr;
    sockaddr* remote = nullptr;
    int local_length = 0;
    int remote_length = 0;
    GetAcceptExSockaddrs(buffer, 0, length, length, &local, &local_length, &remote, &remote_length);
    address("local", local);
    address("remote", remote);
    Address own = name_of(client);
    truth("the client's", remote_length == own.length && memcmp(remote, &own.any, 8) == 0);
}
