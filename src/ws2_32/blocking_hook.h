// The blocking hook of Windows Sockets 1.1: a function of the thread that a provider calls while it
// blocks. https://learn.microsoft.com/windows/win32/winsock/blocking-operations-2
#pragma once

#include "ws2spi.h"

namespace berth::ws2 {

// The calling thread's hook in the form that WPUQueryBlockingCallback hands out, or null.
LPBLOCKINGCALLBACK blocking_callback(DWORD_PTR* context);

}  // namespace berth::ws2
