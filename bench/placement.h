// Where two threads run that take turns: both on one processor, or each on its own. Left to the
// scheduler, the place would differ from run to run by more than what is to be measured.
#pragma once

#include <sched.h>

#include <vector>

enum class Placement { kTogether, kApart };

// Keeps the calling thread on the first processor that the process may use; back to all of them at
// the end.
class Placed {
  public:
    Placed() {
        sched_getaffinity(0, sizeof before_, &before_);
        for (int i = 0; i < CPU_SETSIZE; ++i)
            if (CPU_ISSET(i, &before_))
                processors_.push_back(i);
        move_to(processors_.front());
    }
    ~Placed() { sched_setaffinity(0, sizeof before_, &before_); }
    Placed(const Placed&) = delete;
    Placed& operator=(const Placed&) = delete;

    // In the other thread.
    void place_other(Placement placement) const {
        move_to(placement == Placement::kTogether ? processors_.front() : processors_.back());
    }

  private:
    static void move_to(int processor) {
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(processor, &one);
        sched_setaffinity(0, sizeof one, &one);
    }

    cpu_set_t before_;
    std::vector<int> processors_;
};
