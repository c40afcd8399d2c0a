// Mutexes that processes share. The cell says which process owns the mutex; that process alone
// knows which of its threads, and how often.
#include "nt/mutex.h"
#include "nt/object_create.h"
#include "nt/shared_object.h"

namespace berth::nt {

namespace {

class SharedMutex final : public Shared<Mutex> {
  public:
    explicit SharedMutex(Ref<SharedObject> part) : Shared(std::move(part), true) {}

    bool is_signalled(const Thread* by) const override {
        return owner_ ? owner_ == by && recursion_ != kMostRecursions : cell().ready();
    }
    bool is_abandoned() const override { return !owner_ && state().abandoned; }
    void consume(Thread* by) override {
        if (!by)  // a registered wait's
            return cell().grant_return();
        if (!owner_) {
            cell().take();
            state().abandoned = false;
            owner_ = by;
        }
        ++recursion_;
    }

  private:
    void shared_release(bool abandoned) override { cell().mutex_release(abandoned); }
};

}  // namespace

Ref<Waitable> shared_mutex_make(Ref<SharedObject> part) {
    return object_make<SharedMutex>(std::move(part));
}

}  // namespace berth::nt
