// AcceptEx, ConnectEx, DisconnectEx, TransmitFile, TransmitPackets: extension functions, which the
// program gets by SIO_GET_EXTENSION_FUNCTION_POINTER and calls without ws2_32.
#pragma once

#include "winsock2.h"
#include "mswsock.h"

namespace berth::kernel {

BOOL PASCAL accept_ex(SOCKET listener, SOCKET accepting, PVOID buffer, DWORD receive_length,
                      DWORD local_length, DWORD remote_length, LPDWORD received,
                      LPOVERLAPPED overlapped);
BOOL PASCAL transmit_file(SOCKET s, HANDLE file, DWORD length, DWORD block, LPOVERLAPPED overlapped,
                          LPTRANSMIT_FILE_BUFFERS buffers, DWORD flags);
BOOL PASCAL transmit_packets(SOCKET s, LPTRANSMIT_PACKETS_ELEMENT elements, DWORD count,
                             DWORD block, LPOVERLAPPED overlapped, DWORD flags);
BOOL PASCAL disconnect_ex(SOCKET s, LPOVERLAPPED overlapped, DWORD flags, DWORD reserved);
BOOL PASCAL connect_ex(SOCKET s, const sockaddr* name, int name_length, PVOID buffer, DWORD length,
                       LPDWORD sent, LPOVERLAPPED overlapped);

}  // namespace berth::kernel
