// WSPSend, WSPSendTo.
#include <cerrno>

#include "nt/memory_probe.h"
#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/error_queue.h"
#include "providers/kernel/group_bind.h"
#include "providers/kernel/join_leaf.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/message_flags.h"
#include "providers/kernel/message_request.h"
#include "providers/kernel/port_reservation.h"
#include "providers/kernel/network_events.h"
#include "providers/kernel/send_request.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/socket.h"
#include "providers/kernel/startup.h"
#include "providers/kernel/transfer.h"
#include "providers/kernel/transfer_call.h"

namespace berth::kernel {

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
            alignas(8) char control[kSourceControlSize];
            if (header)
                message = *header;
            else if (!socket.is_stream())
                source_give(socket, control, &message);
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
    MultipointSession session;
    if (int code = send_check(*socket, false)) {
        if (code != WSAENOTCONN || !session_find(*socket, &session) || !session.sends)
            return fail(error, code);
    }
    const Address* const group = session.sends ? &session.group : nullptr;
    int linux_flags = 0;
    if (int code = send_flags_translate(*socket, flags, &linux_flags))
        return fail(error, code);
    CallBuffers data;
    if (int code = data.assign(buffers, count))
        return fail(error, code);
    const size_t length = data.total();  // consumed as it is sent
    int code = queued_go_first(*socket, Socket::kPlainSend);
    if (code == 0)
        code = socket_send(*socket, data, linux_flags, group, nullptr, sent);
    socket->plain_restore(Socket::kPlainSend);
    call.ended(code, *sent, length);
    return code == 0 ? 0 : fail(error, code);
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
    MultipointSession session;
    if (int code = send_check(*socket, false)) {
        if (code != WSAENOTCONN || !session_find(*socket, &session) || !session.sends)
            return fail(error, code);
    }
    const Address* const group = session.sends ? &session.group : nullptr;
    int linux_flags = 0;
    if (int code = send_flags_translate(*socket, flags, &linux_flags))
        return fail(error, code);
    if (int code = buffers_check(buffers, count))
        return fail(error, code);
    const int code =
        group ? request_start(*socket, &SocketWatch::sending, asked,
                              MessageSendRequest::make(buffers, count, linux_flags, group), sent)
              : request_start(*socket, &SocketWatch::sending, asked,
                              SendRequest::make(buffers, count, linux_flags), sent);
    return code == 0 ? 0 : fail(error, code);
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
    if (int code = reserved_port_take(*socket))
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

}  // namespace berth::kernel
