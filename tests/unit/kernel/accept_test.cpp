#include <thread>

#include "connection_test.h"

namespace berth::test {
namespace {

class Accept : public WinsockTest {};

int CALLBACK answer_with(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                         DWORD_PTR data) {
    return static_cast<int>(data);
}

TEST_F(Accept, EchoesOverTheAcceptedSocket) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    SOCKET server = accept(listener, nullptr, nullptr);
    ASSERT_NE(server, INVALID_SOCKET);
    EXPECT_EQ(send(client, "hello", 5, 0), 5);
    char buffer[16];
    EXPECT_EQ(recv(server, buffer, sizeof buffer, 0), 5);
    EXPECT_EQ(closesocket(client), 0);
    EXPECT_EQ(recv(server, buffer, sizeof buffer, 0), 0);
    closesocket(server);
    closesocket(listener);
}

TEST_F(Accept, DeferredRequestIsAskedAboutAgain) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET first = client_make(address);
    SOCKET second = client_make(address);
    sockaddr_in expected{};
    int length = sizeof expected;
    getsockname(first, reinterpret_cast<sockaddr*>(&expected), &length);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, answer_with, CF_DEFER), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSATRY_AGAIN);
    sockaddr_in peer{};
    length = sizeof peer;
    SOCKET server =
        WSAAccept(listener, reinterpret_cast<sockaddr*>(&peer), &length, answer_with, CF_ACCEPT);
    ASSERT_NE(server, INVALID_SOCKET);
    EXPECT_EQ(peer.sin_port, expected.sin_port);
    for (SOCKET s : {first, second, server, listener})
        closesocket(s);
}

TEST_F(Accept, DeferredRequestKeepsTheListenerReadable) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, answer_with, CF_DEFER), INVALID_SOCKET);
    fd_set set;
    FD_ZERO(&set);
    FD_SET(listener, &set);
    EXPECT_EQ(select(0, &set, nullptr, nullptr, nullptr), 1);
    WSAPOLLFD poll{listener, POLLRDNORM, 0};
    EXPECT_EQ(WSAPoll(&poll, 1, -1), 1);
    EXPECT_EQ(poll.revents, POLLRDNORM);
    SOCKET server = accept(listener, nullptr, nullptr);
    EXPECT_EQ(WSAPoll(&poll, 1, 0), 0);
    for (SOCKET s : {client, server, listener})
        closesocket(s);
}

TEST_F(Accept, RejectedClientIsReset) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, answer_with, CF_REJECT), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAECONNREFUSED);
    char byte;
    EXPECT_EQ(recv(client, &byte, 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAECONNRESET);
    closesocket(client);
    closesocket(listener);
}

TEST_F(Accept, ClosingTheListenerEndsABlockedAccept) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    int error = 0;
    std::thread waiter([&] {
        EXPECT_EQ(accept(listener, nullptr, nullptr), INVALID_SOCKET);
        error = WSAGetLastError();
    });
    closesocket(listener);
    waiter.join();
    EXPECT_TRUE(error == WSAEINTR || error == WSAENOTSOCK) << error;
}

int CALLBACK close_listener(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                            DWORD_PTR data) {
    closesocket(static_cast<SOCKET>(data));
    return CF_ACCEPT;
}

TEST_F(Accept, ConditionFunctionMayCloseTheListener) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = client_make(address);
    EXPECT_EQ(WSAAccept(listener, nullptr, nullptr, close_listener, listener), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAENOTSOCK);
    closesocket(client);
}

}  // namespace
}  // namespace berth::test
