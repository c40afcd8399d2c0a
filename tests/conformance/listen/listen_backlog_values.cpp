#include "../scenario.h"

// The backlog becomes the nearest legal value without a word.
static void try_backlog(int family, const char* what, int backlog) {
    SOCKET listener = bound_socket(family);
    result(what, listen(listener, backlog));
    connected_to(listener);
    made("accept", accept(listener, nullptr, nullptr));
}
SCENARIO_CONNECTIONS(listen_backlog_values) {
    try_backlog(family, "0", 0);
    try_backlog(family, "-1", -1);
    try_backlog(family, "INT_MIN", (-2147483647 - 1));
    try_backlog(family, "1", 1);
    try_backlog(family, "2147483646", 2147483646);
    try_backlog(family, "SOMAXCONN", SOMAXCONN);
    try_backlog(family, "SOMAXCONN_HINT(300)", -300);
}
