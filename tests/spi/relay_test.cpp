// A layered provider with handles of its own over the kernel's TCP: what programs do with sockets,
// done to its.
#include <atomic>
#include <cstdlib>
#include <thread>

#include "catalog_fixture.h"
#include "fileapi.h"
#include "handleapi.h"
#include "ioapiset.h"
#include "libloaderapi.h"
#include "mswsock.h"
#include "processthreadsapi.h"
#include "synchapi.h"
#include "winbase.h"
#include "winuser.h"
#include "ws2tcpip.h"

using namespace spi_test;

namespace {

class RelayTest : public CatalogTest {
  protected:
    void SetUp() override {
        CatalogTest::SetUp();
        ASSERT_EQ(0, layer_install(1, "spi_relay", nullptr, 0));
        listener = tcp();
        ASSERT_NE(INVALID_SOCKET, listener) << WSAGetLastError();
        name.sin_family = AF_INET;
        name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int length = sizeof name;
        ASSERT_EQ(0, bind(listener, address(), length));
        ASSERT_EQ(0, listen(listener, 8));
        ASSERT_EQ(0, getsockname(listener, address(), &length));
    }
    void TearDown() override {
        for (const SOCKET s : {client, server, listener}) {
            if (s != INVALID_SOCKET) {
                EXPECT_EQ(0, closesocket(s));
            }
        }
        CatalogTest::TearDown();
    }
    static SOCKET tcp() { return socket(AF_INET, SOCK_STREAM, IPPROTO_TCP); }
    sockaddr* address() { return reinterpret_cast<sockaddr*>(&name); }
    static HANDLE handle(SOCKET s) { return reinterpret_cast<HANDLE>(s); }
    void pair() {
        client = tcp();
        ASSERT_EQ(0, connect(client, address(), sizeof name));
        server = accept(listener, nullptr, nullptr);
        ASSERT_NE(INVALID_SOCKET, server) << WSAGetLastError();
    }
    // 0, or the error.
    int receive(OVERLAPPED& overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine = nullptr) {
        WSABUF buffer{sizeof text, text};
        DWORD flags = 0;
        return WSARecv(server, &buffer, 1, nullptr, &flags, &overlapped, routine) == 0
                   ? 0
                   : WSAGetLastError();
    }

    sockaddr_in name{};
    SOCKET listener = INVALID_SOCKET;
    SOCKET client = INVALID_SOCKET;
    SOCKET server = INVALID_SOCKET;
    char text[16] = {};
};

thread_local DWORD routine_bytes = 0;
void CALLBACK routine_called(DWORD, DWORD count, LPWSAOVERLAPPED, DWORD) {
    routine_bytes = count;
}
void CALLBACK file_routine_called(DWORD, DWORD count, LPOVERLAPPED) {
    routine_bytes = count;
}

}  // namespace

TEST_F(RelayTest, ConnectsAndTalks) {
    ASSERT_NO_FATAL_FAILURE(pair());
    WSAPROTOCOL_INFOW info{};
    int length = sizeof info;
    ASSERT_EQ(3, send(client, "one", 3, 0));
    ASSERT_EQ(3, recv(server, text, 3, MSG_WAITALL));
    EXPECT_STREQ("one", text);
    sockaddr_in peer{};
    length = sizeof peer;
    EXPECT_EQ(0, getpeername(client, reinterpret_cast<sockaddr*>(&peer), &length));
    EXPECT_EQ(name.sin_port, peer.sin_port);
    EXPECT_EQ(0, shutdown(client, SD_SEND));
    EXPECT_EQ(0, recv(server, text, 1, 0));
    EXPECT_EQ(0, closesocket(client));
    EXPECT_EQ(SOCKET_ERROR, send(client, "two", 3, 0));
    EXPECT_EQ(WSAENOTSOCK, WSAGetLastError());
    client = INVALID_SOCKET;
}

TEST_F(RelayTest, RequestsEndByEventPortAndRoutine) {
    ASSERT_NO_FATAL_FAILURE(pair());
    OVERLAPPED overlapped{};
    overlapped.hEvent = WSACreateEvent();
    ASSERT_EQ(WSA_IO_PENDING, receive(overlapped));
    DWORD count = 0;
    DWORD flags = 0;
    EXPECT_FALSE(WSAGetOverlappedResult(server, &overlapped, &count, FALSE, &flags));
    EXPECT_EQ(WSA_IO_INCOMPLETE, WSAGetLastError());
    ASSERT_EQ(5, send(client, "event", 5, 0));
    EXPECT_TRUE(WSAGetOverlappedResult(server, &overlapped, &count, TRUE, &flags));
    EXPECT_EQ(5u, count);
    WSACloseEvent(overlapped.hEvent);

    OVERLAPPED by_routine{};
    ASSERT_EQ(WSA_IO_PENDING, receive(by_routine, routine_called));
    ASSERT_EQ(7, send(client, "routine", 7, 0));
    EXPECT_EQ(DWORD{WAIT_IO_COMPLETION}, SleepEx(INFINITE, TRUE));
    EXPECT_EQ(7u, routine_bytes);

    const HANDLE port = CreateIoCompletionPort(handle(server), nullptr, 7, 0);
    ASSERT_NE(nullptr, port);
    OVERLAPPED by_port{};
    ASSERT_EQ(WSA_IO_PENDING, receive(by_port));
    ASSERT_EQ(4, send(client, "port", 4, 0));
    ULONG_PTR key = 0;
    LPOVERLAPPED taken = nullptr;
    EXPECT_TRUE(GetQueuedCompletionStatus(port, &count, &key, &taken, INFINITE));
    EXPECT_EQ(&by_port, taken);
    EXPECT_EQ(7u, key);
    EXPECT_EQ(4u, count);
    ASSERT_EQ(WSA_IO_PENDING, receive(by_port));
    EXPECT_EQ(0, closesocket(server));
    server = INVALID_SOCKET;
    EXPECT_FALSE(GetQueuedCompletionStatus(port, &count, &key, &taken, INFINITE));
    EXPECT_EQ(&by_port, taken);
    CloseHandle(port);
}

TEST_F(RelayTest, EventsAndMessages) {
    const WSAEVENT event = WSACreateEvent();
    ASSERT_EQ(0, WSAEventSelect(listener, event, FD_ACCEPT));
    client = tcp();
    ASSERT_EQ(0, connect(client, address(), sizeof name));
    EXPECT_EQ(DWORD{WAIT_OBJECT_0}, WaitForSingleObject(event, INFINITE));
    WSANETWORKEVENTS events{};
    EXPECT_EQ(0, WSAEnumNetworkEvents(listener, event, &events));
    EXPECT_EQ(FD_ACCEPT, events.lNetworkEvents);
    server = accept(listener, nullptr, nullptr);
    ASSERT_NE(INVALID_SOCKET, server);
    const HWND window =
        CreateWindowExW(0, L"STATIC", L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
    ASSERT_NE(nullptr, window);
    ASSERT_EQ(0, WSAAsyncSelect(server, window, WM_USER + 1, FD_READ | FD_CLOSE));
    ASSERT_EQ(1, send(client, "x", 1, 0));
    MSG message{};
    ASSERT_GT(GetMessageW(&message, window, WM_USER + 1, WM_USER + 1), 0);
    EXPECT_EQ(server, message.wParam);
    EXPECT_EQ(FD_READ, WSAGETSELECTEVENT(message.lParam));
    EXPECT_EQ(1, recv(server, text, 1, 0));
    ASSERT_EQ(0, closesocket(client));
    client = INVALID_SOCKET;
    ASSERT_GT(GetMessageW(&message, window, WM_USER + 1, WM_USER + 1), 0);
    EXPECT_EQ(FD_CLOSE, WSAGETSELECTEVENT(message.lParam));
    DestroyWindow(window);
    WSACloseEvent(event);
}

TEST_F(RelayTest, SelectAndPoll) {
    ASSERT_NO_FATAL_FAILURE(pair());
    fd_set set;
    FD_ZERO(&set);
    FD_SET(server, &set);
    FD_SET(listener, &set);
    const timeval none{0, 0};
    EXPECT_EQ(0, select(0, &set, nullptr, nullptr, &none));
    ASSERT_EQ(1, send(client, "x", 1, 0));
    FD_ZERO(&set);
    FD_SET(listener, &set);
    FD_SET(server, &set);
    EXPECT_EQ(1, select(0, &set, nullptr, nullptr, nullptr));
    EXPECT_TRUE(FD_ISSET(server, &set));
    WSAPOLLFD fds[] = {{listener, POLLRDNORM, 0}, {server, POLLRDNORM | POLLWRNORM, 0}};
    EXPECT_EQ(1, WSAPoll(fds, 2, -1));
    EXPECT_EQ(0, fds[0].revents);
    EXPECT_EQ(POLLRDNORM | POLLWRNORM, fds[1].revents);
}

TEST_F(RelayTest, ExtensionFunctions) {
    SOCKET accepting = tcp();
    char addresses[2 * (sizeof(sockaddr_in) + 16)];
    OVERLAPPED accepted{};
    accepted.hEvent = WSACreateEvent();
    DWORD count = 0;
    ASSERT_FALSE(AcceptEx(listener, accepting, addresses, 0, sizeof(sockaddr_in) + 16,
                          sizeof(sockaddr_in) + 16, &count, &accepted));
    ASSERT_EQ(WSA_IO_PENDING, WSAGetLastError());
    client = tcp();
    sockaddr_in any{};
    any.sin_family = AF_INET;
    ASSERT_EQ(0, bind(client, reinterpret_cast<sockaddr*>(&any), sizeof any));
    GUID id = WSAID_CONNECTEX;
    LPFN_CONNECTEX connect_ex = nullptr;
    ASSERT_EQ(0, WSAIoctl(client, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &connect_ex,
                          sizeof connect_ex, &count, nullptr, nullptr));
    OVERLAPPED connected{};
    connected.hEvent = WSACreateEvent();
    ASSERT_FALSE(connect_ex(client, address(), sizeof name, nullptr, 0, nullptr, &connected));
    ASSERT_EQ(WSA_IO_PENDING, WSAGetLastError());
    DWORD flags = 0;
    EXPECT_TRUE(WSAGetOverlappedResult(client, &connected, &count, TRUE, &flags));
    EXPECT_TRUE(WSAGetOverlappedResult(listener, &accepted, &count, TRUE, &flags));
    server = accepting;
    EXPECT_EQ(0, setsockopt(server, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                            reinterpret_cast<char*>(&listener), sizeof listener));
    EXPECT_EQ(0, setsockopt(client, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0));
    char head[] = "head";
    TRANSMIT_FILE_BUFFERS buffers{head, 4, nullptr, 0};
    EXPECT_TRUE(TransmitFile(client, nullptr, 0, 0, nullptr, &buffers, 0));
    EXPECT_EQ(4, recv(server, text, 4, MSG_WAITALL));
    EXPECT_STREQ("head", text);
    WSACloseEvent(accepted.hEvent);
    WSACloseEvent(connected.hEvent);
}

TEST_F(RelayTest, FileFunctionsComeByTheProvider) {
    ASSERT_NO_FATAL_FAILURE(pair());
    DWORD count = 0;
    EXPECT_TRUE(WriteFile(handle(client), "file", 4, &count, nullptr));
    EXPECT_EQ(4u, count);
    count = 0;
    EXPECT_TRUE(ReadFile(handle(server), text, sizeof text, &count, nullptr));
    EXPECT_EQ(4u, count);
    EXPECT_STREQ("file", text);
    OVERLAPPED overlapped{};
    overlapped.hEvent = WSACreateEvent();
    EXPECT_FALSE(ReadFile(handle(server), text, sizeof text, nullptr, &overlapped));
    EXPECT_EQ(DWORD{ERROR_IO_PENDING}, GetLastError());
    EXPECT_TRUE(WriteFile(handle(client), "later", 5, &count, nullptr));
    EXPECT_TRUE(GetOverlappedResult(handle(server), &overlapped, &count, TRUE));
    EXPECT_EQ(5u, count);
    WSACloseEvent(overlapped.hEvent);
    OVERLAPPED by_routine{};
    EXPECT_TRUE(ReadFileEx(handle(server), text, sizeof text, &by_routine, file_routine_called));
    EXPECT_TRUE(WriteFile(handle(client), "routine", 7, &count, nullptr));
    EXPECT_EQ(DWORD{WAIT_IO_COMPLETION}, SleepEx(INFINITE, TRUE));
    EXPECT_EQ(7u, routine_bytes);
    EXPECT_TRUE(CloseHandle(handle(client)));
    client = INVALID_SOCKET;
    EXPECT_TRUE(ReadFile(handle(server), text, sizeof text, &count, nullptr));
    EXPECT_EQ(0u, count);
}

TEST_F(RelayTest, AreDuplicatedByTheProvidersOwnStructure) {
    ASSERT_NO_FATAL_FAILURE(pair());
    WSAPROTOCOL_INFOW info{};
    ASSERT_EQ(0, WSADuplicateSocketW(server, GetCurrentProcessId(), &info));
    EXPECT_EQ(2, info.ProtocolChain.ChainLen);
    EXPECT_NE(0u, info.dwProviderReserved);
    const SOCKET copy =
        WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, 0);
    ASSERT_NE(INVALID_SOCKET, copy) << WSAGetLastError();
    EXPECT_NE(server, copy);
    EXPECT_EQ(0, closesocket(server));
    server = copy;
    ASSERT_EQ(4, send(client, "copy", 4, 0));
    EXPECT_EQ(4, recv(server, text, 4, MSG_WAITALL));
    HANDLE duplicate = nullptr;
    ASSERT_TRUE(DuplicateHandle(GetCurrentProcess(), handle(server), GetCurrentProcess(),
                                &duplicate, 0, FALSE, DUPLICATE_SAME_ACCESS));
    EXPECT_EQ(0, closesocket(reinterpret_cast<SOCKET>(duplicate)));
}

// One thread closes what the others are sending on: each of them gets an error, and no more.
TEST_F(RelayTest, ClosedWhileOthersSend) {
    for (int round = 0; round < 20; ++round) {
        ASSERT_NO_FATAL_FAILURE(pair());
        std::atomic<int> sending{0};
        const auto send_on = [&] {
            ++sending;
            while (send(client, "x", 1, 0) == 1) {
            }
        };
        std::thread one(send_on);
        std::thread two(send_on);
        while (sending != 2)
            std::this_thread::yield();
        EXPECT_EQ(0, closesocket(client));
        one.join();
        two.join();
        EXPECT_EQ(0, closesocket(server));
        client = server = INVALID_SOCKET;
    }
}

// The last WSACleanup takes sockets and requests with it, and the provider starts anew.
TEST_F(RelayTest, TheLastCleanupEndsWhatIsOpen) {
    ASSERT_NO_FATAL_FAILURE(pair());
    OVERLAPPED overlapped{};
    ASSERT_EQ(WSA_IO_PENDING, receive(overlapped));
    // A thread that is inside is no reason to wait, and none to crash.
    std::thread inside([&] {
        char byte = 0;
        EXPECT_EQ(SOCKET_ERROR, recv(client, &byte, 1, 0));
    });
    EXPECT_EQ(0, WSACleanup());
    inside.join();
    WSADATA data;
    ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
    EXPECT_EQ(SOCKET_ERROR, send(client, "x", 1, 0));
    EXPECT_EQ(WSAENOTSOCK, WSAGetLastError());
    client = server = INVALID_SOCKET;
    listener = tcp();
    EXPECT_NE(INVALID_SOCKET, listener);
}
