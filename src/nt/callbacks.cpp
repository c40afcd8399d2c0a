#include "nt/callbacks.h"

#include <mutex>

#include "nt/handle.h"
#include "winbase.h"

namespace berth::nt {

namespace {

constinit thread_local const Callbacks::Running* innermost = nullptr;

}  // namespace

Callbacks::Running::Running(const Callbacks& callbacks) : callbacks_(callbacks), outer_(innermost) {
    innermost = this;
}

Callbacks::Running::~Running() {
    innermost = outer_;
}

void Callbacks::Running::abandoned() {
    innermost = nullptr;
}

uint32_t Callbacks::own() const {
    uint32_t count = 0;
    for (const Running* running = innermost; running; running = running->outer_)
        count += &running->callbacks_ == this ? 1 : 0;
    return count;
}

void Callbacks::done(uint32_t count) {
    Ref<Event> event;
    {
        const std::lock_guard guard(lock_);
        if (count_.fetch_sub(count, std::memory_order_acq_rel) == count)
            event = std::move(event_);
    }
    futex_wake(count_, kWakeAll);
    if (event)
        event->set();
}

bool Callbacks::none() const {
    return count_.load(std::memory_order_acquire) == 0;
}

void Callbacks::wait() const {
    const uint32_t mine = own();
    for (;;) {
        const uint32_t count = count_.load(std::memory_order_acquire);
        if (count <= mine)
            return;
        futex_wait(count_, count);
    }
}

bool Callbacks::set_when_none(Ref<Event> event) {
    {
        const std::lock_guard guard(lock_);
        if (!none()) {
            event_ = std::move(event);
            return false;
        }
    }
    event->set();
    return true;
}

DWORD completion_event(HANDLE handle, Ref<Event>* event) {
    if (!handle || handle == INVALID_HANDLE_VALUE)
        return 0;
    DWORD error = 0;
    *event = handle_get<Event>(handle, EVENT_MODIFY_STATE, &error);
    return error;
}

}  // namespace berth::nt
