#include "../scenario.h"

// The caller's flow specifications reach the condition function, which lowers one; what is agreed
// is told on both ends, each in its own view, and by FD_QOS. What cannot be met is WSAEOPNOTSUPP.
static SOCKET listener;
static SOCKET server;
static int CALLBACK condition(LPWSABUF, LPWSABUF, LPQOS quality, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                              DWORD_PTR) {
    value("the caller sends", quality->SendingFlowspec.PeakBandwidth);
    quality->SendingFlowspec.PeakBandwidth = 1000000;
    return CF_ACCEPT;
}
static void accept_one(void*) {
    server = WSAAccept(listener, nullptr, nullptr, condition, 0);
}
static void tell(const char* what, SOCKET socket) {
    QOS quality;
    DWORD bytes = 0;
    result(what, WSAIoctl(socket, SIO_GET_QOS, nullptr, 0, &quality, sizeof quality, &bytes,
                          nullptr, nullptr));
    value("sends", quality.SendingFlowspec.PeakBandwidth);
    value("receives", quality.ReceivingFlowspec.PeakBandwidth);
}
SCENARIO(condition_quality_iso) {
    listener = socket(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP2);
    Address where = loopback(AF_ISO);
    result("bind", bind(listener, where.get(), where.length));
    result("listen", listen(listener, 5));
    where = name_of(listener);
    SOCKET client = socket(AF_ISO, SOCK_SEQPACKET, ISOPROTO_TP2);
    QOS wanted;
    memset(&wanted, 0xff, sizeof wanted);  // QOS_NOT_SPECIFIED
    wanted.ProviderSpecific.len = 0;
    wanted.SendingFlowspec.ServiceType = 0x7777;
    wanted.ReceivingFlowspec.ServiceType = SERVICETYPE_BESTEFFORT;
    result("no such service",
           WSAConnect(client, where.get(), where.length, nullptr, nullptr, &wanted, nullptr));
    wanted.SendingFlowspec.ServiceType = SERVICETYPE_BESTEFFORT;
    wanted.SendingFlowspec.PeakBandwidth = 2000000;
    wanted.ReceivingFlowspec.PeakBandwidth = 2000000;
    Thread thread(accept_one, nullptr);
    int rc = WSAConnect(client, where.get(), where.length, nullptr, nullptr, &wanted, nullptr);
    thread.join();
    result("WSAConnect", rc);
    made("WSAAccept", server);
    tell("client", client);
    tell("server", server);
    WSAEVENT event = WSACreateEvent();
    WSAEventSelect(client, event, FD_QOS);
    WSANETWORKEVENTS events;
    result("events", WSAEnumNetworkEvents(client, event, &events));
    truth("FD_QOS", events.lNetworkEvents == FD_QOS);
}
