// WSARecv, WSARecvFrom: what an overlapped one does.
#pragma once

#include "providers/kernel/request.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

class ReceiveRequest : public Request {
  public:
    // `linux_flags`: MSG_PEEK, MSG_OOB, MSG_WAITALL.
    static std::unique_ptr<ReceiveRequest> make(const WSABUF* buffers, DWORD count,
                                                int linux_flags);

    // Nearly every receive: one buffer of a stream, no flags, told by a packet of `binding` alone.
    // What request_start does and answers.
    static int start_one(Socket& socket, const OverlappedCall& call, const nt::PortBinding& binding,
                         const WSABUF& buffer, DWORD* received, DWORD* flags);

    Step perform(SocketWatch& watch) override { return receive(watch, nullptr); }

    explicit ReceiveRequest(int linux_flags) : ReceiveRequest(linux_flags, this + 1) {}

  protected:
    ReceiveRequest(int linux_flags, void* room)
        : linux_flags_(linux_flags), data_(static_cast<lnx::IoVec*>(room)) {}

    Step receive(SocketWatch& watch, Address* peer);
    void buffers_fill(const WSABUF* buffers, DWORD count) { data_.fill(buffers, count); }

  private:
    Step wait_for_data(Socket& socket);

    const int linux_flags_;
    IoVector data_;  // its room is behind the object
};

// One that tells the sender.
class ReceiveFromRequest final : public ReceiveRequest {
  public:
    // `from` and `from_length` are written at completion.
    static std::unique_ptr<ReceiveRequest> make(const WSABUF* buffers, DWORD count, int linux_flags,
                                                sockaddr* from, int* from_length);

    Step perform(SocketWatch& watch) override;

    ReceiveFromRequest(int linux_flags, sockaddr* from, int* from_length)
        : ReceiveRequest(linux_flags, this + 1), from_(from), from_length_(from_length) {}

  private:
    sockaddr* const from_;
    int* const from_length_;
};

}  // namespace berth::kernel
