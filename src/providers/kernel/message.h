// WSASendMsg and WSARecvMsg: transfers of datagrams with control information. Extension functions:
// the program gets them by SIO_GET_EXTENSION_FUNCTION_POINTER and calls them without ws2_32.
#pragma once

#include "winsock2.h"

namespace berth::kernel {

INT PASCAL message_send(SOCKET s, LPWSAMSG message, DWORD flags, LPDWORD sent,
                        LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);
INT PASCAL message_receive(SOCKET s, LPWSAMSG message, LPDWORD received, LPWSAOVERLAPPED overlapped,
                           LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);

}  // namespace berth::kernel
