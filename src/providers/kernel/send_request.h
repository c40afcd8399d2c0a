// WSASend, WSASendTo, WSASendMsg: what an overlapped one does.
#pragma once

#include "providers/kernel/request.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

class SendRequest : public Request {
  public:
    static std::unique_ptr<SendRequest> make(const WSABUF* buffers, DWORD count, int linux_flags);
    // What request_start does and answers. What the kernel takes at once needs no request.
    static int start(Socket& socket, const OverlappedCall& call, const WSABUF* buffers, DWORD count,
                     int linux_flags, DWORD* sent);

    Step perform(SocketWatch& watch) override;

    explicit SendRequest(int linux_flags);

  private:
    static int start_one(Socket& socket, const OverlappedCall& call, nt::PortBinding& binding,
                         const WSABUF& buffer, DWORD* sent);

    const int linux_flags_;
    IoVector data_;
};

}  // namespace berth::kernel
