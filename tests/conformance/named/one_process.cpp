// "If the named event object existed before the function call, the function returns a handle to the
// existing object and GetLastError returns ERROR_ALREADY_EXISTS." (CreateEvent)
SCENARIO(named_event_exists) {
    const char* name = named::name("event");
    SetLastError(ERROR_NOT_OWNER);
    HANDLE first = named::made("new", CreateEventA(nullptr, TRUE, TRUE, name));
    HANDLE second = named::made("again", CreateEventA(nullptr, FALSE, FALSE, name));
    named::waited("set by the first", WaitForSingleObject(second, 0));
    named::waited("and manual", WaitForSingleObject(second, 0));
    truth("ResetEvent", ResetEvent(second) != 0);
    named::waited("reset", WaitForSingleObject(first, 0));
    HANDLE reads = named::made("open", OpenEventA(SYNCHRONIZE, TRUE, name));
    truth("SetEvent", SetEvent(reads) != 0);
    named::last_error();
    DWORD flags = 0;
    GetHandleInformation(reads, &flags);
    value("flags", flags);
    CloseHandle(first);
    CloseHandle(second);
    named::made("one is left", OpenEventA(SYNCHRONIZE, FALSE, name));
}

// "The event object is destroyed when its last handle has been closed."
SCENARIO(named_last_handle) {
    const char* name = named::name("last");
    HANDLE event = CreateEventA(nullptr, FALSE, TRUE, name);
    HANDLE copy = nullptr;
    DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &copy, 0, FALSE,
                    DUPLICATE_SAME_ACCESS);
    CloseHandle(event);
    HANDLE open = named::made("one is left", OpenEventA(SYNCHRONIZE, FALSE, name));
    CloseHandle(open);
    CloseHandle(copy);
    named::made("none is left", OpenEventA(SYNCHRONIZE, FALSE, name));
    named::made("mutex", OpenMutexA(SYNCHRONIZE, FALSE, name));
    named::made("semaphore", OpenSemaphoreA(SYNCHRONIZE, FALSE, name));
    named::made("timer", OpenWaitableTimerA(SYNCHRONIZE, FALSE, name));
    // A thread that owns a mutex does not keep its name.
    HANDLE mutex = named::made("mutex", CreateMutexA(nullptr, TRUE, name));
    CloseHandle(mutex);
    named::made("closed", OpenMutexA(SYNCHRONIZE, FALSE, name));
    named::made("new", CreateMutexA(nullptr, TRUE, name));
}

// "These objects share the same namespace."
SCENARIO(named_of_another_kind) {
    const char* name = named::name("kind");
    HANDLE mapping =
        CreateFileMappingA(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, 4096, name);
    named::made("event", CreateEventA(nullptr, FALSE, FALSE, name));
    named::made("mutex", OpenMutexA(SYNCHRONIZE, FALSE, name));
    CloseHandle(mapping);
    HANDLE semaphore = named::made("semaphore", CreateSemaphoreA(nullptr, 0, 1, name));
    named::made("event", CreateEventA(nullptr, FALSE, FALSE, name));
    named::made("event, open", OpenEventA(SYNCHRONIZE, FALSE, name));
    named::made("mutex", CreateMutexA(nullptr, FALSE, name));
    named::made("timer", CreateWaitableTimerA(nullptr, FALSE, name));
    named::made("mapping",
                CreateFileMappingA(INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE, 0, 4096, name));
    named::made("mapping, open", OpenFileMappingA(FILE_MAP_READ, FALSE, name));
    CloseHandle(semaphore);
    named::made("closed", CreateEventA(nullptr, FALSE, FALSE, name));
}

// "The name can have a "Global\" or "Local\" prefix. The remainder of the name can contain any
// character except the backslash character." "The name is limited to MAX_PATH characters. Name
// comparison is case sensitive."
SCENARIO(named_names) {
    char name[512];
    snprintf(name, sizeof name, "Local\\%s", named::name("Case"));
    HANDLE event = named::made("Local", CreateEventA(nullptr, FALSE, FALSE, name));
    named::made("without", OpenEventA(SYNCHRONIZE, FALSE, name + 6));
    named::made("another case", OpenEventA(SYNCHRONIZE, FALSE, named::name("case")));
    CloseHandle(event);
    snprintf(name, sizeof name, "Global\\%s", named::name("global"));
    named::made("Global", CreateMutexA(nullptr, FALSE, name));
    named::made("Global again", OpenMutexA(SYNCHRONIZE, FALSE, name));
    named::made("backslash", CreateEventA(nullptr, FALSE, FALSE, "a\\b"));
    named::made("backslash, open", OpenEventA(SYNCHRONIZE, FALSE, "a\\b"));
    named::made("backslash, wide", CreateSemaphoreW(nullptr, 0, 1, L"Local\\a\\b"));
    named::made("no name", OpenEventA(SYNCHRONIZE, FALSE, nullptr));
    named::made("no name, wide", OpenMutexW(SYNCHRONIZE, FALSE, nullptr));
    named::made("empty", CreateEventA(nullptr, FALSE, FALSE, ""));
    named::made("empty", CreateEventA(nullptr, FALSE, FALSE, ""));
    memset(name, 'x', sizeof name);
    name[MAX_PATH + 40] = 0;
    named::made("too long", CreateEventA(nullptr, FALSE, FALSE, name));
    named::made("too long, open", OpenEventA(SYNCHRONIZE, FALSE, name));
}

// "If lpName matches the name of an existing named mutex object, the bInitialOwner parameter is
// ignored." (CreateMutex)
SCENARIO(named_mutex_owner) {
    const char* name = named::name("mutex");
    HANDLE first = named::made("new", CreateMutexA(nullptr, TRUE, name));
    HANDLE second = named::made("again", CreateMutexA(nullptr, TRUE, name));
    named::waited("recursion", WaitForSingleObject(second, 0));
    Thread other(
        [](void* mutex) {
            named::waited("another thread", WaitForSingleObject(mutex, 0));
            truth("ReleaseMutex", ReleaseMutex(mutex) != 0);
            named::last_error();
        },
        second);
    other.join();
    truth("ReleaseMutex", ReleaseMutex(first) != 0);
    truth("ReleaseMutex", ReleaseMutex(second) != 0);
    truth("ReleaseMutex", ReleaseMutex(second) != 0);
    named::last_error();
    Thread owner([](void* mutex) { WaitForSingleObject(mutex, 0); }, first);
    owner.join();
    named::waited("its owner ended", WaitForSingleObject(second, 10000));
    named::waited("once", WaitForSingleObject(first, 0));
}

SCENARIO(named_semaphore_counts) {
    const char* name = named::name("semaphore");
    HANDLE first = named::made("new", CreateSemaphoreA(nullptr, 1, 2, name));
    HANDLE second = named::made("again", CreateSemaphoreA(nullptr, 5, 7, name));
    named::made("bad counts", CreateSemaphoreA(nullptr, 3, 2, name));
    named::waited("the first's count", WaitForSingleObject(second, 0));
    named::waited("none left", WaitForSingleObject(first, 0));
    LONG before = -1;
    truth("ReleaseSemaphore", ReleaseSemaphore(second, 2, &before) != 0);
    value("before", before);
    truth("ReleaseSemaphore", ReleaseSemaphore(first, 1, &before) != 0);
    named::last_error();
}
