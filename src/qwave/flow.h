// Flows: sockets that share a traffic type and a rate. What a flow wants of a socket is told to the
// socket's provider by SIO_SET_QOS.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "nt/object.h"
#include "qos2.h"
#include "winsock2.h"

namespace berth::qwave {

// A socket by its addresses, too: its number may be another's when the flow ends.
struct FlowSocket {
    SOCKET s;
    SOCKADDR_STORAGE local;
    SOCKADDR_STORAGE peer;  // all zero: it is not connected
};

struct Flow {
    QOS_FLOWID id;
    bool adaptive;
    bool marked;  // an adaptive flow sends as any other until its first QOSSetFlow
    QOS_TRAFFIC_TYPE type;
    QOS_FLOWRATE_OUTGOING rate;  // Bandwidth 0: none was asked for
    int code_point;              // QOSSetOutgoingDSCPValue; -1: the type's
    std::vector<FlowSocket> sockets;
};

// What the type's packets carry: the code point, and the priority of IEEE 802.1p.
QOS_PACKET_PRIORITY flow_priority(const Flow& flow);
// Tells all of its sockets. 0 or a WSA code.
int flow_apply(const Flow& flow);
// ... one of them; or that it belongs to no flow any more.
int flow_apply(const Flow& flow, const FlowSocket& socket);
void flow_leave(const FlowSocket& socket);

// 0, or a WSA code.
int flow_socket_describe(SOCKET s, FlowSocket* socket);

// What QOSCreateHandle makes.
class Subsystem final : public nt::Object {
  public:
    static constexpr nt::ObjectType kType{"QOS", false};
    Subsystem() : Object(kType) {}

    std::mutex lock;  // all that follows
    std::vector<Flow> flows;
    std::vector<SOCKADDR_STORAGE> tracked;  // ports zero

    Flow* find(QOS_FLOWID id);
    // A number that no flow of the process has.
    static QOS_FLOWID id_next();

  protected:
    void on_last_handle() override;
};

}  // namespace berth::qwave
