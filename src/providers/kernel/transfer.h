// Sending and receiving, shared by the procedures of the table and the message extensions.
#pragma once

#include <memory>

#include "winsock2.h"
#include "providers/kernel/address.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {

// A caller's WSABUF array in the kernel's form; up to kInPlace buffers without an allocation.
class IoVector {
  public:
    static constexpr DWORD kInPlace = 8;

    // 0, WSAEFAULT or WSAENOBUFS.
    int assign(const WSABUF* buffers, DWORD count);
    // Takes bytes that were sent off the front.
    void consume(size_t bytes);

    lnx::IoVec* data() { return (many_ ? many_.get() : few_) + first_; }
    size_t count() const { return count_; }
    size_t total() const { return total_; }

  private:
    lnx::IoVec few_[kInPlace];
    std::unique_ptr<lnx::IoVec[]> many_;
    size_t first_ = 0;
    size_t count_ = 0;
    size_t total_ = 0;
};

// Checks that come before the system call and that it would not make, or not in Windows' words.
// 0 or a WSA code.
int send_check(Socket& socket, bool to_address);
int receive_check(Socket& socket);

// Sends as the socket's mode says. `to` and `header` (control data) may be null.
int socket_send(Socket& socket, IoVector& data, int linux_flags, const Address* to,
                lnx::MsgHdr* header, DWORD* sent);

// Receives as the socket's mode says. `truncated`: a datagram that was longer than the buffers.
int socket_receive(Socket& socket, IoVector& data, int linux_flags, Address* from,
                   lnx::MsgHdr* header, DWORD* received, bool* truncated);

// Whether a pending ICMP error is one that Windows would not tell.
bool datagram_error_skip(Socket& socket, int number);
void error_queue_drain(int fd);

}  // namespace berth::kernel
