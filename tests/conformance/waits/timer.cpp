// https://learn.microsoft.com/windows/win32/sync/waitable-timer-objects

SCENARIO(waits_timer_kinds) {
    LARGE_INTEGER soon = waits::in_milliseconds(1);
    HANDLE once = CreateWaitableTimerW(nullptr, FALSE, nullptr);
    HANDLE manual = CreateWaitableTimerW(nullptr, TRUE, nullptr);
    waits::now("not set", manual);
    for (HANDLE timer : {once, manual}) {
        waits::done("set", SetWaitableTimer(timer, &soon, 0, nullptr, nullptr, FALSE));
        waits::soon("due", timer);
        waits::now("again", timer);
    }
    LARGE_INTEGER late = waits::in_milliseconds(100000);
    waits::done("set anew", SetWaitableTimer(manual, &late, 0, nullptr, nullptr, FALSE));
    waits::now("reset by that", manual);
}

SCENARIO(waits_timer_periodic) {
    LARGE_INTEGER soon = waits::in_milliseconds(1);
    HANDLE timer = CreateWaitableTimerW(nullptr, FALSE, nullptr);
    SetWaitableTimer(timer, &soon, 2, nullptr, nullptr, FALSE);
    for (int i = 0; i < 4; ++i)
        waits::soon("due", timer);
    waits::done("cancel", CancelWaitableTimer(timer));
    WaitForSingleObject(timer, 0);
    waits::told("after", WaitForSingleObject(timer, 20));
}

// "does not change the signaled state of the timer"
SCENARIO(waits_timer_cancelled) {
    LARGE_INTEGER soon = waits::in_milliseconds(1);
    LARGE_INTEGER late = waits::in_milliseconds(100000);
    HANDLE timer = CreateWaitableTimerW(nullptr, TRUE, nullptr);
    SetWaitableTimer(timer, &soon, 0, nullptr, nullptr, FALSE);
    waits::soon("due", timer);
    waits::done("cancel", CancelWaitableTimer(timer));
    waits::now("signalled", timer);
    SetWaitableTimer(timer, &late, 0, nullptr, nullptr, FALSE);
    waits::done("cancel", CancelWaitableTimer(timer));
    waits::now("not signalled", timer);
}

static void CALLBACK timer_routine(LPVOID argument, DWORD low, DWORD high) {
    text("routine", (const char*)argument, 3);
    truth("a time", low != 0 || high != 0);
}

SCENARIO(waits_timer_routine) {
    LARGE_INTEGER soon = waits::in_milliseconds(1);
    HANDLE timer = CreateWaitableTimerW(nullptr, FALSE, nullptr);
    SetWaitableTimer(timer, &soon, 0, timer_routine, (void*)"arg", FALSE);
    waits::told("SleepEx", SleepEx(10000, TRUE));
    waits::now("signalled, too", timer);
    SetWaitableTimer(timer, &soon, 0, timer_routine, (void*)"arg", FALSE);
    CancelWaitableTimer(timer);
    truth("none after a cancel", SleepEx(20, TRUE) == 0);
}

SCENARIO(waits_timer_bad_arguments) {
    LARGE_INTEGER soon = waits::in_milliseconds(1);
    HANDLE timer = CreateWaitableTimerW(nullptr, FALSE, nullptr);
    HANDLE event = waits::event();
    waits::done("negative period", SetWaitableTimer(timer, &soon, -1, nullptr, nullptr, FALSE));
    waits::done("an event", SetWaitableTimer(event, &soon, 0, nullptr, nullptr, FALSE));
    waits::done("cancel an event", CancelWaitableTimer(event));
    CloseHandle(timer);
    waits::done("closed", SetWaitableTimer(timer, &soon, 0, nullptr, nullptr, FALSE));
}

namespace {

struct Counted {
    HANDLE enough = waits::event();
    LONG count = 0;
    LONG wanted = 1;
    bool fired = false;
};

void CALLBACK queue_fired(PVOID parameter, BOOLEAN fired) {
    Counted* counted = (Counted*)parameter;
    counted->fired = fired;
    if (InterlockedIncrement(&counted->count) == counted->wanted)
        SetEvent(counted->enough);
}

}  // namespace

SCENARIO(waits_timer_queue) {
    HANDLE queue = CreateTimerQueue();
    HANDLE timer = nullptr;
    Counted once;
    waits::done("once",
                CreateTimerQueueTimer(&timer, queue, queue_fired, &once, 1, 0, WT_EXECUTEDEFAULT));
    waits::soon("fired", once.enough);
    truth("by time", once.fired);
    waits::done("delete", DeleteTimerQueueTimer(queue, timer, INVALID_HANDLE_VALUE));
    value("times", once.count);
    Counted often;
    often.wanted = 3;
    waits::done("often",
                CreateTimerQueueTimer(&timer, queue, queue_fired, &often, 0, 1, WT_EXECUTEDEFAULT));
    waits::soon("fired", often.enough);
    waits::done("change", ChangeTimerQueueTimer(queue, timer, 100000, 0));
    HANDLE gone = waits::event();
    DeleteTimerQueueEx(queue, gone);
    waits::soon("gone", gone);
}

SCENARIO(waits_registered_wait) {
    HANDLE object = waits::event();
    HANDLE wait = nullptr;
    Counted once;
    waits::done("once", RegisterWaitForSingleObject(&wait, object, queue_fired, &once, INFINITE,
                                                    WT_EXECUTEONLYONCE));
    SetEvent(object);
    waits::soon("ran", once.enough);
    truth("by time", once.fired);
    waits::now("taken", object);
    SetEvent(object);
    waits::done("unregister", UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    value("times", once.count);
    waits::now("not taken", object);
}

SCENARIO(waits_registered_wait_by_time) {
    HANDLE object = waits::event();
    HANDLE wait = nullptr;
    Counted timed;
    timed.wanted = 2;
    waits::done("each time", RegisterWaitForSingleObject(&wait, object, queue_fired, &timed, 2,
                                                         WT_EXECUTEDEFAULT));
    waits::soon("ran", timed.enough);
    truth("by time", timed.fired);
    waits::done("unregister", UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    waits::done("no object", RegisterWaitForSingleObject(&wait, nullptr, queue_fired, &timed, 2,
                                                         WT_EXECUTEDEFAULT));
}
