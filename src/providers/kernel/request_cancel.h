// What the generic functions on handles ask of this provider's sockets.
#pragma once

#include "berth/socket_requests.h"

namespace berth::kernel {

extern const berth_socket_requests socket_requests;

// The calling thread has started a request that no port is told of: "All I/O initiated by a given
// thread is canceled when that thread exits." A thread of Berth's own pools keeps its requests, and
// so does the main one, with which the process ends.
void requests_end_with_thread();

}  // namespace berth::kernel
