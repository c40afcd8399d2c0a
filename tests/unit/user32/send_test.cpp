// Messages that are sent: within a thread, to another, and back.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "window_scope.h"

namespace {

// A thread with a window that processes messages until it is told to stop.
class Receiver {
  public:
    explicit Receiver(Procedure procedure, bool pumps = true)
        : procedure_(std::move(procedure)),
          ready_(CreateEventW(nullptr, TRUE, FALSE, nullptr)),
          go_(CreateEventW(nullptr, TRUE, pumps, nullptr)),
          thread_([this] { run(); }) {
        WaitForSingleObject(ready_, INFINITE);
    }
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;
    ~Receiver() {
        pump();
        PostThreadMessageW(id_, WM_QUIT, 0, 0);
        thread_.join();
        CloseHandle(ready_);
        CloseHandle(go_);
    }
    void pump() { SetEvent(go_); }
    HWND window() const { return window_; }

  private:
    void run() {
        const WindowScope window(procedure_);
        window_ = window.get();
        id_ = GetCurrentThreadId();
        SetEvent(ready_);
        WaitForSingleObject(go_, INFINITE);
        MSG message{};
        while (GetMessageW(&message, nullptr, 0, 0) > 0)
            DispatchMessageW(&message);
    }

    Procedure procedure_;
    HANDLE ready_;
    HANDLE go_;
    HWND window_ = nullptr;
    DWORD id_ = 0;
    std::thread thread_;
};

TEST(SendTest, WithinTheThreadIsACall) {
    const WindowScope window([](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
        if (message == WM_APP) {
            EXPECT_FALSE(InSendMessage());
            EXPECT_FALSE(ReplyMessage(1));
            return static_cast<LRESULT>(wparam) + lparam;
        }
        return DefWindowProcW(hwnd, message, wparam, lparam);
    });
    EXPECT_EQ(SendMessageW(window.get(), WM_APP, 40, 2), 42);
    EXPECT_EQ(SendMessageW(reinterpret_cast<HWND>(0x4444), WM_APP, 0, 0), 0);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
}

TEST(SendTest, RunsInTheReceiversThread) {
    std::atomic<DWORD> ran_in{0};
    std::atomic<DWORD> kind{0};
    const Receiver receiver([&](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
        if (message == WM_APP) {
            ran_in = GetCurrentThreadId();
            kind = InSendMessageEx(nullptr);
            return static_cast<LRESULT>(wparam * 2);
        }
        return DefWindowProcW(hwnd, message, wparam, lparam);
    });
    for (WPARAM i = 0; i < 1000; ++i)
        ASSERT_EQ(SendMessageW(receiver.window(), WM_APP, i, 0), static_cast<LRESULT>(i * 2));
    EXPECT_EQ(ran_in, GetWindowThreadProcessId(receiver.window(), nullptr));
    EXPECT_EQ(kind, static_cast<DWORD>(ISMEX_SEND));
}

TEST(SendTest, TwoThreadsSendToEachOther) {
    LRESULT inner = 0;
    const WindowScope mine([](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
        return message == WM_APP ? 5 : DefWindowProcW(hwnd, message, wparam, lparam);
    });
    const HWND back = mine.get();
    const Receiver receiver([&](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
        if (message == WM_APP) {
            inner = SendMessageW(back, WM_APP, 0, 0);
            return inner + 1;
        }
        return DefWindowProcW(hwnd, message, wparam, lparam);
    });
    EXPECT_EQ(SendMessageW(receiver.window(), WM_APP, 0, 0), 6);
    EXPECT_EQ(inner, 5);
}

TEST(SendTest, ReplyLetsTheSenderGo) {
    const HANDLE replied = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    const HANDLE go_on = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    std::atomic<DWORD> kind{0};
    {
        const Receiver receiver([&](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
            if (message == WM_APP) {
                EXPECT_TRUE(ReplyMessage(9));
                kind = InSendMessageEx(nullptr);
                WaitForSingleObject(go_on, INFINITE);
                SetEvent(replied);
                return LRESULT{1};
            }
            return DefWindowProcW(hwnd, message, wparam, lparam);
        });
        EXPECT_EQ(SendMessageW(receiver.window(), WM_APP, 0, 0), 9);
        SetEvent(go_on);
        WaitForSingleObject(replied, INFINITE);
    }
    EXPECT_EQ(kind, static_cast<DWORD>(ISMEX_SEND | ISMEX_REPLIED));
    CloseHandle(replied);
    CloseHandle(go_on);
}

TEST(SendTest, TimesOut) {
    const Receiver receiver({}, false);
    DWORD_PTR answer = 7;
    EXPECT_EQ(SendMessageTimeoutW(receiver.window(), WM_APP, 0, 0, SMTO_NORMAL, 20, &answer), 0);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_TIMEOUT));
    EXPECT_EQ(SendMessageTimeoutW(receiver.window(), WM_APP, 0, 0, SMTO_BLOCK | SMTO_ABORTIFHUNG,
                                  20, nullptr),
              0);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_TIMEOUT));
}

TEST(SendTest, ReceiverEnds) {
    HWND window = nullptr;
    const HANDLE ready = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    const HANDLE end = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    std::thread thread([&] {
        window =
            CreateWindowW(L"Static", L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
        SetEvent(ready);
        WaitForSingleObject(end, INFINITE);
    });
    WaitForSingleObject(ready, INFINITE);
    std::thread ender([&] {
        // Ends the receiver once a message waits for it.
        SendNotifyMessageW(window, WM_APP, 0, 0);
        SetEvent(end);
    });
    EXPECT_EQ(SendMessageW(window, WM_GETTEXTLENGTH, 0, 0), 0);
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_WINDOW_HANDLE));
    ender.join();
    thread.join();
    CloseHandle(ready);
    CloseHandle(end);
}

TEST(SendTest, CallbackComesHome) {
    static LRESULT called = 0;
    static ULONG_PTR data = 0;
    called = 0;
    queue_drain();
    const HANDLE done = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    const Receiver receiver([&](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
        if (message == WM_APP)
            return LRESULT{11};
        if (message == WM_APP + 1)
            SetEvent(done);
        return DefWindowProcW(hwnd, message, wparam, lparam);
    });
    auto routine = [](HWND, UINT, ULONG_PTR with, LRESULT result) {
        called = result;
        data = with;
    };
    EXPECT_TRUE(SendMessageCallbackW(receiver.window(), WM_APP, 0, 0, routine, 3));
    EXPECT_TRUE(SendNotifyMessageW(receiver.window(), WM_APP + 1, 0, 0));
    WaitForSingleObject(done, INFINITE);
    EXPECT_EQ(called, 0);
    MSG message{};
    PeekMessageW(&message, nullptr, 0, 0, PM_NOREMOVE);
    EXPECT_EQ(called, 11);
    EXPECT_EQ(data, 3u);
    const WindowScope own;
    EXPECT_TRUE(SendMessageCallbackW(own.get(), WM_APP, 0, 0, routine, 4));
    EXPECT_EQ(data, 4u);
    CloseHandle(done);
}

TEST(SendTest, TextReachesAnotherThread) {
    const Receiver receiver({});
    EXPECT_TRUE(SetWindowTextA(receiver.window(), "überall"));
    wchar_t text[16];
    EXPECT_EQ(GetWindowTextW(receiver.window(), text, 16), 7);
    EXPECT_EQ(std::wstring(text), L"überall");
}

TEST(SendTest, ManySendersAtOnce) {
    std::atomic<int> seen{0};
    const Receiver receiver([&](HWND hwnd, UINT message, WPARAM wparam, LPARAM lparam) {
        if (message == WM_APP)
            return LRESULT{++seen};
        return DefWindowProcW(hwnd, message, wparam, lparam);
    });
    std::vector<std::thread> senders;
    for (int i = 0; i < 4; ++i) {
        senders.emplace_back([&] {
            for (int k = 0; k < 200; ++k)
                SendMessageW(receiver.window(), WM_APP, 0, 0);
        });
    }
    for (std::thread& sender : senders)
        sender.join();
    EXPECT_EQ(seen, 800);
}

}  // namespace
