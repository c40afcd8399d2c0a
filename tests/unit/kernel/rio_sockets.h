// What the tests of Registered I/O share: each runs with io_uring and without.
#pragma once

#include <cstdlib>
#include <string>
#include <vector>

#include "mswsock.h"
#include "windows.h"
#include "ws2ipdef.h"
#include "connection_test.h"

namespace berth::test {

inline constexpr DWORD kFlags = WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO;

inline SOCKET socket_make(int type, DWORD flags = kFlags) {
    return WSASocketW(AF_INET, type, 0, nullptr, 0, flags);
}

inline sockaddr_in bound_make(SOCKET s) {
    sockaddr_in address = loopback();
    int length = sizeof address;
    EXPECT_EQ(bind(s, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(getsockname(s, reinterpret_cast<sockaddr*>(&address), &length), 0);
    return address;
}

class RioTest : public testing::TestWithParam<bool> {
  protected:
    void SetUp() override {
        WSADATA data;
        setenv("BERTH_IO_URING", GetParam() ? "1" : "0", 1);
        ASSERT_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
        listener = socket_make(SOCK_STREAM);
        address = bound_make(listener);
        ASSERT_EQ(listen(listener, SOMAXCONN), 0);
        GUID id = WSAID_MULTIPLE_RIO;
        DWORD got = 0;
        ASSERT_EQ(WSAIoctl(listener, SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER, &id, sizeof id,
                           &rio, sizeof rio, &got, nullptr, nullptr),
                  0);
        EXPECT_EQ(got, sizeof rio);
        EXPECT_EQ(rio.cbSize, sizeof rio);
        memory.resize(1 << 16);
        buffer = rio.RIORegisterBuffer(memory.data(), static_cast<DWORD>(memory.size()));
        ASSERT_NE(buffer, RIO_INVALID_BUFFERID);
    }
    void TearDown() override {
        for (SOCKET s : sockets)
            closesocket(s);
        closesocket(listener);
        rio.RIOCloseCompletionQueue(queue);
        rio.RIODeregisterBuffer(buffer);
        WSACleanup();
        unsetenv("BERTH_IO_URING");
    }

    // A connected pair; the second is ours, with the listener's attributes.
    void connect_pair(SOCKET* client, SOCKET* server) {
        *client = client_make(address);
        *server = accept(listener, nullptr, nullptr);
        sockets.push_back(*client);
        sockets.push_back(*server);
    }
    void queue_make(DWORD size, RIO_NOTIFICATION_COMPLETION* notification = nullptr) {
        queue = rio.RIOCreateCompletionQueue(size, notification);
        ASSERT_NE(queue, RIO_INVALID_CQ) << WSAGetLastError();
    }
    RIO_RQ requests_make(SOCKET s, ULONG receives = 4, ULONG sends = 4, void* context = nullptr) {
        return rio.RIOCreateRequestQueue(s, receives, 1, sends, 1, queue, queue, context);
    }
    RIO_BUF slice(ULONG offset, ULONG length) const { return {buffer, offset, length}; }
    std::string text(ULONG offset, ULONG length) const { return {memory.data() + offset, length}; }
    void write(ULONG offset, const std::string& what) {
        what.copy(memory.data() + offset, what.size());
    }
    BOOL receive(RIO_RQ requests, ULONG offset, ULONG length, ULONG_PTR context = 0,
                 DWORD flags = 0) {
        RIO_BUF room = slice(offset, length);
        return rio.RIOReceive(requests, &room, 1, flags, reinterpret_cast<void*>(context));
    }
    BOOL send_slice(RIO_RQ requests, ULONG offset, ULONG length, ULONG_PTR context = 0,
                    DWORD flags = 0) {
        RIO_BUF data = slice(offset, length);
        return rio.RIOSend(requests, &data, 1, flags, reinterpret_cast<void*>(context));
    }
    // Polls until there are so many.
    std::vector<RIORESULT> results(size_t count) {
        std::vector<RIORESULT> found;
        while (found.size() < count) {
            RIORESULT some[8];
            const ULONG got = rio.RIODequeueCompletion(queue, some, 8);
            if (got == RIO_CORRUPT_CQ)
                break;
            found.insert(found.end(), some, some + got);
        }
        return found;
    }
    RIORESULT result() { return results(1).at(0); }
    ULONG pending_results() {
        RIORESULT some[8];
        return rio.RIODequeueCompletion(queue, some, 8);
    }

    RIO_EXTENSION_FUNCTION_TABLE rio{};
    SOCKET listener = INVALID_SOCKET;
    sockaddr_in address{};
    std::vector<SOCKET> sockets;
    RIO_CQ queue = RIO_INVALID_CQ;
    std::vector<char> memory;
    RIO_BUFFERID buffer = RIO_INVALID_BUFFERID;
};

}  // namespace berth::test
