// The WSATHREADID that goes with an overlapped call, so that the provider can queue the completion
// routine to the thread that made it. Calls without an overlapped structure pay nothing.
#pragma once

#include "nt/handle.h"
#include "winsock2.h"
#include "ws2spi.h"

namespace berth::ws2 {

class ThreadId {
  public:
    // A pseudo-handle: the provider makes its own by WPUOpenCurrentThread where it outlives the
    // call.
    explicit ThreadId(const WSAOVERLAPPED* overlapped) : used_(overlapped != nullptr) {
        if (used_)
            id_ = {nt::kCurrentThread, 0};
    }
    LPWSATHREADID get() { return used_ ? &id_ : nullptr; }

  private:
    WSATHREADID id_;
    bool used_;
};

}  // namespace berth::ws2
