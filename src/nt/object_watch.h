// A wait in which no thread sits: its end is told to the owner, who mostly has the thread pool call
// somebody. One wait at a time.
#pragma once

#include "nt/alarm.h"
#include "nt/wait.h"

namespace berth::nt {

class ObjectWatch {
  public:
    // A member of its owner, which it keeps alive while it waits.
    explicit ObjectWatch(Object& owner);
    ObjectWatch(const ObjectWatch&) = delete;
    ObjectWatch& operator=(const ObjectWatch&) = delete;

    // Begins to wait. Not while it waits. Alarm::prepare() has been called.
    void start(Ref<Waitable> object, const AlarmTime& limit);
    // True: it waited, and will not tell. False: it did not, or it has told.
    bool cancel();

  protected:
    ~ObjectWatch() = default;
    // The wait is over: the object was signalled (and has been consumed), or the limit came. In any
    // thread, with the object's lock or the caller of start() held: brief.
    virtual void ended(bool timed_out) = 0;

  private:
    class Signal final : public Parker {
      public:
        void park(Waiter& /*waiter*/, Deadline /*deadline*/) override {}
        void unpark(Waiter& waiter) override {
            static_cast<ObjectWatch*>(waiter.context)->tell(false);
        }
    };
    class Limit final : public Alarm {
      public:
        Limit(Object& owner, ObjectWatch& watch) : Alarm(owner), watch_(watch) {}
        void ring() override { watch_.time_out(); }

      private:
        ObjectWatch& watch_;
    };
    static Signal signal_;

    void tell(bool timed_out);
    void time_out();
    void unlink();

    Object& owner_;
    FutexMutex lock_;  // of start, cancel and time_out, which take the object's within it
    std::atomic<bool> waits_{false};
    Waiter waiter_;
    WaitBlock block_{};
    Ref<Waitable> object_;
    AlarmTime limit_;
    Limit alarm_;
};

}  // namespace berth::nt
