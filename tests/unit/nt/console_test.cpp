#include "wincon.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <future>
#include <string>

#include "errhandlingapi.h"
#include "fileapi.h"
#include "handleapi.h"
#include "namedpipeapi.h"
#include "nt/file.h"
#include "processenv.h"
#include "winerror.h"

namespace {

// A pseudo terminal, its program's side as a handle.
class ConsoleTest : public testing::Test {
  protected:
    void SetUp() override {
        user_ = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
        ASSERT_GE(user_, 0);
        ASSERT_EQ(grantpt(user_) | unlockpt(user_), 0);
        char name[64];
        ASSERT_EQ(ptsname_r(user_, name, sizeof(name)), 0);
        const int terminal = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
        ASSERT_GE(terminal, 0);
        output_ = berth::nt::file_handle_make(dup(terminal), berth::nt::kAllAccess, false);
        input_ = berth::nt::file_handle_make(terminal, berth::nt::kAllAccess, false,
                                             berth::nt::File::kConsoleInput);
    }
    void TearDown() override {
        CloseHandle(input_);
        CloseHandle(output_);
        close(user_);
    }
    void type(const std::string& text) const {
        ASSERT_EQ(write(user_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    std::string seen(size_t length) const {
        std::string text;
        char c = 0;
        while (text.size() < length && read(user_, &c, 1) == 1)
            text.push_back(c);
        return text;
    }
    int user_ = -1;
    HANDLE input_ = nullptr;
    HANDLE output_ = nullptr;
};

TEST_F(ConsoleTest, ALineEndsInCarriageReturnAndLineFeed) {
    type("h\xC3\xA9\n");
    WCHAR line[16] = {};
    DWORD count = 0;
    EXPECT_TRUE(ReadConsoleW(input_, line, 16, &count, nullptr));
    EXPECT_EQ(std::wstring(line, count), L"h\u00e9\r\n");
    type("abc\n");
    char bytes[4] = {};
    EXPECT_TRUE(ReadFile(input_, bytes, 4, &count, nullptr));
    EXPECT_EQ(std::string(bytes, count), "abc\r");
    EXPECT_TRUE(ReadFile(input_, bytes, 4, &count, nullptr));
    EXPECT_EQ(std::string(bytes, count), "\n");
}

TEST_F(ConsoleTest, ModesAreTheTerminals) {
    DWORD mode = 0;
    EXPECT_TRUE(GetConsoleMode(input_, &mode));
    EXPECT_TRUE(mode & ENABLE_LINE_INPUT);
    EXPECT_TRUE(SetConsoleMode(input_, ENABLE_PROCESSED_INPUT));
    type("x");
    char byte = 0;
    DWORD count = 0;
    EXPECT_TRUE(ReadConsoleA(input_, &byte, 1, &count, nullptr));
    EXPECT_EQ(byte, 'x');
    EXPECT_FALSE(SetConsoleMode(input_, ENABLE_ECHO_INPUT));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_TRUE(SetConsoleMode(input_, mode));
    EXPECT_TRUE(GetConsoleMode(output_, &mode));
    EXPECT_TRUE(SetConsoleMode(output_, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING));
}

TEST_F(ConsoleTest, ColoursAndCursorAreControlSequences) {
    EXPECT_TRUE(SetConsoleTextAttribute(output_, FOREGROUND_RED | FOREGROUND_INTENSITY));
    EXPECT_EQ(seen(7), "\x1b[0;91m");
    EXPECT_TRUE(SetConsoleCursorPosition(output_, COORD{4, 2}));
    EXPECT_EQ(seen(6), "\x1b[3;5H");
    CONSOLE_SCREEN_BUFFER_INFO info{};
    EXPECT_TRUE(GetConsoleScreenBufferInfo(output_, &info));
    EXPECT_EQ(info.dwSize.X, 80);
    EXPECT_EQ(info.dwCursorPosition.X, 4);
    EXPECT_EQ(info.wAttributes, FOREGROUND_RED | FOREGROUND_INTENSITY);
    EXPECT_TRUE(SetConsoleTextAttribute(output_, 7));
    EXPECT_EQ(seen(4), "\x1b[0m");
}

TEST(ConsolePipe, TakesTextButIsNoConsole) {
    HANDLE reads = nullptr;
    HANDLE writes = nullptr;
    ASSERT_TRUE(CreatePipe(&reads, &writes, nullptr, 0));
    DWORD count = 0;
    EXPECT_TRUE(WriteConsoleW(writes, L"\u20ac", 1, &count, nullptr));
    EXPECT_EQ(count, 1u);
    char bytes[8];
    EXPECT_TRUE(ReadFile(reads, bytes, 8, &count, nullptr));
    EXPECT_EQ(std::string(bytes, count), "\xE2\x82\xAC");
    DWORD mode = 0;
    EXPECT_FALSE(GetConsoleMode(writes, &mode));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_FALSE(SetConsoleTextAttribute(writes, 1));
    CloseHandle(reads);
    CloseHandle(writes);
}

TEST(StandardHandles, AreTheSameEachTimeAndCanBeSet) {
    HANDLE output = GetStdHandle(STD_OUTPUT_HANDLE);
    EXPECT_EQ(GetStdHandle(STD_OUTPUT_HANDLE), output);
    EXPECT_EQ(berth::nt::descriptor_handle(1), output);
    EXPECT_TRUE(SetStdHandle(STD_OUTPUT_HANDLE, nullptr));
    EXPECT_EQ(GetStdHandle(STD_OUTPUT_HANDLE), nullptr);
    EXPECT_TRUE(SetStdHandle(STD_OUTPUT_HANDLE, output));
    EXPECT_TRUE(CloseHandle(output));  // the descriptor stays
    EXPECT_TRUE(SetStdHandle(STD_OUTPUT_HANDLE, berth::nt::descriptor_handle(1)));
    EXPECT_EQ(GetStdHandle(77), berth::nt::kInvalidHandle);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

std::promise<std::string>* handled;
std::string order;

BOOL WINAPI first_added(DWORD event) {
    handled->set_value(order + "first " + std::to_string(event));
    return TRUE;
}
BOOL WINAPI last_added(DWORD) {
    order += "last ";
    return FALSE;
}

TEST(ControlHandler, TheLastAddedRunsFirstAndTrueStops) {
    std::promise<std::string> promise;
    handled = &promise;
    order.clear();
    ASSERT_TRUE(SetConsoleCtrlHandler(first_added, TRUE));
    ASSERT_TRUE(SetConsoleCtrlHandler(last_added, TRUE));
    EXPECT_EQ(kill(getpid(), SIGINT), 0);
    EXPECT_EQ(promise.get_future().get(), "last first 0");
    EXPECT_TRUE(SetConsoleCtrlHandler(last_added, FALSE));
    EXPECT_FALSE(SetConsoleCtrlHandler(last_added, FALSE));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_TRUE(SetConsoleCtrlHandler(nullptr, TRUE));
    EXPECT_EQ(kill(getpid(), SIGINT), 0);  // ignored
    EXPECT_TRUE(SetConsoleCtrlHandler(nullptr, FALSE));
    EXPECT_TRUE(SetConsoleCtrlHandler(first_added, FALSE));
}

TEST(ControlHandler, BadEventsAreRefused) {
    EXPECT_FALSE(GenerateConsoleCtrlEvent(CTRL_CLOSE_EVENT, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

}  // namespace
