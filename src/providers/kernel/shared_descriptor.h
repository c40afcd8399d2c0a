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

// A socket, and the memory in which its descriptors keep their common state.
struct DescriptorPair {
    int socket = -1;
    int memory = -1;
};

// Puts duplicates of `fds` on offer for the process `target`, together with `size` bytes of
// `state`. An errno, or 0; ESRCH: no such process.
int descriptor_offer(DescriptorPair fds, uint32_t target, const void* state, size_t size,
                     uint32_t* key);

// Takes what is on offer for this process under `key`; it goes to the first taker. An errno, or 0;
// ENOENT: nothing there.
int descriptor_take(uint32_t key, DescriptorPair* fds, void* state, size_t size);

}  // namespace berth::kernel
