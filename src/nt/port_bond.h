// A thread's bond with the completion port that it asked last. While the thread runs it counts
// against the port's concurrency limit; while it waits for something else it does not.
// https://learn.microsoft.com/windows/win32/fileio/i-o-completion-ports
#pragma once

#include <atomic>
#include <cstdint>

#include "winnt.h"

namespace berth::nt {

class CompletionPort;
struct PortWait;

struct PortBond {
    CompletionPort* port = nullptr;   // a reference; the thread's own to change
    HANDLE handle = nullptr;          // by which it asked last; its own
    uint64_t handles_closed = 0;      // ... when that was seen to be open (handle.h)
    PortWait* wait = nullptr;         // the call that the thread is in; its own
    std::atomic<bool> active{false};  // it counts; changes under the port's lock
    uint32_t tid = 0;
    PortBond* next = nullptr;  // the port's threads, under its lock
    PortBond* previous = nullptr;
};

// The thread's end.
void port_bond_end(PortBond& bond);

// The thread blocks elsewhere: for this scope it does not count.
class PortRest {
  public:
    explicit PortRest(PortBond& bond) : bond_(bond) {
        if (bond.active.load(std::memory_order_relaxed)) [[unlikely]]
            rest();
    }
    PortRest(const PortRest&) = delete;
    PortRest& operator=(const PortRest&) = delete;
    ~PortRest() {
        if (resting_) [[unlikely]]
            resume();
    }

  private:
    void rest();
    void resume();

    PortBond& bond_;
    bool resting_ = false;
};

}  // namespace berth::nt
