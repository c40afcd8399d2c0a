#include "../scenario.h"

// The callee id is the address that was called, not the listener's wildcard.
static Address callee;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF callee_id, LPWSABUF,
                              GROUP*, DWORD_PTR) {
    memcpy(&callee, callee_id->buf, callee_id->len);
    return CF_ACCEPT;
}
SCENARIO_INET(condition_callee_of_wildcard) {
    SOCKET listener = new_socket(family);
    Address any = wildcard(family);
    result("bind", bind(listener, any.get(), any.length));
    result("listen", listen(listener, 5));
    Address where = loopback(family, port_of(name_of(listener)));
    result("connect", connect(new_socket(family), where.get(), where.length));
    made("WSAAccept", WSAAccept(listener, nullptr, nullptr, condition, 0));
    truth("callee is the loopback", same_address(callee, where));
}
