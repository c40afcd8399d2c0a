// Hands a descriptor to another process, which knows a 32-bit key: the part of WSADuplicateSocket
// that winsock2.h knows nothing of.
//
// Windows puts the duplicate into the target process at once. Linux has no such call, so this
// process keeps a duplicate until the target fetches it from an abstract AF_UNIX socket named after
// the key, or ends. A thread serves the requests; it exists while something is on offer. The target
// must fetch before this process ends, and be in the same network namespace.
#pragma once

#include <cstddef>
#include <cstdint>

namespace berth::kernel {

inline constexpr size_t kSharedStateSize = 512;

// Puts a duplicate of `fd` on offer for the process `target`, together with `size` bytes of
// `state`. An errno, or 0; ESRCH: no such process.
int descriptor_offer(int fd, uint32_t target, const void* state, size_t size, uint32_t* key);

// Takes what is on offer for this process under `key`; it goes to the first taker. An errno, or 0;
// ENOENT: nothing there.
int descriptor_take(uint32_t key, int* fd, void* state, size_t size);

}  // namespace berth::kernel
