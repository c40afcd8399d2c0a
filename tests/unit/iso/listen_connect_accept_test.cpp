// Listen, connect and accept on the ISO provider: what must hold, row by row.
#include "iso_sockets.h"
#include "mswsock.h"

using namespace iso_test;

namespace {

class IsoAccept : public ::testing::Test {
  protected:
    static int error(int result) { return result == SOCKET_ERROR ? WSAGetLastError() : 0; }
    static int error(SOCKET s) { return s == INVALID_SOCKET ? WSAGetLastError() : 0; }
    static void nonblocking(SOCKET s) {
        u_long on = 1;
        EXPECT_EQ(ioctlsocket(s, FIONBIO, &on), 0);
    }
    // A client whose request is on its way.
    static SOCKET client_of(const Listener& listener) {
        const SOCKET client = open(listener.protocol);
        nonblocking(client);
        EXPECT_EQ(error(connect(client, plain(listener.at), sizeof listener.at)), WSAEWOULDBLOCK);
        return client;
    }
    static bool is_readable(SOCKET s, bool wait) {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(s, &set);
        const timeval now{0, 0};
        return select(0, &set, nullptr, nullptr, wait ? nullptr : &now) == 1;
    }

    Winsock winsock;
};

}  // namespace

TEST_F(IsoAccept, ListenSaysWhatDoesNotFit) {
    const SOCKET s = open();
    EXPECT_EQ(error(listen(s, 5)), WSAEINVAL);
    EXPECT_EQ(error(accept(s, nullptr, nullptr)), WSAEINVAL);
    sockaddr_tp name{};
    int length = sizeof name;
    EXPECT_EQ(error(getsockname(s, reinterpret_cast<sockaddr*>(&name), &length)), WSAEINVAL);
    EXPECT_EQ(error(getpeername(s, reinterpret_cast<sockaddr*>(&name), &length)), WSAENOTCONN);
    EXPECT_EQ(error(send(s, "x", 1, 0)), WSAENOTCONN);
    EXPECT_EQ(error(recv(s, reinterpret_cast<char*>(&name), 1, 0)), WSAENOTCONN);
    closesocket(s);
    Pair pair;
    EXPECT_EQ(error(listen(pair.server, 5)), WSAEISCONN);
    EXPECT_EQ(listen(pair.listener.s, 0), 0);
    EXPECT_EQ(error(connect(pair.listener.s, plain(pair.listener.at), sizeof pair.listener.at)),
              WSAEINVAL);
    EXPECT_EQ(error(connect(pair.client, plain(pair.listener.at), sizeof pair.listener.at)),
              WSAEISCONN);
    EXPECT_EQ(error(accept(pair.server, nullptr, nullptr)), WSAEINVAL);
    const SOCKET other = open();
    EXPECT_EQ(error(bind(other, plain(pair.listener.at), sizeof pair.listener.at)), WSAEADDRINUSE);
    closesocket(other);
}

TEST_F(IsoAccept, ServerBindsItsPortAgainAtOnce) {
    sockaddr_tp at{};
    SOCKET client = INVALID_SOCKET;
    {
        Listener listener;
        at = listener.at;
        client = client_of(listener);
        closesocket(accept(listener.s, nullptr, nullptr));
    }
    const SOCKET again = open();
    EXPECT_EQ(bind(again, plain(at), sizeof at), 0) << WSAGetLastError();
    EXPECT_EQ(listen(again, 5), 0) << WSAGetLastError();
    closesocket(again);
    closesocket(client);
}

TEST_F(IsoAccept, AddressThatDoesNotFitLeavesTheRequest) {
    Listener listener;
    const SOCKET client = client_of(listener);
    sockaddr_tp name{};
    int length = 4;
    EXPECT_TRUE(is_readable(listener.s, true));
    EXPECT_EQ(error(accept(listener.s, reinterpret_cast<sockaddr*>(&name), &length)), WSAEFAULT);
    length = sizeof name;
    const SOCKET server = accept(listener.s, reinterpret_cast<sockaddr*>(&name), &length);
    EXPECT_EQ(error(server), 0);
    EXPECT_EQ(read(name).port, port_of(client));
    closesocket(client);
    closesocket(server);
}

TEST_F(IsoAccept, ListenerThatIsClosedEndsABlockedAccept) {
    Listener listener;
    std::thread acceptor([&] {
        const int code = error(accept(listener.s, nullptr, nullptr));
        EXPECT_TRUE(code == WSAEINTR || code == WSAENOTSOCK) << code;
    });
    closesocket(listener.s);
    acceptor.join();
}

TEST_F(IsoAccept, NothingPendingWouldBlock) {
    Listener listener;
    nonblocking(listener.s);
    EXPECT_EQ(error(accept(listener.s, nullptr, nullptr)), WSAEWOULDBLOCK);
    BOOL accepts = FALSE;
    int length = sizeof accepts;
    EXPECT_EQ(getsockopt(listener.s, SOL_SOCKET, SO_ACCEPTCONN, reinterpret_cast<char*>(&accepts),
                         &length),
              0);
    EXPECT_TRUE(accepts);
}

TEST_F(IsoAccept, DeferredRequestThatIsWithdrawnIsToldOfOnce) {
    Listener listener;
    const SOCKET client = client_of(listener);
    EXPECT_EQ(error(accept_if(listener.s, [](auto...) { return CF_DEFER; })), WSATRY_AGAIN);
    closesocket(client);
    nonblocking(listener.s);
    // Until the listener has heard of it, the request is there to be deferred once more.
    int code = WSATRY_AGAIN;
    while (code == WSATRY_AGAIN)
        code = error(accept_if(listener.s, [](auto...) { return CF_DEFER; }));
    EXPECT_EQ(code, WSAECONNRESET);
    EXPECT_EQ(error(accept(listener.s, nullptr, nullptr)), WSAEWOULDBLOCK);
    const SOCKET second = client_of(listener);
    EXPECT_TRUE(is_readable(listener.s, true));
    const SOCKET server = accept(listener.s, nullptr, nullptr);
    EXPECT_EQ(error(server), 0);
    closesocket(second);
    closesocket(server);
}

TEST_F(IsoAccept, PlainAcceptTakesADeferredRequest) {
    Listener listener;
    const SOCKET client = client_of(listener);
    EXPECT_EQ(error(accept_if(listener.s, [](auto...) { return CF_DEFER; })), WSATRY_AGAIN);
    EXPECT_TRUE(is_readable(listener.s, false));
    const SOCKET server = accept(listener.s, nullptr, nullptr);
    EXPECT_EQ(error(server), 0);
    closesocket(client);
    closesocket(server);
}

TEST_F(IsoAccept, OddAnswersOfTheConditionFunctionLeaveTheRequest) {
    Listener listener;
    const SOCKET client = client_of(listener);
    EXPECT_EQ(error(accept_if(listener.s, [](auto...) { return 42; })), WSAEINVAL);
    EXPECT_EQ(error(accept_if(listener.s,
                              [](LPWSABUF, LPWSABUF, LPQOS, LPWSABUF, LPWSABUF answer) {
                                  answer->len = 4096;
                                  return CF_ACCEPT;
                              })),
              WSAEFAULT);
    const SOCKET server = accept(listener.s, nullptr, nullptr);
    EXPECT_EQ(error(server), 0);
    closesocket(client);
    closesocket(server);
}

TEST_F(IsoAccept, ConditionFunctionMayCloseTheListener) {
    Listener listener;
    const SOCKET client = client_of(listener);
    EXPECT_EQ(error(accept_if(listener.s,
                              [&](auto...) {
                                  closesocket(listener.s);
                                  return CF_ACCEPT;
                              })),
              WSAENOTSOCK);
    closesocket(client);
}

TEST_F(IsoAccept, RefusedClientMayConnectAgain) {
    Listener listener;
    const SOCKET client = open();
    std::thread server([&] {
        accept_if(listener.s, [](auto...) { return CF_REJECT; });
        const SOCKET s = accept(listener.s, nullptr, nullptr);
        EXPECT_EQ(error(s), 0);
        closesocket(s);
    });
    EXPECT_EQ(error(connect(client, plain(listener.at), sizeof listener.at)), WSAECONNREFUSED);
    EXPECT_EQ(error(connect(client, plain(listener.at), sizeof listener.at)), 0);
    server.join();
    closesocket(client);
}

TEST_F(IsoAccept, ConnectSaysWhatDoesNotFit) {
    const SOCKET s = open();
    sockaddr_in other{};
    other.sin_family = AF_INET;
    EXPECT_EQ(error(connect(s, reinterpret_cast<sockaddr*>(&other), sizeof other)),
              WSAEAFNOSUPPORT);
    const sockaddr_tp nobody = address("X", 0);
    EXPECT_EQ(error(connect(s, plain(nobody), sizeof nobody)), WSAEADDRNOTAVAIL);
    EXPECT_EQ(error(connect(s, plain(nobody), 3)), WSAEFAULT);
    EXPECT_EQ(error(connect(s, nullptr, sizeof nobody)), WSAEFAULT);
    QOS qos{};
    EXPECT_EQ(error(WSAConnect(s, plain(nobody), sizeof nobody, nullptr, nullptr, nullptr, &qos)),
              WSAEINVAL);
    DWORD seconds = 0;
    int length = sizeof seconds;
    EXPECT_EQ(
        getsockopt(s, SOL_SOCKET, SO_CONNECT_TIME, reinterpret_cast<char*>(&seconds), &length), 0);
    EXPECT_EQ(seconds, 0xFFFFFFFFu);
    sockaddr_tp closed{};
    {
        Listener listener;
        closed = listener.at;
    }
    EXPECT_EQ(error(connect(s, plain(closed), sizeof closed)), WSAECONNREFUSED);
    closesocket(s);
}

TEST_F(IsoAccept, AcceptedSocketHasItsListenersProperties) {
    Listener listener;
    const DWORD timeout = 1234;
    setsockopt(listener.s, SOL_SOCKET, SO_RCVTIMEO, reinterpret_cast<const char*>(&timeout),
               sizeof timeout);
    WSAEVENT event = WSACreateEvent();
    EXPECT_EQ(WSAEventSelect(listener.s, event, FD_ACCEPT | FD_READ), 0);
    const SOCKET client = client_of(listener);
    EXPECT_TRUE(is_readable(listener.s, true));
    const SOCKET server = accept(listener.s, nullptr, nullptr);
    ASSERT_EQ(error(server), 0);
    DWORD kept = 0;
    int length = sizeof kept;
    getsockopt(server, SOL_SOCKET, SO_RCVTIMEO, reinterpret_cast<char*>(&kept), &length);
    EXPECT_EQ(kept, timeout);
    char octet = 0;
    EXPECT_EQ(error(recv(server, &octet, 1, 0)), WSAEWOULDBLOCK);
    WSAResetEvent(event);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(client, &set);
    EXPECT_EQ(select(0, nullptr, &set, nullptr, nullptr), 1);
    send_all(client, "x");
    EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, WSA_INFINITE, FALSE), WAIT_OBJECT_0);
    WSANETWORKEVENTS events{};
    WSAEnumNetworkEvents(server, event, &events);
    EXPECT_EQ(events.lNetworkEvents, FD_READ);
    closesocket(client);
    closesocket(server);
    WSACloseEvent(event);
}

TEST_F(IsoAccept, QualityOfServiceIsLoweredByTheCallee) {
    Listener listener(ISOPROTO_TP2);
    const SOCKET client = open(ISOPROTO_TP2);
    SOCKET server = INVALID_SOCKET;
    std::thread acceptor([&] {
        server = accept_if(listener.s, [](LPWSABUF, LPWSABUF, LPQOS qos, LPWSABUF, LPWSABUF) {
            EXPECT_NE(qos, nullptr);
            if (!qos)
                return CF_REJECT;
            EXPECT_EQ(qos->SendingFlowspec.PeakBandwidth, 2'000'000u);
            qos->SendingFlowspec.PeakBandwidth = 1'000'000;
            return CF_ACCEPT;
        });
    });
    QOS wanted{};
    for (FLOWSPEC* flow : {&wanted.SendingFlowspec, &wanted.ReceivingFlowspec})
        *flow = {QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED,      2'000'000,         QOS_NOT_SPECIFIED,
                 QOS_NOT_SPECIFIED, SERVICETYPE_BESTEFFORT, QOS_NOT_SPECIFIED, QOS_NOT_SPECIFIED};
    EXPECT_EQ(error(WSAConnect(client, plain(listener.at), sizeof listener.at, nullptr, nullptr,
                               &wanted, nullptr)),
              0);
    acceptor.join();
    QOS agreed{};
    DWORD returned = 0;
    EXPECT_EQ(WSAIoctl(client, SIO_GET_QOS, nullptr, 0, &agreed, sizeof agreed, &returned, nullptr,
                       nullptr),
              0);
    EXPECT_EQ(agreed.SendingFlowspec.PeakBandwidth, 1'000'000u);
    EXPECT_EQ(agreed.ReceivingFlowspec.PeakBandwidth, 2'000'000u);
    EXPECT_EQ(WSAIoctl(server, SIO_GET_QOS, nullptr, 0, &agreed, sizeof agreed, &returned, nullptr,
                       nullptr),
              0);
    EXPECT_EQ(agreed.ReceivingFlowspec.PeakBandwidth, 1'000'000u);
    closesocket(client);
    closesocket(server);
}

TEST_F(IsoAccept, Class2GoesDownToClass0) {
    Listener listener(ISOPROTO_TP0);
    const SOCKET client = open(ISOPROTO_TP2);
    SOCKET server = INVALID_SOCKET;
    std::thread acceptor([&] { server = accept(listener.s, nullptr, nullptr); });
    const sockaddr_tp at = address("SERVER", read(listener.at).port, ISOPROTO_TP2);
    EXPECT_EQ(error(connect(client, plain(at), sizeof at)), 0);
    acceptor.join();
    send_all(client, "down");
    EXPECT_EQ(receive(server), "down");
    closesocket(client);
    closesocket(server);
}

TEST_F(IsoAccept, MessageInPartsIsOneMessage) {
    Pair pair;
    for (const char* part : {"one ", "message"}) {
        WSABUF buffer{static_cast<ULONG>(std::strlen(part)), const_cast<char*>(part)};
        DWORD sent = 0;
        EXPECT_EQ(WSASend(pair.client, &buffer, 1, &sent, *part == 'o' ? MSG_PARTIAL : 0, nullptr,
                          nullptr),
                  0);
    }
    EXPECT_EQ(receive(pair.server), "one message");
    send_all(pair.client, "too long");
    char room[4];
    EXPECT_EQ(error(recv(pair.server, room, sizeof room, 0)), WSAEMSGSIZE);
    EXPECT_EQ(std::string(room, 4), "too ");
    EXPECT_EQ(receive(pair.server), "long");
}

TEST_F(IsoAccept, EmptySendIsNoMessage) {
    Pair pair;
    EXPECT_EQ(send(pair.client, "", 0, 0), 0);
    send_all(pair.client, "next");
    EXPECT_EQ(receive(pair.server), "next");
}
