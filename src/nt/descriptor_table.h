// From a small integer (a descriptor) to a pointer, without a lock. One flat array in zero-filled
// memory: the kernel backs only the pages that are written, and a look-up is one load.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace berth::nt {

template <typename T>
class DescriptorTable {
  public:
    static constexpr uintptr_t kSlots = uintptr_t{1} << 22;  // Linux' nr_open is 1 Mi unless raised

    constexpr DescriptorTable() = default;
    DescriptorTable(const DescriptorTable&) = delete;
    DescriptorTable& operator=(const DescriptorTable&) = delete;

    // The slot for `index`, or null for a number that no descriptor has.
    [[gnu::always_inline]] std::atomic<T*>* find(uintptr_t index) const {
        return index < kSlots ? &slots_[index] : nullptr;
    }

    [[gnu::always_inline]] T* get(uintptr_t index,
                                  std::memory_order order = std::memory_order_acquire) const {
        return index < kSlots ? slots_[index].load(order) : nullptr;
    }

    // The slot for `index`, to store into: for_each and clear look no further than the highest.
    std::atomic<T*>* make(uintptr_t index) {
        if (index >= kSlots)
            return nullptr;
        uintptr_t end = end_.load(std::memory_order_relaxed);
        while (end <= index &&
               !end_.compare_exchange_weak(end, index + 1, std::memory_order_release)) {
        }
        return &slots_[index];
    }

    // Forgets every pointer; what they point at is the caller's.
    void clear() {
        for (uintptr_t i = 0, end = end_.load(std::memory_order_acquire); i < end; ++i)
            slots_[i].store(nullptr, std::memory_order_release);
    }

    // Calls visit(index, pointer) for each pointer that is there now.
    template <typename Visit>
    void for_each(Visit visit) const {
        for (uintptr_t i = 0, end = end_.load(std::memory_order_acquire); i < end; ++i) {
            if (T* pointer = slots_[i].load(std::memory_order_acquire))
                visit(i, pointer);
        }
    }

  private:
    mutable std::array<std::atomic<T*>, kSlots> slots_{};
    std::atomic<uintptr_t> end_{0};
};

}  // namespace berth::nt
