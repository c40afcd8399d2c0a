// SuspendThread and TerminateThread: a signal (SIGRTMIN + 6, which the program must not use) makes
// the thread stop, or leave its routine, as soon as it holds none of the library's locks. It may
// hold others, malloc's for one: the same caution as on Windows applies.
#pragma once

#include "nt/thread.h"

namespace berth::nt {

// In the thread itself: stays while its suspend count is not zero; leaves the routine when it is
// terminated.
void stop_here(Thread& thread);
// In a wait, between sleeps: stops if it is asked to. True: the wait is to end, the thread is
// terminated.
bool stop_during_wait(Thread& thread);
// A new thread inherits its creator's signal mask.
void stop_signal_unblock();

// While a thread waits, its stack is in the objects' queues: it is stopped by the wait itself.
class StopHold {
  public:
    StopHold() { stop_hold(); }
    StopHold(const StopHold&) = delete;
    StopHold& operator=(const StopHold&) = delete;
    ~StopHold() { stop_allow(); }
};

}  // namespace berth::nt
