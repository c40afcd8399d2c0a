// Event objects.
#pragma once

#include "nt/wait.h"

namespace berth::nt {

class Event : public Waitable {
  public:
    static constexpr ObjectType kType{"Event", true};
    Event(bool manual, bool signalled) : Event(manual, signalled, false) {}

    bool is_signalled(const Thread* /*by*/) const override {
        return signalled_.load(std::memory_order_relaxed);
    }
    bool may_be_signalled() const override {
        return is_shared() || signalled_.load(std::memory_order_relaxed);
    }
    void consume(Thread* /*by*/) override {
        if (!manual_)
            signalled_.store(false, std::memory_order_relaxed);
    }

    void set();
    void reset();
    // Ends the waits of the moment and stays not signalled.
    void pulse();

  protected:
    Event(bool manual, bool signalled, bool shared)
        : Waitable(kType, shared), manual_(manual), signalled_(signalled) {}
    // The same for an event that processes share. Under the lock.
    virtual Waiter* shared_set() { return nullptr; }
    virtual void shared_reset() {}
    virtual void shared_pulse() {}

  private:
    const bool manual_;
    std::atomic<bool> signalled_;  // changes under the lock
};

}  // namespace berth::nt
