// Overlapped requests: completion by event, by completion routine and by port.
#include <string>
#include <thread>
#include <vector>

#include "mswsock.h"
#include "windows.h"
#include "connection_test.h"

namespace berth::test {

namespace {

struct Pair {
    Pair() {
        sockaddr_in address;
        listener = listener_make(&address);
        client = client_make(address);
        server = accept(listener, nullptr, nullptr);
    }
    ~Pair() {
        closesocket(client);
        closesocket(server);
        closesocket(listener);
    }
    SOCKET listener, client, server;
};

struct EventRequest : OVERLAPPED {
    EventRequest() : OVERLAPPED{} { hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr); }
    ~EventRequest() { CloseHandle(hEvent); }
};

WSABUF buffer_of(char* data, size_t size) {
    return {static_cast<ULONG>(size), data};
}

int receive(SOCKET s, WSABUF buffer, OVERLAPPED* overlapped, DWORD flags = 0) {
    return WSARecv(s, &buffer, 1, nullptr, &flags, overlapped, nullptr) == 0 ? 0
                                                                             : WSAGetLastError();
}
int send_data(SOCKET s, WSABUF buffer, OVERLAPPED* overlapped) {
    return WSASend(s, &buffer, 1, nullptr, 0, overlapped, nullptr) == 0 ? 0 : WSAGetLastError();
}

struct Result {
    int error;
    DWORD bytes;
    bool operator==(const Result&) const = default;
};
Result result(SOCKET s, OVERLAPPED* overlapped, bool wait = true) {
    DWORD bytes = 0xdead;
    DWORD flags = 0;
    if (WSAGetOverlappedResult(s, overlapped, &bytes, wait, &flags))
        return {0, bytes};
    return {WSAGetLastError(), 0};
}

using OverlappedTest = WinsockTest;

}  // namespace

TEST_F(OverlappedTest, AReceivePendsAndCompletesByEvent) {
    Pair pair;
    EventRequest request;
    char data[16] = {};
    EXPECT_EQ(receive(pair.server, buffer_of(data, sizeof data), &request), WSA_IO_PENDING);
    EXPECT_EQ(result(pair.server, &request, false), (Result{WSA_IO_INCOMPLETE, 0}));
    EXPECT_EQ(send(pair.client, "hello", 5, 0), 5);
    EXPECT_EQ(WaitForSingleObject(request.hEvent, 10000), WAIT_OBJECT_0);
    EXPECT_EQ(result(pair.server, &request), (Result{0, 5}));
    EXPECT_EQ(std::string(data, 5), "hello");
}

TEST_F(OverlappedTest, AResultIsToldBeforeTheFlagsPointerIsFoundWrong) {
    Pair pair;
    EventRequest request;
    char data[16] = {};
    DWORD bytes = 7;
    EXPECT_EQ(receive(pair.server, buffer_of(data, sizeof data), &request), WSA_IO_PENDING);
    EXPECT_FALSE(WSAGetOverlappedResult(pair.server, &request, &bytes, TRUE, nullptr));
    EXPECT_EQ(WSAGetLastError(), WSAEFAULT);
    EXPECT_EQ(bytes, 7u);
    EXPECT_EQ(send(pair.client, "hello", 5, 0), 5);
    EXPECT_EQ(WaitForSingleObject(request.hEvent, 10000), WAIT_OBJECT_0);
    EXPECT_FALSE(WSAGetOverlappedResult(pair.server, &request, &bytes, TRUE, nullptr));
    EXPECT_EQ(WSAGetLastError(), WSAEFAULT);
    EXPECT_EQ(bytes, 5u);
}

TEST_F(OverlappedTest, AReceiveOfWhatIsThereCompletesAtOnceAndSetsItsEvent) {
    Pair pair;
    EventRequest request;
    char data[16] = {};
    EXPECT_EQ(send(pair.client, "hello", 5, 0), 5);
    WSAPOLLFD poll{pair.server, POLLIN, 0};
    ASSERT_EQ(WSAPoll(&poll, 1, 10000), 1);
    EXPECT_EQ(receive(pair.server, buffer_of(data, sizeof data), &request), 0);
    EXPECT_EQ(WaitForSingleObject(request.hEvent, 0), WAIT_OBJECT_0);
    EXPECT_EQ(result(pair.server, &request), (Result{0, 5}));
}

TEST_F(OverlappedTest, ReceivesCompleteInTheOrderInWhichTheyWereStarted) {
    Pair pair;
    EventRequest requests[3];
    char data[3][1];
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(receive(pair.server, buffer_of(data[i], 1), &requests[i]), WSA_IO_PENDING);
    EXPECT_EQ(send(pair.client, "abc", 3, 0), 3);
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(result(pair.server, &requests[i]), (Result{0, 1}));
    EXPECT_EQ(std::string(data[0], 1) + data[1][0] + data[2][0], "abc");
}

TEST_F(OverlappedTest, AReceiveWithoutRoomTellsOfDataAndTakesNone) {
    Pair pair;
    EventRequest request;
    EXPECT_EQ(receive(pair.server, buffer_of(nullptr, 0), &request), WSA_IO_PENDING);
    EXPECT_EQ(send(pair.client, "x", 1, 0), 1);
    EXPECT_EQ(result(pair.server, &request), (Result{0, 0}));
    char data[4];
    EXPECT_EQ(recv(pair.server, data, sizeof data, 0), 1);
}

TEST_F(OverlappedTest, ALargeSendIsOneCompletionWithAllOfIt) {
    Pair pair;
    EventRequest request;
    std::vector<char> data(8 << 20);
    for (size_t i = 0; i < data.size(); ++i)
        data[i] = static_cast<char>(i * 7);
    EXPECT_EQ(send_data(pair.client, buffer_of(data.data(), data.size()), &request),
              WSA_IO_PENDING);
    std::vector<char> got;
    std::vector<char> part(1 << 16);
    while (got.size() < data.size()) {
        const int received = recv(pair.server, part.data(), static_cast<int>(part.size()), 0);
        ASSERT_GT(received, 0);
        got.insert(got.end(), part.begin(), part.begin() + received);
    }
    EXPECT_EQ(result(pair.client, &request), (Result{0, static_cast<DWORD>(data.size())}));
    EXPECT_EQ(got, data);
}

TEST_F(OverlappedTest, SendsDoNotOvertakeQueuedOnes) {
    Pair pair;
    EventRequest request;
    std::vector<char> data(4 << 20, 'a');
    EXPECT_EQ(send_data(pair.client, buffer_of(data.data(), data.size()), &request),
              WSA_IO_PENDING);
    u_long on = 1;
    ioctlsocket(pair.client, FIONBIO, &on);
    EXPECT_EQ(send(pair.client, "b", 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    EventRequest after;
    char end[] = "z";
    EXPECT_EQ(send_data(pair.client, buffer_of(end, 1), &after), WSA_IO_PENDING);
    size_t seen = 0;
    std::vector<char> part(1 << 16);
    char last = 0;
    while (seen < data.size() + 1) {
        const int received = recv(pair.server, part.data(), static_cast<int>(part.size()), 0);
        ASSERT_GT(received, 0);
        seen += static_cast<size_t>(received);
        last = part[static_cast<size_t>(received) - 1];
    }
    EXPECT_EQ(last, 'z');
    EXPECT_EQ(result(pair.client, &request), (Result{0, static_cast<DWORD>(data.size())}));
    EXPECT_EQ(result(pair.client, &after), (Result{0, 1}));
}

TEST_F(OverlappedTest, TheEndOfTheStreamIsNoBytes) {
    Pair pair;
    EventRequest request;
    char data[4];
    EXPECT_EQ(receive(pair.server, buffer_of(data, sizeof data), &request), WSA_IO_PENDING);
    shutdown(pair.client, SD_SEND);
    EXPECT_EQ(result(pair.server, &request), (Result{0, 0}));
}

TEST_F(OverlappedTest, APeersResetEndsAReceive) {
    Pair pair;
    EventRequest request;
    char data[4];
    EXPECT_EQ(receive(pair.server, buffer_of(data, sizeof data), &request), WSA_IO_PENDING);
    linger hard{1, 0};
    setsockopt(pair.client, SOL_SOCKET, SO_LINGER, reinterpret_cast<char*>(&hard), sizeof hard);
    closesocket(pair.client);
    EXPECT_EQ(result(pair.server, &request), (Result{WSAECONNRESET, 0}));
    EXPECT_EQ(receive(pair.server, buffer_of(data, sizeof data), &request), WSAECONNRESET);
}

TEST_F(OverlappedTest, ClosingTheSocketEndsItsRequests) {
    Pair pair;
    EventRequest requests[4];
    char data[4];
    for (EventRequest& request : requests)
        EXPECT_EQ(receive(pair.server, buffer_of(data, 1), &request), WSA_IO_PENDING);
    closesocket(pair.server);
    for (EventRequest& request : requests) {
        EXPECT_EQ(WaitForSingleObject(request.hEvent, 0), WAIT_OBJECT_0);
        EXPECT_EQ(request.Internal, 0xC0000120u);
    }
}

TEST_F(OverlappedTest, CancelIoExEndsOneOrAll) {
    Pair pair;
    EventRequest requests[3];
    char data[4];
    for (EventRequest& request : requests)
        EXPECT_EQ(receive(pair.server, buffer_of(data, 1), &request), WSA_IO_PENDING);
    const auto handle = reinterpret_cast<HANDLE>(pair.server);
    EXPECT_TRUE(CancelIoEx(handle, &requests[1]));
    EXPECT_EQ(result(pair.server, &requests[1]), (Result{WSA_OPERATION_ABORTED, 0}));
    EXPECT_EQ(result(pair.server, &requests[0], false), (Result{WSA_IO_INCOMPLETE, 0}));
    EXPECT_FALSE(CancelIoEx(handle, &requests[1]));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_NOT_FOUND));
    EXPECT_TRUE(CancelIoEx(handle, nullptr));
    EXPECT_EQ(result(pair.server, &requests[0]), (Result{WSA_OPERATION_ABORTED, 0}));
    EXPECT_EQ(result(pair.server, &requests[2]), (Result{WSA_OPERATION_ABORTED, 0}));
}

namespace {
struct Called {
    DWORD error = 0xffff;
    DWORD bytes = 0;
    int times = 0;
};
thread_local Called called;
void CALLBACK on_done(DWORD error, DWORD bytes, LPWSAOVERLAPPED, DWORD) {
    called = {error, bytes, called.times + 1};
}
}  // namespace

TEST_F(OverlappedTest, ACompletionRoutineRunsInAnAlertableWait) {
    Pair pair;
    called = {};
    OVERLAPPED overlapped{};
    char data[8];
    WSABUF buffer = buffer_of(data, sizeof data);
    DWORD flags = 0;
    EXPECT_EQ(WSARecv(pair.server, &buffer, 1, nullptr, &flags, &overlapped, on_done),
              SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
    send(pair.client, "abc", 3, 0);
    EXPECT_EQ(SleepEx(10000, TRUE), static_cast<DWORD>(WAIT_IO_COMPLETION));
    EXPECT_EQ(called.times, 1);
    EXPECT_EQ(called.error, 0u);
    EXPECT_EQ(called.bytes, 3u);
}

namespace {
struct Packet {
    BOOL ok;
    DWORD error;
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED* overlapped;
};
Packet packet_take(HANDLE port, DWORD milliseconds = 10000) {
    Packet packet{};
    packet.ok = GetQueuedCompletionStatus(port, &packet.bytes, &packet.key, &packet.overlapped,
                                          milliseconds);
    packet.error = packet.ok ? 0 : GetLastError();
    return packet;
}
}  // namespace

TEST_F(OverlappedTest, APortTellsOfReceivesAndSends) {
    Pair pair;
    HANDLE port = CreateIoCompletionPort(reinterpret_cast<HANDLE>(pair.server), nullptr, 7, 0);
    ASSERT_NE(port, nullptr);
    OVERLAPPED overlapped{};
    char data[8];
    EXPECT_EQ(receive(pair.server, buffer_of(data, sizeof data), &overlapped), WSA_IO_PENDING);
    send(pair.client, "abc", 3, 0);
    Packet packet = packet_take(port);
    EXPECT_TRUE(packet.ok);
    EXPECT_EQ(packet.bytes, 3u);
    EXPECT_EQ(packet.key, 7u);
    EXPECT_EQ(packet.overlapped, &overlapped);
    // At once, and a packet all the same.
    EXPECT_EQ(send_data(pair.server, buffer_of(data, 3), &overlapped), 0);
    packet = packet_take(port);
    EXPECT_TRUE(packet.ok);
    EXPECT_EQ(packet.bytes, 3u);
    EXPECT_EQ(receive(pair.server, buffer_of(data, sizeof data), &overlapped), WSA_IO_PENDING);
    closesocket(pair.server);
    packet = packet_take(port);
    EXPECT_FALSE(packet.ok);
    EXPECT_EQ(packet.error, static_cast<DWORD>(ERROR_OPERATION_ABORTED));
    EXPECT_EQ(packet.overlapped, &overlapped);
    EXPECT_EQ(packet_take(port, 0).error, static_cast<DWORD>(WAIT_TIMEOUT));
    CloseHandle(port);
}

TEST_F(OverlappedTest, AcceptExTakesAConnectionIntoAPreparedSocket) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET accepting = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    EventRequest request;
    constexpr DWORD kLength = sizeof(sockaddr_in) + 16;
    char buffer[2 * kLength];
    DWORD received = 0;
    EXPECT_FALSE(AcceptEx(listener, accepting, buffer, 0, kLength, kLength, &received, &request));
    EXPECT_EQ(WSAGetLastError(), ERROR_IO_PENDING);
    SOCKET client = client_make(address);
    EXPECT_EQ(result(listener, &request), (Result{0, 0}));
    EXPECT_EQ(setsockopt(accepting, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT,
                         reinterpret_cast<char*>(&listener), sizeof listener),
              0);
    sockaddr_in own{};
    int length = sizeof own;
    EXPECT_EQ(getsockname(client, reinterpret_cast<sockaddr*>(&own), &length), 0);
    sockaddr* local = nullptr;
    sockaddr* remote = nullptr;
    int local_length = 0;
    int remote_length = 0;
    GetAcceptExSockaddrs(buffer, 0, kLength, kLength, &local, &local_length, &remote,
                         &remote_length);
    ASSERT_EQ(remote_length, static_cast<int>(sizeof own));
    EXPECT_EQ(reinterpret_cast<sockaddr_in*>(remote)->sin_port, own.sin_port);
    EXPECT_EQ(reinterpret_cast<sockaddr_in*>(local)->sin_port, address.sin_port);
    EXPECT_EQ(send(client, "hi", 2, 0), 2);
    char data[4];
    EXPECT_EQ(recv(accepting, data, sizeof data, 0), 2);
    closesocket(client);
    closesocket(accepting);
    closesocket(listener);
}

TEST_F(OverlappedTest, AnIdleClientHoldsUpNoOtherAcceptEx) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    constexpr DWORD kLength = sizeof(sockaddr_in) + 16;
    char buffers[2][4 + 2 * kLength];
    EventRequest requests[2];
    SOCKET accepting[2];
    for (int i = 0; i < 2; ++i) {
        accepting[i] = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        DWORD received = 0;
        EXPECT_FALSE(AcceptEx(listener, accepting[i], buffers[i], 4, kLength, kLength, &received,
                              &requests[i]));
        EXPECT_EQ(WSAGetLastError(), ERROR_IO_PENDING);
    }
    SOCKET idle = client_make(address);
    SOCKET busy = client_make(address);
    EXPECT_EQ(send(busy, "data", 4, 0), 4);
    EXPECT_EQ(result(listener, &requests[1]), (Result{0, 4}));
    EXPECT_EQ(std::string(buffers[1], 4), "data");
    int seconds = -1;
    int length = sizeof seconds;
    EXPECT_EQ(getsockopt(accepting[0], SOL_SOCKET, SO_CONNECT_TIME,
                         reinterpret_cast<char*>(&seconds), &length),
              0);
    EXPECT_GE(seconds, 0);
    EXPECT_EQ(result(listener, &requests[0], false), (Result{WSA_IO_INCOMPLETE, 0}));
    closesocket(accepting[0]);
    EXPECT_EQ(result(listener, &requests[0]), (Result{WSA_OPERATION_ABORTED, 0}));
    closesocket(accepting[1]);
    closesocket(idle);
    closesocket(busy);
    closesocket(listener);
}

TEST_F(OverlappedTest, ConnectExConnectsAndSends) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    GUID id = WSAID_CONNECTEX;
    LPFN_CONNECTEX connect_ex = nullptr;
    DWORD returned = 0;
    ASSERT_EQ(WSAIoctl(client, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &connect_ex,
                       sizeof connect_ex, &returned, nullptr, nullptr),
              0);
    EventRequest request;
    char data[] = "hello";
    const auto* name = reinterpret_cast<sockaddr*>(&address);
    EXPECT_FALSE(connect_ex(client, name, sizeof address, data, 5, nullptr, &request));
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);  // not bound
    sockaddr_in any = loopback();
    EXPECT_EQ(bind(client, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
    EXPECT_FALSE(connect_ex(client, name, sizeof address, data, 5, nullptr, &request));
    EXPECT_EQ(WSAGetLastError(), ERROR_IO_PENDING);
    EXPECT_EQ(result(client, &request), (Result{0, 5}));
    EXPECT_EQ(setsockopt(client, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0), 0);
    SOCKET server = accept(listener, nullptr, nullptr);
    char got[8];
    EXPECT_EQ(recv(server, got, sizeof got, 0), 5);
    closesocket(server);
    closesocket(client);
    closesocket(listener);
}

namespace {

template <typename Function>
Function extension(SOCKET s, GUID id) {
    Function function = nullptr;
    DWORD returned = 0;
    EXPECT_EQ(WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function,
                       sizeof function, &returned, nullptr, nullptr),
              0);
    return function;
}

std::string receive_all(SOCKET s) {
    std::string all;
    char part[4096];
    for (int got = recv(s, part, sizeof part, 0); got > 0; got = recv(s, part, sizeof part, 0))
        all.append(part, static_cast<size_t>(got));
    return all;
}

}  // namespace

TEST_F(OverlappedTest, AShutdownFollowsWhatIsStillToBeSent) {
    Pair pair;
    EventRequest request;
    std::vector<char> data(4 << 20, 'a');
    EXPECT_EQ(send_data(pair.client, buffer_of(data.data(), data.size()), &request),
              WSA_IO_PENDING);
    EXPECT_EQ(shutdown(pair.client, SD_SEND), 0);
    EXPECT_EQ(send(pair.client, "b", 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAESHUTDOWN);
    EXPECT_EQ(receive_all(pair.server).size(), data.size());
    EXPECT_EQ(result(pair.client, &request), (Result{0, static_cast<DWORD>(data.size())}));
}

TEST_F(OverlappedTest, TransmitFileSendsHeadFileAndTail) {
    for (u_long nonblocking : {0, 1}) {
        Pair pair;
        ioctlsocket(pair.client, FIONBIO, &nonblocking);
        HANDLE file = CreateFileA("transmit_test.tmp", GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                                  CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, nullptr);
        ASSERT_NE(file, INVALID_HANDLE_VALUE);
        std::string content(300000, 'f');
        DWORD written = 0;
        EXPECT_TRUE(
            WriteFile(file, content.data(), static_cast<DWORD>(content.size()), &written, nullptr));
        char head[] = "head";
        char tail[] = "tail";
        TRANSMIT_FILE_BUFFERS buffers{head, 4, tail, 4};
        EventRequest request;
        request.Offset = 100000;
        const BOOL ok = TransmitFile(pair.client, file, 0, 0, &request, &buffers, TF_DISCONNECT);
        EXPECT_TRUE(ok || WSAGetLastError() == ERROR_IO_PENDING);
        const std::string got = receive_all(pair.server);
        EXPECT_EQ(got, "head" + content.substr(100000) + "tail");
        EXPECT_EQ(result(pair.client, &request), (Result{0, 200008}));
        CloseHandle(file);
    }
}

// How the file gets to a socket without room is no business of SO_SNDTIMEO, which bounds what the
// program sends afterwards as it did before.
TEST_F(OverlappedTest, TransmitFileThatWaitsKeepsTheSendTimeOut) {
    Pair pair;
    DWORD limit = 1;
    int length = sizeof limit;
    ASSERT_EQ(setsockopt(pair.client, SOL_SOCKET, SO_SNDTIMEO, reinterpret_cast<char*>(&limit),
                         sizeof limit),
              0);
    HANDLE file = CreateFileA("transmit_waits.tmp", GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                              CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    ASSERT_NE(file, INVALID_HANDLE_VALUE);
    const std::string content(8 << 20, 'f');
    DWORD written = 0;
    EXPECT_TRUE(
        WriteFile(file, content.data(), static_cast<DWORD>(content.size()), &written, nullptr));
    EXPECT_EQ(SetFilePointer(file, 0, nullptr, FILE_BEGIN), 0u);
    std::thread sender([&] {
        EXPECT_TRUE(TransmitFile(pair.client, file, 0, 0, nullptr, nullptr, 0))
            << WSAGetLastError();
    });
    std::string got(content.size(), ' ');
    EXPECT_EQ(recv(pair.server, got.data(), static_cast<int>(got.size()), MSG_WAITALL),
              static_cast<int>(content.size()));
    sender.join();
    EXPECT_EQ(got, content);
    CloseHandle(file);
    EXPECT_EQ(
        getsockopt(pair.client, SOL_SOCKET, SO_SNDTIMEO, reinterpret_cast<char*>(&limit), &length),
        0);
    EXPECT_EQ(limit, 1u);
    // Nobody reads: the kernel's own bound is in force again.
    int sent = 0;
    do {
        sent = send(pair.client, content.data(), static_cast<int>(content.size()), 0);
    } while (sent > 0);
    EXPECT_EQ(sent, SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAETIMEDOUT);
}

TEST_F(OverlappedTest, ADisconnectedSocketAcceptsAgain) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    SOCKET accepting = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    const auto disconnect_ex = extension<LPFN_DISCONNECTEX>(accepting, WSAID_DISCONNECTEX);
    constexpr DWORD kLength = sizeof(sockaddr_in) + 16;
    char buffer[2 * kLength];
    for (int round = 0; round < 3; ++round) {
        EventRequest request;
        DWORD received = 0;
        EXPECT_FALSE(
            AcceptEx(listener, accepting, buffer, 0, kLength, kLength, &received, &request));
        EXPECT_EQ(WSAGetLastError(), ERROR_IO_PENDING);
        SOCKET client = client_make(address);
        EXPECT_EQ(result(listener, &request), (Result{0, 0}));
        EXPECT_EQ(send(accepting, "bye", 3, 0), 3);
        EventRequest end;
        EXPECT_FALSE(disconnect_ex(accepting, &end, TF_REUSE_SOCKET, 0));
        EXPECT_EQ(WSAGetLastError(), ERROR_IO_PENDING);
        EXPECT_EQ(receive_all(client), "bye");
        closesocket(client);
        EXPECT_EQ(result(accepting, &end), (Result{0, 0}));
    }
    closesocket(accepting);
    closesocket(listener);
}

TEST_F(OverlappedTest, AnOverlappedIoctlCompletesAtOnce) {
    Pair pair;
    EventRequest request;
    u_long count = 99;
    EXPECT_EQ(WSAIoctl(pair.server, FIONREAD, nullptr, 0, &count, sizeof count, nullptr, &request,
                       nullptr),
              0);
    EXPECT_EQ(count, 0u);
    EXPECT_EQ(result(pair.server, &request), (Result{0, sizeof count}));
}

// "or the thread that initiated the overlapped request exited before the operation completed"
TEST_F(OverlappedTest, RequestsEndWithTheirThread) {
    const Pair pair;
    EventRequest theirs;
    EventRequest ours;
    char first[1];
    char second[1];
    EXPECT_EQ(receive(pair.server, buffer_of(first, 1), &ours), WSA_IO_PENDING);
    std::thread([&] {
        EXPECT_EQ(receive(pair.server, buffer_of(second, 1), &theirs), WSA_IO_PENDING);
    }).join();
    EXPECT_EQ(result(pair.server, &theirs, false), (Result{WSA_OPERATION_ABORTED, 0}));
    EXPECT_EQ(WaitForSingleObject(theirs.hEvent, 0), WAIT_OBJECT_0);
    EXPECT_EQ(result(pair.server, &ours, false), (Result{WSA_IO_INCOMPLETE, 0}));
    EXPECT_EQ(send(pair.client, "x", 1, 0), 1);
    EXPECT_EQ(result(pair.server, &ours), (Result{0, 1}));
}

TEST_F(OverlappedTest, TransmitPacketsSendsItsElementsInOrder) {
    Pair pair;
    const auto transmit = extension<LPFN_TRANSMITPACKETS>(pair.client, WSAID_TRANSMITPACKETS);
    char one[] = "one";
    char two[] = "two";
    TRANSMIT_PACKETS_ELEMENT elements[2] = {};
    elements[0].dwElFlags = TP_ELEMENT_MEMORY;
    elements[0].cLength = 3;
    elements[0].pBuffer = one;
    elements[1] = elements[0];
    elements[1].pBuffer = two;
    EXPECT_TRUE(transmit(pair.client, elements, 2, 0, nullptr, TP_DISCONNECT));
    EXPECT_EQ(receive_all(pair.server), "onetwo");
}

}  // namespace berth::test
