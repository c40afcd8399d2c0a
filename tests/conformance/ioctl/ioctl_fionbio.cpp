#include "../scenario.h"

SCENARIO_FAMILIES(ioctl_fionbio) {
    Pair pair = connected_pair(family);
    u_long mode = 1;
    char byte;
    result("on", ioctlsocket(pair.client, FIONBIO, &mode));
    result("recv", recv(pair.client, &byte, 1, 0));
    mode = 0;
    result("off", ioctlsocket(pair.client, FIONBIO, &mode));
    send_text(pair.server, "x");
    result("recv", recv(pair.client, &byte, 1, 0));
    mode = 77;
    result("any value but 0", ioctlsocket(pair.client, FIONBIO, &mode));
    result("recv", recv(pair.client, &byte, 1, 0));
    result("NULL", ioctlsocket(pair.client, FIONBIO, nullptr));
    closesocket(pair.client);
    result("closed", ioctlsocket(pair.client, FIONBIO, &mode));
}
