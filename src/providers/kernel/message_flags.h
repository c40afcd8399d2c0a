// MSG_ flags between Windows' numbers and Linux'.
#pragma once

#include "winsock2.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// 0, or WSAEINVAL for a flag that does not exist or does not combine, WSAEOPNOTSUPP for one that
// this kind of socket does not have.
int send_flags_translate(const Socket& socket, DWORD flags, int* linux_flags);
int receive_flags_translate(const Socket& socket, DWORD flags, bool overlapped, int* linux_flags);

}  // namespace berth::kernel
