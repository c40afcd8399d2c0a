// Look-ups that are told of by a window message.
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "winsock2.h"

namespace {

constexpr UINT kMessage = WM_APP + 9;

struct AsyncTest : testing::Test {
    void SetUp() override {
        WSADATA data;
        ASSERT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
        window = CreateWindowExA(0, "Static", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr,
                                 nullptr);
    }
    void TearDown() override {
        DestroyWindow(window);
        WSACleanup();
    }
    // Waits for the request's message and gives its lParam.
    LPARAM told(HANDLE request) {
        EXPECT_NE(request, nullptr) << WSAGetLastError();
        MSG message{};
        EXPECT_GT(GetMessageW(&message, window, kMessage, kMessage), 0);
        EXPECT_EQ(message.wParam, reinterpret_cast<WPARAM>(request));
        return message.lParam;
    }
    bool inside(const void* pointer) const {
        const auto* at = static_cast<const char*>(pointer);
        return at >= buffer && at < buffer + sizeof buffer;
    }

    HWND window = nullptr;
    char buffer[MAXGETHOSTSTRUCT] = {};
};

TEST_F(AsyncTest, HostByName) {
    const LPARAM answer =
        told(WSAAsyncGetHostByName(window, kMessage, "localhost", buffer, sizeof buffer));
    EXPECT_EQ(WSAGETASYNCERROR(answer), 0);
    hostent host;
    std::memcpy(&host, buffer, sizeof host);
    EXPECT_TRUE(inside(host.h_name));
    EXPECT_TRUE(inside(host.h_aliases));
    EXPECT_TRUE(inside(host.h_addr_list));
    ASSERT_TRUE(inside(host.h_addr_list[0]));
    EXPECT_EQ(std::memcmp(host.h_addr_list[0], "\x7f\0\0\1", 4), 0);
}

TEST_F(AsyncTest, BufferTooSmall) {
    std::memset(buffer, 0x55, sizeof buffer);
    const LPARAM answer =
        told(WSAAsyncGetHostByName(window, kMessage, "127.0.0.1", buffer, sizeof(hostent)));
    EXPECT_EQ(WSAGETASYNCERROR(answer), WSAENOBUFS);
    const int needed = WSAGETASYNCBUFLEN(answer);
    EXPECT_GT(needed, static_cast<int>(sizeof(hostent)));
    EXPECT_EQ(buffer[0], 0x55);
    EXPECT_EQ(WSAGETASYNCERROR(
                  told(WSAAsyncGetHostByName(window, kMessage, "127.0.0.1", buffer, needed))),
              0);
    EXPECT_EQ(
        WSAGETASYNCERROR(told(WSAAsyncGetHostByName(window, kMessage, "127.0.0.1", nullptr, 0))),
        WSAENOBUFS);
}

TEST_F(AsyncTest, ServicesAndProtocols) {
    LPARAM answer =
        told(WSAAsyncGetServByName(window, kMessage, "http", "tcp", buffer, sizeof buffer));
    EXPECT_EQ(WSAGETASYNCERROR(answer), 0);
    servent service;
    std::memcpy(&service, buffer, sizeof service);
    EXPECT_STREQ(service.s_name, "http");
    EXPECT_STREQ(service.s_proto, "tcp");
    EXPECT_EQ(service.s_port, static_cast<short>(htons(80)));
    answer =
        told(WSAAsyncGetServByPort(window, kMessage, htons(80), nullptr, buffer, sizeof buffer));
    EXPECT_EQ(WSAGETASYNCERROR(answer), 0);
    answer = told(WSAAsyncGetProtoByName(window, kMessage, "udp", buffer, sizeof buffer));
    EXPECT_EQ(WSAGETASYNCERROR(answer), 0);
    protoent protocol;
    std::memcpy(&protocol, buffer, sizeof protocol);
    EXPECT_EQ(protocol.p_proto, 17);
    answer = told(WSAAsyncGetProtoByNumber(window, kMessage, 6, buffer, sizeof buffer));
    EXPECT_EQ(WSAGETASYNCERROR(answer), 0);
    answer = told(
        WSAAsyncGetServByName(window, kMessage, "no such service", nullptr, buffer, sizeof buffer));
    EXPECT_EQ(WSAGETASYNCERROR(answer), WSANO_DATA);
}

TEST_F(AsyncTest, BadInput) {
    EXPECT_EQ(WSAAsyncGetHostByName(nullptr, kMessage, "localhost", buffer, sizeof buffer),
              nullptr);
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
    EXPECT_EQ(WSAGETASYNCERROR(
                  told(WSAAsyncGetHostByName(window, kMessage, nullptr, buffer, sizeof buffer))),
              WSAEFAULT);
    EXPECT_EQ(WSAGETASYNCERROR(told(WSAAsyncGetHostByAddr(window, kMessage, nullptr, 4, AF_INET,
                                                          buffer, sizeof buffer))),
              WSAEFAULT);
}

TEST_F(AsyncTest, Cancel) {
    EXPECT_EQ(WSACancelAsyncRequest(nullptr), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
    const HANDLE done = WSAAsyncGetProtoByNumber(window, kMessage, 6, buffer, sizeof buffer);
    told(done);
    EXPECT_EQ(WSACancelAsyncRequest(done), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEALREADY);
    // Whichever comes first: once cancelled there is neither a message nor a write.
    for (int i = 0; i < 200; ++i) {
        std::memset(buffer, 0x55, sizeof buffer);
        const HANDLE request = WSAAsyncGetProtoByNumber(window, kMessage, 6, buffer, sizeof buffer);
        if (WSACancelAsyncRequest(request) == 0) {
            EXPECT_EQ(buffer[0], 0x55);
            // Later requests are told in order, so its message would come before this one's.
            told(WSAAsyncGetProtoByNumber(window, kMessage, 999, nullptr, 0));
            EXPECT_EQ(buffer[0], 0x55);
        } else {
            told(request);
        }
    }
}

TEST_F(AsyncTest, CleanupCancels) {
    WSACleanup();
    EXPECT_EQ(WSAAsyncGetProtoByNumber(window, kMessage, 6, buffer, sizeof buffer), nullptr);
    EXPECT_EQ(WSAGetLastError(), WSANOTINITIALISED);
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    WSAAsyncGetHostByName(window, kMessage, "localhost", buffer, sizeof buffer);
    WSACleanup();
    MSG message;
    while (PeekMessageW(&message, window, 0, 0, PM_REMOVE)) {
    }
    WSAStartup(MAKEWORD(2, 2), &data);
    told(WSAAsyncGetProtoByNumber(window, kMessage, 6, buffer, sizeof buffer));
}

}  // namespace
