// Memory of what exists once for each socket, file or request: blocks that each thread keeps for
// its next ones, cut from slabs, so that the objects of thousands of sockets share few pages and a
// request costs no allocation once a program runs. It is never given back to the system.
#pragma once

#include <cstddef>
#include <new>

namespace berth::nt {

// Null: out of memory.
void* small_block_take(size_t size);
// In any thread; the size that was asked for.
void small_block_give_back(void* block, size_t size);

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
