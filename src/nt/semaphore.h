// Semaphore objects.
#pragma once

#include "nt/wait.h"

namespace berth::nt {

class Semaphore : public Waitable {
  public:
    static constexpr ObjectType kType{"Semaphore", true};
    Semaphore(LONG initial, LONG maximum) : Semaphore(initial, maximum, false) {}

    bool is_signalled(const Thread* /*by*/) const override { return count_ > 0; }
    void consume(Thread* /*by*/) override { --count_; }

    // 0, ERROR_TOO_MANY_POSTS, ERROR_INVALID_PARAMETER.
    DWORD release(LONG by, LONG* previous);

  protected:
    Semaphore(LONG initial, LONG maximum, bool shared)
        : Waitable(kType, shared), count_(initial), maximum_(maximum) {}
    // The same for a semaphore that processes share. Under the lock.
    virtual DWORD shared_release(LONG /*by*/, LONG* /*previous*/) { return 0; }

  private:
    LONG count_;
    const LONG maximum_;
};

}  // namespace berth::nt
