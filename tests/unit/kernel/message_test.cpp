// WSASendMsg and WSARecvMsg.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <string>
#include <thread>

#include "option_sockets.h"

#include "mswsock.h"

using namespace berth::test;

namespace {

class Message : public ::testing::Test {
    Winsock winsock;

  protected:
    OwnedSocket sender{AF_INET, SOCK_DGRAM};
    OwnedSocket receiver{AF_INET, SOCK_DGRAM};
    sockaddr_in address = bind_loopback(receiver);
    LPFN_WSARECVMSG receive = nullptr;
    char data[64] = {};
    alignas(8) char control[256] = {};
    WSABUF buffer{sizeof data, data};
    sockaddr_in from{};
    WSAMSG message{
        reinterpret_cast<sockaddr*>(&from), sizeof from, &buffer, 1, {sizeof control, control}, 0};
    DWORD count = 0;

    void SetUp() override {
        GUID id = WSAID_WSARECVMSG;
        DWORD returned = 0;
        ASSERT_EQ(WSAIoctl(receiver, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &receive,
                           sizeof receive, &returned, nullptr, nullptr),
                  0);
    }
    void send_hello() {
        ASSERT_EQ(
            sendto(sender, "hello", 5, 0, reinterpret_cast<sockaddr*>(&address), sizeof address),
            5);
    }
    int receive_code() { return code_of(receive(receiver, &message, &count, nullptr, nullptr)); }

    const WSACMSGHDR* find(int level, int type) {
        for (WSACMSGHDR* header = WSA_CMSG_FIRSTHDR(&message); header;
             header = WSA_CMSG_NXTHDR(&message, header)) {
            if (header->cmsg_level == level && header->cmsg_type == type)
                return header;
        }
        return nullptr;
    }
    template <typename T>
    T contents(int level, int type) {
        const WSACMSGHDR* header = find(level, type);
        T value{};
        EXPECT_NE(header, nullptr) << level << " " << type;
        if (header) {
            EXPECT_EQ(header->cmsg_len, WSA_CMSG_LEN(sizeof value));
            std::memcpy(&value, WSA_CMSG_DATA(header), sizeof value);
        }
        return value;
    }
};

TEST_F(Message, DataAndSender) {
    send_hello();
    ASSERT_EQ(receive_code(), 0);
    EXPECT_EQ(count, 5U);
    EXPECT_EQ(std::memcmp(data, "hello", 5), 0);
    EXPECT_EQ(from.sin_family, AF_INET);
    EXPECT_EQ(from.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    EXPECT_EQ(message.namelen, static_cast<int>(sizeof from));
    EXPECT_EQ(message.Control.len, 0U);  // nobody asked for any
    EXPECT_EQ(message.dwFlags, 0U);
}

TEST_F(Message, PacketInformation) {
    option_set(receiver, IPPROTO_IP, IP_PKTINFO, 1);
    send_hello();
    ASSERT_EQ(receive_code(), 0);
    auto info = contents<IN_PKTINFO>(IPPROTO_IP, IP_PKTINFO);
    EXPECT_EQ(info.ipi_addr.s_addr, htonl(INADDR_LOOPBACK));
    EXPECT_GT(info.ipi_ifindex, 0U);
}

TEST_F(Message, TimeToLiveAndTypeOfService) {
    for (int name : {IP_RECVTTL, IP_RECVTOS, IP_RECVECN, IP_RECVIF, IP_ORIGINAL_ARRIVAL_IF})
        ASSERT_EQ(option_set(receiver, IPPROTO_IP, name, 1), 0);
    option_set(sender, IPPROTO_IP, IP_TTL, 33);
    option_set(sender, IPPROTO_IP, IP_TOS, 0x2a);
    send_hello();
    ASSERT_EQ(receive_code(), 0);
    EXPECT_EQ(contents<INT>(IPPROTO_IP, IP_TTL), 33);
    EXPECT_EQ(contents<INT>(IPPROTO_IP, IP_TOS), 0x2a);
    EXPECT_EQ(contents<INT>(IPPROTO_IP, IP_ECN), 2);
    EXPECT_GT(contents<ULONG>(IPPROTO_IP, IP_RECVIF), 0U);
    EXPECT_GT(contents<ULONG>(IPPROTO_IP, IP_ORIGINAL_ARRIVAL_IF), 0U);
    EXPECT_EQ(find(IPPROTO_IP, IP_PKTINFO), nullptr);
}

TEST_F(Message, Ipv6) {
    OwnedSocket to(AF_INET6, SOCK_DGRAM);
    OwnedSocket by(AF_INET6, SOCK_DGRAM);
    sockaddr_in6 there = loopback6();
    int length = sizeof there;
    ASSERT_EQ(bind(to, reinterpret_cast<sockaddr*>(&there), sizeof there), 0);
    ASSERT_EQ(getsockname(to, reinterpret_cast<sockaddr*>(&there), &length), 0);
    for (int name : {IPV6_PKTINFO, IPV6_HOPLIMIT, IPV6_RECVTCLASS})
        ASSERT_EQ(option_set(to, IPPROTO_IPV6, name, 1), 0);
    option_set(by, IPPROTO_IPV6, IPV6_UNICAST_HOPS, 44);
    ASSERT_EQ(sendto(by, "hi", 2, 0, reinterpret_cast<sockaddr*>(&there), sizeof there), 2);
    sockaddr_in6 peer{};
    message.name = reinterpret_cast<sockaddr*>(&peer);
    message.namelen = sizeof peer;
    ASSERT_EQ(code_of(receive(to, &message, &count, nullptr, nullptr)), 0);
    EXPECT_EQ(peer.sin6_family, AF_INET6);
    auto info = contents<IN6_PKTINFO>(IPPROTO_IPV6, IPV6_PKTINFO);
    EXPECT_TRUE(IN6_IS_ADDR_LOOPBACK(&info.ipi6_addr));
    EXPECT_EQ(contents<INT>(IPPROTO_IPV6, IPV6_HOPLIMIT), 44);
    EXPECT_EQ(contents<INT>(IPPROTO_IPV6, IPV6_TCLASS), 0);
}

TEST_F(Message, DatagramCutShort) {
    send_hello();
    buffer.len = 3;
    EXPECT_EQ(receive_code(), WSAEMSGSIZE);
    EXPECT_EQ(count, 3U);
    EXPECT_EQ(message.dwFlags, static_cast<ULONG>(MSG_TRUNC));
}

TEST_F(Message, ControlCutShort) {
    option_set(receiver, IPPROTO_IP, IP_PKTINFO, 1);
    send_hello();
    message.Control.len = 20;
    EXPECT_EQ(receive_code(), WSAEMSGSIZE);
    EXPECT_EQ(message.dwFlags, static_cast<ULONG>(MSG_CTRUNC));
    EXPECT_EQ(message.Control.len, 0U);
}

TEST_F(Message, Peek) {
    send_hello();
    message.dwFlags = MSG_PEEK;
    ASSERT_EQ(receive_code(), 0);
    message.dwFlags = 0;
    message.Control.len = sizeof control;
    ASSERT_EQ(receive_code(), 0);
    EXPECT_EQ(count, 5U);
}

// "The value pointed to by the flags parameter is ignored on input."
TEST_F(Message, ReceiveExTellsOfPartsAndTakesNoFlags) {
    OwnedSocket receiver_of_parts(AF_INET, SOCK_DGRAM);
    const sockaddr_in here = bind_loopback(receiver_of_parts);
    OwnedSocket asks(AF_INET, SOCK_DGRAM);
    const auto* to = reinterpret_cast<const sockaddr*>(&here);
    ASSERT_EQ(sendto(asks, "hello", 5, 0, to, sizeof here), 5);
    ASSERT_EQ(sendto(asks, "next", 4, 0, to, sizeof here), 4);
    char text[8];
    int flags = MSG_PEEK;
    EXPECT_EQ(WSARecvEx(receiver_of_parts, text, 2, &flags), 2);
    EXPECT_EQ(flags, MSG_PARTIAL);
    EXPECT_EQ(WSARecvEx(receiver_of_parts, text, sizeof text, &flags), 4);
    EXPECT_EQ(flags, 0);
}

// "If the entire name structure is all zeros ... then the socket will be disconnected."
TEST_F(Message, ANameOfZerosDisconnects) {
    OwnedSocket peer(AF_INET, SOCK_DGRAM);
    const sockaddr_in there = bind_loopback(peer);
    OwnedSocket client(AF_INET, SOCK_DGRAM);
    ASSERT_EQ(code_of(connect(client, reinterpret_cast<const sockaddr*>(&there), sizeof there)), 0);
    ASSERT_EQ(send(client, "x", 1, 0), 1);
    const sockaddr_in zeros{};
    EXPECT_EQ(code_of(WSAConnect(client, reinterpret_cast<const sockaddr*>(&zeros), sizeof zeros,
                                 nullptr, nullptr, nullptr, nullptr)),
              0);
    EXPECT_EQ(code_of(send(client, "x", 1, 0)), WSAENOTCONN);
}

TEST_F(Message, BadArguments) {
    EXPECT_EQ(code_of(receive(receiver, nullptr, &count, nullptr, nullptr)), WSAEFAULT);
    EXPECT_EQ(code_of(receive(receiver, &message, nullptr, nullptr, nullptr)), WSAEFAULT);
    EXPECT_EQ(code_of(receive(INVALID_SOCKET, &message, &count, nullptr, nullptr)), WSAENOTSOCK);
    message.dwFlags = MSG_OOB;
    EXPECT_EQ(receive_code(), WSAEOPNOTSUPP);
    message.dwFlags = 0;
    message.name = nullptr;
    EXPECT_EQ(receive_code(), WSAEFAULT);
    message.namelen = 0;
    message.Control.buf = nullptr;
    EXPECT_EQ(receive_code(), WSAEFAULT);
}

TEST_F(Message, SocketsOfOtherKinds) {
    OwnedSocket stream(AF_INET, SOCK_STREAM);
    EXPECT_EQ(code_of(receive(stream, &message, &count, nullptr, nullptr)), WSAEOPNOTSUPP);
    EXPECT_EQ(code_of(receive(sender, &message, &count, nullptr, nullptr)),
              WSAEINVAL);  // not bound
}

TEST_F(Message, SendWithTimeToLive) {
    option_set(receiver, IPPROTO_IP, IP_RECVTTL, 1);
    char text[] = "hello";
    WSABUF parts[] = {{2, text}, {3, text + 2}};
    alignas(8) char out[64] = {};
    WSAMSG outgoing{reinterpret_cast<sockaddr*>(&address), sizeof address, parts, 2, {0, out}, 0};
    outgoing.Control.len = static_cast<ULONG>(WSA_CMSG_SPACE(sizeof(INT)));
    WSACMSGHDR* header = WSA_CMSG_FIRSTHDR(&outgoing);
    *header = {WSA_CMSG_LEN(sizeof(INT)), IPPROTO_IP, IP_TTL};
    INT ttl = 5;
    std::memcpy(WSA_CMSG_DATA(header), &ttl, sizeof ttl);
    ASSERT_EQ(code_of(WSASendMsg(sender, &outgoing, 0, &count, nullptr, nullptr)), 0);
    EXPECT_EQ(count, 5U);
    ASSERT_EQ(receive_code(), 0);
    EXPECT_EQ(count, 5U);
    EXPECT_EQ(contents<INT>(IPPROTO_IP, IP_TTL), 5);
}

TEST_F(Message, SendFromAnAddress) {
    char text[] = "x";
    WSABUF part{1, text};
    alignas(8) char out[64] = {};
    WSAMSG outgoing{reinterpret_cast<sockaddr*>(&address), sizeof address, &part, 1, {0, out}, 0};
    outgoing.Control.len = static_cast<ULONG>(WSA_CMSG_SPACE(sizeof(IN_PKTINFO)));
    WSACMSGHDR* header = WSA_CMSG_FIRSTHDR(&outgoing);
    *header = {WSA_CMSG_LEN(sizeof(IN_PKTINFO)), IPPROTO_IP, IP_PKTINFO};
    IN_PKTINFO info{};
    info.ipi_addr.s_addr = htonl(0x7f000009);
    std::memcpy(WSA_CMSG_DATA(header), &info, sizeof info);
    ASSERT_EQ(code_of(WSASendMsg(sender, &outgoing, 0, &count, nullptr, nullptr)), 0);
    ASSERT_EQ(receive_code(), 0);
    EXPECT_EQ(from.sin_addr.s_addr, htonl(0x7f000009));
}

TEST_F(Message, SendMalformedControl) {
    char text[] = "x";
    WSABUF part{1, text};
    alignas(8) char out[64] = {};
    WSAMSG outgoing{
        reinterpret_cast<sockaddr*>(&address), sizeof address, &part, 1, {sizeof out, out}, 0};
    auto* header = reinterpret_cast<WSACMSGHDR*>(out);
    *header = {1000, IPPROTO_IP, IP_TTL};
    EXPECT_EQ(code_of(WSASendMsg(sender, &outgoing, 0, &count, nullptr, nullptr)), WSAEINVAL);
    *header = {WSA_CMSG_LEN(4), IPPROTO_IP, 999};
    EXPECT_EQ(code_of(WSASendMsg(sender, &outgoing, 0, &count, nullptr, nullptr)), WSAEINVAL);
}

TEST_F(Message, SendToNobody) {
    char text[] = "x";
    WSABUF part{1, text};
    WSAMSG outgoing{nullptr, 0, &part, 1, {0, nullptr}, 0};
    EXPECT_EQ(code_of(WSASendMsg(sender, &outgoing, 0, &count, nullptr, nullptr)), WSAENOTCONN);
    outgoing.namelen = 16;
    EXPECT_EQ(code_of(WSASendMsg(sender, &outgoing, 0, &count, nullptr, nullptr)), WSAEFAULT);
    EXPECT_EQ(code_of(WSASendMsg(sender, &outgoing, MSG_PEEK, &count, nullptr, nullptr)),
              WSAEFAULT);
}

}  // namespace

// "The receive request will complete only when": a signal is not among the reasons.
TEST(WaitAll, ASignalDoesNotCutItShort) {
    const Winsock winsock;
    OwnedSocket listener(AF_INET, SOCK_STREAM);
    sockaddr_in address = bind_loopback(listener);
    ASSERT_EQ(listen(listener, 1), 0);
    OwnedSocket client(AF_INET, SOCK_STREAM);
    ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    const SOCKET server = accept(listener, nullptr, nullptr);
    static std::atomic<bool> came;
    came = false;
    struct sigaction action {};
    struct sigaction before {};
    action.sa_handler = [](int) { came = true; };
    sigaction(SIGUSR1, &action, &before);
    char got[6] = {};
    int count = 0;
    std::thread receiver([&] { count = recv(server, got, sizeof got, MSG_WAITALL); });
    EXPECT_EQ(send(client, "abc", 3, 0), 3);
    u_long waiting = 1;
    do {  // until the thread has taken them and waits for more
        std::this_thread::yield();
        EXPECT_EQ(ioctlsocket(server, FIONREAD, &waiting), 0);
    } while (waiting != 0);
    EXPECT_EQ(pthread_kill(receiver.native_handle(), SIGUSR1), 0);
    while (!came)
        std::this_thread::yield();
    EXPECT_EQ(send(client, "def", 3, 0), 3);
    receiver.join();
    EXPECT_EQ(std::string(got, static_cast<size_t>(std::max(count, 0))), "abcdef");
    sigaction(SIGUSR1, &before, nullptr);
    closesocket(server);
}
