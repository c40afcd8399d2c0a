// Memory of what exists once for each socket, file or request: blocks that each thread keeps for
// its next ones, cut from slabs, so that the objects of thousands of sockets share few pages and a
// request costs no allocation once a program runs. It is never given back to the system.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>

namespace berth::nt {

namespace small {

// Sizes go up in steps of kStep; what is larger is allocated each time.
inline constexpr size_t kStep = 32;
inline constexpr size_t kSizes = 16;
// Requests are mostly started by one thread and completed by another: what gathers in a thread
// beyond this is for all.
inline constexpr uint32_t kMostKept = 512;

struct Block {
    Block* next;
};

struct Stack {
    Block* first = nullptr;
    uint32_t count = 0;

    void push(Block* block) {
        block->next = first;
        first = block;
        ++count;
    }
    Block* pop() {
        Block* block = first;
        if (block) {
            first = block->next;
            --count;
        }
        return block;
    }
};

// This thread's blocks, of each size. `keeps`: it may keep some; never where a sanitizer is to see
// the end of each object's life, nor before the first one, nor while the thread ends.
struct Own {
    std::array<Stack, kSizes> stacks{};
    bool keeps = false;
};
extern constinit thread_local Own own __attribute__((tls_model("initial-exec")));

inline size_t place_of(size_t size) {
    return (size + kStep - 1) / kStep - 1;
}
void* take_slowly(size_t size);
void give_back_slowly(void* block, size_t size);

}  // namespace small

// Null: out of memory.
inline void* small_block_take(size_t size) {
    const size_t place = small::place_of(size);
    void* const block = place < small::kSizes ? small::own.stacks[place].pop() : nullptr;
    return block ? block : small::take_slowly(size);
}

// In any thread; the size that was asked for.
inline void small_block_give_back(void* block, size_t size) {
    const size_t place = small::place_of(size);
    if (place < small::kSizes && small::own.keeps &&
        small::own.stacks[place].count < small::kMostKept) [[likely]]
        small::own.stacks[place].push(static_cast<small::Block*>(block));
    else
        small::give_back_slowly(block, size);
}

// For classes whose objects are to lie there.
class InSmallBlock {
  public:
    static void* operator new(size_t size) {
        if (void* block = small_block_take(size))
            return block;
        throw std::bad_alloc();
    }
    static void* operator new(size_t size, const std::nothrow_t&) noexcept {
        return small_block_take(size);
    }
    static void* operator new(size_t, void* place) noexcept { return place; }
    static void operator delete(void* block, size_t size) noexcept {
        small_block_give_back(block, size);
    }

  protected:
    InSmallBlock() = default;
    ~InSmallBlock() = default;
};

}  // namespace berth::nt
