// Named and anonymous pipes.
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <utility>

#include "windows.h"

namespace {

std::string fresh_name() {
    static std::atomic<int> count{0};
    return R"(\\.\pipe\Berth.Test-)" + std::to_string(GetCurrentProcessId()) + "-" +
           std::to_string(++count);
}

class Handle {
  public:
    explicit Handle(HANDLE handle = nullptr) : handle_(handle) {}
    Handle(Handle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { close(); }
    void close() {
        if (handle_ && handle_ != INVALID_HANDLE_VALUE) {
            EXPECT_TRUE(CloseHandle(handle_));
        }
        handle_ = nullptr;
    }
    operator HANDLE() const { return handle_; }

  private:
    HANDLE handle_;
};

Handle server(const std::string& name, DWORD mode = 0, DWORD open_mode = PIPE_ACCESS_DUPLEX,
              DWORD maximum = PIPE_UNLIMITED_INSTANCES) {
    return Handle(CreateNamedPipeA(name.c_str(), open_mode, mode, maximum, 4096, 4096, 0, nullptr));
}

Handle client(const std::string& name, DWORD access = GENERIC_READ | GENERIC_WRITE,
              DWORD flags = 0) {
    return Handle(CreateFileA(name.c_str(), access, 0, nullptr, OPEN_EXISTING, flags, nullptr));
}

DWORD put(HANDLE pipe, const std::string& text) {
    DWORD count = 0;
    if (!WriteFile(pipe, text.data(), static_cast<DWORD>(text.size()), &count, nullptr))
        return GetLastError();
    EXPECT_EQ(count, text.size());
    return 0;
}

struct Got {
    DWORD error;
    std::string text;
    bool operator==(const Got&) const = default;
};

Got get(HANDLE pipe, DWORD size = 100) {
    std::string text(size, '\0');
    DWORD count = 0;
    const DWORD error = ReadFile(pipe, text.data(), size, &count, nullptr) ? 0 : GetLastError();
    text.resize(count);
    return {error, text};
}

template <typename Call>
DWORD error_of(Call&& call) {
    return call() ? 0 : GetLastError();
}

struct Request : OVERLAPPED {
    Request() : OVERLAPPED{} { hEvent = CreateEventA(nullptr, TRUE, FALSE, nullptr); }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    ~Request() { CloseHandle(hEvent); }
};

TEST(NamedPipe, ClientAndServerTalkBothWays) {
    const std::string name = fresh_name();
    const Handle end = server(name);
    ASSERT_NE(end, INVALID_HANDLE_VALUE);
    EXPECT_EQ(GetLastError(), 0u);
    const Handle other = client(name);
    ASSERT_NE(other, INVALID_HANDLE_VALUE);
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, nullptr); }), ERROR_PIPE_CONNECTED);
    EXPECT_EQ(put(other, "question"), 0u);
    EXPECT_EQ(get(end), (Got{0, "question"}));
    EXPECT_EQ(put(end, "answer"), 0u);
    EXPECT_EQ(get(other, 3), (Got{0, "ans"}));
    EXPECT_EQ(get(other), (Got{0, "wer"}));
    EXPECT_EQ(GetFileType(other), DWORD{FILE_TYPE_PIPE});
    ULONG process = 0;
    EXPECT_TRUE(GetNamedPipeClientProcessId(end, &process));
    EXPECT_EQ(process, GetCurrentProcessId());
    EXPECT_TRUE(GetNamedPipeServerProcessId(other, &process));
    EXPECT_EQ(process, GetCurrentProcessId());
}

TEST(NamedPipe, NamesIgnoreCase) {
    const std::string name = fresh_name() + "MiXed";
    const Handle end = server(name);
    std::string upper = name;
    for (char& c : upper)
        c = static_cast<char>(toupper(c));
    EXPECT_NE(client(upper), INVALID_HANDLE_VALUE);
}

TEST(NamedPipe, BadParameters) {
    const auto made = [](const char* name, DWORD open_mode, DWORD mode, DWORD maximum) {
        const HANDLE pipe = CreateNamedPipeA(name, open_mode, mode, maximum, 0, 0, 0, nullptr);
        EXPECT_EQ(pipe, INVALID_HANDLE_VALUE);
        return GetLastError();
    };
    const std::string name = fresh_name();
    const char* const good = name.c_str();
    EXPECT_EQ(made("pipe", PIPE_ACCESS_DUPLEX, 0, 1), ERROR_INVALID_NAME);
    EXPECT_EQ(made(nullptr, PIPE_ACCESS_DUPLEX, 0, 1), ERROR_INVALID_NAME);
    EXPECT_EQ(made(good, 0, 0, 1), ERROR_INVALID_PARAMETER);
    EXPECT_EQ(made(good, PIPE_ACCESS_DUPLEX | 0x10, 0, 1), ERROR_INVALID_PARAMETER);
    EXPECT_EQ(made(good, PIPE_ACCESS_DUPLEX, 0x10, 1), ERROR_INVALID_PARAMETER);
    EXPECT_EQ(made(good, PIPE_ACCESS_DUPLEX, PIPE_READMODE_MESSAGE, 1), ERROR_INVALID_PARAMETER);
    EXPECT_EQ(made(good, PIPE_ACCESS_DUPLEX, 0, 0), ERROR_INVALID_PARAMETER);
    EXPECT_EQ(made(good, PIPE_ACCESS_DUPLEX, 0, 256), ERROR_INVALID_PARAMETER);
    EXPECT_EQ(client(name), INVALID_HANDLE_VALUE);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_FILE_NOT_FOUND});
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(nullptr, nullptr); }), ERROR_INVALID_HANDLE);
    EXPECT_EQ(error_of([&] { return DisconnectNamedPipe(INVALID_HANDLE_VALUE); }),
              ERROR_INVALID_HANDLE);
    EXPECT_EQ(error_of([&] { return WaitNamedPipeA(good, 0); }), ERROR_FILE_NOT_FOUND);
}

TEST(NamedPipe, InstancesAreCountedAndMustAgree) {
    const std::string name = fresh_name();
    const Handle first =
        server(name, PIPE_TYPE_MESSAGE, PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE, 2);
    EXPECT_EQ(
        server(name, PIPE_TYPE_MESSAGE, PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE, 2),
        INVALID_HANDLE_VALUE);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(server(name, PIPE_TYPE_MESSAGE, PIPE_ACCESS_INBOUND, 2), INVALID_HANDLE_VALUE);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    const Handle second = server(name, PIPE_TYPE_MESSAGE, PIPE_ACCESS_DUPLEX, 2);
    EXPECT_EQ(server(name, PIPE_TYPE_MESSAGE, PIPE_ACCESS_DUPLEX, 2), INVALID_HANDLE_VALUE);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_PIPE_BUSY});
    DWORD count = 0;
    EXPECT_TRUE(GetNamedPipeHandleStateA(first, nullptr, &count, nullptr, nullptr, nullptr, 0));
    EXPECT_EQ(count, 2u);
    DWORD flags = 0;
    DWORD out = 0;
    DWORD maximum = 0;
    EXPECT_TRUE(GetNamedPipeInfo(second, &flags, &out, nullptr, &maximum));
    EXPECT_EQ(flags, DWORD{PIPE_SERVER_END | PIPE_TYPE_MESSAGE});
    EXPECT_EQ(out, 4096u);
    EXPECT_EQ(maximum, 2u);
}

TEST(NamedPipe, BusyUntilAnInstanceListensAgain) {
    const std::string name = fresh_name();
    const Handle end = server(name, 0, PIPE_ACCESS_DUPLEX, 1);
    EXPECT_TRUE(WaitNamedPipeA(name.c_str(), NMPWAIT_USE_DEFAULT_WAIT));
    Handle one = client(name);
    EXPECT_EQ(client(name), INVALID_HANDLE_VALUE);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_PIPE_BUSY});
    EXPECT_EQ(error_of([&] { return WaitNamedPipeA(name.c_str(), 1); }), ERROR_SEM_TIMEOUT);
    std::thread waits([&] { EXPECT_TRUE(WaitNamedPipeA(name.c_str(), NMPWAIT_WAIT_FOREVER)); });
    one.close();
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, nullptr); }), ERROR_NO_DATA);
    EXPECT_TRUE(DisconnectNamedPipe(end));
    EXPECT_EQ(error_of([&] { return DisconnectNamedPipe(end); }), ERROR_PIPE_NOT_CONNECTED);
    EXPECT_EQ(get(end).error, DWORD{ERROR_PIPE_NOT_CONNECTED});
    std::thread connects([&] { EXPECT_TRUE(ConnectNamedPipe(end, nullptr)); });
    waits.join();
    const Handle two = client(name);
    EXPECT_NE(two, INVALID_HANDLE_VALUE);
    connects.join();
    EXPECT_EQ(put(two, "again"), 0u);
    EXPECT_EQ(get(end), (Got{0, "again"}));
}

TEST(NamedPipe, AccessIsTheServersToGive) {
    const std::string name = fresh_name();
    const Handle end = server(name, 0, PIPE_ACCESS_INBOUND);
    EXPECT_EQ(client(name, GENERIC_READ), INVALID_HANDLE_VALUE);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
    const Handle writes = client(name, GENERIC_WRITE);
    EXPECT_EQ(put(end, "no"), DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(get(writes).error, DWORD{ERROR_ACCESS_DENIED});
    EXPECT_EQ(put(writes, "yes"), 0u);
    EXPECT_EQ(get(end), (Got{0, "yes"}));
}

TEST(NamedPipe, ClosedByTheServerTheDataStays) {
    const std::string name = fresh_name();
    Handle end = server(name);
    const Handle other = client(name);
    EXPECT_EQ(put(end, "last words"), 0u);
    EXPECT_EQ(put(other, "unread"), 0u);
    end.close();
    EXPECT_EQ(put(other, "more"), DWORD{ERROR_NO_DATA});
    EXPECT_EQ(get(other, 4), (Got{0, "last"}));
    EXPECT_EQ(get(other), (Got{0, " words"}));
    EXPECT_EQ(get(other), (Got{ERROR_BROKEN_PIPE, ""}));
}

TEST(NamedPipe, DisconnectedByTheServerTheDataIsLost) {
    const std::string name = fresh_name();
    const Handle end = server(name);
    const Handle other = client(name);
    EXPECT_EQ(put(end, "never read"), 0u);
    EXPECT_TRUE(DisconnectNamedPipe(end));
    EXPECT_EQ(get(other), (Got{ERROR_PIPE_NOT_CONNECTED, ""}));
    EXPECT_EQ(put(other, "x"), DWORD{ERROR_PIPE_NOT_CONNECTED});
    EXPECT_EQ(error_of([&] { return DisconnectNamedPipe(other); }), ERROR_INVALID_FUNCTION);
}

TEST(NamedPipe, ClosedByTheClientTheServerReadsTheRest) {
    const std::string name = fresh_name();
    const Handle end = server(name);
    Handle other = client(name);
    EXPECT_EQ(put(other, "bye"), 0u);
    EXPECT_EQ(put(end, "unread"), 0u);
    other.close();
    EXPECT_EQ(put(end, "x"), DWORD{ERROR_NO_DATA});
    EXPECT_EQ(get(end), (Got{0, "bye"}));
    EXPECT_EQ(get(end), (Got{ERROR_BROKEN_PIPE, ""}));
}

TEST(NamedPipe, MessagesKeepTheirBounds) {
    const std::string name = fresh_name();
    const Handle end = server(name, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    const Handle other = client(name);
    for (const char* text : {"first", "", "second one"})
        EXPECT_EQ(put(other, text), 0u);
    DWORD available = 0;
    DWORD left = 0;
    DWORD read = 0;
    char seen[3];
    EXPECT_TRUE(PeekNamedPipe(end, seen, sizeof(seen), &read, &available, &left));
    EXPECT_EQ(std::string(seen, read), "fir");
    EXPECT_EQ(available, 15u);
    EXPECT_EQ(left, 2u);
    EXPECT_EQ(get(end), (Got{0, "first"}));
    EXPECT_EQ(get(end), (Got{0, ""}));
    EXPECT_EQ(get(end, 6), (Got{ERROR_MORE_DATA, "second"}));
    EXPECT_TRUE(PeekNamedPipe(end, nullptr, 0, nullptr, &available, &left));
    EXPECT_EQ(left, 4u);
    EXPECT_EQ(get(end, 4), (Got{0, " one"}));
    // A client reads bytes until it says otherwise.
    EXPECT_EQ(put(end, "ab"), 0u);
    EXPECT_EQ(put(end, "cd"), 0u);
    EXPECT_EQ(get(other), (Got{0, "abcd"}));
    DWORD mode = PIPE_READMODE_MESSAGE;
    EXPECT_TRUE(SetNamedPipeHandleState(other, &mode, nullptr, nullptr));
    EXPECT_EQ(put(end, "ab"), 0u);
    EXPECT_EQ(put(end, "cd"), 0u);
    EXPECT_EQ(get(other), (Got{0, "ab"}));
    EXPECT_EQ(get(other), (Got{0, "cd"}));
}

TEST(NamedPipe, LargeMessagesArriveWhole) {
    const std::string name = fresh_name();
    const Handle end = server(name, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    const Handle other = client(name);
    std::string large(1'000'000, '\0');
    for (size_t i = 0; i < large.size(); ++i)
        large[i] = static_cast<char>(i * 7 / 3);
    std::thread writes([&] {
        EXPECT_EQ(put(other, large), 0u);
        EXPECT_EQ(put(other, "small"), 0u);
    });
    EXPECT_EQ(get(end, 2'000'000), (Got{0, large}));
    EXPECT_EQ(get(end), (Got{0, "small"}));
    writes.join();
}

TEST(NamedPipe, TransactAndCall) {
    const std::string name = fresh_name();
    const Handle end = server(name, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    std::thread answers([&] {
        for (int i = 0; i < 3; ++i) {
            ConnectNamedPipe(end, nullptr);
            for (Got got = get(end); got.error == 0; got = get(end))
                EXPECT_EQ(put(end, got.text + got.text), 0u);
            DisconnectNamedPipe(end);
        }
    });
    char answer[16];
    DWORD read = 0;
    {
        const Handle other = client(name);
        const auto transact = [&] {
            return TransactNamedPipe(other, const_cast<char*>("abc"), 3, answer, sizeof(answer),
                                     &read, nullptr);
        };
        EXPECT_EQ(error_of(transact), ERROR_BAD_PIPE);
        DWORD mode = PIPE_READMODE_MESSAGE;
        EXPECT_TRUE(SetNamedPipeHandleState(other, &mode, nullptr, nullptr));
        EXPECT_EQ(error_of(transact), 0u);
        EXPECT_EQ(std::string(answer, read), "abcabc");
    }
    const auto call = [&](DWORD size) {
        return error_of([&] {
            return CallNamedPipeA(name.c_str(), const_cast<char*>("xyz"), 3, answer, size, &read,
                                  NMPWAIT_WAIT_FOREVER);
        });
    };
    EXPECT_EQ(call(sizeof(answer)), 0u);
    EXPECT_EQ(std::string(answer, read), "xyzxyz");
    EXPECT_EQ(call(4), ERROR_MORE_DATA);
    EXPECT_EQ(std::string(answer, read), "xyzx");
    answers.join();
}

TEST(NamedPipe, NonblockingModeReturnsAtOnce) {
    const std::string name = fresh_name();
    const Handle end = server(name, PIPE_NOWAIT);
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, nullptr); }), ERROR_PIPE_LISTENING);
    EXPECT_EQ(get(end).error, DWORD{ERROR_PIPE_LISTENING});
    Handle other = client(name);
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, nullptr); }), ERROR_PIPE_CONNECTED);
    EXPECT_EQ(get(end).error, DWORD{ERROR_NO_DATA});
    const std::string much(100'000, 'm');
    DWORD total = 0;
    for (DWORD count = 1; count != 0; total += count)
        EXPECT_TRUE(WriteFile(end, much.data(), 100'000, &count, nullptr));
    EXPECT_GT(total, 4096u);
    EXPECT_EQ(get(other, 4096).text.size(), 4096u);
    other.close();
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, nullptr); }), ERROR_NO_DATA);
    EXPECT_TRUE(DisconnectNamedPipe(end));
    EXPECT_TRUE(ConnectNamedPipe(end, nullptr));
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, nullptr); }), ERROR_PIPE_LISTENING);
}

TEST(NamedPipe, FlushWaitsForTheReader) {
    const std::string name = fresh_name();
    const Handle end = server(name);
    const Handle other = client(name);
    EXPECT_EQ(put(end, "flushed"), 0u);
    std::thread reads([&] {
        EXPECT_EQ(get(other, 3).text, "flu");
        EXPECT_EQ(get(other).text, "shed");
    });
    EXPECT_TRUE(FlushFileBuffers(end));
    EXPECT_TRUE(DisconnectNamedPipe(end));
    reads.join();
}

TEST(NamedPipe, OverlappedByEvent) {
    const std::string name = fresh_name();
    const Handle end = server(name, 0, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    Request connecting;
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, &connecting); }), ERROR_IO_PENDING);
    EXPECT_EQ(WaitForSingleObject(connecting.hEvent, 0), DWORD{WAIT_TIMEOUT});
    const Handle other = client(name, GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
    DWORD count = 1;
    EXPECT_TRUE(GetOverlappedResult(end, &connecting, &count, TRUE));
    EXPECT_EQ(count, 0u);
    char first[4];
    char second[4];
    Request one;
    Request two;
    EXPECT_EQ(error_of([&] { return ReadFile(end, first, 4, nullptr, &one); }), ERROR_IO_PENDING);
    EXPECT_EQ(error_of([&] { return ReadFile(end, second, 4, nullptr, &two); }), ERROR_IO_PENDING);
    Request writing;
    EXPECT_TRUE(WriteFile(other, "12345678", 8, nullptr, &writing));
    EXPECT_EQ(WaitForSingleObject(two.hEvent, INFINITE), DWORD{WAIT_OBJECT_0});
    EXPECT_TRUE(GetOverlappedResult(end, &one, &count, FALSE));
    EXPECT_EQ(std::string(first, count), "1234");
    EXPECT_TRUE(GetOverlappedResult(end, &two, &count, FALSE));
    EXPECT_EQ(std::string(second, count), "5678");
}

TEST(NamedPipe, CancelledAndClosedWithRequestsOutstanding) {
    const std::string name = fresh_name();
    Handle end = server(name, 0, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    EXPECT_EQ(error_of([&] { return CancelIoEx(end, nullptr); }), ERROR_NOT_FOUND);
    Request connecting;
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, &connecting); }), ERROR_IO_PENDING);
    EXPECT_TRUE(CancelIoEx(end, &connecting));
    DWORD count = 0;
    EXPECT_EQ(error_of([&] { return GetOverlappedResult(end, &connecting, &count, TRUE); }),
              ERROR_OPERATION_ABORTED);
    const Handle other = client(name);
    char byte = 0;
    Request reading;
    EXPECT_EQ(error_of([&] { return ReadFile(end, &byte, 1, nullptr, &reading); }),
              ERROR_IO_PENDING);
    const HANDLE number = end;
    end.close();
    EXPECT_EQ(WaitForSingleObject(reading.hEvent, INFINITE), DWORD{WAIT_OBJECT_0});
    EXPECT_EQ(reading.Internal, 0xC0000120u);
    EXPECT_EQ(error_of([&] { return ReadFile(number, &byte, 1, nullptr, &reading); }),
              ERROR_INVALID_HANDLE);
    EXPECT_EQ(get(other).error, DWORD{ERROR_BROKEN_PIPE});
}

TEST(NamedPipe, PendingReadsEndWhenTheOtherEndDoes) {
    const std::string name = fresh_name();
    const Handle end = server(name, 0, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    Handle other = client(name, GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
    char byte = 0;
    DWORD count = 0;
    Request reading;
    EXPECT_EQ(error_of([&] { return ReadFile(end, &byte, 1, nullptr, &reading); }),
              ERROR_IO_PENDING);
    other.close();
    EXPECT_EQ(error_of([&] { return GetOverlappedResult(end, &reading, &count, TRUE); }),
              ERROR_BROKEN_PIPE);
    EXPECT_TRUE(DisconnectNamedPipe(end));
    Request connecting;
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, &connecting); }), ERROR_IO_PENDING);
    const Handle next = client(name, GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
    EXPECT_TRUE(GetOverlappedResult(end, &connecting, &count, TRUE));
    Request clients;
    EXPECT_EQ(error_of([&] { return ReadFile(next, &byte, 1, nullptr, &clients); }),
              ERROR_IO_PENDING);
    EXPECT_EQ(error_of([&] { return ReadFile(end, &byte, 1, nullptr, &reading); }),
              ERROR_IO_PENDING);
    EXPECT_TRUE(DisconnectNamedPipe(end));
    EXPECT_EQ(error_of([&] { return GetOverlappedResult(end, &reading, &count, TRUE); }),
              ERROR_PIPE_NOT_CONNECTED);
    EXPECT_EQ(error_of([&] { return GetOverlappedResult(next, &clients, &count, TRUE); }),
              ERROR_PIPE_NOT_CONNECTED);
}

TEST(NamedPipe, CompletionsComeToAPort) {
    const std::string name = fresh_name();
    const Handle port(CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 0));
    const Handle end = server(name, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE,
                              PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    EXPECT_EQ(CreateIoCompletionPort(end, port, 7, 0), port);
    OVERLAPPED connecting{};
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(end, &connecting); }), ERROR_IO_PENDING);
    const Handle other = client(name);
    DWORD count = 0;
    ULONG_PTR key = 0;
    OVERLAPPED* done = nullptr;
    const auto take = [&] {
        return error_of(
            [&] { return GetQueuedCompletionStatus(port, &count, &key, &done, INFINITE); });
    };
    EXPECT_EQ(take(), 0u);
    EXPECT_EQ(done, &connecting);
    EXPECT_EQ(key, 7u);
    char text[4];
    OVERLAPPED reading{};
    EXPECT_EQ(error_of([&] { return ReadFile(end, text, 4, nullptr, &reading); }),
              ERROR_IO_PENDING);
    EXPECT_EQ(put(other, "longer"), 0u);
    EXPECT_EQ(take(), ERROR_MORE_DATA);
    EXPECT_EQ(std::string(text, count), "long");
    // Done within the call, it is told all the same.
    EXPECT_TRUE(ReadFile(end, text, 4, nullptr, &reading));
    EXPECT_EQ(take(), 0u);
    EXPECT_EQ(std::string(text, count), "er");
    std::string large(1'000'000, 'x');
    OVERLAPPED writing{};
    EXPECT_EQ(error_of([&] { return WriteFile(end, large.data(), 1'000'000, nullptr, &writing); }),
              ERROR_IO_PENDING);
    std::thread reads([&] {
        for (size_t total = 0; total < large.size();)
            total += get(other, 65536).text.size();
    });
    EXPECT_EQ(take(), 0u);
    EXPECT_EQ(done, &writing);
    EXPECT_EQ(count, 1'000'000u);
    reads.join();
}

void CALLBACK note_completion(DWORD error, DWORD count, OVERLAPPED* overlapped) {
    *static_cast<DWORD*>(overlapped->hEvent) = error == 0 ? count : ~error;
}

TEST(NamedPipe, CompletionRoutinesRun) {
    const std::string name = fresh_name();
    const Handle end = server(name, 0, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    const Handle other = client(name);
    DWORD result = 0;
    OVERLAPPED reading{};
    reading.hEvent = &result;
    char text[8];
    EXPECT_TRUE(ReadFileEx(end, text, 8, &reading, note_completion));
    EXPECT_EQ(put(other, "apc"), 0u);
    EXPECT_EQ(SleepEx(INFINITE, TRUE), DWORD{WAIT_IO_COMPLETION});
    EXPECT_EQ(result, 3u);
}

TEST(NamedPipe, CancelSynchronousIoEndsAWaitingRead) {
    const std::string name = fresh_name();
    const Handle end = server(name);
    const Handle other = client(name);
    Handle reader;
    std::atomic<HANDLE> number{nullptr};
    std::thread reads([&] {
        HANDLE own = nullptr;
        DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &own, 0,
                        FALSE, DUPLICATE_SAME_ACCESS);
        number = own;
        EXPECT_EQ(get(end).error, DWORD{ERROR_OPERATION_ABORTED});
    });
    while (!number)
        std::this_thread::yield();
    while (!CancelSynchronousIo(number))
        std::this_thread::yield();
    reads.join();
    CloseHandle(number);
}

TEST(AnonymousPipe, PeekLeavesTheDataThere) {
    HANDLE ends[2];
    ASSERT_TRUE(CreatePipe(&ends[0], &ends[1], nullptr, 0));
    const Handle reads(ends[0]);
    Handle writes(ends[1]);
    DWORD mode = PIPE_NOWAIT;
    EXPECT_TRUE(SetNamedPipeHandleState(reads, &mode, nullptr, nullptr));
    EXPECT_EQ(get(reads).error, DWORD{ERROR_NO_DATA});
    EXPECT_EQ(put(writes, "peeked"), 0u);
    char seen[4];
    DWORD read = 0;
    DWORD available = 0;
    EXPECT_TRUE(PeekNamedPipe(reads, seen, sizeof(seen), &read, &available, nullptr));
    EXPECT_EQ(std::string(seen, read), "peek");
    EXPECT_EQ(available, 6u);
    EXPECT_EQ(get(reads), (Got{0, "peeked"}));
    writes.close();
    EXPECT_EQ(get(reads).error, DWORD{ERROR_BROKEN_PIPE});
    EXPECT_EQ(error_of([&] { return PeekNamedPipe(reads, nullptr, 0, nullptr, nullptr, nullptr); }),
              ERROR_BROKEN_PIPE);
    EXPECT_EQ(error_of([&] { return ConnectNamedPipe(reads, nullptr); }), ERROR_INVALID_FUNCTION);
}

// ConnectNamedPipe, ReadFile: the handle itself is signalled by requests without an event.
TEST(Pipe, HandleIsSignalledByRequestsWithoutAnEvent) {
    const std::string name = fresh_name();
    const Handle one = server(name, 0, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED);
    OVERLAPPED overlapped{};
    DWORD count = 0;
    EXPECT_FALSE(ConnectNamedPipe(one, &overlapped));
    EXPECT_EQ(WaitForSingleObject(one, 0), DWORD{WAIT_TIMEOUT});
    Handle other = client(name);
    EXPECT_EQ(WaitForSingleObject(one, INFINITE), DWORD{WAIT_OBJECT_0});
    char text[4];
    for (int i = 0; i < 2; ++i) {
        EXPECT_FALSE(ReadFile(one, text, sizeof text, nullptr, &overlapped));
        EXPECT_EQ(WaitForSingleObject(one, 0), DWORD{WAIT_TIMEOUT});
        std::thread writer([&] { EXPECT_EQ(put(other, "abc"), 0u); });
        EXPECT_EQ(WaitForSingleObject(one, INFINITE), DWORD{WAIT_OBJECT_0});
        EXPECT_TRUE(GetOverlappedResult(one, &overlapped, &count, FALSE));
        EXPECT_EQ(count, 3u);
        writer.join();
    }
    // With an event that alone is told.
    OVERLAPPED with_event{};
    const Handle event(CreateEventW(nullptr, TRUE, FALSE, nullptr));
    with_event.hEvent = event;
    EXPECT_FALSE(ReadFile(one, text, sizeof text, nullptr, &with_event));
    EXPECT_EQ(put(other, "abc"), 0u);
    EXPECT_EQ(WaitForSingleObject(event, INFINITE), DWORD{WAIT_OBJECT_0});
    EXPECT_EQ(WaitForSingleObject(one, 0), DWORD{WAIT_TIMEOUT});
    // One that is cancelled has ended, too.
    EXPECT_FALSE(ReadFile(one, text, sizeof text, nullptr, &overlapped));
    EXPECT_TRUE(CancelIo(one));
    EXPECT_EQ(WaitForSingleObject(one, INFINITE), DWORD{WAIT_OBJECT_0});
}

}  // namespace
