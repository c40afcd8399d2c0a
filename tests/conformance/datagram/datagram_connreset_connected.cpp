#include "../scenario.h"

SCENARIO_INET(datagram_connreset_connected) {
    Address nobody;
    {
        SOCKET gone = bound_socket(family, SOCK_DGRAM);
        nobody = name_of(gone);
        closesocket(gone);
    }
    SOCKET s = new_socket(family, SOCK_DGRAM);
    result("connect", connect(s, nobody.get(), nobody.length));
    send_text(s, "x");
    set_option(s, SOL_SOCKET, SO_RCVTIMEO, 5000);
    char byte;
    result("recv", recv(s, &byte, 1, 0));
}
