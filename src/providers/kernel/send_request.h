// WSASend, WSASendTo, WSASendMsg: what an overlapped one does.
#pragma once

#include "providers/kernel/request.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

class SendRequest : public Request {
  public:
    static std::unique_ptr<SendRequest> make(const WSABUF* buffers, DWORD count, int linux_flags);

    Step perform(SocketWatch& watch) override;

    explicit SendRequest(int linux_flags);

  private:
    IoVector data_;
    const int linux_flags_;
};

}  // namespace berth::kernel
