// The next of a periodic timer's times.
#pragma once

#include "nt/alarm.h"

namespace berth::nt {

// The first one after now, in steps of `period` ms from the last; periods count on the steady
// clock.
inline AlarmTime period_next(const AlarmTime& last, DWORD period) {
    const uint64_t step = period * kNanosecondsPerMillisecond;
    const uint64_t now = clock_now();
    const uint64_t from = last.wall || last.at > now ? now : last.at;
    return {from + ((now - from) / step + 1) * step, false};
}

inline int64_t filetime_value(const FILETIME& time) {
    return static_cast<int64_t>(uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime);
}

}  // namespace berth::nt
