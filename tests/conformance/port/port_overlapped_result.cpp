#include "../scenario.h"

// GetOverlappedResult and GetOverlappedResultEx on a request that goes on.
#include "port.h"
static void CALLBACK note(ULONG_PTR) {
    line("APC");
}
SCENARIO(port_overlapped_result) {
    HANDLE file = new_file();
    overlapped.hEvent = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    overlapped.Internal = STATUS_PENDING;
    overlapped.InternalHigh = 6;
    DWORD count = 0;
    truth("completed", HasOverlappedIoCompleted(&overlapped));
    success("not waiting", GetOverlappedResult(file, &overlapped, &count, FALSE));
    success("for 0 ms", GetOverlappedResultEx(file, &overlapped, &count, 0, TRUE));
    success("for 10 ms", GetOverlappedResultEx(file, &overlapped, &count, 10, FALSE));
    QueueUserAPC(note, GetCurrentThread(), 0);
    success("alertable", GetOverlappedResultEx(file, &overlapped, &count, 10000, TRUE));
    overlapped.Internal = 0;
    SetEvent(overlapped.hEvent);
    success("done", GetOverlappedResult(file, &overlapped, &count, TRUE));
    value("bytes", count);
    overlapped.Internal = 0xC0000120;
    success("cancelled", GetOverlappedResult(file, &overlapped, &count, TRUE));
}
