#include <malloc.h>

#include <filesystem>
#include <iterator>

#include "connection_test.h"

namespace berth::test {
namespace {

class Leak : public WinsockTest {};

ptrdiff_t descriptors_open() {
    std::filesystem::directory_iterator folder("/proc/self/fd");
    return std::distance(begin(folder), end(folder));
}

size_t bytes_allocated() {
    return mallinfo2().uordblks;
}

int CALLBACK accept_every_other(LPWSABUF, LPWSABUF, LPQOS, LPQOS, LPWSABUF, LPWSABUF, GROUP*,
                                DWORD_PTR round) {
    return round % 2 == 0 ? CF_ACCEPT : CF_REJECT;
}

// Connects, is accepted or rejected, closes; the client resets, so that no TIME_WAIT piles up.
void round_run(SOCKET listener, const sockaddr_in& address, DWORD_PTR round) {
    SOCKET client = client_make(address);
    linger reset{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, reinterpret_cast<char*>(&reset), sizeof reset);
    SOCKET server = round % 4 < 2
                        ? accept(listener, nullptr, nullptr)
                        : WSAAccept(listener, nullptr, nullptr, accept_every_other, round);
    if (server != INVALID_SOCKET)
        closesocket(server);
    closesocket(client);
}

TEST_F(Leak, TenThousandConnectionsLeaveNothingBehind) {
    constexpr DWORD_PTR kRounds = 10'000;
    constexpr size_t kSlack = 16 * 1024;
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    for (DWORD_PTR round = 0; round < 100; ++round)  // caches fill
        round_run(listener, address, round);
    ptrdiff_t descriptors = descriptors_open();
    size_t bytes = bytes_allocated();
    for (DWORD_PTR round = 0; round < kRounds; ++round)
        round_run(listener, address, round);
    EXPECT_EQ(descriptors_open(), descriptors);
    EXPECT_LE(bytes_allocated(), bytes + kSlack);
    closesocket(listener);
}

}  // namespace
}  // namespace berth::test
