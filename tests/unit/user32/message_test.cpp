// Posted messages: order, filters, the queue's flags and its limit.
#include <gtest/gtest.h>

#include <cstddef>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "window_scope.h"

namespace {

struct MessageTest : testing::Test {
    void SetUp() override { queue_drain(); }
    void TearDown() override { queue_drain(); }
};

UINT peeked(HWND window = nullptr, UINT first = 0, UINT last = 0, UINT flags = PM_REMOVE) {
    MSG message{};
    return PeekMessageW(&message, window, first, last, flags) ? message.message : 0;
}

TEST_F(MessageTest, ComeInTheirOrder) {
    const WindowScope window;
    for (UINT i = 0; i < 100; ++i)
        ASSERT_TRUE(PostMessageW(window.get(), WM_APP + i, i, -static_cast<LPARAM>(i)));
    for (UINT i = 0; i < 100; ++i) {
        MSG message{};
        ASSERT_GT(GetMessageW(&message, nullptr, 0, 0), 0);
        EXPECT_EQ(message.hwnd, window.get());
        EXPECT_EQ(message.message, WM_APP + i);
        EXPECT_EQ(message.wParam, i);
        EXPECT_EQ(message.lParam, -static_cast<LPARAM>(i));
    }
    EXPECT_EQ(peeked(), 0u);
}

TEST_F(MessageTest, AreFilteredByNumberAndWindow) {
    const WindowScope one;
    const WindowScope other;
    PostMessageW(one.get(), WM_APP + 1, 0, 0);
    PostMessageW(other.get(), WM_APP + 2, 0, 0);
    PostThreadMessageW(GetCurrentThreadId(), WM_APP + 3, 0, 0);
    EXPECT_EQ(peeked(other.get()), WM_APP + 2);
    EXPECT_EQ(peeked(nullptr, WM_APP + 3, WM_APP + 4, PM_NOREMOVE), WM_APP + 3);
    EXPECT_EQ(peeked(reinterpret_cast<HWND>(-1)), WM_APP + 3);
    EXPECT_EQ(peeked(reinterpret_cast<HWND>(-1)), 0u);
    EXPECT_EQ(peeked(nullptr, WM_APP + 9, WM_APP + 9), 0u);
    EXPECT_EQ(peeked(), WM_APP + 1);
}

TEST_F(MessageTest, OfAChildPassItsParentsFilter) {
    const WindowScope parent;
    const WindowScope child({}, parent.get(), WS_CHILD);
    PostMessageW(child.get(), WM_APP, 0, 0);
    EXPECT_EQ(peeked(parent.get()), WM_APP);
}

TEST_F(MessageTest, QuitComesWhenNothingElseIsPosted) {
    const WindowScope window;
    PostQuitMessage(7);
    PostMessageW(window.get(), WM_APP, 0, 0);
    MSG message{};
    EXPECT_EQ(GetMessageW(&message, nullptr, 0, 0), TRUE);
    EXPECT_EQ(message.message, static_cast<UINT>(WM_APP));
    EXPECT_EQ(GetMessageW(&message, window.get(), WM_APP, WM_APP), FALSE);
    EXPECT_EQ(message.message, static_cast<UINT>(WM_QUIT));
    EXPECT_EQ(message.wParam, 7u);
    EXPECT_EQ(message.hwnd, nullptr);
    EXPECT_EQ(peeked(), 0u);
}

TEST_F(MessageTest, QueueHoldsTenThousand) {
    const WindowScope window;
    int posted = 0;
    while (posted < 20'000 && PostMessageW(window.get(), WM_APP, 0, 0))
        ++posted;
    EXPECT_EQ(posted, 10'000);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_NOT_ENOUGH_QUOTA));
    EXPECT_EQ(peeked(), static_cast<UINT>(WM_APP));
    EXPECT_TRUE(PostMessageW(window.get(), WM_APP, 0, 0));
    queue_drain();
}

TEST_F(MessageTest, StatusTellsWhatIsNew) {
    const WindowScope window;
    GetQueueStatus(QS_ALLINPUT);
    PostMessageW(window.get(), WM_APP, 0, 0);
    EXPECT_EQ(GetQueueStatus(QS_ALLINPUT),
              static_cast<DWORD>(MAKELONG(QS_POSTMESSAGE, QS_POSTMESSAGE)));
    EXPECT_EQ(GetQueueStatus(QS_ALLINPUT), static_cast<DWORD>(MAKELONG(0, QS_POSTMESSAGE)));
    EXPECT_EQ(GetQueueStatus(0x8000), 0u);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_FLAGS));
    queue_drain();
    EXPECT_EQ(GetQueueStatus(QS_ALLINPUT), 0u);
}

TEST_F(MessageTest, FilteredLookLeavesAllPostMessageNew) {
    const WindowScope window;
    PostMessageW(window.get(), WM_APP, 0, 0);
    EXPECT_EQ(peeked(nullptr, WM_APP + 1, WM_APP + 1), 0u);
    EXPECT_EQ(LOWORD(GetQueueStatus(QS_ALLPOSTMESSAGE | QS_POSTMESSAGE)), QS_ALLPOSTMESSAGE);
}

TEST_F(MessageTest, WaitEndsForNewInputOnly) {
    const WindowScope window;
    PostMessageW(window.get(), WM_APP, 0, 0);
    EXPECT_EQ(MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, QS_ALLINPUT), WAIT_OBJECT_0);
    EXPECT_EQ(peeked(nullptr, 0, 0, PM_NOREMOVE), static_cast<UINT>(WM_APP));
    EXPECT_EQ(MsgWaitForMultipleObjects(0, nullptr, FALSE, 0, QS_ALLINPUT),
              static_cast<DWORD>(WAIT_TIMEOUT));
    EXPECT_EQ(MsgWaitForMultipleObjectsEx(0, nullptr, 0, QS_ALLINPUT, MWMO_INPUTAVAILABLE),
              WAIT_OBJECT_0);
    EXPECT_EQ(MsgWaitForMultipleObjectsEx(0, nullptr, 0, QS_TIMER, MWMO_INPUTAVAILABLE),
              static_cast<DWORD>(WAIT_TIMEOUT));
}

TEST_F(MessageTest, WaitForAllNeedsInputToo) {
    const WindowScope window;
    const HANDLE event = CreateEventW(nullptr, FALSE, TRUE, nullptr);
    EXPECT_EQ(MsgWaitForMultipleObjects(1, &event, TRUE, 0, QS_ALLINPUT),
              static_cast<DWORD>(WAIT_TIMEOUT));
    PostMessageW(window.get(), WM_APP, 0, 0);
    EXPECT_EQ(MsgWaitForMultipleObjects(1, &event, TRUE, 0, QS_ALLINPUT), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(event, 0), static_cast<DWORD>(WAIT_TIMEOUT));
    const HANDLE twice[] = {event, event};
    EXPECT_EQ(MsgWaitForMultipleObjects(2, twice, TRUE, 0, QS_ALLINPUT), WAIT_FAILED);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
    CloseHandle(event);
}

TEST_F(MessageTest, WaitTakesSixtyThreeHandles) {
    HANDLE events[64];
    for (HANDLE& event : events)
        event = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    EXPECT_EQ(MsgWaitForMultipleObjects(64, events, FALSE, 0, QS_ALLINPUT), WAIT_FAILED);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
    EXPECT_EQ(MsgWaitForMultipleObjects(63, events, FALSE, 0, QS_ALLINPUT),
              static_cast<DWORD>(WAIT_TIMEOUT));
    SetEvent(events[62]);
    EXPECT_EQ(MsgWaitForMultipleObjects(63, events, FALSE, INFINITE, QS_ALLINPUT), 62u);
    for (HANDLE event : events)
        CloseHandle(event);
    EXPECT_EQ(MsgWaitForMultipleObjects(1, events, FALSE, 0, QS_ALLINPUT), WAIT_FAILED);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
}

TEST_F(MessageTest, WaitIsAlertable) {
    static int ran = 0;
    QueueUserAPC([](ULONG_PTR) { ++ran; }, GetCurrentThread(), 0);
    EXPECT_EQ(MsgWaitForMultipleObjectsEx(0, nullptr, 0, QS_ALLINPUT, 0),
              static_cast<DWORD>(WAIT_TIMEOUT));
    EXPECT_EQ(MsgWaitForMultipleObjectsEx(0, nullptr, INFINITE, QS_ALLINPUT, MWMO_ALERTABLE),
              static_cast<DWORD>(WAIT_IO_COMPLETION));
    EXPECT_EQ(ran, 1);
}

TEST_F(MessageTest, AnotherThreadWakesTheWaiter) {
    const WindowScope window;
    std::thread poster([&] { PostMessageW(window.get(), WM_APP, 1, 2); });
    MSG message{};
    EXPECT_EQ(GetMessageW(&message, window.get(), 0, 0), TRUE);
    EXPECT_EQ(message.lParam, 2);
    poster.join();
}

TEST_F(MessageTest, ThreadNeedsAQueue) {
    EXPECT_FALSE(PostThreadMessageW(1, WM_APP, 0, 0));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_THREAD_ID));
    const HANDLE go = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    const HANDLE ready = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    struct Events {
        HANDLE go, ready;
    } events{go, ready};
    DWORD id = 0;
    const HANDLE thread = CreateThread(
        nullptr, 0,
        [](void* context) -> DWORD {
            const auto& with = *static_cast<Events*>(context);
            WaitForSingleObject(with.go, INFINITE);
            MSG message{};
            PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);
            SetEvent(with.ready);
            return GetMessageW(&message, nullptr, 0, 0) ? message.message : 0;
        },
        &events, 0, &id);
    EXPECT_FALSE(PostThreadMessageW(id, WM_APP, 0, 0));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_THREAD_ID));
    SetEvent(go);
    WaitForSingleObject(ready, INFINITE);
    EXPECT_TRUE(PostThreadMessageW(id, WM_APP + 5, 0, 0));
    WaitForSingleObject(thread, INFINITE);
    DWORD code = 0;
    GetExitCodeThread(thread, &code);
    EXPECT_EQ(code, static_cast<DWORD>(WM_APP + 5));
    EXPECT_FALSE(PostThreadMessageW(id, WM_APP, 0, 0));
    for (HANDLE handle : {go, ready, thread})
        CloseHandle(handle);
}

TEST_F(MessageTest, BadInput) {
    const HWND none = reinterpret_cast<HWND>(0x123456);
    MSG message{};
    EXPECT_FALSE(PostMessageW(none, WM_APP, 0, 0));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
    EXPECT_EQ(GetMessageW(&message, none, 0, 0), -1);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
    EXPECT_EQ(GetMessageW(nullptr, nullptr, 0, 0), -1);
    EXPECT_FALSE(PeekMessageW(&message, none, 0, 0, PM_REMOVE));
    EXPECT_FALSE(PeekMessageW(nullptr, nullptr, 0, 0, PM_REMOVE));
    const WindowScope window;
    EXPECT_FALSE(PostMessageW(window.get(), WM_SETTEXT, 0, 0));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_MESSAGE_SYNC_ONLY));
    EXPECT_EQ(DispatchMessageW(nullptr), 0);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
// Kills this thread's process at its next system call but exit. False: not allowed here.
bool system_calls_forbid() {
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
    const sock_fprog filter = {sizeof program / sizeof *program, program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

TEST_F(MessageTest, OwnMessagesMakeNoSystemCall) {
    const WindowScope window;
    const pid_t child = fork();
    if (child == 0) {
        MSG message{};
        bool good = PostMessageW(window.get(), WM_APP, 0, 0) &&
                    GetMessageW(&message, nullptr, 0, 0) > 0 && system_calls_forbid();
        for (int i = 0; i < 1000 && good; ++i)
            good = PostMessageW(window.get(), WM_APP, 0, 0) &&
                   GetMessageW(&message, nullptr, 0, 0) > 0;
        syscall(SYS_exit, good ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
        GTEST_SKIP() << "no seccomp here";
    EXPECT_EQ(status, 0);
}
#endif

TEST_F(MessageTest, RegisteredMessagesAreOneAName) {
    const UINT one = RegisterWindowMessageW(L"Berth.One");
    EXPECT_GE(one, 0xC000u);
    EXPECT_EQ(RegisterWindowMessageA("bERTH.oNE"), one);
    EXPECT_NE(RegisterWindowMessageA("Berth.Two"), one);
    EXPECT_EQ(RegisterWindowMessageW(nullptr), 0u);
}

}  // namespace
