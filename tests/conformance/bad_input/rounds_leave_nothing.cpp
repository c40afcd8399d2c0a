#include "../scenario.h"

// 500 rounds of connect, accept and close leave no descriptor behind: the next socket has the
// number that one had before.
SCENARIO_FAMILIES(rounds_leave_nothing) {
    SOCKET listener = listening_socket(family);
    Address where = name_of(listener);
    SOCKET before = new_socket(family);
    closesocket(before);
    for (int i = 0; i < 500; ++i) {
        SOCKET client = new_socket(family);
        if (connect(client, where.get(), where.length) != 0) {
            result("connect", SOCKET_ERROR);
            return;
        }
        SOCKET server = accepted_from(listener);
        close_hard(client);
        closesocket(server);
    }
    SOCKET after = new_socket(family);
    truth("the same number", after == before);
}
