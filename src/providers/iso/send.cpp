// WSPSend, WSPSendTo, and all that leaves.
#include <cerrno>
#include <new>
#include <utility>

#include "nt/clock.h"
#include "nt/memory_probe.h"
#include "providers/iso/error.h"
#include "providers/iso/send_request.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {

// ---- what leaves ----

void Socket::control_push(const Tpdu& tpdu) {
    uint8_t octets[kControlTpktMax];
    const size_t length = tpdu_write(tpdu, connection.rules.transport_class, octets);
    control_.append(reinterpret_cast<const char*>(octets), length);
}

bool Socket::flush_is_over() const {
    return !connection.tcp || (control_.empty() && sends.empty() && !release_due_);
}

// In this order: the rest of the DT that is under way, the transport's own TPDUs, further DTs, and
// after the last the release that waits for it.
void Socket::flush() {
    sends.perform(*this);
    while (connection.tcp && !blocked_) {
        auto* send = static_cast<SendRequest*>(sends.first());
        if (!send && control_.empty()) {
            if (!release_due_)
                return;
            release_push();
            continue;
        }
        Gather gather;
        const bool whole = !send || send->gather_rest(gather);
        const size_t rest = gather.octets;
        if (whole && !control_.empty())
            gather.add(control_.data() + control_at_, control_.size() - control_at_);
        if (whole && send)
            send->gather_more(gather, connection);
        const long written = tcp_write(connection.tcp.get(), gather.pieces.data(), gather.count);
        if (written < 0) {
            if (written == -EINTR)
                continue;
            if (written == -EAGAIN)
                blocked_ = true;
            else
                connection_lost(error_from_errno(static_cast<int>(-written)));
            return;
        }
        blocked_ = static_cast<size_t>(written) < gather.octets;
        written_count(static_cast<size_t>(written), rest, send);
    }
}

void Socket::written_count(size_t written, size_t rest, SendRequest* send) {
    if (send && rest > 0)
        written = send->advance(written, connection, true);
    if (!control_.empty()) {
        const size_t part = std::min(written, control_.size() - control_at_);
        control_at_ += part;
        written -= part;
        if (control_at_ == control_.size()) {
            control_.clear();
            control_at_ = 0;
        }
    }
    if (send) {
        send->advance(written, connection, false);
        sends.perform(*this);
    }
}

// ---- what a call sends ----

namespace {

// Expedited data: one at a time is under way, until the peer has acknowledged it.
class ExpeditedSend final : public Request {
  public:
    bool perform(Socket& socket) override { return socket.expedited_send(octets, this); }
    std::vector<uint8_t> octets;
};

}  // namespace

bool Socket::expedited_send(Octets octets, Request* request) {
    if (expedited_awaited_)
        return false;
    Tpdu tpdu;
    tpdu.kind = TpduKind::kExpedited;
    tpdu.dst_ref = connection.rules.remote_ref;
    tpdu.number = expedited_number_;
    tpdu.end = true;
    tpdu.user_data = octets;
    expedited_number_ = (expedited_number_ + 1) & 0x7F;
    expedited_awaited_ = connection.rules.transport_class != 0;
    control_push(tpdu);
    request->transferred = static_cast<DWORD>(octets.size());
    flush();
    return true;
}

// What a call that does not wait leaves behind is kept, as DTs.
void Socket::send_keep(SendRequest& request) {
    std::string rest;
    request.rest_append(rest, connection);
    control_.append(rest);
}

namespace {

constexpr DWORD kSendFlags = MSG_OOB | MSG_PARTIAL | MSG_DONTROUTE;

int send_check(const Socket& socket, DWORD flags, int failure) {
    if (socket.is_closed())
        return WSAENOTSOCK;
    if (!socket.was_connected())
        return WSAENOTCONN;
    if (failure != 0)
        return failure;
    if (socket.send_shut)
        return WSAESHUTDOWN;
    if ((flags & ~kSendFlags) || ((flags & MSG_OOB) && !socket.connection.rules.expedited))
        return WSAEOPNOTSUPP;
    return 0;
}

nt::Deadline deadline_of(DWORD milliseconds) {
    return milliseconds == 0 ? nt::kNever : nt::deadline_after(milliseconds);
}

int send_expedited(Socket& socket, Lock& guard, const WSABUF* buffers, DWORD count, DWORD* sent,
                   const OverlappedCall& call) {
    auto request = std::make_unique<ExpeditedSend>();
    Buffers from;
    if (const int code = from.assign(buffers, count, false))
        return code;
    if (from.total() == 0 || from.total() > kExpeditedDataMax)
        return from.total() == 0 ? WSAEINVAL : WSAEMSGSIZE;
    for (size_t i = 0; i < from.size(); ++i)
        request->octets.insert(request->octets.end(), from[i].buf, from[i].buf + from[i].len);
    RequestQueue& queue = socket.expedited_sends;
    if (call.overlapped)
        return socket.start(queue, std::move(request), call, sent, nullptr);
    if (!queue.empty() || !request->perform(socket)) {
        if (socket.nonblocking)
            return WSAEWOULDBLOCK;
        if (const int code =
                socket.wait(guard, queue, *request, deadline_of(socket.options.send_timeout)))
            return code;
    }
    *sent = request->transferred;
    return request->error;
}

}  // namespace

// A message of one DT, while nothing is under way: written from where it is. False: not so, or not
// all of it.
bool Socket::send_short(const WSABUF* message, size_t* written) {
    if (nt::memory_is_null_page(message) || nt::memory_is_null_page(message->buf) ||
        message->len == 0 || message->len > connection.payload_max() || !connection.tcp ||
        release_due_ || !has_room())
        return false;
    uint8_t header[kDataHeaderMax];
    const TpduRules& rules = connection.rules;
    const iovec pieces[] = {{header, data_header_write(header, rules.transport_class,
                                                       rules.remote_ref, true, message->len)},
                            {message->buf, message->len}};
    const long count = tcp_write(connection.tcp.get(), pieces, std::size(pieces));
    if (count == static_cast<long>(pieces[0].iov_len + message->len)) {
        message_open_ = false;
        return true;
    }
    blocked_ = count > 0 || count == -EAGAIN;
    *written = count > 0 ? static_cast<size_t>(count) : 0;
    return false;
}

int Socket::send_data(Lock& guard, const WSABUF* buffers, DWORD count, DWORD* sent,
                      DWORD send_flags, const OverlappedCall& call) {
    const int gone = failure_ != 0 ? failure_ : peer_gone_ ? WSAECONNRESET : 0;
    if (const int code = send_check(*this, send_flags, gone))
        return code;
    if (send_flags & MSG_OOB)
        return send_expedited(*this, guard, buffers, count, sent, call);
    if (call.overlapped) {
        auto request = std::make_unique<SendRequest>(send_flags);
        if (const int code = request->buffers.assign(buffers, count, false))
            return code;
        send_open(*request);
        return start(sends, std::move(request), call, sent, nullptr);
    }
    size_t written = 0;
    if (send_flags == 0 && count == 1 && send_short(buffers, &written)) {
        *sent = buffers->len;
        return 0;
    }
    SendRequest request(send_flags);
    if (const int code = request.buffers.assign(buffers, count, false))
        return code;
    if (nonblocking && written == 0 && !has_room()) {
        events.write_blocked();
        return WSAEWOULDBLOCK;
    }
    const bool open = message_open_;
    send_open(request);
    request.advance(written, connection, false);
    sends.push(request);
    flush();
    if (!is_over(request)) {
        int code = 0;
        if (nonblocking)
            sends.remove(request);
        else
            code = sleep(guard, sends, request, deadline_of(options.send_timeout));
        if (!is_over(request)) {
            // Of a message that has begun all is sent.
            if (request.is_begun())
                send_keep(request);
            else if (nonblocking)
                code = WSAEWOULDBLOCK;
            if (code == WSAEWOULDBLOCK) {
                message_open_ = open;
                events.write_blocked();
            }
            *sent = static_cast<DWORD>(request.buffers.total());
            return code;
        }
    }
    *sent = request.transferred;
    return request.error;
}

// A TSDU has at least one octet: an empty send only ends what MSG_PARTIAL left open.
void Socket::send_open(SendRequest& request) {
    const bool partial = (request.in_flags & MSG_PARTIAL) != 0;
    if (request.buffers.total() == 0 && (partial || !message_open_))
        request.skip();
    else
        message_open_ = partial;
}

int WSPAPI send_data(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                     LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine,
                     LPWSATHREADID thread, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const OverlappedCall call{(socket->flags & WSA_FLAG_OVERLAPPED) ? overlapped : nullptr, routine,
                              thread};
    if (nt::memory_is_null_page(sent) && (sent || !call.overlapped))
        return fail(error, WSAEFAULT);
    try {
        Lock guard(socket->lock);
        return result(error, socket->send_data(guard, buffers, count, sent, flags, call));
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
}

// Connection-oriented sockets ignore the address.
int WSPAPI send_to(SOCKET s, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags,
                   const sockaddr*, int, LPWSAOVERLAPPED overlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    return send_data(s, buffers, count, sent, flags, overlapped, routine, thread, error);
}

}  // namespace berth::iso
