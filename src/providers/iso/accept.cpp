// WSPAccept.
#include "providers/iso/accept.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

#include "nt/memory_probe.h"
#include "providers/iso/startup.h"

namespace berth::iso {

void request_accept(ConnectionRequest& request, Socket& socket, const Confirmation& confirmation) {
    const Tpdu& asked = request.request();
    Connection& connection = request.connection;
    const bool offered = asked.parameters.additional
                             ? (*asked.parameters.additional & kUseExpedited) != 0
                             : request.transport_class != 0;
    TpduRules& rules = connection.rules;
    rules.agreed = true;
    rules.transport_class = request.transport_class;
    rules.expedited = offered;
    rules.local_ref = reference_next();
    rules.remote_ref = asked.src_ref;
    rules.tpdu_max = std::min(tpdu_size(asked.parameters), kTpduSizeDefault);
    connection.peer_tpdu_max = rules.tpdu_max;
    connection.quality = confirmation.quality;
    connection.called = true;

    Tpdu answer;
    answer.kind = TpduKind::kConnectConfirm;
    answer.dst_ref = asked.src_ref;
    answer.src_ref = rules.local_ref;
    answer.transport_class = request.transport_class;
    answer.options = request.transport_class == 2 ? kNoExplicitFlowControl : 0;
    answer.parameters.calling_selector = asked.parameters.calling_selector;
    answer.parameters.called_selector = asked.parameters.called_selector;
    if (rules.tpdu_max != kTpduSizeDefault)
        tpdu_size_set(&answer.parameters, rules.tpdu_max);
    if (asked.parameters.additional)
        answer.parameters.additional = offered ? kUseExpedited : 0;
    answer.parameters.quality = confirmation.quality;
    answer.user_data = confirmation.callee_data;

    request.watch_end();
    socket.connection_adopt(std::move(connection));
    socket.control_push(answer);
    socket.flush();
    socket.watch_begin();
}

namespace {

// A blocking accept: brings the request at the top.
class TakeRequest final : public Request {
  public:
    bool perform(Socket& socket) override {
        request = socket.listener->take(&error);
        return static_cast<bool>(request);
    }
    ConnectionRequestRef request;
};

// What the condition function answered.
struct Verdict {
    int decision = CF_ACCEPT;
    int error = 0;
    uint8_t callee_data[kConnectDataMax]{};
    ULONG callee_length = 0;
    QualityParameters quality;
};

Verdict condition_ask(const ConnectionRequest& request, USHORT default_port,
                      LPCONDITIONPROC condition, DWORD_PTR callback_data) {
    Verdict verdict;
    const Tpdu& asked = request.request();
    sockaddr_tp caller = iso_address_store(request.connection.peer, default_port);
    sockaddr_tp callee = iso_address_store(request.connection.local, default_port);
    WSABUF caller_id{sizeof caller, reinterpret_cast<char*>(&caller)};
    WSABUF callee_id{sizeof callee, reinterpret_cast<char*>(&callee)};
    char data[kConnectDataMax];
    std::copy(asked.user_data.begin(), asked.user_data.end(), data);
    WSABUF caller_data{static_cast<ULONG>(asked.user_data.size()), data};
    auto* answer = reinterpret_cast<char*>(verdict.callee_data);
    WSABUF callee_data{sizeof verdict.callee_data, answer};
    const QualityParameters& wanted = asked.parameters.quality;
    QOS quality = quality_to_qos(wanted);
    GROUP group = 0;
    verdict.decision = condition(&caller_id, asked.user_data.empty() ? nullptr : &caller_data,
                                 wanted.any() ? &quality : nullptr, nullptr, &callee_id,
                                 &callee_data, &group, callback_data);
    if (verdict.decision != CF_ACCEPT) {
        if (verdict.decision != CF_REJECT && verdict.decision != CF_DEFER)
            verdict.error = WSAEINVAL;
        return verdict;
    }
    // A function that has no answer is to set the length to 0; many do nothing.
    if (callee_data.buf == answer && callee_data.len == sizeof verdict.callee_data &&
        std::all_of(answer, answer + callee_data.len, [](char octet) { return octet == 0; }))
        callee_data.len = 0;
    if (callee_data.len > sizeof verdict.callee_data) {
        verdict.error = WSAEFAULT;
        return verdict;
    }
    if (callee_data.buf != answer) {
        if (callee_data.len > 0 && !nt::memory_is_mapped(callee_data.buf, callee_data.len)) {
            verdict.error = WSAEFAULT;
            return verdict;
        }
        std::memcpy(answer, callee_data.buf, callee_data.len);
    }
    verdict.callee_length = callee_data.len;
    if (group > SG_CONSTRAINED_GROUP)
        verdict.error = WSAEINVAL;
    else if (wanted.any() && !quality_lower(wanted, quality_from_qos(quality), &verdict.quality))
        verdict.decision = CF_REJECT;
    return verdict;
}

// The socket that accept brings: its SOCKET first, since without one the request stays.
int accepted_make(Socket& listener, SocketRef* socket, SOCKET* s) {
    *socket = nt::object_make<Socket>(listener.protocol, listener.catalog_entry_id, listener.flags);
    return *socket ? socket_publish(*socket, s) : WSAENOBUFS;
}

void accepted_inherit(const Socket& listener, Socket& socket) {
    socket.options = listener.options;
    socket.nonblocking = listener.nonblocking;
    EventRegistration registration = listener.events.registration();
    if (registration.wanted != 0)
        socket.events.assign(registration);
}

// Under the listener's lock.
int accept_finish(Socket& listener, ConnectionRequest& request, const Confirmation& confirmation,
                  SOCKET* s) {
    SocketRef socket;
    if (const int code = accepted_make(listener, &socket, s))
        return code;
    const Lock guard(socket->lock);
    request_accept(request, *socket, confirmation);
    accepted_inherit(listener, *socket);
    return 0;
}

int accept_one(Socket& listener, Lock& guard, LPCONDITIONPROC condition, DWORD_PTR callback_data,
               SOCKET* s, IsoAddress* peer, bool* decided) {
    int code = 0;
    ConnectionRequestRef request;
    if (listener.accepts.empty())
        request = listener.listener->take(&code);
    if (!request) {
        if (listener.listener->is_starved(listener))
            return WSAEMFILE;
        if (listener.nonblocking)
            return WSAEWOULDBLOCK;
        TakeRequest taker;
        if (const int failed = listener.wait(guard, listener.accepts, taker, nt::kNever))
            return failed;
        if (!guard.owns_lock())
            guard.lock();
        if (!taker.request)
            return taker.error;
        request = std::move(taker.request);
        code = taker.error;
    }
    if (listener.is_closed()) {
        request->refuse(DisconnectReason::kNobodyAtSelector);
        return WSAEINTR;
    }
    if (code != 0)
        return code;
    Verdict verdict;
    verdict.quality = request->request().parameters.quality;
    if (condition) {
        request->indicated = true;
        guard.unlock();
        verdict = condition_ask(*request, listener.default_port(), condition, callback_data);
        guard.lock();
        if (listener.is_closed()) {
            request->refuse(DisconnectReason::kNobodyAtSelector);
            return WSAENOTSOCK;
        }
    }
    *peer = request->connection.peer;
    if (verdict.error != 0 || verdict.decision == CF_DEFER) {
        request->deferred = verdict.error == 0;
        listener.listener->put_back(std::move(request));
        *decided = true;
        listener.accepts.perform(listener);
        return verdict.error != 0 ? verdict.error : WSATRY_AGAIN;
    }
    if (verdict.decision == CF_REJECT) {
        *decided = true;
        request->refuse(DisconnectReason::kNotSpecified);
        return WSAECONNREFUSED;
    }
    request->look();
    if (request->withdrawn)
        return WSAECONNRESET;
    const Confirmation confirmation{{verdict.callee_data, verdict.callee_length}, verdict.quality};
    code = accept_finish(listener, *request, confirmation, s);
    if (code != 0)
        listener.listener->put_back(std::move(request));
    *decided = code == 0;
    return code;
}

int accept_any(SOCKET s, sockaddr* address, LPINT length, LPCONDITIONPROC condition,
               DWORD_PTR callback_data, SOCKET* accepted) {
    const SocketRef listener = socket_find(s);
    if (!listener)
        return WSAENOTSOCK;
    Lock guard(listener->lock);
    if (listener->is_closed())
        return WSAENOTSOCK;
    int code = 0;
    IsoAddress peer;
    bool decided = false;
    if (listener->phase() != Phase::kListening)
        code = WSAEINVAL;
    else if (address && length &&
             (!nt::memory_is_mapped(length, sizeof *length) ||
              *length < static_cast<int>(sizeof(sockaddr_tp)) ||
              !nt::memory_is_mapped(address, sizeof(sockaddr_tp))))
        code = WSAEFAULT;
    else if (condition && !nt::memory_is_mapped(reinterpret_cast<void*>(condition), 1))
        code = WSAEFAULT;
    else
        code = accept_one(*listener, guard, condition, callback_data, accepted, &peer, &decided);
    if (!guard.owns_lock())
        guard.lock();
    // The address is told whatever the condition function answered.
    if (decided && address && length)
        iso_address_write(peer, listener->default_port(), address, length);
    if (!listener->is_closed() && code != WSATRY_AGAIN) {
        listener->events.enable(FD_ACCEPT);
        listener->changed(code != WSAEWOULDBLOCK);
    }
    return code;
}

}  // namespace

SOCKET WSPAPI accept_request(SOCKET s, sockaddr* address, LPINT length, LPCONDITIONPROC condition,
                             DWORD_PTR callback_data, LPINT error) {
    SOCKET accepted = INVALID_SOCKET;
    int code = WSAENOBUFS;
    try {
        code = accept_any(s, address, length, condition, callback_data, &accepted);
    } catch (const std::bad_alloc&) {
        code = WSAENOBUFS;
    }
    return code == 0 ? accepted : fail(error, code, INVALID_SOCKET);
}

}  // namespace berth::iso
