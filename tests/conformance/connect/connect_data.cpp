#include "../scenario.h"

// Everything at connect time: the caller's data reach the condition function, its answer the
// client; lpGQOS is reserved, and more data than the provider carries is WSAEMSGSIZE.
static int CALLBACK condition(LPWSABUF, LPWSABUF caller_data, LPQOS, LPQOS, LPWSABUF,
                              LPWSABUF callee_data, GROUP*, DWORD_PTR) {
    text("caller data", caller_data->buf, (int)caller_data->len);
    value("room for callee data", callee_data->len);
    memcpy(callee_data->buf, "welcome", 7);
    callee_data->len = 7;
    return CF_ACCEPT;
}
static SOCKET listener;
static SOCKET server;
static void accept_one(void*) {
    server = WSAAccept(listener, nullptr, nullptr, condition, 0);
}
SCENARIO(connect_data_iso) {
    listener = listening_socket(AF_ISO);
    Address where = name_of(listener);
    SOCKET client = new_socket(AF_ISO);
    char data[33] = "caller";
    char room[16] = "";
    WSABUF caller = {sizeof data, data};
    WSABUF callee = {sizeof room, room};
    result("33 octets",
           WSAConnect(client, where.get(), where.length, &caller, nullptr, nullptr, nullptr));
    QOS quality;
    memset(&quality, 0, sizeof quality);
    result("lpGQOS",
           WSAConnect(client, where.get(), where.length, nullptr, nullptr, nullptr, &quality));
    caller.len = 6;
    Thread thread(accept_one, nullptr);
    int rc = WSAConnect(client, where.get(), where.length, &caller, &callee, nullptr, nullptr);
    thread.join();
    result("WSAConnect", rc);
    made("WSAAccept", server);
    text("callee data", callee.buf, (int)callee.len);
    WSABUF bye = {3, data};
    result("WSASendDisconnect", WSASendDisconnect(client, &bye));
    char byte;
    value("end", recv(server, &byte, 1, 0));
    WSABUF got = {sizeof room, room};
    result("WSARecvDisconnect", WSARecvDisconnect(server, &got));
    text("disconnect data", got.buf, (int)got.len);
}
