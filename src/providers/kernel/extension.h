// AcceptEx, ConnectEx, DisconnectEx: extension functions, which the program gets by
// SIO_GET_EXTENSION_FUNCTION_POINTER and calls without ws2_32.
#pragma once

#include "winsock2.h"

namespace berth::kernel {

BOOL PASCAL accept_ex(SOCKET listener, SOCKET accepting, PVOID buffer, DWORD receive_length,
                      DWORD local_length, DWORD remote_length, LPDWORD received,
                      LPOVERLAPPED overlapped);
BOOL PASCAL connect_ex(SOCKET s, const sockaddr* name, int name_length, PVOID buffer, DWORD length,
                       LPDWORD sent, LPOVERLAPPED overlapped);

}  // namespace berth::kernel
