#include "reactor/background.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "reactor/reactor.h"

namespace berth::reactor {

constinit thread_local bool in_background __attribute__((tls_model("initial-exec"))) = false;

namespace {

constinit Background background;

}  // namespace

int Background::add(Reactor& reactor) {
    const std::lock_guard guard(background.lock_);
    if (background.epoll_fd_ < 0) {
        if (const int error = background.start())
            return error;
    }
    reactor.next_ = background.first_.load(std::memory_order_relaxed);
    background.first_.store(&reactor, std::memory_order_release);
    wake();
    return 0;
}

void Background::wake() {
    const uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(background.wake_fd_, &one, sizeof one);
}

int Background::start() {
    const int epoll = epoll_create1(EPOLL_CLOEXEC);
    wake_fd_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLET;
    event.data.ptr = nullptr;
    int error = 0;
    if (epoll < 0 || wake_fd_ < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, wake_fd_, &event) != 0)
        error = errno;
    if (error == 0) {
        epoll_fd_ = epoll;
        // The program's signals are for the program's threads.
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        pthread_t thread{};
        error = pthread_create(&thread, nullptr, &run, this);
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        if (error == 0)
            pthread_detach(thread);
    }
    if (error != 0) {
        if (epoll >= 0)
            ::close(epoll);
        if (wake_fd_ >= 0)
            ::close(wake_fd_);
        epoll_fd_ = -1;
    }
    return error;
}

void* Background::run(void* self) {
    pthread_setname_np(pthread_self(), "berth-reactor");
    in_background = true;
    static_cast<Background*>(self)->serve();
    return nullptr;
}

void Background::serve() {
    std::array<epoll_event, 16> events;
    int tick = kTick;
    for (;;) {
        Look most = Look::kRests;
        for (Reactor* reactor = first_.load(std::memory_order_acquire); reactor;
             reactor = reactor->next_)
            most = std::max(most, look(*reactor));
        tick = most == Look::kBusy ? std::min(2 * tick, kLongestTick) : kTick;
        const bool sleeps = most == Look::kRests && may_sleep();
        const int count = epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()),
                                     sleeps ? -1 : tick);
        for (int i = 0; i < count; ++i) {
            if (auto* reactor = static_cast<Reactor*>(events[static_cast<size_t>(i)].data.ptr)) {
                disarm(*reactor);
                take_over(*reactor);
            }
        }
    }
}

// A thread of the program's has been there since this was asked last.
bool Background::moved(Reactor& reactor) {
    const uint32_t terms = reactor.terms_.load(std::memory_order_relaxed);
    const uint32_t visits = reactor.visits();
    const bool moved = terms != reactor.terms_seen_ || visits != reactor.visits_seen_;
    reactor.terms_seen_ = terms;
    reactor.visits_seen_ = visits;
    return moved;
}

Background::Look Background::look(Reactor& reactor) {
    if (moved(reactor)) {
        reactor.quiet_looks_ = 0;
        return Look::kBusy;
    }
    if (reactor.leader_.load(std::memory_order_seq_cst))
        return Look::kRests;  // sits there, and will tell when it goes
    if (reactor.promote())
        return Look::kWaits;
    // Whoever led last may just be busy with what came of it.
    if (reactor.quiet_looks_ < kPatience) {
        ++reactor.quiet_looks_;
        return Look::kWaits;
    }
    if (!reactor.is_quiet() || !arm(reactor)) {
        take_over(reactor);
        return Look::kWaits;
    }
    return Look::kRests;
}

// Before the long sleep: from here on whoever stops leading wakes this thread.
bool Background::may_sleep() {
    bool may = true;
    for (Reactor* reactor = first_.load(std::memory_order_acquire); reactor;
         reactor = reactor->next_) {
        reactor->notify_.store(true, std::memory_order_seq_cst);
        // Whoever left before that has counted its term; whoever leaves after it sees it.
        reactor->leader_.load(std::memory_order_seq_cst);
        may = may && reactor->terms_.load(std::memory_order_seq_cst) == reactor->terms_seen_;
    }
    return may;
}

// A set within a set costs something with every event: only while the thread sleeps on it.
bool Background::arm(Reactor& reactor) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &reactor;
    if (!reactor.armed_)
        reactor.armed_ = epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, reactor.epoll_fd_, &event) == 0;
    return reactor.armed_;
}

void Background::disarm(Reactor& reactor) {
    epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, reactor.epoll_fd_, nullptr);
    reactor.armed_ = false;
}

// Readiness that nobody waits for at the moment. Who came to wait meanwhile may lead.
void Background::take_over(Reactor& reactor) {
    reactor.poll();
    reactor.promote();
}

}  // namespace berth::reactor
