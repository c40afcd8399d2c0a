// getsockopt and setsockopt: the rules that hold for all options, and those of level SOL_SOCKET.
#include "option_sockets.h"

#include <atomic>
#include <string>
#include <thread>

#include "mswsock.h"
#include "synchapi.h"

using namespace berth::test;

namespace {

class SocketOption : public ::testing::Test {
    Winsock winsock;

  protected:
    OwnedSocket tcp{AF_INET, SOCK_STREAM};
    OwnedSocket udp{AF_INET, SOCK_DGRAM};
};

TEST_F(SocketOption, LevelUnknown) {
    EXPECT_EQ(option_get_code(tcp, 99, 1), WSAEINVAL);
    EXPECT_EQ(option_set(tcp, 99, 1, 1), WSAEINVAL);
}

TEST_F(SocketOption, NameUnknown) {
    EXPECT_EQ(option_get_code(tcp, SOL_SOCKET, 0x5555), WSAENOPROTOOPT);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, 0x5555, 1), WSAENOPROTOOPT);
}

TEST_F(SocketOption, NoSocket) {
    EXPECT_EQ(option_set(INVALID_SOCKET, SOL_SOCKET, SO_KEEPALIVE, 1), WSAENOTSOCK);
    EXPECT_EQ(option_get_code(INVALID_SOCKET, SOL_SOCKET, SO_KEEPALIVE), WSAENOTSOCK);
}

TEST_F(SocketOption, BadPointers) {
    int value = 0;
    int length = sizeof value;
    auto* bytes = reinterpret_cast<char*>(&value);
    char* nowhere = unmapped();
    EXPECT_EQ(code_of(setsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, nullptr, 4)), WSAEFAULT);
    EXPECT_EQ(code_of(setsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, nowhere, 4)), WSAEFAULT);
    EXPECT_EQ(code_of(setsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, bytes, -1)), WSAEFAULT);
    EXPECT_EQ(code_of(getsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, nullptr, &length)), WSAEFAULT);
    EXPECT_EQ(code_of(getsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, nowhere, &length)), WSAEFAULT);
    EXPECT_EQ(code_of(getsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, bytes, nullptr)), WSAEFAULT);
    length = -1;
    EXPECT_EQ(code_of(getsockopt(tcp, SOL_SOCKET, SO_KEEPALIVE, bytes, &length)), WSAEFAULT);
}

TEST_F(SocketOption, FlagOfOneByte) {
    EXPECT_EQ(option_set<char>(tcp, SOL_SOCKET, SO_REUSEADDR, 1), 0);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_REUSEADDR), 1);
    char one = 9;
    int length = 1;
    EXPECT_EQ(getsockopt(tcp, SOL_SOCKET, SO_REUSEADDR, &one, &length), 0);
    EXPECT_EQ(length, 1);
    EXPECT_EQ(one, 1);
    EXPECT_EQ(option_set<char>(tcp, SOL_SOCKET, SO_REUSEADDR, 0, 0), WSAEFAULT);
}

// so-keepalive: "This size must be equal to or larger than the size of a DWORD value."
TEST_F(SocketOption, FlagOfADword) {
    EXPECT_EQ(option_set<char>(tcp, SOL_SOCKET, SO_KEEPALIVE, 1), WSAEFAULT);
    EXPECT_EQ(option_set<char>(tcp, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, 1), WSAEFAULT);
    EXPECT_EQ(option_set<char>(udp, IPPROTO_IP, IP_PKTINFO, 1), WSAEFAULT);
    EXPECT_EQ(option_set(tcp, IPPROTO_IP, IP_PKTINFO, 1), WSAENOPROTOOPT);
}

TEST_F(SocketOption, FlagIsOneWhateverWasSet) {
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_KEEPALIVE, 0x100), 0);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_KEEPALIVE), 1);
}

TEST_F(SocketOption, NumberTooShort) {
    EXPECT_EQ(option_set<short>(tcp, SOL_SOCKET, SO_RCVTIMEO, 10), WSAEFAULT);
    EXPECT_EQ(option_get_code(tcp, SOL_SOCKET, SO_RCVTIMEO, 2), WSAEFAULT);
    EXPECT_EQ(option_get_code(tcp, SOL_SOCKET, SO_TYPE, 1), WSAEFAULT);
}

TEST_F(SocketOption, BufferLongerThanTheValue) {
    int64_t value = -1;
    int length = sizeof value;
    EXPECT_EQ(getsockopt(tcp, SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&value), &length), 0);
    EXPECT_EQ(length, 4);
}

TEST_F(SocketOption, Defaults) {
    for (int name :
         {SO_DEBUG, SO_ACCEPTCONN, SO_REUSEADDR, SO_EXCLUSIVEADDRUSE, SO_KEEPALIVE, SO_DONTROUTE,
          SO_BROADCAST, SO_OOBINLINE, SO_SNDTIMEO, SO_RCVTIMEO, SO_ERROR, SO_CONDITIONAL_ACCEPT,
          SO_RANDOMIZE_PORT, SO_PORT_SCALABILITY, SO_REUSE_UNICASTPORT})
        EXPECT_EQ(option_get(tcp, SOL_SOCKET, name), 0) << std::hex << name;
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_DONTLINGER), 1);
    EXPECT_GT(option_get(tcp, SOL_SOCKET, SO_SNDBUF), 0);
    EXPECT_GT(option_get(tcp, SOL_SOCKET, SO_RCVBUF), 0);
}

TEST_F(SocketOption, OnlyToBeRead) {
    for (int name :
         {SO_ACCEPTCONN, SO_TYPE, SO_ERROR, SO_MAX_MSG_SIZE, SO_CONNECT_TIME, SO_BSP_STATE})
        EXPECT_EQ(option_set(tcp, SOL_SOCKET, name, 1), WSAENOPROTOOPT) << std::hex << name;
}

TEST_F(SocketOption, OfStreamsOnly) {
    for (int name : {SO_KEEPALIVE, SO_LINGER, SO_DONTLINGER, SO_CONDITIONAL_ACCEPT}) {
        EXPECT_EQ(option_get_code(udp, SOL_SOCKET, name), WSAENOPROTOOPT) << std::hex << name;
        EXPECT_EQ(option_set(udp, SOL_SOCKET, name, 1), WSAENOPROTOOPT) << std::hex << name;
    }
}

TEST_F(SocketOption, UnsupportedSinceVista) {
    for (int name : {SO_SNDLOWAT, SO_RCVLOWAT, SO_USELOOPBACK}) {
        EXPECT_EQ(option_get_code(tcp, SOL_SOCKET, name), WSAEINVAL);
        EXPECT_EQ(option_set(tcp, SOL_SOCKET, name, 1), WSAEINVAL);
    }
}

TEST_F(SocketOption, SocketsHaveNoGroups) {
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_GROUP_ID), 0);
    EXPECT_EQ(option_get_code(tcp, SOL_SOCKET, SO_GROUP_PRIORITY), WSAENOPROTOOPT);
}

TEST_F(SocketOption, TheProvidersConfiguration) {
    const int configuration = option_get(udp, SOL_SOCKET, PVD_CONFIG);
    EXPECT_NE(configuration, 0);
    EXPECT_EQ(option_set(udp, SOL_SOCKET, PVD_CONFIG, configuration), 0);
    EXPECT_EQ(option_set(udp, SOL_SOCKET, PVD_CONFIG, configuration + 1), WSAEINVAL);
}

TEST_F(SocketOption, ConnectDataIsNotTcps) {
    for (int name :
         {SO_CONNDATA, SO_CONNOPT, SO_DISCDATA, SO_DISCOPT, SO_CONNDATALEN, SO_DISCDATALEN})
        EXPECT_EQ(option_set(tcp, SOL_SOCKET, name, 1), WSAENOPROTOOPT);
}

TEST_F(SocketOption, Type) {
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_TYPE), SOCK_STREAM);
    EXPECT_EQ(option_get(udp, SOL_SOCKET, SO_TYPE), SOCK_DGRAM);
}

TEST_F(SocketOption, ListeningIsTold) {
    bind_loopback(tcp);
    ASSERT_EQ(listen(tcp, 1), 0);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_ACCEPTCONN), 1);
}

TEST_F(SocketOption, BufferSizesComeBackAsSet) {
    for (int name : {SO_SNDBUF, SO_RCVBUF}) {
        for (int size : {0, 1, 5000, 65536, 1 << 24}) {
            EXPECT_EQ(option_set(tcp, SOL_SOCKET, name, size), 0);
            EXPECT_EQ(option_get(tcp, SOL_SOCKET, name), size);
        }
    }
}

TEST_F(SocketOption, AcceptedSocketInheritsBufferSize) {
    option_set(tcp, SOL_SOCKET, SO_RCVBUF, 30000);
    sockaddr_in address = bind_loopback(tcp);
    ASSERT_EQ(listen(tcp, 1), 0);
    OwnedSocket client(AF_INET, SOCK_STREAM);
    ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    OwnedSocket server(accept(tcp, nullptr, nullptr));
    EXPECT_EQ(option_get(server, SOL_SOCKET, SO_RCVBUF), 30000);
}

TEST_F(SocketOption, TimeoutsInMilliseconds) {
    for (int name : {SO_SNDTIMEO, SO_RCVTIMEO}) {
        EXPECT_EQ(option_set<DWORD>(tcp, SOL_SOCKET, name, 1234), 0);
        EXPECT_EQ(option_get(tcp, SOL_SOCKET, name), 1234);
    }
}

TEST_F(SocketOption, ReceiveTimesOut) {
    Pair pair = tcp_pair();
    option_set<DWORD>(pair.client, SOL_SOCKET, SO_RCVTIMEO, 10);
    char byte = 0;
    EXPECT_EQ(code_of(recv(pair.client, &byte, 1, 0)), WSAETIMEDOUT);
}

// "The dwFlags parameter must have the WSA_FLAG_OVERLAPPED attribute set for the timeout to
// function properly. Otherwise the timeout never takes effect."
TEST_F(SocketOption, TimeoutOfASocketThatIsNotOverlappedNeverTakesEffect) {
    const OwnedSocket plain(WSASocketW(AF_INET, SOCK_DGRAM, 0, nullptr, 0, 0));
    const sockaddr_in address = bind_loopback(plain);
    ASSERT_EQ(option_set(plain, SOL_SOCKET, SO_RCVTIMEO, 1), 0);
    EXPECT_EQ(option_get(plain, SOL_SOCKET, SO_RCVTIMEO), 1);
    char byte = 0;
    std::atomic<int> received{0};
    std::thread receiver([&] { received = recv(plain, &byte, 1, 0); });
    Sleep(20);
    EXPECT_EQ(received, 0);
    const OwnedSocket sender(AF_INET, SOCK_DGRAM);
    EXPECT_EQ(
        sendto(sender, "x", 1, 0, reinterpret_cast<const sockaddr*>(&address), sizeof address), 1);
    receiver.join();
    EXPECT_EQ(received, 1);
}

TEST_F(SocketOption, UrgentDataInlineIsNoException) {
    Pair pair = tcp_pair();
    ASSERT_EQ(option_set(pair.server, SOL_SOCKET, SO_OOBINLINE, 1), 0);
    ASSERT_EQ(send(pair.client, "x", 1, MSG_OOB), 1);
    fd_set readable;
    fd_set exceptional;
    FD_ZERO(&readable);
    FD_SET(pair.server, &readable);
    ASSERT_EQ(select(0, &readable, nullptr, nullptr, nullptr), 1);
    FD_ZERO(&exceptional);
    FD_SET(pair.server, &exceptional);
    const timeval now{0, 0};
    EXPECT_EQ(select(0, &readable, nullptr, &exceptional, &now), 1);
    EXPECT_EQ(exceptional.fd_count, 0u);
    ASSERT_EQ(option_set(pair.server, SOL_SOCKET, SO_OOBINLINE, 0), 0);
    FD_SET(pair.server, &exceptional);
    EXPECT_EQ(select(0, nullptr, nullptr, &exceptional, &now), 1);
}

// "There must be three read requests to get past the OOB data."
TEST_F(SocketOption, UrgentDataInlineComesAlone) {
    Pair pair = tcp_pair();
    ASSERT_EQ(option_set(pair.server, SOL_SOCKET, SO_OOBINLINE, 1), 0);
    OVERLAPPED request{};
    request.hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    char bytes[16] = {};
    WSABUF buffer{sizeof bytes, bytes};
    DWORD received = 0;
    DWORD flags = 0;
    const auto receive = [&] {
        if (WSARecv(pair.server, &buffer, 1, nullptr, &flags, &request, nullptr) != 0) {
            EXPECT_EQ(WSAGetLastError(), WSA_IO_PENDING);
        }
        EXPECT_TRUE(WSAGetOverlappedResult(pair.server, &request, &received, TRUE, &flags));
        return std::string(bytes, received);
    };
    for (const bool overlapped : {false, true}) {
        ASSERT_EQ(send(pair.client, "ab", 2, 0), 2);
        ASSERT_EQ(send(pair.client, "!", 1, MSG_OOB), 1);
        ASSERT_EQ(send(pair.client, "cd", 2, 0), 2);
        WSAPOLLFD urgent{pair.server, POLLRDBAND, 0};
        ASSERT_EQ(WSAPoll(&urgent, 1, -1), 1);
        for (const char* expected : {"ab", "!", "cd"}) {
            if (overlapped)
                EXPECT_EQ(receive(), expected);
            else
                EXPECT_EQ(std::string(bytes, static_cast<size_t>(
                                                 recv(pair.server, bytes, sizeof bytes, 0))),
                          expected);
        }
    }
    CloseHandle(request.hEvent);
}

TEST_F(SocketOption, UrgentDataIsWaitedForUntilTheStreamEnds) {
    Pair pair = tcp_pair();
    char byte = 0;
    u_long nonblocking = 1;
    ASSERT_EQ(ioctlsocket(pair.server, FIONBIO, &nonblocking), 0);
    EXPECT_EQ(code_of(recv(pair.server, &byte, 1, MSG_OOB)), WSAEWOULDBLOCK);
    nonblocking = 0;
    ASSERT_EQ(ioctlsocket(pair.server, FIONBIO, &nonblocking), 0);
    std::thread sender([&] { send(pair.client, "!", 1, MSG_OOB); });
    EXPECT_EQ(recv(pair.server, &byte, 1, MSG_OOB), 1);
    EXPECT_EQ(byte, '!');
    sender.join();
    ASSERT_EQ(shutdown(pair.client, SD_SEND), 0);
    EXPECT_EQ(recv(pair.server, &byte, 1, MSG_OOB), 0);
}

// "The socket responds to all incoming connections with an RST rather than accepting them."
TEST_F(SocketOption, APausedListenerRefuses) {
    sockaddr_in address{};
    const OwnedSocket listener(listener_make(&address));
    for (int round = 0; round < 2; ++round) {
        ASSERT_EQ(option_set(listener, SOL_SOCKET, SO_PAUSE_ACCEPT, 1), 0);
        EXPECT_EQ(option_get(listener, SOL_SOCKET, SO_PAUSE_ACCEPT), 1);
        EXPECT_EQ(option_get(listener, SOL_SOCKET, SO_ACCEPTCONN), 1);
        const OwnedSocket refused(AF_INET, SOCK_STREAM);
        EXPECT_EQ(
            code_of(connect(refused, reinterpret_cast<const sockaddr*>(&address), sizeof address)),
            WSAECONNREFUSED);
        fd_set readable;
        FD_ZERO(&readable);
        FD_SET(listener, &readable);
        fd_set writable = readable;
        const timeval now{0, 0};
        EXPECT_EQ(select(0, &readable, &writable, nullptr, &now), 0);
        u_long nonblocking = 1;
        ASSERT_EQ(ioctlsocket(listener, FIONBIO, &nonblocking), 0);
        EXPECT_EQ(accept(listener, nullptr, nullptr), INVALID_SOCKET);
        EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
        nonblocking = 0;
        ASSERT_EQ(ioctlsocket(listener, FIONBIO, &nonblocking), 0);
        ASSERT_EQ(option_set(listener, SOL_SOCKET, SO_PAUSE_ACCEPT, 0), 0);
        const OwnedSocket client(client_make(address));
        const OwnedSocket accepted(accept(listener, nullptr, nullptr));
        EXPECT_NE(accepted, INVALID_SOCKET);
    }
}

TEST_F(SocketOption, AListenerMayBePausedBeforeItListens) {
    const OwnedSocket listener(AF_INET, SOCK_STREAM);
    const sockaddr_in address = bind_loopback(listener);
    ASSERT_EQ(option_set(listener, SOL_SOCKET, SO_PAUSE_ACCEPT, 1), 0);
    ASSERT_EQ(listen(listener, 5), 0);
    const OwnedSocket refused(AF_INET, SOCK_STREAM);
    EXPECT_EQ(
        code_of(connect(refused, reinterpret_cast<const sockaddr*>(&address), sizeof address)),
        WSAECONNREFUSED);
    std::thread acceptor([&] {
        const OwnedSocket accepted(accept(listener, nullptr, nullptr));
        EXPECT_NE(accepted, INVALID_SOCKET) << WSAGetLastError();
    });
    EXPECT_EQ(option_set(listener, SOL_SOCKET, SO_PAUSE_ACCEPT, 0), 0);
    const OwnedSocket client(client_make(address));
    acceptor.join();
    EXPECT_EQ(option_set(udp, SOL_SOCKET, SO_PAUSE_ACCEPT, 1), WSAENOPROTOOPT);
}

TEST_F(SocketOption, LingerHasMembersOfTwoBytes) {
    linger wanted{1, 40000};
    ASSERT_EQ(option_set(tcp, SOL_SOCKET, SO_LINGER, wanted), 0);
    linger now{};
    int length = sizeof now;
    ASSERT_EQ(getsockopt(tcp, SOL_SOCKET, SO_LINGER, reinterpret_cast<char*>(&now), &length), 0);
    EXPECT_EQ(length, 4);
    EXPECT_EQ(now.l_onoff, 1);
    EXPECT_EQ(now.l_linger, 40000);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_DONTLINGER), 0);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_DONTLINGER, 1), 0);
    ASSERT_EQ(getsockopt(tcp, SOL_SOCKET, SO_LINGER, reinterpret_cast<char*>(&now), &length), 0);
    EXPECT_EQ(now.l_onoff, 0);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_LINGER, wanted, 2), WSAEFAULT);
}

TEST_F(SocketOption, ReuseAndExclusiveExcludeEachOther) {
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1), 0);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_REUSEADDR, 1), WSAEINVAL);
    EXPECT_EQ(option_set(udp, SOL_SOCKET, SO_REUSEADDR, 1), 0);
    EXPECT_EQ(option_set(udp, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1), WSAEINVAL);
    EXPECT_EQ(option_get(udp, SOL_SOCKET, SO_REUSEADDR), 1);
    EXPECT_EQ(option_get(udp, SOL_SOCKET, SO_EXCLUSIVEADDRUSE), 0);
}

TEST_F(SocketOption, ExclusiveIsTooLateAfterBind) {
    bind_loopback(tcp);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1), WSAEINVAL);
}

TEST_F(SocketOption, ExclusiveAddressIsNotShared) {
    option_set(tcp, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
    sockaddr_in address = bind_loopback(tcp);
    OwnedSocket other(AF_INET, SOCK_STREAM);
    option_set(other, SOL_SOCKET, SO_REUSEADDR, 1);
    EXPECT_NE(bind(other, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
}

TEST_F(SocketOption, ConditionalAcceptIsTooLateAfterListen) {
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, 1), 0);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_CONDITIONAL_ACCEPT), 1);
    bind_loopback(tcp);
    ASSERT_EQ(listen(tcp, 1), 0);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, 0), WSAEINVAL);
}

TEST_F(SocketOption, RandomPortAndReusedPort) {
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_REUSE_UNICASTPORT, 1), 0);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_RANDOMIZE_PORT, 1), WSAEINVAL);
    EXPECT_EQ(option_set(udp, SOL_SOCKET, SO_RANDOMIZE_PORT, 1), 0);
    bind_loopback(udp);
    EXPECT_EQ(option_set(udp, SOL_SOCKET, SO_PORT_SCALABILITY, 1), WSAEINVAL);
}

TEST_F(SocketOption, MessageSizes) {
    for (int name : {SO_MAX_MSG_SIZE, SO_MAXDG, SO_MAXPATHDG})
        EXPECT_EQ(option_get(udp, SOL_SOCKET, name), 65507);
    OwnedSocket udp6(AF_INET6, SOCK_DGRAM);
    EXPECT_EQ(option_get(udp6, SOL_SOCKET, SO_MAX_MSG_SIZE), 65527);
}

TEST_F(SocketOption, ConnectTime) {
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_CONNECT_TIME), -1);
    Pair pair = tcp_pair();
    EXPECT_LT(static_cast<DWORD>(option_get(pair.client, SOL_SOCKET, SO_CONNECT_TIME)), 5U);
    EXPECT_LT(static_cast<DWORD>(option_get(pair.server, SOL_SOCKET, SO_CONNECT_TIME)), 5U);
}

TEST_F(SocketOption, ErrorOfARefusedConnectIsToldOnce) {
    OwnedSocket nobody(AF_INET, SOCK_STREAM);
    sockaddr_in address = bind_loopback(nobody);  // bound, and deaf
    u_long on = 1;
    ASSERT_EQ(ioctlsocket(tcp, FIONBIO, &on), 0);
    EXPECT_EQ(code_of(connect(tcp, reinterpret_cast<sockaddr*>(&address), sizeof address)),
              WSAEWOULDBLOCK);
    fd_set failed;
    FD_ZERO(&failed);
    FD_SET(static_cast<SOCKET>(tcp), &failed);
    ASSERT_EQ(select(0, nullptr, nullptr, &failed, nullptr), 1);  // reads the kernel's error
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_ERROR), WSAECONNREFUSED);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_ERROR), 0);
}

TEST_F(SocketOption, ErrorOfADatagramIsLeftToTheReceive) {
    OwnedSocket nobody(AF_INET, SOCK_DGRAM);
    sockaddr_in address = bind_loopback(nobody);
    nobody.close();
    ASSERT_EQ(connect(udp, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(send(udp, "x", 1, 0), 1);
    EXPECT_EQ(option_get(udp, SOL_SOCKET, SO_ERROR), 0);
    char byte = 0;
    EXPECT_EQ(code_of(recv(udp, &byte, 1, 0)), WSAECONNRESET);
}

TEST_F(SocketOption, BspState) {
    char buffer[256];
    int length = sizeof buffer;
    auto* state = reinterpret_cast<CSADDR_INFO*>(buffer);
    ASSERT_EQ(getsockopt(tcp, SOL_SOCKET, SO_BSP_STATE, buffer, &length), 0);
    EXPECT_EQ(state->LocalAddr.lpSockaddr, nullptr);
    EXPECT_EQ(state->RemoteAddr.iSockaddrLength, 0);
    EXPECT_EQ(state->iSocketType, SOCK_STREAM);
    EXPECT_EQ(state->iProtocol, IPPROTO_TCP);

    Pair pair = tcp_pair();
    length = sizeof buffer;
    ASSERT_EQ(getsockopt(pair.client, SOL_SOCKET, SO_BSP_STATE, buffer, &length), 0);
    sockaddr_in here{};
    int size = sizeof here;
    getsockname(pair.client, reinterpret_cast<sockaddr*>(&here), &size);
    EXPECT_EQ(std::memcmp(state->LocalAddr.lpSockaddr, &here, sizeof here), 0);
    getpeername(pair.client, reinterpret_cast<sockaddr*>(&here), &size);
    EXPECT_EQ(std::memcmp(state->RemoteAddr.lpSockaddr, &here, sizeof here), 0);
    EXPECT_EQ(option_get_code(pair.client, SOL_SOCKET, SO_BSP_STATE, sizeof(CSADDR_INFO)),
              WSAEFAULT);
    EXPECT_EQ(option_get_code(tcp, SOL_SOCKET, SO_BSP_STATE, 8), WSAEFAULT);
}

TEST_F(SocketOption, OpenTypeNeedsNoSocket) {
    EXPECT_EQ(option_get(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE), 0);
    EXPECT_EQ(option_set(INVALID_SOCKET, SOL_SOCKET, SO_OPENTYPE, SO_SYNCHRONOUS_NONALERT), 0);
    EXPECT_EQ(option_get(tcp, SOL_SOCKET, SO_OPENTYPE), SO_SYNCHRONOUS_NONALERT);
    EXPECT_EQ(option_set(tcp, SOL_SOCKET, SO_OPENTYPE, 0), 0);
    EXPECT_EQ(option_set<short>(tcp, SOL_SOCKET, SO_OPENTYPE, 0), WSAEFAULT);
    EXPECT_EQ(option_set(12345, SOL_SOCKET, SO_OPENTYPE, 0), WSAENOTSOCK);
}

TEST_F(SocketOption, UpdateContextOfAConnectedSocket) {
    Pair pair = tcp_pair();
    EXPECT_EQ(code_of(setsockopt(pair.client, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0)),
              0);
    SOCKET listener = tcp;
    EXPECT_EQ(option_set(pair.server, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, listener), 0);
    EXPECT_EQ(code_of(setsockopt(tcp, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, nullptr, 0)),
              WSAENOTCONN);
}

}  // namespace
