// WSARecv, WSARecvFrom: what an overlapped one does.
#pragma once

#include "providers/kernel/request.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

class ReceiveRequest final : public Request {
  public:
    // `linux_flags`: MSG_PEEK, MSG_OOB, MSG_WAITALL. `from` is null or written, with `from_length`,
    // at completion.
    static std::unique_ptr<ReceiveRequest> make(const WSABUF* buffers, DWORD count, int linux_flags,
                                                sockaddr* from, int* from_length);

    Step perform(SocketWatch& watch) override;

    ReceiveRequest(int linux_flags, sockaddr* from, int* from_length);

  private:
    Step wait_for_data(Socket& socket);

    IoVector data_;
    const int linux_flags_;
    sockaddr* const from_;
    int* const from_length_;
};

}  // namespace berth::kernel
