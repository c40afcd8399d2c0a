// What sending and receiving share: buffers, checks, and what a failure means.
#include <cerrno>
#include <climits>
#include <new>

#include "nt/memory_probe.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/socket_watch.h"
#include "providers/kernel/tcp_statistics.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

// ---- buffers ----

int buffers_check(const WSABUF* buffers, DWORD count) {
    if (nt::memory_is_null_page(buffers))
        return WSAEFAULT;
    return count > IOV_MAX ? WSAENOBUFS : 0;
}

int receive_buffers_check(const WSABUF* buffers, DWORD count) {
    if (int code = buffers_check(buffers, count))
        return code;
    for (DWORD i = 0; i < count; ++i) {
        if (buffers[i].len != 0 && nt::memory_is_null_page(buffers[i].buf))
            return WSAEFAULT;
    }
    return 0;
}

int CallBuffers::assign(const WSABUF* buffers, DWORD count) {
    if (int code = buffers_check(buffers, count))
        return code;
    if (count > kInPlace) {
        many_.reset(new (std::nothrow) lnx::IoVec[count]);
        if (!many_)
            return WSAENOBUFS;
    }
    vector_.emplace(many_ ? many_.get() : few_).fill(buffers, count);
    return 0;
}

void IoVector::fill(const WSABUF* buffers, DWORD count) {
    for (DWORD i = 0; i < count; ++i) {
        data_[i] = {buffers[i].buf, buffers[i].len};
        total_ += buffers[i].len;
    }
    count_ = count;
}

void IoVector::consume(size_t bytes) {
    total_ -= bytes;
    for (; bytes > 0 && count_ > 0; ++data_, --count_) {
        if (bytes < data_->length) {
            data_->base = static_cast<char*>(data_->base) + bytes;
            data_->length -= bytes;
            return;
        }
        bytes -= data_->length;
    }
}

// ---- what a failed transfer means ----

namespace {

// What the transfer that meets the connection's end says, and those that follow. "If a connection
// is dropped as the result of keep-alives the error code WSAENETRESET is returned to any calls in
// progress on the socket, and any subsequent calls will fail with WSAENOTCONN" (SO_KEEPALIVE).
int connection_lost(Socket& socket, int number) {
    const int code = error_from_errno(number);
    const bool idle = number == ETIMEDOUT && tcp_died_idle(socket.fd);
    socket.failure = idle ? WSAENOTCONN : code;
    return idle ? WSAENETRESET : code;
}

int would_block(Socket& socket, int linux_flags) {
    return (linux_flags & lnx::kMsgDontWait) || socket_is_nonblocking(socket) ? WSAEWOULDBLOCK
                                                                              : WSAETIMEDOUT;
}

}  // namespace

int send_error(Socket& socket, int number, int linux_flags) {
    switch (number) {
        case EPIPE:
            if (socket.shared)
                shared_state_take(socket);  // another descriptor has shut it
            if (socket.send_shut && !(socket.queued & Socket::kPlainSend))
                return WSAESHUTDOWN;
            if (!socket.connected && !socket.failure)
                return WSAENOTCONN;
            return socket.failure ? socket.failure.load() : WSAECONNRESET;
        case ECONNRESET:
        case ECONNABORTED:
        case ETIMEDOUT:
        case EHOSTUNREACH:
        case ENETUNREACH:
            return socket.is_stream() ? connection_lost(socket, number) : error_from_errno(number);
        case EAGAIN:
            return would_block(socket, linux_flags);
        case EDESTADDRREQ:
            return WSAENOTCONN;
        default:
            return error_from_errno(number);
    }
}

int receive_error(Socket& socket, int number, int linux_flags) {
    if (number == EAGAIN)
        return would_block(socket, linux_flags);
    int code = number == EPIPE ? WSAECONNRESET : error_from_errno(number);
    if (!socket.is_stream())
        return number == ECONNREFUSED ? WSAECONNRESET : code;
    if (number == ECONNRESET || number == ECONNABORTED || number == ETIMEDOUT ||
        number == EHOSTUNREACH || number == ENETUNREACH)
        return connection_lost(socket, number);
    return code;
}

int send_check(Socket& socket, bool to_address) {
    if (socket.send_shut) [[unlikely]]
        return WSAESHUTDOWN;
    if (socket.is_stream()) {
        if (!socket.connected.load(std::memory_order_relaxed)) [[unlikely]] {
            if (socket.shared)
                shared_state_take(socket);
            return connect_settle(socket) == 0
                       ? 0
                       : (socket.failure ? socket.failure.load() : WSAENOTCONN);
        }
        return 0;
    }
    if (to_address || socket.connected)
        return 0;
    if (socket.shared)
        shared_state_take(socket);
    return socket.connected ? 0 : WSAENOTCONN;
}

int receive_check(Socket& socket) {
    if (socket.receive_shut) [[unlikely]]
        return WSAESHUTDOWN;
    if (socket.is_stream()) {
        if (!socket.connected.load(std::memory_order_relaxed)) [[unlikely]] {
            if (socket.shared)
                shared_state_take(socket);
            if (socket.listening)
                return WSAENOTCONN;
            return connect_settle(socket) == 0
                       ? 0
                       : (socket.failure ? socket.failure.load() : WSAENOTCONN);
        }
        return 0;
    }
    if (!socket.bound && socket.shared)
        shared_state_take(socket);
    return socket.bound ? 0 : WSAEINVAL;
}

// The end of the stream: an orderly one, or one after a failure that was told before.
int receive_end(const Socket& socket) {
    if (socket.closing)
        return WSAEINTR;
    return socket.failure.load(std::memory_order_relaxed);
}

int send_failure(Socket& socket, int number) {
    return send_error(socket, number, lnx::kMsgDontWait);
}

int receive_failure(Socket& socket, int number) {
    return receive_error(socket, number, lnx::kMsgDontWait);
}

int queued_go_first(Socket& socket, uint8_t direction) {
    for (;;) {
        uint32_t queued = socket.queued.load(std::memory_order_acquire);
        if (!(queued & direction)) [[likely]]
            return 0;
        const bool blocks = !socket_is_nonblocking(socket);
        if (blocks && !(queued & Socket::kAwaited) &&
            !socket.queued.compare_exchange_strong(queued, queued | Socket::kAwaited))
            continue;
        if (SocketWatch* const watch = socket.watch.load(std::memory_order_acquire))
            watch->queues_settle();
        if (!(socket.queued.load(std::memory_order_acquire) & direction))
            continue;
        if (!blocks)
            return WSAEWOULDBLOCK;
        nt::futex_wait(socket.queued, queued | Socket::kAwaited);
        if (const int code = interruption_code(socket))
            return code;
    }
}

}  // namespace berth::kernel
