#include <thread>

#include "connection_test.h"

namespace berth::test {
namespace {

class WaitAndClose : public WinsockTest {};

TEST_F(WaitAndClose, SelectEndsWhenItsSocketIsClosed) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    int result = 0;
    int error = 0;
    std::thread waiter([&] {
        fd_set set;
        FD_ZERO(&set);
        FD_SET(listener, &set);
        result = select(0, &set, nullptr, nullptr, nullptr);
        error = WSAGetLastError();
    });
    closesocket(listener);
    waiter.join();
    EXPECT_EQ(result, SOCKET_ERROR);
    EXPECT_EQ(error, WSAENOTSOCK);
}

TEST_F(WaitAndClose, PollReportsTheClosedSocketAsInvalid) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET other = socket(AF_INET, SOCK_DGRAM, 0);
    WSAPOLLFD fds[2] = {{listener, POLLRDNORM, 0}, {other, POLLRDNORM, 0}};
    int result = 0;
    std::thread waiter([&] { result = WSAPoll(fds, 2, -1); });
    closesocket(listener);
    waiter.join();
    EXPECT_EQ(result, 1);
    EXPECT_EQ(fds[0].revents, POLLNVAL);
    EXPECT_EQ(fds[1].revents, 0);
    closesocket(other);
}

}  // namespace
}  // namespace berth::test
