// WSAPoll. The SPI has no entry for it, and needs none: the socket of an IFS provider is a kernel
// handle, so the operating system's own poll serves; sockets of other providers are asked by their
// WSPSelect.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <memory>
#include <new>

#include "winsock2.h"
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
                           invalid = 0x20;
};

constexpr SHORT kAskable = POLLRDNORM | POLLRDBAND | POLLWRNORM | POLLPRI | POLLWRBAND;

short events_to_linux(SHORT events) {
    short wanted = 0;
    if (events & POLLRDNORM)
        wanted |= LinuxPoll::in;
    if (events & (POLLRDBAND | POLLPRI))
        wanted |= LinuxPoll::priority;
    if (events & POLLWRNORM)
        wanted |= LinuxPoll::out;
    return wanted;
}

// What Windows reports: a failed connect is POLLERR|POLLHUP|POLLWRNORM, the peer's orderly close
// POLLHUP (with what is still readable), an unconnected stream socket nothing but POLLHUP.
SHORT events_from_linux(short events, SHORT asked) {
    if (events == 0) [[likely]]
        return 0;
    if (events & LinuxPoll::invalid)
        return POLLNVAL;
    SHORT result = 0;
    if (events & LinuxPoll::in)
        result |= asked & POLLRDNORM;
    if (events & LinuxPoll::priority)
        result |= asked & (POLLRDBAND | POLLPRI);
    if (events & LinuxPoll::out)
        result |= asked & POLLWRNORM;
    if (events & LinuxPoll::error)
        result |= POLLERR;
    if (events & LinuxPoll::hang_up)
        result |= POLLHUP;
    return result;
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

}  // namespace
}  // namespace berth::ws2

using namespace berth;

int WSAAPI WSAPoll(LPWSAPOLLFD fdArray, ULONG fds, INT timeout) {
    using namespace ws2;
    if (int error = startup_check())
        return socket_fail(error);
    if (!fdArray)
        return socket_fail(WSAEFAULT);
    if (fds == 0)
        return socket_fail(WSAEINVAL);
    thread_local PollBuffer buffer;
    LinuxPollFd* kernel = buffer.reserve(fds);
    if (!kernel)
        return socket_fail(WSAENOBUFS);

    size_t valid = 0;
    for (ULONG i = 0; i < fds; ++i) {
        SOCKET s = fdArray[i].fd;
        SHORT asked = fdArray[i].events;
        fdArray[i].revents = 0;
        kernel[i] = LinuxPollFd{-1, 0, 0};
        if (static_cast<SSIZE_T>(s) < 0)  // a negative descriptor is passed over
            continue;
        if (!socket_routes.get(s, std::memory_order_relaxed) && !socket_route_miss(s))
            [[unlikely]] {
            fdArray[i].revents = POLLNVAL;
            continue;
        }
        if (asked & ~kAskable) [[unlikely]]
            return socket_fail(WSAEINVAL);
        kernel[i].fd = static_cast<int>(s);
        kernel[i].events = events_to_linux(asked);
        ++valid;
    }
    if (valid == 0)
        return socket_fail(WSAENOTSOCK);

    int ready = 0;
    auto deadline =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(std::max(timeout, 0));
    while ((ready = linux_poll(kernel, fds, timeout < 0 ? -1 : timeout)) < 0) {
        if (errno != EINTR)
            return socket_fail(WSAENOBUFS);
        if (timeout > 0) {
            auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            timeout = static_cast<INT>(std::max<long long>(left.count(), 0));
        }
    }
    int reported = 0;
    for (ULONG i = 0; i < fds; ++i) {
        if (kernel[i].revents != 0)
            fdArray[i].revents = events_from_linux(kernel[i].revents, fdArray[i].events);
        reported += fdArray[i].revents != 0;
    }
    return reported;
}
