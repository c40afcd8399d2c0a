#include "nt/apc.h"

#include <mutex>

namespace berth::nt {

bool ApcQueue::push(Apc* apc) {
    ApcOwned owned(apc);
    const std::lock_guard guard(lock_);
    if (closed_)
        return false;
    owned->next_ = nullptr;
    (last_ ? last_->next_ : first_) = owned.get();
    last_ = owned.release();
    count_.fetch_add(1, std::memory_order_seq_cst);
    return true;
}

Apc* ApcQueue::pop() {
    const std::lock_guard guard(lock_);
    Apc* apc = first_;
    if (apc) {
        first_ = apc->next_;
        if (!first_)
            last_ = nullptr;
        count_.fetch_sub(1, std::memory_order_relaxed);
    }
    return apc;
}

bool ApcQueue::run() {
    bool ran = false;
    while (!empty()) {
        const ApcOwned apc(pop());
        if (!apc)
            break;
        apc->run();
        ran = true;
    }
    return ran;
}

void ApcQueue::close() {
    {
        const std::lock_guard guard(lock_);
        closed_ = true;
    }
    while (Apc* apc = pop())
        ApcOwned(apc).reset();
}

}  // namespace berth::nt
