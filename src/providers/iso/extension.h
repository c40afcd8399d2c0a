// The functions that SIO_GET_EXTENSION_FUNCTION_POINTER hands out: each in the file of its name.
#pragma once

#include "mswsock.h"
#include "winsock2.h"

namespace berth::iso {

// Null: there is none of that name.
const void* extension_find(const GUID& id);

BOOL PASCAL accept_ex(SOCKET listener, SOCKET accepting, PVOID buffer, DWORD receive_length,
                      DWORD local_length, DWORD remote_length, LPDWORD received,
                      LPOVERLAPPED overlapped);
BOOL PASCAL connect_ex(SOCKET s, const sockaddr* name, int name_length, PVOID buffer, DWORD length,
                       LPDWORD sent, LPOVERLAPPED overlapped);
BOOL PASCAL disconnect_ex(SOCKET s, LPOVERLAPPED overlapped, DWORD flags, DWORD reserved);

}  // namespace berth::iso
