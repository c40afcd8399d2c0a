// How long processes and threads have been at work, from /proc.
#pragma once

#include <cstdint>
#include <string>

#include "minwindef.h"

namespace berth::nt {

inline FILETIME filetime(uint64_t time) {
    return {static_cast<DWORD>(time), static_cast<DWORD>(time >> 32)};
}

// The kernel's unit of time, in steps of 100 ns.
uint64_t clock_tick();
// From a process's or a thread's stat file, in steps of 100 ns: its times in user and kernel mode,
// and its start since the boot.
bool processor_times_read(const std::string& path, uint64_t* user, uint64_t* kernel,
                          uint64_t* start);

}  // namespace berth::nt
