// Overlapped requests on sockets of non-IFS providers: how their ends are told.
#pragma once

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::ws2 {

// WPUCompleteOverlappedRequest: sets the event, posts to the socket's completion port. `error` is a
// WSA code. 0 or ERROR_NOT_ENOUGH_MEMORY.
DWORD non_ifs_request_end(SOCKET s, OVERLAPPED& overlapped, DWORD error, DWORD bytes);

// The procedures that start requests, in place of the provider's: they call it, and know what ended
// before it returned (FILE_SKIP_COMPLETION_PORT_ON_SUCCESS).
void non_ifs_calls_set(WSPPROC_TABLE* procs);

}  // namespace berth::ws2
