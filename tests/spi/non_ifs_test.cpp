// Sockets of a provider without IFS handles, with everything around them that waits: completion
// ports, the functions on handles, select, WSAPoll.
#include <thread>

#include "echo_fixture.h"
#include "handleapi.h"
#include "ioapiset.h"
#include "mswsock.h"
#include "synchapi.h"
#include "winbase.h"
#include "ws2tcpip.h"

using namespace spi_test;

namespace {

constexpr ULONG_PTR kKey = 0x1234;

class NonIfsPortTest : public EchoTest {
  protected:
    void SetUp() override {
        EchoTest::SetUp();
        port = CreateIoCompletionPort(handle(), nullptr, kKey, 0);
        ASSERT_NE(nullptr, port) << GetLastError();
    }
    void TearDown() override {
        EchoTest::TearDown();
        CloseHandle(port);
    }
    HANDLE handle() const { return reinterpret_cast<HANDLE>(s); }
    // The next packet's error; -1: there is none.
    int packet(DWORD milliseconds = 0) {
        key = 0;
        taken = nullptr;
        const BOOL good = GetQueuedCompletionStatus(port, &bytes, &key, &taken, milliseconds);
        return !taken ? -1 : good ? 0 : static_cast<int>(GetLastError());
    }
    int send_overlapped(OVERLAPPED& overlapped, DWORD flags = 0) const {
        char text[] = "hello";
        WSABUF buffer{5, text};
        DWORD sent = 0;
        return WSASend(s, &buffer, 1, &sent, flags, &overlapped, nullptr) == 0 ? 0
                                                                               : WSAGetLastError();
    }
    int receive_overlapped(OVERLAPPED& overlapped,
                           LPWSAOVERLAPPED_COMPLETION_ROUTINE routine = nullptr) {
        WSABUF buffer{sizeof received, received};
        DWORD flags = 0;
        return WSARecv(s, &buffer, 1, nullptr, &flags, &overlapped, routine) == 0
                   ? 0
                   : WSAGetLastError();
    }

    HANDLE port = nullptr;
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* taken = nullptr;
    char received[16] = {};
};

class NonIfsPollTest : public EchoTest {
  protected:
    void SetUp() override {
        EchoTest::SetUp();
        udp = socket(AF_INET, SOCK_DGRAM, 0);
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int length = sizeof name;
        ASSERT_EQ(0, bind(udp, reinterpret_cast<sockaddr*>(&name), length));
        ASSERT_EQ(0, getsockname(udp, reinterpret_cast<sockaddr*>(&name), &length));
        ASSERT_EQ(0, connect(udp, reinterpret_cast<sockaddr*>(&name), length));
    }
    void TearDown() override {
        closesocket(udp);
        EchoTest::TearDown();
    }
    SOCKET udp = INVALID_SOCKET;
};

thread_local DWORD routine_error = 1;
thread_local DWORD routine_bytes = 0;
void CALLBACK routine_called(DWORD error, DWORD count, LPWSAOVERLAPPED, DWORD) {
    routine_error = error;
    routine_bytes = count;
}

}  // namespace

TEST_F(NonIfsPortTest, WhatEndsAtOnceIsAPacketToo) {
    OVERLAPPED overlapped{};
    ASSERT_EQ(0, send_overlapped(overlapped));
    ASSERT_EQ(0, packet());
    EXPECT_EQ(&overlapped, taken);
    EXPECT_EQ(kKey, key);
    EXPECT_EQ(5u, bytes);
    EXPECT_EQ(-1, packet());
    EXPECT_TRUE(HasOverlappedIoCompleted(&overlapped));
}

TEST_F(NonIfsPortTest, WhatEndsLater) {
    OVERLAPPED overlapped{};
    ASSERT_EQ(WSA_IO_PENDING, receive_overlapped(overlapped));
    EXPECT_FALSE(HasOverlappedIoCompleted(&overlapped));
    EXPECT_EQ(-1, packet());
    std::thread sender([&] { EXPECT_EQ(3, send(s, "abc", 3, 0)); });
    ASSERT_EQ(0, packet(INFINITE));
    sender.join();
    EXPECT_EQ(&overlapped, taken);
    EXPECT_EQ(3u, bytes);
    EXPECT_STREQ("abc", received);
    DWORD count = 0;
    DWORD flags = 0;
    EXPECT_TRUE(WSAGetOverlappedResult(s, &overlapped, &count, FALSE, &flags));
    EXPECT_EQ(3u, count);
}

TEST_F(NonIfsPortTest, AnErrorArrivesAsAFilesError) {
    OVERLAPPED overlapped{};
    int error = 0;
    ASSERT_EQ(0, WPUCompleteOverlappedRequest(s, &overlapped, WSAECONNRESET, 0, &error));
    EXPECT_EQ(ERROR_NETNAME_DELETED, packet());
    EXPECT_EQ(&overlapped, taken);
    DWORD count = 0;
    EXPECT_FALSE(GetOverlappedResult(handle(), &overlapped, &count, FALSE));
    EXPECT_EQ(DWORD{ERROR_NETNAME_DELETED}, GetLastError());
}

TEST_F(NonIfsPortTest, TheEventsLowestBitKeepsThePacketAway) {
    HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    OVERLAPPED overlapped{};
    overlapped.hEvent = reinterpret_cast<HANDLE>(reinterpret_cast<ULONG_PTR>(event) | 1);
    ASSERT_EQ(0, send_overlapped(overlapped));
    EXPECT_EQ(-1, packet());
    EXPECT_EQ(DWORD{WAIT_OBJECT_0}, WaitForSingleObject(event, 0));
    overlapped = {};
    overlapped.hEvent = event;
    ResetEvent(event);
    ASSERT_EQ(0, send_overlapped(overlapped));
    EXPECT_EQ(0, packet());
    EXPECT_EQ(DWORD{WAIT_OBJECT_0}, WaitForSingleObject(event, 0));
    CloseHandle(event);
}

TEST_F(NonIfsPortTest, SuccessAtOnceMayGoWithoutAPacket) {
    ASSERT_TRUE(SetFileCompletionNotificationModes(handle(), FILE_SKIP_COMPLETION_PORT_ON_SUCCESS));
    OVERLAPPED overlapped{};
    ASSERT_EQ(0, send_overlapped(overlapped));
    EXPECT_EQ(-1, packet());
    // The provider's answer decides, not the moment.
    ASSERT_EQ(WSA_IO_PENDING, send_overlapped(overlapped, kEchoSaysPending));
    EXPECT_EQ(0, packet());
    EXPECT_EQ(&overlapped, taken);
    OVERLAPPED receive{};
    ASSERT_EQ(0, receive_overlapped(receive));
    EXPECT_EQ(-1, packet());
    ASSERT_EQ(WSA_IO_PENDING, receive_overlapped(receive));
    ASSERT_EQ(1, send(s, "x", 1, 0));
    EXPECT_EQ(0, packet());
    EXPECT_EQ(&receive, taken);
}

TEST_F(NonIfsPortTest, CancelledRequestsEndAborted) {
    OVERLAPPED first{};
    OVERLAPPED second{};
    EXPECT_FALSE(CancelIoEx(handle(), nullptr));
    EXPECT_EQ(DWORD{ERROR_NOT_FOUND}, GetLastError());
    ASSERT_EQ(WSA_IO_PENDING, receive_overlapped(first));
    ASSERT_EQ(WSA_IO_PENDING, receive_overlapped(second));
    EXPECT_TRUE(CancelIoEx(handle(), &second));
    EXPECT_EQ(ERROR_OPERATION_ABORTED, packet());
    EXPECT_EQ(&second, taken);
    EXPECT_EQ(0, closesocket(s));
    s = INVALID_SOCKET;
    EXPECT_EQ(ERROR_OPERATION_ABORTED, packet());
    EXPECT_EQ(&first, taken);
}

TEST_F(EchoTest, AThreadWaitsForARequestWithoutAnEvent) {
    OVERLAPPED overlapped{};
    char text[8] = {};
    WSABUF buffer{sizeof text, text};
    DWORD flags = 0;
    ASSERT_EQ(SOCKET_ERROR, WSARecv(s, &buffer, 1, nullptr, &flags, &overlapped, nullptr));
    ASSERT_EQ(WSA_IO_PENDING, WSAGetLastError());
    DWORD count = 0;
    EXPECT_FALSE(GetOverlappedResult(reinterpret_cast<HANDLE>(s), &overlapped, &count, FALSE));
    EXPECT_EQ(DWORD{ERROR_IO_INCOMPLETE}, GetLastError());
    std::thread sender([&] { EXPECT_EQ(2, send(s, "hi", 2, 0)); });
    EXPECT_TRUE(GetOverlappedResult(reinterpret_cast<HANDLE>(s), &overlapped, &count, TRUE));
    sender.join();
    EXPECT_EQ(2u, count);
}

TEST_F(EchoTest, ACompletionRoutineRunsInItsThread) {
    OVERLAPPED overlapped{};
    char text[8] = {};
    WSABUF buffer{sizeof text, text};
    DWORD flags = 0;
    ASSERT_EQ(SOCKET_ERROR, WSARecv(s, &buffer, 1, nullptr, &flags, &overlapped, routine_called));
    std::thread sender([&] { EXPECT_EQ(2, send(s, "hi", 2, 0)); });
    EXPECT_EQ(DWORD{WAIT_IO_COMPLETION}, SleepEx(INFINITE, TRUE));
    sender.join();
    EXPECT_EQ(0u, routine_error);
    EXPECT_EQ(2u, routine_bytes);
}

TEST_F(EchoTest, SelectIsTheProvidersOwn) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(s, &set);
    timeval none{0, 0};
    EXPECT_EQ(0, select(0, &set, nullptr, nullptr, &none));
    EXPECT_EQ(1, send(s, "x", 1, 0));
    FD_SET(s, &set);
    EXPECT_EQ(1, select(0, &set, nullptr, nullptr, nullptr));
    EXPECT_TRUE(FD_ISSET(s, &set));
}

TEST_F(NonIfsPollTest, AloneTheProviderWaits) {
    WSAPOLLFD fd{s, POLLRDNORM, 0};
    EXPECT_EQ(0, WSAPoll(&fd, 1, 0));
    EXPECT_EQ(0, WSAPoll(&fd, 1, 1));
    std::thread sender([&] { EXPECT_EQ(1, send(s, "x", 1, 0)); });
    EXPECT_EQ(1, WSAPoll(&fd, 1, -1));
    sender.join();
    EXPECT_EQ(POLLRDNORM, fd.revents);
    fd.events = POLLRDNORM | POLLWRNORM;
    EXPECT_EQ(1, WSAPoll(&fd, 1, -1));
    EXPECT_EQ(POLLRDNORM | POLLWRNORM, fd.revents);
}

TEST_F(NonIfsPollTest, BesideAnothersSocket) {
    WSAPOLLFD fds[] = {{udp, POLLRDNORM, 0}, {INVALID_SOCKET, POLLRDNORM, 7}, {s, POLLRDNORM, 0}};
    EXPECT_EQ(0, WSAPoll(fds, 3, 2));
    std::thread sender([&] { EXPECT_EQ(1, send(s, "x", 1, 0)); });
    EXPECT_EQ(1, WSAPoll(fds, 3, -1));
    sender.join();
    EXPECT_EQ(0, fds[0].revents);
    EXPECT_EQ(0, fds[1].revents);
    EXPECT_EQ(POLLRDNORM, fds[2].revents);
    char byte = 0;
    EXPECT_EQ(1, recv(s, &byte, 1, 0));
    sender = std::thread([&] { EXPECT_EQ(1, send(udp, "x", 1, 0)); });
    EXPECT_EQ(1, WSAPoll(fds, 3, -1));
    sender.join();
    EXPECT_EQ(POLLRDNORM, fds[0].revents);
    EXPECT_EQ(0, fds[2].revents);
    EXPECT_EQ(1, send(s, "x", 1, 0));
    EXPECT_EQ(2, WSAPoll(fds, 3, -1));
}

TEST_F(NonIfsPollTest, UrgentDataAndTheEnd) {
    WSAPOLLFD fd{s, POLLRDNORM | POLLRDBAND, 0};
    EXPECT_EQ(1, send(s, "x", 1, MSG_OOB));
    EXPECT_EQ(1, WSAPoll(&fd, 1, -1));
    EXPECT_EQ(POLLRDBAND, fd.revents);
    fd.events = POLLRDNORM;
    EXPECT_EQ(0, WSAPoll(&fd, 1, 0));
    EXPECT_EQ(0, shutdown(s, SD_SEND));
    EXPECT_EQ(1, WSAPoll(&fd, 1, -1));
    EXPECT_EQ(POLLRDNORM | POLLHUP, fd.revents);
}

TEST_F(NonIfsPollTest, ALayersBaseSocketIsPolledInItsPlace) {
    DWORD returned = 0;
    ASSERT_EQ(0,
              WSAIoctl(s, kEchoBeneath, &udp, sizeof udp, nullptr, 0, &returned, nullptr, nullptr));
    EXPECT_EQ(1, send(s, "x", 1, 0));
    WSAPOLLFD fd{s, POLLRDNORM, 0};
    EXPECT_EQ(0, WSAPoll(&fd, 1, 0));
    EXPECT_EQ(1, send(udp, "x", 1, 0));
    EXPECT_EQ(1, WSAPoll(&fd, 1, -1));
    EXPECT_EQ(POLLRDNORM, fd.revents);
    EXPECT_EQ(s, fd.fd);
}

TEST_F(NonIfsPollTest, BadArguments) {
    WSAPOLLFD fds[] = {{s, POLLPRI, 0}, {udp, POLLRDNORM, 0}};
    EXPECT_EQ(SOCKET_ERROR, WSAPoll(fds, 2, 0));
    EXPECT_EQ(WSAEINVAL, WSAGetLastError());
    fds[0].events = 0;
    EXPECT_EQ(0, WSAPoll(fds, 2, 1));
    EXPECT_EQ(0, WSAPoll(fds, 1, 1));
}

TEST_F(NonIfsPollTest, ASocketClosedMeanwhileIsNone) {
    for (const SOCKET beside : {s, udp}) {
        const SOCKET other = echo_open();
        ASSERT_NE(INVALID_SOCKET, other);
        WSAPOLLFD fds[] = {{other, POLLRDNORM, 0}, {beside, POLLRDNORM, 0}};
        std::thread closer([&] { EXPECT_EQ(0, closesocket(other)); });
        EXPECT_EQ(1, WSAPoll(fds, 2, -1));
        closer.join();
        EXPECT_EQ(POLLNVAL, fds[0].revents);
    }
}
