// SO_OPENTYPE: whether the sockets that the calling thread creates by socket() take overlapped
// requests. An option of no socket: programs set it on INVALID_SOCKET.
// https://learn.microsoft.com/windows/win32/winsock/sol-socket-socket-options
#pragma once

#include "winsock2.h"

namespace berth::ws2 {

// 0 or a WSA code.
int open_type_get(char* value, int* length);
int open_type_set(const char* value, int length);

// WSA_FLAG_OVERLAPPED, unless the thread chose otherwise.
DWORD open_type_flags();

}  // namespace berth::ws2
