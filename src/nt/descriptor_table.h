// From a small integer (a descriptor) to a pointer, without a lock. One flat array in zero-filled
// memory: the kernel backs only the pages that are written, and a look-up is one load. Tables are
// static objects: there is no constructor, so that nothing has to run (or be computed by a
// compiler) for their slots.
#pragma once

#include <atomic>
#include <cstdint>

namespace berth::nt {

// std::atomic<T*> without a constructor.
template <typename T>
struct DescriptorSlot {
    T* value;

    [[gnu::always_inline]] T* load(std::memory_order order = std::memory_order_seq_cst) {
        return std::atomic_ref(value).load(order);
    }
    void store(T* pointer, std::memory_order order = std::memory_order_seq_cst) {
        std::atomic_ref(value).store(pointer, order);
    }
    bool compare_exchange_strong(T*& expected, T* desired,
                                 std::memory_order order = std::memory_order_seq_cst) {
        return std::atomic_ref(value).compare_exchange_strong(expected, desired, order);
    }
    bool compare_exchange_weak(T*& expected, T* desired,
                               std::memory_order order = std::memory_order_seq_cst) {
        return std::atomic_ref(value).compare_exchange_weak(expected, desired, order);
    }
};

template <typename T>
struct DescriptorTable {
    static constexpr uintptr_t kSlots = uintptr_t{1} << 22;  // Linux' nr_open is 1 Mi unless raised
    using Slot = DescriptorSlot<T>;

    // The slot for `index`, or null for a number that no descriptor has.
    [[gnu::always_inline]] Slot* find(uintptr_t index) {
        return index < kSlots ? &slots[index] : nullptr;
    }

    [[gnu::always_inline]] T* get(uintptr_t index,
                                  std::memory_order order = std::memory_order_acquire) {
        return index < kSlots ? slots[index].load(order) : nullptr;
    }

    // The slot for `index`, to store into: for_each and clear look no further than the highest.
    Slot* make(uintptr_t index) {
        if (index >= kSlots)
            return nullptr;
        std::atomic_ref<uintptr_t> highest(end);
        uintptr_t seen = highest.load(std::memory_order_relaxed);
        while (seen <= index &&
               !highest.compare_exchange_weak(seen, index + 1, std::memory_order_release)) {
        }
        return &slots[index];
    }

    // Forgets every pointer; what they point at is the caller's.
    void clear() {
        for (uintptr_t i = 0, stop = used(); i < stop; ++i)
            slots[i].store(nullptr, std::memory_order_release);
    }

    // Calls visit(index, pointer) for each pointer that is there now.
    template <typename Visit>
    void for_each(Visit visit) {
        for (uintptr_t i = 0, stop = used(); i < stop; ++i) {
            if (T* pointer = slots[i].load(std::memory_order_acquire))
                visit(i, pointer);
        }
    }

    uintptr_t used() { return std::atomic_ref(end).load(std::memory_order_acquire); }

    Slot slots[kSlots];
    uintptr_t end;
};

}  // namespace berth::nt
