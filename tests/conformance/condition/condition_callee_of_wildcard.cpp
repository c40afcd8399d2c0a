#include "../scenario.h"

// The callee id is the address that was called, not the listener's wildcard.
static Address callee;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF callee_id, LPWSABUF,
                              GROUP*, DWORD_PTR) {
    memcpy(&callee, callee_id->buf, callee_id->len);
    return CF_ACCEPT;
}
SCENARIO_INET_ISO(condition_callee_of_wildcard) {
    SOCKET listener = new_socket(family);
    Address any = wildcard(family);
    result("bind", bind(listener, any.get(), any.length));
    result("listen", listen(listener, 5));
    Address where = loopback(family, port_of(name_of(listener)));
    SOCKET client = new_socket(family);
    set_nonblocking(client, family == AF_ISO);
    int code = connect(client, where.get(), where.length) == 0 ? 0 : WSAGetLastError();
    truth("connects", code == (family == AF_ISO ? WSAEWOULDBLOCK : 0));
    made("WSAAccept", WSAAccept(listener, nullptr, nullptr, condition, 0));
    truth("callee is the loopback", same_address(callee, where));
}
