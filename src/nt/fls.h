// FlsAlloc's slots, whose callbacks run when a thread ends or the slot is freed. There are no
// fibers, so a fiber's storage is its thread's.
#pragma once

#include "nt/thread.h"

namespace berth::nt {

// In the thread that ends: runs the callbacks of the slots that hold something.
void fls_thread_ended(Thread& thread);
void fls_block_free(Thread& thread);

}  // namespace berth::nt
