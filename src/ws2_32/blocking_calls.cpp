// The calls of version 1.1 that may block, in a thread with a blocking hook: the socket is
// non-blocking meanwhile, and the hook runs until the call can go on. What the provider itself does
// is as ever.
#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <vector>

#include "nt/clock.h"
#include "ws2_32/blocking_hook.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {
namespace {

// Between two calls of a hook that has nothing to do, at most.
constexpr long kPause = 10'000;  // microseconds

// What a call waits for.
enum class WaitFor { receive, send, connect, accept };

bool mode_set(SOCKET s, const WSPPROC_TABLE& plain, u_long nonblocking) {
    DWORD returned = 0;
    int error = 0;
    return plain.lpWSPIoctl(s, static_cast<DWORD>(FIONBIO), &nonblocking, sizeof nonblocking,
                            nullptr, 0, &returned, nullptr, nullptr, nullptr, &error) == 0;
}

// As its descriptor says. A socket without one of its own is left alone.
bool is_blocking(SOCKET s, const Route& route) {
    const int flags = route.ifs ? fcntl(static_cast<int>(s), F_GETFL) : -1;
    return flags >= 0 && (flags & O_NONBLOCK) == 0;
}

// One call in a thread that has a hook, of a program that may have one.
class HookedCall {
  public:
    HookedCall(SOCKET s, WaitFor what, bool overlapped = false)
        : s_(s), route_(socket_routes.get(s)), what_(what) {
        hooked_ = route_ && !overlapped && hook_state != 0 && !hook_runs() && startup_is_old() &&
                  is_blocking(s, *route_) && mode_set(s, route_->plain, 1);
    }
    HookedCall(const HookedCall&) = delete;
    HookedCall& operator=(const HookedCall&) = delete;
    ~HookedCall() {
        if (hooked_)
            mode_set(s_, route_->plain, 0);
    }

    bool hooked() const { return hooked_; }
    const WSPPROC_TABLE& plain() const { return route_->plain; }
    // An accepted socket has taken over the listener's mode of the moment.
    void accepted(SOCKET s) const {
        if (hooked_)
            mode_set(s, plain(), 0);
    }

    // `once` makes the provider's call: 0 or an error. The outcome of the whole.
    template <typename Once>
    int run(Once once) {
        if (hook_runs())
            return WSAEINPROGRESS;
        if (!route_)
            return WSAENOTSOCK;
        int code = once();
        if (!hooked_)
            return code;
        const nt::Deadline deadline = deadline_find();
        while (code == WSAEWOULDBLOCK) {
            code = wait(deadline);
            if (code == 0)
                // A connect is not made twice: its outcome is read.
                code = what_ == WaitFor::connect ? option(SO_ERROR) : once();
        }
        return code;
    }

  private:
    int option(int name) const {
        int value = 0;
        int length = sizeof value;
        int error = 0;
        return plain().lpWSPGetSockOpt(s_, SOL_SOCKET, name, reinterpret_cast<char*>(&value),
                                       &length, &error) == 0
                   ? value
                   : 0;
    }

    nt::Deadline deadline_find() const {
        const int milliseconds = what_ == WaitFor::receive ? option(SO_RCVTIMEO)
                                 : what_ == WaitFor::send  ? option(SO_SNDTIMEO)
                                                           : 0;
        return milliseconds > 0 ? nt::deadline_after(static_cast<DWORD>(milliseconds)) : nt::kNever;
    }

    // Runs the hook until the call can go on: 0, WSAEINTR, WSAETIMEDOUT or the error of the look.
    int wait(nt::Deadline deadline) const {
        const bool reads = what_ == WaitFor::receive || what_ == WaitFor::accept;
        for (;;) {
            if (!hook_run())
                return WSAEINTR;
            fd_set set;
            FD_ZERO(&set);
            FD_SET(s_, &set);
            fd_set failed = set;
            const timeval pause = {0, kPause};
            int error = 0;
            const int ready =
                plain().lpWSPSelect(0, reads ? &set : nullptr, reads ? nullptr : &set,
                                    what_ == WaitFor::connect ? &failed : nullptr, &pause, &error);
            if (ready == SOCKET_ERROR)
                return error == WSAENOTSOCK ? WSAEINTR : error;  // closed meanwhile
            if (ready > 0)
                return 0;
            if (deadline != nt::kNever && nt::clock_now() >= deadline)
                return WSAETIMEDOUT;
        }
    }

    const SOCKET s_;
    const Route* const route_;
    const WaitFor what_;
    bool hooked_ = false;
};

int told(int code, LPINT error) {
    if (code == 0)
        return 0;
    *error = code;
    return SOCKET_ERROR;
}

int WSPAPI blocking_recv(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                         LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                         LPWSATHREADID thread, LPINT error) {
    HookedCall call(s, WaitFor::receive, overlapped != nullptr);
    const DWORD asked = call.hooked() && flags ? *flags : 0;
    return told(call.run([&] {
        if (call.hooked() && flags)
            *flags = asked;
        return call.plain().lpWSPRecv(s, buffers, count, received, flags, overlapped, routine,
                                      thread, error) == 0
                   ? 0
                   : *error;
    }),
                error);
}

int WSPAPI blocking_recv_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received,
                              LPDWORD flags, sockaddr* from, LPINT from_length,
                              LPWSAOVERLAPPED overlapped,
                              LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                              LPINT error) {
    HookedCall call(s, WaitFor::receive, overlapped != nullptr);
    const DWORD asked = call.hooked() && flags ? *flags : 0;
    return told(call.run([&] {
        if (call.hooked() && flags)
            *flags = asked;
        return call.plain().lpWSPRecvFrom(s, buffers, count, received, flags, from, from_length,
                                          overlapped, routine, thread, error) == 0
                   ? 0
                   : *error;
    }),
                error);
}

// A blocking send takes everything: what a non-blocking one left is sent when there is room. Of
// several buffers the provider takes what it takes.
template <typename Send>
int send_all(HookedCall& call, LPWSABUF buffers, DWORD count, LPDWORD sent, LPINT error,
             Send send) {
    if (!call.hooked() || count != 1 || !buffers || !sent)
        return told(call.run([&] { return send(buffers, sent) == 0 ? 0 : *error; }), error);
    WSABUF rest = *buffers;
    *sent = 0;
    return told(call.run([&] {
        do {
            DWORD part = 0;
            if (send(&rest, &part) != 0)
                return *error;
            rest.buf += part;
            rest.len -= part;
            *sent += part;
        } while (rest.len > 0);
        return 0;
    }),
                error);
}

int WSPAPI blocking_send(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                         LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                         LPWSATHREADID thread, LPINT error) {
    HookedCall call(s, WaitFor::send, overlapped != nullptr);
    return send_all(call, buffers, count, sent, error, [&](LPWSABUF from, LPDWORD part) {
        return call.plain().lpWSPSend(s, from, count, part, flags, overlapped, routine, thread,
                                      error);
    });
}

int WSPAPI blocking_send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                            const sockaddr* to, int to_length, LPWSAOVERLAPPED overlapped,
                            LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                            LPINT error) {
    HookedCall call(s, WaitFor::send, overlapped != nullptr);
    return send_all(call, buffers, count, sent, error, [&](LPWSABUF from, LPDWORD part) {
        return call.plain().lpWSPSendTo(s, from, count, part, flags, to, to_length, overlapped,
                                        routine, thread, error);
    });
}

int WSPAPI blocking_connect(SOCKET s, const sockaddr* name, int name_length, LPWSABUF caller_data,
                            LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, LPINT error) {
    HookedCall call(s, WaitFor::connect);
    return told(call.run([&] {
        return call.plain().lpWSPConnect(s, name, name_length, caller_data, callee_data, sqos, gqos,
                                         error) == 0
                   ? 0
                   : *error;
    }),
                error);
}

SOCKET WSPAPI blocking_accept(SOCKET s, sockaddr* address, LPINT length, LPCONDITIONPROC condition,
                              DWORD_PTR data, LPINT error) {
    HookedCall call(s, WaitFor::accept);
    SOCKET accepted = INVALID_SOCKET;
    const int code = call.run([&] {
        accepted = call.plain().lpWSPAccept(s, address, length, condition, data, error);
        return accepted == INVALID_SOCKET ? *error : 0;
    });
    if (told(code, error) != 0)
        return INVALID_SOCKET;
    call.accepted(accepted);
    return accepted;
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

int select_hooked(const WSPPROC_TABLE& plain, int nfds, fd_set* readable, fd_set* writable,
                  fd_set* exceptional, const timeval* timeout, LPINT error) {
    const nt::Deadline deadline =
        timeout ? nt::clock_now() + static_cast<uint64_t>(timeout->tv_sec) * 1'000'000'000 +
                      static_cast<uint64_t>(timeout->tv_usec) * 1'000
                : nt::kNever;
    const SetCopy sets[] = {SetCopy(readable), SetCopy(writable), SetCopy(exceptional)};
    timeval pause = {0, 0};
    for (;;) {
        const int ready = plain.lpWSPSelect(nfds, readable, writable, exceptional, &pause, error);
        const uint64_t now = nt::clock_now();
        if (ready != 0 || now >= deadline)
            return ready;
        for (const SetCopy& set : sets)
            set.restore();
        if (!hook_run())
            return told(WSAEINTR, error);
        pause.tv_usec = static_cast<long>(std::min<uint64_t>(kPause, (deadline - now) / 1'000));
    }
}

int WSPAPI blocking_select(int nfds, fd_set* readable, fd_set* writable, fd_set* exceptional,
                           const timeval* timeout, LPINT error) {
    const Route* route = nullptr;
    for (const fd_set* set : {readable, writable, exceptional}) {
        if (set && set->fd_count > 0 && !route)
            route = socket_routes.get(set->fd_array[0]);
    }
    if (!route)
        return told(WSAENOTSOCK, error);
    const bool waits = !timeout || (timeout->tv_sec >= 0 && timeout->tv_usec >= 0 &&
                                    (timeout->tv_sec != 0 || timeout->tv_usec != 0));
    if (hook_state == 0 || !waits || !startup_is_old())
        return route->plain.lpWSPSelect(nfds, readable, writable, exceptional, timeout, error);
    return select_hooked(route->plain, nfds, readable, writable, exceptional, timeout, error);
}

}  // namespace

void blocking_procedures(WSPPROC_TABLE* procs) {
    procs->lpWSPRecv = blocking_recv;
    procs->lpWSPRecvFrom = blocking_recv_from;
    procs->lpWSPSend = blocking_send;
    procs->lpWSPSendTo = blocking_send_to;
    procs->lpWSPConnect = blocking_connect;
    procs->lpWSPAccept = blocking_accept;
    procs->lpWSPSelect = blocking_select;
}

}  // namespace berth::ws2
