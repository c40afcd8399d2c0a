#include "../scenario.h"

// Options that can only be read.
SCENARIO_INET(options_read_only) {
    SOCKET s = new_socket(family);
    for (int name : {SO_ACCEPTCONN, SO_TYPE, SO_MAX_MSG_SIZE, SO_PROTOCOL_INFOW, SO_BSP_STATE}) {
        char room[1024] = {};
        result("set", setsockopt(s, SOL_SOCKET, name, room, sizeof room));
    }
    line("SO_TYPE: %s", type_name(get_option(s, SOL_SOCKET, SO_TYPE)));
}
