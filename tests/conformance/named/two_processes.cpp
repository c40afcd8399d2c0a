// Events go there and back between two processes.
SCENARIO(named_events_between_processes) {
    HANDLE there = CreateEventA(nullptr, FALSE, FALSE, named::name("there"));
    HANDLE back = CreateEventA(nullptr, FALSE, FALSE, named::name("back"));
    if (named::is_child()) {
        for (int i = 0; i < 10; ++i) {
            WaitForSingleObject(there, 10000);
            SetEvent(back);
        }
        return;
    }
    named::Child child("named_events_between_processes");
    int answers = 0;
    for (int i = 0; i < 10; ++i) {
        answers += SignalObjectAndWait(there, back, 10000, FALSE) == WAIT_OBJECT_0;
    }
    value("answers", answers);
    child.ends();
}

// "If a thread terminates without releasing its ownership of a mutex object, the mutex object is
// considered to be abandoned." (Mutex Objects)
SCENARIO(named_mutex_of_a_terminated_process) {
    HANDLE mutex = CreateMutexA(nullptr, FALSE, named::name("mutex"));
    HANDLE held = CreateEventA(nullptr, FALSE, FALSE, named::name("held"));
    if (named::is_child()) {
        WaitForSingleObject(mutex, 10000);
        SetEvent(held);
        Sleep(60000);
        return;
    }
    named::Child child("named_mutex_of_a_terminated_process");
    named::waited("held", WaitForSingleObject(held, 10000));
    named::waited("held", WaitForSingleObject(mutex, 0));
    truth("ReleaseMutex", ReleaseMutex(mutex) != 0);
    named::last_error();
    child.terminate();
    named::waited("terminated", WaitForSingleObject(mutex, 10000));
    truth("ReleaseMutex", ReleaseMutex(mutex) != 0);
    named::waited("once", WaitForSingleObject(mutex, 0));
    child.ends();
}

// What a process leaves open goes with it.
SCENARIO(named_ends_with_its_process) {
    const char* name = named::name("left");
    if (named::is_child()) {
        CreateSemaphoreA(nullptr, 1, 1, name);
        return;
    }
    named::Child child("named_ends_with_its_process");
    child.ends();
    named::made("open", OpenSemaphoreA(SYNCHRONIZE, FALSE, name));
    named::made("new", CreateEventA(nullptr, FALSE, FALSE, name));
}

// All or none, with objects of two processes and of one.
SCENARIO(named_wait_for_all) {
    HANDLE objects[3] = {CreateEventA(nullptr, FALSE, FALSE, named::name("event")),
                         CreateSemaphoreA(nullptr, 0, 1, named::name("semaphore")),
                         CreateMutexA(nullptr, FALSE, named::name("mutex"))};
    HANDLE done = CreateEventA(nullptr, TRUE, FALSE, named::name("done"));
    if (named::is_child()) {
        if (WaitForMultipleObjects(3, objects, TRUE, 10000) == WAIT_OBJECT_0) {
            SetEvent(done);
        }
        return;
    }
    named::Child child("named_wait_for_all");
    SetEvent(objects[0]);
    named::waited("one of them", WaitForSingleObject(done, 0));
    ReleaseSemaphore(objects[1], 1, nullptr);
    named::waited("all", WaitForSingleObject(done, 10000));
    child.ends();
    named::waited("taken", WaitForSingleObject(objects[0], 0));
    named::waited("taken", WaitForSingleObject(objects[1], 0));
    named::waited("abandoned", WaitForSingleObject(objects[2], 10000));
}

// "A child process can inherit a handle to an event object if the lpEventAttributes parameter of
// CreateEvent enabled inheritance. This mechanism works for both named and unnamed" objects.
SCENARIO(named_inherited) {
    char text[64];
    if (named::is_child()) {
        GetEnvironmentVariableA("NAMED_HANDLES", text, sizeof text);
        unsigned long long handles[2] = {};
        sscanf(text, "%llu %llu", &handles[0], &handles[1]);
        SetEvent((HANDLE)handles[0]);
        SetEvent((HANDLE)handles[1]);
        return;
    }
    SECURITY_ATTRIBUTES inherits = {sizeof inherits, nullptr, TRUE};
    HANDLE with = CreateEventA(&inherits, FALSE, FALSE, named::name("inherited"));
    HANDLE without = CreateEventA(&inherits, FALSE, FALSE, nullptr);
    snprintf(text, sizeof text, "%llu %llu", (unsigned long long)with, (unsigned long long)without);
    SetEnvironmentVariableA("NAMED_HANDLES", text);
    named::Child child("named_inherited", true);
    named::waited("with a name", WaitForSingleObject(with, 10000));
    named::waited("without", WaitForSingleObject(without, 10000));
    child.ends();
}

// A timer that one process sets ends the wait of another.
SCENARIO(named_timer_between_processes) {
    const char* name = named::name("timer");
    HANDLE ready = CreateEventA(nullptr, FALSE, FALSE, named::name("ready"));
    HANDLE done = CreateEventA(nullptr, FALSE, FALSE, named::name("done"));
    if (named::is_child()) {
        HANDLE timer = OpenWaitableTimerA(SYNCHRONIZE, FALSE, name);
        SetEvent(ready);
        if (WaitForSingleObject(timer, 10000) == WAIT_OBJECT_0) {
            SetEvent(done);
        }
        return;
    }
    HANDLE timer = named::made("new", CreateWaitableTimerA(nullptr, FALSE, name));
    named::Child child("named_timer_between_processes");
    named::waited("ready", WaitForSingleObject(ready, 10000));
    LARGE_INTEGER due;
    due.QuadPart = -10000;
    truth("SetWaitableTimer", SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE) != 0);
    named::waited("done", WaitForSingleObject(done, 10000));
    child.ends();
}

// "If this flag is set, a child process created with the bInheritHandles parameter of CreateProcess
// set to TRUE will inherit the object handle." (SetHandleInformation; DuplicateHandle has
// bInheritHandle.) Objects without a name, whose handles became inheritable after their creation.
SCENARIO(named_inherited_later) {
    char text[128];
    if (named::is_child()) {
        GetEnvironmentVariableA("NAMED_HANDLES", text, sizeof text);
        unsigned long long handles[5] = {};
        sscanf(text, "%llu %llu %llu %llu %llu", &handles[0], &handles[1], &handles[2], &handles[3],
               &handles[4]);
        unsigned code = WaitForSingleObject((HANDLE)handles[0], 0) == WAIT_OBJECT_0 ? 0 : 1;
        code |= WaitForSingleObject((HANDLE)handles[1], 0) == WAIT_OBJECT_0 ? 0 : 2;
        code |= WaitForSingleObject((HANDLE)handles[1], 0) == WAIT_TIMEOUT ? 0 : 4;
        code |= WaitForSingleObject((HANDLE)handles[2], 0) == WAIT_TIMEOUT ? 0 : 8;
        code |= ReleaseMutex((HANDLE)handles[2]) ? 16 : 0;
        code |= WaitForSingleObject((HANDLE)handles[3], 10000) == WAIT_OBJECT_0 ? 0 : 32;
        code |= SetEvent((HANDLE)handles[4]) ? 0 : 64;
        ExitProcess(code);
    }
    HANDLE manual = CreateEventA(nullptr, TRUE, TRUE, nullptr);
    HANDLE semaphore = CreateSemaphoreA(nullptr, 1, 2, nullptr);
    HANDLE mutex = CreateMutexA(nullptr, TRUE, nullptr);
    HANDLE timer = CreateWaitableTimerA(nullptr, FALSE, nullptr);
    HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    HANDLE started = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    LARGE_INTEGER due;
    due.QuadPart = -10000;
    truth("SetWaitableTimer", SetWaitableTimer(timer, &due, 0, nullptr, nullptr, FALSE) != 0);
    HANDLE second = nullptr;
    truth("DuplicateHandle", DuplicateHandle(GetCurrentProcess(), semaphore, GetCurrentProcess(),
                                             &second, 0, TRUE, DUPLICATE_SAME_ACCESS) != 0);
    for (HANDLE handle : {manual, mutex, timer, event}) {
        truth("SetHandleInformation",
              SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) != 0);
    }
    // One wait begins before there is a child.
    struct Wait {
        HANDLE event, started;
        DWORD outcome;
    } wait = {event, started, WAIT_FAILED};
    HANDLE thread = CreateThread(
        nullptr, 0,
        [](void* with) -> DWORD {
            Wait* wait = (Wait*)with;
            SetEvent(wait->started);
            wait->outcome = WaitForSingleObject(wait->event, 10000);
            return 0;
        },
        &wait, 0, nullptr);
    WaitForSingleObject(started, INFINITE);
    snprintf(text, sizeof text, "%llu %llu %llu %llu %llu", (unsigned long long)manual,
             (unsigned long long)second, (unsigned long long)mutex, (unsigned long long)timer,
             (unsigned long long)event);
    SetEnvironmentVariableA("NAMED_HANDLES", text);
    named::Child child("named_inherited_later", true);
    child.ends();
    WaitForSingleObject(thread, 10000);
    named::waited("set by the child", wait.outcome);
    named::waited("manual", WaitForSingleObject(manual, 0));
    named::waited("taken by the child", WaitForSingleObject(semaphore, 0));
    LONG before = -1;
    truth("ReleaseSemaphore", ReleaseSemaphore(semaphore, 2, &before) != 0);
    value("before", before);
    truth("ReleaseMutex", ReleaseMutex(mutex) != 0);
    truth("once", ReleaseMutex(mutex) == 0);
    named::last_error();
}

// Each way to wait, for events that another process sets: MsgWaitForMultipleObjectsEx, a registered
// wait, a wait object of the thread pool.
SCENARIO(named_waits_of_every_kind) {
    HANDLE message = CreateEventA(nullptr, FALSE, FALSE, named::name("message"));
    HANDLE registered = CreateEventA(nullptr, FALSE, FALSE, named::name("registered"));
    HANDLE pooled = CreateEventA(nullptr, FALSE, FALSE, named::name("pooled"));
    if (named::is_child()) {
        SetEvent(message);
        SetEvent(registered);
        SetEvent(pooled);
        return;
    }
    HANDLE told[2] = {CreateEventA(nullptr, TRUE, FALSE, nullptr),
                      CreateEventA(nullptr, TRUE, FALSE, nullptr)};
    HANDLE wait = nullptr;
    truth("RegisterWaitForSingleObject",
          RegisterWaitForSingleObject(
              &wait, registered, [](void* event, BOOLEAN) { SetEvent(event); }, told[0], INFINITE,
              WT_EXECUTEONLYONCE) != 0);
    TP_WAIT* pool_wait = CreateThreadpoolWait(
        [](TP_CALLBACK_INSTANCE*, void* event, TP_WAIT*, TP_WAIT_RESULT) { SetEvent(event); },
        told[1], nullptr);
    SetThreadpoolWait(pool_wait, pooled, nullptr);
    named::Child child("named_waits_of_every_kind");
    HANDLE objects[2] = {CreateEventA(nullptr, FALSE, FALSE, nullptr), message};
    value("MsgWaitForMultipleObjectsEx",
          MsgWaitForMultipleObjectsEx(2, objects, 10000, QS_ALLINPUT, MWMO_INPUTAVAILABLE));
    named::waited("registered", WaitForSingleObject(told[0], 10000));
    named::waited("pooled", WaitForSingleObject(told[1], 10000));
    child.ends();
    for (HANDLE event : {message, registered, pooled}) {
        named::waited("taken", WaitForSingleObject(event, 0));
    }
    truth("UnregisterWaitEx", UnregisterWaitEx(wait, INVALID_HANDLE_VALUE) != 0);
    CloseThreadpoolWait(pool_wait);
}

// "For an auto-reset event object, the function resets the state to nonsignaled and returns after
// releasing a single waiting thread"; "If no threads are waiting, or if no thread can be released
// immediately, PulseEvent simply sets the event object's state to nonsignaled and returns."
SCENARIO(named_pulse) {
    HANDLE automatic = CreateEventA(nullptr, FALSE, FALSE, named::name("automatic"));
    HANDLE manual = CreateEventA(nullptr, TRUE, FALSE, named::name("manual"));
    HANDLE other = CreateEventA(nullptr, TRUE, FALSE, named::name("other"));
    HANDLE released = CreateEventA(nullptr, FALSE, FALSE, named::name("released"));
    if (named::is_child()) {
        WaitForSingleObject(automatic, 10000);
        SetEvent(released);
        WaitForSingleObject(manual, 10000);
        SetEvent(released);
        HANDLE both[2] = {manual, other};
        WaitForMultipleObjects(2, both, TRUE, 10000);
        SetEvent(released);
        return;
    }
    truth("nobody waits", PulseEvent(automatic) != 0 && PulseEvent(manual) != 0);
    named::waited("automatic", WaitForSingleObject(automatic, 0));
    named::waited("manual", WaitForSingleObject(manual, 0));
    named::Child child("named_pulse");
    for (HANDLE event : {automatic, manual}) {
        DWORD outcome = WAIT_TIMEOUT;  // until the child has begun to wait
        for (int i = 0; i < 5000 && outcome == WAIT_TIMEOUT; ++i) {
            PulseEvent(event);
            outcome = WaitForSingleObject(released, 2);
        }
        named::waited("released", outcome);
        named::waited("reset", WaitForSingleObject(event, 0));
    }
    // Not all of the objects are signalled.
    PulseEvent(manual);
    named::waited("not all", WaitForSingleObject(released, 20));
    SetEvent(other);
    SetEvent(manual);
    named::waited("all", WaitForSingleObject(released, 10000));
    child.ends();
}
