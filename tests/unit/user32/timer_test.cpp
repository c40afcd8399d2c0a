// WM_TIMER and timer procedures.
#include <gtest/gtest.h>

#include "window_scope.h"

namespace {

TEST(TimerTest, ComesAfterPostedMessages) {
    queue_drain();
    const WindowScope window;
    EXPECT_NE(SetTimer(window.get(), 5, 1, nullptr), 0u);
    MSG message{};
    EXPECT_EQ(GetMessageW(&message, window.get(), 0, 0), TRUE);
    EXPECT_EQ(message.message, static_cast<UINT>(WM_TIMER));
    EXPECT_EQ(message.wParam, 5u);
    EXPECT_EQ(message.lParam, 0);
    EXPECT_EQ(MsgWaitForMultipleObjects(0, nullptr, FALSE, INFINITE, QS_TIMER), WAIT_OBJECT_0);
    PostMessageW(window.get(), WM_APP, 0, 0);
    EXPECT_EQ(GetMessageW(&message, nullptr, 0, 0), TRUE);
    EXPECT_EQ(message.message, static_cast<UINT>(WM_APP));
    EXPECT_EQ(GetMessageW(&message, nullptr, 0, 0), TRUE);
    EXPECT_EQ(message.message, static_cast<UINT>(WM_TIMER));
    EXPECT_TRUE(KillTimer(window.get(), 5));
    EXPECT_FALSE(KillTimer(window.get(), 5));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

TEST(TimerTest, IsOneMessageHoweverLateItIsTaken) {
    queue_drain();
    const WindowScope window;
    SetTimer(window.get(), 1, 10, nullptr);
    MsgWaitForMultipleObjects(0, nullptr, FALSE, INFINITE, QS_TIMER);
    Sleep(35);
    MSG message{};
    EXPECT_TRUE(PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE));
    EXPECT_TRUE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
    SetTimer(window.get(), 1, 100'000, nullptr);
    EXPECT_FALSE(PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE));
    KillTimer(window.get(), 1);
}

TEST(TimerTest, CallsItsProcedure) {
    queue_drain();
    static UINT_PTR called = 0;
    called = 0;
    const UINT_PTR id = SetTimer(nullptr, 0, 10, [](HWND, UINT message, UINT_PTR timer, DWORD) {
        EXPECT_EQ(message, static_cast<UINT>(WM_TIMER));
        called = timer;
    });
    EXPECT_NE(id, 0u);
    EXPECT_NE(SetTimer(nullptr, 0, 100'000, nullptr), id);
    MSG message{};
    EXPECT_EQ(GetMessageW(&message, nullptr, 0, 0), TRUE);
    EXPECT_EQ(message.hwnd, nullptr);
    EXPECT_NE(message.lParam, 0);
    DispatchMessageW(&message);
    EXPECT_EQ(called, id);
    EXPECT_EQ(SetTimer(nullptr, id, 100'000, nullptr), id);
    // It is no timer's procedure any more.
    called = 0;
    DispatchMessageW(&message);
    EXPECT_EQ(called, 0u);
    EXPECT_TRUE(KillTimer(nullptr, id));
    EXPECT_EQ(SetTimer(reinterpret_cast<HWND>(0x9999), 1, 10, nullptr), 0u);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
}

}  // namespace
