#include "../scenario.h"

// "The total number of bytes available to read, not the size of the first datagram (message) queued
// on the socket."
SCENARIO_INET(ioctl_fionread_datagrams) {
    SOCKET receiver = bound_socket(family, SOCK_DGRAM);
    SOCKET sender = bound_socket(family, SOCK_DGRAM);
    Address where = name_of(receiver);
    u_long pending = 77;
    result("nothing", ioctlsocket(receiver, FIONREAD, &pending));
    value("pending", pending);
    for (const char* text : {"abc", "", "hello"}) {
        sendto(sender, text, (int)strlen(text), 0, where.get(), where.length);
    }
    for (int i = 0; i < 1000 && pending != 8; ++i) {
        ioctlsocket(receiver, FIONREAD, &pending);
        Sleep(pending != 8);
    }
    value("pending", pending);
    receive_text("received", receiver, 3);
    result("then", ioctlsocket(receiver, FIONREAD, &pending));
    value("pending", pending);
    char room[8];
    value("peeked", recv(receiver, room, sizeof room, MSG_PEEK));
    value("received", recv(receiver, room, sizeof room, 0));
    value("received", recv(receiver, room, sizeof room, 0));
    result("nothing", ioctlsocket(receiver, FIONREAD, &pending));
    value("pending", pending);
}
