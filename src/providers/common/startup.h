// WSPStartup and WSPCleanup as far as every provider has them alike: version negotiation, the
// count, the upcalls.
#pragma once

#include <mutex>
#include <string_view>

#include "ws2spi.h"

namespace berth::provider {

class Startup {
  public:
    // 0, WSAEFAULT, WSAVERNOTSUPPORTED.
    int begin(WORD version, LPWSPDATA data, std::wstring_view description,
              const WSPUPCALLTABLE& upcalls, const WSPPROC_TABLE& own, LPWSPPROC_TABLE procs);
    // 0, WSANOTINITIALISED. `last`: the sockets go too.
    int end(bool* last);

    bool is_started();
    const WSPUPCALLTABLE& upcalls() const { return upcalls_; }

  private:
    std::mutex lock_;
    int count_ = 0;
    WSPUPCALLTABLE upcalls_{};
};

}  // namespace berth::provider
