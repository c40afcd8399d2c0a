// WSASend, WSASendTo, WSASendMsg: what an overlapped one does.
#pragma once

#include "providers/kernel/request.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

class SendRequest : public Request {
  public:
    static std::unique_ptr<SendRequest> make(const WSABUF* buffers, DWORD count, int linux_flags);
    // Nearly every send: one buffer of a stream, no flags, told by a packet of `binding` alone.
    // What request_start does and answers; what the kernel takes at once needs no request.
    static int start_one(Socket& socket, const OverlappedCall& call, nt::PortBinding& binding,
                         const WSABUF& buffer, DWORD* sent);

    Step perform(SocketWatch& watch) override;

    explicit SendRequest(int linux_flags);

  private:
    const int linux_flags_;
    IoVector data_;
};

}  // namespace berth::kernel
