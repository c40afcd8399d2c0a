#include "reactor/reactor.h"

#include <atomic>
#include <cerrno>
#include <future>
#include <memory>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "nt/clock.h"
#include "nt/event.h"
#include "nt/thread.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::reactor {
namespace {

using nt::kNever;

// A descriptor that becomes readable when told to, edge by edge.
class Descriptor {
  public:
    Descriptor() : fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
    ~Descriptor() { ::close(fd_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int fd() const { return fd_; }
    void fire() {
        const uint64_t one = 1;
        ASSERT_EQ(static_cast<ssize_t>(sizeof one), write(fd_, &one, sizeof one));
    }

  private:
    int fd_;
};

// Sets an event, and remembers who told it.
class Teller final : public Watch {
  public:
    explicit Teller(nt::Ref<nt::Event> event) : event_(std::move(event)) {}
    void ready(uint32_t events, uint16_t /*registration*/) override {
        if (!(events & EPOLLIN))
            return;
        teller = std::this_thread::get_id();
        ++told;
        event_->set();
    }

    std::atomic<int> told{0};
    std::atomic<std::thread::id> teller{};

  private:
    nt::Ref<nt::Event> event_;
};

struct ReactorTest : testing::Test {
    static nt::Ref<nt::Event> event_make(Reactor* reactor) {
        auto event = nt::object_make<nt::Event>(false, false);
        event->drive_with(reactor);
        return event;
    }

    Reactor* reactor = Reactor::take();
    ~ReactorTest() override { reactor->give_back(); }
};

// A watch that is given up at the end of a test.
struct Watched {
    Watched(Reactor* on, nt::Ref<nt::Event> told)
        : reactor(on), event(std::move(told)), teller(new Teller(event)) {
        EXPECT_EQ(0, reactor->watch(descriptor.fd(), *teller));
    }
    ~Watched() {
        reactor->forget(descriptor.fd(), *teller);
        teller->unref();
    }
    Reactor* reactor;
    nt::Ref<nt::Event> event;
    Descriptor descriptor;
    Teller* teller;
};

TEST_F(ReactorTest, AThreadThatWaitsIsToldOfReadinessByItself) {
    Watched watched(reactor, event_make(reactor));
    std::thread other([&] { watched.descriptor.fire(); });
    EXPECT_EQ(WAIT_OBJECT_0, nt::wait_object(*watched.event, kNever, false));
    other.join();
    EXPECT_EQ(1, watched.teller->told);
}

TEST_F(ReactorTest, AWaitThatDoesNotSleepTakesWhatIsReady) {
    Watched watched(reactor, event_make(reactor));
    watched.descriptor.fire();
    // The background thread may be at it at this moment: then the next look finds it.
    while (nt::wait_object(*watched.event, 0, false) != WAIT_OBJECT_0)
        std::this_thread::yield();
    EXPECT_EQ(1, watched.teller->told);
}

TEST_F(ReactorTest, NobodyWaitsAndTheBackgroundThreadTells) {
    auto plain = nt::object_make<nt::Event>(false, false);  // without a driver: an ordinary sleep
    Watched watched(reactor, plain);
    for (int i = 1; i <= 3; ++i) {
        watched.descriptor.fire();
        EXPECT_EQ(WAIT_OBJECT_0, nt::wait_object(*plain, kNever, false));
        EXPECT_EQ(i, watched.teller->told);
        EXPECT_NE(std::this_thread::get_id(), watched.teller->teller.load());
    }
}

TEST_F(ReactorTest, ASetEventWakesTheLeader) {
    auto event = event_make(reactor);
    std::thread other([&] { event->set(); });
    EXPECT_EQ(WAIT_OBJECT_0, nt::wait_object(*event, kNever, false));
    other.join();
}

TEST_F(ReactorTest, AWaitTimesOutWhileItLeads) {
    auto event = event_make(reactor);
    EXPECT_EQ(WAIT_TIMEOUT, nt::wait_object(*event, nt::deadline_after(1), false));
}

TEST_F(ReactorTest, TheFollowerIsToldThoughTheLeaderNeverComesBack) {
    Watched first(reactor, event_make(reactor));
    Watched second(reactor, event_make(reactor));
    std::promise<void> first_done;
    std::promise<void> end;
    std::thread leader([&] {
        EXPECT_EQ(WAIT_OBJECT_0, nt::wait_object(*first.event, kNever, false));
        first_done.set_value();
        end.get_future().wait();
    });
    std::thread follower(
        [&] { EXPECT_EQ(WAIT_OBJECT_0, nt::wait_object(*second.event, kNever, false)); });
    first.descriptor.fire();
    first_done.get_future().wait();
    second.descriptor.fire();
    follower.join();
    end.set_value();
    leader.join();
}

TEST_F(ReactorTest, TheLeaderTellsForAFollowerToo) {
    Watched first(reactor, event_make(reactor));
    Watched second(reactor, event_make(reactor));
    std::thread one([&] { nt::wait_object(*first.event, kNever, false); });
    std::thread two([&] { nt::wait_object(*second.event, kNever, false); });
    second.descriptor.fire();
    two.join();
    first.descriptor.fire();
    one.join();
}

TEST_F(ReactorTest, NothingIsToldAfterForget) {
    auto event = event_make(reactor);
    Descriptor descriptor;
    auto* teller = new Teller(event);
    ASSERT_EQ(0, reactor->watch(descriptor.fd(), *teller));
    EXPECT_EQ(EEXIST, reactor->watch(descriptor.fd(), *teller));
    reactor->forget(descriptor.fd(), *teller);
    descriptor.fire();
    EXPECT_EQ(WAIT_TIMEOUT, nt::wait_object(*event, nt::deadline_after(5), false));
    EXPECT_EQ(0, teller->told);
    teller->unref();
}

TEST_F(ReactorTest, WatchesComeAndGoWhileAThreadLeads) {
    auto stop = event_make(reactor);
    std::thread leader([&] { nt::wait_object(*stop, kNever, false); });
    for (int i = 0; i < 2000; ++i) {
        auto event = nt::object_make<nt::Event>(false, false);
        Watched watched(reactor, event);
        watched.descriptor.fire();
        if (i % 2 == 0) {
            EXPECT_EQ(WAIT_OBJECT_0, nt::wait_object(*event, kNever, false));
        }
    }
    stop->set();
    leader.join();
}

TEST_F(ReactorTest, ManyThreadsWaitEachForItsOwn) {
    constexpr int kThreads = 6;
    constexpr int kRounds = 300;
    std::vector<std::unique_ptr<Watched>> watched;
    for (int i = 0; i < kThreads; ++i)
        watched.push_back(std::make_unique<Watched>(reactor, event_make(reactor)));
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        // Each wakes the next: a ring, in which somebody must always lead.
        threads.emplace_back([&, i] {
            for (int round = 0; round < kRounds; ++round) {
                EXPECT_EQ(WAIT_OBJECT_0,
                          nt::wait_object(*watched[static_cast<size_t>(i)]->event, kNever, false));
                watched[static_cast<size_t>((i + 1) % kThreads)]->descriptor.fire();
            }
        });
    }
    watched[0]->descriptor.fire();
    for (std::thread& thread : threads)
        thread.join();
}

// A port's wait, as far as the reactor knows.
DWORD wait_with_appetite(nt::Event& event) {
    nt::Thread* const thread = nt::thread_current();
    thread->waiter()->appetite = 1;
    const DWORD outcome = nt::wait_object(event, kNever, false);
    thread->waiter()->appetite = 0;
    return outcome;
}

TEST_F(ReactorTest, APortsLeaderLeavesWithTheFirstEventAndTheNextTellsTheRest) {
    auto event = event_make(reactor);
    Watched first(reactor, event);
    Watched second(reactor, event);
    first.descriptor.fire();
    second.descriptor.fire();
    EXPECT_EQ(WAIT_OBJECT_0, wait_with_appetite(*event));
    EXPECT_EQ(WAIT_OBJECT_0, wait_with_appetite(*event));
    EXPECT_EQ(1, first.teller->told);
    EXPECT_EQ(1, second.teller->told);
}

TEST_F(ReactorTest, WhatAPortsLeaderLeftIsToldThoughItNeverComesBack) {
    auto event = event_make(reactor);
    auto plain = nt::object_make<nt::Event>(true, false);  // an ordinary sleep
    Watched first(reactor, event);
    Watched second(reactor, plain);
    Watched third(reactor, plain);
    second.descriptor.fire();
    first.descriptor.fire();
    third.descriptor.fire();
    EXPECT_EQ(WAIT_OBJECT_0, wait_with_appetite(*event));
    while (second.teller->told + third.teller->told != 2)
        EXPECT_EQ(WAIT_OBJECT_0, nt::wait_object(*plain, kNever, false));
}

TEST_F(ReactorTest, AWatchThatIsForgottenWhileItsEventIsKeptLivesUntilThen) {
    auto event = event_make(reactor);
    for (int i = 0; i < 100; ++i) {
        Watched first(reactor, event);
        {
            Watched second(reactor, event);
            Watched third(reactor, event);
            first.descriptor.fire();
            second.descriptor.fire();
            third.descriptor.fire();
            EXPECT_EQ(WAIT_OBJECT_0, wait_with_appetite(*event));
        }
        nt::wait_object(*event, 0, false);
    }
}

}  // namespace
}  // namespace berth::reactor
