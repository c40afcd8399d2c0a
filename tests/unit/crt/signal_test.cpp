#include <gtest/gtest.h>

#include <setjmp.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <cfloat>
#include <csignal>
#include <thread>

#include "consoleapi.h"
#include "invalid_handler.h"

using berth::crt::InvalidHandlerGuard;

// The symbols of signal and raise in a program (berth/crt_signal.h).
extern "C" {
_crt_signal_t berth_signal(int number, _crt_signal_t handler);
int berth_raise(int number);
}

namespace {

int calls;
int last_number;
int last_code;
std::thread::id last_thread;
std::atomic<int> told;  // how often a handler has run

void note(int number) {
    ++calls;
    last_number = number;
    last_thread = std::this_thread::get_id();
    told.fetch_add(1);
    told.notify_all();
}

void note_float(int number, int code) {
    note(number);
    last_code = code;
}

class SignalTest : public testing::Test {
  protected:
    void SetUp() override { calls = last_number = last_code = 0; }
    // Sends the signal from outside and waits for its handler's end.
    static void send(int number) {
        const int before = told;
        ASSERT_EQ(kill(getpid(), number), 0);
        told.wait(before);
    }
};

TEST_F(SignalTest, RaiseRunsTheHandlerInItsThreadOnce) {
    for (const int number : {SIGINT, SIGBREAK, SIGTERM, SIGABRT, SIGILL, SIGSEGV}) {
        calls = 0;
        EXPECT_EQ(berth_signal(number, note), SIG_DFL);
        EXPECT_EQ(berth_signal(number, SIG_GET), note);
        EXPECT_EQ(berth_raise(number), 0);
        EXPECT_EQ(calls, 1);
        EXPECT_EQ(last_number, number);
        EXPECT_EQ(last_thread, std::this_thread::get_id());
        EXPECT_EQ(berth_signal(number, SIG_GET), SIG_DFL);
        EXPECT_EQ(berth_signal(number, SIG_IGN), SIG_DFL);
        EXPECT_EQ(berth_raise(number), 0);
        EXPECT_EQ(berth_signal(number, SIG_DFL), SIG_IGN);
        EXPECT_EQ(calls, 1);
    }
}

TEST_F(SignalTest, FloatingPointHandlersStayAndAreToldTheKind) {
    EXPECT_EQ(berth_signal(SIGFPE, reinterpret_cast<_crt_signal_t>(
                                       reinterpret_cast<void (*)()>(note_float))),
              SIG_DFL);
    EXPECT_EQ(berth_raise(SIGFPE), 0);
    EXPECT_EQ(berth_raise(SIGFPE), 0);
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(last_code, _FPE_EXPLICITGEN);
    EXPECT_NE(berth_signal(SIGFPE, SIG_DFL), SIG_DFL);
}

TEST_F(SignalTest, WhatIsNoSignalIsRefused) {
    const InvalidHandlerGuard guard;
    for (const int number : {-1, 0, 99, SIGKILL}) {
        InvalidHandlerGuard::calls = 0;
        errno = 0;
        EXPECT_EQ(berth_signal(number, note), SIG_ERR);
        EXPECT_EQ(errno, EINVAL);
        EXPECT_EQ(InvalidHandlerGuard::calls, 1);
    }
    errno = 0;
    EXPECT_NE(berth_raise(99), 0);
    EXPECT_EQ(errno, EINVAL);
    EXPECT_NE(berth_raise(0), 0);
    for (const _crt_signal_t handler : {SIG_SGE, SIG_ACK, SIG_ERR}) {
        errno = 0;
        EXPECT_EQ(berth_signal(SIGINT, handler), SIG_ERR);
        EXPECT_EQ(errno, EINVAL);
    }
    EXPECT_EQ(berth_signal(SIGINT, SIG_GET), SIG_DFL);
}

TEST_F(SignalTest, WhatComesFromOutsideRunsInAThreadOfItsOwn) {
    for (const int number : {SIGINT, SIGBREAK, SIGTERM, SIGUSR1}) {
        EXPECT_EQ(berth_signal(number, note), SIG_DFL);
        send(number);
        EXPECT_EQ(last_number, number);
        EXPECT_NE(last_thread, std::this_thread::get_id());
        // SIGUSR1 is libc's, whose handlers stay.
        EXPECT_EQ(berth_signal(number, SIG_IGN), number == SIGUSR1 ? note : SIG_DFL);
    }
    EXPECT_EQ(calls, 4);
}

BOOL WINAPI note_event(DWORD event) {
    last_code = static_cast<int>(event);
    return FALSE;
}

TEST_F(SignalTest, AConsoleHandlerAddedLaterRunsFirst) {
    berth_signal(SIGINT, note);
    last_code = -1;
    ASSERT_TRUE(SetConsoleCtrlHandler(note_event, TRUE));
    send(SIGINT);
    EXPECT_EQ(last_code, CTRL_C_EVENT);
    EXPECT_EQ(calls, 1);
    EXPECT_TRUE(SetConsoleCtrlHandler(note_event, FALSE));
    berth_signal(SIGINT, SIG_IGN);
}

sigjmp_buf back;
void leave(int number) {
    note(number);
    siglongjmp(back, 1);
}

TEST_F(SignalTest, AFaultInterruptsTheThreadAndTheHandlerMayLeave) {
    sigset_t before;  // a sanitizer blocks signals around a handler, which never returns here
    ASSERT_EQ(pthread_sigmask(SIG_SETMASK, nullptr, &before), 0);
    for (int time = 0; time < 2; ++time) {
        berth_signal(SIGSEGV, leave);
        if (sigsetjmp(back, 0) == 0)
            ::raise(SIGSEGV);
    }
    EXPECT_EQ(pthread_sigmask(SIG_SETMASK, &before, nullptr), 0);
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(berth_signal(SIGSEGV, SIG_DFL), SIG_DFL);
}

TEST_F(SignalTest, TheDefaultEndsTheProcessWithThree) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(berth_raise(SIGTERM), testing::ExitedWithCode(3), "");
    EXPECT_EXIT(berth_raise(SIGABRT), testing::ExitedWithCode(3), "");
    // The console is closed: SIGBREAK's handler is asked, and then the process ends all the same.
    EXPECT_EXIT(
        {
            berth_signal(SIGBREAK, [](int) { _exit(7); });
            kill(getpid(), SIGHUP);
            for (;;)
                pause();
        },
        testing::ExitedWithCode(7), "");
}

}  // namespace
