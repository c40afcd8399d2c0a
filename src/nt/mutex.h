// Mutex objects: owned by a thread, recursive, abandoned when their owner ends.
#pragma once

#include "nt/thread.h"
#include "nt/wait.h"

namespace berth::nt {

class Mutex : public Waitable {
  public:
    static constexpr ObjectType kType{"Mutex", true};
    explicit Mutex(bool shared = false) : Waitable(kType, shared) {}

    bool is_signalled(const Thread* by) const override {
        return owner_ == nullptr || (owner_ == by && recursion_ != kMostRecursions);
    }
    void consume(Thread* by) override;
    bool is_abandoned() const override { return abandoned_; }
    void on_acquired(Thread& by) override;

    // 0, or ERROR_NOT_OWNER (288).
    DWORD release(Thread& by);
    // The owner ended.
    void abandon(Thread& by);

  protected:
    static constexpr uint32_t kMostRecursions = 0x7fffffff;
    // For a mutex that processes share: its owner has let go. Under the lock.
    virtual void shared_release(bool /*abandoned*/) {}

    Thread* owner_ = nullptr;
    uint32_t recursion_ = 0;
    bool abandoned_ = false;

  private:
    friend void mutexes_abandon(Thread& thread);

    void list_add(Thread& owner);
    // Gives the list's reference, to be let go without the lock.
    [[nodiscard]] Ref<Mutex> list_remove(Thread& owner);

    // The owner's list of the mutexes that it holds, each with a reference. The owner's own: no
    // lock.
    bool listed_ = false;
    Mutex* next_owned_ = nullptr;
    Mutex* previous_owned_ = nullptr;
};

// The thread's end: what it still owns is abandoned.
void mutexes_abandon(Thread& thread);

}  // namespace berth::nt
