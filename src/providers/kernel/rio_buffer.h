// RIORegisterBuffer, RIODeregisterBuffer: memory that the program has named for transfers.
#pragma once

#include "winsock2.h"
#include "mswsock.h"

namespace berth::kernel {

// 0, WSAEINVAL (no length) or WSAEFAULT (not all mapped), WSAENOBUFS.
int rio_buffer_register(char* data, DWORD length, RIO_BUFFERID* id);
void rio_buffer_deregister(RIO_BUFFERID id);

// The memory that a slice means. 0; WSAEFAULT: the slice itself cannot be read, or its buffer is
// not registered; WSAEINVAL: it reaches beyond the buffer, or is shorter than `least` bytes.
int rio_slice(const RIO_BUF* slice, ULONG least, char** data, ULONG* length);

}  // namespace berth::kernel
