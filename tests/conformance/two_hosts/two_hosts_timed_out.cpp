#include "two_hosts.h"

// A peer that never answers: WSAETIMEDOUT, within the seconds that TCP_MAXRT allows.
SCENARIO(two_hosts_timed_out) {
    SOCKET client = new_socket(AF_INET);
    set_option(client, IPPROTO_TCP, TCP_MAXRT, 2);
    Address where = two_hosts_address(SILENT, 80);
    ULONGLONG began = GetTickCount64();
    result("connect", connect(client, where.get(), where.length));
    ULONGLONG took = GetTickCount64() - began;
    truth("in time", took >= 900 && took < 15000);
}
