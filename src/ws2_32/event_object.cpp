// WSACreateEvent, WSASetEvent, WSAResetEvent, WSACloseEvent, WSAWaitForMultipleEvents.
#include "winsock2.h"
#include "handleapi.h"
#include "nt/event.h"
#include "nt/handle.h"
#include "nt/memory_probe.h"
#include "synchapi.h"
#include "ws2_32/socket_table.h"
#include "ws2_32/startup.h"

using namespace berth;

namespace {

// 0, WSANOTINITIALISED, or WSA_INVALID_HANDLE where the handle is no event's.
int event_check(WSAEVENT event) {
    if (int code = ws2::startup_check())
        return code;
    return nt::handle_get<nt::Event>(event) ? 0 : WSA_INVALID_HANDLE;
}

BOOL with_event(WSAEVENT event, BOOL(WINAPI* function)(HANDLE)) {
    int code = event_check(event);
    return code == 0 ? function(event) : ws2::socket_fail(code, FALSE);
}

}  // namespace

WSAEVENT WSAAPI WSACreateEvent(void) {
    // Before the first WSAStartup it works, as on Windows, whatever the page says: Microsoft's own
    // completion port sample (IocpServerex) creates its event before it starts, and so do objects
    // with static storage.
    const int code = ws2::startup_check();
    if (code != 0 && (code != WSANOTINITIALISED || ws2::startup_has_been()))
        return ws2::socket_fail(code, WSA_INVALID_EVENT);
    return CreateEventW(nullptr, TRUE, FALSE, nullptr);
}

BOOL WSAAPI WSASetEvent(WSAEVENT hEvent) {
    return with_event(hEvent, SetEvent);
}

BOOL WSAAPI WSAResetEvent(WSAEVENT hEvent) {
    return with_event(hEvent, ResetEvent);
}

BOOL WSAAPI WSACloseEvent(WSAEVENT hEvent) {
    return with_event(hEvent, CloseHandle);
}

DWORD WSAAPI WSAWaitForMultipleEvents(DWORD cEvents, const WSAEVENT* lphEvents, BOOL fWaitAll,
                                      DWORD dwTimeout, BOOL fAlertable) {
    int code = ws2::startup_check();
    if (code == 0 &&
        (cEvents == 0 || cEvents > WSA_MAXIMUM_WAIT_EVENTS || nt::memory_is_null_page(lphEvents)))
        code = WSA_INVALID_PARAMETER;
    if (code != 0)
        return ws2::socket_fail<DWORD>(code, WSA_WAIT_FAILED);
    return WaitForMultipleObjectsEx(cEvents, lphEvents, fWaitAll, dwTimeout, fAlertable);
}
