// RIOCreateCompletionQueue, RIOResizeCompletionQueue, RIOCloseCompletionQueue, RIONotify,
// RIODequeueCompletion.
#include <mutex>

#include "nt/handle.h"
#include "nt/memory_probe.h"
#include "providers/kernel/port_reactor.h"
#include "providers/kernel/rio_queue.h"
#include "winnt.h"

namespace berth::kernel {

constinit RioTable<RioCompletionQueue> rio_completion_queues;

namespace {

// A program that polls drives its sockets itself, each so many times that it finds nothing.
constexpr uint32_t kPollAfter = 16;

// The queue, if it has that number, for as long as its lock is held.
class Found {
  public:
    explicit Found(RIO_CQ descriptor) : queue_(rio_completion_queues.find(descriptor)) {
        if (!queue_)
            return;
        queue_->lock.lock();
        if (queue_->number.load(std::memory_order_relaxed) !=
            reinterpret_cast<uintptr_t>(descriptor)) {
            queue_->lock.unlock();
            queue_ = nullptr;
        }
    }
    ~Found() {
        if (queue_)
            queue_->lock.unlock();
    }
    Found(const Found&) = delete;
    Found& operator=(const Found&) = delete;

    explicit operator bool() const { return queue_ != nullptr; }
    RioCompletionQueue* operator->() const { return queue_; }
    RioCompletionQueue* get() const { return queue_; }

  private:
    RioCompletionQueue* queue_;
};

int notification_read(const RIO_NOTIFICATION_COMPLETION& from, RioNotification* to,
                      reactor::Reactor** reactor) {
    switch (from.Type) {
        case RIO_EVENT_COMPLETION: {
            to->event = nt::handle_get<nt::Event>(from.Event.EventHandle, EVENT_MODIFY_STATE);
            if (!to->event)
                return WSAEINVAL;
            // Whoever waits for the event drives the sockets.
            *reactor = static_cast<reactor::Reactor*>(to->event->driver());
            if (!*reactor) {
                *reactor = reactor::Reactor::process();
                to->event->drive_with(*reactor);
            }
            break;
        }
        case RIO_IOCP_COMPLETION:
            to->port = nt::handle_get<nt::CompletionPort>(from.Iocp.IocpHandle);
            to->key = reinterpret_cast<ULONG_PTR>(from.Iocp.CompletionKey);
            to->overlapped = static_cast<OVERLAPPED*>(from.Iocp.Overlapped);
            if (!to->port || !to->overlapped)
                return WSAEINVAL;
            *reactor = port_reactor(*to->port);
            break;
        default:
            return WSAEINVAL;
    }
    return *reactor ? 0 : WSAENOBUFS;
}

int size_check(DWORD size) {
    return size < 1 || size > RIO_MAX_CQ_SIZE ? WSAEINVAL : 0;
}

ULONG results_take(RioCompletionQueue& queue, RIORESULT* results, ULONG count) {
    ULONG taken = 0;
    while (taken < count) {
        const std::unique_ptr<RioRequest> request(queue.done.pop());
        if (!request)
            break;
        results[taken++] = {request->status, request->done, request->socket_context,
                            request->request_context};
        if (request->notifies)
            --queue.notifying;
        queue.discharge(*request);
    }
    return taken;
}

}  // namespace

int rio_completions_make(DWORD size, const RIO_NOTIFICATION_COMPLETION* notification,
                         RIO_CQ* made) {
    if (int code = size_check(size))
        return code;
    RioNotification told;
    reactor::Reactor* reactor = nullptr;
    bool resets = false;
    if (notification) {
        if (!nt::memory_is_mapped(notification, sizeof *notification))
            return WSAEFAULT;
        if (int code = notification_read(*notification, &told, &reactor))
            return code;
        resets = told.event && notification->Event.NotifyReset;
    }
    RioCompletionQueue* queue = rio_completion_queues.take();
    if (!queue)
        return WSAENOBUFS;
    const std::lock_guard guard(queue->lock);
    queue->size = size;
    queue->reserved = 0;
    queue->left_over = 0;
    queue->open = true;
    queue->notification = std::move(told);
    queue->notify_resets = resets;
    queue->armed = false;
    queue->reactor = reactor;
    queue->ring_refused = false;
    queue->found_empty = 0;
    rio_completion_queues.publish(*queue);
    *made = reinterpret_cast<RIO_CQ>(queue->number.load(std::memory_order_relaxed));
    return 0;
}

int rio_completions_resize(RIO_CQ descriptor, DWORD size) {
    const Found queue(descriptor);
    if (!queue)
        return WSAEINVAL;
    if (int code = size_check(size))
        return code;
    if (uint64_t{queue->reserved} + queue->left_over > size)
        return WSAETOOMANYREFS;
    queue->size = size;
    return 0;
}

int rio_completions_notify(RIO_CQ descriptor) {
    const Found queue(descriptor);
    if (!queue || !queue->notification)
        return WSAEINVAL;
    if (queue->armed)
        return WSAEALREADY;
    if (queue->notify_resets && queue->notifying == 0)
        queue->notification.event->reset();
    queue->armed = true;
    queue->notify_if_due();
    return 0;
}

// Its request queues go on, and what they complete is dropped.
void rio_completions_close(RIO_CQ descriptor) {
    RioCompletionQueue* unused = nullptr;
    RioNotification told;
    {
        const Found queue(descriptor);
        if (!queue)
            return;
        queue->number.store(0, std::memory_order_relaxed);
        queue->open = false;
        queue->armed = false;
        while (RioRequest* request = queue->done.pop()) {
            const std::unique_ptr<RioRequest> dropped(request);
            queue->discharge(*request);
        }
        queue->notifying = 0;
        told = std::exchange(queue->notification, {});
        queue->ring.reset();
        queue->ring_refused = true;
        if (queue->is_unused())
            unused = queue.get();
    }
    if (unused)
        rio_completion_queues.give_back(*unused);
}

ULONG rio_completions_take(RIO_CQ descriptor, RIORESULT* results, ULONG count) {
    reactor::Reactor* reactor = nullptr;
    {
        const Found queue(descriptor);
        if (!queue || (count != 0 && nt::memory_is_null_page(results)))
            return RIO_CORRUPT_CQ;
        if (const ULONG taken = results_take(*queue.get(), results, count)) {
            queue->found_empty = 0;
            return taken;
        }
        if (count == 0 || ++queue->found_empty % kPollAfter != 0)
            return 0;
        reactor = queue->reactor;
    }
    if (!reactor)
        reactor = reactor::Reactor::process();
    if (reactor)
        reactor->poll();
    const Found queue(descriptor);
    return queue ? results_take(*queue.get(), results, count) : RIO_CORRUPT_CQ;
}

}  // namespace berth::kernel
