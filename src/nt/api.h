// The skin of a Windows API function: its body gives a Windows error code or throws for want of
// memory; the skin turns that into the last error and the function's failure value.
#pragma once

#include <new>
#include <stdexcept>
#include <utility>

#include "nt/last_error.h"
#include "winerror.h"

namespace berth::nt {

// body() -> the function's result; the result for want of memory is `failure`.
template <typename Result, typename Body>
Result api_call(Result failure, Body&& body) noexcept {
    try {
        return std::forward<Body>(body)();
    } catch (const std::bad_alloc&) {
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
    } catch (const std::length_error&) {
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
    }
    return failure;
}

// body() -> 0 or a Windows error code.
template <typename Body>
BOOL api_bool(Body&& body) noexcept {
    return api_call<BOOL>(FALSE, [&]() -> BOOL {
        const DWORD error = std::forward<Body>(body)();
        if (error != 0)
            last_error_set(error);
        return error == 0;
    });
}

// For a function that has just failed: `return api_fail(ERROR_X, NULL)`.
template <typename Result>
Result api_fail(DWORD error, Result failure) {
    last_error_set(error);
    return failure;
}

}  // namespace berth::nt
