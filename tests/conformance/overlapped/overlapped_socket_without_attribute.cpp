#include "../scenario.h"

// A socket without WSA_FLAG_OVERLAPPED ignores the structure: the call blocks.
#include "requests.h"
SCENARIO_INET(overlapped_socket_without_attribute) {
    SOCKET listener = listening_socket(family);
    SOCKET client = WSASocketW(family, SOCK_STREAM, IPPROTO_TCP, nullptr, 0, 0);
    Address address = name_of(listener);
    result("connect", connect(client, address.get(), address.length));
    SOCKET server = accepted_from(listener);
    send_text(server, "abc");
    OVERLAPPED request = {};
    request.Internal = 77;
    char data[8];
    WSABUF buffer = {sizeof data, data};
    DWORD flags = 0;
    DWORD bytes = 0;
    started("receive", WSARecv(client, &buffer, 1, &bytes, &flags, &request, nullptr));
    value("bytes", bytes);
    truth("untouched", request.Internal == 77);
}
