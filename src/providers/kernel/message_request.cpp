#include "providers/kernel/message_request.h"

#include <cstring>

#include "providers/kernel/socket_watch.h"

namespace berth::kernel {

// The room of the buffers and that of the control information are behind the object.
MessageSendRequest::MessageSendRequest(DWORD buffers, int linux_flags)
    : data_(room()),
      linux_flags_(linux_flags),
      control_(reinterpret_cast<char*>(room() + buffers)) {}

std::unique_ptr<MessageSendRequest> MessageSendRequest::make(const WSABUF* buffers, DWORD count,
                                                             int linux_flags, const Address* to,
                                                             const ControlBuffer* control) {
    const size_t control_length = control ? control->used : 0;
    auto request = request_make<MessageSendRequest>(count * sizeof(lnx::IoVec) + control_length,
                                                    count, linux_flags);
    if (!request)
        return nullptr;
    request->data_.fill(buffers, count);
    if (to) {
        request->addressed_ = true;
        request->to_ = *to;
    }
    if (control_length != 0) {
        std::memcpy(request->control_, control->bytes, control_length);
        request->control_length_ = control_length;
    }
    return request;
}

Request::Step MessageSendRequest::perform(SocketWatch& watch) {
    lnx::MsgHdr header{};
    header.control = control_length_ != 0 ? control_ : nullptr;
    header.control_length = control_length_;
    const int code = socket_send(watch.socket(), data_, linux_flags_ | lnx::kMsgDontWait,
                                 addressed_ ? &to_ : nullptr, &header, &transferred_);
    if (code == WSAEWOULDBLOCK)
        return Step::kLater;
    if (code == 0)
        watch.socket().bound = true;  // implicitly, where it was not
    return done(code);
}

MessageReceiveRequest::MessageReceiveRequest(WSAMSG* message)
    : data_(reinterpret_cast<lnx::IoVec*>(this + 1)), message_(message) {}

std::unique_ptr<MessageReceiveRequest> MessageReceiveRequest::make(WSAMSG* message) {
    auto request =
        request_make<MessageReceiveRequest>(message->dwBufferCount * sizeof(lnx::IoVec), message);
    if (request)
        request->data_.fill(message->lpBuffers, message->dwBufferCount);
    return request;
}

Request::Step MessageReceiveRequest::perform(SocketWatch& watch) {
    const int code =
        socket_receive_message(watch.socket(), message_, data_, lnx::kMsgDontWait, &transferred_);
    if (code == WSAEWOULDBLOCK)
        return Step::kLater;
    flags_ = message_->dwFlags;
    return done(code);
}

}  // namespace berth::kernel
