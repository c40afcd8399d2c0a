// Sockets that two processes share: WSADuplicateSocket in one, WSASocket in the other.
#pragma once

#include "winsock2.h"

namespace berth::kernel {

// Takes the socket that another process (or this one) offered by WSPDuplicateSocket. 0 or a WSA
// code.
int shared_socket_take(const WSAPROTOCOL_INFOW& info, DWORD flags, SOCKET* s);

}  // namespace berth::kernel
