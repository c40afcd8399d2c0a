// WSAPoll. The SPI has no entry for it, and needs none: the socket of an IFS provider is a kernel
// handle, so the operating system's own poll serves. The others' sockets: poll_non_ifs.cpp.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <new>

#include "winsock2.h"
#include "nt/descriptor_readiness.h"
#include "nt/memory_probe.h"
#include "nt/poll_wake.h"
#include "ws2_32/poll_non_ifs.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {
namespace {

// poll(2) by names of ours: <poll.h> and winsock2.h share theirs.
struct LinuxPollFd {
    int fd;
    short events;
    short revents;
};
extern "C" int linux_poll(LinuxPollFd*, unsigned long, int) __asm__("poll");

struct LinuxPoll {
    static constexpr short in = 0x1, priority = 0x2, out = 0x4, error = 0x8, hang_up = 0x10,
                           invalid = 0x20, peer_done = 0x2000;
};

// POLLPRI and POLLWRBAND are not for this provider: asking is an error.
constexpr SHORT kAskable = POLLRDNORM | POLLRDBAND | POLLWRNORM;

// By shifts: this runs for each of thousands of sockets, in whatever mixture.
constexpr short events_to_linux(SHORT events) {
    static_assert(POLLRDNORM >> 8 == LinuxPoll::in && POLLRDBAND >> 8 == LinuxPoll::priority &&
                  POLLWRNORM >> 2 == LinuxPoll::out);
    return static_cast<short>(LinuxPoll::peer_done |
                              ((events >> 8) & (LinuxPoll::in | LinuxPoll::priority)) |
                              ((events >> 2) & LinuxPoll::out));
}

// POLLHUP is the peer's orderly end as well as a broken connection, which is POLLERR too.
SHORT events_from_linux(short events, SHORT asked) {
    if (events & LinuxPoll::invalid)
        return POLLNVAL;
    SHORT result = 0;
    if (events & LinuxPoll::in)
        result |= asked & POLLRDNORM;
    if (events & LinuxPoll::priority)
        result |= asked & POLLRDBAND;
    if (events & LinuxPoll::out)
        result |= asked & POLLWRNORM;
    if (events & LinuxPoll::error)
        result |= POLLERR;
    if (events & (LinuxPoll::hang_up | LinuxPoll::peer_done))
        result |= POLLHUP;
    return result;
}

// A stream that was not connected since it was made: the kernel says "hung up", and that a send
// would not block. Windows says nothing, as long as it stays so.
constexpr bool is_never_connected(short events) {
    return (events & (LinuxPoll::hang_up | LinuxPoll::in | LinuxPoll::error |
                      LinuxPoll::peer_done)) == LinuxPoll::hang_up;
}

// The kernel's form of the array, kept by the thread so that a server's loop allocates once.
class PollBuffer {
  public:
    LinuxPollFd* reserve(size_t count) {
        if (count > capacity_) {
            size_t grown = std::max(count, capacity_ * 2);
            fds_.reset(new (std::nothrow) LinuxPollFd[grown]);
            capacity_ = fds_ ? grown : 0;
        }
        return fds_.get();
    }

  private:
    std::unique_ptr<LinuxPollFd[]> fds_;
    size_t capacity_ = 0;
};

struct Prepared {
    int error;
    ULONG valid;
    ULONG decided;  // without asking the kernel: no sockets, and deferred requests
};

// Fills the kernel's array; sockets that are none get POLLNVAL at once.
Prepared poll_prepare(WSAPOLLFD* sockets, ULONG count, LinuxPollFd* kernel) {
    Prepared result{0, 0, 0};
    const bool any_readable_anyway = nt::descriptors_any_readable_anyway();
    for (ULONG i = 0; i < count; ++i) {
        SOCKET s = sockets[i].fd;
        SHORT asked = sockets[i].events;
        sockets[i].revents = 0;
        kernel[i] = LinuxPollFd{-1, 0, 0};
        if (static_cast<SSIZE_T>(s) < 0)  // a negative descriptor is passed over
            continue;
        if (asked & ~kAskable) [[unlikely]]
            return {WSAEINVAL, 0, 0};
        if (!socket_routes.get(s, std::memory_order_relaxed) && !socket_route_miss(s))
            [[unlikely]] {
            sockets[i].revents = POLLNVAL;
            ++result.decided;
            continue;
        }
        if (any_readable_anyway && nt::descriptor_is_readable_anyway(s) && (asked & POLLRDNORM))
            [[unlikely]] {
            sockets[i].revents = POLLRDNORM;
            ++result.decided;
            ++result.valid;
            continue;
        }
        kernel[i].fd = static_cast<int>(s);
        kernel[i].events = events_to_linux(asked);
        ++result.valid;
    }
    return result;
}

// The kernel's wait would end at once: look at the others for a moment, then at all again.
void wait_beside_unconnected(LinuxPollFd* kernel, size_t count, int timeout) {
    constexpr int kPause = 10;  // ms
    for (size_t i = 0; i < count; ++i) {
        if (is_never_connected(kernel[i].revents))
            kernel[i].fd = -1;
    }
    linux_poll(kernel, count, timeout < 0 ? kPause : std::min(timeout, kPause));
}

using Clock = std::chrono::steady_clock;

int milliseconds_left(Clock::time_point deadline) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<int>(std::max<long long>(left, 0));
}

// The wait itself. `once`: for a part of an array, whose caller looks at the rest when woken.
inline int poll_wait(WSAPOLLFD* sockets, ULONG count, INT timeout, nt::PollWake& wake, bool once) {
    static thread_local PollBuffer buffer;
    LinuxPollFd* kernel = buffer.reserve(size_t{count} + 1);
    if (!kernel)
        return socket_fail(WSAENOBUFS);
    Clock::time_point deadline =
        timeout > 0 ? Clock::now() + std::chrono::milliseconds(timeout) : Clock::time_point();
    for (bool first = !once;; first = false) {
        Prepared prepared = poll_prepare(sockets, count, kernel);
        if (prepared.error != 0)
            return socket_fail(prepared.error);
        if (prepared.valid == 0 && first)
            return socket_fail(WSAEINVAL);
        kernel[count] = LinuxPollFd{wake.descriptor(), LinuxPoll::in, 0};
        int wait = prepared.decided > 0 ? 0 : (timeout < 0 ? -1 : timeout);
        int ready = linux_poll(kernel, size_t{count} + 1, wait);
        if (ready < 0 && errno != EINTR)
            return socket_fail(WSAENOBUFS);
        bool woken = ready > 0 && kernel[count].revents != 0;
        if (woken)
            wake.consume();
        int reported = static_cast<int>(prepared.decided);
        int looked_at = ready < 0 ? 0 : ready - woken;
        int unconnected = 0;
        for (ULONG i = 0; looked_at > 0; ++i) {
            if (kernel[i].revents == 0)
                continue;
            --looked_at;
            if (is_never_connected(kernel[i].revents)) [[unlikely]] {
                ++unconnected;
                continue;
            }
            sockets[i].revents = events_from_linux(kernel[i].revents, sockets[i].events);
            reported += sockets[i].revents != 0;
        }
        if (reported > 0 || ready == 0 || (ready > 0 && wait == 0 && !woken) || (once && woken))
            return reported;
        if (timeout > 0)
            timeout = milliseconds_left(deadline);
        if (unconnected > 0) [[unlikely]]
            wait_beside_unconnected(kernel, size_t{count} + 1, timeout);
    }
}

}  // namespace

int poll_ifs(WSAPOLLFD* sockets, ULONG count, INT timeout, nt::PollWake& wake) {
    return poll_wait(sockets, count, timeout, wake, true);
}

}  // namespace berth::ws2

using namespace berth;

int WSAAPI WSAPoll(LPWSAPOLLFD fdArray, ULONG fds, INT timeout) {
    using namespace ws2;
    if (int error = startup_check())
        return socket_fail(error);
    if (nt::memory_is_null_page(fdArray))
        return socket_fail(WSAEFAULT);
    if (fds == 0)
        return socket_fail(WSAEINVAL);
    if (!nt::memory_is_mapped(fdArray, size_t{fds} * sizeof *fdArray))
        return socket_fail(WSAEFAULT);
    if (non_ifs_sockets.load(std::memory_order_relaxed) != 0) [[unlikely]] {
        int result = 0;
        if (poll_with_non_ifs(fdArray, fds, timeout, &result))
            return result;
    }
    // Before the look at the sockets: one that is closed from here on wakes this thread.
    nt::PollWake wake;
    return poll_wait(fdArray, fds, timeout, wake, false);
}
