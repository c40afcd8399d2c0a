#include "../scenario.h"

// WSASendMsg with a destination and several buffers.
SCENARIO_INET(datagram_sendmsg) {
    SOCKET server = bound_socket(family, SOCK_DGRAM);
    SOCKET client = new_socket(family, SOCK_DGRAM);
    Address where = name_of(server);
    char one[] = "one ";
    char two[] = "two";
    WSABUF buffers[] = {{4, one}, {3, two}};
    WSAMSG message;
    memset(&message, 0, sizeof message);
    message.name = where.get();
    message.namelen = where.length;
    message.lpBuffers = buffers;
    message.dwBufferCount = 2;
    DWORD sent = 0;
    result("WSASendMsg", WSASendMsg(client, &message, 0, &sent, nullptr, nullptr));
    value("sent", sent);
    receive_text("received", server, 7);
    result("NULL message", WSASendMsg(client, nullptr, 0, &sent, nullptr, nullptr));
}
