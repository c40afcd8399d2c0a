// Time as waits count it (CLOCK_MONOTONIC, nanoseconds) and as Windows' structures carry it.
#pragma once

#include <cstdint>
#include <ctime>

#include "minwindef.h"
#include "nt/futex.h"

namespace berth::nt {

inline constexpr uint64_t kNanosecondsPerMillisecond = 1'000'000;
// FILETIME counts 100 ns steps since 1601-01-01; this is 1970-01-01.
inline constexpr uint64_t kUnixEpoch = 116444736000000000;

inline uint64_t clock_read(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}
inline uint64_t clock_now() {
    return clock_read(CLOCK_MONOTONIC);
}

// The end of a wait of so many milliseconds: 0 does not wait, INFINITE (0xffffffff) never ends.
inline Deadline deadline_after(DWORD milliseconds) {
    if (milliseconds == 0)
        return 0;
    return milliseconds == 0xffffffff ? kNever
                                      : clock_now() + milliseconds * kNanosecondsPerMillisecond;
}

// The system's time as a FILETIME's 64 bits.
inline uint64_t system_time() {
    return clock_read(CLOCK_REALTIME) / 100 + kUnixEpoch;
}

}  // namespace berth::nt
