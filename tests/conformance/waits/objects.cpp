// https://learn.microsoft.com/windows/win32/sync/wait-functions

// Nothing is taken until everything can be.
SCENARIO(waits_all_or_nothing) {
    HANDLE objects[] = {waits::event(), waits::event(), CreateSemaphoreW(nullptr, 1, 2, nullptr)};
    SetEvent(objects[0]);
    waits::told("one is missing", WaitForMultipleObjects(3, objects, TRUE, 20));
    SetEvent(objects[1]);
    waits::told("all", WaitForMultipleObjects(3, objects, TRUE, 0));
    for (HANDLE object : objects)
        waits::now("taken", object);
}

SCENARIO(waits_any_takes_the_first) {
    HANDLE objects[] = {waits::event(), waits::event(), waits::event()};
    SetEvent(objects[2]);
    SetEvent(objects[1]);
    waits::told("any", WaitForMultipleObjects(3, objects, FALSE, 0));
    waits::told("any", WaitForMultipleObjects(3, objects, FALSE, 0));
    waits::told("any", WaitForMultipleObjects(3, objects, FALSE, 0));
}

SCENARIO(waits_count_of_handles) {
    HANDLE objects[MAXIMUM_WAIT_OBJECTS + 1];
    for (HANDLE& object : objects)
        object = waits::event();
    SetEvent(objects[63]);
    waits::told("none", WaitForMultipleObjects(0, objects, FALSE, 0));
    waits::told("64", WaitForMultipleObjects(64, objects, FALSE, 0));
    waits::told("65", WaitForMultipleObjects(65, objects, FALSE, 0));
    waits::told("no array", WaitForMultipleObjectsEx(0, nullptr, TRUE, 0, FALSE));
    waits::told("messages, none", MsgWaitForMultipleObjectsEx(0, nullptr, 0, QS_ALLINPUT, 0));
    waits::told("messages, 63", MsgWaitForMultipleObjectsEx(63, objects, 0, QS_ALLINPUT, 0));
    waits::told("messages, 64", MsgWaitForMultipleObjectsEx(64, objects, 0, QS_ALLINPUT, 0));
}

SCENARIO(waits_the_same_handle_twice) {
    HANDLE object = waits::event(true, true);
    HANDLE twice[] = {object, object};
    waits::told("any", WaitForMultipleObjects(2, twice, FALSE, 0));
    waits::told("all", WaitForMultipleObjects(2, twice, TRUE, 0));
}

SCENARIO(waits_bad_handles) {
    HANDLE good = waits::event(true, true);
    HANDLE closed = waits::event();
    CloseHandle(closed);
    HANDLE mixed[] = {good, closed};
    waits::now("closed", closed);
    waits::now("null", nullptr);
    waits::told("among others", WaitForMultipleObjects(2, mixed, FALSE, 0));
    waits::told("among all", WaitForMultipleObjects(2, mixed, TRUE, 0));
    waits::told("signal", SignalObjectAndWait(closed, good, 0, FALSE));
    HANDLE dumb = nullptr;
    DuplicateHandle(GetCurrentProcess(), good, GetCurrentProcess(), &dumb, EVENT_MODIFY_STATE,
                    FALSE, 0);
    waits::now("without SYNCHRONIZE", dumb);
}

SCENARIO(waits_signal_object_and_wait) {
    HANDLE first = waits::event();
    HANDLE second = waits::event(false, true);
    waits::told("event", SignalObjectAndWait(first, second, 10000, FALSE));
    waits::now("signalled", first);
    waits::told("time", SignalObjectAndWait(first, second, 1, FALSE));
    waits::now("signalled", first);
    HANDLE full = CreateSemaphoreW(nullptr, 1, 1, nullptr);
    waits::told("full semaphore", SignalObjectAndWait(full, second, 0, FALSE));
    HANDLE mutex = CreateMutexW(nullptr, FALSE, nullptr);
    waits::told("mutex of nobody", SignalObjectAndWait(mutex, second, 0, FALSE));
    SetEvent(second);
    waits::now("mutex", mutex);
    waits::told("mutex", SignalObjectAndWait(mutex, second, 0, FALSE));
    waits::told("what cannot be signalled",
                SignalObjectAndWait(GetCurrentThread(), second, 0, FALSE));
}

SCENARIO(waits_mutex_abandoned) {
    HANDLE mutex = CreateMutexW(nullptr, FALSE, nullptr);
    HANDLE objects[] = {waits::event(), mutex};
    Thread owner([](void* it) { WaitForSingleObject((HANDLE)it, 0); }, mutex);
    owner.join();
    waits::told("any", WaitForMultipleObjects(2, objects, FALSE, 10000));
    waits::now("again", mutex);
    waits::done("release", ReleaseMutex(mutex));
    waits::done("release", ReleaseMutex(mutex));
    waits::done("release", ReleaseMutex(mutex));
}

SCENARIO(waits_semaphore_counts) {
    HANDLE semaphore = CreateSemaphoreW(nullptr, 1, 3, nullptr);
    LONG before = 0;
    waits::done("three more", ReleaseSemaphore(semaphore, 3, &before));
    waits::done("two more", ReleaseSemaphore(semaphore, 2, &before));
    value("before", before);
    for (int i = 0; i < 4; ++i)
        waits::now("take", semaphore);
    waits::done("zero", ReleaseSemaphore(semaphore, 0, nullptr));
    waits::done("made badly", CreateSemaphoreW(nullptr, 2, 1, nullptr) != nullptr);
}
