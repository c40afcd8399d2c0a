// WSPStartup and WSPCleanup as far as every provider has them alike: version negotiation, the
// count, the upcalls.
#pragma once

#include <atomic>
#include <mutex>
#include <string_view>

#include "ws2spi.h"

namespace berth::provider {

class Startup {
  public:
    // 0, WSAEFAULT, WSAVERNOTSUPPORTED, WSASYSNOTREADY.
    int begin(WORD version, LPWSPDATA data, std::wstring_view description,
              const WSPUPCALLTABLE& upcalls, const WSPPROC_TABLE& own, LPWSPPROC_TABLE procs);
    // 0, WSANOTINITIALISED. `last`: the sockets go too.
    int end(bool* last);

    bool is_started() const { return count_.load(std::memory_order_acquire) != 0; }
    // The table of the last WSPStartup. It stays where it is: a call in another thread may still
    // look at one that has been replaced.
    const WSPUPCALLTABLE& upcalls() const { return *upcalls_.load(std::memory_order_acquire); }

  private:
    std::mutex lock_;
    std::atomic<int> count_{0};
    std::atomic<const WSPUPCALLTABLE*> upcalls_{nullptr};
};

}  // namespace berth::provider
