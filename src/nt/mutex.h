// Mutex objects: owned by a thread, recursive, abandoned when their owner ends.
#pragma once

#include "nt/thread.h"
#include "nt/wait.h"

namespace berth::nt {

class Mutex : public Waitable {
  public:
    static constexpr ObjectType kType{"Mutex", true};
    Mutex() : Waitable(kType) {}

    // Where processes share it, its cell says which of them owns it; that process alone knows which
    // of its threads, and how often.
    bool is_signalled(const Thread* by) const override {
        if (owner_)
            return owner_ == by && recursion_ != kMostRecursions;
        return !is_shared() || shared_ready();
    }
    void consume(Thread* by) override;
    bool is_abandoned() const override;
    void on_acquired(Thread& by) override;

    // 0, or ERROR_NOT_OWNER (288).
    DWORD release(Thread& by);
    // The owner ended.
    void abandon(Thread& by);

    SharedKind shared_kind() const override;

  private:
    static constexpr uint32_t kMostRecursions = 0x7fffffff;
    friend void mutexes_abandon(Thread& thread);

    void on_share(SharedCell& cell, bool moves) override;

    void list_add(Thread& owner);
    // Gives the list's reference, to be let go without the lock.
    [[nodiscard]] Ref<Mutex> list_remove(Thread& owner);

    Thread* owner_ = nullptr;
    uint32_t recursion_ = 0;
    bool abandoned_ = false;
    // The owner's list of the mutexes that it holds, each with a reference. The owner's own: no
    // lock.
    bool listed_ = false;
    Mutex* next_owned_ = nullptr;
    Mutex* previous_owned_ = nullptr;
};

// The thread's end: what it still owns is abandoned.
void mutexes_abandon(Thread& thread);

}  // namespace berth::nt
