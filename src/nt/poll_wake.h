// Wakes the threads that wait in poll(2) when a descriptor among theirs may have been closed, which
// the kernel does not tell them. A waiter announces itself before it looks whether its descriptors
// are still good; whoever closes one makes it invalid first and then wakes all waiters, who look
// again.
#pragma once

namespace berth::nt {

struct PollWaiter;

// For the time of one wait. One within another in the same thread may take its wake-ups.
class PollWake {
  public:
    PollWake();
    ~PollWake();
    PollWake(const PollWake&) = delete;
    PollWake& operator=(const PollWake&) = delete;

    // To be polled for input beside the others; -1 (which poll passes over) when none could be
    // made.
    int descriptor() const;
    // After it became readable: makes it quiet again.
    void consume();

  private:
    PollWaiter* waiter_;
    bool inside_another_;
};

// No system call when nobody waits.
void poll_wake_all();

}  // namespace berth::nt
