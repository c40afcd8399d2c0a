// Calls into providers of third parties, counted: none is unloaded while a thread is inside.
// https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wspstartup#remarks
#pragma once

#include <atomic>

#include "winsock2.h"
#include "ws2spi.h"

namespace berth::ws2 {

extern std::atomic<uint32_t> foreign_calls;  // under way

// Who counts itself looks for the socket, or the provider, after that; who unloads makes both
// unfindable, then looks at the count.
class ForeignCall {
  public:
    ForeignCall() { foreign_calls.fetch_add(1); }
    ForeignCall(const ForeignCall&) = delete;
    ForeignCall& operator=(const ForeignCall&) = delete;
    ~ForeignCall() { foreign_calls.fetch_sub(1); }
};

// Sets the procedures for a socket to ones that count themselves and call Route::plain. Those that
// have no socket, or take it out of the table, are counted where they are called.
void foreign_procedures_set(WSPPROC_TABLE* procs);

}  // namespace berth::ws2
