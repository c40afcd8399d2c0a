// FD_ADDRESS_LIST_CHANGE and FD_ROUTING_INTERFACE_CHANGE, in a network namespace of the test's own.
#include <cstring>
#include <fcntl.h>
#include <sched.h>
#include <thread>

#include "connection_test.h"

// By names that do not meet winsock2.h's.
extern "C" int linux_socket(int, int, int) __asm__("socket");
extern "C" int linux_ioctl(int, unsigned long, ...) __asm__("ioctl");
extern "C" int linux_close(int) __asm__("close");

namespace berth::test {
namespace {

// A thread can have a network of its own: one for all tests, since the process listens to one.
bool network_enter() {
    static int network = -1;
    if (network >= 0)
        return setns(network, CLONE_NEWNET) == 0;
    if (unshare(CLONE_NEWNET) != 0)
        return false;
    network = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    return network >= 0;
}

class NetworkChange : public WinsockTest {
  protected:
    template <typename Body>
    void in_a_network(Body body) {
        bool entered = false;
        std::thread([&] {
            entered = network_enter();
            if (entered)
                body();
        }).join();
        if (!entered)
            GTEST_SKIP() << "no network namespaces here";
    }
};

// Brings the loopback interface up or down: 127.0.0.1 comes or goes with its routes.
void loopback_set(bool up) {
    struct {
        char name[16];
        short flags;
        char rest[22];
    } request{};
    std::memcpy(request.name, "lo", 3);
    constexpr unsigned long kSetFlags = 0x8914;
    request.flags = up ? 1 : 0;
    const int fd = linux_socket(2, 2, 0);
    ASSERT_EQ(linux_ioctl(fd, kSetFlags, &request), 0);
    linux_close(fd);
}

int change_request(SOCKET s, DWORD code) {
    sockaddr_in anywhere{};
    anywhere.sin_family = AF_INET;
    DWORD bytes = 0;
    const bool routes = code == SIO_ROUTING_INTERFACE_CHANGE;
    return WSAIoctl(s, code, routes ? &anywhere : nullptr, routes ? sizeof anywhere : 0, nullptr, 0,
                    &bytes, nullptr, nullptr) == 0
               ? 0
               : WSAGetLastError();
}

long happened(SOCKET s, WSAEVENT event) {
    WSANETWORKEVENTS events{};
    EXPECT_EQ(WSAEnumNetworkEvents(s, event, &events), 0);
    return events.lNetworkEvents;
}

TEST_F(NetworkChange, IsToldOnceForEachRequest) {
    in_a_network([] {
        loopback_set(false);
        const SOCKET s = socket(AF_INET, SOCK_DGRAM, 0);
        const WSAEVENT event = WSACreateEvent();
        ASSERT_EQ(WSAEventSelect(s, event, FD_ADDRESS_LIST_CHANGE), 0);
        loopback_set(true);
        EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 20, FALSE), DWORD{WSA_WAIT_TIMEOUT});
        EXPECT_EQ(change_request(s, SIO_ADDRESS_LIST_CHANGE), WSAEWOULDBLOCK);
        loopback_set(false);
        EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE),
                  DWORD{WSA_WAIT_EVENT_0});
        EXPECT_EQ(happened(s, event), FD_ADDRESS_LIST_CHANGE);
        loopback_set(true);
        EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 20, FALSE), DWORD{WSA_WAIT_TIMEOUT});
        EXPECT_EQ(change_request(s, SIO_ADDRESS_LIST_CHANGE), WSAEWOULDBLOCK);
        loopback_set(false);
        EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE),
                  DWORD{WSA_WAIT_EVENT_0});
        closesocket(s);
        WSACloseEvent(event);
    });
}

TEST_F(NetworkChange, RoutesAreToldApart) {
    in_a_network([] {
        loopback_set(false);
        const SOCKET s = socket(AF_INET, SOCK_DGRAM, 0);
        const WSAEVENT event = WSACreateEvent();
        ASSERT_EQ(WSAEventSelect(s, event, FD_ADDRESS_LIST_CHANGE | FD_ROUTING_INTERFACE_CHANGE),
                  0);
        EXPECT_EQ(change_request(s, SIO_ROUTING_INTERFACE_CHANGE), WSAEWOULDBLOCK);
        loopback_set(true);
        EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE),
                  DWORD{WSA_WAIT_EVENT_0});
        EXPECT_EQ(happened(s, event), FD_ROUTING_INTERFACE_CHANGE);
        closesocket(s);
        WSACloseEvent(event);
    });
}

TEST_F(NetworkChange, BeforeTheRegistrationIsToldToIt) {
    in_a_network([] {
        loopback_set(false);
        const SOCKET s = socket(AF_INET, SOCK_DGRAM, 0);
        u_long on = 1;
        ioctlsocket(s, FIONBIO, &on);
        const WSAEVENT first = WSACreateEvent();
        ASSERT_EQ(WSAEventSelect(s, first, FD_READ), 0);
        EXPECT_EQ(change_request(s, SIO_ADDRESS_LIST_CHANGE), WSAEWOULDBLOCK);
        loopback_set(true);
        const WSAEVENT event = WSACreateEvent();
        ASSERT_EQ(WSAEventSelect(s, event, FD_ADDRESS_LIST_CHANGE), 0);
        EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 10000, FALSE),
                  DWORD{WSA_WAIT_EVENT_0});
        EXPECT_EQ(happened(s, event), FD_ADDRESS_LIST_CHANGE);
        closesocket(s);
        WSACloseEvent(event);
        WSACloseEvent(first);
    });
}

// Each overlapped request completes with the change that it waits for, and tells no FD_ event.
TEST_F(NetworkChange, CompletesOverlappedRequests) {
    in_a_network([] {
        loopback_set(false);
        const SOCKET s = socket(AF_INET, SOCK_DGRAM, 0);
        const WSAEVENT event = WSACreateEvent();
        ASSERT_EQ(WSAEventSelect(s, event, FD_ADDRESS_LIST_CHANGE | FD_ROUTING_INTERFACE_CHANGE),
                  0);
        OVERLAPPED requests[3]{};
        sockaddr_in anywhere{};
        anywhere.sin_family = AF_INET;
        DWORD bytes = 0;
        DWORD flags = 0;
        for (OVERLAPPED& request : requests) {
            request.hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr);
            const bool routes = &request == &requests[2];
            EXPECT_EQ(WSAIoctl(s, routes ? SIO_ROUTING_INTERFACE_CHANGE : SIO_ADDRESS_LIST_CHANGE,
                               routes ? &anywhere : nullptr, routes ? sizeof anywhere : 0, nullptr,
                               0, &bytes, &request, nullptr),
                      SOCKET_ERROR);
            EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
        }
        EXPECT_FALSE(WSAGetOverlappedResult(s, &requests[0], &bytes, FALSE, &flags));
        EXPECT_EQ(WSAGetLastError(), WSA_IO_INCOMPLETE);
        EXPECT_TRUE(CancelIoEx(reinterpret_cast<HANDLE>(s), &requests[1]));
        EXPECT_FALSE(WSAGetOverlappedResult(s, &requests[1], &bytes, TRUE, &flags));
        EXPECT_EQ(WSAGetLastError(), WSA_OPERATION_ABORTED);
        loopback_set(true);
        EXPECT_TRUE(WSAGetOverlappedResult(s, &requests[0], &bytes, TRUE, &flags));
        EXPECT_EQ(bytes, 0U);
        EXPECT_TRUE(WSAGetOverlappedResult(s, &requests[2], &bytes, TRUE, &flags));
        EXPECT_EQ(happened(s, event), 0);
        // The close ends one that waits.
        EXPECT_EQ(WSAIoctl(s, SIO_ADDRESS_LIST_CHANGE, nullptr, 0, nullptr, 0, &bytes, &requests[0],
                           nullptr),
                  SOCKET_ERROR);
        closesocket(s);
        EXPECT_EQ(WaitForSingleObject(requests[0].hEvent, 10000), DWORD{WAIT_OBJECT_0});
        EXPECT_EQ(requests[0].Internal, 0xC0000120U);
        for (const OVERLAPPED& request : requests)
            CloseHandle(request.hEvent);
        WSACloseEvent(event);
    });
}

TEST_F(NetworkChange, BlockingSocketWaitsUntilItIsClosed) {
    const SOCKET s = socket(AF_INET, SOCK_DGRAM, 0);
    int code = 0;
    std::thread waits([&] { code = change_request(s, SIO_ADDRESS_LIST_CHANGE); });
    closesocket(s);
    waits.join();
    EXPECT_TRUE(code == WSAEINTR || code == WSAENOTSOCK) << code;
}

}  // namespace
}  // namespace berth::test
