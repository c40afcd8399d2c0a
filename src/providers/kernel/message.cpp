#include "providers/kernel/message.h"

#include "mswsock.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/message_control.h"
#include "providers/kernel/message_flags.h"
#include "providers/kernel/network_events.h"
#include "providers/kernel/message_request.h"
#include "providers/kernel/option.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/startup.h"
#include "providers/kernel/transfer.h"

namespace berth::kernel {
namespace {

int message_check(const Socket& socket, const WSAMSG* message, const DWORD* transferred,
                  bool overlapped) {
    if (socket.is_stream())
        return WSAEOPNOTSUPP;
    if (!nt::memory_is_mapped(message, sizeof *message) ||
        (!nt::memory_is_mapped(transferred, sizeof *transferred) && !(overlapped && !transferred)))
        return WSAEFAULT;
    if ((!message->name && message->namelen != 0) || message->namelen < 0)
        return WSAEFAULT;
    if (message->Control.len != 0 &&
        !nt::memory_is_mapped(message->Control.buf, message->Control.len))
        return WSAEFAULT;
    return 0;
}

// ---- sending ----

int destination_read(const Socket& socket, const WSAMSG& message, Address* address) {
    if (int code = address_read(message.name, message.namelen, socket.family, address))
        return code;
    bool nowhere =
        address_is_any(*address) || (socket.type == SOCK_DGRAM && address_port(*address) == 0);
    return nowhere ? WSAEADDRNOTAVAIL : 0;
}

int socket_send_message(Socket& socket, const WSAMSG* message, DWORD flags, DWORD* sent,
                        const OverlappedCall& asked) {
    SendCall call(socket);
    bool overlapped = is_overlapped(socket, asked.overlapped);
    if (int code = message_check(socket, message, sent, overlapped))
        return code;
    bool addressed = message->name != nullptr;
    if (int code = send_check(socket, addressed))
        return code;
    int linux_flags = 0;
    // "... includes any control flags invalid for WSASendMsg."
    if (send_flags_translate(socket, flags, &linux_flags) != 0)
        return WSAEOPNOTSUPP;
    Address address;
    if (int code = addressed ? destination_read(socket, *message, &address) : 0)
        return code;
    ControlBuffer control;
    if (int code = control_to_linux(message->Control, &control))
        return code;
    if (overlapped) {
        if (int code = buffers_check(message->lpBuffers, message->dwBufferCount))
            return code;
        return request_start(
            socket, &SocketWatch::sending, asked,
            MessageSendRequest::make(message->lpBuffers, message->dwBufferCount, linux_flags,
                                     addressed ? &address : nullptr, &control),
            sent);
    }
    CallBuffers data;
    if (int code = data.assign(message->lpBuffers, message->dwBufferCount))
        return code;
    if (int code = queued_go_first(socket, Socket::kPlainSend))
        return code;
    lnx::MsgHdr header{};
    header.control = control.used != 0 ? control.bytes : nullptr;
    header.control_length = control.used;
    const int code =
        socket_send(socket, data, linux_flags, addressed ? &address : nullptr, &header, sent);
    call.ended(code, *sent, data.total());
    if (code != 0)
        return code;
    socket.bound = true;  // implicitly, where it was not
    return 0;
}

// ---- receiving ----

int receive_message(Socket& socket, WSAMSG* message, DWORD* received, const OverlappedCall& asked) {
    ReceiveCall call(socket);
    bool overlapped = is_overlapped(socket, asked.overlapped);
    if (int code = message_check(socket, message, received, overlapped))
        return code;
    if (message->name && message->namelen < address_length_min(socket.family))
        return WSAEFAULT;
    if (message->dwFlags & ~static_cast<DWORD>(MSG_PEEK))
        return WSAEOPNOTSUPP;
    if (int code = receive_check(socket))
        return code;
    if (int code = receive_buffers_check(message->lpBuffers, message->dwBufferCount))
        return code;
    destination_ask(socket);
    if (overlapped)
        return request_start(socket, &SocketWatch::receiving, asked,
                             MessageReceiveRequest::make(message), received);
    CallBuffers data;
    if (int code = data.assign(message->lpBuffers, message->dwBufferCount))
        return code;
    int code = queued_go_first(socket, Socket::kPlainReceive);
    const bool peek = (message->dwFlags & MSG_PEEK) != 0;
    if (code == 0)
        code = socket_receive_message(socket, message, data, 0, received);
    call.ended(code, *received, 0, false, peek);
    return code;
}

int answer(int code) {
    if (code == 0)
        return 0;
    nt::last_error_set(static_cast<DWORD>(code));
    return SOCKET_ERROR;
}

}  // namespace

void destination_ask(Socket& socket) {
    if (socket.kept.get(Kept::message_receiver) != 0)
        return;
    std::lock_guard guard(socket.lock);
    socket.kept.set(Kept::message_receiver, 1);
    bool six = socket.family == AF_INET6;
    option_kernel_set(socket, six ? lnx::kIpProtoIpv6 : lnx::kIpProtoIp,
                      six ? lnx::kIpv6RecvPktInfo : lnx::kIpPktInfo, 1);
}

int socket_receive_message(Socket& socket, WSAMSG* message, IoVector& data, int linux_flags,
                           DWORD* received) {
    ControlBuffer control;
    lnx::MsgHdr header{};
    header.control = control.bytes;
    header.control_length = ControlBuffer::kSize;
    Address from;
    bool truncated = false;
    if (message->dwFlags & MSG_PEEK)
        linux_flags |= lnx::kMsgPeek;
    if (int code = socket_receive(socket, data, linux_flags, &from, &header, received, &truncated))
        return code;
    if (message->name)
        address_write(from, message->name, &message->namelen);
    message->dwFlags = control_destination_flags(control.bytes, header.control_length);
    bool complete =
        control_from_linux(socket, control.bytes, header.control_length, &message->Control);
    message->dwFlags |= (truncated ? MSG_TRUNC : 0U) | (complete ? 0U : MSG_CTRUNC);
    return truncated || !complete ? WSAEMSGSIZE : 0;
}

INT PASCAL message_send(SOCKET s, LPWSAMSG message, DWORD flags, LPDWORD sent,
                        LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    int code = socket_missing();
    if (SocketUse socket(s); socket)
        code = socket_send_message(*socket, message, flags, sent, {overlapped, routine});
    return answer(code);
}

INT PASCAL message_receive(SOCKET s, LPWSAMSG message, LPDWORD received, LPWSAOVERLAPPED overlapped,
                           LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    int code = socket_missing();
    if (SocketUse socket(s); socket)
        code = receive_message(*socket, message, received, {overlapped, routine});
    return answer(code);
}

}  // namespace berth::kernel
