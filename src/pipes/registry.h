// The named pipes of one user, over all processes: which instances there are, what their first one
// laid down, and where a client finds one that listens. It is a file in shared memory, changed
// under a lock of the kernel's; an instance also holds a lock of its own there, so one whose
// process died is seen to be gone.
#pragma once

#include <string_view>

#include "minwindef.h"
#include "nt/futex.h"

namespace berth::pipes {

// What all instances of a pipe share.
struct Parameters {
    bool message_type = false;
    uint32_t access = 0;  // PIPE_ACCESS_
    uint32_t maximum = 0;
    uint32_t timeout = 0;  // milliseconds
    uint32_t out_size = 0;
    uint32_t in_size = 0;
};

enum class State : uint32_t { kFree, kListening, kConnected, kDisconnected };

// A listening socket of a new instance, without a name in the file system. -1: errno tells.
int listener_make();

// Enters an instance, which listens. `parameters` become those of the pipe's first instance. 0,
// ERROR_ACCESS_DENIED (it is not the first and should be, or differs from it), ERROR_PIPE_BUSY (the
// limit), ERROR_NO_SYSTEM_RESOURCES.
DWORD instance_add(std::string_view name, Parameters& parameters, bool only_first, int listener,
                   uint32_t* instance);
void instance_state_set(uint32_t instance, State state);
void instance_remove(uint32_t instance);
// How many instances the same pipe has.
uint32_t instance_count(uint32_t instance);

// Connects to an instance that listens. `access` holds FILE_READ_DATA, FILE_WRITE_DATA. 0,
// ERROR_FILE_NOT_FOUND, ERROR_PIPE_BUSY, ERROR_ACCESS_DENIED.
DWORD client_connect(std::string_view name, DWORD access, Parameters& parameters, int* connection,
                     uint32_t* instance);

// Waits until an instance listens; `milliseconds` as in WaitNamedPipe. 0, ERROR_FILE_NOT_FOUND,
// ERROR_SEM_TIMEOUT.
DWORD instance_wait(std::string_view name, DWORD milliseconds);

// Whether the process at the other end of a connection belongs to the same user.
bool peer_is_own(int connection);

}  // namespace berth::pipes
