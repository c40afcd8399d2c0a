// The class that two ends agree on, and messages: what the scenarios of listen, connect and accept
// under tests/conformance do not show of ISO.
#include "iso_sockets.h"

using namespace iso_test;

namespace {

class IsoAccept : public ::testing::Test {
  protected:
    static int error(int result) { return result == SOCKET_ERROR ? WSAGetLastError() : 0; }

    Winsock winsock;
};

}  // namespace

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
