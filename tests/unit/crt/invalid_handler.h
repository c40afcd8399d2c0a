// Counts the calls of the invalid parameter handler instead of ending the program.
#pragma once

#include "berth/crt_invalid.h"

namespace berth::crt {

class InvalidHandlerGuard {
  public:
    InvalidHandlerGuard() {
        calls = 0;
        old_ = _set_thread_local_invalid_parameter_handler(
            [](const wchar_t*, const wchar_t*, const wchar_t*, unsigned, uintptr_t) { ++calls; });
    }
    InvalidHandlerGuard(const InvalidHandlerGuard&) = delete;
    InvalidHandlerGuard& operator=(const InvalidHandlerGuard&) = delete;
    ~InvalidHandlerGuard() { _set_thread_local_invalid_parameter_handler(old_); }

    static inline thread_local int calls = 0;

  private:
    _invalid_parameter_handler old_;
};

}  // namespace berth::crt
