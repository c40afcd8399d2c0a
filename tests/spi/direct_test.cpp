// The builtin providers as a layered one meets them: loaded by their path, started with an upcall
// table of the caller's, called by their procedure tables alone.
// https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wspstartup
#include <atomic>

#include "catalog_fixture.h"
#include "libloaderapi.h"
#include "processthreadsapi.h"
#include "winbase.h"
#include "ws2tcpip.h"

using namespace spi_test;

namespace {

std::atomic<int> handles_modified;
std::atomic<DWORD> entry_modified;

SOCKET WSPAPI modify_handle(DWORD entry, SOCKET proposed, LPINT) {
    ++handles_modified;
    entry_modified = entry;
    return proposed;
}

BOOL WSPAPI post_message(HWND, UINT, WPARAM, LPARAM) {
    return TRUE;
}

const void* const kNowhere = reinterpret_cast<void*>(8);

// Without WSAStartup: nobody but the test has started the provider.
class DirectTest : public CatalogTest {
  protected:
    void SetUp() override {
        CatalogTest::SetUp();
        ASSERT_EQ(0, WSACleanup());
        for (const auto& entry : catalog_entries()) {
            if (entry.iAddressFamily == AF_INET && entry.iSocketType == SOCK_STREAM)
                info = entry;
        }
        startup = startup_of(info);
        ASSERT_NE(nullptr, startup);
        upcalls.lpWPUModifyIFSHandle = modify_handle;
        upcalls.lpWPUPostMessage = post_message;
    }
    void TearDown() override {
        int error = 0;
        while (table.lpWSPCleanup && table.lpWSPCleanup(&error) == 0) {
        }
        WSADATA data;
        ASSERT_EQ(0, WSAStartup(MAKEWORD(2, 2), &data));
        CatalogTest::TearDown();
    }
    static LPWSPSTARTUP startup_of(WSAPROTOCOL_INFOW& entry) {
        WCHAR path[64];
        int length = 64;
        int error = 0;
        EXPECT_EQ(0, WSCGetProviderPath(&entry.ProviderId, path, &length, &error));
        const HMODULE module = LoadLibraryW(path);
        void* const address = reinterpret_cast<void*>(GetProcAddress(module, "WSPStartup"));
        return reinterpret_cast<LPWSPSTARTUP>(address);
    }
    int start(WORD version = MAKEWORD(2, 2)) {
        return startup(version, &data, &info, upcalls, &table);
    }
    SOCKET open(int family = AF_INET, int type = SOCK_STREAM, int protocol = IPPROTO_TCP) {
        return table.lpWSPSocket(family, type, protocol, &info, 0, WSA_FLAG_OVERLAPPED, &error);
    }

    WSAPROTOCOL_INFOW info{};
    WSPUPCALLTABLE upcalls{};
    WSPPROC_TABLE table{};
    WSPDATA data{};
    LPWSPSTARTUP startup = nullptr;
    int error = 0;
};

}  // namespace

TEST_F(DirectTest, TheVersionIsNegotiated) {
    for (const WORD old : {MAKEWORD(1, 0), MAKEWORD(1, 1), MAKEWORD(2, 0), MAKEWORD(2, 1)})
        EXPECT_EQ(WSAVERNOTSUPPORTED, start(old));
    for (const WORD enough : {MAKEWORD(2, 2), MAKEWORD(2, 3), MAKEWORD(3, 0)}) {
        data = {};
        ASSERT_EQ(0, start(enough));
        EXPECT_EQ(MAKEWORD(2, 2), data.wVersion);
        EXPECT_EQ(MAKEWORD(2, 2), data.wHighVersion);
        EXPECT_NE(0, data.szDescription[0]);
    }
    EXPECT_EQ(WSAEFAULT, startup(MAKEWORD(2, 2), nullptr, &info, upcalls, &table));
    EXPECT_EQ(WSAEFAULT, startup(MAKEWORD(2, 2), &data, &info, upcalls, nullptr));
    auto* const nowhere = const_cast<void*>(kNowhere);
    EXPECT_EQ(WSAEFAULT,
              startup(MAKEWORD(2, 2), static_cast<LPWSPDATA>(nowhere), &info, upcalls, &table));
}

// Each WSPStartup has its WSPCleanup; behind the last one there is nothing but WSPStartup.
TEST_F(DirectTest, IsCountedByProcess) {
    ASSERT_EQ(0, start());
    ASSERT_EQ(0, start());
    EXPECT_EQ(0, table.lpWSPCleanup(&error));
    const SOCKET s = open();
    ASSERT_NE(INVALID_SOCKET, s) << error;
    EXPECT_EQ(0, table.lpWSPCleanup(&error));
    EXPECT_EQ(SOCKET_ERROR, table.lpWSPCleanup(&error));
    EXPECT_EQ(WSANOTINITIALISED, error);
    error = 0;
    EXPECT_EQ(INVALID_SOCKET, open());
    EXPECT_EQ(WSANOTINITIALISED, error);
    // What was open is deallocated, as if by WSPCloseSocket.
    EXPECT_EQ(SOCKET_ERROR, table.lpWSPListen(s, 1, &error));
    EXPECT_EQ(WSAENOTSOCK, error);
    EXPECT_EQ(SOCKET_ERROR, table.lpWSPCancelBlockingCall(&error));
    EXPECT_EQ(WSAEINVAL, error);
    ASSERT_EQ(0, start());
    EXPECT_NE(INVALID_SOCKET, open());
}

TEST_F(DirectTest, NewSocketsGoByTheUpcallOfTheLastStartup) {
    ASSERT_EQ(0, start());
    handles_modified = 0;
    const SOCKET listener = open(0, 0, 0);
    ASSERT_NE(INVALID_SOCKET, listener) << error;
    EXPECT_EQ(1, handles_modified);
    EXPECT_EQ(info.dwCatalogEntryId, entry_modified);
    const SOCKET client = open(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO);
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int length = sizeof name;
    auto* const address = reinterpret_cast<sockaddr*>(&name);
    EXPECT_EQ(0, table.lpWSPBind(listener, address, length, &error));
    EXPECT_EQ(0, table.lpWSPListen(listener, 1, &error));
    EXPECT_EQ(0, table.lpWSPGetSockName(listener, address, &length, &error));
    EXPECT_EQ(
        0, table.lpWSPConnect(client, address, length, nullptr, nullptr, nullptr, nullptr, &error));
    upcalls.lpWPUModifyIFSHandle = [](DWORD, SOCKET proposed, LPINT) {
        handles_modified = 100;
        return proposed;
    };
    ASSERT_EQ(0, start());
    const SOCKET server = table.lpWSPAccept(listener, nullptr, nullptr, nullptr, 0, &error);
    EXPECT_NE(INVALID_SOCKET, server);
    EXPECT_EQ(100, handles_modified);
    // Errors are told by lpErrno alone; without it there is nowhere to tell them.
    SetLastError(7);
    EXPECT_EQ(SOCKET_ERROR, table.lpWSPListen(server, 1, &error));
    EXPECT_EQ(WSAEISCONN, error);
    EXPECT_EQ(SOCKET_ERROR, table.lpWSPListen(server, 1, nullptr));
    EXPECT_EQ(SOCKET_ERROR, table.lpWSPBind(INVALID_SOCKET, address, length, nullptr));
    EXPECT_EQ(7u, GetLastError());
    for (const SOCKET s : {listener, client, server})
        EXPECT_EQ(0, table.lpWSPCloseSocket(s, &error));
    EXPECT_EQ(SOCKET_ERROR, table.lpWSPCloseSocket(server, &error));
    EXPECT_EQ(WSAENOTSOCK, error);
}

// A refused handle is no socket: the upcall's error is the call's.
TEST_F(DirectTest, TheUpcallMayRefuse) {
    upcalls.lpWPUModifyIFSHandle = [](DWORD, SOCKET, LPINT code) {
        *code = WSAEINVAL;
        return INVALID_SOCKET;
    };
    ASSERT_EQ(0, start());
    EXPECT_EQ(INVALID_SOCKET, open());
    EXPECT_EQ(WSAEINVAL, error);
}

TEST_F(DirectTest, EveryProcedureRefusesWhatIsNoSocket) {
    ASSERT_EQ(0, start());
    const SOCKET s = INVALID_SOCKET;
    sockaddr_in name{};
    int length = sizeof name;
    auto* const address = reinterpret_cast<sockaddr*>(&name);
    char text[4];
    WSABUF buffer{sizeof text, text};
    DWORD count = 0;
    DWORD flags = 0;
    WSANETWORKEVENTS events{};
    WSAPROTOCOL_INFOW copy{};
    QOS quality{};
    OVERLAPPED overlapped{};
    fd_set set;
    FD_ZERO(&set);
    set.fd_array[set.fd_count++] = s;
    const auto refused = [&](INT_PTR result) {
        const int code = std::exchange(error, 0);
        return (result == SOCKET_ERROR || result == 0) && code == WSAENOTSOCK;
    };
    EXPECT_TRUE(
        refused(static_cast<INT_PTR>(table.lpWSPAccept(s, address, &length, nullptr, 0, &error))));
    EXPECT_TRUE(refused(table.lpWSPAsyncSelect(s, nullptr, 0, FD_READ, &error)));
    EXPECT_TRUE(refused(table.lpWSPBind(s, address, length, &error)));
    EXPECT_TRUE(refused(table.lpWSPCloseSocket(s, &error)));
    EXPECT_TRUE(refused(
        table.lpWSPConnect(s, address, length, nullptr, nullptr, nullptr, nullptr, &error)));
    EXPECT_TRUE(refused(table.lpWSPDuplicateSocket(s, GetCurrentProcessId(), &copy, &error)));
    EXPECT_TRUE(refused(table.lpWSPEnumNetworkEvents(s, nullptr, &events, &error)));
    EXPECT_TRUE(refused(table.lpWSPEventSelect(s, nullptr, FD_READ, &error)));
    EXPECT_TRUE(
        refused(table.lpWSPGetOverlappedResult(s, &overlapped, &count, FALSE, &flags, &error)));
    EXPECT_TRUE(refused(table.lpWSPGetPeerName(s, address, &length, &error)));
    EXPECT_TRUE(refused(table.lpWSPGetSockName(s, address, &length, &error)));
    EXPECT_TRUE(refused(table.lpWSPGetSockOpt(s, SOL_SOCKET, SO_TYPE, text, &length, &error)));
    EXPECT_TRUE(refused(table.lpWSPGetQOSByName(s, &buffer, &quality, &error)));
    EXPECT_TRUE(refused(table.lpWSPIoctl(s, static_cast<DWORD>(FIONREAD), nullptr, 0, text, 4,
                                         &count, nullptr, nullptr, nullptr, &error)));
    EXPECT_TRUE(refused(static_cast<INT_PTR>(table.lpWSPJoinLeaf(
        s, address, length, nullptr, nullptr, nullptr, nullptr, JL_BOTH, &error))));
    EXPECT_TRUE(refused(table.lpWSPListen(s, 1, &error)));
    EXPECT_TRUE(
        refused(table.lpWSPRecv(s, &buffer, 1, &count, &flags, nullptr, nullptr, nullptr, &error)));
    EXPECT_TRUE(refused(table.lpWSPRecvDisconnect(s, nullptr, &error)));
    EXPECT_TRUE(refused(table.lpWSPRecvFrom(s, &buffer, 1, &count, &flags, nullptr, nullptr,
                                            nullptr, nullptr, nullptr, &error)));
    EXPECT_TRUE(refused(table.lpWSPSelect(0, &set, nullptr, nullptr, nullptr, &error)));
    EXPECT_TRUE(
        refused(table.lpWSPSend(s, &buffer, 1, &count, 0, nullptr, nullptr, nullptr, &error)));
    EXPECT_TRUE(refused(table.lpWSPSendDisconnect(s, nullptr, &error)));
    EXPECT_TRUE(refused(table.lpWSPSendTo(s, &buffer, 1, &count, 0, address, length, nullptr,
                                          nullptr, nullptr, &error)));
    EXPECT_TRUE(refused(table.lpWSPSetSockOpt(s, SOL_SOCKET, SO_KEEPALIVE, text, 4, &error)));
    EXPECT_TRUE(refused(table.lpWSPShutdown(s, SD_SEND, &error)));
}

// The address procedures want the description of a protocol of the provider's.
TEST_F(DirectTest, AddressesAreOfTheProtocolNamed) {
    ASSERT_EQ(0, start());
    sockaddr_in name{};
    name.sin_family = AF_INET;
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.sin_port = htons(80);
    auto* const address = reinterpret_cast<sockaddr*>(&name);
    WCHAR text[32];
    DWORD length = 32;
    ASSERT_EQ(0, table.lpWSPAddressToString(address, sizeof name, &info, text, &length, &error));
    EXPECT_STREQ(L"127.0.0.1:80", text);
    length = 3;
    EXPECT_EQ(SOCKET_ERROR,
              table.lpWSPAddressToString(address, sizeof name, &info, text, &length, &error));
    EXPECT_EQ(WSAEFAULT, error);
    EXPECT_LT(3u, length);
    WSAPROTOCOL_INFOW other = info;
    other.ProviderId = kEchoId;
    other.iAddressFamily = kEchoFamily;
    length = 32;
    EXPECT_EQ(SOCKET_ERROR,
              table.lpWSPAddressToString(address, sizeof name, &other, text, &length, &error));
    EXPECT_EQ(WSAEINVAL, error);
    int size = sizeof name;
    EXPECT_EQ(SOCKET_ERROR,
              table.lpWSPStringToAddress(text, AF_INET, &other, address, &size, &error));
    EXPECT_EQ(WSAEINVAL, error);
    EXPECT_EQ(0, table.lpWSPStringToAddress(text, AF_INET, &info, address, &size, &error));
}
