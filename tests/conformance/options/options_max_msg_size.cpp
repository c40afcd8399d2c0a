#include "../scenario.h"

// The largest datagram: what fits an IP packet with its headers.
SCENARIO_INET(options_max_msg_size) {
    SOCKET s = new_socket(family, SOCK_DGRAM);
    value("SO_MAX_MSG_SIZE", get_option(s, SOL_SOCKET, SO_MAX_MSG_SIZE));
    SOCKET receiver = bound_socket(family, SOCK_DGRAM);
    Address where = name_of(receiver);
    static char block[66000];
    int most = get_option(s, SOL_SOCKET, SO_MAX_MSG_SIZE);
    truth("sent", sendto(s, block, most, 0, where.get(), where.length) == most);
    result("one more", sendto(s, block, most + 1, 0, where.get(), where.length));
}
