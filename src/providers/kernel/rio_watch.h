// What a socket's watch tells its request queue.
#pragma once

#include <cstdint>

namespace berth::kernel {

struct RioQueue;

// Under the watch's lock. `bits`: as Watch::ready has them.
void rio_queue_ready(RioQueue& queue, uint32_t bits);
// The socket is being closed: its requests end with WSA_OPERATION_ABORTED, and the queue with them.
void rio_queue_end(RioQueue& queue);
// Another descriptor has taken the place of the socket's: nothing is known of it.
void rio_queue_renewed(RioQueue& queue);
// shutdown(SD_SEND): true if sends are under way, whose end it will follow.
bool rio_queue_shutdown(RioQueue& queue);

}  // namespace berth::kernel
