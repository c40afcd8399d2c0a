// WSPSelect.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstddef>
#include <memory>
#include <new>

#include "nt/descriptor_readiness.h"
#include "nt/memory_probe.h"
#include "nt/poll_wake.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"

namespace berth::kernel {
namespace {

// One entry for each socket of each set, in the sets' order: cheaper than finding the sockets that
// are in two of them.
struct PollBuffer {
    std::unique_ptr<lnx::PollFd[]> fds;
    size_t capacity = 0;

    lnx::PollFd* reserve(size_t count) {
        if (count > capacity) {
            capacity = std::max(count, capacity * 2);
            fds.reset(new (std::nothrow) lnx::PollFd[capacity]);
            if (!fds)
                capacity = 0;
        }
        return fds.get();
    }
};

int set_fill(const fd_set* set, short events, lnx::PollFd* fds) {
    for (u_int i = 0; i < set->fd_count; ++i) {
        SOCKET s = set->fd_array[i];
        Socket* socket = sockets.get(s, std::memory_order_relaxed);
        if ((!socket || socket == socket_closing_mark()) && socket_adopt(s) != 0) [[unlikely]]
            return WSAENOTSOCK;
        fds[i] = lnx::PollFd{static_cast<int>(s), events, 0};
    }
    return 0;
}

// A connect that failed is told by the except set alone; one that succeeded by the write set.
bool connect_failed(SOCKET s) {
    SocketUse socket(s);
    if (!socket || !socket->is_stream() || socket->connected || socket->listening)
        return false;
    int code = connect_settle(*socket);
    return code != 0 && code != WSAEALREADY && code != WSAENOTCONN;
}

bool connect_pending(SOCKET s) {
    SocketUse socket(s);
    return socket && socket->is_stream() && !socket->connected &&
           (!socket->listening || socket->accept_paused);
}

bool is_readable(SOCKET s, short events) {
    if (!(events & (lnx::kPollIn | lnx::kPollHup | lnx::kPollErr)))
        return false;
    return !(events & (lnx::kPollHup | lnx::kPollErr)) || !connect_pending(s);
}

bool is_writable(SOCKET s, short events) {
    if (!(events & (lnx::kPollOut | lnx::kPollHup | lnx::kPollErr)))
        return false;
    return !(events & (lnx::kPollHup | lnx::kPollErr)) || !connect_pending(s);
}

// With SO_OOBINLINE urgent data is like any other: the read set tells of it.
bool urgent_is_apart(SOCKET s) {
    int inlined = 0;
    unsigned length = sizeof inlined;
    return lnx::sys_getsockopt(static_cast<int>(s), lnx::kSolSocket, lnx::kSoOobInline, &inlined,
                               &length) != 0 ||
           inlined == 0;
}

bool is_exceptional(SOCKET s, short events) {
    if ((events & lnx::kPollPri) && urgent_is_apart(s))
        return true;
    return (events & (lnx::kPollErr | lnx::kPollHup)) != 0 && connect_failed(s);
}

// `eventful` counts down the entries that have events: behind the last of them nothing need be
// looked at.
template <typename Ready>
int set_count(const fd_set* set, const lnx::PollFd* fds, int& eventful, Ready ready) {
    int count = 0;
    for (u_int i = 0; set && eventful > 0 && i < set->fd_count; ++i) {
        if (fds[i].revents == 0)
            continue;
        --eventful;
        count += ready(set->fd_array[i], fds[i].revents);
    }
    return count;
}

template <typename Ready>
void set_keep(fd_set* set, const lnx::PollFd* fds, int& eventful, Ready ready) {
    u_int kept = 0;
    for (u_int i = 0; set && eventful > 0 && i < set->fd_count; ++i) {
        if (fds[i].revents == 0)
            continue;
        --eventful;
        if (ready(set->fd_array[i], fds[i].revents))
            set->fd_array[kept++] = set->fd_array[i];
    }
    if (set)
        set->fd_count = kept;
}

// Milliseconds for poll, rounded up; -1 without a time-out.
int timeout_milliseconds(const timeval* timeout) {
    if (!timeout)
        return -1;
    constexpr long kLongest = INT_MAX / 1000 - 1;
    return static_cast<int>(std::min<long>(timeout->tv_sec, kLongest) * 1000 +
                            (timeout->tv_usec + 999) / 1000);
}

// Listening sockets whose request at the top has been deferred: accept will not block.
u_int readable_anyway(const fd_set* set) {
    u_int count = 0;
    if (!nt::descriptors_any_readable_anyway())
        return count;
    for (u_int i = 0; i < set->fd_count; ++i)
        count += nt::descriptor_is_readable_anyway(set->fd_array[i]);
    return count;
}

int readable_anyway_note(const fd_set* set, lnx::PollFd* fds) {
    int noted = 0;
    for (u_int i = 0; i < set->fd_count; ++i) {
        if (nt::descriptor_is_readable_anyway(set->fd_array[i])) {
            fds[i].revents |= lnx::kPollIn;
            ++noted;
        }
    }
    return noted;
}

using Clock = std::chrono::steady_clock;

int milliseconds_left(Clock::time_point deadline) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<int>(std::max<long long>(left, 0));
}

bool sets_are_sound(const fd_set* readable, const fd_set* writable, const fd_set* exceptional,
                    const timeval* timeout) {
    for (const fd_set* set : {readable, writable, exceptional}) {
        if (set && !(nt::memory_is_mapped(set, sizeof set->fd_count) &&
                     nt::memory_is_mapped(set, offsetof(fd_set, fd_array) +
                                                   set->fd_count * sizeof set->fd_array[0])))
            return false;
    }
    return !nt::memory_faults_if_given(timeout);
}

}  // namespace

int WSPAPI select_sockets(int, fd_set* readable, fd_set* writable, fd_set* exceptional,
                          const timeval* timeout, LPINT error) {
    if (!sets_are_sound(readable, writable, exceptional, timeout))
        return fail(error, WSAEFAULT);
    if (timeout && (timeout->tv_sec < 0 || timeout->tv_usec < 0))
        return fail(error, WSAEINVAL);
    size_t readers = readable ? readable->fd_count : 0;
    size_t writers = writable ? writable->fd_count : 0;
    size_t excepts = exceptional ? exceptional->fd_count : 0;
    size_t total = readers + writers + excepts;
    if (total == 0)
        return fail(error, WSAEINVAL);
    static thread_local PollBuffer buffer;
    lnx::PollFd* fds = buffer.reserve(total + 1);
    if (!fds)
        return fail(error, WSAENOBUFS);
    lnx::PollFd* write_fds = fds + readers;
    lnx::PollFd* except_fds = write_fds + writers;

    // Before the look at the sockets: one that is closed from here on wakes this thread.
    nt::PollWake wake;
    int wait = timeout_milliseconds(timeout);
    Clock::time_point deadline =
        wait > 0 ? Clock::now() + std::chrono::milliseconds(wait) : Clock::time_point();
    bool refill = true;
    for (;;) {
        if (refill) {
            int code = readable ? set_fill(readable, lnx::kPollIn, fds) : 0;
            if (code == 0 && writable)
                code = set_fill(writable, lnx::kPollOut, write_fds);
            if (code == 0 && exceptional)
                code = set_fill(exceptional, lnx::kPollPri, except_fds);
            if (code != 0)
                return fail(error, code);
            fds[total] = lnx::PollFd{wake.descriptor(), lnx::kPollIn, 0};
            refill = false;
        }
        u_int anyway = readable ? readable_anyway(readable) : 0;
        int ready = lnx::sys_poll(fds, total + 1, anyway > 0 ? 0 : wait);
        if (ready < 0 && errno != EINTR)
            return fail(error, error_from_errno(errno));
        if (ready > 0 && fds[total].revents != 0) {
            wake.consume();
            --ready;
            refill = true;  // some socket was closed: perhaps one of these
        }
        if (anyway > 0 && ready >= 0)
            ready += readable_anyway_note(readable, fds);
        int count = 0;
        if (ready > 0) {
            int eventful = ready;
            count = set_count(readable, fds, eventful, is_readable);
            count += set_count(writable, write_fds, eventful, is_writable);
            count += set_count(exceptional, except_fds, eventful, is_exceptional);
        }
        // Without events the time is out, unless it was not waited for: the deferred request that
        // was there has just been taken by somebody else.
        if (count > 0 || (ready == 0 && !refill && anyway == 0) || wait == 0) {
            int eventful = ready;
            set_keep(readable, fds, eventful, is_readable);
            set_keep(writable, write_fds, eventful, is_writable);
            set_keep(exceptional, except_fds, eventful, is_exceptional);
            return count;
        }
        if (ready > 0 && !refill) {
            // Only conditions that nobody asked about (a hang-up in the except set): poll would
            // report them again at once, so these sockets sit the rest of the wait out.
            for (size_t i = 0; i < total; ++i) {
                if (fds[i].revents & lnx::kPollNval)
                    return fail(error, WSAENOTSOCK);
                if (fds[i].revents != 0)
                    fds[i].fd = -1 - fds[i].fd;
            }
        }
        if (wait > 0)
            wait = milliseconds_left(deadline);
    }
}

}  // namespace berth::kernel
