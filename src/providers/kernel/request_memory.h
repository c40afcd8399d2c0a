// Memory of overlapped requests: blocks that each thread keeps for its next ones, so that a request
// costs no allocation once a program runs.
#pragma once

#include <cstddef>

namespace berth::kernel {

// Null: out of memory.
void* request_block_take(size_t size);
// In any thread.
void request_block_give_back(void* block, size_t size);

}  // namespace berth::kernel
