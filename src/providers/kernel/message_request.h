// WSASendTo, WSASendMsg and WSARecvMsg: what overlapped ones do.
#pragma once

#include "providers/kernel/message_control.h"
#include "providers/kernel/request.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

class MessageSendRequest final : public Request {
  public:
    // `to` (null: the peer) and `control` (null: none) are copied.
    static std::unique_ptr<MessageSendRequest> make(const WSABUF* buffers, DWORD count,
                                                    int linux_flags, const Address* to,
                                                    const ControlBuffer* control = nullptr);

    Step perform(SocketWatch& watch) override;

    MessageSendRequest(DWORD buffers, int linux_flags);

  private:
    lnx::IoVec* room() { return reinterpret_cast<lnx::IoVec*>(this + 1); }

    IoVector data_;
    const int linux_flags_;
    bool addressed_ = false;
    char* const control_;
    size_t control_length_ = 0;
    Address to_;
};

class MessageReceiveRequest final : public Request {
  public:
    // `message` is written at completion.
    static std::unique_ptr<MessageReceiveRequest> make(WSAMSG* message);

    Step perform(SocketWatch& watch) override;

    explicit MessageReceiveRequest(WSAMSG* message);

  private:
    IoVector data_;
    WSAMSG* const message_;
};

// MSG_BCAST and MSG_MCAST come from the address that a datagram was sent to, which the kernel tells
// to those who asked before it came. The first call asks.
void destination_ask(Socket& socket);

// One attempt of WSARecvMsg, as the socket's mode says or not blocking (MSG_DONTWAIT in
// `linux_flags`). 0 or a WSA code.
int socket_receive_message(Socket& socket, WSAMSG* message, IoVector& data, int linux_flags,
                           DWORD* received);

}  // namespace berth::kernel
