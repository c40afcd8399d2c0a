// ConnectEx: waits in the sending queue for the connection, then sends what the program gave with
// it.
#pragma once

#include "providers/kernel/request.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

class ConnectRequest final : public Request {
  public:
    explicit ConnectRequest(const WSABUF& data);

    Step perform(SocketWatch& watch) override;
    bool always_pends() const override { return true; }

  private:
    lnx::IoVec room_[1] = {};
    IoVector data_;
    bool connected_ = false;
};

}  // namespace berth::kernel
