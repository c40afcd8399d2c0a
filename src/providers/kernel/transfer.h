// Sending and receiving, shared by the procedures of the table and the message extensions.
#pragma once

#include <memory>
#include <optional>

#include "winsock2.h"
#include "providers/kernel/address.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// A caller's WSABUF array in the kernel's form, as far as it is still to be transferred. The room
// is somebody else's.
class IoVector {
  public:
    explicit IoVector(lnx::IoVec* room) : data_(room) {}
    IoVector(const IoVector&) = delete;
    IoVector& operator=(const IoVector&) = delete;
    ~IoVector() = default;

    void fill(const WSABUF* buffers, DWORD count);
    // Takes bytes that were transferred off the front.
    void consume(size_t bytes);

    lnx::IoVec* data() { return data_; }
    size_t count() const { return count_; }
    size_t total() const { return total_; }

  private:
    lnx::IoVec* data_;
    size_t total_ = 0;
    size_t count_ = 0;
};

// What the program says of its buffers: 0, WSAEFAULT or WSAENOBUFS.
int buffers_check(const WSABUF* buffers, DWORD count);
// The same of buffers to receive into: before anything is waited for.
int receive_buffers_check(const WSABUF* buffers, DWORD count);

// For a call: on its stack, with an allocation only where there are many buffers.
class CallBuffers {
  public:
    // 0, WSAEFAULT or WSAENOBUFS.
    int assign(const WSABUF* buffers, DWORD count);
    operator IoVector&() { return *vector_; }
    size_t total() const { return vector_->total(); }

  private:
    static constexpr DWORD kInPlace = 8;
    lnx::IoVec few_[kInPlace];
    std::unique_ptr<lnx::IoVec[]> many_;
    std::optional<IoVector> vector_;
};

// Checks that come before the system call and that it would not make, or not in Windows' words.
// 0 or a WSA code.
int send_check(Socket& socket, bool to_address);
int receive_check(Socket& socket);

// Before a call that is not overlapped (`direction`: Socket::kPlainSend or kPlainReceive): lets the
// requests that are queued before it go first. 0; WSAEWOULDBLOCK: they have not gone, and the
// socket does not block; WSAEINTR: it was closed.
int queued_go_first(Socket& socket, uint8_t direction);

// Sends as the socket's mode says, or not blocking (MSG_DONTWAIT): then `data` holds what is left.
// `to` and `header` (control data) may be null.
int socket_send(Socket& socket, IoVector& data, int linux_flags, const Address* to,
                lnx::MsgHdr* header, DWORD* sent);

// The WSA code of a call that failed with this errno, as the socket's mode says (EAGAIN).
int send_error(Socket& socket, int number, int linux_flags = 0);
int receive_error(Socket& socket, int number, int linux_flags = 0);

// The WSA code of a send that failed with this errno; WSAEWOULDBLOCK for EAGAIN.
int send_failure(Socket& socket, int number);

// The same of a receive; and what the end of a stream means: 0, or the failure that broke it.
int receive_failure(Socket& socket, int number);
int receive_end(const Socket& socket);

// Receives as the socket's mode says, or not blocking (MSG_DONTWAIT). `truncated`: a datagram that
// was longer than the buffers.
int socket_receive(Socket& socket, IoVector& data, int linux_flags, Address* from,
                   lnx::MsgHdr* header, DWORD* received, bool* truncated);

}  // namespace berth::kernel
