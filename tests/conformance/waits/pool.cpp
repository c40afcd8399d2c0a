// https://learn.microsoft.com/windows/win32/procthread/thread-pool-api

namespace {

struct Pooled {
    HANDLE ran = waits::event();
    HANDLE go_on = waits::event(true);
    LONG count = 0;
    TP_WAIT_RESULT result = 99;
};

void CALLBACK work(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WORK) {
    InterlockedIncrement(&((Pooled*)context)->count);
}
void CALLBACK slow_work(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WORK) {
    Pooled* pooled = (Pooled*)context;
    InterlockedIncrement(&pooled->count);
    SetEvent(pooled->ran);
    WaitForSingleObject(pooled->go_on, 10000);
}
void CALLBACK timer(PTP_CALLBACK_INSTANCE, PVOID context, PTP_TIMER) {
    InterlockedIncrement(&((Pooled*)context)->count);
    SetEvent(((Pooled*)context)->ran);
}
void CALLBACK wait(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WAIT, TP_WAIT_RESULT result) {
    ((Pooled*)context)->result = result;
    SetEvent(((Pooled*)context)->ran);
}

FILETIME file_time(long long milliseconds) {
    LARGE_INTEGER due = waits::in_milliseconds(milliseconds);
    return {due.LowPart, (DWORD)due.HighPart};
}

}  // namespace

SCENARIO(waits_pool_work) {
    Pooled pooled;
    PTP_WORK object = CreateThreadpoolWork(work, &pooled, nullptr);
    for (int i = 0; i < 20; ++i)
        SubmitThreadpoolWork(object);
    WaitForThreadpoolWorkCallbacks(object, FALSE);
    value("ran", pooled.count);
    CloseThreadpoolWork(object);
}

// Callbacks that have not begun are dropped; the one that runs is waited for.
SCENARIO(waits_pool_work_cancelled) {
    Pooled pooled;
    TP_CALLBACK_ENVIRON environment;
    InitializeThreadpoolEnvironment(&environment);
    PTP_POOL pool = CreateThreadpool(nullptr);
    SetThreadpoolThreadMaximum(pool, 1);
    SetThreadpoolCallbackPool(&environment, pool);
    PTP_WORK object = CreateThreadpoolWork(slow_work, &pooled, &environment);
    for (int i = 0; i < 3; ++i)
        SubmitThreadpoolWork(object);
    waits::soon("one runs", pooled.ran);
    Thread releases(
        [](void* event) {
            Sleep(5);
            SetEvent((HANDLE)event);
        },
        pooled.go_on);
    WaitForThreadpoolWorkCallbacks(object, TRUE);
    waits::now("after it", pooled.go_on);
    value("ran", pooled.count);
    CloseThreadpoolWork(object);
    CloseThreadpool(pool);
    releases.join();
}

SCENARIO(waits_pool_timer) {
    Pooled pooled;
    PTP_TIMER object = CreateThreadpoolTimer(timer, &pooled, nullptr);
    truth("set", IsThreadpoolTimerSet(object));
    FILETIME soon = file_time(1);
    SetThreadpoolTimer(object, &soon, 0, 0);
    waits::soon("ran", pooled.ran);
    WaitForThreadpoolTimerCallbacks(object, FALSE);
    truth("set", IsThreadpoolTimerSet(object));
    FILETIME late = file_time(100000);
    SetThreadpoolTimer(object, &late, 0, 0);
    truth("set", IsThreadpoolTimerSet(object));
    SetThreadpoolTimer(object, nullptr, 0, 0);
    truth("set", IsThreadpoolTimerSet(object));
    WaitForThreadpoolTimerCallbacks(object, TRUE);
    value("times", pooled.count);
    CloseThreadpoolTimer(object);
}

SCENARIO(waits_pool_wait) {
    Pooled pooled;
    HANDLE object = waits::event();
    PTP_WAIT registered = CreateThreadpoolWait(wait, &pooled, nullptr);
    SetThreadpoolWait(registered, object, nullptr);
    SetEvent(object);
    waits::soon("ran", pooled.ran);
    waits::told("result", pooled.result);
    SetEvent(object);
    waits::told("only once", WaitForSingleObject(pooled.ran, 20));
    ResetEvent(object);
    FILETIME soon = file_time(1);
    SetThreadpoolWait(registered, object, &soon);
    waits::soon("ran", pooled.ran);
    waits::told("result", pooled.result);
    SetThreadpoolWait(registered, object, nullptr);
    SetThreadpoolWait(registered, nullptr, nullptr);
    WaitForThreadpoolWaitCallbacks(registered, TRUE);
    SetEvent(object);
    waits::told("cancelled", WaitForSingleObject(pooled.ran, 20));
    CloseThreadpoolWait(registered);
}
