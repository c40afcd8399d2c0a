// A lock of the program's own that is one pointer wide, seen as two 32-bit words for the futex.
#pragma once

#include <atomic>
#include <cstdint>

namespace berth::nt {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__);

inline void* word_high_address(void*& pointer) {
    return static_cast<char*>(static_cast<void*>(&pointer)) + 4;
}

// Nobody reads the pointer as one; may_alias says so to the compiler.
using AliasedWord = uint32_t __attribute__((may_alias));
inline std::atomic_ref<uint32_t> word_low(void*& pointer) {
    return std::atomic_ref<uint32_t>(*static_cast<AliasedWord*>(static_cast<void*>(&pointer)));
}
inline std::atomic_ref<uint32_t> word_high(void*& pointer) {
    return std::atomic_ref<uint32_t>(*static_cast<AliasedWord*>(word_high_address(pointer)));
}

}  // namespace berth::nt
