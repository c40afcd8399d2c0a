// ICMP's answers to datagrams that were sent: the kernel queues them (IP_RECVERR).
#pragma once

namespace berth::kernel {

struct Socket;

struct QueuedErrors {
    bool any = false;
    bool refused = false;  // a port was unreachable
    bool expired = false;  // a time to live ran out
};

// Empties the queue.
QueuedErrors error_queue_drain(int fd);

// Whether a receive's error is one that Windows would not tell; else `number` is the one to tell.
bool datagram_error_skip(Socket& socket, int* number);

}  // namespace berth::kernel
