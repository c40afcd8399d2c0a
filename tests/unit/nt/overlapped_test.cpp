#include "nt/overlapped.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/thread.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using namespace berth::nt;

struct Request final : OverlappedRequest {
    void give_back() override { ++given_back; }
    void call_routine() override {
        ++routines;
        routine_thread = GetCurrentThreadId();
    }
    std::atomic<int> given_back{0};
    std::atomic<int> routines{0};
    std::atomic<DWORD> routine_thread{0};
};

TEST(Overlapped, StatusAndBytesAreStoredAtTheEnd) {
    Request request;
    OVERLAPPED overlapped{};
    DWORD bytes = 0;
    ASSERT_EQ(request.start(overlapped, nullptr), 0u);
    EXPECT_EQ(overlapped.Internal, ULONG_PTR{STATUS_PENDING});
    EXPECT_FALSE(HasOverlappedIoCompleted(&overlapped));
    EXPECT_FALSE(GetOverlappedResult(nullptr, &overlapped, &bytes, FALSE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_IO_INCOMPLETE});
    request.complete(status_from_error(WSAECONNRESET), 7);
    EXPECT_TRUE(HasOverlappedIoCompleted(&overlapped));
    EXPECT_EQ(request.given_back, 1);
    EXPECT_FALSE(GetOverlappedResult(nullptr, &overlapped, &bytes, TRUE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NETNAME_DELETED});
    EXPECT_EQ(bytes, 7u);
}

TEST(Overlapped, EventIsResetAndSet) {
    const HANDLE event = CreateEventA(nullptr, TRUE, TRUE, nullptr);
    Request request;
    OVERLAPPED overlapped{};
    DWORD bytes = 0;
    overlapped.hEvent = event;
    ASSERT_EQ(request.start(overlapped, nullptr), 0u);
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_FALSE(GetOverlappedResultEx(nullptr, &overlapped, &bytes, 1, FALSE));
    EXPECT_EQ(last_error_get(), DWORD{WAIT_TIMEOUT});
    std::thread completer([&] { request.complete(kStatusSuccess, 9); });
    EXPECT_TRUE(GetOverlappedResult(nullptr, &overlapped, &bytes, TRUE));
    EXPECT_EQ(bytes, 9u);
    completer.join();
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CloseHandle(event);
}

TEST(Overlapped, BadEventStartsNothing) {
    Request request;
    OVERLAPPED overlapped{};
    overlapped.hEvent = HANDLE(0x40ffff00);
    EXPECT_EQ(request.start(overlapped, nullptr), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(overlapped.Internal, 0u);
}

TEST(Overlapped, WithoutAnEventTheRequestItselfIsWaitedFor) {
    char name[] = "/tmp/berth-overlapped-XXXXXX";
    const int made = mkstemp(name);
    const HANDLE file = CreateFileA(name, GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING,
                                    FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    close(made);
    ASSERT_NE(file, INVALID_HANDLE_VALUE);
    for (int round = 0; round < 50; ++round) {
        Request request;
        OVERLAPPED overlapped{};
        DWORD bytes = 0;
        request.start(overlapped, nullptr);
        std::thread completer([&] { request.complete(kStatusSuccess, 3); });
        EXPECT_TRUE(GetOverlappedResult(file, &overlapped, &bytes, TRUE));
        EXPECT_EQ(bytes, 3u);
        completer.join();
    }
    Request request;
    OVERLAPPED overlapped{};
    DWORD bytes = 0;
    request.start(overlapped, nullptr);
    EXPECT_FALSE(GetOverlappedResultEx(file, &overlapped, &bytes, 1, TRUE));
    EXPECT_EQ(last_error_get(), DWORD{WAIT_TIMEOUT});
    EXPECT_FALSE(GetOverlappedResultEx(nullptr, &overlapped, &bytes, 1, TRUE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    request.complete(kStatusSuccess, 0);
    CloseHandle(file);
}

TEST(Overlapped, RoutineRunsInTheStartingThreadWhenAlertable) {
    Request request;
    OVERLAPPED overlapped{};
    overlapped.hEvent = HANDLE(0x1235);  // the program's own
    ASSERT_EQ(request.start_with_routine(overlapped, nullptr), 0u);
    std::thread([&] { request.complete(kStatusSuccess, 5); }).join();
    EXPECT_EQ(request.routines, 0);
    EXPECT_EQ(SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(request.routines, 1);
    EXPECT_EQ(request.routine_thread, GetCurrentThreadId());
    EXPECT_EQ(request.given_back, 1);
}

TEST(Overlapped, RoutineOfAThreadThatEndedIsDropped) {
    Request early;
    Request late;
    OVERLAPPED overlapped[2]{};
    std::thread([&] {
        early.start_with_routine(overlapped[0], nullptr);
        late.start_with_routine(overlapped[1], nullptr);
        early.complete(kStatusSuccess, 0);
    }).join();
    late.complete(kStatusSuccess, 4);
    EXPECT_EQ(overlapped[1].InternalHigh, 4u);
    for (Request* request : {&early, &late}) {
        EXPECT_EQ(request->routines, 0);
        EXPECT_EQ(request->given_back, 1);
    }
}

class OverlappedPort : public ::testing::Test {
  protected:
    OverlappedPort() : port_(CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0)) {
        binding_.associate(handle_get<CompletionPort>(port_), 42);
    }
    ~OverlappedPort() override { CloseHandle(port_); }
    bool packet_waits() const { return WaitForSingleObject(port_, 0) == WAIT_OBJECT_0; }

    HANDLE port_;
    PortBinding binding_;
    Request request_;
    OVERLAPPED overlapped_{};
};

TEST_F(OverlappedPort, PacketTellsTheEnd) {
    const HANDLE event = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    overlapped_.hEvent = event;
    ASSERT_EQ(request_.start(overlapped_, &binding_), 0u);
    EXPECT_FALSE(packet_waits());
    request_.complete(kStatusSuccess, 11);
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(request_.given_back, 0) << "the packet is still queued";
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    EXPECT_TRUE(GetQueuedCompletionStatus(port_, &bytes, &key, &overlapped, 0));
    EXPECT_EQ(bytes, 11u);
    EXPECT_EQ(key, 42u);
    EXPECT_EQ(overlapped, &overlapped_);
    EXPECT_EQ(request_.given_back, 1);
    CloseHandle(event);
}

TEST_F(OverlappedPort, LowestBitOfTheEventKeepsThePacketAway) {
    const HANDLE event = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    overlapped_.hEvent = reinterpret_cast<HANDLE>(reinterpret_cast<uintptr_t>(event) | 1);
    ASSERT_EQ(request_.start(overlapped_, &binding_), 0u);
    request_.complete(kStatusSuccess, 1);
    EXPECT_FALSE(packet_waits());
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(request_.given_back, 1);
    CloseHandle(event);
}

TEST_F(OverlappedPort, RoutineAndPortExcludeEachOther) {
    EXPECT_EQ(request_.start_with_routine(overlapped_, &binding_), DWORD{ERROR_INVALID_PARAMETER});
}

TEST_F(OverlappedPort, SuccessAtOnceIsSkippedOnRequest) {
    request_.start(overlapped_, &binding_);
    request_.complete_at_once(kStatusSuccess, 1);
    EXPECT_TRUE(packet_waits());
    binding_.modes_add(1);
    Request next;
    OVERLAPPED overlapped{};
    OVERLAPPED_ENTRY entries[2];
    ULONG removed = 0;
    next.start(overlapped, &binding_);
    next.complete_at_once(kStatusSuccess, 1);
    EXPECT_EQ(next.given_back, 1);
    Request pending;
    OVERLAPPED slow{};
    pending.start(slow, &binding_);
    pending.complete(kStatusSuccess, 1);
    EXPECT_TRUE(GetQueuedCompletionStatusEx(port_, entries, 2, &removed, 0, FALSE));
    ASSERT_EQ(removed, 2u);
    EXPECT_EQ(entries[0].lpOverlapped, &overlapped_);
    EXPECT_EQ(entries[1].lpOverlapped, &slow) << "only what succeeds at once is skipped";
}

TEST_F(OverlappedPort, ErrorAtOnceIsToldByTheCallAlone) {
    request_.start(overlapped_, &binding_);
    request_.complete_at_once(status_from_error(WSAECONNRESET), 0);
    EXPECT_FALSE(packet_waits());
    EXPECT_EQ(request_.given_back, 1);
    EXPECT_TRUE(HasOverlappedIoCompleted(&overlapped_));
}

TEST_F(OverlappedPort, WarningAtOnceComesAsAPacket) {
    request_.start(overlapped_, &binding_);
    request_.complete_at_once(kStatusBufferOverflow, 8);
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;
    EXPECT_FALSE(GetQueuedCompletionStatus(port_, &bytes, &key, &overlapped, 0));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_MORE_DATA});
    EXPECT_EQ(overlapped, &overlapped_);
}

TEST(Overlapped, BadInput) {
    OVERLAPPED overlapped{};
    DWORD bytes = 0;
    EXPECT_FALSE(GetOverlappedResult(nullptr, nullptr, &bytes, FALSE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(GetOverlappedResult(nullptr, &overlapped, nullptr, FALSE));
    for (HANDLE bad : {HANDLE{nullptr}, INVALID_HANDLE_VALUE, HANDLE(0x40ffff00)}) {
        EXPECT_FALSE(CancelIo(bad));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
        EXPECT_FALSE(CancelIoEx(bad, &overlapped));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
        EXPECT_FALSE(CancelSynchronousIo(bad));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    }
}

}  // namespace
