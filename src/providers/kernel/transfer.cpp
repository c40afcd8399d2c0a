// WSPSend, WSPRecv, WSPSendTo, WSPRecvFrom.
#include <cerrno>
#include <climits>
#include <vector>

#include "nt/descriptor_port.h"
#include "nt/memory_probe.h"
#include "providers/kernel/address.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/error_queue.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/message_flags.h"
#include "providers/kernel/network_events.h"
#include "providers/kernel/message_request.h"
#include "providers/kernel/receive_request.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/send_request.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {

// ---- buffers ----

int buffers_check(const WSABUF* buffers, DWORD count) {
    if (nt::memory_is_null_page(buffers))
        return WSAEFAULT;
    return count > IOV_MAX ? WSAENOBUFS : 0;
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

int would_block(Socket& socket, int linux_flags) {
    return (linux_flags & lnx::kMsgDontWait) || socket_is_nonblocking(socket) ? WSAEWOULDBLOCK
                                                                              : WSAETIMEDOUT;
}

int send_error(Socket& socket, int number, int linux_flags = 0) {
    switch (number) {
        case EPIPE:
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
            if (socket.is_stream()) {
                int code = error_from_errno(number);
                socket.failure = code;
                return code;
            }
            return error_from_errno(number);
        case EAGAIN:
            return would_block(socket, linux_flags);
        case EDESTADDRREQ:
            return WSAENOTCONN;
        default:
            return error_from_errno(number);
    }
}

int receive_error(Socket& socket, int number, int linux_flags = 0) {
    if (number == EAGAIN)
        return would_block(socket, linux_flags);
    int code = number == EPIPE ? WSAECONNRESET : error_from_errno(number);
    if (!socket.is_stream())
        return number == ECONNREFUSED ? WSAECONNRESET : code;
    if (number == ECONNRESET || number == ECONNABORTED || number == ETIMEDOUT ||
        number == EHOSTUNREACH || number == ENETUNREACH)
        socket.failure = code;
    return code;
}

}  // namespace

int send_check(Socket& socket, bool to_address) {
    if (socket.send_shut) [[unlikely]]
        return WSAESHUTDOWN;
    if (socket.is_stream()) {
        if (!socket.connected.load(std::memory_order_relaxed)) [[unlikely]]
            return connect_settle(socket) == 0
                       ? 0
                       : (socket.failure ? socket.failure.load() : WSAENOTCONN);
        return 0;
    }
    return to_address || socket.connected ? 0 : WSAENOTCONN;
}

int receive_check(Socket& socket) {
    if (socket.receive_shut) [[unlikely]]
        return WSAESHUTDOWN;
    if (socket.is_stream()) {
        if (!socket.connected.load(std::memory_order_relaxed)) [[unlikely]] {
            if (socket.listening)
                return WSAENOTCONN;
            return connect_settle(socket) == 0
                       ? 0
                       : (socket.failure ? socket.failure.load() : WSAENOTCONN);
        }
        return 0;
    }
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

// ---- sending ----

int socket_send(Socket& socket, IoVector& data, int linux_flags, const Address* to,
                lnx::MsgHdr* header, DWORD* sent) {
    *sent = 0;
    linux_flags |= lnx::kMsgNoSignal;
    for (;;) {
        ssize_t result = 0;
        if (data.count() == 1 && !to && !header) [[likely]] {
            result = lnx::sys_send(socket.fd, data.data()->base, data.data()->length, linux_flags);
        } else {
            lnx::MsgHdr message{};
            if (header)
                message = *header;
            if (to) {
                message.name = const_cast<char*>(to->bytes);
                message.name_length = to->length;
            }
            message.iov = data.data();
            message.iov_count = data.count();
            result = lnx::sys_sendmsg(socket.fd, &message, linux_flags);
        }
        if (result >= 0) [[likely]] {
            *sent += static_cast<DWORD>(result);
            if (static_cast<size_t>(result) >= data.total() || !socket.is_stream() ||
                (socket.nonblocking && !(linux_flags & lnx::kMsgDontWait))) [[likely]]
                return 0;
            data.consume(static_cast<size_t>(result));  // a blocking send sends everything
            continue;
        }
        int number = errno;
        if (number == EINTR) {
            if (const int code = interruption_code(socket))
                return code;
            continue;
        }
        // An earlier datagram met a closed port: that is told to receives only.
        // Likewise that its time to live ran out.
        if ((number == ECONNREFUSED || number == EHOSTUNREACH) && !socket.is_stream()) {
            QueuedErrors earlier = error_queue_drain(socket.fd);
            if (number == ECONNREFUSED || earlier.refused)
                socket.datagram_refused = socket.udp_connreset.load();
            if (earlier.expired)
                socket.datagram_expired = socket.kept.get(Kept::udp_netreset) != 0;
            if (number == ECONNREFUSED || earlier.any)
                continue;
        }
        if (number == EAGAIN && *sent > 0)
            return 0;
        return send_error(socket, number, linux_flags);
    }
}

namespace {

// False where one of the pointers is in the first page, and perhaps where none is: a "no" costs the
// general path, which looks at each.
template <typename... Pointer>
bool all_beyond_null_page(const Pointer*... pointers) {
    return !nt::memory_is_null_page(
        reinterpret_cast<const void*>((reinterpret_cast<uintptr_t>(pointers) & ...)));
}

// The kernel took a part: a blocking send sends everything, another one tells how much it was.
int send_rest(Socket& socket, const WSABUF& buffer, DWORD done, LPDWORD sent, LPINT error) {
    *sent = done;
    if (socket.nonblocking && done != 0)
        return 0;
    WSABUF rest{buffer.len - done, buffer.buf + done};
    CallBuffers data;
    if (int code = data.assign(&rest, 1))
        return fail(error, code);
    DWORD more = 0;
    int code = socket_send(socket, data, 0, nullptr, nullptr, &more);
    *sent = done + more;
    return code == 0 ? 0 : fail(error, code);
}

// What the first attempt of a plain send left to do: `result` is what was sent, or -errno.
[[gnu::noinline]] int send_plain_rest(SOCKET s, const WSABUF& buffer, ssize_t result, LPDWORD sent,
                                      LPINT error) {
    if (result == static_cast<ssize_t>(buffer.len)) {
        *sent = buffer.len;
        return 0;
    }
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAEINTR);  // closed meanwhile
    SendCall call(*socket);
    if (result < 0 && result != -EINTR) {
        const int code = send_error(*socket, static_cast<int>(-result));
        call.ended(code, 0, buffer.len);
        return fail(error, code);
    }
    const int outcome =
        send_rest(*socket, buffer, result < 0 ? 0 : static_cast<DWORD>(result), sent, error);
    call.ended(outcome, *sent, buffer.len);
    return outcome;
}

[[gnu::noinline]] int send_generally(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent,
                                     DWORD flags, LPINT error) {
    nt::region_leave();  // a plain use that came to nothing
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    SendCall call(*socket);
    if (nt::memory_is_null_page(sent))
        return fail(error, WSAEFAULT);
    if (int code = send_check(*socket, false))
        return fail(error, code);
    int linux_flags = 0;
    if (int code = send_flags_translate(*socket, flags, &linux_flags))
        return fail(error, code);
    CallBuffers data;
    if (int code = data.assign(buffers, count))
        return fail(error, code);
    const size_t length = data.total();  // consumed as it is sent
    int code = queued_go_first(*socket, Socket::kPlainSend);
    if (code == 0)
        code = socket_send(*socket, data, linux_flags, nullptr, nullptr, sent);
    socket->plain_restore(Socket::kPlainSend);
    call.ended(code, *sent, length);
    return code == 0 ? 0 : fail(error, code);
}

// The port whose packet tells the end of a request that asks for nothing else; null: there is none,
// or more is asked for.
nt::PortBinding* only_port(const Socket& socket, const OverlappedCall& asked) {
    if (asked.routine || asked.overlapped->hEvent)
        return nullptr;
    nt::PortBinding* const binding = nt::descriptor_port(static_cast<uintptr_t>(socket.fd));
    return binding && binding->port() && !binding->port()->has_sink() ? binding : nullptr;
}

// Mostly of one buffer of a connected stream, told by a packet.
[[gnu::noinline]] int send_overlapped(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent,
                                      DWORD flags, const OverlappedCall& asked, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (!is_overlapped(*socket, asked.overlapped)) {
        socket.release();
        return send_generally(s, buffers, count, sent, flags, error);
    }
    if (((count ^ 1) | flags) == 0 && !nt::memory_is_null_page(buffers) &&
        (!sent || !nt::memory_is_null_page(sent)) &&
        (socket->plain.load(std::memory_order_relaxed) & Socket::kPlainSend)) [[likely]] {
        if (nt::PortBinding* const binding = only_port(*socket, asked)) {
            const int code = SendRequest::start_one(*socket, asked, *binding, *buffers, sent);
            return code == 0 ? 0 : fail(error, code);
        }
    }
    SendCall call(*socket);
    if (sent && nt::memory_is_null_page(sent))
        return fail(error, WSAEFAULT);
    if (int code = send_check(*socket, false))
        return fail(error, code);
    int linux_flags = 0;
    if (int code = send_flags_translate(*socket, flags, &linux_flags))
        return fail(error, code);
    if (int code = buffers_check(buffers, count))
        return fail(error, code);
    const int code = request_start(*socket, &SocketWatch::sending, asked,
                                   SendRequest::make(buffers, count, linux_flags), sent);
    return code == 0 ? 0 : fail(error, code);
}

}  // namespace

namespace {

// What only the rarer ways out of a plain transfer need: parked in memory, for in a register each
// would be saved and restored on the way that nearly every call takes.
template <typename T>
[[gnu::always_inline]] inline void park(T& value) {
    __asm__("" : "+m"(value));
}

[[gnu::noinline]] int send_interrupted(SOCKET s, const WSABUF& buffer, ssize_t result, LPDWORD sent,
                                       LPINT error) {
    if (use_end_interrupted() && result == -EINTR)
        return fail(error, WSA_OPERATION_ABORTED);
    return send_plain_rest(s, buffer, result, sent, error);
}

}  // namespace

// Nearly every call has one buffer and no flags and is for a connected stream: that one goes to the
// system call by the shortest way. docs/performance.md counts its instructions.
int WSPAPI send_data(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                     LPWSATHREADID thread, LPINT error) {
    if (all_beyond_null_page(buffers, sent) &&
        ((count ^ 1) | flags | reinterpret_cast<uintptr_t>(overlapped)) == 0) [[likely]] {
        PlainUse use(s, Socket::kPlainSend);
        if (use) [[likely]] {
            const char* data = buffers->buf;
            ssize_t length = buffers->len;
            park(s);
            park(buffers);
            ssize_t result = lnx::direct_send(use.fd(), data, static_cast<size_t>(length));
            if (!use.leave()) [[unlikely]]
                return send_interrupted(s, *buffers, result, sent, error);
            if (result == length) [[likely]] {
                *sent = static_cast<DWORD>(result);
                return 0;
            }
            return send_plain_rest(s, *buffers, result, sent, error);
        }
    }
    return overlapped ? send_overlapped(s, buffers, count, sent, flags,
                                        {overlapped, routine, thread}, error)
                      : send_generally(s, buffers, count, sent, flags, error);
}

int WSPAPI send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                   const sockaddr* to, int to_length, LPWSAOVERLAPPED overlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    // On a stream the address is ignored: this is a send.
    if (!to || socket->is_stream()) {
        socket.release();
        return send_data(s, buffers, count, sent, flags, overlapped, routine, thread, error);
    }
    SendCall call(*socket);
    const bool later = is_overlapped(*socket, overlapped);
    if (nt::memory_is_null_page(sent) && !(later && !sent))
        return fail(error, WSAEFAULT);
    if (int code = send_check(*socket, true))
        return fail(error, code);
    int linux_flags = 0;
    if (int code = send_flags_translate(*socket, flags, &linux_flags))
        return fail(error, code);
    Address address;
    if (int code = address_read(to, to_length, socket->family, &address))
        return fail(error, code);
    if (address_is_any(address) || (socket->type == SOCK_DGRAM && address_port(address) == 0))
        return fail(error, WSAEADDRNOTAVAIL);
    if (later) {
        if (int code = buffers_check(buffers, count))
            return fail(error, code);
        if (int code = request_start(
                *socket, &SocketWatch::sending, {overlapped, routine, thread},
                MessageSendRequest::make(buffers, count, linux_flags, &address), sent))
            return fail(error, code);
        return 0;
    }
    CallBuffers data;
    if (int code = data.assign(buffers, count))
        return fail(error, code);
    int code = queued_go_first(*socket, Socket::kPlainSend);
    if (code == 0)
        code = socket_send(*socket, data, linux_flags, &address, nullptr, sent);
    call.ended(code, *sent, data.total());
    if (code != 0)
        return fail(error, code);
    socket->bound = true;  // implicitly, where it was not
    return 0;
}

// ---- receiving ----

namespace {

// A signal that concerns nobody here ends the kernel's MSG_WAITALL early, as a time-out does, and a
// call that is interrupted. After an error it has ended for good: the next receive is to tell.
bool wait_all_goes_on(const Socket& socket) {
    if (socket.nonblocking || socket.receive_timeout_set || interruption_code(socket) != 0)
        return false;
    lnx::PollFd poll{socket.fd, 0, 0};
    return lnx::sys_poll_now(&poll) == 0 || !(poll.revents & lnx::kPollErr);
}

}  // namespace

int socket_receive(Socket& socket, IoVector& data, int linux_flags, Address* from,
                   lnx::MsgHdr* header, DWORD* received, bool* truncated) {
    bool stream = socket.is_stream();
    if (!stream && socket.datagram_refused.exchange(false))
        return WSAECONNRESET;
    if (!stream && socket.datagram_expired.exchange(false))
        return WSAENETRESET;
    DWORD before = 0;  // what MSG_WAITALL has got when it goes on
    for (;;) {
        ssize_t result = 0;
        if (data.count() == 1 && !header && !from) [[likely]] {
            // On a datagram MSG_TRUNC asks for its real length.
            int extra = stream ? 0 : lnx::kMsgTrunc;
            result = lnx::sys_recv(socket.fd, data.data()->base, data.data()->length,
                                   linux_flags | extra);
        } else {
            lnx::MsgHdr message{};
            if (header)
                message = *header;
            if (from) {
                message.name = from->bytes;
                message.name_length = lnx::kSockAddrStorage;
            }
            message.iov = data.data();
            message.iov_count = data.count();
            result =
                lnx::sys_recvmsg(socket.fd, &message, linux_flags | (stream ? 0 : lnx::kMsgTrunc));
            if (from)
                from->length = message.name_length;
            if (header)
                *header = message;
        }
        if (result > 0) [[likely]] {
            *truncated = static_cast<size_t>(result) > data.total();
            *received = before +
                        static_cast<DWORD>(*truncated ? data.total() : static_cast<size_t>(result));
            if (!(linux_flags & lnx::kMsgWaitAll) || static_cast<size_t>(result) >= data.total() ||
                !wait_all_goes_on(socket)) [[likely]]
                return 0;
            before = *received;
            data.consume(static_cast<size_t>(result));
            continue;
        }
        *received = before;
        if (before != 0 && (result == 0 || errno == EAGAIN))
            return 0;
        if (result == 0)
            return stream && data.total() > 0 ? receive_end(socket)
                                              : (socket.closing ? WSAEINTR : 0);
        int number = errno;
        if (number == EINTR) {
            if (const int code = interruption_code(socket))
                return code;
            continue;
        }
        if (!stream && datagram_error_skip(socket, &number))
            continue;
        return receive_error(socket, number, linux_flags);
    }
}

namespace {

// The plain receive of a socket whose network events follow it. False: the general path is to try.
bool receive_followed(Socket& socket, const WSABUF& buffer, LPDWORD received, int* code) {
    ReceiveCall call(socket);
    const ssize_t result = lnx::direct_recv(socket.fd, buffer.buf, buffer.len);
    if (result == 0 || result == -EINTR)
        return false;
    *received = result < 0 ? 0 : static_cast<DWORD>(result);
    *code = result < 0 ? receive_error(socket, static_cast<int>(-result)) : 0;
    call.ended(*code, *received, buffer.len, true, false);
    return true;
}

[[gnu::noinline]] int receive_generally(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received,
                                        LPDWORD flags, LPINT error) {
    nt::region_leave();  // a plain use that came to nothing
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if ((socket->plain.load(std::memory_order_relaxed) & Socket::kFollowedReceive) && count == 1 &&
        all_beyond_null_page(buffers, received, flags) && *flags == 0) {
        int code = 0;
        if (receive_followed(*socket, *buffers, received, &code))
            return code == 0 ? 0 : fail(error, code);
    }
    ReceiveCall call(*socket);
    if (nt::memory_is_null_page(received) || nt::memory_is_null_page(flags))
        return fail(error, WSAEFAULT);
    if (int code = receive_check(*socket))
        return fail(error, code);
    int linux_flags = 0;
    if (int code = receive_flags_translate(*socket, *flags, false, &linux_flags))
        return fail(error, code);
    *flags = 0;
    CallBuffers data;
    if (int code = data.assign(buffers, count))
        return fail(error, code);
    if (int code = queued_go_first(*socket, Socket::kPlainReceive))
        return fail(error, code);
    bool truncated = false;
    const int code =
        socket_receive(*socket, data, linux_flags, nullptr, nullptr, received, &truncated);
    socket->plain_restore(Socket::kPlainReceive);
    call.ended(code, *received, data.total(), socket->is_stream(),
               (linux_flags & (lnx::kMsgPeek | lnx::kMsgOob)) != 0);
    if (code != 0)
        return fail(error, code);
    if (truncated) {
        *flags |= MSG_PARTIAL;
        return fail(error, WSAEMSGSIZE);
    }
    return 0;
}

// Mostly into one buffer from a connected stream, told by a packet.
[[gnu::noinline]] int receive_overlapped(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received,
                                         LPDWORD flags, const OverlappedCall& asked, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (!is_overlapped(*socket, asked.overlapped)) {
        socket.release();
        return receive_generally(s, buffers, count, received, flags, error);
    }
    if (count == 1 && all_beyond_null_page(buffers, flags) && *flags == 0 &&
        (!received || !nt::memory_is_null_page(received)) &&
        (socket->plain.load(std::memory_order_relaxed) & Socket::kRequestReceive)) [[likely]] {
        if (const nt::PortBinding* const binding = only_port(*socket, asked)) {
            const int code =
                ReceiveRequest::start_one(*socket, asked, *binding, *buffers, received, flags);
            return code == 0 ? 0 : fail(error, code);
        }
    }
    ReceiveCall call(*socket);
    if ((received && nt::memory_is_null_page(received)) || nt::memory_is_null_page(flags))
        return fail(error, WSAEFAULT);
    if (int code = receive_check(*socket))
        return fail(error, code);
    int linux_flags = 0;
    if (int code = receive_flags_translate(*socket, *flags, true, &linux_flags))
        return fail(error, code);
    if (int code = buffers_check(buffers, count))
        return fail(error, code);
    const int code =
        request_start(*socket, &SocketWatch::receiving, asked,
                      ReceiveRequest::make(buffers, count, linux_flags), received, flags);
    return code == 0 ? 0 : fail(error, code);
}

// A plain receive whose first attempt brought nothing: the end of the stream, or -errno.
[[gnu::noinline]] int receive_plain_rest(SOCKET s, LPWSABUF buffer, ssize_t result,
                                         LPDWORD received, LPDWORD flags, LPINT error) {
    {
        SocketUse socket(s);
        if (!socket)
            return fail(error, WSAEINTR);  // closed meanwhile
        if (result == 0) {
            *received = 0;
            int code = buffer->len > 0 ? receive_end(*socket) : 0;
            return code == 0 ? 0 : fail(error, code);
        }
        if (result != -EINTR)
            return fail(error, receive_error(*socket, static_cast<int>(-result)));
    }
    return receive_generally(s, buffer, 1, received, flags, error);
}

}  // namespace

namespace {

[[gnu::noinline]] int receive_interrupted(SOCKET s, LPWSABUF buffer, ssize_t result,
                                          LPDWORD received, LPDWORD flags, LPINT error) {
    if (use_end_interrupted() && result == -EINTR)
        return fail(error, WSA_OPERATION_ABORTED);
    if (result > 0) {
        *received = static_cast<DWORD>(result);
        return 0;
    }
    return receive_plain_rest(s, buffer, result, received, flags, error);
}

}  // namespace

int WSPAPI receive_data(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                        LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                        LPWSATHREADID thread, LPINT error) {
    if (all_beyond_null_page(buffers, received, flags) &&
        ((count ^ 1) | *flags | reinterpret_cast<uintptr_t>(overlapped)) == 0) [[likely]] {
        PlainUse use(s, Socket::kPlainReceive);
        if (use) [[likely]] {
            char* data = buffers->buf;
            size_t length = buffers->len;
            park(s);
            park(buffers);
            park(flags);
            ssize_t result = lnx::direct_recv(use.fd(), data, length);
            if (!use.leave()) [[unlikely]]
                return receive_interrupted(s, buffers, result, received, flags, error);
            if (result > 0) [[likely]] {
                *received = static_cast<DWORD>(result);
                return 0;
            }
            return receive_plain_rest(s, buffers, result, received, flags, error);
        }
    }
    return overlapped ? receive_overlapped(s, buffers, count, received, flags,
                                           {overlapped, routine, thread}, error)
                      : receive_generally(s, buffers, count, received, flags, error);
}

int WSPAPI receive_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                        sockaddr* from, LPINT from_length, LPWSAOVERLAPPED overlapped,
                        LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                        LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (!from || socket->is_stream()) {
        socket.release();
        return receive_data(s, buffers, count, received, flags, overlapped, routine, thread, error);
    }
    ReceiveCall call(*socket);
    const bool later = is_overlapped(*socket, overlapped);
    if ((nt::memory_is_null_page(received) && !(later && !received)) ||
        nt::memory_is_null_page(flags) || nt::memory_is_null_page(from_length) ||
        *from_length < address_length_min(socket->family))
        return fail(error, WSAEFAULT);
    if (int code = receive_check(*socket))
        return fail(error, code);
    int linux_flags = 0;
    if (int code = receive_flags_translate(*socket, *flags, later, &linux_flags))
        return fail(error, code);
    if (later) {
        if (int code = buffers_check(buffers, count))
            return fail(error, code);
        if (int code = request_start(
                *socket, &SocketWatch::receiving, {overlapped, routine, thread},
                ReceiveFromRequest::make(buffers, count, linux_flags, from, from_length), received,
                flags))
            return fail(error, code);
        return 0;
    }
    *flags = 0;
    CallBuffers data;
    if (int code = data.assign(buffers, count))
        return fail(error, code);
    if (int code = queued_go_first(*socket, Socket::kPlainReceive))
        return fail(error, code);
    bool truncated = false;
    Address peer;
    const int received_code =
        socket_receive(*socket, data, linux_flags, &peer, nullptr, received, &truncated);
    call.ended(received_code, *received, data.total(), false, (linux_flags & lnx::kMsgPeek) != 0);
    if (received_code != 0)
        return fail(error, received_code);
    if (int code = address_write(peer, from, from_length))
        return fail(error, code);
    if (truncated) {
        *flags |= MSG_PARTIAL;
        return fail(error, WSAEMSGSIZE);
    }
    return 0;
}

}  // namespace berth::kernel
