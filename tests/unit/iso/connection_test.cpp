// Connections of the ISO provider: from the request to the release.
#include "iso_sockets.h"
#include "mswsock.h"

using namespace iso_test;

namespace {

class IsoConnection : public ::testing::TestWithParam<int> {
  protected:
    Winsock winsock;
};

INSTANTIATE_TEST_SUITE_P(Classes, IsoConnection, ::testing::Values(ISOPROTO_TP0, ISOPROTO_TP2));

}  // namespace

TEST_P(IsoConnection, CarriesMessagesBothWays) {
    Pair pair(GetParam());
    send_all(pair.client, "one");
    send_all(pair.client, std::string(200'000, 'x'));
    EXPECT_EQ(receive(pair.server), "one");
    std::string large;
    while (large.size() < 200'000) {
        char part[65536];
        WSABUF buffer{sizeof part, part};
        DWORD received = 0;
        DWORD flags = 0;
        ASSERT_EQ(WSARecv(pair.server, &buffer, 1, &received, &flags, nullptr, nullptr), 0);
        large.append(part, received);
        EXPECT_EQ((flags & MSG_PARTIAL) != 0, large.size() < 200'000);
    }
    EXPECT_EQ(large, std::string(200'000, 'x'));
    send_all(pair.server, "back");
    EXPECT_EQ(receive(pair.client), "back");
}

TEST_P(IsoConnection, ClientWaitsForTheServersDecision) {
    Listener listener(GetParam());
    const SOCKET client = open(GetParam());
    u_long on = 1;
    ioctlsocket(client, FIONBIO, &on);
    EXPECT_EQ(connect(client, plain(listener.at), sizeof listener.at), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    EXPECT_EQ(accept_if(listener.s, [](auto...) { return CF_DEFER; }), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSATRY_AGAIN);
    fd_set writable;
    FD_ZERO(&writable);
    FD_SET(client, &writable);
    const timeval now{0, 0};
    EXPECT_EQ(select(0, nullptr, &writable, nullptr, &now), 0);
    EXPECT_EQ(connect(client, plain(listener.at), sizeof listener.at), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEALREADY);
    const SOCKET server = accept_if(listener.s, [](auto...) { return CF_ACCEPT; });
    EXPECT_NE(server, INVALID_SOCKET);
    FD_ZERO(&writable);
    FD_SET(client, &writable);
    EXPECT_EQ(select(0, nullptr, &writable, nullptr, nullptr), 1);
    closesocket(client);
    closesocket(server);
}

TEST_P(IsoConnection, IsRefusedByTheConditionFunction) {
    Listener listener(GetParam());
    const SOCKET client = open(GetParam());
    std::thread server([&] {
        EXPECT_EQ(accept_if(listener.s, [](auto...) { return CF_REJECT; }), INVALID_SOCKET);
        EXPECT_EQ(WSAGetLastError(), WSAECONNREFUSED);
    });
    EXPECT_EQ(connect(client, plain(listener.at), sizeof listener.at), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAECONNREFUSED);
    server.join();
    closesocket(client);
}

TEST_P(IsoConnection, TellsWhereARefusedAttemptCameFrom) {
    Listener listener(GetParam());
    const SOCKET client = open(GetParam());
    USHORT caller_port = 0;
    std::thread server([&] {
        EXPECT_EQ(accept_if(listener.s,
                            [&](LPWSABUF caller, auto...) {
                                caller_port =
                                    read(*reinterpret_cast<sockaddr_tp*>(caller->buf)).port;
                                return CF_REJECT;
                            }),
                  INVALID_SOCKET);
    });
    EXPECT_EQ(connect(client, plain(listener.at), sizeof listener.at), SOCKET_ERROR);
    server.join();
    EXPECT_EQ(port_of(client), caller_port);
    // ... and it may be bound, and connect, again.
    const sockaddr_tp own = address("CLIENT", 0, GetParam());
    EXPECT_EQ(bind(client, plain(own), sizeof own), 0) << WSAGetLastError();
    closesocket(client);
}

TEST_P(IsoConnection, CarriesDataWithTheRequestAndTheConfirmation) {
    Listener listener(GetParam());
    const SOCKET client = open(GetParam());
    const sockaddr_tp own = address("CLIENT", 0, GetParam());
    ASSERT_EQ(bind(client, plain(own), sizeof own), 0);
    SOCKET accepted = INVALID_SOCKET;
    std::thread server([&] {
        accepted = accept_if(listener.s, [&](LPWSABUF caller, LPWSABUF data, LPQOS, LPWSABUF callee,
                                             LPWSABUF answer) {
            EXPECT_EQ(selector_of(*reinterpret_cast<sockaddr_tp*>(caller->buf)), "CLIENT");
            EXPECT_EQ(selector_of(*reinterpret_cast<sockaddr_tp*>(callee->buf)), "SERVER");
            EXPECT_TRUE(data != nullptr);
            if (data) {
                EXPECT_EQ(std::string(data->buf, data->len), "let me in");
            }
            EXPECT_GE(answer->len, 32u);
            std::memcpy(answer->buf, "welcome", 7);
            answer->len = 7;
            return CF_ACCEPT;
        });
    });
    char asks[] = "let me in";
    char room[32];
    WSABUF caller_data{9, asks};
    WSABUF callee_data{sizeof room, room};
    EXPECT_EQ(WSAConnect(client, plain(listener.at), sizeof listener.at, &caller_data, &callee_data,
                         nullptr, nullptr),
              0)
        << WSAGetLastError();
    server.join();
    EXPECT_EQ(std::string(callee_data.buf, callee_data.len), "welcome");
    sockaddr_tp name{};
    int length = sizeof name;
    EXPECT_EQ(getpeername(accepted, reinterpret_cast<sockaddr*>(&name), &length), 0);
    EXPECT_EQ(selector_of(name), "CLIENT");
    EXPECT_EQ(read(name).port, port_of(client));
    closesocket(client);
    closesocket(accepted);
}

TEST_P(IsoConnection, WithdrawnRequestThatNobodyHeardOfVanishes) {
    Listener listener(GetParam());
    const SOCKET client = open(GetParam());
    u_long on = 1;
    ioctlsocket(client, FIONBIO, &on);
    connect(client, plain(listener.at), sizeof listener.at);
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(listener.s, &readable);
    EXPECT_EQ(select(0, &readable, nullptr, nullptr, nullptr), 1);
    closesocket(client);
    ioctlsocket(listener.s, FIONBIO, &on);
    // Until the listener has seen it; what accept brings meanwhile is the request.
    for (;;) {
        FD_ZERO(&readable);
        FD_SET(listener.s, &readable);
        const timeval now{0, 0};
        if (select(0, &readable, nullptr, nullptr, &now) == 0)
            break;
    }
    EXPECT_EQ(accept(listener.s, nullptr, nullptr), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
}

TEST_P(IsoConnection, EndsInOrder) {
    Pair pair(GetParam());
    send_all(pair.client, "last");
    EXPECT_EQ(shutdown(pair.client, SD_SEND), 0);
    EXPECT_EQ(receive(pair.server), "last");
    char octet = 0;
    EXPECT_EQ(recv(pair.server, &octet, 1, 0), 0);
    WSABUF buffer{1, &octet};
    DWORD received = 0;
    DWORD flags = 0;
    EXPECT_EQ(WSARecv(pair.server, &buffer, 1, &received, &flags, nullptr, nullptr), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEDISCON);
    EXPECT_EQ(send(pair.client, "x", 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAESHUTDOWN);
}

TEST_P(IsoConnection, CarriesDataWithTheDisconnect) {
    Pair pair(GetParam());
    char text[] = "good bye";
    WSABUF data{8, text};
    EXPECT_EQ(WSASendDisconnect(pair.client, &data), 0);
    char octet = 0;
    EXPECT_EQ(recv(pair.server, &octet, 1, 0), 0);
    char room[64];
    WSABUF came{sizeof room, room};
    EXPECT_EQ(WSARecvDisconnect(pair.server, &came), 0);
    EXPECT_EQ(std::string(came.buf, came.len), "good bye");
}

TEST_P(IsoConnection, CarriesExpeditedDataApart) {
    Pair pair(GetParam());
    send_all(pair.client, "ordinary");
    EXPECT_EQ(send(pair.client, "urgent", 6, MSG_OOB), 6) << WSAGetLastError();
    EXPECT_EQ(send(pair.client, "urgent", 6, MSG_OOB), 6) << WSAGetLastError();
    char text[17] = {};
    EXPECT_EQ(recv(pair.server, text, sizeof text, MSG_OOB), 6) << WSAGetLastError();
    EXPECT_STREQ(text, "urgent");
    EXPECT_EQ(receive(pair.server), "ordinary");
    EXPECT_EQ(send(pair.client, "seventeen octets!", 17, MSG_OOB), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEMSGSIZE);
}

TEST_P(IsoConnection, CloseEndsABlockedReceive) {
    Pair pair(GetParam());
    std::thread receiver([&] {
        char octet = 0;
        EXPECT_EQ(recv(pair.server, &octet, 1, 0), SOCKET_ERROR);
        EXPECT_TRUE(WSAGetLastError() == WSAEINTR || WSAGetLastError() == WSAENOTSOCK);
    });
    closesocket(pair.server);
    receiver.join();
}
