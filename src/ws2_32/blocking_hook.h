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

// What the thread's call waits for.
enum class HookFor { receive, send, connect, accept };

// A call that may block, in a thread with a hook. `more` is asked as often as it takes and says 0
// when the call is over, WSAEWOULDBLOCK when it has to wait, or the error. It is called once where
// the socket is non-blocking.
using HookCall = int (*)(void* context);
int hook_call(SOCKET s, const Route& route, HookFor what, HookCall more, void* context);
template <typename More>
int hook_call(SOCKET s, const Route& route, HookFor what, More more) {
    return hook_call(
        s, route, what, [](void* context) { return (*static_cast<More*>(context))(); }, &more);
}

// Whether the socket is a blocking one, as its descriptor says; and makes it one.
bool is_blocking(SOCKET s, const Route& route);
void blocking_set(SOCKET s, const Route& route);

// select in a thread with a hook: the number of sockets, or SOCKET_ERROR with *error set.
int hook_select(const Route& route, int nfds, fd_set* readable, fd_set* writable,
                fd_set* exceptional, const timeval* timeout, int* error);

}  // namespace berth::ws2
