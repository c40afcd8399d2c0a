// GetAddrInfoEx: namespaces, and completion by event, by routine, by cancellation.
#include "winsock2.h"
#include "ws2tcpip.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <cstring>
#include <mutex>

#include "startup_scope.h"
#include "synchapi.h"

namespace {

using GetAddrInfoExTest = StartedTest;

struct Told {
    OVERLAPPED overlapped{};
    std::mutex lock;
    std::condition_variable changed;
    bool done = false;
    DWORD error = 0;
    void wait() {
        std::unique_lock guard(lock);
        changed.wait(guard, [&] { return done; });
    }
};

void CALLBACK tell(DWORD error, DWORD, LPWSAOVERLAPPED overlapped) {
    auto* told = CONTAINING_RECORD(overlapped, Told, overlapped);
    const std::lock_guard guard(told->lock);
    told->error = error;
    told->done = true;
    told->changed.notify_all();
}

int ask(DWORD name_space, GUID* provider) {
    ADDRINFOEXW* list = nullptr;
    const int error = GetAddrInfoExW(L"127.0.0.1", L"80", name_space, provider, nullptr, &list,
                                     nullptr, nullptr, nullptr, nullptr);
    FreeAddrInfoExW(list);
    return error;
}

}  // namespace

TEST_F(GetAddrInfoExTest, AnswersAtOnceWithoutAnOverlappedStructure) {
    ADDRINFOEXA hints{};
    hints.ai_flags = AI_CANONNAME;
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    ADDRINFOEXA* list = nullptr;
    ASSERT_EQ(0, GetAddrInfoExA("localhost", "http", NS_DNS, nullptr, &hints, &list, nullptr,
                                nullptr, nullptr, nullptr));
    EXPECT_STREQ("localhost", list->ai_canonname);
    EXPECT_EQ(80, ntohs(reinterpret_cast<SOCKADDR_IN*>(list->ai_addr)->sin_port));
    EXPECT_EQ(nullptr, list->ai_blob);
    EXPECT_EQ(nullptr, list->ai_next);
    FreeAddrInfoExA(list);
    FreeAddrInfoEx(nullptr);
}

TEST_F(GetAddrInfoExTest, OnlyDnsIsThere) {
    GUID other{};
    EXPECT_EQ(0, ask(NS_ALL, nullptr));
    EXPECT_EQ(0, ask(NS_DNS, nullptr));
    EXPECT_EQ(WSASERVICE_NOT_FOUND, ask(NS_NLA, nullptr));
    EXPECT_EQ(WSASERVICE_NOT_FOUND, ask(NS_ALL, &other));
    char room[256];
    DWORD size = sizeof room;
    auto* info = reinterpret_cast<WSANAMESPACE_INFOW*>(room);
    ASSERT_EQ(1, WSAEnumNameSpaceProvidersW(&size, info));
    EXPECT_EQ(static_cast<DWORD>(NS_DNS), info->dwNameSpace);
    EXPECT_STREQ(L"DNS", info->lpszIdentifier);
    EXPECT_EQ(0, ask(NS_ALL, &info->NSProviderId));
    size = 0;
    EXPECT_EQ(SOCKET_ERROR, WSAEnumNameSpaceProvidersW(&size, nullptr));
    EXPECT_EQ(WSAEFAULT, WSAGetLastError());
    EXPECT_GT(size, sizeof *info);
}

TEST_F(GetAddrInfoExTest, ATimeoutThatIsLongEnough) {
    timeval timeout{60, 0};
    ADDRINFOEXW* list = nullptr;
    ASSERT_EQ(0, GetAddrInfoExW(L"localhost", nullptr, NS_ALL, nullptr, nullptr, &list, &timeout,
                                nullptr, nullptr, nullptr));
    FreeAddrInfoExW(list);
}

TEST_F(GetAddrInfoExTest, CompletesByRoutine) {
    Told told;
    ADDRINFOEXW* list = nullptr;
    HANDLE handle = nullptr;
    ASSERT_EQ(WSA_IO_PENDING, GetAddrInfoExW(L"localhost", L"7", NS_ALL, nullptr, nullptr, &list,
                                             nullptr, &told.overlapped, tell, &handle));
    told.wait();
    EXPECT_EQ(0u, told.error);
    EXPECT_EQ(&list, told.overlapped.Pointer);
    ASSERT_NE(nullptr, list);
    EXPECT_EQ(NO_ERROR, GetAddrInfoExOverlappedResult(&told.overlapped));
    EXPECT_EQ(WSA_INVALID_HANDLE, GetAddrInfoExCancel(&handle));
    FreeAddrInfoExW(list);
}

TEST_F(GetAddrInfoExTest, CompletesByEvent) {
    OVERLAPPED overlapped{};
    overlapped.hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    ASSERT_NE(nullptr, overlapped.hEvent);
    ADDRINFOEXW* list = nullptr;
    ASSERT_EQ(WSA_IO_PENDING,
              GetAddrInfoExW(L"no-such-host.invalid", nullptr, NS_ALL, nullptr, nullptr, &list,
                             nullptr, &overlapped, nullptr, nullptr));
    EXPECT_EQ(WAIT_OBJECT_0, WaitForSingleObject(overlapped.hEvent, 60000));
    EXPECT_EQ(WSAHOST_NOT_FOUND, GetAddrInfoExOverlappedResult(&overlapped));
    EXPECT_EQ(nullptr, list);
    CloseHandle(overlapped.hEvent);
}

TEST_F(GetAddrInfoExTest, ACancelledRequestCompletesOnce) {
    for (int i = 0; i < 50; ++i) {
        Told told;
        ADDRINFOEXW* list = nullptr;
        HANDLE handle = nullptr;
        ASSERT_EQ(WSA_IO_PENDING, GetAddrInfoExW(L"localhost", nullptr, NS_ALL, nullptr, nullptr,
                                                 &list, nullptr, &told.overlapped, tell, &handle));
        const int cancelled = GetAddrInfoExCancel(&handle);
        told.wait();
        EXPECT_EQ(cancelled == 0 ? static_cast<DWORD>(WSA_E_CANCELLED) : 0u, told.error);
        EXPECT_EQ(cancelled == 0, list == nullptr);
        FreeAddrInfoExW(list);
    }
}

TEST_F(GetAddrInfoExTest, BadArguments) {
    OVERLAPPED overlapped{};
    ADDRINFOEXW* list = nullptr;
    HANDLE handle = nullptr;
    EXPECT_EQ(WSAEINVAL, GetAddrInfoExW(L"localhost", nullptr, NS_ALL, nullptr, nullptr, &list,
                                        nullptr, &overlapped, nullptr, nullptr));
    EXPECT_EQ(WSAEINVAL, GetAddrInfoExW(L"localhost", nullptr, NS_ALL, nullptr, nullptr, &list,
                                        nullptr, nullptr, tell, nullptr));
    ADDRINFOEXA* narrow = nullptr;
    EXPECT_EQ(WSAEINVAL, GetAddrInfoExA("localhost", nullptr, NS_ALL, nullptr, nullptr, &narrow,
                                        nullptr, &overlapped, nullptr, nullptr));
    EXPECT_EQ(WSAEFAULT, GetAddrInfoExA("localhost", nullptr, NS_ALL, nullptr, nullptr, nullptr,
                                        nullptr, nullptr, nullptr, nullptr));
    EXPECT_EQ(WSA_INVALID_HANDLE, GetAddrInfoExCancel(&handle));
    EXPECT_EQ(WSA_INVALID_HANDLE, GetAddrInfoExCancel(nullptr));
    EXPECT_EQ(WSAEINVAL, GetAddrInfoExOverlappedResult(nullptr));
    EXPECT_EQ(WSAEOPNOTSUPP, SetAddrInfoExW(L"name", nullptr, nullptr, 0, nullptr, 0, NS_DNS,
                                            nullptr, nullptr, nullptr, nullptr, nullptr));
}
