// Event objects.
#pragma once

#include "nt/wait.h"

namespace berth::nt {

class Event final : public Waitable {
  public:
    static constexpr ObjectType kType{"Event", true};
    Event(bool manual, bool signalled) : Waitable(kType), manual_(manual), signalled_(signalled) {}

    bool is_signalled(const Thread* /*by*/) const override { return signalled_; }
    void consume(Thread* /*by*/) override {
        if (!manual_)
            signalled_ = false;
    }

    void set();
    void reset();
    // Ends the waits of the moment and stays not signalled.
    void pulse();

  private:
    const bool manual_;
    bool signalled_;
};

}  // namespace berth::nt
