#include "ws2_32/blocking_hook.h"

#include "winsock2.h"
#include "ws2_32/provider.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {
namespace {

thread_local FARPROC blocking_hook = nullptr;
thread_local bool blocking = false;

// The default hook of 1.1 pumped messages; a thread without one simply blocks.
LONG_PTR default_hook() {
    return FALSE;
}

BOOL CALLBACK run_hook(DWORD_PTR context) {
    auto hook = reinterpret_cast<FARPROC>(context);
    blocking = true;
    while (hook() != FALSE) {
    }
    blocking = false;
    return TRUE;
}

}  // namespace

LPBLOCKINGCALLBACK blocking_callback(DWORD_PTR* context) {
    *context = reinterpret_cast<DWORD_PTR>(blocking_hook);
    return blocking_hook ? run_hook : nullptr;
}

}  // namespace berth::ws2

using namespace berth;

BOOL WSAAPI WSAIsBlocking() {
    return ws2::blocking;
}

FARPROC WSAAPI WSASetBlockingHook(FARPROC lpBlockFunc) {
    if (int error = ws2::startup_check())
        return ws2::socket_fail<FARPROC>(error, nullptr);
    if (!lpBlockFunc)
        return ws2::socket_fail<FARPROC>(WSAEFAULT, nullptr);
    FARPROC previous = ws2::blocking_hook ? ws2::blocking_hook : ws2::default_hook;
    ws2::blocking_hook = lpBlockFunc;
    return previous;
}

int WSAAPI WSAUnhookBlockingHook() {
    if (int error = ws2::startup_check())
        return ws2::socket_fail(error);
    ws2::blocking_hook = nullptr;
    return 0;
}

int WSAAPI WSACancelBlockingCall() {
    if (int error = ws2::startup_check())
        return ws2::socket_fail(error);
    if (!ws2::blocking)
        return ws2::socket_fail(WSAEINVAL);
    int error = 0;
    return ws2::provider_cancel_blocking_call(&error) ? 0 : ws2::socket_fail(error);
}
