// What the two halves of the shim share.
#pragma once

#include <cstdint>

#include "fault_shim.h"

namespace faults {

enum Kind : int {
#define FAULT_KIND(kind) k_##kind,
    FAULT_KINDS(FAULT_KIND)
#undef FAULT_KIND
        kKinds,
};

// Where the library's code lies, and that of a sanitizer, which stands between it and us.
struct Range {
    uintptr_t begin, end;
};

// Counts the call; whether it is the one that fails, with errno.
bool fault_due(Kind kind);
bool fault_due_transfer(Kind kind, int fd, int flags);
// Epoll tells of the descriptor's readiness once more.
void edge_again(int fd);

// From now on system calls that the code there makes without libc are counted, too.
void direct_calls_trap(const Range& code);

}  // namespace faults
