// Registered I/O's descriptors: numbers that hold a slot's index and its generation. Slots are used
// again and never freed, so that a stale descriptor, or one that another thread is just closing, is
// met as such.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>

#include "nt/futex.h"

namespace berth::kernel {

// What every slot begins with.
struct RioSlot {
    std::atomic<uint64_t> number{0};  // 0: not in use

  private:
    template <typename T>
    friend class RioTable;
    uint32_t index_ = 0;
    uint32_t generation_ = 0;
    RioSlot* next_free_ = nullptr;
};

template <typename T>
class RioTable {
  public:
    constexpr RioTable() = default;
    RioTable(const RioTable&) = delete;
    RioTable& operator=(const RioTable&) = delete;
    ~RioTable() = default;

    // The slot with this number, which may lose it at any time unless the slot's own lock is held.
    T* find(const void* descriptor) const {
        const auto number = reinterpret_cast<uintptr_t>(descriptor);
        const auto index = static_cast<uint32_t>(number) - 1;
        if (index >= count_.load(std::memory_order_acquire))
            return nullptr;
        T* slot = at(index);
        return slot->number.load(std::memory_order_acquire) == number ? slot : nullptr;
    }

    // A slot without a number; null: out of memory.
    T* take() {
        const std::lock_guard guard(lock_);
        if (RioSlot* slot = free_) {
            free_ = slot->next_free_;
            return static_cast<T*>(slot);
        }
        const uint32_t index = count_.load(std::memory_order_relaxed);
        const uint32_t chunk = index / kChunk;
        if (chunk >= kChunks)
            return nullptr;
        if (!chunks_[chunk].load(std::memory_order_relaxed)) {
            T* fresh = new (std::nothrow) T[kChunk];
            if (!fresh)
                return nullptr;
            chunks_[chunk].store(fresh, std::memory_order_release);
        }
        T* slot = at(index);
        slot->index_ = index;
        count_.store(index + 1, std::memory_order_release);
        return slot;
    }
    // Gives it its number: the program may use it.
    void publish(T& slot) {
        ++slot.generation_;
        slot.number.store(uint64_t{slot.generation_} << 32 | (slot.index_ + 1),
                          std::memory_order_release);
    }
    // Without a number again.
    void give_back(T& slot) {
        const std::lock_guard guard(lock_);
        slot.next_free_ = free_;
        free_ = &slot;
    }

  private:
    static constexpr uint32_t kChunk = 128;
    static constexpr uint32_t kChunks = 1 << 14;  // two million slots, more than there are sockets

    T* at(uint32_t index) const {
        return chunks_[index / kChunk].load(std::memory_order_acquire) + index % kChunk;
    }

    std::array<std::atomic<T*>, kChunks> chunks_{};
    std::atomic<uint32_t> count_{0};
    nt::FutexMutex lock_;  // taking and giving back
    RioSlot* free_ = nullptr;
};

}  // namespace berth::kernel
