#include "connection_test.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/protocols.h"
#include "providers/kernel/socket.h"

namespace berth::test {
namespace {

class Adopt : public WinsockTest {};

TEST_F(Adopt, ASocketThatIsKnownAlreadyIsNoError) {
    SOCKET s = socket(AF_INET, SOCK_DGRAM, 0);
    kernel::Socket* known = kernel::sockets.get(s);
    EXPECT_EQ(kernel::socket_adopt(s), 0);
    EXPECT_EQ(kernel::sockets.get(s), known);
    closesocket(s);
}

// Another thread asked about the number before the socket was published.
TEST_F(Adopt, APublishedSocketTakesThePlaceOfAnAdoptedOne) {
    SOCKET model = socket(AF_INET, SOCK_DGRAM, 0);
    DWORD entry = kernel::sockets.get(model)->catalog_entry_id;
    int fd = lnx::sys_socket(lnx::kAfInet, lnx::kSockDgram, 0);
    ASSERT_EQ(kernel::socket_adopt(static_cast<SOCKET>(fd)), 0);
    auto made = std::make_unique<kernel::Socket>(fd, AF_INET, SOCK_DGRAM, IPPROTO_UDP, entry,
                                                 WSA_FLAG_OVERLAPPED);
    kernel::Socket* expected = made.get();
    EXPECT_EQ(kernel::socket_publish(std::move(made)), 0);
    EXPECT_EQ(kernel::sockets.get(static_cast<SOCKET>(fd)), expected);
    EXPECT_EQ(closesocket(static_cast<SOCKET>(fd)), 0);
    closesocket(model);
}

}  // namespace
}  // namespace berth::test
