#include "providers/kernel/send_request.h"

#include "providers/kernel/socket_watch.h"

namespace berth::kernel {

// The buffers' room is behind the object.
SendRequest::SendRequest(int linux_flags)
    : data_(reinterpret_cast<lnx::IoVec*>(this + 1)), linux_flags_(linux_flags) {}

std::unique_ptr<SendRequest> SendRequest::make(const WSABUF* buffers, DWORD count,
                                               int linux_flags) {
    auto request = request_make<SendRequest>(count * sizeof(lnx::IoVec), linux_flags);
    if (request)
        request->data_.fill(buffers, count);
    return request;
}

// A stream's request stays until everything is sent.
Request::Step SendRequest::perform(SocketWatch& watch) {
    Socket& socket = watch.socket();
    const size_t left = data_.total();
    DWORD sent = 0;
    const int code =
        socket_send(socket, data_, linux_flags_ | lnx::kMsgDontWait, nullptr, nullptr, &sent);
    if (code == WSAEWOULDBLOCK)
        return Step::kLater;
    transferred_ += sent;
    return code != 0 || !socket.is_stream() || sent >= left ? done(code) : Step::kLater;
}

}  // namespace berth::kernel
