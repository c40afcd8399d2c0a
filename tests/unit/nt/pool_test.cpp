#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "errhandlingapi.h"
#include "winbase.h"
#include "winerror.h"

namespace {

constexpr DWORD kLong = 10'000;  // ms: longer than anything here takes

class AutoEvent {
  public:
    explicit AutoEvent(bool manual = false)
        : handle_(CreateEventA(nullptr, manual, FALSE, nullptr)) {}
    AutoEvent(const AutoEvent&) = delete;
    AutoEvent& operator=(const AutoEvent&) = delete;
    ~AutoEvent() { CloseHandle(handle_); }
    operator HANDLE() const { return handle_; }
    bool comes() const { return WaitForSingleObject(handle_, kLong) == WAIT_OBJECT_0; }
    bool is_set() const { return WaitForSingleObject(handle_, 0) == WAIT_OBJECT_0; }

  private:
    HANDLE handle_;
};

FILETIME relative(int milliseconds) {
    const auto value = static_cast<ULONGLONG>(-10'000LL * milliseconds);
    return {static_cast<DWORD>(value), static_cast<DWORD>(value >> 32)};
}

// Counts, where an event would merge two signals.
class Semaphore {
  public:
    Semaphore() : handle_(CreateSemaphoreA(nullptr, 0, 1000, nullptr)) {}
    Semaphore(const Semaphore&) = delete;
    Semaphore& operator=(const Semaphore&) = delete;
    ~Semaphore() { CloseHandle(handle_); }
    operator HANDLE() const { return handle_; }
    bool comes() const { return WaitForSingleObject(handle_, kLong) == WAIT_OBJECT_0; }

  private:
    HANDLE handle_;
};

struct Gate {
    Semaphore entered;
    AutoEvent open{true};
    std::atomic<int> runs{0};
};

void CALLBACK pass(PTP_CALLBACK_INSTANCE /*instance*/, void* context, PTP_WORK /*work*/) {
    auto& gate = *static_cast<Gate*>(context);
    ++gate.runs;
    ReleaseSemaphore(gate.entered, 1, nullptr);
    WaitForSingleObject(gate.open, INFINITE);
}

void CALLBACK count(PTP_CALLBACK_INSTANCE /*instance*/, void* context) {
    ++*static_cast<std::atomic<int>*>(context);
}

TEST(Pool, WorkRunsAsOftenAsItIsSubmitted) {
    std::atomic<int> runs{0};
    const PTP_WORK work =
        CreateThreadpoolWork([](PTP_CALLBACK_INSTANCE, void* context,
                                PTP_WORK) { ++*static_cast<std::atomic<int>*>(context); },
                             &runs, nullptr);
    ASSERT_NE(work, nullptr);
    for (int i = 0; i < 1000; ++i)
        SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    EXPECT_EQ(runs, 1000);
    CloseThreadpoolWork(work);
}

TEST(Pool, CallbacksThatBlockDoNotStopTheOthers) {
    Gate gate;
    const PTP_WORK work = CreateThreadpoolWork(pass, &gate, nullptr);
    for (int i = 0; i < 8; ++i)
        SubmitThreadpoolWork(work);
    for (int i = 0; i < 8; ++i)
        EXPECT_TRUE(gate.entered.comes());
    SetEvent(gate.open);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    EXPECT_EQ(gate.runs, 8);
    CloseThreadpoolWork(work);
}

TEST(Pool, MaximumHoldsAndWhatHasNotBegunIsDropped) {
    const PTP_POOL pool = CreateThreadpool(nullptr);
    SetThreadpoolThreadMaximum(pool, 1);
    EXPECT_TRUE(SetThreadpoolThreadMinimum(pool, 1));
    TP_CALLBACK_ENVIRON environment;
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    Gate gate;
    const PTP_WORK work = CreateThreadpoolWork(pass, &gate, &environment);
    for (int i = 0; i < 3; ++i)
        SubmitThreadpoolWork(work);
    EXPECT_TRUE(gate.entered.comes());
    EXPECT_EQ(WaitForSingleObject(gate.entered, 30), DWORD{WAIT_TIMEOUT});
    SetEvent(gate.open);
    WaitForThreadpoolWorkCallbacks(work, TRUE);
    EXPECT_GE(gate.runs, 1);
    CloseThreadpoolWork(work);
    CloseThreadpool(pool);
    DestroyThreadpoolEnvironment(&environment);
}

TEST(Pool, SimpleCallbackSetsItsEventWhenItReturns) {
    AutoEvent event;
    const HANDLE handle = event;
    EXPECT_TRUE(TrySubmitThreadpoolCallback(
        [](PTP_CALLBACK_INSTANCE instance, void* context) {
            SetEventWhenCallbackReturns(instance, context);
            EXPECT_TRUE(CallbackMayRunLong(instance));
        },
        handle, nullptr));
    EXPECT_TRUE(event.comes());
    EXPECT_FALSE(TrySubmitThreadpoolCallback(nullptr, nullptr, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Pool, DisassociatedCallbackIsNotWaitedFor) {
    struct Context {
        Gate gate;
        PTP_WORK work = nullptr;
    } context;
    context.work = CreateThreadpoolWork(
        [](PTP_CALLBACK_INSTANCE instance, void* of, PTP_WORK work) {
            DisassociateCurrentThreadFromCallback(instance);
            pass(instance, &static_cast<Context*>(of)->gate, work);
            ReleaseSemaphoreWhenCallbackReturns(instance, static_cast<Context*>(of)->gate.entered,
                                                1);
        },
        &context, nullptr);
    SubmitThreadpoolWork(context.work);
    EXPECT_TRUE(context.gate.entered.comes());
    WaitForThreadpoolWorkCallbacks(context.work, FALSE);
    SetEvent(context.gate.open);
    EXPECT_TRUE(context.gate.entered.comes());
    CloseThreadpoolWork(context.work);
}

TEST(Pool, TimerRingsOnceAndPeriodically) {
    struct Context {
        AutoEvent rang;
        std::atomic<int> times{0};
    } context;
    const PTP_TIMER timer = CreateThreadpoolTimer(
        [](PTP_CALLBACK_INSTANCE, void* of, PTP_TIMER) {
            auto& c = *static_cast<Context*>(of);
            if (++c.times % 3 == 0)
                SetEvent(c.rang);
        },
        &context, nullptr);
    EXPECT_FALSE(IsThreadpoolTimerSet(timer));
    FILETIME due = relative(1);
    SetThreadpoolTimer(timer, &due, 1, 0);
    EXPECT_TRUE(IsThreadpoolTimerSet(timer));
    EXPECT_TRUE(context.rang.comes());
    EXPECT_TRUE(SetThreadpoolTimerEx(timer, nullptr, 0, 0));
    WaitForThreadpoolTimerCallbacks(timer, TRUE);
    EXPECT_FALSE(IsThreadpoolTimerSet(timer));
    const int times = context.times;
    EXPECT_GE(times, 3);
    due = relative(60'000);
    EXPECT_FALSE(SetThreadpoolTimerEx(timer, &due, 0, 0));
    EXPECT_TRUE(SetThreadpoolTimerEx(timer, &due, 0, 0));
    CloseThreadpoolTimer(timer);
    EXPECT_EQ(context.times, times);
}

TEST(Pool, WaitTellsOfTheSignalAndOfTheTimeOut) {
    struct Context {
        AutoEvent called;
        std::atomic<DWORD> result{99};
    } context;
    const PTP_WAIT wait = CreateThreadpoolWait(
        [](PTP_CALLBACK_INSTANCE, void* of, PTP_WAIT, TP_WAIT_RESULT result) {
            static_cast<Context*>(of)->result = result;
            SetEvent(static_cast<Context*>(of)->called);
        },
        &context, nullptr);
    AutoEvent object;
    SetThreadpoolWait(wait, object, nullptr);
    SetEvent(object);
    EXPECT_TRUE(context.called.comes());
    EXPECT_EQ(context.result, WAIT_OBJECT_0);
    EXPECT_FALSE(object.is_set()) << "the wait consumed it";
    SetEvent(object);
    EXPECT_TRUE(object.is_set()) << "a wait is for once";
    FILETIME limit = relative(1);
    SetThreadpoolWait(wait, object, &limit);
    EXPECT_TRUE(context.called.comes());
    EXPECT_EQ(context.result, DWORD{WAIT_TIMEOUT});
    EXPECT_FALSE(SetThreadpoolWaitEx(wait, object, nullptr, nullptr));
    EXPECT_TRUE(SetThreadpoolWaitEx(wait, nullptr, nullptr, nullptr));
    SetEvent(object);
    WaitForThreadpoolWaitCallbacks(wait, TRUE);
    EXPECT_TRUE(object.is_set());
    CloseThreadpoolWait(wait);
}

TEST(Pool, CleanupGroupClosesItsMembers) {
    const PTP_CLEANUP_GROUP group = CreateThreadpoolCleanupGroup();
    const PTP_POOL pool = CreateThreadpool(nullptr);
    SetThreadpoolThreadMaximum(pool, 1);
    TP_CALLBACK_ENVIRON environment;
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    static std::atomic<int> cancelled{0};
    cancelled = 0;
    SetThreadpoolCallbackCleanupGroup(&environment, group, [](void* /*object*/, void* cleanup) {
        if (cleanup == &cancelled)
            ++cancelled;
    });
    Gate gate;
    const PTP_WORK work = CreateThreadpoolWork(pass, &gate, &environment);
    std::atomic<int> runs{0};
    SubmitThreadpoolWork(work);
    EXPECT_TRUE(gate.entered.comes());
    EXPECT_TRUE(TrySubmitThreadpoolCallback(count, &runs, &environment));
    const PTP_TIMER timer = CreateThreadpoolTimer([](PTP_CALLBACK_INSTANCE, void*, PTP_TIMER) {},
                                                  nullptr, &environment);
    FILETIME due = relative(100'000);
    SetThreadpoolTimer(timer, &due, 0, 0);
    SetEvent(gate.open);
    CloseThreadpoolCleanupGroupMembers(group, TRUE, &cancelled);
    EXPECT_GE(cancelled, 2);
    CloseThreadpoolCleanupGroup(group);
    CloseThreadpool(pool);
}

TEST(Pool, WorkItemsRunInEveryKindOfThread) {
    std::atomic<int> runs{0};
    AutoEvent done;
    struct Context {
        std::atomic<int>* runs;
        HANDLE done;
    } context{&runs, done};
    for (ULONG flags : {WT_EXECUTEDEFAULT, WT_EXECUTELONGFUNCTION, WT_EXECUTEINPERSISTENTTHREAD,
                        WT_EXECUTEINIOTHREAD}) {
        EXPECT_TRUE(QueueUserWorkItem(
            [](void* of) -> DWORD {
                ++*static_cast<Context*>(of)->runs;
                SetEvent(static_cast<Context*>(of)->done);
                return 0;
            },
            &context, flags));
        EXPECT_TRUE(done.comes());
    }
    EXPECT_EQ(runs, 4);
}

struct Calls {
    AutoEvent called;
    std::atomic<int> signals{0};
    std::atomic<int> time_outs{0};
};

void CALLBACK note(void* context, BOOLEAN timed_out) {
    auto& calls = *static_cast<Calls*>(context);
    ++(timed_out ? calls.time_outs : calls.signals);
    SetEvent(calls.called);
}

TEST(RegisteredWait, CallsForEachSignalUntilItIsUnregistered) {
    Calls calls;
    AutoEvent object;
    HANDLE wait = nullptr;
    ASSERT_TRUE(RegisterWaitForSingleObject(&wait, object, note, &calls, INFINITE, 0));
    for (int i = 0; i < 3; ++i) {
        SetEvent(object);
        EXPECT_TRUE(calls.called.comes());
    }
    EXPECT_TRUE(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    SetEvent(object);
    EXPECT_TRUE(object.is_set());
    EXPECT_EQ(calls.signals, 3);
    EXPECT_FALSE(UnregisterWait(wait));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(RegisteredWait, OnceIsOnceAndTimeOutsAreTold) {
    Calls calls;
    AutoEvent object(true);
    SetEvent(object);
    HANDLE wait = nullptr;
    ASSERT_TRUE(RegisterWaitForSingleObject(&wait, object, note, &calls, 1,
                                            WT_EXECUTEONLYONCE | WT_EXECUTEINWAITTHREAD));
    EXPECT_TRUE(calls.called.comes());
    EXPECT_TRUE(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    EXPECT_EQ(calls.signals, 1);
    ResetEvent(object);
    ASSERT_TRUE(RegisterWaitForSingleObject(&wait, object, note, &calls, 1, 0));
    EXPECT_TRUE(calls.called.comes());
    EXPECT_TRUE(calls.called.comes());
    EXPECT_TRUE(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    EXPECT_EQ(calls.signals, 1);
    EXPECT_GE(calls.time_outs, 2);
}

TEST(RegisteredWait, UnregisteringWhileTheCallbackRuns) {
    Gate gate;
    AutoEvent object;
    AutoEvent done;
    HANDLE wait = nullptr;
    const auto callback = [](void* context, BOOLEAN) {
        auto& of = *static_cast<Gate*>(context);
        ReleaseSemaphore(of.entered, 1, nullptr);
        WaitForSingleObject(of.open, INFINITE);
    };
    ASSERT_TRUE(RegisterWaitForSingleObject(&wait, object, callback, &gate, INFINITE, 0));
    SetEvent(object);
    EXPECT_TRUE(gate.entered.comes());
    EXPECT_FALSE(UnregisterWaitEx(wait, done));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_IO_PENDING});
    EXPECT_FALSE(done.is_set());
    SetEvent(gate.open);
    EXPECT_TRUE(done.comes());
    ResetEvent(gate.open);
    ASSERT_TRUE(RegisterWaitForSingleObject(&wait, object, callback, &gate, INFINITE, 0));
    SetEvent(object);
    EXPECT_TRUE(gate.entered.comes());
    EXPECT_FALSE(UnregisterWait(wait));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_IO_PENDING});
    SetEvent(gate.open);
    ASSERT_TRUE(RegisterWaitForSingleObject(&wait, object, callback, &gate, INFINITE, 0));
    EXPECT_TRUE(UnregisterWaitEx(wait, done));
    EXPECT_TRUE(done.is_set());
}

TEST(RegisteredWait, BadArguments) {
    Calls calls;
    HANDLE wait = nullptr;
    AutoEvent object;
    EXPECT_FALSE(RegisterWaitForSingleObject(&wait, nullptr, note, &calls, 1, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_FALSE(RegisterWaitForSingleObject(nullptr, object, note, &calls, 1, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(RegisterWaitForSingleObject(&wait, object, nullptr, &calls, 1, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_FALSE(UnregisterWaitEx(object, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(TimerQueue, CallsOnceAndPeriodically) {
    Calls calls;
    const HANDLE queue = CreateTimerQueue();
    HANDLE timer = nullptr;
    ASSERT_TRUE(CreateTimerQueueTimer(&timer, queue, note, &calls, 1, 0, 0));
    EXPECT_TRUE(calls.called.comes());
    EXPECT_TRUE(ChangeTimerQueueTimer(queue, timer, 1, 0)) << "expired: nothing happens";
    EXPECT_TRUE(DeleteTimerQueueTimer(queue, timer, INVALID_HANDLE_VALUE));
    EXPECT_EQ(calls.time_outs, 1);
    ASSERT_TRUE(CreateTimerQueueTimer(&timer, queue, note, &calls, 0, 1, WT_EXECUTEINTIMERTHREAD));
    EXPECT_TRUE(calls.called.comes());
    EXPECT_TRUE(calls.called.comes());
    EXPECT_FALSE(DeleteTimerQueueTimer(nullptr, timer, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    AutoEvent done;
    EXPECT_TRUE(DeleteTimerQueueEx(queue, done));
    EXPECT_TRUE(done.comes());
    EXPECT_FALSE(DeleteTimerQueueTimer(queue, timer, nullptr));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_FALSE(CreateTimerQueueTimer(&timer, queue, note, &calls, 0, 0, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_FALSE(CreateTimerQueueTimer(&timer, nullptr, note, &calls, 0, 1, WT_EXECUTEONLYONCE));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(TimerQueue, GoesOnWhenACallbackEndsTheTimersThread) {
    const HANDLE queue = CreateTimerQueue();
    HANDLE timer = nullptr;
    HANDLE next = nullptr;
    ASSERT_TRUE(CreateTimerQueueTimer(
        &timer, queue, [](void*, BOOLEAN) { ExitThread(3); }, nullptr, 0, 0,
        WT_EXECUTEINTIMERTHREAD));
    // Waits for the callback, which counts as over.
    EXPECT_TRUE(DeleteTimerQueueTimer(queue, timer, INVALID_HANDLE_VALUE));
    Calls calls;
    ASSERT_TRUE(CreateTimerQueueTimer(&next, queue, note, &calls, 0, 1, WT_EXECUTEINTIMERTHREAD));
    EXPECT_TRUE(calls.called.comes());
    EXPECT_TRUE(calls.called.comes());
    EXPECT_TRUE(DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
}

TEST(TimerQueue, DeletedWithinItsOwnCallback) {
    struct Context {
        HANDLE timer = nullptr;
        AutoEvent created;
        AutoEvent done;
        DWORD error = 0;
    } context;
    ASSERT_TRUE(CreateTimerQueueTimer(
        &context.timer, nullptr,
        [](void* of, BOOLEAN) {
            auto& c = *static_cast<Context*>(of);
            WaitForSingleObject(c.created, INFINITE);
            EXPECT_FALSE(DeleteTimerQueueTimer(nullptr, c.timer, nullptr));
            c.error = GetLastError();
            SetEvent(c.done);
        },
        &context, 0, 0, 0));
    SetEvent(context.created);
    EXPECT_TRUE(context.done.comes());
    EXPECT_EQ(context.error, DWORD{ERROR_IO_PENDING});
}

TEST(PoolThread, ACallbackMayEndItsThread) {
    AutoEvent go;
    const PTP_WORK work = CreateThreadpoolWork(
        [](PTP_CALLBACK_INSTANCE, void*, PTP_WORK) { ExitThread(7); }, nullptr, nullptr);
    ASSERT_NE(work, nullptr);
    for (int i = 0; i < 3; ++i)
        SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CloseThreadpoolWork(work);
    // One that nobody closes, then a timer's and a wait's; and the pool goes on.
    EXPECT_TRUE(TrySubmitThreadpoolCallback([](PTP_CALLBACK_INSTANCE, void*) { ExitThread(0); },
                                            nullptr, nullptr));
    HANDLE timer = nullptr;
    ASSERT_TRUE(CreateTimerQueueTimer(
        &timer, nullptr,
        [](void* event, BOOLEAN) {
            SetEvent(*static_cast<AutoEvent*>(event));
            ExitThread(0);
        },
        &go, 0, 0, 0));
    EXPECT_TRUE(go.comes());
    EXPECT_TRUE(DeleteTimerQueueTimer(nullptr, timer, INVALID_HANDLE_VALUE));
    AutoEvent object;
    HANDLE wait = nullptr;
    ASSERT_TRUE(RegisterWaitForSingleObject(
        &wait, object,
        [](void* event, BOOLEAN) {
            SetEvent(*static_cast<AutoEvent*>(event));
            ExitThread(0);
        },
        &go, INFINITE, 0));
    for (int i = 0; i < 2; ++i) {  // it waits anew
        SetEvent(object);
        EXPECT_TRUE(go.comes());
    }
    EXPECT_TRUE(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    EXPECT_TRUE(QueueUserWorkItem(
        [](void* event) -> DWORD {
            SetEvent(*static_cast<AutoEvent*>(event));
            return 0;
        },
        &go, 0));
    EXPECT_TRUE(go.comes());
}

TEST(PoolThread, ALibraryStaysLoadedAsLongAsItsCallbacks) {
    const HMODULE library = LoadLibraryA("libanl.so.1");
    if (!library)
        GTEST_SKIP() << "no library to load";
    char path[4096];
    ASSERT_NE(GetModuleFileNameA(library, path, sizeof path), 0u);
    TP_CALLBACK_ENVIRON environment;
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackLibrary(&environment, library);
    const PTP_WORK work =
        CreateThreadpoolWork([](PTP_CALLBACK_INSTANCE, void*, PTP_WORK) {}, nullptr, &environment);
    ASSERT_NE(work, nullptr);
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    EXPECT_TRUE(FreeLibrary(library));
    EXPECT_NE(GetModuleFileNameA(library, path, sizeof path), 0u);
    CloseThreadpoolWork(work);
}

}  // namespace
