// ICMP's answers to datagrams that were sent: the kernel queues them (IP_RECVERR).
#pragma once

#include <cstdint>

#include "providers/kernel/address.h"

namespace berth::kernel {

struct Socket;

struct QueuedErrors {
    bool any = false;
    bool refused = false;  // a port was unreachable
    bool expired = false;  // a time to live ran out
    // The last that was ICMP's: AF_INET or AF_INET6, or 0, its type and code, and who sent it.
    int icmp = 0;
    uint8_t icmp_type = 0, icmp_code = 0;
    Address icmp_from;
};

// Empties the queue.
QueuedErrors error_queue_drain(int fd);

// Whether a receive's error is one that Windows would not tell; else `number` is the one to tell.
bool datagram_error_skip(Socket& socket, int* number);

}  // namespace berth::kernel
