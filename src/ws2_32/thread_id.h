// The WSATHREADID that goes with an overlapped call, so that the provider can queue the completion
// routine to the thread that made it, from whatever thread the request ends in: the structure is
// the provider's to copy. Calls without an overlapped structure pay nothing.
#pragma once

#include "nt/handle.h"
#include "winsock2.h"
#include "ws2spi.h"

namespace berth::ws2 {

class ThreadId {
  public:
    explicit ThreadId(const WSAOVERLAPPED* overlapped) : used_(overlapped != nullptr) {
        if (used_)
            id_ = own();
    }
    LPWSATHREADID get() { return used_ ? &id_ : nullptr; }

    // The calling thread's, good until it ends.
    static WSATHREADID own() {
        const WSATHREADID& own = cached;
        return own.ThreadHandle ? own : open();
    }

  private:
    static WSATHREADID open();
    static constinit thread_local WSATHREADID cached __attribute__((tls_model("initial-exec")));

    WSATHREADID id_;
    bool used_;
};

}  // namespace berth::ws2
