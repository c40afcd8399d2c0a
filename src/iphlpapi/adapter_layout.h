// Places structures one after the other in a caller's buffer; without room it only counts.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>

#include "minwindef.h"

namespace berth::iphlpapi {

class Layout {
  public:
    Layout(void* buffer, std::size_t capacity)
        : buffer_(static_cast<std::byte*>(buffer)), capacity_(buffer ? capacity : 0) {}

    // A zeroed T in the buffer, or nullptr where it does not fit.
    template <typename T>
    T* place(std::size_t count = 1) {
        constexpr std::size_t kAlignment = 8;
        used_ = (used_ + kAlignment - 1) & ~(kAlignment - 1);
        const std::size_t start = used_;
        used_ += sizeof(T) * count;
        if (used_ > capacity_)
            return nullptr;
        return static_cast<T*>(std::memset(buffer_ + start, 0, sizeof(T) * count));
    }

    template <typename Character>
    Character* place_text(std::basic_string_view<Character> text) {
        auto* copy = place<Character>(text.size() + 1);
        if (copy)
            std::memcpy(copy, text.data(), text.size() * sizeof(Character));
        return copy;
    }

    std::size_t used() const { return used_; }
    bool fits() const { return used_ <= capacity_; }

  private:
    std::byte* buffer_;
    std::size_t capacity_;
    std::size_t used_ = 0;
};

// Where the next entry of a list is to be linked.
template <typename Entry>
class Tail {
  public:
    explicit Tail(Entry** first) : link_(first) {}
    void add(Entry* entry) {
        if (!link_ || !entry)
            return;
        *link_ = entry;
        link_ = &entry->Next;
    }

  private:
    Entry** link_;
};

}  // namespace berth::iphlpapi
