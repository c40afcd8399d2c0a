// WSAPoll over sockets of non-IFS providers, whose state only the provider knows.
#pragma once

#include "winsock2.h"
#include "nt/poll_wake.h"

namespace berth::ws2 {

// WSAPoll for an array with such sockets in it, beside others or not. False: there are none.
bool poll_with_non_ifs(WSAPOLLFD* sockets, ULONG count, INT timeout, int* result);

// WSAPoll for those of the array that the kernel knows (poll.cpp). Returns 0 also when `wake` was
// signalled.
int poll_ifs(WSAPOLLFD* sockets, ULONG count, INT timeout, nt::PollWake& wake);

}  // namespace berth::ws2
