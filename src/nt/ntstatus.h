// NTSTATUS values, as requests carry them in OVERLAPPED::Internal and completion packets, and the
// error codes that programs see for them.
#pragma once

#include <cstdint>

#include "minwindef.h"

namespace berth::nt {

inline constexpr uint32_t kStatusSuccess = 0;
inline constexpr uint32_t kStatusPending = 0x103;
inline constexpr uint32_t kStatusBufferOverflow = 0x80000005;
inline constexpr uint32_t kStatusEndOfFile = 0xC0000011;
inline constexpr uint32_t kStatusCancelled = 0xC0000120;

// A request that ends at once with such a status has failed to start: nothing is told of it but
// the error code. Warnings (STATUS_BUFFER_OVERFLOW) complete like a success.
inline constexpr bool status_is_error(uint32_t status) {
    return status >= 0xC0000000;
}

DWORD error_from_status_slowly(uint32_t status);
// GetLastError's view; 0 for a success.
inline DWORD error_from_status(uint32_t status) {
    return status == kStatusSuccess ? 0 : error_from_status_slowly(status);
}
// WSAGetLastError's view.
DWORD socket_error_from_status(uint32_t status);

// The status that a request ends with which failed with this error: a WSAE code or another one.
uint32_t status_from_error(DWORD error);

}  // namespace berth::nt
