// The WSATHREADID that goes with an overlapped call, so that the provider can queue the completion
// routine to the thread that made it. Calls without an overlapped structure pay nothing.
#pragma once

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::ws2 {

class ThreadId {
  public:
    explicit ThreadId(const WSAOVERLAPPED* overlapped);
    LPWSATHREADID get() { return used_ ? &id_ : nullptr; }

  private:
    WSATHREADID id_;
    bool used_;
};

}  // namespace berth::ws2
