#include "two_hosts.h"

// A non-blocking connect under way: WSAEALREADY; neither writable nor failed; SO_CONNECT_TIME all
// ones.
SCENARIO(two_hosts_already) {
    SOCKET client = new_socket(AF_INET);
    set_nonblocking(client);
    Address where = two_hosts_address(SILENT, 80);
    result("connect", connect(client, where.get(), where.length));
    result("again", connect(client, where.get(), where.length));
    truth("writable", is_writable(client));
    truth("SO_CONNECT_TIME", (DWORD)get_option(client, SOL_SOCKET, SO_CONNECT_TIME) == 0xFFFFFFFF);
    result("send", send(client, "x", 1, 0));
    result("closesocket", closesocket(client));
}
