// Event objects.
#pragma once

#include "nt/wait.h"

namespace berth::nt {

class Event : public Waitable {
  public:
    static constexpr ObjectType kType{"Event", true};
    Event(bool manual, bool signalled) : Waitable(kType), manual_(manual), signalled_(signalled) {}

    bool is_signalled(const Thread* /*by*/) const override {
        if (is_shared()) [[unlikely]]
            return shared_ready();
        return signalled_.load(std::memory_order_relaxed);
    }
    bool may_be_signalled() const override {
        return is_shared() || signalled_.load(std::memory_order_relaxed);
    }
    void consume(Thread* /*by*/) override {
        if (is_shared()) [[unlikely]]
            shared_take();
        else if (!manual_)
            signalled_.store(false, std::memory_order_relaxed);
    }

    void set();
    void reset();
    // Ends the waits of the moment and stays not signalled.
    void pulse();

    SharedKind shared_kind() const override;

  private:
    void on_share(SharedCell& cell, bool moves) override;
    Waiter* shared_set();

    const bool manual_;
    std::atomic<bool> signalled_;  // changes under the lock
};

}  // namespace berth::nt
