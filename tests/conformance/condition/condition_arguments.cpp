#include "../scenario.h"

// What the condition function is told. AF_ISO has room for callee data, and a connect that waits
// for the decision.
static SOCKET listener;
static SOCKET client;
static DWORD asked_in;
static int CALLBACK condition(LPWSABUF caller_id, LPWSABUF caller_data, LPQOS sqos, LPQOS gqos,
                              LPWSABUF callee_id, LPWSABUF callee_data, GROUP* group,
                              DWORD_PTR data) {
    asked_in = GetCurrentThreadId();
    Address address;
    memset(&address, 0, sizeof address);
    truth("caller id fits", caller_id != nullptr && caller_id->len <= sizeof address.storage);
    memcpy(&address, caller_id->buf, caller_id->len);
    line("caller id: %s", family_name(address.any.sa_family));
    truth("caller id is the client's name", same_address(address, name_of(client)));
    truth("no caller data", caller_data == nullptr || caller_data->len == 0);
    truth("no SQOS", sqos == nullptr);
    truth("no GQOS", gqos == nullptr);
    memset(&address, 0, sizeof address);
    memcpy(&address, callee_id->buf, callee_id->len);
    line("callee id: %s", family_name(address.any.sa_family));
    truth("callee id is the listener's name", same_address(address, name_of(listener)));
    truth("no room for callee data", callee_data == nullptr || callee_data->len == 0);
    truth("group", group != nullptr);
    truth("callback data", data == (DWORD_PTR)0x123456789abcdef0ull);
    return CF_ACCEPT;
}
SCENARIO_CONNECTIONS(condition_arguments) {
    listener = listening_socket(family);
    client = bound_socket(family);
    Address where = name_of(listener);
    set_nonblocking(client, family == AF_ISO);
    result("connect", connect(client, where.get(), where.length));
    Address peer;
    memset(&peer, 0, sizeof peer);
    peer.length = sizeof peer.storage;
    made("WSAAccept", WSAAccept(listener, peer.get(), &peer.length, condition,
                                (DWORD_PTR)0x123456789abcdef0ull));
    truth("in the accepting thread", asked_in == GetCurrentThreadId());
    truth("address", same_address(peer, name_of(client)));
}
