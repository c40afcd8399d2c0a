#include "nt/interrupt.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <thread>
#include <vector>

namespace berth::nt {
namespace {

// A thing to block for: `alive` is what a thread looks at after it entered the region.
struct alignas(8) Blocker {
    Blocker() { EXPECT_EQ(pipe(ends.data()), 0); }
    ~Blocker() {
        close(ends[0]);
        close(ends[1]);
    }
    // Blocks in read() until interrupted. True when it ended for that.
    bool block() {
        if (!region_enter(this))
            return false;
        bool interrupted = !alive.load();
        while (!interrupted) {
            char byte = 0;
            entered.fetch_add(1);
            interrupted = read(ends[0], &byte, 1) < 0 && errno == EINTR && !alive.load();
        }
        region_leave();
        return interrupted;
    }
    void end() {
        alive = false;
        region_interrupt(this);
    }

    std::array<int, 2> ends{};
    std::atomic<bool> alive{true};
    std::atomic<int> entered{0};
};

TEST(Interrupt, EndsABlockedRead) {
    Blocker blocker;
    bool interrupted = false;
    std::thread thread([&] { interrupted = blocker.block(); });
    while (blocker.entered == 0)
        std::this_thread::yield();
    blocker.end();
    thread.join();
    EXPECT_TRUE(interrupted);
}

TEST(Interrupt, OfAThingThatNobodyBlocksForReturnsAtOnce) {
    Blocker blocker;
    blocker.end();
    EXPECT_TRUE(blocker.block()) << "whoever comes later sees that it is gone";
}

TEST(Interrupt, LeavesThreadsAloneThatBlockForSomethingElse) {
    Blocker first;
    Blocker second;
    std::atomic<bool> second_done{false};
    std::thread one([&] { first.block(); });
    std::thread two([&] {
        second.block();
        second_done = true;
    });
    while (first.entered == 0 || second.entered == 0)
        std::this_thread::yield();
    first.end();
    one.join();
    EXPECT_FALSE(second_done);
    EXPECT_EQ(second.entered, 1) << "its read saw no signal";
    second.end();
    two.join();
}

TEST(Interrupt, FromInsideTheOwnRegionDoesNotWaitForItself) {
    Blocker blocker;
    ASSERT_TRUE(region_enter(&blocker));
    blocker.end();
    EXPECT_FALSE(region_leave());
}

TEST(Interrupt, NoSignalComesAfterTheRegionWasLeft) {
    for (int round = 0; round < 200; ++round) {
        Blocker blocker;
        Blocker later;
        std::thread thread([&] {
            blocker.block();
            char byte = 0;
            EXPECT_EQ(read(later.ends[0], &byte, 1), 1) << "a stray EINTR";
        });
        std::thread closer([&] { blocker.end(); });
        closer.join();
        EXPECT_EQ(write(later.ends[1], "x", 1), 1);
        thread.join();
    }
}

TEST(Interrupt, ManyThreadsAndTwoClosers) {
    for (int round = 0; round < 50; ++round) {
        Blocker blocker;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] { EXPECT_TRUE(blocker.block()); });
        threads.emplace_back([&] { blocker.end(); });
        threads.emplace_back([&] { blocker.end(); });
        for (std::thread& thread : threads)
            thread.join();
    }
}

}  // namespace
}  // namespace berth::nt
