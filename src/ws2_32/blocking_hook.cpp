#include "ws2_32/blocking_hook.h"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <utility>
#include <vector>

#include "nt/clock.h"
#include "winsock2.h"
#include "winuser.h"
#include "ws2_32/provider.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {

constinit thread_local uint8_t hook_state __attribute__((tls_model("initial-exec"))) = 0;

namespace {

// Between two calls of a hook that has nothing to do, at most.
constexpr long kPause = 10'000;  // microseconds

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

bool mode_set(SOCKET s, const Route& route, u_long nonblocking) {
    DWORD returned = 0;
    int error = 0;
    return route.procs.lpWSPIoctl(s, static_cast<DWORD>(FIONBIO), &nonblocking, sizeof nonblocking,
                                  nullptr, 0, &returned, nullptr, nullptr, nullptr, &error) == 0;
}

// Makes a blocking socket non-blocking for a scope.
class NonblockingScope {
  public:
    NonblockingScope(SOCKET s, const Route& route)
        : s_(s), route_(route), changed_(is_blocking(s, route) && mode_set(s, route, 1)) {}
    NonblockingScope(const NonblockingScope&) = delete;
    NonblockingScope& operator=(const NonblockingScope&) = delete;
    ~NonblockingScope() {
        if (changed_)
            mode_set(s_, route_, 0);
    }
    bool changed() const { return changed_; }

  private:
    const SOCKET s_;
    const Route& route_;
    const bool changed_;
};

int option_get(SOCKET s, const Route& route, int name) {
    int value = 0;
    int length = sizeof value;
    int error = 0;
    return route.procs.lpWSPGetSockOpt(s, SOL_SOCKET, name, reinterpret_cast<char*>(&value),
                                       &length, &error) == 0
               ? value
               : 0;
}

nt::Deadline deadline_of(SOCKET s, const Route& route, HookFor what) {
    int milliseconds = 0;
    if (what == HookFor::receive)
        milliseconds = option_get(s, route, SO_RCVTIMEO);
    else if (what == HookFor::send)
        milliseconds = option_get(s, route, SO_SNDTIMEO);
    return milliseconds > 0 ? nt::deadline_after(static_cast<DWORD>(milliseconds)) : nt::kNever;
}

// A short wait for what the call needs. 1: it is there; 0; or SOCKET_ERROR.
int ready_look(SOCKET s, const Route& route, HookFor what, int* error) {
    const bool reads = what == HookFor::receive || what == HookFor::accept;
    fd_set set;
    fd_set failed;
    FD_ZERO(&set);
    FD_SET(s, &set);
    failed = set;
    const timeval pause = {0, kPause};
    return route.procs.lpWSPSelect(0, reads ? &set : nullptr, reads ? nullptr : &set,
                                   what == HookFor::connect ? &failed : nullptr, &pause, error);
}

// Runs the hook until the call can go on: 0, WSAEINTR, WSAETIMEDOUT or the error of the look.
int hook_wait(SOCKET s, const Route& route, HookFor what, nt::Deadline deadline) {
    for (;;) {
        if (!hook_run(blocking_hook))
            return WSAEINTR;
        int error = 0;
        const int ready = ready_look(s, route, what, &error);
        if (ready == SOCKET_ERROR)
            return error == WSAENOTSOCK ? WSAEINTR : error;  // closed meanwhile
        if (ready > 0)
            return 0;
        if (deadline != nt::kNever && nt::clock_now() >= deadline)
            return WSAETIMEDOUT;
    }
}

// A set as long as the program made it: FD_SETSIZE is the program's.
class SetCopy {
  public:
    explicit SetCopy(fd_set* set) : set_(set) {
        if (set)
            bytes_.assign(reinterpret_cast<char*>(set),
                          reinterpret_cast<char*>(set->fd_array + set->fd_count));
    }
    void restore() const {
        if (set_)
            std::memcpy(static_cast<void*>(set_), bytes_.data(), bytes_.size());
    }

  private:
    fd_set* const set_;
    std::vector<char> bytes_;
};

// 0, or why the thread has no hooks.
int hooks_check() {
    if (!startup_active())
        return WSANOTINITIALISED;
    return startup_is_old() ? 0 : WSAEOPNOTSUPP;
}

}  // namespace

// A socket without a descriptor of its own is left alone.
bool is_blocking(SOCKET s, const Route& route) {
    const int flags = route.ifs ? fcntl(static_cast<int>(s), F_GETFL) : -1;
    return flags >= 0 && (flags & O_NONBLOCK) == 0;
}

void blocking_set(SOCKET s, const Route& route) {
    mode_set(s, route, 0);
}

LPBLOCKINGCALLBACK blocking_callback(DWORD_PTR* context) {
    *context = reinterpret_cast<DWORD_PTR>(blocking_hook);
    return blocking_hook ? run_hook : nullptr;
}

int hook_call(SOCKET s, const Route& route, HookFor what, HookCall more, void* context) {
    if (hook_runs())
        return WSAEINPROGRESS;
    if (!startup_is_old())  // the hook is left from an earlier WSAStartup
        return more(context);
    const NonblockingScope mode(s, route);
    if (!mode.changed())
        return more(context);
    const nt::Deadline deadline = deadline_of(s, route, what);
    for (;;) {
        const int outcome = more(context);
        if (outcome != WSAEWOULDBLOCK)
            return outcome;
        if (const int error = hook_wait(s, route, what, deadline))
            return error;
        // A connect is not made twice: its outcome is read.
        if (what == HookFor::connect)
            return option_get(s, route, SO_ERROR);
    }
}

int hook_select(const Route& route, int nfds, fd_set* readable, fd_set* writable,
                fd_set* exceptional, const timeval* timeout, int* error) {
    const auto call = [&](const timeval* wait) {
        return route.procs.lpWSPSelect(nfds, readable, writable, exceptional, wait, error);
    };
    const bool bad_time = timeout && (timeout->tv_sec < 0 || timeout->tv_usec < 0);
    if (!startup_is_old() || bad_time || (timeout && timeout->tv_sec == 0 && timeout->tv_usec == 0))
        return call(timeout);
    const nt::Deadline deadline =
        timeout ? nt::clock_now() + static_cast<uint64_t>(timeout->tv_sec) * 1'000'000'000 +
                      static_cast<uint64_t>(timeout->tv_usec) * 1'000
                : nt::kNever;
    const SetCopy sets[] = {SetCopy(readable), SetCopy(writable), SetCopy(exceptional)};
    timeval pause = {0, 0};
    for (;;) {
        const int ready = call(&pause);
        const uint64_t now = nt::clock_now();
        if (ready != 0 || now >= deadline)
            return ready;
        for (const SetCopy& set : sets)
            set.restore();
        if (!hook_run(blocking_hook)) {
            *error = WSAEINTR;
            return SOCKET_ERROR;
        }
        pause.tv_usec = static_cast<long>(std::min<uint64_t>(kPause, (deadline - now) / 1'000));
    }
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
