// WSADuplicateSocket within the process and to another one; descriptors that Winsock did not make.
#include "option_sockets.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <string>

#include "mswsock.h"
#include "providers/kernel/linux.h"

extern "C" int linux_socketpair(int family, int type, int protocol,
                                int* pair) __asm__("socketpair");
extern "C" char** environ;

using namespace berth::test;
namespace lnx = berth::lnx;

namespace {

SOCKET take(WSAPROTOCOL_INFOW* info) {
    return WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, info, 0,
                      WSA_FLAG_OVERLAPPED);
}

class Duplicate : public ::testing::Test {
    Winsock winsock;

  protected:
    Pair pair = tcp_pair();
    WSAPROTOCOL_INFOW info{};

    OwnedSocket duplicate_here(SOCKET s) {
        EXPECT_EQ(code_of(WSADuplicateSocketW(s, static_cast<DWORD>(getpid()), &info)), 0);
        OwnedSocket copy(take(&info));
        EXPECT_NE(static_cast<SOCKET>(copy), INVALID_SOCKET) << WSAGetLastError();
        return copy;
    }
};

TEST_F(Duplicate, SocketLivesUntilTheLastDescriptorCloses) {
    OwnedSocket copy = duplicate_here(pair.client);
    EXPECT_NE(static_cast<SOCKET>(copy), static_cast<SOCKET>(pair.client));
    pair.client.close();
    ASSERT_EQ(send(copy, "x", 1, 0), 1);
    char byte = 0;
    EXPECT_EQ(recv(pair.server, &byte, 1, 0), 1);
    copy.close();
    EXPECT_EQ(recv(pair.server, &byte, 1, 0), 0);
}

TEST_F(Duplicate, LingeringCloseLeavesTheOtherDescriptorAlone) {
    option_set(pair.client, SOL_SOCKET, SO_LINGER, linger{1, 5});
    OwnedSocket copy = duplicate_here(pair.client);
    pair.client.close();
    EXPECT_EQ(send(copy, "x", 1, 0), 1);
}

TEST_F(Duplicate, OriginalMayCloseFirst) {
    ASSERT_EQ(code_of(WSADuplicateSocketW(pair.client, static_cast<DWORD>(getpid()), &info)), 0);
    pair.client.close();
    OwnedSocket copy(take(&info));
    EXPECT_EQ(send(copy, "x", 1, 0), 1);
}

TEST_F(Duplicate, OnlyOnce) {
    OwnedSocket copy = duplicate_here(pair.client);
    EXPECT_EQ(take(&info), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
}

TEST_F(Duplicate, OptionsComeAlong) {
    option_set<DWORD>(pair.client, SOL_SOCKET, SO_RCVTIMEO, 777);
    option_set(pair.client, SOL_SOCKET, SO_SNDBUF, 12345);
    OwnedSocket copy = duplicate_here(pair.client);
    EXPECT_EQ(option_get(copy, SOL_SOCKET, SO_RCVTIMEO), 777);
    EXPECT_EQ(option_get(copy, SOL_SOCKET, SO_SNDBUF), 12345);
    EXPECT_LT(static_cast<DWORD>(option_get(copy, SOL_SOCKET, SO_CONNECT_TIME)), 5U);
}

TEST_F(Duplicate, ModeIsShared) {
    OwnedSocket copy = duplicate_here(pair.client);
    u_long on = 1;
    ASSERT_EQ(ioctlsocket(pair.client, FIONBIO, &on), 0);
    char byte = 0;
    EXPECT_EQ(code_of(recv(copy, &byte, 1, 0)), WSAEWOULDBLOCK);
}

// "a setsockopt operation performed using one descriptor is subsequently visible using a getsockopt
// from any or all descriptors"
TEST_F(Duplicate, OptionsAreHeldInCommon) {
    OwnedSocket copy = duplicate_here(pair.client);
    option_set<DWORD>(pair.client, SOL_SOCKET, SO_RCVTIMEO, 777);
    option_set(copy, SOL_SOCKET, SO_RCVBUF, 12345);
    option_set(pair.client, SOL_SOCKET, SO_DEBUG, 1);
    EXPECT_EQ(option_get(copy, SOL_SOCKET, SO_RCVTIMEO), 777);
    EXPECT_EQ(option_get(pair.client, SOL_SOCKET, SO_RCVBUF), 12345);
    EXPECT_EQ(option_get(copy, SOL_SOCKET, SO_DEBUG), 1);
    OwnedSocket third = duplicate_here(copy);
    option_set<DWORD>(third, SOL_SOCKET, SO_SNDTIMEO, 55);
    EXPECT_EQ(option_get(pair.client, SOL_SOCKET, SO_SNDTIMEO), 55);
    EXPECT_EQ(option_get(third, SOL_SOCKET, SO_RCVTIMEO), 777);
}

TEST_F(Duplicate, WhatIsSetBeforeItIsTakenIsSeen) {
    ASSERT_EQ(code_of(WSADuplicateSocketW(pair.client, static_cast<DWORD>(getpid()), &info)), 0);
    option_set<DWORD>(pair.client, SOL_SOCKET, SO_RCVTIMEO, 777);
    OwnedSocket copy(take(&info));
    EXPECT_EQ(option_get(copy, SOL_SOCKET, SO_RCVTIMEO), 777);
}

TEST_F(Duplicate, StateIsHeldInCommon) {
    OwnedSocket listener(AF_INET, SOCK_STREAM);
    OwnedSocket listener_copy = duplicate_here(listener);
    sockaddr_in address = bind_loopback(listener);
    EXPECT_EQ(code_of(bind(listener_copy, reinterpret_cast<sockaddr*>(&address), sizeof address)),
              WSAEINVAL);
    ASSERT_EQ(listen(listener, 1), 0);
    EXPECT_EQ(option_get(listener_copy, SOL_SOCKET, SO_ACCEPTCONN), 1);
    OwnedSocket client(AF_INET, SOCK_STREAM);
    OwnedSocket copy = duplicate_here(client);
    ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(send(copy, "x", 1, 0), 1);
    EXPECT_EQ(code_of(connect(copy, reinterpret_cast<sockaddr*>(&address), sizeof address)),
              WSAEISCONN);
    ASSERT_EQ(shutdown(client, SD_SEND), 0);
    EXPECT_EQ(code_of(send(copy, "x", 1, 0)), WSAESHUTDOWN);
}

// "Issuing either of these calls using any of the shared descriptors cancels any previous event
// registration for the socket, regardless of which descriptor was used"
TEST_F(Duplicate, TheLastRegistrationHoldsForAll) {
    OwnedSocket copy = duplicate_here(pair.client);
    WSAEVENT first = WSACreateEvent();
    WSAEVENT second = WSACreateEvent();
    ASSERT_EQ(WSAEventSelect(pair.client, first, FD_READ), 0);
    ASSERT_EQ(WSAEventSelect(copy, second, FD_READ), 0);
    ASSERT_EQ(send(pair.server, "x", 1, 0), 1);
    EXPECT_EQ(WSAWaitForMultipleEvents(1, &second, TRUE, WSA_INFINITE, FALSE), WSA_WAIT_EVENT_0);
    EXPECT_EQ(WSAWaitForMultipleEvents(1, &first, TRUE, 0, FALSE), WSA_WAIT_TIMEOUT);
    WSANETWORKEVENTS events{};
    ASSERT_EQ(WSAEnumNetworkEvents(pair.client, first, &events), 0);
    EXPECT_EQ(events.lNetworkEvents, 0);
    ASSERT_EQ(WSAEventSelect(pair.client, first, FD_READ), 0);
    EXPECT_EQ(WSAWaitForMultipleEvents(1, &first, TRUE, WSA_INFINITE, FALSE), WSA_WAIT_EVENT_0);
    WSACloseEvent(first);
    WSACloseEvent(second);
}

TEST_F(Duplicate, NotWithQualityOfService) {
    QOS quality{};
    quality.SendingFlowspec = {1000000, 1000000, 1000000, 1, 1, SERVICETYPE_BESTEFFORT, 1000, 100};
    quality.ReceivingFlowspec = quality.SendingFlowspec;
    DWORD bytes = 0;
    ASSERT_EQ(code_of(WSAIoctl(pair.client, SIO_SET_QOS, &quality, sizeof quality, nullptr, 0,
                               &bytes, nullptr, nullptr)),
              0);
    EXPECT_EQ(code_of(WSADuplicateSocketW(pair.client, static_cast<DWORD>(getpid()), &info)),
              WSAEINVAL);
}

TEST_F(Duplicate, ListenerAccepts) {
    OwnedSocket listener(AF_INET, SOCK_STREAM);
    sockaddr_in address = bind_loopback(listener);
    ASSERT_EQ(listen(listener, 1), 0);
    OwnedSocket copy = duplicate_here(listener);
    EXPECT_EQ(option_get(copy, SOL_SOCKET, SO_ACCEPTCONN), 1);
    OwnedSocket client(AF_INET, SOCK_STREAM);
    ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    OwnedSocket server(accept(copy, nullptr, nullptr));
    EXPECT_NE(static_cast<SOCKET>(server), INVALID_SOCKET);
}

TEST_F(Duplicate, BadArguments) {
    auto self = static_cast<DWORD>(getpid());
    EXPECT_EQ(code_of(WSADuplicateSocketW(pair.client, 0, &info)), WSAEINVAL);
    EXPECT_EQ(code_of(WSADuplicateSocketW(pair.client, INT_MAX, &info)), WSAEINVAL);
    EXPECT_EQ(code_of(WSADuplicateSocketW(pair.client, UINT_MAX, &info)), WSAEINVAL);
    EXPECT_EQ(code_of(WSADuplicateSocketW(pair.client, self, nullptr)), WSAEFAULT);
    EXPECT_EQ(code_of(WSADuplicateSocketW(INVALID_SOCKET, self, &info)), WSAENOTSOCK);
}

TEST_F(Duplicate, AnotherProcessMayNotTakeIt) {
    ASSERT_EQ(code_of(WSADuplicateSocketW(pair.client, 1, &info)), 0);  // for init
    EXPECT_EQ(take(&info), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
}

// The other process: this program, running the test below.
class OtherProcess {
  public:
    explicit OtherProcess(const char* test) {
        int ends[2];
        EXPECT_EQ(pipe(ends), 0);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[0], 0);
        posix_spawn_file_actions_addclose(&actions, ends[1]);
        char path[PATH_MAX] = {};
        EXPECT_GT(readlink("/proc/self/exe", path, sizeof path - 1), 0);
        std::string program = path;
        std::string filter = std::string("--gtest_filter=") + test;
        std::string disabled = "--gtest_also_run_disabled_tests";
        char* arguments[] = {program.data(), filter.data(), disabled.data(), nullptr};
        EXPECT_EQ(posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environ),
                  0);
        posix_spawn_file_actions_destroy(&actions);
        close(ends[0]);
        input_ = ends[1];
    }
    OtherProcess(const OtherProcess&) = delete;
    OtherProcess& operator=(const OtherProcess&) = delete;
    ~OtherProcess() { end(); }

    DWORD id() const { return static_cast<DWORD>(process_); }
    void tell(const WSAPROTOCOL_INFOW& info) {
        EXPECT_EQ(write(input_, &info, sizeof info), static_cast<ssize_t>(sizeof info));
    }
    // Its exit code.
    int end() {
        if (process_ == 0)
            return -1;
        close(input_);
        int status = 0;
        EXPECT_EQ(waitpid(std::exchange(process_, 0), &status, 0) > 0, true);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    pid_t process_ = 0;
    int input_ = -1;
};

TEST_F(Duplicate, DISABLED_InTheOtherProcess) {
    ASSERT_EQ(read(0, &info, sizeof info), static_cast<ssize_t>(sizeof info));
    OwnedSocket copy(take(&info));
    ASSERT_NE(static_cast<SOCKET>(copy), INVALID_SOCKET) << WSAGetLastError();
    char bytes[4];
    ASSERT_EQ(recv(copy, bytes, 4, MSG_WAITALL), 4);
    option_set<DWORD>(copy, SOL_SOCKET, SO_SNDTIMEO, 4321);
    ASSERT_EQ(send(copy, "pong", 4, 0), 4);
    ASSERT_EQ(recv(copy, bytes, 4, 0), 0);
}

TEST_F(Duplicate, AnotherProcessUsesIt) {
    OtherProcess other("Duplicate.DISABLED_InTheOtherProcess");
    ASSERT_EQ(code_of(WSADuplicateSocketW(pair.client, other.id(), &info)), 0);
    other.tell(info);
    ASSERT_EQ(send(pair.server, "ping", 4, 0), 4);
    char bytes[5] = {};
    EXPECT_EQ(recv(pair.server, bytes, 4, MSG_WAITALL), 4);
    EXPECT_STREQ(bytes, "pong");
    EXPECT_EQ(option_get(pair.client, SOL_SOCKET, SO_SNDTIMEO), 4321);
    pair.client.close();
    ASSERT_EQ(shutdown(pair.server, SD_SEND), 0);
    EXPECT_EQ(other.end(), 0);
    EXPECT_EQ(recv(pair.server, bytes, 4, 0), 0);  // its copy was the last
}

TEST_F(Duplicate, TargetEndsWithoutTakingIt) {
    OtherProcess other("Duplicate.NoSuchTest");
    ASSERT_EQ(code_of(WSADuplicateSocketW(pair.client, other.id(), &info)), 0);
    pair.client.close();
    other.end();
    char byte = 0;
    EXPECT_EQ(recv(pair.server, &byte, 1, 0), 0);  // the duplicate on offer is gone, too
}

// ---- descriptors from elsewhere ----

class Foreign : public ::testing::Test {
    Winsock winsock;
};

TEST_F(Foreign, SocketPairOfAfUnix) {
    int ends[2];
    ASSERT_EQ(linux_socketpair(lnx::kAfUnix, lnx::kSockStream | lnx::kSockCloexec, 0, ends), 0);
    OwnedSocket one(static_cast<SOCKET>(ends[0]));
    OwnedSocket two(static_cast<SOCKET>(ends[1]));
    ASSERT_EQ(send(one, "hello", 5, 0), 5);
    char bytes[8];
    EXPECT_EQ(recv(two, bytes, sizeof bytes, 0), 5);
    EXPECT_EQ(option_get(two, SOL_SOCKET, SO_TYPE), SOCK_STREAM);
}

TEST_F(Foreign, ListeningSocket) {
    int fd = lnx::sys_socket(lnx::kAfInet, lnx::kSockStream | lnx::kSockCloexec, 0);
    ASSERT_GE(fd, 0);
    sockaddr_in address = loopback();
    unsigned length = sizeof address;
    ASSERT_EQ(lnx::sys_bind(fd, &address, sizeof address), 0);
    ASSERT_EQ(lnx::sys_listen(fd, 1), 0);
    ASSERT_EQ(lnx::sys_getsockname(fd, &address, &length), 0);
    OwnedSocket listener(static_cast<SOCKET>(fd));
    EXPECT_EQ(option_get(listener, SOL_SOCKET, SO_ACCEPTCONN), 1);
    OwnedSocket client(AF_INET, SOCK_STREAM);
    ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    OwnedSocket server(accept(listener, nullptr, nullptr));
    ASSERT_NE(static_cast<SOCKET>(server), INVALID_SOCKET);
    ASSERT_EQ(send(client, "x", 1, 0), 1);
    char byte = 0;
    EXPECT_EQ(recv(server, &byte, 1, 0), 1);
}

TEST_F(Foreign, ModeThatOtherCodeChanged) {
    Pair pair = tcp_pair();
    ASSERT_EQ(lnx::sys_fcntl(static_cast<int>(static_cast<SOCKET>(pair.client)), lnx::kFSetFl,
                             lnx::kONonblock),
              0);
    char byte = 0;
    EXPECT_EQ(code_of(recv(pair.client, &byte, 1, 0)), WSAEWOULDBLOCK);
}

TEST_F(Foreign, NoSocket) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    EXPECT_EQ(code_of(send(static_cast<SOCKET>(ends[1]), "x", 1, 0)), WSAENOTSOCK);
    close(ends[0]);
    close(ends[1]);
}

}  // namespace
