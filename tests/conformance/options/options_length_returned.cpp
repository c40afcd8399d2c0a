#include "../scenario.h"

// A larger buffer: the length that comes back is the value's own.
SCENARIO_INET(options_length_returned) {
    SOCKET s = new_socket(family);
    char room[64] = {};
    for (int name : {SO_TYPE, SO_RCVBUF, SO_LINGER, SO_ERROR, SO_RCVTIMEO}) {
        int length = sizeof room;
        result("get", getsockopt(s, SOL_SOCKET, name, room, &length));
        value("length", length);
    }
}
