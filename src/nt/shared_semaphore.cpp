// Semaphores that processes share.
#include "nt/object_create.h"
#include "nt/semaphore.h"
#include "nt/shared_object.h"

namespace berth::nt {

namespace {

class SharedSemaphore final : public Shared<Semaphore> {
  public:
    explicit SharedSemaphore(Ref<SharedObject> part) : Shared(std::move(part), 0, 1, true) {}

    bool is_signalled(const Thread* /*by*/) const override { return cell().ready(); }
    void consume(Thread* /*by*/) override { cell().take(); }

  private:
    DWORD shared_release(LONG by, LONG* previous) override {
        if (by > state().maximum - state().count)
            return ERROR_TOO_MANY_POSTS;
        if (previous)
            *previous = state().count;
        state().count += by;
        cell().signal();
        waiters_wake();
        return 0;
    }
};

}  // namespace

Ref<Waitable> shared_semaphore_make(Ref<SharedObject> part) {
    return object_make<SharedSemaphore>(std::move(part));
}

}  // namespace berth::nt
