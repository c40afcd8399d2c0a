// RIO_CQ and RIO_RQ. A request queue has two sides, receiving and sending, each with the completion
// queue that its results go to; the side and its requests are guarded by that completion queue's
// lock. What is to be transferred gathers in the completion queue's batch: a call without
// RIO_MSG_DEFER, or the reactor when it has told what became ready, makes the transfers of all
// sides in the batch at once (rio_ring.h). What would block waits for the reactor.
#pragma once

#include "nt/completion_port.h"
#include "nt/event.h"
#include "providers/kernel/rio_request.h"
#include "providers/kernel/rio_table.h"
#include "providers/kernel/socket_watch.h"
#include "reactor/batch_end.h"

namespace berth::kernel {

struct RioCompletionQueue;
struct RioQueue;

struct RioSide {
    std::atomic<RioCompletionQueue*> completions{nullptr};
    RioQueue* queue = nullptr;
    RioRequestList requests;  // the first is in the batch where `batched` says so
    RioSide* next_batched = nullptr;
    RioSide* next_unwatched = nullptr;
    ssize_t result = 0;
    uint32_t limit = 0;
    uint32_t outstanding = 0;  // started and not dequeued
    bool sending = false;
    bool batched = false;
    bool unwatched = false;
    bool may = true;  // nothing has shown that the transfer would block since the last edge
    bool shutdown_follows = false;
};

// Changes hands under the locks of both its completion queues.
struct RioQueue : RioSlot {
    Socket* socket = nullptr;  // lives as long as the queue has its number
    SocketWatch* watch = nullptr;
    reactor::Reactor* reactor = nullptr;
    ULONGLONG context = 0;
    RioSide receiving;
    RioSide sending;
    std::atomic<bool> ended_stream{false};  // a short read does not mean that nothing is left

    RioSide& side(bool of_sends) { return of_sends ? sending : receiving; }
};

// Whom RIONotify tells.
struct RioNotification {
    nt::Ref<nt::Event> event;
    nt::Ref<nt::CompletionPort> port;
    ULONG_PTR key = 0;
    OVERLAPPED* overlapped = nullptr;

    explicit operator bool() const { return event || port; }
    // False: out of memory.
    bool tell() const;
};

struct RioCompletionQueue final : RioSlot, reactor::BatchEnd {
    nt::FutexMutex lock;  // all that follows

    DWORD size = 0;
    DWORD reserved = 0;   // by the limits of the request queues
    DWORD left_over = 0;  // results of request queues that are gone
    uint32_t sides = 0;   // of request queues
    bool open = false;

    RioRequestList done;
    uint32_t notifying = 0;  // of them, not RIO_MSG_DONT_NOTIFY
    RioNotification notification;
    bool notify_resets = false;
    bool armed = false;
    reactor::Reactor* reactor = nullptr;  // whose waiting threads are told, or the process'

    RioSide* batch_first = nullptr;
    RioSide* batch_last = nullptr;
    std::atomic<bool> has_batch{false};
    // Sides that wait, though nobody watches their sockets: another descriptor has taken the place
    // of the one that was watched (AcceptEx).
    RioSide* unwatched_first = nullptr;
    std::unique_ptr<RioRing> ring;
    bool ring_refused = false;
    uint32_t found_empty = 0;  // times in a row

    void events_told() override;
    // Flushes; with no lock held, nor a watch's.
    void commit();
    // After a flush, likewise.
    void watch_again();

    // ---- under the lock ----
    void batch_add(RioSide& side);
    void batch_remove(RioSide& side);
    // Makes the transfers of the batch.
    void flush();
    void unwatched_remove(RioSide& side);
    // A request has ended.
    void complete(RioRequest& request, int status);
    // Tells what RIONotify asked for, if it has come. (With the lock held, so that RIONotify's
    // reset of the event does not meet a signal that is still on its way.)
    void notify_if_due();
    // A result leaves the queue, and its request's charge with it.
    void discharge(const RioRequest& request);
    // Nobody refers to it any more: the slot may be used again.
    bool is_unused() const { return !open && sides == 0; }
    bool has_room(uint64_t more) const { return uint64_t{reserved} + left_over + more <= size; }

  private:
    bool ring_ready();
    uint32_t batch_run(RioSide** taken);
    void advance(RioSide& side);
};

extern RioTable<RioCompletionQueue> rio_completion_queues;
extern RioTable<RioQueue> rio_queues;

// Holds the locks of one or two completion queues.
class RioLocks {
  public:
    RioLocks(RioCompletionQueue& one, RioCompletionQueue& other);
    ~RioLocks();
    RioLocks(const RioLocks&) = delete;
    RioLocks& operator=(const RioLocks&) = delete;

  private:
    RioCompletionQueue* first_;
    RioCompletionQueue* second_;  // null: the same
};

// What RIOCreateRequestQueue asks for.
struct RioLimits {
    ULONG receives;
    ULONG sends;
};

// ---- rio_queue.cpp; 0 or a WSA code ----

int rio_queue_make(Socket& socket, const RioLimits& limits, RIO_CQ receive_to, RIO_CQ send_to,
                   void* context, RIO_RQ* made);
int rio_queue_resize(RIO_RQ descriptor, const RioLimits& limits);
// RIOReceive and the others.
int rio_start(RIO_RQ descriptor, const RioCall& call);
// The same with RIO_MSG_COMMIT_ONLY: what was deferred is begun.
int rio_commit(RIO_RQ descriptor, bool sending);

// ---- rio_completion.cpp; 0 or a WSA code ----

int rio_completions_make(DWORD size, const RIO_NOTIFICATION_COMPLETION* notification, RIO_CQ* made);
int rio_completions_resize(RIO_CQ descriptor, DWORD size);
int rio_completions_notify(RIO_CQ descriptor);
void rio_completions_close(RIO_CQ descriptor);
// How many, or RIO_CORRUPT_CQ.
ULONG rio_completions_take(RIO_CQ descriptor, RIORESULT* results, ULONG count);

}  // namespace berth::kernel
