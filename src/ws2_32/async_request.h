// Look-ups that are told of by a window message: one after the other, in a thread of their own.
// https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncgethostbyname
#pragma once

#include <functional>

#include "winsock2.h"

namespace berth::ws2 {

// Writes the answer and all that it points to into `buffer` if `room` bytes do for it, and gives
// how many it needs. Called with the answer of the look-up before.
using AsyncWrite = std::function<size_t(char* buffer, size_t room)>;
// Looks up, without any lock: 0 with the answer's writer, or the error.
using AsyncAsk = std::function<int(AsyncWrite* write)>;

struct AsyncTarget {
    HWND window;
    unsigned message;
    char* buffer;
    int length;
};

// The request's number, or null with the last error set.
HANDLE async_request_start(const AsyncTarget& target, AsyncAsk ask);
// 0, WSAEINVAL or WSAEALREADY. After 0 nobody hears of it, and its buffer is the caller's again.
int async_request_cancel(HANDLE number);
// The last WSACleanup.
void async_requests_cancel();

}  // namespace berth::ws2
