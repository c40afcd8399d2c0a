// Semaphore objects.
#pragma once

#include "nt/wait.h"

namespace berth::nt {

class Semaphore : public Waitable {
  public:
    static constexpr ObjectType kType{"Semaphore", true};
    Semaphore(LONG initial, LONG maximum) : Waitable(kType), count_(initial), maximum_(maximum) {}

    bool is_signalled(const Thread* /*by*/) const override {
        return is_shared() ? shared_ready() : count_ > 0;
    }
    void consume(Thread* /*by*/) override {
        if (is_shared()) [[unlikely]]
            shared_take();
        else
            --count_;
    }
    SharedKind shared_kind() const override;

    // 0, ERROR_TOO_MANY_POSTS, ERROR_INVALID_PARAMETER.
    DWORD release(LONG by, LONG* previous);

  private:
    void on_share(SharedCell& cell, bool moves) override;

    LONG count_;
    const LONG maximum_;
};

}  // namespace berth::nt
