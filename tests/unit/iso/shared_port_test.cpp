// Listeners with selectors of their own at one TCP port.
#include "iso_sockets.h"

using namespace iso_test;

namespace {

class IsoSharedPort : public ::testing::Test {
  protected:
    // A client of that selector at the listener's port, whose request is on its way.
    static SOCKET client_of(const Listener& listener, const std::string& selector) {
        const SOCKET client = open();
        u_long on = 1;
        EXPECT_EQ(ioctlsocket(client, FIONBIO, &on), 0);
        const sockaddr_tp name = address(selector, iso_test::read(listener.at).port);
        EXPECT_EQ(connect(client, plain(name), sizeof name), SOCKET_ERROR);
        EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
        return client;
    }
    static SOCKET listener_at(const Listener& other, const std::string& selector) {
        const SOCKET s = open();
        const sockaddr_tp name = address(selector, iso_test::read(other.at).port);
        EXPECT_EQ(bind(s, plain(name), sizeof name), 0) << WSAGetLastError();
        EXPECT_EQ(listen(s, 5), 0) << WSAGetLastError();
        return s;
    }
    // A client of that selector comes out at that listener.
    static void expect_heard(const Listener& port, SOCKET listener, const std::string& selector) {
        const SOCKET client = client_of(port, selector);
        sockaddr_tp local{};
        int length = sizeof local;
        const SOCKET s = accept(listener, nullptr, nullptr);
        ASSERT_NE(s, INVALID_SOCKET) << WSAGetLastError();
        EXPECT_EQ(getsockname(s, reinterpret_cast<sockaddr*>(&local), &length), 0);
        EXPECT_EQ(selector_of(local), selector);
        send_all(s, selector);
        u_long off = 0;
        EXPECT_EQ(ioctlsocket(client, FIONBIO, &off), 0);
        fd_set connected;
        FD_ZERO(&connected);
        FD_SET(client, &connected);
        EXPECT_EQ(select(0, nullptr, &connected, nullptr, nullptr), 1);
        EXPECT_EQ(receive(client), selector);
        closesocket(s);
        closesocket(client);
    }
    static void expect_refused(const Listener& port, const std::string& selector) {
        const SOCKET client = open();
        const sockaddr_tp name = address(selector, iso_test::read(port.at).port);
        EXPECT_EQ(connect(client, plain(name), sizeof name), SOCKET_ERROR);
        EXPECT_EQ(WSAGetLastError(), WSAECONNREFUSED);
        closesocket(client);
    }

    Winsock winsock;
    Listener first{ISOPROTO_TP0, "FIRST"};
};

}  // namespace

TEST_F(IsoSharedPort, EachHearsItsOwnSelector) {
    const SOCKET second = listener_at(first, "SECOND");
    sockaddr_tp name{};
    int length = sizeof name;
    EXPECT_EQ(getsockname(second, reinterpret_cast<sockaddr*>(&name), &length), 0);
    EXPECT_EQ(iso_test::read(name).port, iso_test::read(first.at).port);
    EXPECT_EQ(selector_of(name), "SECOND");
    expect_heard(first, second, "SECOND");
    expect_heard(first, first.s, "FIRST");
    expect_refused(first, "THIRD");
    closesocket(second);
    expect_refused(first, "SECOND");
    expect_heard(first, first.s, "FIRST");
}

TEST_F(IsoSharedPort, WithoutASelectorTakesTheOthersOfThePort) {
    const SOCKET any = listener_at(first, "");
    expect_heard(first, any, "THIRD");
    expect_heard(first, first.s, "FIRST");
    closesocket(any);
}

TEST_F(IsoSharedPort, OutlivesTheFirstListener) {
    const SOCKET second = listener_at(first, "SECOND");
    closesocket(first.s);
    expect_refused(first, "FIRST");
    expect_heard(first, second, "SECOND");
    const SOCKET again = listener_at(first, "FIRST");
    expect_heard(first, again, "FIRST");
    closesocket(again);
    closesocket(second);
    expect_refused(first, "SECOND");
}

TEST_F(IsoSharedPort, OneSelectorAndExclusiveUseAreRefused) {
    const SOCKET s = open();
    EXPECT_EQ(bind(s, plain(first.at), sizeof first.at), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEADDRINUSE);
    BOOL on = TRUE;
    EXPECT_EQ(
        setsockopt(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, reinterpret_cast<char*>(&on), sizeof on), 0);
    const sockaddr_tp name = address("SECOND", iso_test::read(first.at).port);
    EXPECT_EQ(bind(s, plain(name), sizeof name), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEADDRINUSE);
    closesocket(s);
}

TEST_F(IsoSharedPort, BothMayBindBeforeTheyListen) {
    const SOCKET one = open();
    sockaddr_tp name = address("ONE", 0);
    EXPECT_EQ(bind(one, plain(name), sizeof name), 0);
    name = address("TWO", port_of(one));
    const SOCKET two = open();
    EXPECT_EQ(bind(two, plain(name), sizeof name), 0) << WSAGetLastError();
    EXPECT_EQ(listen(two, 5), 0) << WSAGetLastError();
    EXPECT_EQ(listen(one, 5), 0) << WSAGetLastError();
    closesocket(one);
    closesocket(two);
}
