// WSPRecv, WSPRecvFrom, and what arrives.
#include <cerrno>
#include <new>
#include <utility>

#include "nt/clock.h"
#include "nt/memory_probe.h"
#include "providers/iso/error.h"
#include "providers/iso/receive_request.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {

// ---- what arrives ----

namespace {

constexpr size_t kExpeditedMost = 8;  // that wait, before the peer's next has to

}  // namespace

bool Socket::wants_more() const {
    return receive_shut || (store_.cost() < static_cast<size_t>(options.receive_buffer) &&
                            (expedited_.empty() || expedited_.size() < 2 * kExpeditedMost));
}

void Socket::receive_octets() {
    drained_ = false;
    while (reactor_ && !drained_) {
        if (peer_gone_)
            return leftovers_drop();
        if (phase_ == Phase::kConnected && !wants_more())
            return;
        const size_t limit =
            connection.rules.agreed ? connection.rules.tpdu_max + kTpktHeader : kControlTpktMax;
        const auto outcome = connection.stream.read(connection.tcp.get(), limit,
                                                    [this](Octets tpkt) { return take(tpkt); });
        switch (outcome.end) {
            case TpktStream::End::kDrained:
                // A short read leaves the stream's end, of which epoll has told already.
                drained_ = !std::exchange(input_ends_, false);
                break;
            case TpktStream::End::kPaused:
                break;
            case TpktStream::End::kStream:
                stream_ended();
                break;
            case TpktStream::End::kBroken:
                connection_lost(error_from_errno(outcome.number));
                break;
            case TpktStream::End::kBad:
                refuse({Reject::Answer::kDisconnect, RejectCause::kNotSpecified,
                        DisconnectReason::kProtocolError, 0, 0},
                       {});
                break;
        }
        receives.perform(*this);
    }
}

// Of a connection that is over: until the peer has closed it, too.
void Socket::leftovers_drop() {
    uint8_t octets[4096];
    long count = 0;
    do {
        count = tcp_read(connection.tcp.get(), octets, sizeof octets);
    } while (count > 0);
    if (count == -EAGAIN) {
        drained_ = true;
        return;
    }
    if (phase_ == Phase::kClosing)
        timer_stop();  // which keeps the socket
    watch_end();
    connection.tcp.reset();
}

bool Socket::take(Octets octets) {
    const TpduRules& rules = connection.rules;
    if (DataTpdu data; phase_ == Phase::kConnected && data_read(octets, rules, &data)) {
        // A message in one piece for a call that waits goes there at once.
        if (!data.end || !store_.empty() || receive_shut || failure_ != 0 ||
            !receives.message_take(*this, data.user_data.data(), data.user_data.size()))
            take_data(data.user_data, data.end);
        return wants_more();
    }
    while (!octets.empty()) {
        Tpdu tpdu;
        if (const auto wrong = tpdu_read(octets, rules, &tpdu)) {
            refuse(*wrong, octets);
            return false;
        }
        octets = octets.subspan(tpdu.size);
        if (!(phase_ == Phase::kConnecting ? take_answer(tpdu) : take_tpdu(tpdu)))
            return false;
    }
    return wants_more();
}

bool Socket::take_answer(const Tpdu& tpdu) {
    switch (tpdu.kind) {
        case TpduKind::kConnectConfirm:
            take_confirm(tpdu);
            return phase_ == Phase::kConnected;
        case TpduKind::kDisconnectRequest:
        case TpduKind::kError:
            take_refusal(tpdu);
            return false;
        default:
            connect_end(WSAECONNABORTED);
            return false;
    }
}

bool Socket::take_tpdu(const Tpdu& tpdu) {
    switch (tpdu.kind) {
        case TpduKind::kData:
            take_data(tpdu.user_data, tpdu.end);
            return true;
        case TpduKind::kExpedited:
            return take_expedited(tpdu);
        case TpduKind::kExpeditedAck:
            expedited_awaited_ = false;
            expedited_sends.perform(*this);
            return true;
        case TpduKind::kDataAck:
            return true;
        case TpduKind::kDisconnectRequest:
            take_disconnect(tpdu);
            return false;
        case TpduKind::kDisconnectConfirm:
            if (!released_)
                break;
            connection_lost(0);
            return false;
        case TpduKind::kError:
            connection_lost(WSAECONNABORTED);
            return false;
        default:
            break;
    }
    refuse({Reject::Answer::kDisconnect, RejectCause::kTpduType, DisconnectReason::kProtocolError,
            0, 0},
           {});
    return false;
}

void Socket::take_data(Octets octets, bool end) {
    if (phase_ == Phase::kConnected && !receive_shut)
        store_.append(octets, end);
}

bool Socket::take_expedited(const Tpdu& tpdu) {
    if (expedited_ack_due_) {
        refuse({Reject::Answer::kDisconnect, RejectCause::kTpduType,
                DisconnectReason::kProtocolError, 0, 0},
               {});
        return false;
    }
    if (phase_ == Phase::kConnected && !receive_shut) {
        if (options.expedited_inline)
            store_.insert(tpdu.user_data);
        else
            expedited_.emplace_back(tpdu.user_data.begin(), tpdu.user_data.end());
    }
    expedited_ack_due_ = connection.rules.transport_class != 0;
    expedited_ack_number_ = tpdu.number;
    expedited_receives.perform(*this);
    expedited_acknowledge();
    return true;
}

void Socket::expedited_acknowledge() {
    // Class 0 has no acknowledgement (RFC 1006): there TCP holds the peer back.
    if (!expedited_ack_due_ || expedited_.size() >= kExpeditedMost)
        return;
    expedited_ack_due_ = false;
    Tpdu answer;
    answer.kind = TpduKind::kExpeditedAck;
    answer.dst_ref = connection.rules.remote_ref;
    answer.number = expedited_ack_number_;
    control_push(answer);
    flush();
}

// ---- what a call takes ----

bool Socket::data_take(const Buffers& buffers, DWORD in_flags, Request* request) {
    if (failure_ != 0) {
        request->error = failure_;
        return true;
    }
    if (store_.empty()) {
        request->error = peer_ended_ ? WSAEDISCON : 0;
        return peer_ended_;
    }
    const size_t there = store_.first_size();
    if (!store_.is_complete() && there < buffers.total() && wants_more() && !peer_ended_ &&
        !((in_flags & MSG_PARTIAL) && there > 0))
        return false;
    // The program may have given the memory back meanwhile.
    if (request->has_waited() && !buffers.can_hold(there)) {
        request->error = WSAEFAULT;
        return true;
    }
    bool partial = false;
    const bool peek = (in_flags & MSG_PEEK) != 0;
    request->transferred = static_cast<DWORD>(store_.take(buffers, peek, &partial));
    request->flags = partial ? MSG_PARTIAL : 0;
    return true;
}

bool ReceiveRequest::perform(Socket& socket) {
    return (in_flags & MSG_OOB) ? perform_expedited(socket)
                                : socket.data_take(buffers, in_flags, this);
}

bool ReceiveRequest::message_take(const uint8_t* octets, size_t length) {
    if (length == 0 || length > buffers.total() || (in_flags & MSG_PEEK) ||
        (has_waited() && !buffers.can_hold(length)))
        return false;
    transferred = static_cast<DWORD>(buffers.write(0, octets, length));
    flags = 0;
    return true;
}

bool ReceiveRequest::perform_expedited(Socket& socket) {
    if (socket.expedited_.empty()) {
        error = socket.failure_ != 0 ? socket.failure_ : socket.peer_ended_ ? WSAEDISCON : 0;
        return error != 0;
    }
    std::vector<uint8_t>& first = socket.expedited_.front();
    if (has_waited() && !buffers.can_hold(first.size())) {
        error = WSAEFAULT;
        return true;
    }
    const size_t count = buffers.write(0, first.data(), first.size());
    transferred = static_cast<DWORD>(count);
    flags = MSG_OOB | (count < first.size() ? MSG_PARTIAL : 0);
    if (in_flags & MSG_PEEK)
        return true;
    if (count < first.size())
        first.erase(first.begin(), first.begin() + static_cast<ptrdiff_t>(count));
    else
        socket.expedited_.pop_front();
    socket.expedited_acknowledge();
    return true;
}

namespace {

constexpr DWORD kReceiveFlags = MSG_PEEK | MSG_OOB | MSG_PARTIAL | MSG_PUSH_IMMEDIATE;

int receive_check(const Socket& socket, DWORD flags, const OverlappedCall& call) {
    if (socket.is_closed())
        return WSAENOTSOCK;
    if (!socket.was_connected())
        return WSAENOTCONN;
    if (socket.receive_shut)
        return WSAESHUTDOWN;
    if ((flags & ~kReceiveFlags) || ((flags & MSG_PEEK) && call.overlapped))
        return WSAEOPNOTSUPP;
    if (flags & MSG_OOB) {
        if (socket.options.expedited_inline)
            return WSAEINVAL;
        if (!socket.connection.rules.expedited)
            return WSAEOPNOTSUPP;
    }
    return 0;
}

}  // namespace

// A call that reads: first what is there, then what the kernel has.
bool Socket::receive_try(ReceiveRequest& request, bool blocks) {
    if (request.perform(*this))
        return true;
    if (!reactor_ || (drained_ && blocks))
        return false;
    if (request.in_flags & MSG_OOB) {
        receive_octets();
        return request.perform(*this);
    }
    receives.push(request);
    receive_octets();
    if (is_over(request))
        return true;
    receives.remove(request);
    return false;
}

// After a call that took something: what the socket had no room for comes in.
void Socket::receive_resume() {
    if (reactor_ && !drained_ && phase_ == Phase::kConnected && wants_more())
        receive_octets();
    events.enable(FD_READ | FD_OOB);
    changed();
}

namespace {

int receive_any(Socket& socket, const WSABUF* buffers, DWORD count, DWORD* received, DWORD* flags,
                const OverlappedCall& call) {
    Lock guard(socket.lock);
    if (const int code = receive_check(socket, *flags, call))
        return code;
    RequestQueue& queue = (*flags & MSG_OOB) ? socket.expedited_receives : socket.receives;
    if (call.overlapped) {
        auto request = std::make_unique<ReceiveRequest>(*flags);
        if (const int code = request->buffers.assign(buffers, count, true))
            return code;
        const int code = socket.start(queue, std::move(request), call, received, flags);
        socket.receive_resume();
        return code;
    }
    ReceiveRequest request(*flags);
    if (const int code = request.buffers.assign(buffers, count, true))
        return code;
    if (!queue.empty() || !socket.receive_try(request, !socket.nonblocking)) {
        if (socket.nonblocking) {
            socket.receive_resume();
            return WSAEWOULDBLOCK;
        }
        const DWORD limit = socket.options.receive_timeout;
        if (const int code = socket.wait(guard, queue, request,
                                         limit == 0 ? nt::kNever : nt::deadline_after(limit)))
            return code;
        if (!guard.owns_lock())
            guard.lock();
    }
    if (!socket.is_closed())
        socket.receive_resume();
    *received = request.transferred;
    *flags = request.flags;
    return request.error;
}

}  // namespace

int WSPAPI receive_data(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                        LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                        LPWSATHREADID thread, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const OverlappedCall call{(socket->flags & WSA_FLAG_OVERLAPPED) ? overlapped : nullptr, routine,
                              thread};
    if (nt::memory_is_null_page(flags) ||
        (nt::memory_is_null_page(received) && (received || !call.overlapped)))
        return fail(error, WSAEFAULT);
    try {
        return result(error, receive_any(*socket, buffers, count, received, flags, call));
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
}

// The source is the peer, which getpeername tells: connected sockets leave the address alone.
int WSPAPI receive_from(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                        sockaddr*, LPINT, LPWSAOVERLAPPED overlapped,
                        LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread,
                        LPINT error) {
    return receive_data(s, buffers, count, received, flags, overlapped, routine, thread, error);
}

}  // namespace berth::iso
