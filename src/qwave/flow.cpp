#include "qwave/flow.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstring>

#include "qosobjs.h"
#include "ws2tcpip.h"

namespace berth::qwave {
namespace {

// https://learn.microsoft.com/windows/win32/api/qos2/ne-qos2-qos_traffic_type
struct Marks {
    ULONG code_point;
    ULONG priority;
};
constexpr Marks kMarks[] = {{0, 0}, {0x08, 2}, {0x28, 5}, {0x28, 5}, {0x38, 7}, {0x38, 7}};

USHORT port_of(const SOCKADDR_STORAGE& address) {
    USHORT port = 0;  // at one place in both families
    std::memcpy(&port, reinterpret_cast<const char*>(&address) + offsetof(sockaddr_in, sin_port),
                sizeof port);
    return port;
}

// It may have been bound and connected since, but not be another.
bool is_same_socket(const FlowSocket& socket) {
    FlowSocket now{};
    if (flow_socket_describe(socket.s, &now) != 0)
        return false;
    const bool bound = port_of(socket.local) != 0;
    const bool connected = socket.peer.ss_family != 0;
    return (!bound || port_of(now.local) == port_of(socket.local)) &&
           (!connected || std::memcmp(&now.peer, &socket.peer, sizeof now.peer) == 0);
}

int quality_tell(SOCKET s, ULONG rate, const Marks& marks) {
    struct {
        QOS_DS_CLASS code_point;
        QOS_TRAFFIC_CLASS priority;
        QOS_OBJECT_HDR end;
    } objects{{{QOS_OBJECT_DS_CLASS, sizeof(QOS_DS_CLASS)}, marks.code_point},
              {{QOS_OBJECT_TRAFFIC_CLASS, sizeof(QOS_TRAFFIC_CLASS)}, marks.priority},
              {QOS_OBJECT_END_OF_LIST, sizeof(QOS_OBJECT_HDR)}};
    QOS quality{};
    quality.SendingFlowspec = {rate,
                               QOS_NOT_SPECIFIED,
                               QOS_NOT_SPECIFIED,
                               QOS_NOT_SPECIFIED,
                               QOS_NOT_SPECIFIED,
                               SERVICETYPE_BESTEFFORT,
                               QOS_NOT_SPECIFIED,
                               QOS_NOT_SPECIFIED};
    quality.ReceivingFlowspec.ServiceType = SERVICETYPE_NOCHANGE;
    quality.ProviderSpecific = {sizeof objects, reinterpret_cast<char*>(&objects)};
    DWORD bytes = 0;
    return WSAIoctl(s, SIO_SET_QOS, &quality, sizeof quality, nullptr, 0, &bytes, nullptr,
                    nullptr) == 0
               ? 0
               : WSAGetLastError();
}

// Bits a second to the bytes of a FLOWSPEC.
ULONG token_rate(const QOS_FLOWRATE_OUTGOING& rate) {
    constexpr UINT64 kMost = QOS_NOT_SPECIFIED - 16;
    if (rate.Bandwidth == 0 || rate.ShapingBehavior == QOSUseNonConformantMarkings)
        return QOS_NOT_SPECIFIED;
    return static_cast<ULONG>(std::clamp<UINT64>(rate.Bandwidth / 8, 1, kMost));
}

}  // namespace

QOS_PACKET_PRIORITY flow_priority(const Flow& flow) {
    const Marks& marks = kMarks[flow.type];
    const ULONG code_point =
        flow.code_point >= 0 ? static_cast<ULONG>(flow.code_point) : marks.code_point;
    return {code_point, code_point, marks.priority, marks.priority};
}

int flow_apply(const Flow& flow, const FlowSocket& socket) {
    const QOS_PACKET_PRIORITY priority = flow_priority(flow);
    const Marks marks =
        flow.marked ? Marks{priority.ConformantDSCPValue, priority.ConformantL2Value} : Marks{0, 0};
    return is_same_socket(socket) ? quality_tell(socket.s, token_rate(flow.rate), marks) : 0;
}

int flow_apply(const Flow& flow) {
    int code = 0;
    for (const FlowSocket& socket : flow.sockets) {
        const int failed = flow_apply(flow, socket);
        code = code == 0 ? failed : code;
    }
    return code;
}

void flow_leave(const FlowSocket& socket) {
    if (is_same_socket(socket))
        quality_tell(socket.s, QOS_NOT_SPECIFIED, {0, 0});
}

int flow_socket_describe(SOCKET s, FlowSocket* socket) {
    *socket = {s, {}, {}};
    int type = 0;
    int length = sizeof type;
    if (getsockopt(s, SOL_SOCKET, SO_TYPE, reinterpret_cast<char*>(&type), &length) != 0)
        return WSAGetLastError();
    // A socket that has no address yet has none to compare either.
    length = sizeof socket->local;
    if (getsockname(s, reinterpret_cast<sockaddr*>(&socket->local), &length) != 0)
        socket->local = {};
    length = sizeof socket->peer;
    if (getpeername(s, reinterpret_cast<sockaddr*>(&socket->peer), &length) != 0)
        socket->peer = {};
    return 0;
}

Flow* Subsystem::find(QOS_FLOWID id) {
    const auto found = std::ranges::find(flows, id, &Flow::id);
    return found == flows.end() ? nullptr : &*found;
}

QOS_FLOWID Subsystem::id_next() {
    static std::atomic<QOS_FLOWID> last{0};
    return last.fetch_add(1) + 1;
}

void Subsystem::on_last_handle() {
    std::vector<Flow> ended;
    {
        const std::lock_guard guard(lock);
        ended.swap(flows);
    }
    for (const Flow& flow : ended)
        for (const FlowSocket& socket : flow.sockets)
            flow_leave(socket);
}

}  // namespace berth::qwave
