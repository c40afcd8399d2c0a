#include "../scenario.h"

SCENARIO_INET(select_datagram) {
    SOCKET s = bound_socket(family, SOCK_DGRAM);
    truth("readable", is_readable(s));
    truth("writable", is_writable(s));
    Address where = name_of(s);
    sendto(s, "x", 1, 0, where.get(), where.length);
    truth("readable", wait_readable(s));
}
