#include "providers/kernel/receive_request.h"

#include <cerrno>
#include <mutex>

#include "providers/kernel/request_start.h"
#include "providers/kernel/socket_watch.h"

namespace berth::kernel {

std::unique_ptr<ReceiveRequest> ReceiveRequest::make(const WSABUF* buffers, DWORD count,
                                                     int linux_flags) {
    auto request = request_make<ReceiveRequest>(count * sizeof(lnx::IoVec), linux_flags);
    if (request)
        request->buffers_fill(buffers, count);
    return request;
}

std::unique_ptr<ReceiveRequest> ReceiveFromRequest::make(const WSABUF* buffers, DWORD count,
                                                         int linux_flags, sockaddr* from,
                                                         int* from_length) {
    auto request = request_make<ReceiveFromRequest>(count * sizeof(lnx::IoVec), linux_flags, from,
                                                    from_length);
    if (request)
        request->buffers_fill(buffers, count);
    return request;
}

int ReceiveRequest::start_one(Socket& socket, const OverlappedCall& call,
                              const nt::PortBinding& binding, const WSABUF& buffer, DWORD* received,
                              DWORD* flags) {
    SocketWatch* watch = nullptr;
    auto request = make(&buffer, 1, 0);
    if (!request)
        return WSAENOBUFS;
    if (const int code = socket_watch_get(socket, &watch))
        return code;
    request->start(*call.overlapped, &binding);  // does not fail without event
    const std::lock_guard guard(watch->lock);
    return watch->start(std::move(request), watch->receiving, received, flags);
}

// A receive without room tells of data and takes none.
Request::Step ReceiveRequest::wait_for_data(Socket& socket) {
    char one = 0;
    CallBuffers buffers;
    WSABUF buffer{1, &one};
    buffers.assign(&buffer, 1);
    DWORD received = 0;
    bool truncated = false;
    const int code = socket_receive(socket, buffers, lnx::kMsgPeek | lnx::kMsgDontWait, nullptr,
                                    nullptr, &received, &truncated);
    return code == WSAEWOULDBLOCK ? Step::kLater : done(code);
}

Request::Step ReceiveFromRequest::perform(SocketWatch& watch) {
    Address peer;
    const Step step = receive(watch, &peer);
    // A stream has no sender to tell, as with a plain receive.
    if (step == Step::kDone && (error() == 0 || error() == WSAEMSGSIZE))
        address_write(peer, from_, from_length_);
    return step;
}

Request::Step ReceiveRequest::receive(SocketWatch& watch, Address* peer) {
    Socket& socket = watch.socket();
    const bool stream = socket.is_stream();
    // Nearly every receive: one buffer of a stream, by the shortest way. What brings nothing goes
    // on below.
    if (stream && data_.count() == 1 && data_.total() != 0 && linux_flags_ == 0 && !peer &&
        plain_transfers_allowed && !socket.urgent_inline.load(std::memory_order_relaxed))
        [[likely]] {
        const size_t room = data_.total();
        const ssize_t result =
            lnx::direct_recv(socket.fd, data_.data()->base, room, lnx::kMsgDontWait);
        if (result > 0) [[likely]] {
            transferred_ = static_cast<DWORD>(result);
            if (transferred_ < room)
                watch.drained();
            return done(0);
        }
        if (result == -EAGAIN)
            return Step::kLater;
        if (result < 0 && result != -EINTR)
            return done(receive_failure(socket, static_cast<int>(-result)));
    }
    if (stream && data_.total() == 0)
        return wait_for_data(socket);
    const bool all = (linux_flags_ & lnx::kMsgWaitAll) != 0;
    const int linux_flags = (linux_flags_ & ~lnx::kMsgWaitAll) | lnx::kMsgDontWait;
    for (;;) {
        const size_t room = data_.total();
        DWORD received = 0;
        bool truncated = false;
        const int code =
            socket_receive(socket, data_, linux_flags, peer, nullptr, &received, &truncated);
        if (code == WSAEWOULDBLOCK)
            return Step::kLater;
        transferred_ += received;
        if (code != 0)
            // What came before the failure is told; the failure comes with the next.
            return done(transferred_ != 0 ? 0 : code);
        if (stream && received < room && (linux_flags & (lnx::kMsgPeek | lnx::kMsgOob)) == 0)
            watch.drained();
        if (all && received != 0 && received < room) {
            data_.consume(received);
            continue;
        }
        if (truncated)
            flags_ |= MSG_PARTIAL;
        return done(truncated ? WSAEMSGSIZE : 0);
    }
}

}  // namespace berth::kernel
