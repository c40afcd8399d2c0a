// Events that processes share.
#include "nt/event.h"
#include "nt/object_create.h"
#include "nt/shared_object.h"

namespace berth::nt {

namespace {

class SharedEvent final : public Shared<Event> {
  public:
    explicit SharedEvent(Ref<SharedObject> part) : Shared(std::move(part), false, false, true) {}

    bool is_signalled(const Thread* /*by*/) const override { return cell().ready(); }
    void consume(Thread* /*by*/) override { cell().take(); }

  private:
    Waiter* shared_set() override {
        if (state().signalled)
            return nullptr;
        state().signalled = true;
        cell().signal();
        return waiters_finish();
    }
    void shared_reset() override { state().signalled = false; }
    void shared_pulse() override {
        cell().pulse([this] { waiters_wake(); });
    }
};

}  // namespace

Ref<Waitable> shared_event_make(Ref<SharedObject> part) {
    return object_make<SharedEvent>(std::move(part));
}

}  // namespace berth::nt
