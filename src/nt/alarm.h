// Alarms: what is to happen at a point in time. One background thread rings them all: the due times
// of waitable timers, of timer queues and of registered waits.
#pragma once

#include <csignal>

#include "nt/clock.h"
#include "nt/object.h"

namespace berth::nt {

// When: on CLOCK_MONOTONIC in nanoseconds, or on the wall clock (CLOCK_REALTIME), whose adjustments
// move it.
struct AlarmTime {
    Deadline at = kNever;
    bool wall = false;
    friend bool operator==(const AlarmTime&, const AlarmTime&) = default;
};

// A FILETIME's 64 bits as Windows' timers take them: negative is from now on, else since 1601.
AlarmTime alarm_time(int64_t due);
bool alarm_time_passed(const AlarmTime& time);

// A member of the object that it acts upon, which it keeps alive while it is set.
class Alarm {
  public:
    explicit Alarm(Object& owner) : owner_(owner) {}
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

    // The background thread exists from here on: 0, ERROR_NOT_ENOUGH_MEMORY. Before the first
    // set().
    static DWORD prepare();

    // (Re)sets it. Objects' locks may be held. True: it had been set, and will not ring for that.
    bool set(const AlarmTime& time);
    // True: it was set and will not ring. False: it was not, or rings at this moment.
    bool cancel();
    // The calling thread ends. If what an alarm called has ended it (ExitThread), another thread
    // goes on with the alarms.
    static void thread_ended();

  protected:
    ~Alarm() = default;
    // In the background thread, with no lock held: brief.
    virtual void ring() = 0;
    // In place of the rest of ring(): the thread has ended within it.
    virtual void abandoned() {}

  private:
    friend class AlarmClock;
    static constexpr size_t kNowhere = ~size_t{0};

    Object& owner_;
    Deadline at_ = kNever;
    bool wall_ = false;
    size_t place_ = kNowhere;  // in the clock's heap; under the clock's lock
};

// While it lives, threads that the caller starts leave signals to the program's own: all but faults
// of their own making.
class BackgroundSignals {
  public:
    BackgroundSignals();
    BackgroundSignals(const BackgroundSignals&) = delete;
    BackgroundSignals& operator=(const BackgroundSignals&) = delete;
    ~BackgroundSignals();

  private:
    sigset_t before_;
};

}  // namespace berth::nt
