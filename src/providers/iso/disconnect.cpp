// WSPShutdown, WSPSendDisconnect, WSPRecvDisconnect, and how a connection ends. Class 2 is released
// by DR and DC; class 0 by the end of TCP's stream, with a DR before it where there is something to
// say.
#include <algorithm>
#include <new>

#include "nt/memory_probe.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {

void Socket::connection_lost(int code) {
    if (phase_ == Phase::kConnecting)
        return connect_end(code != 0 ? code : WSAECONNREFUSED);
    if (phase_ == Phase::kClosing) {
        timer_stop();  // which keeps the socket
        watch_end();
        connection.tcp.reset();
        return changed();
    }
    if (phase_ != Phase::kConnected || failure_ != 0)
        return;
    peer_gone_ = true;
    peer_ended_ = true;
    failure_ = code;
    error_pending_ = code;
    if (code != 0) {
        store_.clear();
        expedited_.clear();
    }
    const int gone = code != 0 ? code : WSAECONNRESET;
    sends.end(*this, gone, gone);
    expedited_sends.end(*this, gone, gone);
    receives.perform(*this);
    expedited_receives.perform(*this);
    connects.perform(*this);  // DisconnectEx
}

// The peer sends no more. In class 0 that is how it releases the connection, but what we send may
// still be read.
void Socket::stream_ended() {
    if (phase_ == Phase::kClosing && connection.rules.transport_class == 0 && !flush_is_over()) {
        drained_ = true;
        return;
    }
    if (phase_ != Phase::kConnected || connection.rules.transport_class != 0)
        return connection_lost(released_ || phase_ != Phase::kConnected ? 0 : WSAECONNRESET);
    peer_ended_ = true;
    drained_ = true;
    receives.perform(*this);
    expedited_receives.perform(*this);
}

void Socket::take_disconnect(const Tpdu& tpdu) {
    disconnect_data_received.assign(tpdu.user_data.begin(), tpdu.user_data.end());
    disconnect_data_came = true;
    disconnect_reason = tpdu.reason;
    const bool in_order =
        tpdu.reason == DisconnectReason::kNormal || tpdu.reason == DisconnectReason::kNotSpecified;
    if (connection.rules.transport_class != 0 && !released_) {
        Tpdu answer;
        answer.kind = TpduKind::kDisconnectConfirm;
        answer.dst_ref = tpdu.src_ref;
        answer.src_ref = connection.rules.local_ref;
        control_push(answer);
    }
    release_due_ = false;
    flush();
    if (connection.tcp)
        tcp_end_output(connection.tcp.get());
    connection_lost(in_order ? 0 : WSAECONNRESET);
}

// The peer has broken the rules: it is told which, and the connection is over.
void Socket::refuse(const Reject& reject, Octets octets) {
    if (phase_ == Phase::kClosing)
        return connection_lost(0);
    uint8_t answer[kControlTpktMax];
    const uint16_t to = connection.rules.agreed ? connection.rules.remote_ref : reject.peer_ref;
    const size_t length = reject_write(reject, octets, to, connection.rules.local_ref, answer);
    control_.append(reinterpret_cast<const char*>(answer), length);
    flush();
    if (connection.tcp)
        tcp_end_output(connection.tcp.get());
    connection_lost(WSAECONNABORTED);
}

void Socket::release_begin(DisconnectReason reason, Octets data) {
    if (released_ || peer_gone_)
        return;
    released_ = true;
    release_due_ = true;
    release_reason_ = reason;
    release_data_.assign(data.begin(), data.end());
    flush();
}

// All is sent: the release goes.
void Socket::release_push() {
    const bool told = connection.rules.transport_class != 0 || !release_data_.empty();
    if (told && !release_told_) {
        release_told_ = true;
        Tpdu request;
        request.kind = TpduKind::kDisconnectRequest;
        request.dst_ref = connection.rules.remote_ref;
        request.src_ref = connection.rules.local_ref;
        request.reason = release_reason_;
        request.user_data = release_data_;
        control_push(request);
        return;
    }
    release_due_ = false;
    tcp_end_output(connection.tcp.get());
}

// All that there was to say has been said, and in class 2 been confirmed.
bool Socket::is_released() const {
    return failure_ != 0 || (flush_is_over() && (connection.rules.transport_class == 0 ||
                                                 peer_gone_ || !connection.tcp));
}

void Socket::renew() {
    receives.end(*this, WSAECONNABORTED, WSA_OPERATION_ABORTED);
    expedited_receives.end(*this, WSAECONNABORTED, WSA_OPERATION_ABORTED);
    watch_end();
    connection = Connection();
    phase_ = Phase::kFresh;
    attempted_from = IsoAddress();
    bound = bound_by_program = receive_shut = send_shut = context_missing = disconnected = false;
    connect_error_ = failure_ = error_pending_ = 0;
    peer_ended_ = peer_gone_ = released_ = blocked_ = drained_ = input_ends_ = false;
    release_due_ = release_told_ = message_open_ = false;
    expedited_awaited_ = expedited_ack_due_ = false;
    expedited_number_ = 0;
    connected_at = 0;
    store_.clear();
    expedited_.clear();
    control_.clear();
    control_at_ = 0;
    connect_data_received.clear();
    disconnect_data_received.clear();
    disconnect_data_came = false;
    quality_set = false;
}

namespace {

int disconnect_check(const Socket& socket) {
    if (socket.is_closed())
        return WSAENOTSOCK;
    return socket.was_connected() && !socket.context_missing ? 0 : WSAENOTCONN;
}

Octets octets_of(const std::vector<char>& data) {
    return {reinterpret_cast<const uint8_t*>(data.data()), data.size()};
}

}  // namespace

void Socket::send_shutdown(Octets data) {
    send_shut = true;
    release_begin(DisconnectReason::kNormal, data.empty() ? octets_of(disconnect_data) : data);
}

void Socket::receive_shutdown() {
    receive_shut = true;
    store_.clear();
    expedited_.clear();
    receives.end(*this, WSAESHUTDOWN, WSAESHUTDOWN);
    expedited_receives.end(*this, WSAESHUTDOWN, WSAESHUTDOWN);
    receive_resume();
}

int WSPAPI shutdown_socket(SOCKET s, int how, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (how != SD_RECEIVE && how != SD_SEND && how != SD_BOTH)
        return fail(error, WSAEINVAL);
    const Lock guard(socket->lock);
    if (const int code = disconnect_check(*socket))
        return fail(error, code);
    try {
        if (how != SD_RECEIVE)
            socket->send_shutdown({});
        if (how != SD_SEND)
            socket->receive_shutdown();
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
    return 0;
}

int WSPAPI send_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    Octets octets;
    if (data) {
        if (!nt::memory_is_mapped(data, sizeof *data) ||
            (data->len > 0 && !nt::memory_is_mapped(data->buf, data->len)))
            return fail(error, WSAEFAULT);
        if (data->len > kDisconnectDataMax)
            return fail(error, WSAEMSGSIZE);
        octets = {reinterpret_cast<const uint8_t*>(data->buf), data->len};
    }
    const Lock guard(socket->lock);
    if (const int code = disconnect_check(*socket))
        return fail(error, code);
    try {
        socket->send_shutdown(octets);
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
    return 0;
}

int WSPAPI receive_disconnect(SOCKET s, LPWSABUF data, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (data && (!nt::memory_is_mapped(data, sizeof *data) ||
                 (data->len > 0 && !nt::memory_is_mapped(data->buf, data->len))))
        return fail(error, WSAEFAULT);
    const Lock guard(socket->lock);
    // A refusal has data, too.
    if (const int code = socket->disconnect_data_came ? 0 : disconnect_check(*socket))
        return fail(error, code);
    if (data) {
        const auto& came = socket->disconnect_data_received;
        const size_t length = data->buf ? std::min<size_t>(data->len, came.size()) : 0;
        std::copy_n(came.begin(), length, data->buf);
        data->len = static_cast<ULONG>(length);
    }
    try {
        if (socket->was_connected())
            socket->receive_shutdown();
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
    return 0;
}

}  // namespace berth::iso
