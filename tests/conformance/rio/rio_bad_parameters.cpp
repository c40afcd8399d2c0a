#include "rio.h"

// Errors of the calls.
SCENARIO(rio_bad_parameters) {
#ifdef HAVE_RIO
    Rio rio(AF_INET);
    RIO_BUF slice = {rio.buffer, 0, 8};
    RIO_BUF slices[2] = {slice, slice};
    truth("no memory", rio.f.RIORegisterBuffer(nullptr, 8) != RIO_INVALID_BUFFERID);
    error("code", WSAGetLastError());
    truth("no length", rio.f.RIORegisterBuffer(rio.memory, 0) != RIO_INVALID_BUFFERID);
    error("code", WSAGetLastError());
    truth("no size", rio.f.RIOCreateCompletionQueue(0, nullptr) != RIO_INVALID_CQ);
    error("code", WSAGetLastError());
    truth("too large",
          rio.f.RIOCreateCompletionQueue(RIO_MAX_CQ_SIZE + 1, nullptr) != RIO_INVALID_CQ);
    error("code", WSAGetLastError());
    truth("no socket", rio.f.RIOCreateRequestQueue(INVALID_SOCKET, 1, 1, 1, 1, rio.queue, rio.queue,
                                                   nullptr) != RIO_INVALID_RQ);
    error("code", WSAGetLastError());
    truth("no completion queue", rio.f.RIOCreateRequestQueue(rio.server, 1, 1, 1, 1, RIO_INVALID_CQ,
                                                             rio.queue, nullptr) != RIO_INVALID_RQ);
    error("code", WSAGetLastError());
    truth("nothing outstanding", rio.f.RIOCreateRequestQueue(rio.server, 0, 1, 0, 1, rio.queue,
                                                             rio.queue, nullptr) != RIO_INVALID_RQ);
    error("code", WSAGetLastError());
    done("no queue", rio.f.RIOReceive(RIO_INVALID_RQ, &slice, 1, 0, nullptr));
    done("a flag", rio.f.RIOReceive(rio.requests, &slice, 1, 0x100, nullptr));
    done("two buffers", rio.f.RIOReceive(rio.requests, slices, 2, 0, nullptr));
    done("commit with data",
         rio.f.RIOReceive(rio.requests, &slice, 1, RIO_MSG_COMMIT_ONLY, nullptr));
    done("commit and defer",
         rio.f.RIOSend(rio.requests, nullptr, 0, RIO_MSG_COMMIT_ONLY | RIO_MSG_DEFER, nullptr));
    error("notify", rio.f.RIONotify(RIO_INVALID_CQ));
    rio.f.RIODeregisterBuffer(RIO_INVALID_BUFFERID);
    rio.f.RIOCloseCompletionQueue(RIO_INVALID_CQ);
    rio.f.RIODeregisterBuffer(rio.buffer);
    done("deregistered", rio.f.RIOReceive(rio.requests, &slice, 1, 0, nullptr));
    RIORESULT one;
    truth("corrupt", rio.f.RIODequeueCompletion(RIO_INVALID_CQ, &one, 1) == RIO_CORRUPT_CQ);
#else
    skip("these headers have no Registered I/O");
#endif
}
