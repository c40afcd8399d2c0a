#include "ws2_32/poll_non_ifs.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <new>
#include <vector>

#include "mswsock.h"
#include "ws2_32/foreign_calls.h"
#include "ws2_32/socket_table.h"

namespace berth::ws2 {
namespace {

using Clock = std::chrono::steady_clock;

constexpr SHORT kAskable = POLLRDNORM | POLLRDBAND | POLLWRNORM;

// An fd_set as large as need be; it keeps its memory.
class SocketSet {
  public:
    void clear() { sockets_.clear(); }
    void add(SOCKET s) { sockets_.push_back(s); }
    // For the provider; null where it is empty.
    fd_set* prepare() {
        if (sockets_.empty())
            return nullptr;
        const size_t size = offsetof(fd_set, fd_array) + sockets_.size() * sizeof(SOCKET);
        if (size > size_) {
            memory_ = std::make_unique<std::byte[]>(std::max(size, sizeof(fd_set)));
            size_ = std::max(size, sizeof(fd_set));
        }
        auto* const set = reinterpret_cast<fd_set*>(memory_.get());
        set->fd_count = static_cast<u_int>(sockets_.size());
        std::copy(sockets_.begin(), sockets_.end(), set->fd_array);
        return set;
    }
    // What the provider left in it.
    void finish(bool any) {
        const auto* const set = reinterpret_cast<const fd_set*>(memory_.get());
        const size_t left =
            any && !sockets_.empty() ? std::min<size_t>(set->fd_count, sockets_.size()) : 0;
        if (left > 0)
            std::copy(set->fd_array, set->fd_array + left, sockets_.begin());
        sockets_.resize(left);
        std::sort(sockets_.begin(), sockets_.end());
    }
    bool has(SOCKET s) const { return std::binary_search(sockets_.begin(), sockets_.end(), s); }

  private:
    std::vector<SOCKET> sockets_;
    std::unique_ptr<std::byte[]> memory_;
    size_t size_ = 0;
};

// The answer of an ioctl or option of the provider's, or `failed`.
template <typename Value>
Value ioctl_get(const Route& route, SOCKET s, DWORD code, Value failed) {
    Value value = failed;
    DWORD returned = 0;
    int error = 0;
    WSATHREADID thread{};
    return route.procs.lpWSPIoctl(s, code, nullptr, 0, &value, sizeof value, &returned, nullptr,
                                  nullptr, &thread, &error) == 0
               ? value
               : failed;
}

DWORD option_get(const Route& route, SOCKET s, int name, DWORD failed) {
    DWORD value = failed;
    int length = sizeof value;
    int error = 0;
    return route.procs.lpWSPGetSockOpt(s, SOL_SOCKET, name, reinterpret_cast<char*>(&value),
                                       &length, &error) == 0
               ? value
               : failed;
}

constexpr DWORD kNotConnected = 0xFFFFFFFF;

bool is_connected(const Route& route, SOCKET s) {
    return option_get(route, s, SO_CONNECT_TIME, kNotConnected) != kNotConnected;
}

// Readable, but nothing is there to be read: the end of the connection.
bool is_at_end(const Route& route, SOCKET s) {
    return is_connected(route, s) &&
           ioctl_get<u_long>(route, s, static_cast<DWORD>(FIONREAD), 1) == 0;
}

// The sockets of one provider.
struct Group {
    LPWSPSELECT select;
    std::vector<ULONG> members;  // indexes into the array
};

class MixedPoll {
  public:
    MixedPoll(WSAPOLLFD* sockets, ULONG count) : sockets_(sockets), count_(count) {}

    // 0 or WSAEINVAL.
    int sort();
    bool has_non_ifs() const { return has_non_ifs_; }
    int wait(INT timeout);

  private:
    // All of the array are of one provider: it may do the waiting.
    bool is_alone() const { return groups_.size() == 1 && others_.empty(); }
    const Route* route_of(ULONG index) const { return socket_routes.get(sockets_[index].fd); }
    bool is_gone(const Group& group) const;
    // How many of its sockets have something to report, or SOCKET_ERROR: `error` says why.
    int ask(const Group& group, INT timeout, int* error);
    SHORT events_of(ULONG index) const;
    int ask_others(INT timeout, nt::PollWake& wake);

    WSAPOLLFD* const sockets_;
    const ULONG count_;
    bool has_non_ifs_ = false;
    std::vector<Group> groups_;
    std::vector<ULONG> others_;  // the kernel's, no sockets, negative ones
    std::vector<WSAPOLLFD> kernel_;
    SocketSet readable_, writable_, exceptional_;
};

int MixedPoll::sort() {
    groups_.clear();
    others_.clear();
    kernel_.clear();
    for (ULONG i = 0; i < count_; ++i) {
        WSAPOLLFD entry = sockets_[i];
        sockets_[i].revents = 0;
        const Route* const route =
            static_cast<SSIZE_T>(entry.fd) < 0 ? nullptr : socket_routes.get(entry.fd);
        if (route && !route->ifs) {
            has_non_ifs_ = true;
            if (entry.events & ~kAskable)
                return WSAEINVAL;
            // A layered provider may have a socket of the kernel's beneath, and say so.
            const SOCKET base = ioctl_get<SOCKET>(*route, entry.fd, SIO_BSP_HANDLE_POLL, entry.fd);
            const Route* const beneath = base == entry.fd ? nullptr : socket_routes.get(base);
            if (!beneath || !beneath->ifs) {
                auto group = std::find_if(groups_.begin(), groups_.end(), [&](const Group& known) {
                    return known.select == route->procs.lpWSPSelect;
                });
                if (group == groups_.end())
                    group = groups_.insert(group, Group{route->procs.lpWSPSelect, {}});
                group->members.push_back(i);
                continue;
            }
            entry.fd = base;
        }
        others_.push_back(i);
        kernel_.push_back(entry);
    }
    return 0;
}

bool MixedPoll::is_gone(const Group& group) const {
    return std::any_of(group.members.begin(), group.members.end(), [&](ULONG i) {
        const Route* const route = route_of(i);
        return !route || route->procs.lpWSPSelect != group.select;
    });
}

SHORT MixedPoll::events_of(ULONG index) const {
    const WSAPOLLFD& entry = sockets_[index];
    const Route* const route = route_of(index);
    if (!route)
        return POLLNVAL;
    SHORT events = 0;
    if (readable_.has(entry.fd)) {
        events |= POLLRDNORM;
        if (is_at_end(*route, entry.fd))
            events |= POLLHUP;
    }
    if (writable_.has(entry.fd))
        events |= POLLWRNORM;
    if (exceptional_.has(entry.fd))
        events |= is_connected(*route, entry.fd) ? SHORT{POLLRDBAND} : SHORT{POLLERR | POLLHUP};
    return events;
}

int MixedPoll::ask(const Group& group, INT timeout, int* error) {
    readable_.clear();
    writable_.clear();
    exceptional_.clear();
    for (const ULONG i : group.members) {
        const Route* const route = route_of(i);
        if (!route) {
            timeout = 0;  // closed since it was sorted: that is to be told at once
            continue;
        }
        const auto [s, asked, ignored] = sockets_[i];
        if (asked & POLLRDNORM)
            readable_.add(s);
        if (asked & POLLWRNORM)
            writable_.add(s);
        // A connect that fails is told whether it was asked for or not; urgent data is not.
        if ((asked & POLLRDBAND) || !is_connected(*route, s))
            exceptional_.add(s);
    }
    fd_set* const readable = readable_.prepare();
    fd_set* const writable = writable_.prepare();
    fd_set* const exceptional = exceptional_.prepare();
    if (!readable && !writable && !exceptional)
        return 0;
    const timeval limit{timeout / 1000, timeout % 1000 * 1000};
    const int ready =
        group.select(0, readable, writable, exceptional, timeout < 0 ? nullptr : &limit, error);
    if (ready == SOCKET_ERROR)
        return SOCKET_ERROR;
    readable_.finish(ready > 0);
    writable_.finish(ready > 0);
    exceptional_.finish(ready > 0);
    int reported = 0;
    for (const ULONG i : group.members) {
        sockets_[i].revents = events_of(i);
        reported += sockets_[i].revents != 0;
    }
    return reported;
}

int MixedPoll::ask_others(INT timeout, nt::PollWake& wake) {
    const int reported =
        poll_ifs(kernel_.data(), static_cast<ULONG>(kernel_.size()), timeout, wake);
    for (size_t i = 0; i < others_.size(); ++i)
        sockets_[others_[i]].revents = kernel_[i].revents;
    return reported;
}

// Beside other sockets a provider is asked again and again, at growing distance: the SPI has no way
// for it to say that something has changed. One that calls nt::poll_wake_all() is asked at once.
constexpr INT kFirstPause = 1;
constexpr INT kLongestPause = 16;

INT milliseconds_left(INT timeout, Clock::time_point deadline) {
    if (timeout <= 0)
        return timeout;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return static_cast<INT>(std::clamp<long long>(left, 0, timeout));
}

int MixedPoll::wait(INT timeout) {
    const auto deadline = Clock::now() + std::chrono::milliseconds(std::max(timeout, 0));
    // Before the look at the sockets: what changes from here on wakes this thread.
    nt::PollWake wake;
    for (INT pause = kFirstPause;; pause = std::min(pause * 2, kLongestPause)) {
        const INT left = milliseconds_left(timeout, deadline);
        const bool alone = is_alone();
        int reported = 0;
        for (const Group& group : groups_) {
            int error = 0;
            const int ready = ask(group, alone ? left : 0, &error);
            if (ready == SOCKET_ERROR && !(error == WSAENOTSOCK && is_gone(group)))
                return socket_fail(error);
            reported += std::max(ready, 0);
        }
        const INT rest = milliseconds_left(timeout, deadline);
        const INT slice = reported > 0      ? 0
                          : groups_.empty() ? rest
                          : rest < 0        ? pause
                                            : std::min(rest, pause);
        const int others = ask_others(slice, wake);
        if (others == SOCKET_ERROR)
            return SOCKET_ERROR;
        reported += others;
        if (reported > 0 || rest == 0)
            return reported;
        if (const int error = sort())  // sockets may have been closed meanwhile
            return socket_fail(error);
    }
}

}  // namespace

bool poll_with_non_ifs(WSAPOLLFD* sockets, ULONG count, INT timeout, int* result) try {
    const ForeignCall counted;
    MixedPoll poll(sockets, count);
    const int error = poll.sort();
    if (error == 0 && !poll.has_non_ifs())
        return false;
    *result = error != 0 ? socket_fail(error) : poll.wait(timeout);
    return true;
} catch (const std::bad_alloc&) {
    *result = socket_fail(WSAENOBUFS);
    return true;
}

}  // namespace berth::ws2
