// The protocol of the functions that fill a table of the caller's: a count and so many rows.
#pragma once

#include <cstddef>
#include <cstring>
#include <exception>
#include <vector>

#include "minwindef.h"
#include "winerror.h"

namespace berth::iphlpapi {

// *size: bytes, in and out. Where the table does not fit, the size that is needed comes back with
// some to spare, as it grows between two calls. 0, ERROR_INSUFFICIENT_BUFFER,
// ERROR_INVALID_PARAMETER.
template <typename Table, typename Row>
DWORD table_give(void* buffer, DWORD* size, const std::vector<Row>& rows) {
    constexpr std::size_t kSpare = 8;
    constexpr std::size_t kHead = offsetof(Table, table);
    const std::size_t needed = kHead + sizeof(Row) * (rows.empty() ? 1 : rows.size());
    if (!size)
        return ERROR_INVALID_PARAMETER;
    if (!buffer || *size < needed) {
        *size = static_cast<DWORD>(needed + kSpare * sizeof(Row));
        return ERROR_INSUFFICIENT_BUFFER;
    }
    const auto count = static_cast<DWORD>(rows.size());
    std::memcpy(buffer, &count, sizeof count);
    if (!rows.empty())
        std::memcpy(static_cast<std::byte*>(buffer) + kHead, rows.data(),
                    rows.size() * sizeof(Row));
    *size = static_cast<DWORD>(needed);
    return NO_ERROR;
}

// body() -> an error code.
template <typename Body>
DWORD code_of(Body&& body) noexcept {
    try {
        return body();
    } catch (const std::exception&) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
}

}  // namespace berth::iphlpapi
