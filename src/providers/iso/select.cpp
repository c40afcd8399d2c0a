// WSPSelect.
#include <new>
#include <vector>

#include "nt/clock.h"
#include "nt/memory_probe.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

using Holds = bool (*)(const Socket&);

bool is_readable(const Socket& socket) {
    return socket.has_request(true) || socket.has_data() ||
           (socket.was_connected() && (socket.has_ended() || socket.receive_shut));
}

bool is_writable(const Socket& socket) {
    return socket.was_connected() && (socket.has_room() || socket.has_ended());
}

bool is_exceptional(const Socket& socket) {
    return (socket.was_connected() && socket.has_expedited()) ||
           (socket.phase() == Phase::kFresh && socket.connect_error() != 0);
}

// One entry of a set, watched while this lives.
struct Entry {
    SocketRef socket;
    SOCKET s;
    Holds holds;
    fd_set* set;
    Observer observer;
};

class Selection {
  public:
    explicit Selection(nt::Event& event) : event_(event) {}
    Selection(const Selection&) = delete;
    Selection& operator=(const Selection&) = delete;
    ~Selection() {
        for (Entry& entry : entries_) {
            if (!entry.observer.event)
                continue;
            const Lock guard(entry.socket->lock);
            entry.socket->unobserve(entry.observer);
        }
    }

    int add(fd_set* set, Holds holds) {
        for (u_int i = 0; set && i < set->fd_count; ++i) {
            SocketRef socket = socket_find(set->fd_array[i]);
            if (!socket)
                return WSAENOTSOCK;
            entries_.push_back({std::move(socket), set->fd_array[i], holds, set, {}});
        }
        return 0;
    }

    void observe() {
        for (Entry& entry : entries_) {
            entry.observer.event = &event_;
            const Lock guard(entry.socket->lock);
            entry.socket->observe(entry.observer);
        }
    }

    // How many hold; *code: a socket was closed.
    int count(int* code) {
        int total = 0;
        for (const Entry& entry : entries_) {
            const Lock guard(entry.socket->lock);
            if (entry.socket->is_closed())
                *code = WSAENOTSOCK;
            total += entry.holds(*entry.socket);
        }
        return total;
    }

    // Leaves in the sets what holds.
    int keep(fd_set* const (&sets)[3]) {
        for (fd_set* set : sets) {
            if (set)
                set->fd_count = 0;
        }
        int total = 0;
        for (const Entry& entry : entries_) {
            const Lock guard(entry.socket->lock);
            if (!entry.holds(*entry.socket))
                continue;
            entry.set->fd_array[entry.set->fd_count++] = entry.s;
            ++total;
        }
        return total;
    }

    bool empty() const { return entries_.empty(); }

  private:
    nt::Event& event_;
    std::vector<Entry> entries_;
};

nt::Deadline deadline_of(const timeval* timeout) {
    if (!timeout)
        return nt::kNever;
    return nt::clock_now() + static_cast<uint64_t>(timeout->tv_sec) * 1'000'000'000 +
           static_cast<uint64_t>(timeout->tv_usec) * 1'000;
}

int select_any(fd_set* const (&sets)[3], const timeval* timeout, int* ready) {
    const auto event = nt::object_make<nt::Event>(false, false);
    if (!event)
        return WSAENOBUFS;
    Selection selection(*event);
    constexpr Holds kHolds[] = {is_readable, is_writable, is_exceptional};
    for (size_t i = 0; i < std::size(sets); ++i) {
        if (const int code = selection.add(sets[i], kHolds[i]))
            return code;
    }
    if (selection.empty())
        return WSAEINVAL;
    reactor::Reactor* reactor = reactor::Reactor::process();
    const bool waits = !timeout || timeout->tv_sec != 0 || timeout->tv_usec != 0;
    const nt::Deadline deadline = deadline_of(timeout);
    int code = 0;
    if (reactor)
        reactor->poll();
    if (waits && selection.count(&code) == 0) {
        selection.observe();
        while (code == 0 && selection.count(&code) == 0 && code == 0) {
            if (nt::wait_object(*event, deadline, false, reactor) == WAIT_TIMEOUT)
                break;
        }
    }
    if (code == 0)
        *ready = selection.keep(sets);
    return code;
}

}  // namespace

int WSPAPI select_sockets(int, fd_set* readable, fd_set* writable, fd_set* exceptional,
                          const timeval* timeout, LPINT error) {
    fd_set* const sets[3] = {readable, writable, exceptional};
    for (const fd_set* set : sets) {
        if (set && nt::memory_is_null_page(set))
            return fail(error, WSAEFAULT);
    }
    if (timeout && nt::memory_is_null_page(timeout))
        return fail(error, WSAEFAULT);
    if (timeout && (timeout->tv_sec < 0 || timeout->tv_usec < 0))
        return fail(error, WSAEINVAL);
    int ready = 0;
    try {
        const int code = select_any(sets, timeout, &ready);
        return code == 0 ? ready : fail(error, code);
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
}

}  // namespace berth::iso
