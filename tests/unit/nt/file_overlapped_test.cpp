#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <string>
#include <thread>
#include <unistd.h>

#include "nt/completion_port.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/thread.h"
#include "winbase.h"
#include "winerror.h"

namespace {

using berth::nt::last_error_get;

class OverlappedFile : public testing::Test {
  protected:
    OverlappedFile() {
        char pattern[] = "/tmp/berth-overlapped-file-XXXXXX";
        const int made = mkstemp(pattern);
        EXPECT_EQ(write(made, "0123456789", 10), 10);
        close(made);
        name_ = pattern;
        file_ = open(FILE_FLAG_OVERLAPPED);
        port_ = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0);
    }
    ~OverlappedFile() override {
        CloseHandle(file_);
        CloseHandle(port_);
        unlink(name_.c_str());
    }
    HANDLE open(DWORD flags) const {
        return CreateFileA(name_.c_str(), GENERIC_READ | GENERIC_WRITE,
                           FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, flags,
                           nullptr);
    }
    struct Taken {
        BOOL result;
        DWORD bytes;
        ULONG_PTR key;
        OVERLAPPED* overlapped;
    };
    Taken take() const {
        Taken taken{};
        taken.result =
            GetQueuedCompletionStatus(port_, &taken.bytes, &taken.key, &taken.overlapped, 0);
        return taken;
    }

    std::string name_;
    HANDLE file_;
    HANDLE port_;
    OVERLAPPED overlapped_{};
    char buffer_[16] = {};
    DWORD count_ = 0;
};

// "Synchronization and Overlapped Input and Output": without an event the file itself is signalled.
TEST_F(OverlappedFile, IsSignalledByRequestsWithoutAnEvent) {
    EXPECT_EQ(WaitForSingleObject(file_, 0), DWORD{WAIT_OBJECT_0});
    ReadFile(file_, buffer_, 4, nullptr, &overlapped_);
    EXPECT_EQ(WaitForSingleObject(file_, INFINITE), DWORD{WAIT_OBJECT_0});
    EXPECT_TRUE(GetOverlappedResult(file_, &overlapped_, &count_, FALSE));
    EXPECT_EQ(count_, 4u);
    const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    OVERLAPPED with_event{};
    with_event.hEvent = event;
    ReadFile(file_, buffer_, 4, nullptr, &with_event);
    EXPECT_EQ(WaitForSingleObject(file_, 0), DWORD{WAIT_TIMEOUT}) << "the event is told alone";
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_OBJECT_0});
    CloseHandle(event);
}

TEST_F(OverlappedFile, ReadsAtItsOffsetAndTellsThePort) {
    ASSERT_EQ(CreateIoCompletionPort(file_, port_, 9, 0), port_);
    overlapped_.Offset = 7;
    EXPECT_TRUE(ReadFile(file_, buffer_, 8, &count_, &overlapped_));
    EXPECT_EQ(count_, 3u);
    EXPECT_EQ(std::string(buffer_, 3), "789");
    const Taken taken = take();
    EXPECT_TRUE(taken.result);
    EXPECT_EQ(taken.bytes, 3u);
    EXPECT_EQ(taken.key, 9u);
    EXPECT_EQ(taken.overlapped, &overlapped_);
    EXPECT_TRUE(GetOverlappedResult(file_, &overlapped_, &count_, TRUE));
    EXPECT_EQ(count_, 3u);
}

TEST_F(OverlappedFile, EndOfFileIsToldAtOnce) {
    ASSERT_EQ(CreateIoCompletionPort(file_, port_, 9, 0), port_);
    overlapped_.Offset = 10;
    EXPECT_FALSE(ReadFile(file_, buffer_, 8, &count_, &overlapped_));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_HANDLE_EOF});
    EXPECT_FALSE(take().result);
    EXPECT_FALSE(GetOverlappedResult(file_, &overlapped_, &count_, FALSE));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_HANDLE_EOF});
}

TEST_F(OverlappedFile, SetsItsEvent) {
    overlapped_.hEvent = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    EXPECT_TRUE(WriteFile(file_, "abc", 3, nullptr, &overlapped_));
    EXPECT_EQ(WaitForSingleObject(overlapped_.hEvent, 0), WAIT_OBJECT_0);
    overlapped_.Offset = 100;
    EXPECT_FALSE(ReadFile(file_, buffer_, 1, &count_, &overlapped_));
    EXPECT_EQ(WaitForSingleObject(overlapped_.hEvent, 0), DWORD{WAIT_TIMEOUT})
        << "reset when the request started; an error at once is told by the call alone";
    CloseHandle(overlapped_.hEvent);
    EXPECT_FALSE(ReadFile(file_, buffer_, 1, &count_, &overlapped_));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
}

TEST_F(OverlappedFile, NeedsAnOverlapped) {
    EXPECT_FALSE(ReadFile(file_, buffer_, 1, &count_, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST_F(OverlappedFile, HasOnePortForItsLife) {
    const HANDLE plain = open(0);
    EXPECT_EQ(CreateIoCompletionPort(plain, port_, 1, 0), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    CloseHandle(plain);
    const HANDLE own = CreateIoCompletionPort(file_, nullptr, 1, 0);
    ASSERT_NE(own, nullptr);
    EXPECT_EQ(CreateIoCompletionPort(file_, port_, 1, 0), nullptr);
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    CloseHandle(own);
    EXPECT_EQ(CreateIoCompletionPort(file_, port_, 1, 0), nullptr) << "closing it frees no file";
    EXPECT_TRUE(WriteFile(file_, "x", 1, nullptr, &overlapped_));
    HANDLE copy = nullptr;
    DuplicateHandle(GetCurrentProcess(), file_, GetCurrentProcess(), &copy, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    EXPECT_EQ(CreateIoCompletionPort(copy, port_, 1, 0), nullptr);
    CloseHandle(copy);
}

TEST_F(OverlappedFile, PortIsSkippedOnRequest) {
    ASSERT_EQ(CreateIoCompletionPort(file_, port_, 9, 0), port_);
    EXPECT_FALSE(SetFileCompletionNotificationModes(file_, 0x80));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(SetFileCompletionNotificationModes(port_, 1));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_TRUE(SetFileCompletionNotificationModes(file_, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS));
    EXPECT_TRUE(WriteFile(file_, "x", 1, nullptr, &overlapped_));
    EXPECT_FALSE(take().result);
}

struct Told {
    int times = 0;
    DWORD error = 99;
    DWORD bytes = 0;
    OVERLAPPED* overlapped = nullptr;
} told;

void note(DWORD error, DWORD bytes, OVERLAPPED* overlapped) {
    ++told.times;
    told.error = error;
    told.bytes = bytes;
    told.overlapped = overlapped;
}

TEST_F(OverlappedFile, RoutineRunsInAnAlertableWait) {
    told = {};
    overlapped_.Offset = 2;
    overlapped_.hEvent = HANDLE(0x77);  // the program's own
    EXPECT_TRUE(ReadFileEx(file_, buffer_, 4, &overlapped_, note));
    EXPECT_EQ(told.times, 0);
    EXPECT_EQ(SleepEx(0, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(told.times, 1);
    EXPECT_EQ(told.error, 0u);
    EXPECT_EQ(told.bytes, 4u);
    EXPECT_EQ(told.overlapped, &overlapped_);
    EXPECT_EQ(std::string(buffer_, 4), "2345");
    EXPECT_TRUE(WriteFileEx(file_, "ab", 2, &overlapped_, note));
    EXPECT_EQ(SleepEx(0, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(told.bytes, 2u);
    overlapped_.Offset = 100;
    EXPECT_FALSE(ReadFileEx(file_, buffer_, 4, &overlapped_, note));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_HANDLE_EOF});
    EXPECT_EQ(SleepEx(0, TRUE), 0u);
}

TEST_F(OverlappedFile, RoutineNeedsAnOverlappedFileWithoutAPort) {
    EXPECT_FALSE(ReadFileEx(file_, buffer_, 1, nullptr, note));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(ReadFileEx(file_, buffer_, 1, &overlapped_, nullptr));
    EXPECT_FALSE(ReadFileEx(nullptr, buffer_, 1, &overlapped_, note));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_HANDLE});
    const HANDLE plain = open(0);
    EXPECT_FALSE(ReadFileEx(plain, buffer_, 1, &overlapped_, note));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    CloseHandle(plain);
    ASSERT_EQ(CreateIoCompletionPort(file_, port_, 9, 0), port_);
    EXPECT_FALSE(WriteFileEx(file_, "x", 1, &overlapped_, note));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST_F(OverlappedFile, NothingIsPendingToCancel) {
    EXPECT_TRUE(CancelIo(file_));
    EXPECT_FALSE(CancelIoEx(file_, nullptr));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_FOUND});
    EXPECT_FALSE(CancelSynchronousIo(GetCurrentThread()));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_FOUND});
}

TEST_F(OverlappedFile, LockTellsThePort) {
    ASSERT_EQ(CreateIoCompletionPort(file_, port_, 4, 0), port_);
    EXPECT_TRUE(LockFileEx(file_, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &overlapped_));
    EXPECT_EQ(take().overlapped, &overlapped_);
    EXPECT_TRUE(UnlockFileEx(file_, 0, 1, 0, &overlapped_));
}

TEST(CancelSynchronousIo, EndsAReadOfAnotherThread) {
    HANDLE reads = nullptr;
    HANDLE writes = nullptr;
    ASSERT_TRUE(CreatePipe(&reads, &writes, nullptr, 0));
    std::atomic<DWORD> id{0};
    std::atomic<bool> over{false};
    std::thread reader([&] {
        id = berth::nt::thread_current()->id();
        char byte = 0;
        DWORD count = 0;
        EXPECT_FALSE(ReadFile(reads, &byte, 1, &count, nullptr));
        EXPECT_EQ(last_error_get(), DWORD{ERROR_OPERATION_ABORTED});
        over = true;
    });
    while (id == 0)
        std::this_thread::yield();
    const HANDLE weak = OpenThread(SYNCHRONIZE, FALSE, id);
    EXPECT_FALSE(CancelSynchronousIo(weak));
    EXPECT_EQ(last_error_get(), DWORD{ERROR_ACCESS_DENIED});
    CloseHandle(weak);
    const HANDLE thread = OpenThread(THREAD_TERMINATE, FALSE, id);
    while (!over) {
        if (!CancelSynchronousIo(thread)) {
            EXPECT_EQ(last_error_get(), DWORD{ERROR_NOT_FOUND});
        }
    }
    reader.join();
    CloseHandle(thread);
    CloseHandle(reads);
    CloseHandle(writes);
}

}  // namespace
