// HANDLEs that are Linux file descriptors. nt knows nothing of sockets: whoever hands descriptors
// out as HANDLEs (ws2_32, for SOCKETs) says here how the generic handle functions act on them.
#pragma once

#include <cstdint>

#include "minwinbase.h"

namespace berth::nt {

class Parker;
class Waitable;

// Handles of nt's own table start here, where no descriptor reaches. Each is a multiple of four.
inline constexpr uintptr_t kHandleBase = 0x40000000;

// Each entry returns 0 or a Windows error code. `descriptor` is below kHandleBase.
struct DescriptorOps {
    bool (*owns)(uintptr_t descriptor);
    // CloseHandle, ReadFile, WriteFile
    DWORD (*close)(uintptr_t descriptor);
    DWORD (*read)(uintptr_t descriptor, void* out, DWORD size, DWORD* done, void* overlapped);
    DWORD (*write)(uintptr_t descriptor, const void* in, DWORD size, DWORD* done, void* overlapped);
    // ReadFileEx and WriteFileEx: the routine runs in this thread. Null: not supported.
    DWORD(*transfer)
    (uintptr_t descriptor, bool writes, void* buffer, DWORD size, LPOVERLAPPED overlapped,
     LPOVERLAPPED_COMPLETION_ROUTINE routine);
    DWORD (*inherit)(uintptr_t descriptor, bool* value, bool set);            // HANDLE_FLAG_INHERIT
    DWORD (*duplicate)(uintptr_t descriptor, bool inherit, uintptr_t* copy);  // DuplicateHandle
    // May it have overlapped requests (CreateIoCompletionPort)? Null: each may.
    bool (*overlapped)(uintptr_t descriptor);
    // CancelIo and CancelIoEx: the requests with this OVERLAPPED (null: all of them), only those
    // that the calling thread started if `own`. ERROR_NOT_FOUND: there are none. Null: never any.
    DWORD (*cancel)(uintptr_t descriptor, void* overlapped, bool own);
    // Who drives the descriptor's requests: a thread that waits for one parks there. Null: nobody.
    Parker* (*driver)(uintptr_t descriptor);
    // What to wait for in place of the handle; the caller's reference. Null, with the error set:
    // one cannot wait for it.
    Waitable* (*waitable)(uintptr_t descriptor, DWORD* error);
};

// Called once, when the library is loaded. The structure lives for the whole process.
void descriptor_ops_register(const DescriptorOps* ops);

// The operations for this handle, or null where it is no descriptor that somebody owns.
const DescriptorOps* descriptor_ops(HANDLE handle);

}  // namespace berth::nt
