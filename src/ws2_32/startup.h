// WSAStartup's count, and what has to be undone when it falls to zero.
#pragma once

#include <atomic>

namespace berth::ws2 {

extern std::atomic<int> startup_count;

// Whether a successful WSAStartup is in force.
inline bool startup_active() {
    return startup_count.load(std::memory_order_acquire) > 0;
}

// Whether a WSAStartup has succeeded in this process, in force or not.
bool startup_has_been();

// Whether every WSAStartup in force asked for a version before 2: such a program may install hooks.
bool startup_is_old();

// 0, WSANOTINITIALISED, or WSAEINPROGRESS inside a blocking hook.
int startup_check();

}  // namespace berth::ws2
