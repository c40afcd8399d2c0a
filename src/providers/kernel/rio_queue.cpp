// Request queues: RIOCreateRequestQueue, RIOResizeRequestQueue, and how a request starts.
#include "providers/kernel/rio_queue.h"

#include <mutex>
#include <sys/epoll.h>

#include "providers/kernel/rio_watch.h"

namespace berth::kernel {

constinit RioTable<RioQueue> rio_queues;

RioLocks::RioLocks(RioCompletionQueue& one, RioCompletionQueue& other)
    : first_(&one < &other ? &one : &other),
      second_(&one == &other ? nullptr : (&one < &other ? &other : &one)) {
    first_->lock.lock();
    if (second_)
        second_->lock.lock();
}

RioLocks::~RioLocks() {
    if (second_)
        second_->lock.unlock();
    first_->lock.unlock();
}

namespace {

// Of a queue that is not in use, or under the locks.
void side_begin(RioQueue& queue, RioSide& side, RioCompletionQueue& completions, ULONG limit,
                bool sending) {
    side.queue = &queue;
    side.limit = limit;
    side.outstanding = 0;
    side.sending = sending;
    side.may = true;
    side.shutdown_follows = false;
    side.completions.store(&completions, std::memory_order_release);
    completions.reserved += limit;
    ++completions.sides;
}

// Under the locks.
void side_end(RioSide& side) {
    RioCompletionQueue& completions = *side.completions.load(std::memory_order_relaxed);
    completions.batch_remove(side);
    completions.unwatched_remove(side);
    while (RioRequest* request = side.requests.pop())
        completions.complete(*request, WSA_OPERATION_ABORTED);
    completions.reserved -= side.limit;
    completions.left_over += side.outstanding;
    --completions.sides;
}

bool has_number(const RioCompletionQueue& queue, RIO_CQ descriptor) {
    return queue.number.load(std::memory_order_relaxed) == reinterpret_cast<uintptr_t>(descriptor);
}

// Whether the limits fit, in place of those that `queue` (null: none yet) has.
bool have_room(const RioCompletionQueue& receive_to, const RioCompletionQueue& send_to,
               const RioLimits& limits, const RioQueue* queue) {
    const uint64_t receives = uint64_t{limits.receives} - (queue ? queue->receiving.limit : 0);
    const uint64_t sends = uint64_t{limits.sends} - (queue ? queue->sending.limit : 0);
    // Differences may be negative: the sums come out right all the same.
    if (&receive_to == &send_to)
        return receive_to.has_room(receives + sends);
    return receive_to.has_room(receives) && send_to.has_room(sends);
}

// Under the watch's lock.
int queue_open(Socket& socket, SocketWatch& watch, const RioLimits& limits, RIO_CQ receive_to,
               RIO_CQ send_to, void* context, RioQueue& queue) {
    RioCompletionQueue* receives = rio_completion_queues.find(receive_to);
    RioCompletionQueue* sends = rio_completion_queues.find(send_to);
    if (watch.ended || watch.rio || !receives || !sends)
        return WSAEINVAL;
    const RioLocks locks(*receives, *sends);
    if (!has_number(*receives, receive_to) || !has_number(*sends, send_to))
        return WSAEINVAL;
    if (!have_room(*receives, *sends, limits, nullptr))
        return WSAENOBUFS;
    queue.socket = &socket;
    queue.watch = &watch;
    queue.reactor = receives->reactor ? receives->reactor : sends->reactor;
    queue.context = reinterpret_cast<uintptr_t>(context);
    queue.ended_stream = false;
    side_begin(queue, queue.receiving, *receives, limits.receives, false);
    side_begin(queue, queue.sending, *sends, limits.sends, true);
    rio_queues.publish(queue);
    return 0;
}

}  // namespace

int rio_queue_make(Socket& socket, const RioLimits& limits, RIO_CQ receive_to, RIO_CQ send_to,
                   void* context, RIO_RQ* made) {
    if (limits.receives == 0 && limits.sends == 0)
        return WSAEINVAL;
    const bool fits = (socket.type == SOCK_STREAM || socket.type == SOCK_DGRAM) &&
                      (socket.family == AF_INET || socket.family == AF_INET6) &&
                      (socket.flags & WSA_FLAG_REGISTERED_IO) != 0;
    if (!fits)
        return WSAEOPNOTSUPP;
    SocketWatch* watch = nullptr;
    if (int code = socket_watch_get(socket, &watch))
        return code;
    RioQueue* queue = rio_queues.take();
    if (!queue)
        return WSAENOBUFS;
    const std::lock_guard guard(watch->lock);
    if (int code = queue_open(socket, *watch, limits, receive_to, send_to, context, *queue)) {
        rio_queues.give_back(*queue);
        return code;
    }
    if (int code = watch->register_with_reactor(queue->reactor)) {
        rio_queue_end(*queue);
        return code;
    }
    watch->rio = queue;
    constexpr size_t kTwoLines = 128;
    watch->soon[1].store(queue, std::memory_order_relaxed);
    watch->soon[2].store(reinterpret_cast<const char*>(queue) + kTwoLines,
                         std::memory_order_relaxed);
    *made = reinterpret_cast<RIO_RQ>(queue->number.load(std::memory_order_relaxed));
    return 0;
}

int rio_queue_resize(RIO_RQ descriptor, const RioLimits& limits) {
    RioQueue* queue = rio_queues.find(descriptor);
    RioCompletionQueue* receives = queue ? queue->receiving.completions.load() : nullptr;
    RioCompletionQueue* sends = queue ? queue->sending.completions.load() : nullptr;
    if (!receives || !sends || (limits.receives == 0 && limits.sends == 0))
        return WSAEINVAL;
    const RioLocks locks(*receives, *sends);
    if (queue->number.load(std::memory_order_relaxed) != reinterpret_cast<uintptr_t>(descriptor) ||
        queue->receiving.completions.load() != receives ||
        queue->sending.completions.load() != sends)
        return WSAEINVAL;
    if (limits.receives < queue->receiving.outstanding || limits.sends < queue->sending.outstanding)
        return WSAETOOMANYREFS;
    if (!have_room(*receives, *sends, limits, queue))
        return WSAENOBUFS;
    receives->reserved += limits.receives - queue->receiving.limit;
    sends->reserved += limits.sends - queue->sending.limit;
    queue->receiving.limit = limits.receives;
    queue->sending.limit = limits.sends;
    return 0;
}

// ---- requests ----

namespace {

int flags_check(const RioCall& call) {
    constexpr DWORD kAlways = RIO_MSG_DONT_NOTIFY | RIO_MSG_DEFER;
    const DWORD allowed = call.sending ? kAlways : kAlways | RIO_MSG_WAITALL;
    return (call.flags & ~allowed) ? WSAEINVAL : 0;
}

}  // namespace

int rio_commit(RIO_RQ descriptor, bool sending) {
    RioQueue* queue = rio_queues.find(descriptor);
    if (!queue)
        return WSAEINVAL;
    RioCompletionQueue* completions =
        queue->side(sending).completions.load(std::memory_order_acquire);
    if (completions->has_batch.load(std::memory_order_acquire))
        completions->commit();
    return 0;
}

int rio_start(RIO_RQ descriptor, const RioCall& call) {
    RioQueue* queue = rio_queues.find(descriptor);
    if (!queue)
        return WSAEINVAL;
    RioSide& side = queue->side(call.sending);
    RioCompletionQueue* completions = side.completions.load(std::memory_order_acquire);
    if (int code = flags_check(call))
        return code;
    std::unique_ptr<RioRequest> request;
    if (int code = RioRequest::make(call, &request))
        return code;
    bool unwatched = false;
    {
        const std::lock_guard guard(completions->lock);
        const uint64_t number = queue->number.load(std::memory_order_relaxed);
        if (number != reinterpret_cast<uintptr_t>(descriptor) ||
            side.completions.load(std::memory_order_relaxed) != completions || !completions->open)
            return WSAEINVAL;
        if (int code = request->prepare(*queue->socket, call))
            return code;
        if (side.outstanding >= side.limit)
            return WSAENOBUFS;
        ++side.outstanding;
        request->side = &side;
        request->queue = number;
        request->socket_context = queue->context;
        if (!call.sending)
            queue->watch->soon[3].store(request.get(), std::memory_order_relaxed);
        side.requests.push(*request.release());
        if (side.may && !side.batched)
            completions->batch_add(side);
        if (!(call.flags & RIO_MSG_DEFER)) {
            completions->flush();
            completions->notify_if_due();
        }
        unwatched = completions->unwatched_first != nullptr;
    }
    if (unwatched) [[unlikely]]
        completions->watch_again();
    return 0;
}

// ---- what the socket's watch tells ----

namespace {

// Under the lock of its completion queue. True: there is something to do.
bool side_may(RioSide& side, bool ready) {
    if (!ready)
        return false;
    side.may = true;
    if (side.requests.empty())
        return false;
    if (!side.batched)
        side.completions.load(std::memory_order_relaxed)->batch_add(side);
    return true;
}

}  // namespace

void rio_queue_ready(RioQueue& queue, uint32_t bits) {
    constexpr uint32_t kEnd = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
    if (bits & (kEnd | EPOLLPRI))
        queue.ended_stream = true;
    const bool readable = (bits & (EPOLLIN | EPOLLPRI | kEnd)) != 0;
    const bool writable = (bits & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0;
    RioCompletionQueue& receives = *queue.receiving.completions.load(std::memory_order_relaxed);
    RioCompletionQueue& sends = *queue.sending.completions.load(std::memory_order_relaxed);
    bool receive_due = false;
    bool send_due = false;
    {
        const std::lock_guard guard(receives.lock);
        receive_due = side_may(queue.receiving, readable);
        if (&sends == &receives)
            receive_due = side_may(queue.sending, writable) || receive_due;
    }
    if (&sends != &receives) {
        const std::lock_guard guard(sends.lock);
        send_due = side_may(queue.sending, writable);
    }
    if (receive_due)
        receives.call_at_end();
    if (send_due)
        sends.call_at_end();
}

void rio_queue_renewed(RioQueue& queue) {
    const RioLocks locks(*queue.receiving.completions.load(std::memory_order_relaxed),
                         *queue.sending.completions.load(std::memory_order_relaxed));
    queue.receiving.may = true;
    queue.sending.may = true;
    queue.ended_stream = false;
}

void rio_queue_end(RioQueue& queue) {
    RioCompletionQueue& receives = *queue.receiving.completions.load(std::memory_order_relaxed);
    RioCompletionQueue& sends = *queue.sending.completions.load(std::memory_order_relaxed);
    bool receives_unused = false;
    bool sends_unused = false;
    {
        const RioLocks locks(receives, sends);
        side_end(queue.receiving);
        side_end(queue.sending);
        queue.number.store(0, std::memory_order_relaxed);
        queue.socket = nullptr;
        queue.watch = nullptr;
        receives.notify_if_due();
        if (&sends != &receives)
            sends.notify_if_due();
        receives_unused = receives.is_unused();
        sends_unused = &sends != &receives && sends.is_unused();
    }
    rio_queues.give_back(queue);
    if (receives_unused)
        rio_completion_queues.give_back(receives);
    if (sends_unused)
        rio_completion_queues.give_back(sends);
}

bool rio_queue_shutdown(RioQueue& queue) {
    RioCompletionQueue& sends = *queue.sending.completions.load(std::memory_order_relaxed);
    const std::lock_guard guard(sends.lock);
    if (queue.sending.requests.empty())
        return false;
    queue.sending.shutdown_follows = true;
    return true;
}

}  // namespace berth::kernel
