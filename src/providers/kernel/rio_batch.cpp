// What a completion queue does with its batch.
#include <mutex>
#include <utility>

#include "providers/kernel/linux.h"
#include "providers/kernel/rio_queue.h"

namespace berth::kernel {

void RioCompletionQueue::batch_add(RioSide& side) {
    side.batched = true;
    side.next_batched = nullptr;
    (batch_last ? batch_last->next_batched : batch_first) = &side;
    batch_last = &side;
    has_batch.store(true, std::memory_order_release);
}

void RioCompletionQueue::batch_remove(RioSide& side) {
    if (!side.batched)
        return;
    side.batched = false;
    RioSide* before = nullptr;
    for (RioSide* other = batch_first; other != &side; other = other->next_batched)
        before = other;
    (before ? before->next_batched : batch_first) = side.next_batched;
    if (batch_last == &side)
        batch_last = before;
}

bool RioCompletionQueue::ring_ready() {
    if (!ring && !ring_refused) {
        ring = RioRing::open();
        ring_refused = !ring;
    }
    return ring != nullptr;
}

// Makes the transfers at the head of the batch: how many sides were taken off it.
uint32_t RioCompletionQueue::batch_run(RioSide** taken) {
    // For one the plain system call is the shorter way.
    const bool together = batch_first->next_batched && ring_ready();
    uint32_t count = 0;
    while (batch_first && count < RioRing::kBatch) {
        RioSide& side = *batch_first;
        batch_first = side.next_batched;
        if (!batch_first)
            batch_last = nullptr;
        side.batched = false;
        taken[count++] = &side;
        RioTransfer transfer;
        if (!side.requests.front()->transfer(*side.queue->socket, &transfer, &side.result))
            continue;
        if (together)
            ring->put(transfer, &side.result);
        else
            side.result = rio_transfer(transfer);
    }
    if (together && !ring->run()) {
        ring.reset();
        ring_refused = true;
        for (uint32_t i = 0; i < count; ++i) {
            RioSide& side = *taken[i];
            RioTransfer transfer;
            if (side.result == RioRing::kNotRun &&
                side.requests.front()->transfer(*side.queue->socket, &transfer, &side.result))
                side.result = rio_transfer(transfer);
        }
    }
    return count;
}

void RioCompletionQueue::flush() {
    RioSide* taken[RioRing::kBatch];
    while (batch_first) {
        const uint32_t count = batch_run(taken);
        for (uint32_t i = 0; i < count; ++i)
            advance(*taken[i]);
    }
    has_batch.store(false, std::memory_order_relaxed);
}

// The first request's transfer has given `result`.
void RioCompletionQueue::advance(RioSide& side) {
    RioQueue& queue = *side.queue;
    RioRequest& request = *side.requests.front();
    bool drained = false;
    const RioRequest::Step step = request.ended(*queue.socket, side.result, &drained);
    if (step == RioRequest::Step::kLater) {
        side.may = false;
        if (!queue.watch->reactor() && !side.unwatched) [[unlikely]] {
            side.unwatched = true;
            side.next_unwatched = std::exchange(unwatched_first, &side);
        }
    }
    // The next edge tells of more.
    if (drained && queue.watch->reactor() && !queue.ended_stream)
        side.may = false;
    if (step == RioRequest::Step::kDone) {
        side.requests.pop();
        complete(request, request.status);
    }
    if (!side.requests.empty()) {
        if (side.may)
            batch_add(side);
    } else if (side.shutdown_follows) {
        side.shutdown_follows = false;
        lnx::sys_shutdown(queue.socket->fd, lnx::kShutWr);
    }
}

void RioCompletionQueue::complete(RioRequest& request, int status) {
    if (!open) {
        discharge(request);
        const std::unique_ptr<RioRequest> dropped(&request);
        return;
    }
    request.status = status;
    done.push(request);
    if (request.notifies)
        ++notifying;
}

void RioCompletionQueue::discharge(const RioRequest& request) {
    RioSide& side = *request.side;
    if (side.queue->number.load(std::memory_order_relaxed) == request.queue)
        --side.outstanding;
    else
        --left_over;
}

bool RioNotification::tell() const {
    if (event) {
        event->set();
        return true;
    }
    return port->post_values(key, overlapped, 0) == 0;
}

void RioCompletionQueue::notify_if_due() {
    if (armed && notifying != 0)
        armed = !notification.tell();
}

void RioCompletionQueue::commit() {
    bool unwatched = false;
    {
        const std::lock_guard guard(lock);
        flush();
        notify_if_due();
        unwatched = unwatched_first != nullptr;
    }
    if (unwatched)
        watch_again();
}

void RioCompletionQueue::events_told() {
    commit();
}

void RioCompletionQueue::unwatched_remove(RioSide& side) {
    if (!side.unwatched)
        return;
    side.unwatched = false;
    RioSide** place = &unwatched_first;
    while (*place != &side)
        place = &(*place)->next_unwatched;
    *place = side.next_unwatched;
}

void RioCompletionQueue::watch_again() {
    for (;;) {
        SocketWatch* watch = nullptr;
        reactor::Reactor* reactor_of_queue = nullptr;
        {
            const std::lock_guard guard(lock);
            RioSide* side = unwatched_first;
            if (!side)
                return;
            unwatched_remove(*side);
            watch = side->queue->watch;
            reactor_of_queue = side->queue->reactor;
            watch->ref();
        }
        {
            const std::lock_guard guard(watch->lock);
            if (!watch->ended)
                watch->register_with_reactor(reactor_of_queue);
        }
        watch->unref();
    }
}

}  // namespace berth::kernel
