// A connection request that was taken from the kernel's queue so that the condition function could
// look at it, and has not been decided: it stands at the top of the listener's queue.
#pragma once

#include "providers/kernel/address.h"

namespace berth::kernel {

struct DeferredRequest {
    int fd = -1;
    Address peer;
    Address local;
    uint64_t arrival = 0;  // its place in the queue

    DeferredRequest() = default;
    DeferredRequest(const DeferredRequest&) = delete;
    DeferredRequest& operator=(const DeferredRequest&) = delete;
    ~DeferredRequest();
};

}  // namespace berth::kernel
