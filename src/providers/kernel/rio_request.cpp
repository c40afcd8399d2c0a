#include "providers/kernel/rio_request.h"

#include <cerrno>
#include <cstring>
#include <new>

#include "nt/small_block.h"
#include "providers/kernel/address.h"
#include "providers/kernel/error_queue.h"
#include "providers/kernel/message_control.h"
#include "providers/kernel/message_request.h"
#include "providers/kernel/rio_buffer.h"
#include "providers/kernel/transfer.h"
#include "ws2ipdef.h"

namespace berth::kernel {

// What the Ex forms add: addresses, control information, flags.
struct RioMessage {
    // The program's slices, written at completion; null: not wanted.
    char* local = nullptr;
    char* remote = nullptr;
    char* control = nullptr;
    char* flags = nullptr;
    ULONG control_length = 0;

    Address address;  // the peer's
    ControlBuffer control_data;
    lnx::IoVec room{};
    lnx::MsgHdr header{};
};

namespace {

// Linux has delivered an answer of ICMP to this socket in the place of what was asked.
bool is_told_to_receives(int number) {
    return number == ECONNREFUSED || number == EHOSTUNREACH;
}

// A SOCKADDR_INET.
void address_store(const Address& address, char* out) {
    std::memset(out, 0, sizeof(SOCKADDR_INET));
    const size_t length =
        address.length < sizeof(SOCKADDR_INET) ? address.length : sizeof(SOCKADDR_INET);
    std::memcpy(out, address.bytes, length);
    family_patch(out, static_cast<unsigned>(length));
}

int optional_slice(const RIO_BUF* slice, ULONG least, char** data, ULONG* length) {
    return slice ? rio_slice(slice, least, data, length) : 0;
}

}  // namespace

RioRequest::RioRequest() = default;
RioRequest::~RioRequest() = default;

void* RioRequest::operator new(size_t size, const std::nothrow_t&) noexcept {
    return nt::small_block_take(size);
}
void RioRequest::operator delete(void* memory) noexcept {
    nt::small_block_give_back(memory, sizeof(RioRequest));
}
void RioRequest::operator delete(void* memory, const std::nothrow_t&) noexcept {
    nt::small_block_give_back(memory, sizeof(RioRequest));
}

int RioRequest::make(const RioCall& call, std::unique_ptr<RioRequest>* made) {
    if (call.count > 1 || (call.count == 1) != (call.data != nullptr))
        return WSAEINVAL;
    char* data = nullptr;
    ULONG length = 0;
    if (int code = optional_slice(call.data, 0, &data, &length))
        return code;
    std::unique_ptr<RioMessage> message;
    if (call.has_message()) {
        if (call.sending && call.local)
            return WSAEINVAL;  // reserved
        message.reset(new (std::nothrow) RioMessage);
        if (!message)
            return WSAENOBUFS;
        ULONG ignored = 0;
        constexpr ULONG kAddress = sizeof(SOCKADDR_INET);
        if (int code = optional_slice(call.local, kAddress, &message->local, &ignored))
            return code;
        if (int code = optional_slice(call.remote, kAddress, &message->remote, &ignored))
            return code;
        if (int code = optional_slice(call.control, RIO_CMSG_BASE_SIZE, &message->control,
                                      &message->control_length))
            return code;
        if (int code = optional_slice(call.flags_out, sizeof(DWORD), &message->flags, &ignored))
            return code;
    }
    made->reset(new (std::nothrow) RioRequest);
    RioRequest* request = made->get();
    if (!request)
        return WSAENOBUFS;
    request->data = data;
    request->length = length;
    request->sending = call.sending;
    request->request_context = reinterpret_cast<uintptr_t>(call.context);
    request->notifies = (call.flags & RIO_MSG_DONT_NOTIFY) == 0;
    request->waits_for_all = (call.flags & RIO_MSG_WAITALL) != 0;
    request->message = std::move(message);
    return 0;
}

int RioRequest::prepare(Socket& socket, const RioCall& call) {
    const bool stream = socket.is_stream();
    if (stream ? call.count == 0 : waits_for_all)
        return WSAEINVAL;
    const bool addressed = sending && message && message->remote && !stream;
    if (int code = sending ? send_check(socket, addressed) : receive_check(socket))
        return code;
    peeks = stream && !sending && length == 0;
    return message ? message_prepare(socket, call) : 0;
}

int RioRequest::message_prepare(Socket& socket, const RioCall& call) {
    RioMessage& m = *message;
    if (!sending) {
        if (!socket.is_stream() && (m.local || m.control || m.flags))
            destination_ask(socket);
        return 0;
    }
    if (m.remote && !socket.is_stream()) {
        SOCKADDR_INET name;
        std::memcpy(&name, m.remote, sizeof name);
        const int name_length =
            name.si_family == AF_INET ? sizeof name.Ipv4 : static_cast<int>(sizeof name.Ipv6);
        if (int code = address_read(reinterpret_cast<const sockaddr*>(&name), name_length,
                                    socket.family, &m.address))
            return code;
        if (address_is_any(m.address) || address_port(m.address) == 0)
            return WSAEADDRNOTAVAIL;
    }
    if (call.control && !socket.is_stream()) {
        ULONG total = 0;
        std::memcpy(&total, m.control, sizeof total);
        if (total > m.control_length)
            return WSAEINVAL;
        // Objects that WSASendMsg does not know are none of these protocols'.
        if (total > RIO_CMSG_BASE_SIZE) {
            const WSABUF control{static_cast<ULONG>(total - RIO_CMSG_BASE_SIZE),
                                 m.control + RIO_CMSG_BASE_SIZE};
            if (int code = control_to_linux(control, &m.control_data))
                return code;
        }
    }
    return 0;
}

bool RioRequest::transfer(Socket& socket, RioTransfer* transfer, ssize_t* result) {
    const bool stream = socket.is_stream();
    if (!stream && !sending) {
        // What a send met: told in the place of a datagram.
        if (socket.datagram_refused.exchange(false)) {
            *result = -ECONNRESET;
            return false;
        }
        if (socket.datagram_expired.exchange(false)) {
            *result = -ENETRESET;
            return false;
        }
    }
    *transfer = {socket.fd, sending, lnx::kMsgDontWait, data + done, length - done, nullptr};
    if (sending)
        transfer->flags |= lnx::kMsgNoSignal;
    else if (!stream)
        transfer->flags |= lnx::kMsgTrunc;  // its real length
    if (peeks) {
        transfer->flags |= lnx::kMsgPeek;
        transfer->data = &peeked;
        transfer->length = 1;
    }
    if (message && !stream) {
        RioMessage& m = *message;
        m.room = {data, length};
        m.header = {};
        m.header.iov = &m.room;
        m.header.iov_count = 1;
        if (!sending) {
            m.header.name = m.address.bytes;
            m.header.name_length = lnx::kSockAddrStorage;
            m.header.control = m.control_data.bytes;
            m.header.control_length = ControlBuffer::kSize;
        } else {
            if (m.address.length != 0) {
                m.header.name = m.address.bytes;
                m.header.name_length = m.address.length;
            }
            if (m.control_data.used != 0) {
                m.header.control = m.control_data.bytes;
                m.header.control_length = m.control_data.used;
            }
        }
        transfer->message = &m.header;
    }
    return true;
}

RioRequest::Step RioRequest::ended(Socket& socket, ssize_t result, bool* drained) {
    *drained = false;
    if (result == -EINTR)
        return Step::kAgain;
    if (result == -EAGAIN)
        return Step::kLater;
    return sending ? send_ended(socket, result) : receive_ended(socket, result, drained);
}

RioRequest::Step RioRequest::receive_ended(Socket& socket, ssize_t result, bool* drained) {
    const bool stream = socket.is_stream();
    if (result < 0) {
        int number = static_cast<int>(-result);
        if (!stream && datagram_error_skip(socket, &number))
            return Step::kAgain;
        const int code = receive_failure(socket, number);
        // What came before the failure is told; the failure comes with the next.
        return done_with(done != 0 ? 0 : code);
    }
    if (peeks)
        return done_with(result == 0 ? receive_end(socket) : 0);
    if (stream) {
        if (result == 0)
            return done_with(done != 0 ? 0 : receive_end(socket));
        done += static_cast<uint32_t>(result);
        *drained = done < length;
        if (waits_for_all && done < length)
            return Step::kAgain;
        return done_with(message ? message_received(socket) : 0);
    }
    const bool truncated = static_cast<size_t>(result) > length;
    done = truncated ? length : static_cast<uint32_t>(result);
    const int code = message ? message_received(socket) : 0;
    return done_with(truncated && length != 0 ? WSAEMSGSIZE : code);
}

// The program's slices get what came along. 0 or WSAEMSGSIZE.
int RioRequest::message_received(const Socket& socket) {
    RioMessage& m = *message;
    if (socket.is_stream()) {
        Address address;
        if (m.remote && address_of_peer(socket.fd, &address) == 0)
            address_store(address, m.remote);
    } else if (m.remote) {
        m.address.length = m.header.name_length;
        address_store(m.address, m.remote);
    }
    const size_t control_length = socket.is_stream() ? 0 : m.header.control_length;
    if (m.local) {
        Address local;
        if (address_of_socket(socket.fd, &local) == 0) {
            control_destination(m.control_data.bytes, control_length, &local);
            address_store(local, m.local);
        }
    }
    bool complete = true;
    if (m.control) {
        WSABUF out{static_cast<ULONG>(m.control_length - RIO_CMSG_BASE_SIZE),
                   m.control + RIO_CMSG_BASE_SIZE};
        complete = control_from_linux(socket, m.control_data.bytes, control_length, &out);
        const auto total = static_cast<ULONG>(RIO_CMSG_BASE_SIZE + out.len);
        std::memcpy(m.control, &total, sizeof total);
    }
    if (m.flags) {
        DWORD flags = control_destination_flags(m.control_data.bytes, control_length);
        if (m.header.flags & lnx::kMsgTrunc)
            flags |= MSG_TRUNC;
        if (!complete)
            flags |= MSG_CTRUNC;
        std::memcpy(m.flags, &flags, sizeof flags);
    }
    return complete ? 0 : WSAEMSGSIZE;
}

RioRequest::Step RioRequest::send_ended(Socket& socket, ssize_t result) {
    const bool stream = socket.is_stream();
    if (result >= 0) {
        done += static_cast<uint32_t>(result);
        if (stream && done < length)
            return Step::kAgain;  // until the kernel says that it is full: the edge follows that
        if (!stream)
            socket.bound = true;  // implicitly, where it was not
        if (message && message->flags)
            std::memset(message->flags, 0, sizeof(DWORD));
        return done_with(0);
    }
    const auto number = static_cast<int>(-result);
    if (!stream && is_told_to_receives(number)) {
        const QueuedErrors earlier = error_queue_drain(socket.fd);
        if (number == ECONNREFUSED || earlier.refused)
            socket.datagram_refused = socket.udp_connreset.load();
        if (earlier.expired)
            socket.datagram_expired = socket.kept.get(Kept::udp_netreset) != 0;
        if (number == ECONNREFUSED || earlier.any)
            return Step::kAgain;
    }
    return done_with(send_failure(socket, number));
}

}  // namespace berth::kernel
