// WSPRecv, WSPRecvFrom.
#include <algorithm>
#include <cerrno>

#include "nt/memory_probe.h"
#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/error_queue.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/message_flags.h"
#include "providers/kernel/message_request.h"
#include "providers/kernel/network_events.h"
#include "providers/kernel/option.h"
#include "providers/kernel/receive_all.h"
#include "providers/kernel/receive_request.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"
#include "providers/kernel/transfer.h"
#include "providers/kernel/transfer_call.h"

namespace berth::kernel {

namespace {

// A signal that concerns nobody here ends the kernel's MSG_WAITALL early, as a time-out does, and a
// call that is interrupted. After an error it has ended for good: the next receive is to tell.
bool wait_all_goes_on(const Socket& socket) {
    if (socket.nonblocking || socket.receive_timeout_set || interruption_code(socket) != 0)
        return false;
    lnx::PollFd poll{socket.fd, 0, 0};
    return lnx::sys_poll_now(&poll) == 0 || !(poll.revents & lnx::kPollErr);
}

// No urgent data is there to take: the kernel waits for none, and tells no end. 0 with `ended`: the
// stream's end; without: some is there now.
int urgent_wait(Socket& socket, int linux_flags, bool* ended) {
    const bool waits = !(linux_flags & lnx::kMsgDontWait) && !socket_is_nonblocking(socket);
    const int timeout =
        socket.receive_timeout_set ? socket.kept.get(Kept::receive_timeout) : -1;  // ms
    lnx::PollFd poll{socket.fd, lnx::kPollPri | lnx::kPollRdHup, 0};
    const int ready = lnx::sys_poll(&poll, 1, waits ? timeout : 0);
    if (ready < 0)
        return interruption_code(socket);
    if (ready == 0)
        return waits ? WSAETIMEDOUT : WSAEWOULDBLOCK;
    if (poll.revents & lnx::kPollPri)
        return 0;
    *ended = true;
    int number = 0;
    if ((poll.revents & lnx::kPollErr) &&
        option_kernel_get(socket, lnx::kSolSocket, lnx::kSoError, &number) == 0 && number != 0)
        return receive_error(socket, number, linux_flags);
    return receive_end(socket);
}

int receive_now(Socket& socket, IoVector& data, int linux_flags, Address* from, lnx::MsgHdr* header,
                DWORD* received, bool* truncated) {
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
            if (from && from->family == lnx::kAfPacket) [[unlikely]]
                receive_all_source(data.data()->base,
                                   std::min(static_cast<size_t>(result), data.data()->length),
                                   from);
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
        if ((number == EINVAL || number == EAGAIN) && (linux_flags & lnx::kMsgOob) &&
            !socket.urgent_inline) {
            bool ended = false;
            const int code = urgent_wait(socket, linux_flags, &ended);
            if (code != 0 || ended)
                return code;
            continue;
        }
        return receive_error(socket, number, linux_flags);
    }
}

WSABUF first_byte(IoVector& data) {
    size_t i = 0;
    while (data.data()[i].length == 0)
        ++i;
    return {1, static_cast<char*>(data.data()[i].base)};
}

// With SO_OOBINLINE "OOB data is never mixed with normal data": the kernel stops before the mark,
// and what is at the mark goes alone. Asked when there is something, since the mark comes with it.
int receive_inline(Socket& socket, IoVector& data, int linux_flags, DWORD* received) {
    bool truncated = false;
    for (;;) {
        char next = 0;
        WSABUF room{1, &next};
        CallBuffers one;
        one.assign(&room, 1);
        const int code = receive_now(socket, one, linux_flags | lnx::kMsgPeek, nullptr, nullptr,
                                     received, &truncated);
        if (code != 0 || *received == 0)
            return code;
        int mark = 0;
        if (lnx::sys_ioctl(socket.fd, lnx::kSiocAtMark, &mark) != 0)
            return error_from_errno(errno);
        room = first_byte(data);
        one.assign(&room, 1);
        const int outcome =
            receive_now(socket, mark != 0 ? one : data, linux_flags | lnx::kMsgDontWait, nullptr,
                        nullptr, received, &truncated);
        // Another thread has taken it meanwhile.
        if (outcome != WSAEWOULDBLOCK || (linux_flags & lnx::kMsgDontWait) || socket.nonblocking)
            return outcome;
    }
}

}  // namespace

int socket_receive(Socket& socket, IoVector& data, int linux_flags, Address* from,
                   lnx::MsgHdr* header, DWORD* received, bool* truncated) {
    constexpr int kApart = lnx::kMsgOob | lnx::kMsgWaitAll;
    if (socket.urgent_inline && data.total() > 0 && !(linux_flags & kApart)) [[unlikely]] {
        *truncated = false;
        return receive_inline(socket, data, linux_flags, received);
    }
    return receive_now(socket, data, linux_flags, from, header, received, truncated);
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
        all_beyond_null_page(buffers, received, flags) && *flags == 0 &&
        !nt::memory_is_null_page(buffers->buf)) {
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
    if (int code = receive_buffers_check(buffers, count))
        return fail(error, code);
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
        (buffers->len == 0 || !nt::memory_is_null_page(buffers->buf)) &&
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
    if (int code = receive_buffers_check(buffers, count))
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
        ((count ^ 1) | *flags | reinterpret_cast<uintptr_t>(overlapped)) == 0 &&
        !nt::memory_is_null_page(buffers->buf)) [[likely]] {
        PlainUse use(s, Socket::kPlainReceive);
        if (use) [[likely]] {
            char* data = buffers->buf;
            size_t length = buffers->len;
            const int fd = use.fd();  // s, in the register where the system call leaves it
            park(buffers);
            park(flags);
            ssize_t result = lnx::direct_recv(fd, data, length);
            const auto same = static_cast<SOCKET>(fd);
            if (!use.leave()) [[unlikely]]
                return receive_interrupted(same, buffers, result, received, flags, error);
            if (result > 0) [[likely]] {
                *received = static_cast<DWORD>(result);
                return 0;
            }
            return receive_plain_rest(same, buffers, result, received, flags, error);
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
        nt::memory_is_null_page(flags) || !nt::memory_is_mapped(from_length, sizeof *from_length) ||
        *from_length < address_length_min(socket->family) ||
        !nt::memory_is_mapped(from, static_cast<size_t>(address_length_min(socket->family))))
        return fail(error, WSAEFAULT);
    if (int code = receive_check(*socket))
        return fail(error, code);
    int linux_flags = 0;
    if (int code = receive_flags_translate(*socket, *flags, later, &linux_flags))
        return fail(error, code);
    if (later) {
        if (int code = receive_buffers_check(buffers, count))
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
    if (int code = receive_buffers_check(buffers, count))
        return fail(error, code);
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
