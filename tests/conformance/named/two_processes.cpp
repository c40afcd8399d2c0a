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
