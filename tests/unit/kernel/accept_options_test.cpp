// Whose options a socket has that AcceptEx connects: its own until SO_UPDATE_ACCEPT_CONTEXT, then
// the listener's.
#include <array>

#include "connection_test.h"
#include "mswsock.h"

namespace berth::test {
namespace {

class AcceptOptions : public WinsockTest {
  protected:
    void SetUp() override {
        WinsockTest::SetUp();
        listener_ = listener_make(&address_);
        accepted_ = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    }
    void TearDown() override {
        closesocket(listener_);
        closesocket(accepted_);
        closesocket(client_);
        WinsockTest::TearDown();
    }
    void accept_it() {
        OVERLAPPED request{};
        DWORD received = 0;
        client_ = client_make(address_);
        request.hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr);
        if (!AcceptEx(listener_, accepted_, room_.data(), 0, 32, 32, &received, &request)) {
            ASSERT_EQ(WSAGetLastError(), WSA_IO_PENDING);
            ASSERT_EQ(WaitForSingleObject(request.hEvent, INFINITE), WAIT_OBJECT_0);
        }
        CloseHandle(request.hEvent);
    }
    int update(SOCKET listener) {
        return setsockopt(accepted_, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                          reinterpret_cast<const char*>(&listener), sizeof listener);
    }
    static void keep_alive(SOCKET s) {
        const BOOL on = TRUE;
        ASSERT_EQ(
            setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, reinterpret_cast<const char*>(&on), sizeof on),
            0);
    }
    bool keeps_alive() const {
        BOOL on = FALSE;
        int length = sizeof on;
        EXPECT_EQ(
            getsockopt(accepted_, SOL_SOCKET, SO_KEEPALIVE, reinterpret_cast<char*>(&on), &length),
            0);
        return on != FALSE;
    }

    std::array<char, 64> room_{};
    sockaddr_in address_{};
    SOCKET listener_ = INVALID_SOCKET;
    SOCKET accepted_ = INVALID_SOCKET;
    SOCKET client_ = INVALID_SOCKET;
};

TEST_F(AcceptOptions, TheListenersComeWithTheContext) {
    keep_alive(listener_);
    accept_it();
    EXPECT_FALSE(keeps_alive());
    EXPECT_EQ(update(listener_), 0);
    EXPECT_TRUE(keeps_alive());
}

TEST_F(AcceptOptions, ItsOwnHoldUntilThen) {
    keep_alive(accepted_);
    accept_it();
    EXPECT_TRUE(keeps_alive());
    EXPECT_EQ(update(listener_), 0);
    EXPECT_FALSE(keeps_alive());
}

TEST_F(AcceptOptions, ItsLingerIsKeptToo) {
    const linger wanted{1, 7};
    ASSERT_EQ(setsockopt(accepted_, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&wanted),
                         sizeof wanted),
              0);
    accept_it();
    linger found{};
    int length = sizeof found;
    EXPECT_EQ(
        getsockopt(accepted_, SOL_SOCKET, SO_LINGER, reinterpret_cast<char*>(&found), &length), 0);
    EXPECT_EQ(found.l_onoff, 1);
    EXPECT_EQ(found.l_linger, 7);
}

TEST_F(AcceptOptions, AListenerThatIsClosedIsRefused) {
    accept_it();
    const SOCKET closed = std::exchange(listener_, INVALID_SOCKET);
    closesocket(closed);
    EXPECT_EQ(update(closed), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAENOTSOCK);
}

}  // namespace
}  // namespace berth::test
