// The skin of the WSC functions, which report by lpErrno.
#pragma once

#include <new>
#include <stdexcept>
#include <utility>

#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "winsock2.h"

namespace berth::ws2 {

// body() -> 0 or an error code. 0, or SOCKET_ERROR with *error set; where there is no *error, the
// last error says so and nothing is done.
template <typename Body>
int catalog_call(int* error, Body&& body) noexcept {
    if (!nt::memory_is_mapped(error, sizeof *error)) {
        nt::last_error_set(WSAEFAULT);
        return SOCKET_ERROR;
    }
    int code = WSA_NOT_ENOUGH_MEMORY;
    try {
        code = std::forward<Body>(body)();
    } catch (const std::bad_alloc&) {
        code = WSA_NOT_ENOUGH_MEMORY;
    } catch (const std::length_error&) {
        code = WSA_NOT_ENOUGH_MEMORY;
    }
    if (code == 0)
        return 0;
    *error = code;
    return SOCKET_ERROR;
}

}  // namespace berth::ws2
