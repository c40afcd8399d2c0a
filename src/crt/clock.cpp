// clock(): Microsoft's measures wall-clock time since the program started, in milliseconds.
#include <ctime>

#include "berth/base.h"

namespace {

long milliseconds() {
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

const long start = milliseconds();

}  // namespace

// The symbol that clock gets in berth/crt_clock.h.
extern "C" BERTH_API clock_t berth_clock() {
    return milliseconds() - start;
}
