// What processes share of a waitable timer with a name.
#pragma once

#include <cstdint>

#include "nt/futex.h"

namespace berth::nt {

struct TimerState {
    bool manual = false;
    bool signalled = false;
    bool active = false;
    bool wall = false;
    Deadline due = kNever;
    uint32_t period = 0;      // ms
    uint64_t generation = 0;  // counts the calls that set or cancel it
};

}  // namespace berth::nt
