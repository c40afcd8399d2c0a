// Registered I/O: requests one by one, and many sockets' in one batch, which io_uring carries.
#include "scenario.h"

namespace faults {

namespace {

constexpr int kSlice = 64;

// A completion queue that an event tells of, and the memory of its requests.
struct Registered {
    RIO_EXTENSION_FUNCTION_TABLE f = {};
    Handle event{CreateEventW(nullptr, FALSE, FALSE, nullptr)};
    RIO_BUFFERID buffer = RIO_INVALID_BUFFERID;
    RIO_CQ queue = RIO_INVALID_CQ;
    int outstanding = 0;
    int seen[32] = {};
    bool closing = false;
    char memory[32 * kSlice] = {};

    bool open(const Socket& any) {
        GUID id = WSAID_MULTIPLE_RIO;
        DWORD bytes = 0;
        if (!good("WSAIoctl", WSAIoctl(any.s, SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER, &id,
                                       sizeof id, &f, sizeof f, &bytes, nullptr, nullptr) == 0))
            return false;
        RIO_NOTIFICATION_COMPLETION notify = {};
        notify.Type = RIO_EVENT_COMPLETION;
        notify.Event.EventHandle = event.h;
        notify.Event.NotifyReset = TRUE;
        buffer = f.RIORegisterBuffer(memory, sizeof memory);
        good("RIORegisterBuffer", buffer != RIO_INVALID_BUFFERID);
        queue = f.RIOCreateCompletionQueue(32, &notify);
        return good("RIOCreateCompletionQueue", queue != RIO_INVALID_CQ) &&
               buffer != RIO_INVALID_BUFFERID;
    }
    RIO_RQ requests_of(const Socket& socket) {
        const RIO_RQ made = f.RIOCreateRequestQueue(socket.s, 3, 1, 2, 1, queue, queue, nullptr);
        good("RIOCreateRequestQueue", made != RIO_INVALID_RQ);
        return made;
    }
    // The request's number says which slice is its own, too.
    bool start(RIO_RQ requests, bool sending, int number, DWORD flags = 0) {
        RIO_BUF slice = {buffer, static_cast<ULONG>(number * kSlice), kSlice};
        const bool ok =
            good(sending ? "RIOSend" : "RIOReceive",
                 (sending ? f.RIOSend : f.RIOReceive)(requests, &slice, 1, flags,
                                                      reinterpret_cast<void*>(size_t(number))));
        outstanding += ok;
        return ok;
    }
    // Until `left` are outstanding, or, unless the sockets are closed, one has failed.
    bool take(int left) {
        while (outstanding > left && (closing || run.code == 0)) {
            RIORESULT results[4];
            const ULONG got = f.RIODequeueCompletion(queue, results, 4);
            if (got == 0) {
                if (const int code = f.RIONotify(queue))
                    return failed("RIONotify", code);
                if (WaitForSingleObject(event.h, kLimit) != WAIT_OBJECT_0) {
                    problem("%s%lld registered requests never completed", "", outstanding);
                    return false;
                }
            }
            for (ULONG i = 0; i < got; ++i) {
                if (++seen[results[i].RequestContext] != 1)
                    problem("a registered request completed twice%s");
                if (results[i].Status != 0 && !closing)
                    failed("a registered request", results[i].Status);
                --outstanding;
            }
        }
        return run.code == 0;
    }
    // All that is outstanding, after the sockets are closed.
    ~Registered() {
        closing = true;
        if (queue != RIO_INVALID_CQ) {
            take(0);
            f.RIOCloseCompletionQueue(queue);
        }
        if (buffer != RIO_INVALID_BUFFERID)
            f.RIODeregisterBuffer(buffer);
    }
};

}  // namespace

void registered_io() {
    Registered registered;
    Pair pair;
    if (!pair.open(WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO) || !registered.open(pair.server))
        return;
    const RIO_RQ requests = registered.requests_of(pair.server);
    if (requests != RIO_INVALID_RQ && registered.start(requests, false, 0) &&
        registered.start(requests, false, 1) && registered.start(requests, true, 2) &&
        good("send", send(pair.client.s, "abcd", 4, 0) == 4))
        registered.take(1);
}

// Both ends of some connections send and receive, and all that is one batch, twice.
void registered_batch() {
    constexpr int kPairs = 3;
    Registered registered;
    Pair pairs[kPairs];
    RIO_RQ queues[2 * kPairs];
    for (Pair& pair : pairs)
        if (!pair.open(WSA_FLAG_OVERLAPPED | WSA_FLAG_REGISTERED_IO))
            return;
    if (!registered.open(pairs[0].server))
        return;
    for (int i = 0; i < 2 * kPairs; ++i) {
        queues[i] = registered.requests_of(i % 2 ? pairs[i / 2].server : pairs[i / 2].client);
        if (queues[i] == RIO_INVALID_RQ)
            return;
    }
    int number = 0;
    for (int round = 0; round < 2; ++round) {
        const int first = number;
        for (const bool sending : {true, false}) {
            for (int i = 0; i < 2 * kPairs; ++i) {
                memset(registered.memory + number * kSlice, sending ? 'a' + i : 0, kSlice);
                if (!registered.start(queues[i], sending, number++, RIO_MSG_DEFER))
                    return;
            }
        }
        for (const RIO_RQ each : queues)
            if (!good("RIO_MSG_COMMIT_ONLY",
                      registered.f.RIOSend(each, nullptr, 0, RIO_MSG_COMMIT_ONLY, nullptr)))
                return;
        if (!registered.take(0))
            return;
        for (int i = 0; i < 2 * kPairs; ++i) {
            const char* got = registered.memory + (first + 2 * kPairs + i) * kSlice;
            if (got[0] != 'a' + (i ^ 1) || got[kSlice - 1] != 'a' + (i ^ 1))
                problem("other bytes%s");
        }
    }
}

}  // namespace faults
