// Semaphore objects.
#pragma once

#include "nt/wait.h"

namespace berth::nt {

class Semaphore final : public Waitable {
  public:
    static constexpr ObjectType kType{"Semaphore", true};
    Semaphore(LONG initial, LONG maximum) : Waitable(kType), count_(initial), maximum_(maximum) {}

    bool is_signalled(const Thread* /*by*/) const override { return count_ > 0; }
    void consume(Thread* /*by*/) override { --count_; }

    // 0, ERROR_TOO_MANY_POSTS, ERROR_INVALID_PARAMETER.
    DWORD release(LONG by, LONG* previous);

  private:
    LONG count_;
    const LONG maximum_;
};

}  // namespace berth::nt
