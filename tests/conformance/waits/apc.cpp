// https://learn.microsoft.com/windows/win32/sync/asynchronous-procedure-calls

namespace {

void CALLBACK tell(ULONG_PTR number) {
    value("routine", (long long)number);
}
void CALLBACK queue_another(ULONG_PTR number) {
    tell(number);
    QueueUserAPC(tell, GetCurrentThread(), number + 1);
}
void CALLBACK set(ULONG_PTR object) {
    SetEvent((HANDLE)object);
}

}  // namespace

SCENARIO(waits_apc_in_order) {
    for (ULONG_PTR i = 1; i <= 3; ++i)
        QueueUserAPC(tell, GetCurrentThread(), i);
    Sleep(1);
    line("not before");
    waits::told("SleepEx", SleepEx(10000, TRUE));
    waits::told("without", SleepEx(1, TRUE) == 0 ? (DWORD)WAIT_TIMEOUT : (DWORD)WAIT_IO_COMPLETION);
}

SCENARIO(waits_apc_queues_another) {
    QueueUserAPC(queue_another, GetCurrentThread(), 1);
    waits::told("wait", WaitForSingleObjectEx(waits::event(), 10000, TRUE));
}

SCENARIO(waits_apc_ends_each_kind_of_wait) {
    HANDLE never = waits::event();
    HANDLE objects[] = {never, waits::event()};
    HANDLE other = waits::event();
    QueueUserAPC(tell, GetCurrentThread(), 1);
    waits::told("not alertable", WaitForSingleObject(never, 1));
    waits::told("all", WaitForMultipleObjectsEx(2, objects, TRUE, 10000, TRUE));
    QueueUserAPC(tell, GetCurrentThread(), 2);
    waits::told("signal", SignalObjectAndWait(other, never, 10000, TRUE));
    waits::now("signalled", other);
    QueueUserAPC(tell, GetCurrentThread(), 3);
    waits::told("messages",
                MsgWaitForMultipleObjectsEx(1, objects, 10000, QS_ALLINPUT, MWMO_ALERTABLE));
    QueueUserAPC(tell, GetCurrentThread(), 4);
    waits::told("events", WSAWaitForMultipleEvents(1, objects, FALSE, 10000, TRUE));
}

static unsigned __stdcall waits_alertable(void* ready) {
    SetEvent((HANDLE)ready);
    waits::told("its wait", SleepEx(INFINITE, TRUE));
    return 0;
}

SCENARIO(waits_apc_of_another_thread) {
    HANDLE ran = waits::event(true);
    HANDLE ready = waits::event();
    HANDLE thread = (HANDLE)_beginthreadex(nullptr, 0, waits_alertable, ready, 0, nullptr);
    waits::soon("it runs", ready);
    DWORD queued = QueueUserAPC(set, thread, (ULONG_PTR)ran);
    waits::soon("it ended", thread);
    truth("queued", queued != 0);
    waits::now("routine ran", ran);
    truth("queued", QueueUserAPC(set, thread, (ULONG_PTR)ran) != 0);
}

static unsigned __stdcall begun(void*) {
    line("the thread");
    return 0;
}

// It begins with what was queued before it began.
SCENARIO(waits_apc_before_the_thread) {
    HANDLE thread = (HANDLE)_beginthreadex(nullptr, 0, begun, nullptr, CREATE_SUSPENDED, nullptr);
    QueueUserAPC(tell, thread, 1);
    QueueUserAPC(queue_another, thread, 2);
    ResumeThread(thread);
    waits::soon("it ended", thread);
}
