// The thread's last error: one slot, shared by GetLastError and WSAGetLastError as on Windows.
#pragma once

#include "minwindef.h"

namespace berth::nt {

// Initial-exec: an access is two instructions, with no call into the dynamic linker.
extern constinit thread_local DWORD last_error __attribute__((tls_model("initial-exec")));

inline void last_error_set(DWORD code) {
    last_error = code;
}
inline DWORD last_error_get() {
    return last_error;
}

// The end of an API function that returns BOOL: TRUE for 0, else FALSE with the last error set.
inline BOOL last_error_result(DWORD code) {
    if (code == 0) [[likely]]
        return 1;
    last_error_set(code);
    return 0;
}

}  // namespace berth::nt
