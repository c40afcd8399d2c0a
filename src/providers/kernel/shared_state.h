// What all descriptors of a socket that was duplicated have in common (WSADuplicateSocket: "All of
// the state information associated with a socket is held in common") and the kernel does not keep:
// in memory that the processes share, from the first duplicate on.
#pragma once

#include "providers/kernel/socket.h"

namespace berth::kernel {

struct SharedState {
    static constexpr uint32_t kVersion = 3;

    uint32_t version;
    int32_t family, type, protocol;
    DWORD flags;
    bool bound, listening, connecting, connected, receive_shut, send_shut;
    bool bound_by_program, linger_set, exclusive_address, reuse_address, conditional_accept,
        accept_paused;
    bool udp_connreset, send_timeout_set, receive_timeout_set, urgent_inline;
    int32_t failure, connect_error, connect_timeout_seconds;
    int64_t connected_at;  // the clock is the same in all processes
    KeptOptions::Values kept;
    DWORD user_mtu4, user_mtu6;
};

SharedState shared_state_of(const Socket& socket);
// For a new duplicate: all of it.
void shared_state_assign(Socket& socket, const SharedState& state);

// The memory that duplicates of the socket share, made where there is none. *fd stays with the
// socket. An errno, or 0.
int shared_memory_make(Socket& socket, int* fd);
// ... which came along with a duplicate: `fd` is the socket's from now on, or closed. An errno or
// 0.
int shared_memory_join(Socket& socket, int fd);
// To be called before the socket ends.
void shared_memory_forget(const Socket& socket);

// Takes over what another descriptor has changed; tells the others what this one has.
void shared_state_take(Socket& socket);
void shared_state_tell(const Socket& socket);

// Around a call that asks for the state of a socket or changes it.
class SharedChange {
  public:
    explicit SharedChange(Socket& socket) : socket_(socket.shared ? &socket : nullptr) {
        if (socket_) [[unlikely]]
            shared_state_take(*socket_);
    }
    ~SharedChange() {
        if (socket_) [[unlikely]]
            shared_state_tell(*socket_);
    }
    SharedChange(const SharedChange&) = delete;
    SharedChange& operator=(const SharedChange&) = delete;

  private:
    Socket* socket_;
};

// WSAEventSelect and WSAAsyncSelect by one descriptor cancel what was registered by another.
void shared_registration_take(const Socket& socket);
bool shared_registration_is_ours(const Socket& socket);

}  // namespace berth::kernel
