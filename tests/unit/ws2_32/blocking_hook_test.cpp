// Blocking hooks of version 1.1.
#include <gtest/gtest.h>

#include <cstring>
#include <thread>
#include <vector>

#include "winsock2.h"

namespace {

FARPROC hook_of(BOOL (*function)()) {
    return reinterpret_cast<FARPROC>(reinterpret_cast<void*>(function));
}

int calls = 0;
int nested = 0;
SOCKET nested_socket = INVALID_SOCKET;
bool was_blocking = false;

BOOL hook_cancels() {
    was_blocking = WSAIsBlocking();
    if (++calls >= 3)
        WSACancelBlockingCall();
    return FALSE;
}

BOOL hook_nests() {
    char byte = 0;
    nested = recv(nested_socket, &byte, 1, 0) == SOCKET_ERROR ? WSAGetLastError() : 0;
    if (nested == WSAEINPROGRESS && closesocket(nested_socket) == SOCKET_ERROR)
        nested = WSAGetLastError();
    WSACancelBlockingCall();
    return TRUE;
}

struct BlockingHookTest : testing::Test {
    void SetUp() override {
        WSADATA data;
        ASSERT_EQ(WSAStartup(MAKEWORD(1, 1), &data), 0);
        calls = 0;
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int length = sizeof address;
        listener = socket(AF_INET, SOCK_STREAM, 0);
        ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), length), 0);
        ASSERT_EQ(listen(listener, 5), 0);
        getsockname(listener, reinterpret_cast<sockaddr*>(&where), &length);
    }
    void TearDown() override {
        WSAUnhookBlockingHook();
        WSACleanup();
    }
    void pair() {
        client = socket(AF_INET, SOCK_STREAM, 0);
        ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&where), sizeof where), 0);
        server = accept(listener, nullptr, nullptr);
        ASSERT_NE(server, INVALID_SOCKET);
    }

    SOCKET listener = INVALID_SOCKET;
    SOCKET client = INVALID_SOCKET;
    SOCKET server = INVALID_SOCKET;
    sockaddr_in where{};
};

TEST_F(BlockingHookTest, CancelEndsTheCall) {
    pair();
    EXPECT_FALSE(WSAIsBlocking());
    EXPECT_EQ(WSACancelBlockingCall(), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEINVAL);
    EXPECT_NE(WSASetBlockingHook(hook_of(hook_cancels)), nullptr);
    char byte = 0;
    EXPECT_EQ(recv(server, &byte, 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEINTR);
    EXPECT_EQ(calls, 3);
    EXPECT_TRUE(was_blocking);
    EXPECT_FALSE(WSAIsBlocking());
    calls = 0;
    EXPECT_EQ(accept(listener, nullptr, nullptr), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAEINTR);
    calls = 0;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(server, &set);
    EXPECT_EQ(select(0, &set, nullptr, nullptr, nullptr), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEINTR);
    // The socket is as before.
    send(client, "x", 1, 0);
    EXPECT_EQ(recv(server, &byte, 1, 0), 1);
}

TEST_F(BlockingHookTest, NotCalledWhereNothingBlocks) {
    WSASetBlockingHook(hook_of(hook_cancels));
    pair();
    send(client, "x", 1, 0);
    u_long on = 1;
    ioctlsocket(listener, FIONBIO, &on);
    EXPECT_EQ(accept(listener, nullptr, nullptr), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    EXPECT_LE(calls, 1);
}

TEST_F(BlockingHookTest, RunsUntilTheCallIsOver) {
    static int steps;
    steps = 0;
    static SOCKET to;
    pair();
    to = client;
    WSASetBlockingHook(hook_of([]() -> BOOL { return ++steps % 3 != 0; }));
    std::thread sender([] {
        Sleep(15);
        send(to, "hello", 5, 0);
    });
    char text[8];
    EXPECT_EQ(recv(server, text, sizeof text, 0), 5);
    EXPECT_GE(steps, 3);
    sender.join();
    // A large send waits for its reader.
    std::thread reader([] {
        std::vector<char> room(1 << 16);
        int left = 8 << 20;
        while (left > 0) {
            const int got = recv(to, room.data(), static_cast<int>(room.size()), 0);
            if (got <= 0)
                break;
            left -= got;
        }
    });
    const std::vector<char> much(8 << 20);
    EXPECT_EQ(send(server, much.data(), static_cast<int>(much.size()), 0), 8 << 20);
    reader.join();
    u_long pending = 0;
    DWORD time_out = 20;
    setsockopt(server, SOL_SOCKET, SO_RCVTIMEO, reinterpret_cast<char*>(&time_out),
               sizeof time_out);
    EXPECT_EQ(recv(server, text, sizeof text, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAETIMEDOUT);
    EXPECT_EQ(ioctlsocket(server, FIONREAD, &pending), 0);
}

TEST_F(BlockingHookTest, RefusedConnectIsTold) {
    WSASetBlockingHook(hook_of([]() -> BOOL { return FALSE; }));
    closesocket(listener);
    client = socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(connect(client, reinterpret_cast<sockaddr*>(&where), sizeof where), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAECONNREFUSED);
}

TEST_F(BlockingHookTest, NestedCallsAreRefused) {
    pair();
    nested_socket = server;
    WSASetBlockingHook(hook_of(hook_nests));
    char byte = 0;
    EXPECT_EQ(recv(server, &byte, 1, 0), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEINTR);
    EXPECT_EQ(nested, WSAEINPROGRESS);
    EXPECT_EQ(closesocket(server), 0);
}

TEST_F(BlockingHookTest, DefaultRunsMessages) {
    static BOOL (*previous)();
    static LRESULT ran;
    ran = 0;
    previous = reinterpret_cast<BOOL (*)()>(
        reinterpret_cast<void*>(WSASetBlockingHook(hook_of(hook_cancels))));
    WNDCLASSA window_class{};
    window_class.lpszClassName = "HookTest";
    window_class.lpfnWndProc = [](HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
        if (message == WM_APP) {
            ran = 1;
            WSACancelBlockingCall();
        }
        return DefWindowProcA(window, message, wparam, lparam);
    };
    RegisterClassA(&window_class);
    const HWND window =
        CreateWindowExA(0, "HookTest", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
    PostMessageA(window, WM_APP, 0, 0);
    WSASetBlockingHook(hook_of([]() -> BOOL { return previous(); }));
    EXPECT_EQ(accept(listener, nullptr, nullptr), INVALID_SOCKET);
    EXPECT_EQ(WSAGetLastError(), WSAEINTR);
    EXPECT_EQ(ran, 1);
    DestroyWindow(window);
}

TEST_F(BlockingHookTest, OfVersionOneOnly) {
    WSADATA data;
    WSAStartup(MAKEWORD(2, 2), &data);
    EXPECT_EQ(WSASetBlockingHook(hook_of(hook_cancels)), nullptr);
    EXPECT_EQ(WSAGetLastError(), WSAEOPNOTSUPP);
    EXPECT_EQ(WSAUnhookBlockingHook(), SOCKET_ERROR);
    EXPECT_EQ(WSACancelBlockingCall(), SOCKET_ERROR);
    EXPECT_EQ(WSAGetLastError(), WSAEOPNOTSUPP);
    WSACleanup();
}

TEST_F(BlockingHookTest, IsRefusedWithoutAFunction) {
    EXPECT_EQ(WSASetBlockingHook(nullptr), nullptr);
    EXPECT_EQ(WSAGetLastError(), WSAEFAULT);
}

}  // namespace
