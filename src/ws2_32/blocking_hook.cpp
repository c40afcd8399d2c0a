#include "ws2_32/blocking_hook.h"

#include <utility>

#include "winsock2.h"
#include "winuser.h"
#include "ws2_32/provider.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {

constinit thread_local uint8_t hook_state __attribute__((tls_model("initial-exec"))) = 0;

namespace {

thread_local FARPROC blocking_hook = nullptr;
thread_local bool cancelled = false;

// One step of a message loop, as the documentation gives it. Nobody installs it: a thread without a
// hook of its own simply blocks. A hook may call it, as the one that it replaced.
LONG_PTR default_hook() {
    MSG message;
    const BOOL found = PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE);
    if (found) {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
    return found;
}

// Runs the hook until it has nothing more to do. False: the call is cancelled.
bool hook_run(FARPROC hook) {
    // A hook gives a BOOL, of which only 32 bits count.
    const auto step = reinterpret_cast<BOOL (*)()>(reinterpret_cast<void*>(hook));
    hook_state |= kHookRuns;
    while (!cancelled && step() != FALSE) {
    }
    hook_state &= static_cast<uint8_t>(~kHookRuns);
    return !std::exchange(cancelled, false);
}

BOOL CALLBACK run_hook(DWORD_PTR context) {
    return hook_run(reinterpret_cast<FARPROC>(context));
}

// 0, or why the thread has no hooks.
int hooks_check() {
    if (!startup_active())
        return WSANOTINITIALISED;
    return startup_is_old() ? 0 : WSAEOPNOTSUPP;
}

}  // namespace

LPBLOCKINGCALLBACK blocking_callback(DWORD_PTR* context) {
    *context = reinterpret_cast<DWORD_PTR>(blocking_hook);
    return blocking_hook ? run_hook : nullptr;
}

bool hook_run() {
    return hook_run(blocking_hook);
}

}  // namespace berth::ws2

using namespace berth;

BOOL WSAAPI WSAIsBlocking() {
    return ws2::hook_runs();
}

FARPROC WSAAPI WSASetBlockingHook(FARPROC lpBlockFunc) {
    int error = ws2::hooks_check();
    if (error == 0)
        error = ws2::hook_runs() ? WSAEINPROGRESS : lpBlockFunc ? 0 : WSAEFAULT;
    if (error != 0)
        return ws2::socket_fail<FARPROC>(error, nullptr);
    const FARPROC previous = ws2::blocking_hook ? ws2::blocking_hook : ws2::default_hook;
    ws2::blocking_hook = lpBlockFunc;
    ws2::hook_state |= ws2::kHookInstalled;
    return previous;
}

int WSAAPI WSAUnhookBlockingHook() {
    int error = ws2::hooks_check();
    if (error == 0 && ws2::hook_runs())
        error = WSAEINPROGRESS;
    if (error != 0)
        return ws2::socket_fail(error);
    ws2::blocking_hook = nullptr;
    ws2::hook_state &= static_cast<uint8_t>(~ws2::kHookInstalled);
    return 0;
}

int WSAAPI WSACancelBlockingCall() {
    if (const int error = ws2::hooks_check())
        return ws2::socket_fail(error);
    if (!ws2::hook_runs())
        return ws2::socket_fail(WSAEINVAL);
    ws2::cancelled = true;
    // The call may be one that a provider of its own kind makes.
    int error = 0;
    ws2::provider_cancel_blocking_call(&error);
    return 0;
}
