// From a small integer (a descriptor) to a pointer, without a lock: two levels, grown on demand.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <new>

namespace berth::nt {

template <typename T>
class DescriptorTable {
  public:
    static constexpr uintptr_t kPageBits = 10;
    static constexpr uintptr_t kPageSize = uintptr_t{1} << kPageBits;
    static constexpr uintptr_t kPages =
        4096;  // 4 Mi descriptors; Linux' largest nr_open default is 1 Mi

    constexpr DescriptorTable() = default;
    DescriptorTable(const DescriptorTable&) = delete;
    DescriptorTable& operator=(const DescriptorTable&) = delete;

    // The slot for `index`, or null where none was ever made (a number that no socket had).
    std::atomic<T*>* find(uintptr_t index) const {
        if (index >= kPageSize * kPages) [[unlikely]]
            return nullptr;
        Page* page = pages_[index >> kPageBits].load(std::memory_order_acquire);
        return page ? &(*page)[index & (kPageSize - 1)] : nullptr;
    }

    T* get(uintptr_t index, std::memory_order order = std::memory_order_acquire) const {
        std::atomic<T*>* slot = find(index);
        return slot ? slot->load(order) : nullptr;
    }

    // The slot for `index`, made where it is missing. Null: index out of range or out of memory.
    std::atomic<T*>* make(uintptr_t index) {
        if (index >= kPageSize * kPages)
            return nullptr;
        std::atomic<Page*>& entry = pages_[index >> kPageBits];
        Page* page = entry.load(std::memory_order_acquire);
        if (!page) {
            auto* fresh = new (std::nothrow) Page{};
            if (!fresh)
                return nullptr;
            if (entry.compare_exchange_strong(page, fresh, std::memory_order_acq_rel))
                page = fresh;
            else
                delete fresh;
        }
        return &(*page)[index & (kPageSize - 1)];
    }

    // Forgets every pointer; what they point at is the caller's.
    void clear() {
        for (std::atomic<Page*>& entry : pages_) {
            if (Page* page = entry.load(std::memory_order_acquire)) {
                for (std::atomic<T*>& slot : *page)
                    slot.store(nullptr, std::memory_order_release);
            }
        }
    }

    // Calls visit(index, pointer) for each pointer that is there now.
    template <typename Visit>
    void for_each(Visit visit) const {
        for (uintptr_t number = 0; number < kPages; ++number) {
            Page* page = pages_[number].load(std::memory_order_acquire);
            for (uintptr_t i = 0; page && i < kPageSize; ++i) {
                if (T* pointer = (*page)[i].load(std::memory_order_acquire))
                    visit((number << kPageBits) | i, pointer);
            }
        }
    }

  private:
    using Page = std::array<std::atomic<T*>, kPageSize>;
    std::array<std::atomic<Page*>, kPages> pages_{};
};

}  // namespace berth::nt
