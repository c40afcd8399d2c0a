#include "nt/apc.h"

#include <mutex>
#include <utility>

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

void ApcQueue::cancel(const void* owner) {
    Apc* dropped = nullptr;
    {
        const std::lock_guard guard(lock_);
        Apc* kept_last = nullptr;
        for (Apc** place = &first_; *place;) {
            Apc* const apc = *place;
            if (apc->owner() != owner) {
                kept_last = apc;
                place = &apc->next_;
                continue;
            }
            *place = apc->next_;
            apc->next_ = dropped;
            dropped = apc;
            count_.fetch_sub(1, std::memory_order_relaxed);
        }
        last_ = kept_last;
    }
    while (dropped)
        ApcOwned(std::exchange(dropped, dropped->next_)).reset();
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
