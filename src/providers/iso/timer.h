// A socket's time limit: for its connect, and for what is left to do after its close.
#pragma once

#include "nt/alarm.h"
#include "nt/futex.h"

namespace berth::iso {

class Socket;

class SocketTimer final : public nt::Object, public nt::Alarm {
  public:
    static constexpr nt::ObjectType kType{"IsoTimer", false};
    SocketTimer() : Object(kType), Alarm(static_cast<nt::Object&>(*this)) {}

    // Socket::time_out is called when the time is over. Under the socket's lock. 0 or a WSA code.
    int start(Socket& socket, DWORD milliseconds);
    void stop();

  private:
    ~SocketTimer() override = default;
    void ring() override;

    nt::FutexMutex lock_;
    nt::Ref<Socket> socket_;  // while it is set
};

}  // namespace berth::iso
