// Registered I/O, each test with io_uring and without.
#include <cstddef>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "rio_sockets.h"

namespace berth::test {

namespace {

// As 64-bit Windows lays them out (mingw-w64's headers know nothing of them).
static_assert(sizeof(RIORESULT) == 24 && offsetof(RIORESULT, SocketContext) == 8);
static_assert(sizeof(RIO_BUF) == 16 && offsetof(RIO_BUF, Length) == 12);
static_assert(sizeof(RIO_CMSG_BUFFER) == 4 && RIO_CMSG_BASE_SIZE == 8);
static_assert(sizeof(RIO_NOTIFICATION_COMPLETION) == 32 &&
              offsetof(RIO_NOTIFICATION_COMPLETION, Iocp.Overlapped) == 24);
static_assert(sizeof(RIO_EXTENSION_FUNCTION_TABLE) == 112);

INSTANTIATE_TEST_SUITE_P(IoUring, RioTest, testing::Values(true, false),
                         [](const auto& test) { return test.param ? "with" : "without"; });

}  // namespace

TEST_P(RioTest, AReceivePendsUntilDataComesAndASendCompletes) {
    SOCKET client, server;
    connect_pair(&client, &server);
    queue_make(8);
    int context = 0;
    RIO_RQ requests = requests_make(server, 4, 4, &context);
    ASSERT_NE(requests, RIO_INVALID_RQ) << WSAGetLastError();
    EXPECT_TRUE(receive(requests, 0, 16, 7));
    EXPECT_EQ(pending_results(), 0U);
    EXPECT_EQ(send(client, "hello", 5, 0), 5);
    RIORESULT got = result();
    EXPECT_EQ(got.Status, 0);
    EXPECT_EQ(got.BytesTransferred, 5U);
    EXPECT_EQ(got.RequestContext, 7U);
    EXPECT_EQ(got.SocketContext, reinterpret_cast<uintptr_t>(&context));
    EXPECT_EQ(text(0, 5), "hello");
    EXPECT_TRUE(send_slice(requests, 0, 5, 8));
    got = result();
    EXPECT_EQ(got.Status, 0);
    EXPECT_EQ(got.BytesTransferred, 5U);
    EXPECT_EQ(got.RequestContext, 8U);
    char data[8];
    EXPECT_EQ(recv(client, data, 5, MSG_WAITALL), 5);
    // The end of the stream.
    EXPECT_TRUE(receive(requests, 0, 16));
    shutdown(client, SD_SEND);
    got = result();
    EXPECT_EQ(got.Status, 0);
    EXPECT_EQ(got.BytesTransferred, 0U);
}

TEST_P(RioTest, ReceivesCompleteInTheOrderInWhichTheyWereStarted) {
    SOCKET client, server;
    connect_pair(&client, &server);
    queue_make(8);
    RIO_RQ requests = requests_make(server);
    for (ULONG i = 0; i < 3; ++i)
        EXPECT_TRUE(receive(requests, i * 16, 2, i, i < 2 ? RIO_MSG_DEFER : 0));
    EXPECT_EQ(send(client, "abcdef", 6, 0), 6);
    std::vector<RIORESULT> got = results(3);
    for (ULONG i = 0; i < 3; ++i)
        EXPECT_EQ(got[i].RequestContext, i);
    EXPECT_EQ(text(0, 2) + text(16, 2) + text(32, 2), "abcdef");
}

TEST_P(RioTest, WaitAllFillsItsRoomOrTellsOfTheEnd) {
    SOCKET client, server;
    connect_pair(&client, &server);
    queue_make(8);
    RIO_RQ requests = requests_make(server);
    EXPECT_TRUE(receive(requests, 0, 6, 0, RIO_MSG_WAITALL));
    EXPECT_EQ(send(client, "abc", 3, 0), 3);
    EXPECT_EQ(pending_results(), 0U);
    EXPECT_EQ(send(client, "defg", 4, 0), 4);
    EXPECT_EQ(result().BytesTransferred, 6U);
    EXPECT_EQ(text(0, 6), "abcdef");
    EXPECT_TRUE(receive(requests, 0, 6, 0, RIO_MSG_WAITALL));
    shutdown(client, SD_SEND);
    EXPECT_EQ(result().BytesTransferred, 1U);
}

TEST_P(RioTest, AReceiveWithoutRoomTellsOfDataAndTakesNone) {
    SOCKET client, server;
    connect_pair(&client, &server);
    queue_make(8);
    RIO_RQ requests = requests_make(server);
    EXPECT_TRUE(receive(requests, 0, 0));
    EXPECT_EQ(pending_results(), 0U);
    EXPECT_EQ(send(client, "x", 1, 0), 1);
    EXPECT_EQ(result().BytesTransferred, 0U);
    EXPECT_TRUE(receive(requests, 0, 8));
    EXPECT_EQ(result().BytesTransferred, 1U);
}

// More than the kernel takes at once, in several sends: in order, and each told whole, though
// nobody looks at the completion queue.
TEST_P(RioTest, SendsGoOnByThemselvesAndKeepTheirOrder) {
    SOCKET client, server;
    connect_pair(&client, &server);
    queue_make(16);
    RIO_RQ requests = requests_make(server, 0, 16);
    std::vector<char> large(1 << 20);
    for (size_t i = 0; i < large.size(); ++i)
        large[i] = static_cast<char>(i % 251);
    RIO_BUFFERID id = rio.RIORegisterBuffer(large.data(), static_cast<DWORD>(large.size()));
    constexpr ULONG kSends = 16;
    for (ULONG i = 0; i < kSends; ++i) {
        RIO_BUF data{id, 0, static_cast<ULONG>(large.size())};
        EXPECT_TRUE(rio.RIOSend(requests, &data, 1, RIO_MSG_DEFER, nullptr));
    }
    EXPECT_TRUE(rio.RIOSend(requests, nullptr, 0, RIO_MSG_COMMIT_ONLY, nullptr));
    std::vector<char> got(large.size());
    for (ULONG i = 0; i < kSends; ++i) {
        ASSERT_EQ(recv(client, got.data(), static_cast<int>(got.size()), MSG_WAITALL),
                  static_cast<int>(got.size()));
        ASSERT_EQ(got, large);
    }
    for (const RIORESULT& one : results(kSends)) {
        EXPECT_EQ(one.Status, 0);
        EXPECT_EQ(one.BytesTransferred, large.size());
    }
    rio.RIODeregisterBuffer(id);
}

TEST_P(RioTest, ShutdownFollowsTheSendsBeforeIt) {
    SOCKET client, server;
    connect_pair(&client, &server);
    queue_make(8);
    RIO_RQ requests = requests_make(server);
    std::vector<char> large(8 << 20, 'x');
    RIO_BUFFERID id = rio.RIORegisterBuffer(large.data(), static_cast<DWORD>(large.size()));
    RIO_BUF data{id, 0, static_cast<ULONG>(large.size())};
    EXPECT_TRUE(rio.RIOSend(requests, &data, 1, 0, nullptr));
    EXPECT_EQ(shutdown(server, SD_SEND), 0);
    EXPECT_FALSE(rio.RIOSend(requests, &data, 1, 0, nullptr));
    EXPECT_EQ(WSAGetLastError(), WSAESHUTDOWN);
    size_t total = 0;
    std::vector<char> part(1 << 16);
    for (int got = 0; (got = recv(client, part.data(), static_cast<int>(part.size()), 0)) > 0;)
        total += static_cast<size_t>(got);
    EXPECT_EQ(total, large.size());
    EXPECT_EQ(result().BytesTransferred, large.size());
    rio.RIODeregisterBuffer(id);
}

// One commit makes the transfers of many request queues.
TEST_P(RioTest, DeferredRequestsOfManySocketsAreCommitted) {
    constexpr ULONG kPairs = 20;
    queue_make(2 * kPairs);
    SOCKET clients[kPairs];
    RIO_RQ requests[kPairs];
    for (ULONG i = 0; i < kPairs; ++i) {
        SOCKET server;
        connect_pair(&clients[i], &server);
        requests[i] = requests_make(server, 1, 1);
        ASSERT_NE(requests[i], RIO_INVALID_RQ);
    }
    write(0, "ping");
    for (RIO_RQ each : requests)
        EXPECT_TRUE(send_slice(each, 0, 4, 0, RIO_MSG_DEFER));
    for (RIO_RQ each : requests)
        EXPECT_TRUE(rio.RIOSend(each, nullptr, 0, RIO_MSG_COMMIT_ONLY, nullptr));
    char data[4];
    for (SOCKET client : clients) {
        EXPECT_EQ(recv(client, data, 4, MSG_WAITALL), 4);
        EXPECT_EQ(send(client, data, 4, 0), 4);
    }
    for (const RIORESULT& one : results(kPairs))
        EXPECT_EQ(one.BytesTransferred, 4U);
    for (ULONG i = 0; i < kPairs; ++i)
        EXPECT_TRUE(receive(requests[i], 64 * (i + 1), 4, 0, i + 1 < kPairs ? RIO_MSG_DEFER : 0));
    for (const RIORESULT& one : results(kPairs))
        EXPECT_EQ(one.BytesTransferred, 4U);
    EXPECT_EQ(text(64 * kPairs, 4), "ping");
}

TEST_P(RioTest, AnEventIsSetOnceAndOnlyAfterNotify) {
    SOCKET client, server;
    connect_pair(&client, &server);
    RIO_NOTIFICATION_COMPLETION notification{};
    notification.Type = RIO_EVENT_COMPLETION;
    notification.Event.EventHandle = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    notification.Event.NotifyReset = TRUE;
    HANDLE event = notification.Event.EventHandle;
    queue_make(8, &notification);
    RIO_RQ requests = requests_make(server);
    EXPECT_TRUE(send_slice(requests, 0, 1));
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(rio.RIONotify(queue), 0);  // something is there: at once
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(rio.RIONotify(queue), 0);  // still there
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(results(1).size(), 1U);
    EXPECT_EQ(rio.RIONotify(queue), 0);  // resets the event
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(rio.RIONotify(queue), WSAEALREADY);
    EXPECT_TRUE(send_slice(requests, 0, 1, 0, RIO_MSG_DONT_NOTIFY));
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_TRUE(receive(requests, 0, 8));
    EXPECT_EQ(send(client, "x", 1, 0), 1);
    EXPECT_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(results(2).size(), 2U);
    CloseHandle(event);
}

TEST_P(RioTest, APortGetsAPacketForEachNotification) {
    SOCKET client, server;
    connect_pair(&client, &server);
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1);
    OVERLAPPED overlapped{};
    RIO_NOTIFICATION_COMPLETION notification{};
    notification.Type = RIO_IOCP_COMPLETION;
    notification.Iocp.IocpHandle = port;
    notification.Iocp.CompletionKey = reinterpret_cast<void*>(42);
    EXPECT_EQ(rio.RIOCreateCompletionQueue(8, &notification), RIO_INVALID_CQ);
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);  // without an OVERLAPPED
    notification.Iocp.Overlapped = &overlapped;
    queue_make(8, &notification);
    RIO_RQ requests = requests_make(server);
    for (int round = 0; round < 3; ++round) {
        EXPECT_TRUE(receive(requests, 0, 8));
        EXPECT_EQ(rio.RIONotify(queue), 0);
        EXPECT_EQ(rio.RIONotify(queue), WSAEALREADY);
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        OVERLAPPED* got = nullptr;
        EXPECT_FALSE(GetQueuedCompletionStatus(port, &bytes, &key, &got, 0));
        EXPECT_EQ(send(client, "x", 1, 0), 1);
        EXPECT_TRUE(GetQueuedCompletionStatus(port, &bytes, &key, &got, INFINITE));
        EXPECT_EQ(key, 42U);
        EXPECT_EQ(got, &overlapped);
        EXPECT_EQ(results(1).at(0).BytesTransferred, 1U);
    }
    CloseHandle(port);
}

TEST_P(RioTest, ClosingTheSocketAbortsWhatIsOutstanding) {
    SOCKET client, server;
    connect_pair(&client, &server);
    queue_make(4);
    RIO_RQ requests = requests_make(server, 2, 2);
    EXPECT_TRUE(receive(requests, 0, 8, 1));
    EXPECT_TRUE(receive(requests, 8, 8, 2, RIO_MSG_DEFER));
    EXPECT_TRUE(send_slice(requests, 0, 8, 3, RIO_MSG_DEFER));
    EXPECT_EQ(closesocket(server), 0);
    sockets.pop_back();
    for (const RIORESULT& one : results(3)) {
        EXPECT_EQ(one.Status, WSA_OPERATION_ABORTED);
        EXPECT_EQ(one.BytesTransferred, 0U);
    }
    EXPECT_EQ(pending_results(), 0U);
    EXPECT_FALSE(receive(requests, 0, 8));
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
    EXPECT_FALSE(rio.RIOResizeRequestQueue(requests, 1, 1));
    char byte = 0;
    EXPECT_EQ(recv(client, &byte, 1, 0), 0);
}

// What a queue has room for: the limits of its request queues, and what is left of closed ones.
TEST_P(RioTest, CapacityIsCharged) {
    SOCKET client, server, other_client, other;
    connect_pair(&client, &server);
    connect_pair(&other_client, &other);
    queue_make(4);
    EXPECT_EQ(requests_make(server, 3, 2), RIO_INVALID_RQ);
    EXPECT_EQ(WSAGetLastError(), WSAENOBUFS);
    RIO_RQ requests = requests_make(server, 2, 1);
    ASSERT_NE(requests, RIO_INVALID_RQ);
    EXPECT_EQ(requests_make(server, 1, 0), RIO_INVALID_RQ);  // it has one
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
    EXPECT_EQ(requests_make(other, 1, 1), RIO_INVALID_RQ);
    EXPECT_EQ(WSAGetLastError(), WSAENOBUFS);
    EXPECT_TRUE(receive(requests, 0, 8));
    EXPECT_TRUE(receive(requests, 8, 8));
    EXPECT_FALSE(receive(requests, 16, 8));
    EXPECT_EQ(WSAGetLastError(), WSAENOBUFS);
    EXPECT_TRUE(send_slice(requests, 0, 1));
    EXPECT_FALSE(send_slice(requests, 0, 1));  // completed, and not dequeued
    EXPECT_EQ(WSAGetLastError(), WSAENOBUFS);
    EXPECT_FALSE(rio.RIOResizeRequestQueue(requests, 1, 1));
    EXPECT_EQ(WSAGetLastError(), WSAETOOMANYREFS);
    EXPECT_FALSE(rio.RIOResizeRequestQueue(requests, 3, 2));
    EXPECT_EQ(WSAGetLastError(), WSAENOBUFS);
    EXPECT_FALSE(rio.RIOResizeRequestQueue(requests, 0, 0));
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
    EXPECT_FALSE(rio.RIOResizeCompletionQueue(queue, 2));
    EXPECT_EQ(WSAGetLastError(), WSAETOOMANYREFS);
    EXPECT_TRUE(rio.RIOResizeCompletionQueue(queue, 5));
    EXPECT_TRUE(rio.RIOResizeRequestQueue(requests, 3, 2));
    EXPECT_TRUE(receive(requests, 16, 8));
    closesocket(server);
    EXPECT_EQ(requests_make(other, 2, 0), RIO_INVALID_RQ);  // four results are there
    EXPECT_EQ(results(4).size(), 4U);
    EXPECT_NE(requests_make(other, 3, 2), RIO_INVALID_RQ);
}

TEST_P(RioTest, AResetIsTold) {
    SOCKET client, server;
    connect_pair(&client, &server);
    queue_make(8);
    RIO_RQ requests = requests_make(server);
    EXPECT_TRUE(receive(requests, 0, 8));
    const linger hard{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&hard), sizeof hard);
    closesocket(client);
    sockets.erase(sockets.begin());
    EXPECT_EQ(result().Status, WSAECONNRESET);
    EXPECT_TRUE(send_slice(requests, 0, 8));
    EXPECT_EQ(result().Status, WSAECONNRESET);
}

TEST_P(RioTest, BadParametersAreRefused) {
    SOCKET client, server;
    connect_pair(&client, &server);
    const auto refused = [](auto answer, int code) {
        EXPECT_FALSE(answer);
        EXPECT_EQ(WSAGetLastError(), code);
    };
    // Buffers.
    EXPECT_EQ(rio.RIORegisterBuffer(nullptr, 8), RIO_INVALID_BUFFERID);
    EXPECT_EQ(WSAGetLastError(), WSAEFAULT);
    EXPECT_EQ(rio.RIORegisterBuffer(memory.data(), 0), RIO_INVALID_BUFFERID);
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
    rio.RIODeregisterBuffer(RIO_INVALID_BUFFERID);
    // Completion queues.
    refused(rio.RIOCreateCompletionQueue(0, nullptr), WSAEINVAL);
    refused(rio.RIOCreateCompletionQueue(RIO_MAX_CQ_SIZE + 1, nullptr), WSAEINVAL);
    RIO_NOTIFICATION_COMPLETION notification{};
    refused(rio.RIOCreateCompletionQueue(1, &notification), WSAEINVAL);
    notification.Type = RIO_EVENT_COMPLETION;
    refused(rio.RIOCreateCompletionQueue(1, &notification), WSAEINVAL);
    queue_make(8);
    EXPECT_EQ(rio.RIONotify(queue), WSAEINVAL);  // nothing was said of notifications
    EXPECT_EQ(rio.RIONotify(RIO_INVALID_CQ), WSAEINVAL);
    RIORESULT one;
    EXPECT_EQ(rio.RIODequeueCompletion(RIO_INVALID_CQ, &one, 1), RIO_CORRUPT_CQ);
    EXPECT_EQ(rio.RIODequeueCompletion(queue, nullptr, 1), RIO_CORRUPT_CQ);
    refused(rio.RIOResizeCompletionQueue(RIO_INVALID_CQ, 1), WSAEINVAL);
    refused(rio.RIOResizeCompletionQueue(queue, RIO_MAX_CQ_SIZE + 1), WSAEINVAL);
    rio.RIOCloseCompletionQueue(RIO_INVALID_CQ);
    // Request queues.
    refused(requests_make(INVALID_SOCKET), WSAENOTSOCK);
    refused(requests_make(server, 0, 0), WSAEINVAL);
    refused(requests_make(client), WSAEOPNOTSUPP);  // without WSA_FLAG_REGISTERED_IO
    refused(rio.RIOCreateRequestQueue(server, 1, 2, 1, 1, queue, queue, nullptr), WSAEINVAL);
    refused(rio.RIOCreateRequestQueue(server, 1, 1, 1, 1, RIO_INVALID_CQ, queue, nullptr),
            WSAEINVAL);
    SOCKET single = socket_make(SOCK_STREAM);
    sockets.push_back(single);
    RIO_RQ unconnected = requests_make(single, 1, 1);
    refused(receive(unconnected, 0, 8), WSAENOTCONN);
    // Requests.
    RIO_RQ requests = requests_make(server, 2, 2);
    refused(receive(RIO_INVALID_RQ, 0, 8), WSAEINVAL);
    refused(receive(requests, 0, 8, 0, 0x80), WSAEINVAL);
    refused(send_slice(requests, 0, 8, 0, RIO_MSG_WAITALL), WSAEINVAL);
    refused(receive(requests, 0, 8, 0, RIO_MSG_COMMIT_ONLY), WSAEINVAL);
    refused(rio.RIOReceive(requests, nullptr, 0, RIO_MSG_COMMIT_ONLY | RIO_MSG_DEFER, nullptr),
            WSAEINVAL);
    refused(rio.RIOReceive(requests, nullptr, 0, 0, nullptr), WSAEINVAL);  // a stream
    refused(receive(requests, static_cast<ULONG>(memory.size()), 1), WSAEINVAL);
    refused(receive(requests, 1, 0xffffffff), WSAEINVAL);
    RIO_BUF slices[2] = {slice(0, 8), slice(8, 8)};
    refused(rio.RIOReceive(requests, slices, 2, 0, nullptr), WSAEINVAL);
    refused(rio.RIOReceive(requests, nullptr, 1, 0, nullptr), WSAEINVAL);
    refused(rio.RIOSendEx(requests, slices, 1, &slices[1], nullptr, nullptr, nullptr, 0, nullptr),
            WSAEINVAL);
    refused(
        rio.RIOReceiveEx(requests, slices, 1, &slices[1], nullptr, nullptr, nullptr, 0, nullptr),
        WSAEINVAL);  // no room for an address
    std::vector<char> other(8);
    RIO_BUF stale{rio.RIORegisterBuffer(other.data(), 8), 0, 8};
    rio.RIODeregisterBuffer(stale.BufferId);
    refused(rio.RIOReceive(requests, &stale, 1, 0, nullptr), WSAEFAULT);
    rio.RIODeregisterBuffer(stale.BufferId);
    // None of these counts.
    EXPECT_TRUE(receive(requests, 0, 8));
    EXPECT_TRUE(receive(requests, 0, 8));
    // A completion queue that is gone takes nothing any more.
    rio.RIOCloseCompletionQueue(queue);
    refused(receive(requests, 0, 8), WSAEINVAL);
    EXPECT_EQ(rio.RIODequeueCompletion(queue, &one, 1), RIO_CORRUPT_CQ);
    EXPECT_EQ(send(client, "x", 1, 0), 1);
}

TEST_P(RioTest, ASocketGetsItsQueueBeforeAcceptExConnectsIt) {
    queue_make(8);
    SOCKET s = socket_make(SOCK_STREAM);
    sockets.push_back(s);
    RIO_RQ requests = requests_make(s);
    ASSERT_NE(requests, RIO_INVALID_RQ);
    char room[2 * (sizeof(sockaddr_in) + 16)];
    DWORD got = 0;
    OVERLAPPED overlapped{};
    constexpr DWORD kAddress = sizeof(sockaddr_in) + 16;
    EXPECT_FALSE(AcceptEx(listener, s, room, 0, kAddress, kAddress, &got, &overlapped));
    SOCKET client = client_make(address);
    sockets.push_back(client);
    DWORD flags = 0;
    EXPECT_TRUE(WSAGetOverlappedResult(listener, &overlapped, &got, TRUE, &flags));
    EXPECT_TRUE(receive(requests, 0, 8, 0, RIO_MSG_DEFER));
    EXPECT_TRUE(rio.RIOReceive(requests, nullptr, 0, RIO_MSG_COMMIT_ONLY, nullptr));
    EXPECT_EQ(pending_results(), 0U);
    EXPECT_EQ(send(client, "abc", 3, 0), 3);
    EXPECT_EQ(result().BytesTransferred, 3U);
}

// Two threads, each with its own completion queue, echo; a third closes at the end.
TEST_P(RioTest, ThreadsWorkOnQueuesOfTheirOwn) {
    constexpr int kRounds = 500;
    const auto echo = [&](SOCKET client, SOCKET server, ULONG offset) {
        RIO_CQ own = rio.RIOCreateCompletionQueue(2, nullptr);
        RIO_RQ requests = rio.RIOCreateRequestQueue(server, 1, 1, 1, 1, own, own, nullptr);
        RIORESULT one;
        char data[4] = {'p', 'i', 'n', 'g'};
        for (int i = 0; i < kRounds; ++i) {
            EXPECT_TRUE(receive(requests, offset, 4));
            EXPECT_EQ(send(client, data, 4, 0), 4);
            while (rio.RIODequeueCompletion(own, &one, 1) == 0) {
            }
            EXPECT_TRUE(send_slice(requests, offset, one.BytesTransferred));
            while (rio.RIODequeueCompletion(own, &one, 1) == 0) {
            }
            EXPECT_EQ(recv(client, data, 4, MSG_WAITALL), 4);
        }
        EXPECT_TRUE(receive(requests, offset, 4));
        closesocket(server);
        EXPECT_EQ(rio.RIODequeueCompletion(own, &one, 1), 1U);
        EXPECT_EQ(one.Status, WSA_OPERATION_ABORTED);
        rio.RIOCloseCompletionQueue(own);
    };
    SOCKET clients[2], servers[2];
    connect_pair(&clients[0], &servers[0]);
    connect_pair(&clients[1], &servers[1]);
    std::thread one(echo, clients[0], servers[0], 0U);
    std::thread other(echo, clients[1], servers[1], 4096U);
    one.join();
    other.join();
    sockets = {clients[0], clients[1]};
}

// Sockets close while another thread starts requests on them: each request is told once.
TEST_P(RioTest, ClosingInTheMiddleTellsEachRequestOnce) {
    constexpr int kRounds = 100;
    queue_make(64);
    uint64_t started = 0;
    uint64_t told = 0;
    for (int round = 0; round < kRounds; ++round) {
        SOCKET client = client_make(address);
        SOCKET server = accept(listener, nullptr, nullptr);
        RIO_RQ requests = requests_make(server, 16, 16);
        ASSERT_NE(requests, RIO_INVALID_RQ) << WSAGetLastError();
        std::thread closer([&] {
            send(client, "some data", 9, 0);
            closesocket(server);
        });
        for (int i = 0; i < 16; ++i) {
            started += receive(requests, 0, 4, 0, i % 3 ? 0 : RIO_MSG_DEFER) ? 1 : 0;
            started += send_slice(requests, 8, 4, 0, i % 3 ? 0 : RIO_MSG_DEFER) ? 1 : 0;
        }
        closer.join();
        closesocket(client);
        told += pending_results() + pending_results() + pending_results() + pending_results() +
                pending_results();
    }
    EXPECT_EQ(started, told);
}

}  // namespace berth::test
