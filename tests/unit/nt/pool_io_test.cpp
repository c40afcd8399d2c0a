#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <unistd.h>

#include "nt/last_error.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

struct Calls {
    std::atomic<int> count{0};
    std::atomic<ULONG> error{99};
    std::atomic<ULONG_PTR> bytes{0};
    std::atomic<void*> overlapped{nullptr};
    std::atomic<PTP_IO> io{nullptr};
};

void note(PTP_CALLBACK_INSTANCE /*instance*/, void* context, void* overlapped, ULONG error,
          ULONG_PTR bytes, PTP_IO io) {
    auto& calls = *static_cast<Calls*>(context);
    calls.error = error;
    calls.bytes = bytes;
    calls.overlapped = overlapped;
    calls.io = io;
    ++calls.count;
}

class PoolIoTest : public testing::Test {
  protected:
    PoolIoTest() {
        char pattern[] = "/tmp/berth-pool-io-XXXXXX";
        const int made = mkstemp(pattern);
        EXPECT_EQ(write(made, "0123456789", 10), 10);
        close(made);
        name_ = pattern;
        file_ = CreateFileA(pattern, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, nullptr,
                            OPEN_EXISTING, FILE_FLAG_OVERLAPPED, nullptr);
    }
    ~PoolIoTest() override {
        CloseHandle(file_);
        unlink(name_.c_str());
    }
    std::string name_;
    HANDLE file_;
    Calls calls_;
    OVERLAPPED overlapped_{};
    char buffer_[4] = {};
};

TEST_F(PoolIoTest, EachStartedRequestIsTold) {
    const PTP_IO io = CreateThreadpoolIo(file_, note, &calls_, nullptr);
    ASSERT_NE(io, nullptr);
    constexpr int kMany = 100;
    OVERLAPPED requests[kMany] = {};
    for (OVERLAPPED& request : requests) {
        StartThreadpoolIo(io);
        EXPECT_TRUE(ReadFile(file_, buffer_, 4, nullptr, &request));
    }
    WaitForThreadpoolIoCallbacks(io, FALSE);
    EXPECT_EQ(calls_.count, kMany);
    EXPECT_EQ(calls_.error, 0u);
    EXPECT_EQ(calls_.bytes, 4u);
    EXPECT_EQ(calls_.io, io);
    CloseThreadpoolIo(io);
}

TEST_F(PoolIoTest, RequestThatFailsAtOnceIsCancelled) {
    const PTP_IO io = CreateThreadpoolIo(file_, note, &calls_, nullptr);
    overlapped_.Offset = 100;
    StartThreadpoolIo(io);
    EXPECT_FALSE(ReadFile(file_, buffer_, 4, nullptr, &overlapped_));
    CancelThreadpoolIo(io);
    WaitForThreadpoolIoCallbacks(io, FALSE);
    EXPECT_EQ(calls_.count, 0);
    CloseThreadpoolIo(io);
}

TEST_F(PoolIoTest, RequestThatWasNotStartedIsIgnored) {
    const PTP_IO io = CreateThreadpoolIo(file_, note, &calls_, nullptr);
    EXPECT_TRUE(ReadFile(file_, buffer_, 4, nullptr, &overlapped_));
    WaitForThreadpoolIoCallbacks(io, FALSE);
    EXPECT_EQ(calls_.count, 0);
    CloseThreadpoolIo(io);
    EXPECT_TRUE(ReadFile(file_, buffer_, 4, nullptr, &overlapped_)) << "the file goes on";
}

TEST_F(PoolIoTest, WaitThatCancelsDoesNotWaitForRequests) {
    const PTP_IO io = CreateThreadpoolIo(file_, note, &calls_, nullptr);
    StartThreadpoolIo(io);
    WaitForThreadpoolIoCallbacks(io, TRUE);
    EXPECT_TRUE(ReadFile(file_, buffer_, 4, nullptr, &overlapped_));
    WaitForThreadpoolIoCallbacks(io, FALSE);
    EXPECT_EQ(calls_.count, 1);
    EXPECT_EQ(calls_.overlapped, &overlapped_);
    CloseThreadpoolIo(io);
}

TEST_F(PoolIoTest, CallbackOutlivesTheClose) {
    const PTP_IO io = CreateThreadpoolIo(file_, note, &calls_, nullptr);
    StartThreadpoolIo(io);
    EXPECT_TRUE(ReadFile(file_, buffer_, 4, nullptr, &overlapped_));
    CloseThreadpoolIo(io);
    CloseHandle(file_);
    while (calls_.count == 0)
        Sleep(1);
}

TEST_F(PoolIoTest, BadInput) {
    EXPECT_EQ(CreateThreadpoolIo(file_, nullptr, nullptr, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(CreateThreadpoolIo(nullptr, note, nullptr, nullptr), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    const PTP_IO io = CreateThreadpoolIo(file_, note, &calls_, nullptr);
    EXPECT_EQ(CreateThreadpoolIo(file_, note, nullptr, nullptr), nullptr) << "bound already";
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    CloseThreadpoolIo(io);
    StartThreadpoolIo(nullptr);
    CancelThreadpoolIo(nullptr);
    WaitForThreadpoolIoCallbacks(nullptr, TRUE);
    CloseThreadpoolIo(nullptr);
}

std::atomic<int> routines{0};
void routine(DWORD error, DWORD bytes, OVERLAPPED* overlapped) {
    EXPECT_EQ(error, 0u);
    EXPECT_EQ(bytes, 4u);
    EXPECT_NE(overlapped, nullptr);
    ++routines;
}

TEST_F(PoolIoTest, BoundRoutineRunsInThePool) {
    EXPECT_FALSE(BindIoCompletionCallback(file_, routine, 1));
    EXPECT_EQ(last_error_get(), 0xC000000Du) << "an NTSTATUS, as documented";
    EXPECT_FALSE(BindIoCompletionCallback(nullptr, routine, 0));
    EXPECT_EQ(last_error_get(), 0xC0000008u);
    routines = 0;
    ASSERT_TRUE(BindIoCompletionCallback(file_, routine, 0));
    EXPECT_TRUE(ReadFile(file_, buffer_, 4, nullptr, &overlapped_));
    while (routines == 0)
        Sleep(1);
    EXPECT_FALSE(BindIoCompletionCallback(file_, routine, 0));
}

}  // namespace
