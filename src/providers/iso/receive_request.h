// A receive: of data, or with MSG_OOB of expedited data.
#pragma once

#include "providers/iso/request.h"

namespace berth::iso {

class ReceiveRequest final : public Request {
  public:
    explicit ReceiveRequest(DWORD asked) : in_flags(asked) {}
    bool perform(Socket& socket) override;
    bool message_take(const uint8_t* octets, size_t length) override;

    Buffers buffers;
    const DWORD in_flags;

  private:
    bool perform_expedited(Socket& socket);
};

}  // namespace berth::iso
