// WSPConnect: the TCP connection, then the connection request (CR), then the server's answer.
#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include "nt/memory_probe.h"
#include "providers/iso/error.h"
#include "providers/iso/peer_address.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

// How long the server may take to answer, whatever it is about.
constexpr DWORD kConnectTime = 60'000;  // milliseconds

// The reasons that say that nobody took the request up.
int refusal_code(DisconnectReason reason) {
    return reason == DisconnectReason::kProtocolError || reason == DisconnectReason::kLengthInvalid
               ? WSAECONNABORTED
               : WSAECONNREFUSED;
}

}  // namespace

int Socket::connect_begin(const IsoAddress& to, Octets caller_data, const QOS* qos) {
    if (phase_ == Phase::kListening)
        return WSAEINVAL;
    if (phase_ == Phase::kConnecting)
        return WSAEALREADY;
    if (phase_ == Phase::kConnected)
        return WSAEISCONN;
    const bool fresh = !connection.tcp;
    if (fresh) {
        IsoAddress from = connection.local;
        if (from.family == AF_UNSPEC)
            from.family = to.family;
        if (const int code = descriptor_open(from, false))
            return code;
    }
    if (connection.local.family != to.family)
        return WSAEAFNOSUPPORT;
    connection.peer = to;
    connection.rules = TpduRules();
    connection.rules.tpdu_max = kTpduSizeDefault;
    connection.rules.local_ref = reference_next();
    connection.stream = TpktStream();
    connection.called = false;
    quality_asked_ = qos ? quality_from_qos(*qos) : QualityParameters();

    Tpdu request;
    request.kind = TpduKind::kConnectRequest;
    request.src_ref = connection.rules.local_ref;
    request.transport_class = best_class();
    request.parameters.called_selector = to.selector_octets();
    request.parameters.calling_selector = connection.local.selector_octets();
    request.parameters.additional = kUseExpedited;
    request.parameters.quality = quality_asked_;
    static constexpr uint8_t kClass0[] = {0x00};
    if (request.transport_class == 2) {
        request.options = kNoExplicitFlowControl;
        request.parameters.alternative_classes = kClass0;
    }
    request.user_data = caller_data;
    request_octets_.resize(kControlTpktMax);
    request_octets_.resize(tpdu_write(request, request.transport_class, request_octets_));
    if (request_octets_.empty())
        return WSAEMSGSIZE;

    connect_error_ = 0;
    failure_ = 0;
    input_ends_ = false;
    connect_data_received.clear();
    disconnect_data_received.clear();
    disconnect_data_came = false;
    const int number = tcp_connect(connection.tcp.get(), tcp_address_of(to));
    if (number != 0 && number != EINPROGRESS) {
        connect_reset();
        return error_from_errno(number);
    }
    bound = true;
    TcpAddress local;
    if (tcp_local(connection.tcp.get(), &local) == 0)
        tcp_address_store(local, &connection.local);
    phase_ = Phase::kConnecting;
    tcp_connecting_ = true;
    events.connect_begins();
    int code = watch_begin();
    if (code == 0 && options.connect_seconds >= 0)
        code = timer_start(options.connect_seconds > 0
                               ? static_cast<DWORD>(options.connect_seconds) * 1000
                               : kConnectTime);
    if (code != 0)
        connect_end(code);
    return code;
}

// TCP's part of the attempt has ended: with success the request goes out.
void Socket::connect_proceed() {
    tcp_connecting_ = false;
    if (const int number = tcp_error(connection.tcp.get()))
        return connect_end(error_from_errno(number));
    TcpAddress local;
    if (tcp_local(connection.tcp.get(), &local) == 0)
        tcp_address_store(local, &connection.local);
    control_.assign(request_octets_.begin(), request_octets_.end());
    control_at_ = 0;
    blocked_ = false;
    flush();
}

void Socket::take_confirm(const Tpdu& tpdu) {
    Tpdu request;
    TpduRules any;
    if (tpdu_read(Octets(request_octets_).subspan(kTpktHeader), any, &request) ||
        tpdu.dst_ref != connection.rules.local_ref ||
        !class_is_allowed(request, tpdu.transport_class) ||
        !quality_is_answer(quality_asked_, tpdu.parameters.quality)) {
        Tpdu answer;
        answer.kind = TpduKind::kDisconnectRequest;
        answer.dst_ref = tpdu.src_ref;
        answer.src_ref = connection.rules.local_ref;
        answer.reason = DisconnectReason::kNotSpecified;
        control_push(answer);
        flush();
        return connect_end(WSAECONNABORTED);
    }
    TpduRules& rules = connection.rules;
    rules.agreed = true;
    rules.transport_class = tpdu.transport_class;
    rules.remote_ref = tpdu.src_ref;
    rules.expedited = tpdu.parameters.additional
                          ? (*tpdu.parameters.additional & kUseExpedited) != 0
                          : tpdu.transport_class != 0;
    rules.tpdu_max = std::min(tpdu_size(tpdu.parameters), tpdu_size(request.parameters));
    connection.peer_tpdu_max = rules.tpdu_max;
    connection.quality = tpdu.parameters.quality;
    connect_data_received.assign(tpdu.user_data.begin(), tpdu.user_data.end());
    if (connection.quality.any()) {
        quality = quality_to_qos(connection.quality);
        quality_set = true;
        events.quality_changed();
    }
    connect_end(0);
}

void Socket::take_refusal(const Tpdu& tpdu) {
    int code = WSAECONNREFUSED;
    if (tpdu.kind == TpduKind::kDisconnectRequest) {
        disconnect_data_received.assign(tpdu.user_data.begin(), tpdu.user_data.end());
        disconnect_data_came = true;
        disconnect_reason = tpdu.reason;
        code = refusal_code(tpdu.reason);
    }
    connect_end(code);
}

// Back to a socket that may connect again: with the address that the program bound, or none.
void Socket::connect_reset() {
    watch_end();
    connection.tcp.reset();
    control_.clear();
    control_at_ = 0;
    tcp_connecting_ = false;
    connection.peer = IsoAddress();
    if (!bound_by_program) {
        if (bound)
            attempted_from = connection.local;
        connection.local = IsoAddress();
        bound = false;
    }
    phase_ = Phase::kFresh;
}

void Socket::connect_end(int code) {
    if (phase_ != Phase::kConnecting)
        return;
    timer_stop();
    connect_error_ = code;
    if (code == 0) {
        phase_ = Phase::kConnected;
        connected_at = clock_now();
        tcp_keep_alive(connection.tcp.get(), options.keep_alive);
    } else {
        connect_reset();
    }
    connects.perform(*this);
    if (phase_ == Phase::kConnected)
        flush();  // ConnectEx' data
}

namespace {

class ConnectRequest final : public Request {
  public:
    bool perform(Socket& socket) override {
        error = socket.connect_error();
        return socket.phase() != Phase::kConnecting;
    }
};

// What came with the confirmation, as much as there is room for.
void callee_data_copy(const Socket& socket, WSABUF* callee_data) {
    if (!callee_data)
        return;
    const size_t length =
        callee_data->buf ? std::min<size_t>(callee_data->len, socket.connect_data_received.size())
                         : 0;
    std::copy_n(socket.connect_data_received.begin(), length, callee_data->buf);
    callee_data->len = static_cast<ULONG>(length);
}

int data_check(const WSABUF* caller_data, const WSABUF* callee_data, const QOS* qos) {
    if (caller_data) {
        if (!nt::memory_is_mapped(caller_data, sizeof *caller_data) ||
            (caller_data->len > 0 && !nt::memory_is_mapped(caller_data->buf, caller_data->len)))
            return WSAEFAULT;
        if (caller_data->len > kConnectDataMax)
            return WSAEMSGSIZE;
    }
    if (callee_data &&
        (!nt::memory_is_mapped(callee_data, sizeof *callee_data) ||
         (callee_data->len > 0 && !nt::memory_is_mapped(callee_data->buf, callee_data->len))))
        return WSAEFAULT;
    if (!qos)
        return 0;
    return nt::memory_is_mapped(qos, sizeof *qos) ? quality_check(*qos) : WSAEFAULT;
}

int connect_do(Socket& socket, const IsoAddress& to, const WSABUF* caller_data, WSABUF* callee_data,
               const QOS* qos) {
    Lock guard(socket.lock);
    if (socket.is_closed())
        return WSAENOTSOCK;
    Octets data(reinterpret_cast<const uint8_t*>(socket.connect_data.data()),
                socket.connect_data.size());
    if (caller_data)
        data = {reinterpret_cast<const uint8_t*>(caller_data->buf), caller_data->len};
    if (!qos && socket.quality_set)
        qos = &socket.quality;
    if (const int code = socket.connect_begin(to, data, qos))
        return code;
    if (socket.nonblocking) {
        if (callee_data)
            callee_data->len = 0;
        return WSAEWOULDBLOCK;
    }
    ConnectRequest request;
    if (const int code = socket.wait(guard, socket.connects, request, nt::kNever))
        return code;
    if (!guard.owns_lock())
        guard.lock();
    if (request.error == 0)
        callee_data_copy(socket, callee_data);
    socket.events.connect_told();
    return request.error;
}

}  // namespace

int peer_address_read(const Socket& socket, const sockaddr* name, int length, IsoAddress* to) {
    if (const int code = iso_address_read(name, length, socket.default_port(), to))
        return code;
    return to->family == AF_UNSPEC || to->port == 0 || tcp_address_of(*to).is_any()
               ? WSAEADDRNOTAVAIL
               : 0;
}

int WSPAPI connect_socket(SOCKET s, const sockaddr* name, int length, LPWSABUF caller_data,
                          LPWSABUF callee_data, LPQOS sqos, LPQOS gqos, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (gqos)
        return fail(error, WSAEINVAL);
    IsoAddress to;
    int code = peer_address_read(*socket, name, length, &to);
    if (code == 0)
        code = data_check(caller_data, callee_data, sqos);
    if (code != 0)
        return fail(error, code);
    try {
        return result(error, connect_do(*socket, to, caller_data, callee_data, sqos));
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
}

}  // namespace berth::iso
