// What ISO sockets tell, and to whom: network events, select, overlapped requests.
#include "iso_sockets.h"
#include "mswsock.h"

using namespace iso_test;

namespace {

class IsoEvents : public ::testing::Test {
  protected:
    ~IsoEvents() override {
        for (WSAEVENT event : made)
            WSACloseEvent(event);
    }

    WSAEVENT event(SOCKET s, long wanted) {
        made.push_back(WSACreateEvent());
        EXPECT_EQ(WSAEventSelect(s, made.back(), wanted), 0) << WSAGetLastError();
        return made.back();
    }
    WSANETWORKEVENTS next(SOCKET s, WSAEVENT event) {
        WSANETWORKEVENTS events{};
        EXPECT_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, WSA_INFINITE, FALSE), WAIT_OBJECT_0);
        EXPECT_EQ(WSAEnumNetworkEvents(s, event, &events), 0);
        return events;
    }
    // Until it has been told of all of these.
    void await(SOCKET s, WSAEVENT event, long wanted) {
        for (long seen = 0; (seen & wanted) != wanted;)
            seen |= next(s, event).lNetworkEvents;
    }

    Winsock winsock;
    std::vector<WSAEVENT> made;
};

}  // namespace

TEST_F(IsoEvents, TellOfAConnectionsLife) {
    Listener listener;
    WSAEVENT arrivals = event(listener.s, FD_ACCEPT);
    const SOCKET client = open();
    WSAEVENT client_event = event(client, FD_CONNECT | FD_READ | FD_WRITE | FD_CLOSE);
    EXPECT_EQ(connect(client, plain(listener.at), sizeof listener.at), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    EXPECT_EQ(next(listener.s, arrivals).lNetworkEvents, FD_ACCEPT);
    const SOCKET server = accept(listener.s, nullptr, nullptr);
    ASSERT_NE(server, INVALID_SOCKET);
    // The accepted socket has the listener's registration until it gets another.
    WSAEVENT server_event = event(server, FD_READ | FD_CLOSE);
    await(client, client_event, FD_CONNECT | FD_WRITE);
    send_all(client, "question");
    EXPECT_EQ(next(server, server_event).lNetworkEvents, FD_READ);
    EXPECT_EQ(receive(server), "question");
    send_all(server, "answer");
    EXPECT_EQ(next(client, client_event).lNetworkEvents, FD_READ);
    EXPECT_EQ(receive(client), "answer");
    closesocket(client);
    const WSANETWORKEVENTS end = next(server, server_event);
    EXPECT_EQ(end.lNetworkEvents, FD_CLOSE);
    EXPECT_EQ(end.iErrorCode[FD_CLOSE_BIT], 0);
    closesocket(server);
}

TEST_F(IsoEvents, TellOfExpeditedData) {
    Pair pair(ISOPROTO_TP2);
    WSAEVENT server_event = event(pair.server, FD_OOB);
    EXPECT_EQ(send(pair.client, "!", 1, MSG_OOB), 1);
    EXPECT_EQ(next(pair.server, server_event).lNetworkEvents, FD_OOB);
    char octet = 0;
    EXPECT_EQ(recv(pair.server, &octet, 1, MSG_OOB), 1);
    EXPECT_EQ(octet, '!');
}

TEST_F(IsoEvents, TellWhenThereIsRoomAgain) {
    Pair pair;
    WSAEVENT client_event = event(pair.client, FD_WRITE);
    EXPECT_EQ(next(pair.client, client_event).lNetworkEvents, FD_WRITE);
    const std::string part(60'000, 'x');
    size_t sent = 0;
    while (send(pair.client, part.data(), static_cast<int>(part.size()), 0) != SOCKET_ERROR)
        ++sent;
    EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    for (size_t i = 0; i < sent; ++i)
        ASSERT_EQ(receive(pair.server).size(), part.size());
    EXPECT_EQ(next(pair.client, client_event).lNetworkEvents, FD_WRITE);
    send_all(pair.client, "more");
    EXPECT_EQ(receive(pair.server), "more");
}

TEST_F(IsoEvents, OverlappedRequestsCompleteInOrder) {
    Pair pair;
    WSAOVERLAPPED first{};
    WSAOVERLAPPED second{};
    first.hEvent = WSACreateEvent();
    second.hEvent = WSACreateEvent();
    char rooms[2][8] = {};
    WSABUF buffers[2] = {{8, rooms[0]}, {8, rooms[1]}};
    DWORD flags = 0;
    EXPECT_EQ(WSARecv(pair.server, &buffers[0], 1, nullptr, &flags, &first, nullptr), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
    EXPECT_EQ(WSARecv(pair.server, &buffers[1], 1, nullptr, &flags, &second, nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
    send_all(pair.client, "one");
    send_all(pair.client, "two, and more");
    DWORD count = 0;
    EXPECT_TRUE(WSAGetOverlappedResult(pair.server, &first, &count, TRUE, &flags));
    EXPECT_EQ(std::string(rooms[0], count), "one");
    EXPECT_EQ(flags, 0u);
    EXPECT_TRUE(WSAGetOverlappedResult(pair.server, &second, &count, TRUE, &flags));
    EXPECT_EQ(std::string(rooms[1], count), "two, and");
    EXPECT_EQ(flags, static_cast<DWORD>(MSG_PARTIAL));
    WSACloseEvent(first.hEvent);
    WSACloseEvent(second.hEvent);
}

TEST_F(IsoEvents, CloseEndsRequestsOnce) {
    Pair pair;
    const HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    EXPECT_EQ(CreateIoCompletionPort(reinterpret_cast<HANDLE>(pair.server), port, 7, 0), port);
    WSAOVERLAPPED overlapped{};
    char room[8];
    WSABUF buffer{8, room};
    DWORD flags = 0;
    EXPECT_EQ(WSARecv(pair.server, &buffer, 1, nullptr, &flags, &overlapped, nullptr),
              SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
    closesocket(pair.server);
    DWORD count = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* done = nullptr;
    EXPECT_FALSE(GetQueuedCompletionStatus(port, &count, &key, &done, INFINITE));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(WSA_OPERATION_ABORTED));
    EXPECT_EQ(done, &overlapped);
    EXPECT_EQ(key, 7u);
    EXPECT_FALSE(GetQueuedCompletionStatus(port, &count, &key, &done, 0));
    EXPECT_EQ(done, nullptr);
    CloseHandle(port);
}

namespace {

thread_local DWORD routine_bytes = 0;
void CALLBACK routine(DWORD error, DWORD bytes, LPWSAOVERLAPPED, DWORD) {
    routine_bytes = error == 0 ? bytes : 0;
}

}  // namespace

TEST_F(IsoEvents, CompletionRoutineRunsInItsThread) {
    Pair pair;
    WSAOVERLAPPED overlapped{};
    char room[8];
    WSABUF buffer{8, room};
    DWORD flags = 0;
    routine_bytes = 0;
    EXPECT_EQ(WSARecv(pair.server, &buffer, 1, nullptr, &flags, &overlapped, routine),
              SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
    send_all(pair.client, "octets");
    while (routine_bytes == 0)
        SleepEx(INFINITE, TRUE);
    EXPECT_EQ(routine_bytes, 6u);
}

TEST_F(IsoEvents, AcceptExAndConnectExCarryTheFirstData) {
    Listener listener;
    const SOCKET server = open();
    const SOCKET client = open();
    constexpr DWORD kStretch = sizeof(sockaddr_tp) + 16;
    char output[64 + 2 * kStretch] = {};
    WSAOVERLAPPED accepting{};
    WSAOVERLAPPED connecting{};
    accepting.hEvent = WSACreateEvent();
    connecting.hEvent = WSACreateEvent();
    DWORD count = 0;
    EXPECT_FALSE(AcceptEx(listener.s, server, output, 64, kStretch, kStretch, &count, &accepting));
    EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
    GUID id = WSAID_CONNECTEX;
    LPFN_CONNECTEX connect_ex = nullptr;
    EXPECT_EQ(WSAIoctl(client, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &connect_ex,
                       sizeof connect_ex, &count, nullptr, nullptr),
              0);
    const sockaddr_tp own = address("CLIENT", 0);
    ASSERT_EQ(bind(client, plain(own), sizeof own), 0);
    char text[] = "hello";
    EXPECT_FALSE(
        connect_ex(client, plain(listener.at), sizeof listener.at, text, 5, &count, &connecting));
    EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
    DWORD flags = 0;
    EXPECT_TRUE(WSAGetOverlappedResult(client, &connecting, &count, TRUE, &flags));
    EXPECT_EQ(count, 5u);
    EXPECT_TRUE(WSAGetOverlappedResult(listener.s, &accepting, &count, TRUE, &flags))
        << WSAGetLastError();
    EXPECT_EQ(std::string(output, count), "hello");
    sockaddr* local = nullptr;
    sockaddr* remote = nullptr;
    int local_length = 0;
    int remote_length = 0;
    GetAcceptExSockaddrs(output, 64, kStretch, kStretch, &local, &local_length, &remote,
                         &remote_length);
    EXPECT_EQ(selector_of(*reinterpret_cast<sockaddr_tp*>(remote)), "CLIENT");
    EXPECT_EQ(selector_of(*reinterpret_cast<sockaddr_tp*>(local)), "SERVER");
    EXPECT_EQ(setsockopt(server, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                         reinterpret_cast<const char*>(&listener.s), sizeof listener.s),
              0);
    sockaddr_tp name{};
    int length = sizeof name;
    EXPECT_EQ(getpeername(server, reinterpret_cast<sockaddr*>(&name), &length), 0);
    EXPECT_EQ(selector_of(name), "CLIENT");
    for (SOCKET s : {server, client})
        closesocket(s);
    WSACloseEvent(accepting.hEvent);
    WSACloseEvent(connecting.hEvent);
}
