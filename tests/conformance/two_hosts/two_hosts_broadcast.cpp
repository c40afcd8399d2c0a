#include "two_hosts.h"

// A broadcast and a multicast reach the other host, which answers. The question is repeated until
// it does.
static void ask(const char* what, const char* group) {
    SOCKET s = new_socket(AF_INET, SOCK_DGRAM);
    Address own = two_hosts_address(HERE, 0);
    bind(s, own.get(), own.length);
    set_option(s, SOL_SOCKET, SO_BROADCAST, 1);
    setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, (const char*)&own.v4.sin_addr,
               sizeof own.v4.sin_addr);
    set_option(s, SOL_SOCKET, SO_RCVTIMEO, 200);
    Address where = two_hosts_address(group, 7777);
    for (int i = 0; i < 50; ++i) {
        sendto(s, what, (int)strlen(what), 0, where.get(), where.length);
        char answer[32];
        Address from;
        from.length = sizeof from.storage;
        int got = recvfrom(s, answer, sizeof answer, 0, from.get(), &from.length);
        if (got > 0) {
            text(what, answer, got);
            address("from", from.get());
            break;
        }
    }
    closesocket(s);
}
SCENARIO(two_hosts_broadcast) {
    ask("broadcast", "255.255.255.255");
    ask("directed", "10.77.0.255");
    ask("multicast", "239.7.7.7");
    ask("goodbye", PEER);
}
