// How the procedures start an overlapped request.
#pragma once

#include "providers/kernel/request.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"

namespace berth::kernel {

// What such a call says of its completion.
struct OverlappedCall {
    LPWSAOVERLAPPED overlapped;
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine = nullptr;
    const WSATHREADID* thread = nullptr;  // to which the routine is queued; null: the calling one
};

// Whether the call is to be an overlapped one: a socket without WSA_FLAG_OVERLAPPED ignores the
// structure.
inline bool is_overlapped(const Socket& socket, const WSAOVERLAPPED* overlapped) {
    return overlapped && (socket.flags & WSA_FLAG_OVERLAPPED) != 0;
}

// Starts the request (null: out of memory). 0: it has completed, and `transferred` and `flags`,
// where they are given, say what it brought; WSA_IO_PENDING; or the error with which it failed to
// start.
int request_start(Socket& socket, RequestQueue SocketWatch::*queue, const OverlappedCall& call,
                  std::unique_ptr<Request> request, DWORD* transferred = nullptr,
                  DWORD* flags = nullptr);

// Tells an operation that is done already as an overlapped one. 0 or the error of the structure.
int request_done(Socket& socket, const OverlappedCall& call, DWORD transferred);

}  // namespace berth::kernel
