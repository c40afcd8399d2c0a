// ProcessSocketNotifications.
// https://learn.microsoft.com/windows/win32/winsock/winsock-socket-state-notifications
#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "connection_test.h"
#include "mswsock.h"

namespace berth::test {
namespace {

constexpr UINT8 kLevel = SOCK_NOTIFY_TRIGGER_LEVEL, kEdge = SOCK_NOTIFY_TRIGGER_EDGE,
                kOnce = SOCK_NOTIFY_TRIGGER_ONESHOT, kLasting = SOCK_NOTIFY_TRIGGER_PERSISTENT;
constexpr UINT32 kIn = SOCK_NOTIFY_EVENT_IN, kOut = SOCK_NOTIFY_EVENT_OUT,
                 kHangUp = SOCK_NOTIFY_EVENT_HANGUP, kError = SOCK_NOTIFY_EVENT_ERR,
                 kRemove = SOCK_NOTIFY_EVENT_REMOVE;
constexpr DWORD kPatience = 10000;

class SocketNotification : public WinsockTest {
  protected:
    void SetUp() override {
        WinsockTest::SetUp();
        port_ = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
        listener_ = listener_make(&address_);
        client_ = client_make(address_);
        server_ = accept(listener_, nullptr, nullptr);
        u_long on = 1;
        ioctlsocket(server_, FIONBIO, &on);
    }
    void TearDown() override {
        for (const SOCKET s : {listener_, client_, server_})
            closesocket(s);
        CloseHandle(port_);
        WinsockTest::TearDown();
    }

    SOCK_NOTIFY_REGISTRATION entry(SOCKET s, UINT8 operation, UINT16 filter = 0, UINT8 triggers = 0,
                                   ULONG_PTR key = 7) {
        return {s, reinterpret_cast<PVOID>(key), filter, operation, triggers, 4711};
    }
    DWORD registered(const SOCK_NOTIFY_REGISTRATION& asked, HANDLE port = nullptr) {
        SOCK_NOTIFY_REGISTRATION one = asked;
        EXPECT_EQ(ProcessSocketNotifications(port ? port : port_, 1, &one, 0, 0, nullptr, nullptr),
                  DWORD{ERROR_SUCCESS});
        return one.registrationResult;
    }
    DWORD enable(SOCKET s, UINT16 filter, UINT8 triggers, ULONG_PTR key = 7) {
        return registered(entry(s, SOCK_NOTIFY_OP_ENABLE, filter, triggers, key));
    }
    // The events of the next packet, 0 after the time.
    UINT32 next(DWORD milliseconds = kPatience, ULONG_PTR key = 7) {
        OVERLAPPED_ENTRY one{};
        UINT32 count = 9;
        const DWORD outcome =
            ProcessSocketNotifications(port_, 0, nullptr, milliseconds, 1, &one, &count);
        if (outcome == WAIT_TIMEOUT) {
            EXPECT_EQ(count, 0U);
            return 0;
        }
        EXPECT_EQ(outcome, DWORD{ERROR_SUCCESS});
        EXPECT_EQ(count, 1U);
        EXPECT_EQ(one.lpCompletionKey, key);
        return SocketNotificationRetrieveEvents(&one);
    }
    static void send_one(SOCKET s) { EXPECT_EQ(send(s, "x", 1, 0), 1); }
    static int receive_one(SOCKET s) {
        char byte = 0;
        return recv(s, &byte, 1, 0) == SOCKET_ERROR ? WSAGetLastError() : 0;
    }

    HANDLE port_ = nullptr;
    SOCKET listener_ = INVALID_SOCKET, client_ = INVALID_SOCKET, server_ = INVALID_SOCKET;
    sockaddr_in address_{};
};

TEST_F(SocketNotification, LevelIsToldWhileItHolds) {
    ASSERT_EQ(enable(server_, kIn, kLevel), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0), 0U);
    send_one(client_);
    send_one(client_);
    EXPECT_EQ(next(), kIn);
    EXPECT_EQ(receive_one(server_), 0);
    EXPECT_EQ(next(), kIn);
    EXPECT_EQ(next(0), kIn);
    EXPECT_EQ(receive_one(server_), 0);
    EXPECT_EQ(next(0), 0U);
    send_one(client_);
    EXPECT_EQ(next(), kIn);
    // What holds at registration is told, too.
    ASSERT_EQ(enable(server_, kIn | kOut, kLevel | kLasting), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0), kIn | kOut);
}

TEST_F(SocketNotification, OnceDisablesUntilEnabledAgain) {
    ASSERT_EQ(enable(server_, kIn, kLevel | kOnce), DWORD{ERROR_SUCCESS});
    send_one(client_);
    EXPECT_EQ(next(), kIn);
    EXPECT_EQ(next(0), 0U);
    // Registering and fetching in one call.
    SOCK_NOTIFY_REGISTRATION again = entry(server_, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel | kOnce);
    OVERLAPPED_ENTRY packet{};
    UINT32 count = 0;
    EXPECT_EQ(ProcessSocketNotifications(port_, 1, &again, kPatience, 1, &packet, &count),
              DWORD{ERROR_SUCCESS});
    EXPECT_EQ(again.registrationResult, DWORD{ERROR_SUCCESS});
    ASSERT_EQ(count, 1U);
    EXPECT_EQ(SocketNotificationRetrieveEvents(&packet), kIn);
    EXPECT_EQ(next(0), 0U);
}

TEST_F(SocketNotification, EdgeIsToldOfEachRise) {
    send_one(client_);
    ASSERT_EQ(enable(server_, kIn | kOut, kEdge), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(5), 0U) << "it held before";
    send_one(client_);
    EXPECT_EQ(next(5), 0U) << "it holds still";
    while (receive_one(server_) == 0) {
    }
    send_one(client_);
    EXPECT_EQ(next(), kIn);
    EXPECT_EQ(next(5), 0U);
    EXPECT_EQ(receive_one(server_), 0);
    EXPECT_EQ(receive_one(server_), WSAEWOULDBLOCK);
    send_one(client_);
    send_one(client_);
    EXPECT_EQ(next(), kIn);

    std::array<char, 65536> data{};
    while (send(server_, data.data(), data.size(), 0) > 0) {
    }
    EXPECT_EQ(next(0), 0U);
    u_long on = 1;
    ioctlsocket(client_, FIONBIO, &on);
    UINT32 events = 0;
    while ((events = next(0)) == 0)
        recv(client_, data.data(), data.size(), 0);
    EXPECT_EQ(events, kOut);
}

TEST_F(SocketNotification, DisabledIsNotTold) {
    ASSERT_EQ(enable(server_, kIn, kLevel), DWORD{ERROR_SUCCESS});
    ASSERT_EQ(registered(entry(server_, SOCK_NOTIFY_OP_DISABLE)), DWORD{ERROR_SUCCESS});
    send_one(client_);
    EXPECT_EQ(next(5), 0U);
    ASSERT_EQ(enable(server_, SOCK_NOTIFY_REGISTER_EVENT_NONE, kLevel), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0), 0U);
    ASSERT_EQ(enable(server_, kIn, kLevel), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0), kIn);
}

TEST_F(SocketNotification, RemovalIsTheLastThatIsTold) {
    ASSERT_EQ(enable(server_, kIn, kLevel), DWORD{ERROR_SUCCESS});
    send_one(client_);
    ASSERT_EQ(registered(entry(server_, SOCK_NOTIFY_OP_REMOVE)), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(registered(entry(server_, SOCK_NOTIFY_OP_REMOVE)), DWORD{ERROR_NOT_FOUND});
    EXPECT_EQ(next(), kRemove);
    EXPECT_EQ(next(0), 0U);
    // Registered anew, with another key, even at another port.
    ASSERT_EQ(enable(server_, kIn, kLevel, 8), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0, 8), kIn);
    ASSERT_EQ(registered(entry(server_, SOCK_NOTIFY_OP_DISABLE)), DWORD{ERROR_SUCCESS});
    ASSERT_EQ(registered(entry(server_, SOCK_NOTIFY_OP_REMOVE)), DWORD{ERROR_SUCCESS});
    const HANDLE other = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    ASSERT_EQ(registered(entry(server_, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel), other),
              DWORD{ERROR_SUCCESS});
    EXPECT_EQ(enable(server_, kIn, kLevel), DWORD{WSAEINVAL}) << "one port at a time";
    EXPECT_EQ(registered(entry(server_, SOCK_NOTIFY_OP_REMOVE)), DWORD{ERROR_NOT_FOUND});
    EXPECT_EQ(next(0, 8), kRemove);
    CloseHandle(other);
}

TEST_F(SocketNotification, KeyStaysWhereTheRegistrationIsChanged) {
    ASSERT_EQ(enable(server_, kOut, kLevel | kOnce, 7), DWORD{ERROR_SUCCESS});
    ASSERT_EQ(enable(server_, kOut, kLevel | kOnce, 8), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0, 7), kOut);
    EXPECT_EQ(next(0), 0U);
}

TEST_F(SocketNotification, HangUpOfThePeer) {
    ASSERT_EQ(enable(server_, kHangUp, kLevel | kOnce), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0), 0U);
    send_one(client_);
    shutdown(client_, SD_SEND);
    EXPECT_EQ(next(), kHangUp);
    ASSERT_EQ(enable(server_, kIn | kHangUp, kLevel | kOnce), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(), kIn | kHangUp);
    EXPECT_EQ(receive_one(server_), 0);
    // The end is input for those alone who do not ask for hang-ups.
    ASSERT_EQ(enable(server_, kIn | kHangUp, kLevel | kOnce), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(), kHangUp);
    ASSERT_EQ(enable(server_, kIn, kLevel | kOnce), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(), kIn);
    // A reset is an error, whatever was asked for.
    ASSERT_EQ(enable(server_, SOCK_NOTIFY_REGISTER_EVENT_OUT, kEdge), DWORD{ERROR_SUCCESS});
    const linger hard{1, 0};
    setsockopt(client_, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&hard), sizeof hard);
    closesocket(client_);
    EXPECT_EQ(next(), kError);
}

TEST_F(SocketNotification, ListenerAndConnectingSocket) {
    ASSERT_EQ(enable(listener_, kIn | kOut | kHangUp, kLevel, 1), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0, 1), 0U);
    const SOCKET s = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    u_long on = 1;
    ioctlsocket(s, FIONBIO, &on);
    ASSERT_EQ(enable(s, kIn | kOut | kHangUp, kLevel | kOnce, 2), DWORD{ERROR_SUCCESS});
    EXPECT_EQ(next(0, 2), 0U) << "not connected";
    EXPECT_EQ(connect(s, reinterpret_cast<const sockaddr*>(&address_), sizeof address_),
              SOCKET_ERROR);
    std::array<UINT32, 3> told{};
    while (told[1] == 0 || told[2] == 0) {
        OVERLAPPED_ENTRY packets[2]{};
        ULONG count = 0;
        ASSERT_TRUE(GetQueuedCompletionStatusEx(port_, packets, 2, &count, kPatience, FALSE));
        for (ULONG i = 0; i < count; ++i)
            told[packets[i].lpCompletionKey] = SocketNotificationRetrieveEvents(&packets[i]);
    }
    EXPECT_EQ(told[1], kIn);
    EXPECT_EQ(told[2], kOut);
    closesocket(accept(listener_, nullptr, nullptr));
    EXPECT_EQ(next(0, 1), 0U);
    closesocket(s);
    // Refused.
    const SOCKET refused = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    const SOCKET held = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    sockaddr_in nobody = loopback();
    int length = sizeof nobody;
    bind(held, reinterpret_cast<sockaddr*>(&nobody), length);
    getsockname(held, reinterpret_cast<sockaddr*>(&nobody), &length);
    ioctlsocket(refused, FIONBIO, &on);
    ASSERT_EQ(enable(refused, kOut, kLevel | kOnce, 3), DWORD{ERROR_SUCCESS});
    connect(refused, reinterpret_cast<const sockaddr*>(&nobody), sizeof nobody);
    EXPECT_EQ(next(kPatience, 3), kError);
    closesocket(refused);
    closesocket(held);
}

TEST_F(SocketNotification, CloseEndsItWithoutAWord) {
    ASSERT_EQ(enable(server_, kIn, kLevel), DWORD{ERROR_SUCCESS});
    send_one(client_);
    closesocket(server_);
    EXPECT_EQ(next(5), 0U);
    EXPECT_EQ(enable(server_, kIn, kLevel), DWORD{WSAENOTSOCK});
    // A removal that was asked for is told nevertheless.
    ASSERT_EQ(enable(client_, kIn, kLevel), DWORD{ERROR_SUCCESS});
    ASSERT_EQ(registered(entry(client_, SOCK_NOTIFY_OP_REMOVE)), DWORD{ERROR_SUCCESS});
    closesocket(client_);
    EXPECT_EQ(next(0), kRemove);
    // The port may go first.
    ASSERT_EQ(enable(listener_, kIn, kLevel), DWORD{ERROR_SUCCESS});
    CloseHandle(port_);
    const SOCKET late = client_make(address_);
    closesocket(late);
    port_ = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
}

TEST_F(SocketNotification, PacketsAreOfAllKinds) {
    ASSERT_EQ(enable(server_, kOut, kLevel, 3), DWORD{ERROR_SUCCESS});
    ASSERT_TRUE(PostQueuedCompletionStatus(port_, 5, 4, nullptr));
    OVERLAPPED_ENTRY packets[8]{};
    UINT32 count = 0;
    ASSERT_EQ(ProcessSocketNotifications(port_, 0, nullptr, 0, 8, packets, &count),
              DWORD{ERROR_SUCCESS});
    ASSERT_EQ(count, 2U) << "one packet of a registration at a time";
    EXPECT_EQ(packets[0].lpCompletionKey, 3U);
    EXPECT_EQ(packets[1].lpCompletionKey, 4U);
    EXPECT_EQ(packets[1].dwNumberOfBytesTransferred, 5U);
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    EXPECT_TRUE(GetQueuedCompletionStatus(port_, &bytes, &key, &overlapped, 0));
    EXPECT_EQ(bytes, kOut);
    EXPECT_EQ(key, 3U);
}

TEST_F(SocketNotification, BadArguments) {
    SOCK_NOTIFY_REGISTRATION one = entry(server_, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel);
    OVERLAPPED_ENTRY packet{};
    UINT32 count = 0;
    const auto process = [&](HANDLE port, UINT32 registrations, SOCK_NOTIFY_REGISTRATION* infos,
                             UINT32 milliseconds, ULONG completions, OVERLAPPED_ENTRY* packets,
                             UINT32* received) {
        return ProcessSocketNotifications(port, registrations, infos, milliseconds, completions,
                                          packets, received);
    };
    EXPECT_EQ(process(port_, 0, &one, 0, 0, nullptr, nullptr), DWORD{WSAEINVAL});
    EXPECT_EQ(process(port_, 1, nullptr, 0, 0, nullptr, nullptr), DWORD{WSAEINVAL});
    EXPECT_EQ(process(port_, 1, &one, 1, 0, nullptr, nullptr), DWORD{WSAEINVAL});
    EXPECT_EQ(process(port_, 1, &one, 0, 0, &packet, nullptr), DWORD{WSAEINVAL});
    EXPECT_EQ(process(port_, 1, &one, 0, 0, nullptr, &count), DWORD{WSAEINVAL});
    EXPECT_EQ(process(port_, 1, &one, 0, 1, nullptr, &count), DWORD{WSAEINVAL});
    EXPECT_EQ(process(nullptr, 1, &one, 0, 0, nullptr, nullptr), DWORD{WSAEBADF});
    const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    EXPECT_EQ(process(event, 1, &one, 0, 0, nullptr, nullptr), DWORD{WSAEBADF});
    CloseHandle(event);
    EXPECT_EQ(one.registrationResult, 4711U) << "nothing was done";
    EXPECT_EQ(process(port_, 0, nullptr, 0, 0, nullptr, nullptr), DWORD{ERROR_SUCCESS});

    EXPECT_EQ(enable(server_, kIn, 0), DWORD{WSAEINVAL});
    EXPECT_EQ(enable(server_, kIn, kLevel | kEdge), DWORD{WSAEINVAL});
    EXPECT_EQ(enable(server_, kIn, kLevel | kOnce | kLasting), DWORD{WSAEINVAL});
    EXPECT_EQ(enable(server_, kIn, kLevel | 0x10), DWORD{WSAEINVAL});
    EXPECT_EQ(enable(server_, 0x40, kLevel), DWORD{WSAEINVAL});
    EXPECT_EQ(
        registered(entry(server_, SOCK_NOTIFY_OP_ENABLE | SOCK_NOTIFY_OP_REMOVE, kIn, kLevel)),
        DWORD{WSAEINVAL});
    EXPECT_EQ(registered(entry(server_, 8)), DWORD{WSAEINVAL});
    EXPECT_EQ(registered(entry(server_, SOCK_NOTIFY_OP_DISABLE)), DWORD{ERROR_NOT_FOUND});
    EXPECT_EQ(registered(entry(INVALID_SOCKET, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel)),
              DWORD{WSAENOTSOCK});
    EXPECT_EQ(registered(entry(INVALID_SOCKET, SOCK_NOTIFY_OP_NONE)), DWORD{ERROR_SUCCESS});
    // Each has its own result.
    SOCK_NOTIFY_REGISTRATION both[] = {entry(INVALID_SOCKET, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel),
                                       entry(server_, SOCK_NOTIFY_OP_ENABLE, kIn, kLevel)};
    EXPECT_EQ(process(port_, 2, both, 0, 1, &packet, &count), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(both[0].registrationResult, DWORD{WSAENOTSOCK});
    EXPECT_EQ(both[1].registrationResult, DWORD{ERROR_SUCCESS});
}

// Echo by one-shot registrations, as Microsoft's page has it: what each thread gets is its own.
TEST_F(SocketNotification, ManyThreadsServeOncePerState) {
    constexpr int kThreads = 3;
    constexpr int kRounds = 200;
    ASSERT_EQ(enable(server_, kIn | kHangUp, kLevel | kOnce), DWORD{ERROR_SUCCESS});
    std::atomic<int> inside{0};
    std::atomic<bool> alone{true};
    const auto serve = [&] {
        SOCK_NOTIFY_REGISTRATION again{};
        UINT32 registrations = 0;
        for (;;) {
            OVERLAPPED_ENTRY packet{};
            UINT32 count = 0;
            if (ProcessSocketNotifications(port_, registrations, registrations ? &again : nullptr,
                                           INFINITE, 1, &packet, &count) != ERROR_SUCCESS)
                return;
            if (packet.lpCompletionKey == 0)
                return;
            if (inside.fetch_add(1) != 0)
                alone = false;
            std::array<char, 64> data{};
            const int length = recv(server_, data.data(), data.size(), 0);
            const bool goes_on = length > 0 && send(server_, data.data(), length, 0) == length;
            inside.fetch_sub(1);
            registrations = goes_on ? 1 : 0;
            again = entry(server_, SOCK_NOTIFY_OP_ENABLE, kIn | kHangUp, kLevel | kOnce);
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back(serve);
    for (int i = 0; i < kRounds; ++i) {
        send_one(client_);
        ASSERT_EQ(receive_one(client_), 0);
    }
    for (int i = 0; i < kThreads; ++i)
        PostQueuedCompletionStatus(port_, 0, 0, nullptr);
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_TRUE(alone);
}

// Closing, registering and removing while two threads fetch.
TEST_F(SocketNotification, CloseInTheMiddle) {
    std::atomic<bool> ends{false};
    const auto fetch = [&] {
        OVERLAPPED_ENTRY packets[4]{};
        UINT32 count = 0;
        while (!ends)
            ProcessSocketNotifications(port_, 0, nullptr, 1, 4, packets, &count);
    };
    std::thread first(fetch);
    std::thread second(fetch);
    for (int i = 0; i < 60; ++i) {
        const SOCKET client = client_make(address_);
        const SOCKET s = accept(listener_, nullptr, nullptr);
        EXPECT_EQ(enable(s, kIn | kOut, i % 2 ? kLevel : kEdge), DWORD{ERROR_SUCCESS});
        send_one(client);
        if (i % 3 == 0) {
            EXPECT_EQ(registered(entry(s, SOCK_NOTIFY_OP_REMOVE)), DWORD{ERROR_SUCCESS});
        }
        closesocket(i % 4 < 2 ? s : client);
        closesocket(i % 4 < 2 ? client : s);
    }
    ends = true;
    first.join();
    second.join();
}

}  // namespace
}  // namespace berth::test
