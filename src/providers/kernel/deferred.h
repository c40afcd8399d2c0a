// A connection request that was taken from the listener's queue so that the condition function
// could look at it, and has not been decided: it stands at the top of the queue. It has its
// connection, or is held before that (conditional_accept.h).
#pragma once

#include <memory>

#include "providers/kernel/address.h"

namespace berth::kernel {

struct HeldRequest;

struct DeferredRequest {
    int fd = -1;
    std::shared_ptr<HeldRequest> held;
    Address peer;
    Address local;
    uint64_t arrival = 0;  // its place in the queue
    bool told = false;     // the program has been asked about it

    DeferredRequest() = default;
    DeferredRequest(const DeferredRequest&) = delete;
    DeferredRequest& operator=(const DeferredRequest&) = delete;
    ~DeferredRequest();
};

// Closes a connection that nobody accepted, as Linux does with those in its own queue.
void connection_reset(int fd);

}  // namespace berth::kernel
