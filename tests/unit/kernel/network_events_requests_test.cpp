// Network events beside overlapped requests: AcceptEx, ConnectEx, WSARecv and WSASend re-enable and
// are told; and files' own functions on a SOCKET.
#include <array>

#include "connection_test.h"
#include "mswsock.h"

namespace berth::test {
namespace {

struct Request : OVERLAPPED {
    Request() : OVERLAPPED{} { hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr); }
    ~Request() { CloseHandle(hEvent); }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    bool ended() const { return WaitForSingleObject(hEvent, 10000) == WAIT_OBJECT_0; }
};

class NetworkEventsRequests : public WinsockTest {
  protected:
    void SetUp() override {
        WinsockTest::SetUp();
        event_ = WSACreateEvent();
        listener_ = listener_make(&address_);
    }
    void TearDown() override {
        closesocket(listener_);
        WSACloseEvent(event_);
        WinsockTest::TearDown();
    }
    static SOCKET fresh() { return socket(AF_INET, SOCK_STREAM, IPPROTO_TCP); }
    bool accepts(SOCKET into, Request& request) {
        DWORD received = 0;
        return AcceptEx(listener_, into, room_.data(), 0, 32, 32, &received, &request) ||
               WSAGetLastError() == WSA_IO_PENDING;
    }
    bool connects(SOCKET s, const sockaddr_in& to, Request& request) {
        GUID id = WSAID_CONNECTEX;
        LPFN_CONNECTEX function = nullptr;
        DWORD returned = 0;
        sockaddr_in any{};
        any.sin_family = AF_INET;
        bind(s, reinterpret_cast<sockaddr*>(&any), sizeof any);
        WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function, sizeof function,
                 &returned, nullptr, nullptr);
        return function(s, reinterpret_cast<const sockaddr*>(&to), sizeof to, nullptr, 0, nullptr,
                        &request) ||
               WSAGetLastError() == WSA_IO_PENDING;
    }
    // All that is told until `last` is among it.
    long told(SOCKET s, long last, WSANETWORKEVENTS* what = nullptr) {
        long all = 0;
        while (!(all & last)) {
            WSANETWORKEVENTS now{};
            if (WSAWaitForMultipleEvents(1, &event_, FALSE, 10000, FALSE) != WSA_WAIT_EVENT_0)
                break;
            EXPECT_EQ(WSAEnumNetworkEvents(s, event_, &now), 0);
            all |= now.lNetworkEvents;
            if (what)
                *what = now;
        }
        return all;
    }
    long told_now(SOCKET s) {
        WSANETWORKEVENTS now{};
        WSAWaitForMultipleEvents(1, &event_, FALSE, 0, FALSE);
        EXPECT_EQ(WSAEnumNetworkEvents(s, event_, &now), 0);
        return now.lNetworkEvents;
    }

    std::array<char, 64> room_{};
    WSAEVENT event_ = nullptr;
    SOCKET listener_ = INVALID_SOCKET;
    sockaddr_in address_{};
};

TEST_F(NetworkEventsRequests, AcceptExReenablesAccept) {
    ASSERT_EQ(WSAEventSelect(listener_, event_, FD_ACCEPT), 0);
    const SOCKET first = client_make(address_);
    const SOCKET second = client_make(address_);
    EXPECT_EQ(told(listener_, FD_ACCEPT), FD_ACCEPT);
    const SOCKET into = fresh();
    Request request;
    ASSERT_TRUE(accepts(into, request));
    EXPECT_TRUE(request.ended());
    EXPECT_EQ(told(listener_, FD_ACCEPT), FD_ACCEPT) << "of the second";
    const SOCKET next = fresh();
    Request another;
    ASSERT_TRUE(accepts(next, another));
    EXPECT_TRUE(another.ended());
    EXPECT_EQ(told_now(listener_), 0);
    // Even one that fails.
    const SOCKET third = client_make(address_);
    EXPECT_EQ(told(listener_, FD_ACCEPT), FD_ACCEPT);
    EXPECT_FALSE(accepts(first, another));
    EXPECT_EQ(told(listener_, FD_ACCEPT), FD_ACCEPT);
    // A request that waits has the connection before the event.
    closesocket(accept(listener_, nullptr, nullptr));
    const SOCKET last = fresh();
    Request waits;
    ASSERT_TRUE(accepts(last, waits));
    const SOCKET fourth = client_make(address_);
    EXPECT_TRUE(waits.ended());
    EXPECT_EQ(told_now(listener_), 0);
    for (const SOCKET s : {first, second, third, fourth, into, next, last})
        closesocket(s);
}

TEST_F(NetworkEventsRequests, AcceptedSocketInheritsWithTheContext) {
    ASSERT_EQ(WSAEventSelect(listener_, event_, FD_ACCEPT | FD_READ | FD_WRITE | FD_CLOSE), 0);
    const SOCKET into = fresh();
    Request request;
    ASSERT_TRUE(accepts(into, request));
    const SOCKET client = client_make(address_);
    EXPECT_TRUE(request.ended());
    EXPECT_EQ(told_now(into), 0);
    ASSERT_EQ(setsockopt(into, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                         reinterpret_cast<const char*>(&listener_), sizeof listener_),
              0);
    EXPECT_EQ(told(into, FD_WRITE), FD_WRITE);
    EXPECT_EQ(send(client, "x", 1, 0), 1);
    EXPECT_EQ(told(into, FD_READ), FD_READ);
    u_long off = 0;
    EXPECT_EQ(ioctlsocket(into, FIONBIO, &off), SOCKET_ERROR);
    closesocket(client);
    closesocket(into);
}

TEST_F(NetworkEventsRequests, AcceptingSocketKeepsItsOwnRegistration) {
    const SOCKET into = fresh();
    ASSERT_EQ(WSAEventSelect(into, event_, FD_READ | FD_WRITE), 0);
    EXPECT_EQ(told_now(into), 0);
    Request request;
    ASSERT_TRUE(accepts(into, request));
    const SOCKET client = client_make(address_);
    EXPECT_TRUE(request.ended());
    EXPECT_EQ(told(into, FD_WRITE), FD_WRITE);
    EXPECT_EQ(send(client, "x", 1, 0), 1);
    EXPECT_EQ(told(into, FD_READ), FD_READ);
    closesocket(client);
    closesocket(into);
}

TEST_F(NetworkEventsRequests, ConnectExTellsConnectOnce) {
    const SOCKET s = fresh();
    ASSERT_EQ(WSAEventSelect(s, event_, FD_CONNECT | FD_WRITE | FD_READ), 0);
    Request request;
    ASSERT_TRUE(connects(s, address_, request));
    EXPECT_TRUE(request.ended());
    WSANETWORKEVENTS what{};
    EXPECT_EQ(told(s, FD_WRITE, &what), FD_CONNECT | FD_WRITE);
    EXPECT_EQ(what.iErrorCode[FD_CONNECT_BIT], 0);
    const SOCKET server = accept(listener_, nullptr, nullptr);
    EXPECT_EQ(send(server, "x", 1, 0), 1);
    EXPECT_EQ(told(s, FD_READ), FD_READ);
    closesocket(server);
    closesocket(s);
}

// FD_CONNECT has no re-enabling function: each attempt is one thing to be told of.
TEST_F(NetworkEventsRequests, EachAttemptToConnectIsTold) {
    const SOCKET held = fresh();
    sockaddr_in nobody = loopback();
    int length = sizeof nobody;
    bind(held, reinterpret_cast<sockaddr*>(&nobody), length);
    getsockname(held, reinterpret_cast<sockaddr*>(&nobody), &length);
    const SOCKET s = fresh();
    ASSERT_EQ(WSAEventSelect(s, event_, FD_CONNECT | FD_WRITE), 0);
    for (int i = 0; i < 2; ++i) {
        Request request;
        ASSERT_TRUE(connects(s, nobody, request));
        EXPECT_TRUE(request.ended());
        WSANETWORKEVENTS what{};
        EXPECT_EQ(told(s, FD_CONNECT, &what), FD_CONNECT);
        EXPECT_EQ(what.iErrorCode[FD_CONNECT_BIT], WSAECONNREFUSED);
        EXPECT_EQ(told_now(s), 0);
    }
    EXPECT_EQ(connect(s, reinterpret_cast<sockaddr*>(&nobody), length), SOCKET_ERROR);
    WSANETWORKEVENTS what{};
    if (WSAGetLastError() == WSAEWOULDBLOCK) {
        EXPECT_EQ(told(s, FD_CONNECT, &what), FD_CONNECT);
        EXPECT_EQ(what.iErrorCode[FD_CONNECT_BIT], WSAECONNREFUSED);
    }
    connect(s, reinterpret_cast<const sockaddr*>(&address_), sizeof address_);
    EXPECT_EQ(told(s, FD_WRITE, &what), FD_CONNECT | FD_WRITE);
    EXPECT_EQ(what.iErrorCode[FD_CONNECT_BIT], 0);
    closesocket(s);
    closesocket(held);
}

// DisconnectEx with TF_REUSE_SOCKET: the registration is there for the next connection.
TEST_F(NetworkEventsRequests, SocketThatIsUsedAgainIsToldAgain) {
    const SOCKET s = fresh();
    GUID id = WSAID_DISCONNECTEX;
    LPFN_DISCONNECTEX disconnect = nullptr;
    DWORD returned = 0;
    ASSERT_EQ(WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &disconnect,
                       sizeof disconnect, &returned, nullptr, nullptr),
              0);
    ASSERT_EQ(WSAEventSelect(s, event_, FD_CONNECT | FD_READ | FD_WRITE | FD_CLOSE), 0);
    for (int i = 0; i < 2; ++i) {
        Request connected;
        ASSERT_TRUE(connects(s, address_, connected));
        EXPECT_TRUE(connected.ended());
        EXPECT_EQ(told(s, FD_WRITE), FD_CONNECT | FD_WRITE);
        const SOCKET server = accept(listener_, nullptr, nullptr);
        EXPECT_EQ(send(server, "x", 1, 0), 1);
        EXPECT_EQ(told(s, FD_READ), FD_READ);
        closesocket(server);
        char byte = 0;
        EXPECT_EQ(recv(s, &byte, 1, 0), 1);
        EXPECT_EQ(told(s, FD_CLOSE), FD_CLOSE);
        EXPECT_EQ(setsockopt(s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0), 0);
        Request ended;
        EXPECT_TRUE(disconnect(s, &ended, TF_REUSE_SOCKET, 0) ||
                    WSAGetLastError() == WSA_IO_PENDING);
        EXPECT_TRUE(ended.ended());
    }
    closesocket(s);
}

TEST_F(NetworkEventsRequests, OverlappedReceiveReenablesRead) {
    const SOCKET client = client_make(address_);
    const SOCKET s = accept(listener_, nullptr, nullptr);
    ASSERT_EQ(WSAEventSelect(s, event_, FD_READ), 0);
    EXPECT_EQ(send(client, "ab", 2, 0), 2);
    EXPECT_EQ(told(s, FD_READ), FD_READ);
    Request first;
    char data[4];
    WSABUF one{1, data};
    DWORD flags = 0;
    EXPECT_EQ(WSARecv(s, &one, 1, nullptr, &flags, &first, nullptr), 0);
    EXPECT_EQ(told(s, FD_READ), FD_READ) << "one byte is left";
    Request second;
    Request third;
    EXPECT_EQ(WSARecv(s, &one, 1, nullptr, &flags, &second, nullptr), 0);
    EXPECT_EQ(told_now(s), 0);
    EXPECT_EQ(WSARecv(s, &one, 1, nullptr, &flags, &third, nullptr), SOCKET_ERROR);
    EXPECT_EQ(send(client, "cd", 2, 0), 2);
    EXPECT_TRUE(third.ended());
    EXPECT_EQ(told(s, FD_READ), FD_READ) << "what the request left";
    closesocket(client);
    closesocket(s);
}

struct Told {
    DWORD error = 4711;
    DWORD bytes = 0;
    OVERLAPPED* overlapped = nullptr;
};
Told last_told;

void CALLBACK file_routine(DWORD error, DWORD bytes, LPOVERLAPPED overlapped) {
    last_told = {error, bytes, overlapped};
}

TEST_F(NetworkEventsRequests, ReadFileExAndWriteFileExOnASocket) {
    const SOCKET client = client_make(address_);
    const SOCKET s = accept(listener_, nullptr, nullptr);
    const auto handle = reinterpret_cast<HANDLE>(s);
    last_told = {};
    OVERLAPPED reads{};
    OVERLAPPED writes{};
    char data[8]{};
    SetLastError(5);
    ASSERT_TRUE(ReadFileEx(handle, data, sizeof data, &reads, file_routine));
    EXPECT_EQ(GetLastError(), 0U);
    EXPECT_EQ(last_told.error, 4711U);
    EXPECT_EQ(send(client, "abc", 3, 0), 3);
    while (last_told.error == 4711)
        SleepEx(10000, TRUE);
    EXPECT_EQ(last_told.error, 0U);
    EXPECT_EQ(last_told.bytes, 3U);
    EXPECT_EQ(last_told.overlapped, &reads);
    last_told = {};
    ASSERT_TRUE(WriteFileEx(handle, "wxyz", 4, &writes, file_routine));
    EXPECT_EQ(last_told.error, 4711U) << "only in an alertable wait";
    EXPECT_EQ(SleepEx(10000, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(last_told.bytes, 4U);
    EXPECT_EQ(last_told.overlapped, &writes);
    // Errors have the names that files know.
    last_told = {};
    ASSERT_TRUE(ReadFileEx(handle, data, sizeof data, &reads, file_routine));
    EXPECT_TRUE(CancelIo(handle));
    EXPECT_EQ(SleepEx(10000, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(last_told.error, DWORD{ERROR_OPERATION_ABORTED});
    last_told = {};
    ASSERT_TRUE(ReadFileEx(handle, data, sizeof data, &reads, file_routine));
    const linger hard{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, reinterpret_cast<const char*>(&hard), sizeof hard);
    closesocket(client);
    while (last_told.error == 4711)
        SleepEx(10000, TRUE);
    EXPECT_EQ(last_told.error, DWORD{ERROR_NETNAME_DELETED});
    EXPECT_FALSE(ReadFileEx(handle, data, sizeof data, nullptr, file_routine));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(ReadFileEx(handle, data, sizeof data, &reads, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    // A handle of a port has no routines.
    const HANDLE port = CreateIoCompletionPort(handle, nullptr, 1, 0);
    EXPECT_FALSE(ReadFileEx(handle, data, sizeof data, &reads, file_routine));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    closesocket(s);
    CloseHandle(port);
}

}  // namespace
}  // namespace berth::test
