// The blocking hook of Windows Sockets 1.1: a function of the thread that runs, again and again,
// while a call on a blocking socket waits. The call itself is made on a socket that is non-blocking
// meanwhile, by the SPI, so it serves whatever provider the socket has.
// https://learn.microsoft.com/windows/win32/winsock/windows-sockets-1-1-blocking-routines-and-einprogress-2
#pragma once

#include <cstdint>

#include "winsock2.h"
#include "ws2spi.h"
#include "ws2_32/provider.h"

namespace berth::ws2 {

// The thread has a hook; it runs at this moment.
inline constexpr uint8_t kHookInstalled = 1;
inline constexpr uint8_t kHookRuns = 2;
extern constinit thread_local uint8_t hook_state __attribute__((tls_model("initial-exec")));

// From inside a hook nothing but WSAIsBlocking and WSACancelBlockingCall works.
inline bool hook_runs() {
    return (hook_state & kHookRuns) != 0;
}

// The calling thread's hook in the form that WPUQueryBlockingCallback hands out, or null.
LPBLOCKINGCALLBACK blocking_callback(DWORD_PTR* context);

// Puts procedures that run the thread's hook while they wait in the place of those that may block.
// The programs of later versions never meet them.
void blocking_procedures(WSPPROC_TABLE* procs);

// Runs the thread's hook until it has nothing more to do. False: the call was cancelled from there.
bool hook_run();

}  // namespace berth::ws2
