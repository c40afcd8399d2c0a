// WSAStartup's count, and what has to be undone when it falls to zero.
#pragma once

#include <atomic>

namespace berth::ws2 {

extern std::atomic<int> startup_count;

// Whether a successful WSAStartup is in force.
inline bool startup_active() {
    return startup_count.load(std::memory_order_acquire) > 0;
}

// 0, or WSANOTINITIALISED.
int startup_check();

}  // namespace berth::ws2
