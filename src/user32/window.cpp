#include "user32/window.h"

#include <mutex>

namespace berth::user32 {

namespace {

constexpr uint32_t kIndexBits = 14;
constexpr uint32_t kGenerationBits = 15;
constexpr uint32_t kFirstGeneration = 4;  // above HWND_BROADCAST

struct Slot {
    nt::FutexMutex lock;
    uint32_t generation = kFirstGeneration;
    Window* window = nullptr;
};

constinit Slot slots[kMostWindows];
constinit nt::FutexMutex free_lock;
constinit uint32_t next_slot = 0;

HWND handle_of(uint32_t index, uint32_t generation) {
    return reinterpret_cast<HWND>((uintptr_t{generation} << (kIndexBits + 1)) |
                                  (uintptr_t{index} << 1));
}

Slot* slot_of(HWND window, uint32_t* generation) {
    const auto number = reinterpret_cast<uintptr_t>(window);
    const auto index = static_cast<uint32_t>(number >> 1) & ((1u << kIndexBits) - 1);
    *generation = static_cast<uint32_t>(number >> (kIndexBits + 1));
    return index < kMostWindows && (number & 1) == 0 &&
                   (number >> (kIndexBits + 1 + kGenerationBits)) == 0
               ? &slots[index]
               : nullptr;
}

// The thread has ended: its windows go, and nobody is told.
void windows_drop(nt::MessageQueue& queue) {
    for (uint32_t i = 0; i < kMostWindows && queue.windows != 0; ++i) {
        HWND window = nullptr;
        {
            const std::lock_guard guard(slots[i].lock);
            if (slots[i].window && slots[i].window->queue.get() == &queue)
                window = slots[i].window->handle;
        }
        if (window)
            window_remove(window);
    }
}

}  // namespace

WindowLock::WindowLock(HWND window) {
    uint32_t generation = 0;
    Slot* slot = slot_of(window, &generation);
    if (!slot)
        return;
    slot->lock.lock();
    if (slot->window && slot->generation == generation) {
        lock_ = &slot->lock;
        window_ = slot->window;
    } else {
        slot->lock.unlock();
    }
}

WindowLock::~WindowLock() {
    if (lock_)
        lock_->unlock();
}

HWND window_add(std::unique_ptr<Window> window) {
    static constexpr nt::WindowRoom kRoom = {window_queue, windows_drop};
    nt::message_queue_windows_are(kRoom);
    const std::lock_guard all(free_lock);
    for (size_t tries = 0; tries < kMostWindows; ++tries) {
        const uint32_t index = next_slot;
        next_slot = (next_slot + 1) % kMostWindows;
        Slot& slot = slots[index];
        const std::lock_guard guard(slot.lock);
        if (slot.window)
            continue;
        window->handle = handle_of(index, slot.generation);
        window->queue->windows.fetch_add(1, std::memory_order_relaxed);
        slot.window = window.release();
        return slot.window->handle;
    }
    return nullptr;
}

void window_remove(HWND window) {
    uint32_t generation = 0;
    Slot* slot = slot_of(window, &generation);
    if (!slot)
        return;
    std::unique_ptr<Window> gone;
    {
        const std::lock_guard guard(slot->lock);
        if (!slot->window || slot->generation != generation)
            return;
        gone.reset(std::exchange(slot->window, nullptr));
        if (++slot->generation >> kGenerationBits)
            slot->generation = kFirstGeneration;
    }
    gone->queue->window_forget(window);
    gone->queue->windows.fetch_sub(1, std::memory_order_relaxed);
    tree_remove(window);
    gone->window_class->windows.fetch_sub(1, std::memory_order_release);
}

bool window_exists(HWND window) {
    return static_cast<bool>(WindowLock(window));
}

nt::Ref<nt::MessageQueue> window_queue(HWND window) {
    const WindowLock lock(window);
    return lock ? lock->queue : nt::Ref<nt::MessageQueue>();
}

bool window_is_own(HWND window) {
    const WindowLock lock(window);
    return lock && lock->queue.get() == nt::message_queue_own();
}

}  // namespace berth::user32
