#include "reactor/batch_end.h"

#include <utility>

namespace berth::reactor {

namespace {

constinit thread_local BatchScope* scope __attribute__((tls_model("initial-exec"))) = nullptr;

}  // namespace

void BatchEnd::call_at_end() {
    if (!scope) {
        events_told();
        return;
    }
    // Whoever has listed it will call it after this, and then sees what this caller has gathered.
    if (listed_.exchange(true, std::memory_order_acq_rel))
        return;
    next_ = std::exchange(scope->first_, this);
}

BatchScope::BatchScope() : outer_(std::exchange(scope, this)) {}

BatchScope::~BatchScope() {
    while (BatchEnd* end = first_) {
        first_ = end->next_;
        end->listed_.store(false, std::memory_order_release);
        end->events_told();
    }
    scope = outer_;
}

}  // namespace berth::reactor
