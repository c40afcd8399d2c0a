#include "providers/kernel/network_change.h"

#include <algorithm>
#include <cerrno>
#include <new>
#include <vector>

#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/netlink.h"
#include "providers/kernel/request_start.h"

namespace berth::kernel {
namespace {

bool concerns(const NetworkNews& news, int family, int bit) {
    if (bit == FD_ROUTING_INTERFACE_CHANGE_BIT)
        return news.routes;
    return family == AF_INET6 ? news.addresses6 : news.addresses4;
}

struct Awaiting {
    SocketWatch* watch;  // counted
    int family;
    int bit;
    bool requests;  // overlapped ones; else FD_ events
};

// Waits among the watch's `changing`, and is performed when the change has come.
class ChangeRequest final : public Request {
  public:
    explicit ChangeRequest(int bit) : bit_(bit) {}
    Step perform(SocketWatch&) override { return done(0); }
    int bit() const { return bit_; }

  private:
    const int bit_;
};

// Under the watch's lock.
void requests_complete(SocketWatch& watch, int bit) {
    RequestQueue found;
    watch.rare()->changing.take(found, [&](const Request& request) {
        return static_cast<const ChangeRequest&>(request).bit() == bit;
    });
    while (Request* request = found.pop()) {
        request->perform(watch);
        request->tell(Request::Told::kLater);
    }
}

// One for the process, from the first request on and for ever.
class ChangeWatch final : public reactor::Watch {
  public:
    explicit ChangeWatch(int fd) : fd_(fd) {}

    void ready(uint32_t /*events*/, uint16_t /*registration*/) override { news_tell(); }

    // What has changed until now. Before a request, too: what came earlier is not for it.
    void news_tell() {
        const std::lock_guard guard(news_lock_);
        const NetworkNews news = netlink_take(fd_);
        if (news.any())
            tell(news);
    }

    void add(const Awaiting& awaiting) {
        const std::lock_guard guard(lock_);
        awaiting_.push_back(awaiting);
        awaiting.watch->ref();
    }

    // A socket asked again before anything changed: once is enough.
    void remove(const SocketWatch& watch, int bit, bool requests) {
        remove_if([&](const Awaiting& one) {
            return one.watch == &watch && one.bit == bit && one.requests == requests;
        });
    }
    void remove(const SocketWatch& watch) {
        remove_if([&](const Awaiting& one) { return one.watch == &watch; });
    }

  private:
    template <typename Means>
    void remove_if(const Means& means) {
        std::vector<Awaiting> gone;
        {
            const std::lock_guard guard(lock_);
            auto first = std::partition(awaiting_.begin(), awaiting_.end(),
                                        [&](const Awaiting& one) { return !means(one); });
            gone.assign(first, awaiting_.end());
            awaiting_.erase(first, awaiting_.end());
        }
        for (const Awaiting& one : gone)
            one.watch->unref();
    }

    void tell(const NetworkNews& news) {
        std::vector<Awaiting> told;
        {
            const std::lock_guard guard(lock_);
            auto first = std::partition(
                awaiting_.begin(), awaiting_.end(),
                [&](const Awaiting& one) { return !concerns(news, one.family, one.bit); });
            told.assign(first, awaiting_.end());
            awaiting_.erase(first, awaiting_.end());
        }
        for (const Awaiting& one : told) {
            {
                const std::lock_guard guard(one.watch->lock);
                if (!one.watch->ended && one.requests)
                    requests_complete(*one.watch, one.bit);
                else if (!one.watch->ended)
                    one.watch->rare()->events.changed(one.bit);
            }
            one.watch->unref();
        }
    }

    const int fd_;
    nt::FutexMutex news_lock_;  // from the look at the news until they are told
    nt::FutexMutex lock_;
    std::vector<Awaiting> awaiting_;
};

constinit nt::FutexMutex change_watch_lock;
constinit std::atomic<ChangeWatch*> change_watch{nullptr};

int change_watch_make() {
    const std::lock_guard guard(change_watch_lock);
    if (change_watch.load(std::memory_order_acquire))
        return 0;
    reactor::Reactor* reactor = reactor::Reactor::process();
    const int fd = netlink_open();
    if (fd < 0)
        return error_from_errno(errno);
    auto* made = reactor ? new (std::nothrow) ChangeWatch(fd) : nullptr;
    const int number = made ? reactor->watch(fd, *made) : ENOBUFS;
    if (number != 0) {
        if (made)
            made->unref();
        lnx::sys_close(fd);
        return error_from_errno(number);
    }
    change_watch.store(made, std::memory_order_release);
    return 0;
}

}  // namespace

int network_change_await(Socket& socket, int bit) {
    SocketWatch* watch = nullptr;
    if (int code = socket_watch(socket, &watch))
        return code;
    if (int code = change_watch_make())
        return code;
    ChangeWatch& changes = *change_watch.load(std::memory_order_acquire);
    changes.news_tell();
    changes.remove(*watch, bit, false);
    {
        const std::lock_guard guard(watch->lock);
        if (int code = watch->rare_make())
            return code;
        watch->rare()->events.change_awaited(bit);
    }
    changes.add({watch, socket.family, bit, false});
    return 0;
}

int network_change_request(Socket& socket, int bit, const OverlappedCall& asked) {
    SocketWatch* watch = nullptr;
    if (int code = socket_watch_get(socket, &watch))
        return code;
    if (int code = change_watch_make())
        return code;
    auto request = request_make<ChangeRequest>(0, bit);
    if (!request)
        return WSAENOBUFS;
    if (int code = request->begin(socket, asked))
        return code;
    // Threads that wait for it hear of the network's changes.
    nt::Parker* const driver = reactor::Reactor::process();
    if (nt::Event* event = request->event(); event && !event->driver())
        event->drive_with(driver);
    else if (nt::Thread* thread = request->routine_thread(); thread && !thread->apc_driver)
        thread->apc_driver = driver;
    ChangeWatch& changes = *change_watch.load(std::memory_order_acquire);
    changes.news_tell();
    changes.remove(*watch, bit, true);
    {
        const std::lock_guard guard(watch->lock);
        if (int code = watch->rare_make()) {
            request.release()->fail(code);
            return code;
        }
        watch->rare()->changing.push(*request.release());
    }
    changes.add({watch, socket.family, bit, true});
    return WSA_IO_PENDING;
}

int network_change_wait(Socket& socket, int bit) {
    const int fd = netlink_open();
    if (fd < 0)
        return error_from_errno(errno);
    int code = WSAEINTR;
    while (!socket.closing) {
        lnx::PollFd poll{fd, lnx::kPollIn, 0};
        if (lnx::sys_poll(&poll, 1, -1) > 0 && concerns(netlink_take(fd), socket.family, bit)) {
            code = 0;
            break;
        }
    }
    lnx::sys_close(fd);
    return code;
}

void network_change_forget(SocketWatch& watch) {
    if (ChangeWatch* changes = change_watch.load(std::memory_order_acquire))
        changes->remove(watch);
}

}  // namespace berth::kernel
