#include "providers/kernel/send_request.h"

#include <cerrno>
#include <mutex>

#include "berth/winbase_file.h"
#include "nt/descriptor_port.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/socket_watch.h"

namespace berth::kernel {

namespace {

constexpr size_t kBlock = sizeof(SendRequest) + sizeof(lnx::IoVec);

// The end of a send that never was a request; in such a request's memory.
class SentPacket final : public nt::CompletionPacket {
  public:
    SentPacket(const nt::PortBinding& binding, OVERLAPPED& at, DWORD sent) {
        key = binding.key();
        overlapped = &at;
        bytes = sent;
    }
    void give_back() override { nt::small_block_give_back(this, kBlock); }
};
static_assert(sizeof(SentPacket) <= kBlock);

}  // namespace

// The buffers' room is behind the object.
SendRequest::SendRequest(int linux_flags)
    : linux_flags_(linux_flags), data_(reinterpret_cast<lnx::IoVec*>(this + 1)) {}

std::unique_ptr<SendRequest> SendRequest::make(const WSABUF* buffers, DWORD count,
                                               int linux_flags) {
    auto request = request_make<SendRequest>(count * sizeof(lnx::IoVec), linux_flags);
    if (request)
        request->data_.fill(buffers, count);
    return request;
}

int SendRequest::start_one(Socket& socket, const OverlappedCall& call, nt::PortBinding& binding,
                           const WSABUF& buffer, DWORD* sent) {
    SocketWatch* watch = nullptr;
    if (const int code = socket_watch_get(socket, &watch))
        return code;
    void* const memory = nt::small_block_take(kBlock);
    if (!memory)
        return WSAENOBUFS;
    const std::lock_guard guard(watch->lock);
    ssize_t result = -EAGAIN;
    if (watch->may_send()) {
        result = lnx::direct_send(socket.fd, buffer.buf, buffer.len,
                                  lnx::kMsgNoSignal | lnx::kMsgDontWait);
        if (result == -EAGAIN)
            watch->full();
    }
    if (result == static_cast<ssize_t>(buffer.len)) [[likely]] {
        OVERLAPPED& overlapped = *call.overlapped;
        if (sent)
            *sent = buffer.len;
        nt::overlapped_finish(overlapped, nt::kStatusSuccess, buffer.len);
        watch->handle_signal();
        if (binding.modes() & FILE_SKIP_COMPLETION_PORT_ON_SUCCESS)
            nt::small_block_give_back(memory, kBlock);
        else
            binding.port()->post(*::new (memory) SentPacket(binding, overlapped, buffer.len));
        return 0;
    }
    auto request = request_place<SendRequest>(memory, kBlock, 0);
    request->data_.fill(&buffer, 1);
    if (result > 0) {
        request->data_.consume(static_cast<size_t>(result));
        request->transferred_ = static_cast<DWORD>(result);
    }
    request->start(*call.overlapped, &binding);  // does not fail without event
    if (result < 0 && result != -EAGAIN && result != -EINTR) {
        const int code = send_failure(socket, static_cast<int>(-result));
        request.release()->fail(code);
        return code;
    }
    return watch->start(std::move(request), watch->sending, sent, nullptr);
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
