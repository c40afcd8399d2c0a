// The functions of qos2.h: check, find the flow, change it, tell its sockets.
// https://learn.microsoft.com/windows/win32/api/qos2/
#include <algorithm>
#include <cstring>
#include <mutex>
#include <new>

#include "mstcpip.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "qwave/flow.h"
#include "synchapi.h"
#include "winerror.h"
#include "ws2tcpip.h"

using namespace berth;

namespace berth::qwave {
namespace {

// body(subsystem) -> 0 or an error code, under the subsystem's lock.
template <typename Body>
BOOL with_subsystem(HANDLE handle, Body&& body) noexcept {
    const auto subsystem = nt::handle_get<Subsystem>(handle);
    if (!subsystem)
        return nt::last_error_result(ERROR_INVALID_HANDLE);
    DWORD code = ERROR_NOT_ENOUGH_MEMORY;
    try {
        const std::lock_guard guard(subsystem->lock);
        code = static_cast<DWORD>(body(*subsystem));
    } catch (const std::bad_alloc&) {
        code = ERROR_NOT_ENOUGH_MEMORY;
    }
    return nt::last_error_result(code);
}

bool address_length(const sockaddr* address, size_t* length) {
    if (!nt::memory_is_mapped(address, sizeof(USHORT)))
        return false;
    *length = address->sa_family == AF_INET    ? sizeof(sockaddr_in)
              : address->sa_family == AF_INET6 ? sizeof(sockaddr_in6)
                                               : 0;
    return *length != 0 && nt::memory_is_mapped(address, *length);
}

// False: it is none, or "IPv4/v6 mixed".
bool address_read(const sockaddr* address, SOCKADDR_STORAGE* out) {
    size_t length = 0;
    if (!address_length(address, &length))
        return false;
    *out = {};
    std::memcpy(out, address, length);
    return out->ss_family == AF_INET ||
           !IN6_IS_ADDR_V4MAPPED(&reinterpret_cast<sockaddr_in6*>(out)->sin6_addr);
}

USHORT& port_of(SOCKADDR_STORAGE& address) {
    return reinterpret_cast<sockaddr_in*>(&address)->sin_port;  // at one place in both families
}

bool is_same_end(SOCKADDR_STORAGE a, SOCKADDR_STORAGE b) {
    if (a.ss_family != b.ss_family || port_of(a) != port_of(b))
        return false;
    return a.ss_family == AF_INET
               ? reinterpret_cast<sockaddr_in*>(&a)->sin_addr.s_addr ==
                     reinterpret_cast<sockaddr_in*>(&b)->sin_addr.s_addr
               : std::memcmp(&reinterpret_cast<sockaddr_in6*>(&a)->sin6_addr,
                             &reinterpret_cast<sockaddr_in6*>(&b)->sin6_addr, 16) == 0;
}

// Where the socket sends must be known: by its connection, or by what the program says.
int destination_check(const FlowSocket& socket, const sockaddr* destination) {
    const bool connected = socket.peer.ss_family != 0;
    if (!destination)
        return connected ? 0 : ERROR_INVALID_PARAMETER;
    SOCKADDR_STORAGE given;
    if (!address_read(destination, &given) || port_of(given) == 0 ||
        (connected && !is_same_end(given, socket.peer)))
        return ERROR_INVALID_PARAMETER;
    return 0;
}

bool type_is_known(QOS_TRAFFIC_TYPE type) {
    return type >= QOSTrafficTypeBestEffort && type <= QOSTrafficTypeControl;
}

int flow_add(Subsystem& subsystem, const FlowSocket& socket, QOS_TRAFFIC_TYPE type, bool adaptive,
             QOS_FLOWID* id) {
    Flow flow{Subsystem::id_next(), adaptive, !adaptive, type, {}, -1, {socket}};
    if (const int code = flow_apply(flow))
        return code;
    *id = flow.id;
    subsystem.flows.push_back(std::move(flow));
    return 0;
}

int socket_add(Subsystem& subsystem, const FlowSocket& socket, QOS_FLOWID id) {
    Flow* const flow = subsystem.find(id);
    if (!flow || flow->adaptive ||
        std::ranges::find(flow->sockets, socket.s, &FlowSocket::s) != flow->sockets.end())
        return ERROR_INVALID_PARAMETER;
    if (const int code = flow_apply(*flow, socket))
        return code;
    flow->sockets.push_back(socket);
    return 0;
}

template <typename T>
bool read(const void* buffer, ULONG size, T* value) {
    if (size < sizeof *value || !nt::memory_is_mapped(buffer, sizeof *value))
        return false;
    std::memcpy(value, buffer, sizeof *value);
    return true;
}

template <typename T>
int write(const T& value, void* buffer, ULONG* size) {
    const ULONG room = *size;
    *size = sizeof value;
    if (room < sizeof value)
        return ERROR_INSUFFICIENT_BUFFER;
    if (!nt::memory_is_mapped(buffer, sizeof value))
        return ERROR_INVALID_PARAMETER;
    std::memcpy(buffer, &value, sizeof value);
    return 0;
}

int flow_set(Flow* flow, QOS_SET_FLOW operation, ULONG size, const void* buffer) {
    constexpr DWORD kLargestCodePoint = 63;
    switch (operation) {
        case QOSSetTrafficType: {
            QOS_TRAFFIC_TYPE type{};
            if (!read(buffer, size, &type) || !type_is_known(type))
                return ERROR_INVALID_PARAMETER;
            flow->type = type;
            return 0;
        }
        case QOSSetOutgoingRate: {
            QOS_FLOWRATE_OUTGOING rate{};
            if (!read(buffer, size, &rate) || rate.Bandwidth == 0 ||
                rate.ShapingBehavior < QOSShapeOnly ||
                rate.ShapingBehavior > QOSUseNonConformantMarkings)
                return ERROR_INVALID_PARAMETER;
            flow->rate = rate;
            return 0;
        }
        case QOSSetOutgoingDSCPValue: {
            DWORD code_point = 0;
            if (!read(buffer, size, &code_point) || code_point > kLargestCodePoint)
                return ERROR_INVALID_PARAMETER;
            flow->code_point = static_cast<int>(code_point);
            return 0;
        }
        default:
            return ERROR_INVALID_PARAMETER;
    }
}

// What TCP itself has measured.
int fundamentals_query(const Flow& flow, QOS_FLOW_FUNDAMENTALS* found) {
    *found = {};
    DWORD version = 0;
    TCP_INFO_v0 info{};
    DWORD bytes = 0;
    if (!flow.adaptive || flow.sockets.empty() ||
        WSAIoctl(flow.sockets.front().s, SIO_TCP_INFO, &version, sizeof version, &info, sizeof info,
                 &bytes, nullptr, nullptr) != 0)
        return ERROR_NOT_SUPPORTED;
    found->RTTSet = TRUE;
    found->RTT = info.RttUs;
    return 0;
}

int flow_query(const Flow& flow, QOS_QUERY_FLOW operation, ULONG* size, void* buffer) {
    switch (operation) {
        case QOSQueryFlowFundamentals: {
            QOS_FLOW_FUNDAMENTALS found{};
            const int code = fundamentals_query(flow, &found);
            return code != 0 ? code : write(found, buffer, size);
        }
        case QOSQueryPacketPriority:
            return write(flow_priority(flow), buffer, size);
        case QOSQueryOutgoingRate:
            return flow.rate.Bandwidth == 0 ? ERROR_NO_DATA
                                            : write(flow.rate.Bandwidth, buffer, size);
        default:
            return ERROR_INVALID_PARAMETER;
    }
}

// The calls complete at once: an OVERLAPPED only hears of it.
void overlapped_tell(OVERLAPPED* overlapped, ULONG bytes) {
    if (!overlapped)
        return;
    overlapped->Internal = 0;
    overlapped->InternalHigh = bytes;
    if (overlapped->hEvent)
        SetEvent(overlapped->hEvent);
}

}  // namespace
}  // namespace berth::qwave

using namespace berth::qwave;

BOOL WINAPI QOSCreateHandle(PQOS_VERSION Version, PHANDLE QOSHandle) {
    QOS_VERSION version{};
    if (!nt::memory_is_mapped(QOSHandle, sizeof *QOSHandle) ||
        !nt::memory_is_mapped(Version, sizeof version))
        return nt::last_error_result(ERROR_INVALID_PARAMETER);
    std::memcpy(&version, Version, sizeof version);
    if (version.MajorVersion != 1 || version.MinorVersion != 0)
        return nt::last_error_result(ERROR_INVALID_PARAMETER);
    auto subsystem = nt::Ref<Subsystem>::adopt(new (std::nothrow) Subsystem);
    if (!subsystem)
        return nt::last_error_result(ERROR_NOT_ENOUGH_MEMORY);
    const HANDLE handle = nt::handle_make(std::move(subsystem));
    if (!handle)
        return nt::last_error_result(ERROR_NO_SYSTEM_RESOURCES);
    *QOSHandle = handle;
    return TRUE;
}

BOOL WINAPI QOSCloseHandle(HANDLE QOSHandle) {
    if (!nt::handle_get<Subsystem>(QOSHandle))
        return nt::last_error_result(ERROR_INVALID_HANDLE);
    return nt::last_error_result(nt::handle_close(QOSHandle));
}

BOOL WINAPI QOSStartTrackingClient(HANDLE QOSHandle, PSOCKADDR DestAddr, DWORD Flags) {
    return with_subsystem(QOSHandle, [&](Subsystem& subsystem) -> int {
        SOCKADDR_STORAGE client;
        if (Flags != 0 || !address_read(DestAddr, &client))
            return ERROR_INVALID_PARAMETER;
        port_of(client) = 0;
        subsystem.tracked.push_back(client);
        return 0;
    });
}

BOOL WINAPI QOSStopTrackingClient(HANDLE QOSHandle, PSOCKADDR DestAddr, DWORD Flags) {
    return with_subsystem(QOSHandle, [&](Subsystem& subsystem) -> int {
        SOCKADDR_STORAGE client;
        if (Flags != 0 || !address_read(DestAddr, &client))
            return ERROR_INVALID_PARAMETER;
        port_of(client) = 0;
        const auto found = std::ranges::find_if(
            subsystem.tracked, [&](const auto& one) { return is_same_end(one, client); });
        if (found == subsystem.tracked.end())
            return ERROR_NOT_FOUND;
        subsystem.tracked.erase(found);
        return 0;
    });
}

BOOL WINAPI QOSEnumerateFlows(HANDLE QOSHandle, PULONG Size, PVOID Buffer) {
    return with_subsystem(QOSHandle, [&](Subsystem& subsystem) -> int {
        if (!nt::memory_is_mapped(Size, sizeof *Size))
            return ERROR_INVALID_PARAMETER;
        const ULONG room = *Size;
        *Size = static_cast<ULONG>(subsystem.flows.size() * sizeof(QOS_FLOWID));
        if (room < *Size)
            return ERROR_INSUFFICIENT_BUFFER;
        if (*Size != 0 && !nt::memory_is_mapped(Buffer, *Size))
            return ERROR_INVALID_PARAMETER;
        char* at = static_cast<char*>(Buffer);
        for (const Flow& flow : subsystem.flows) {
            std::memcpy(at, &flow.id, sizeof flow.id);
            at += sizeof flow.id;
        }
        return 0;
    });
}

BOOL WINAPI QOSAddSocketToFlow(HANDLE QOSHandle, SOCKET Socket, PSOCKADDR DestAddr,
                               QOS_TRAFFIC_TYPE TrafficType, DWORD Flags, PQOS_FLOWID FlowId) {
    return with_subsystem(QOSHandle, [&](Subsystem& subsystem) -> int {
        if (!nt::memory_is_mapped(FlowId, sizeof *FlowId) || !type_is_known(TrafficType) ||
            (Flags & ~DWORD{QOS_NON_ADAPTIVE_FLOW}) != 0)
            return ERROR_INVALID_PARAMETER;
        FlowSocket socket{};
        if (const int code = flow_socket_describe(Socket, &socket))
            return code;
        if (const int code = destination_check(socket, DestAddr))
            return code;
        return *FlowId == 0 ? flow_add(subsystem, socket, TrafficType,
                                       (Flags & QOS_NON_ADAPTIVE_FLOW) == 0, FlowId)
                            : socket_add(subsystem, socket, *FlowId);
    });
}

BOOL WINAPI QOSRemoveSocketFromFlow(HANDLE QOSHandle, SOCKET Socket, QOS_FLOWID FlowId,
                                    DWORD Flags) {
    return with_subsystem(QOSHandle, [&](Subsystem& subsystem) -> int {
        if (Flags != 0)
            return ERROR_INVALID_PARAMETER;
        Flow* const flow = subsystem.find(FlowId);
        if (!flow)
            return ERROR_NOT_FOUND;
        bool found = Socket == 0;
        for (const FlowSocket& socket : flow->sockets) {
            if (Socket == 0 || socket.s == Socket) {
                found = true;
                flow_leave(socket);
            }
        }
        if (!found)
            return ERROR_INVALID_PARAMETER;
        std::erase_if(flow->sockets,
                      [&](const FlowSocket& socket) { return Socket == 0 || socket.s == Socket; });
        if (flow->sockets.empty())
            std::erase_if(subsystem.flows, [&](const Flow& one) { return one.id == FlowId; });
        return 0;
    });
}

BOOL WINAPI QOSSetFlow(HANDLE QOSHandle, QOS_FLOWID FlowId, QOS_SET_FLOW Operation, ULONG Size,
                       PVOID Buffer, DWORD Flags, LPOVERLAPPED Overlapped) {
    const BOOL done = with_subsystem(QOSHandle, [&](Subsystem& subsystem) -> int {
        Flow* const flow = subsystem.find(FlowId);
        if (!flow)
            return ERROR_NOT_FOUND;
        if (Flags != 0)
            return ERROR_INVALID_PARAMETER;
        Flow changed = *flow;
        if (const int code = flow_set(&changed, Operation, Size, Buffer))
            return code;
        changed.marked = true;
        if (const int code = flow_apply(changed))
            return code;
        *flow = std::move(changed);
        return 0;
    });
    if (done)
        overlapped_tell(Overlapped, 0);
    return done;
}

BOOL WINAPI QOSQueryFlow(HANDLE QOSHandle, QOS_FLOWID FlowId, QOS_QUERY_FLOW Operation, PULONG Size,
                         PVOID Buffer, DWORD Flags, LPOVERLAPPED Overlapped) {
    const BOOL done = with_subsystem(QOSHandle, [&](Subsystem& subsystem) -> int {
        const Flow* const flow = subsystem.find(FlowId);
        if (!flow)
            return ERROR_NOT_FOUND;
        if (!nt::memory_is_mapped(Size, sizeof *Size) ||
            (Flags & ~DWORD{QOS_QUERYFLOW_FRESH}) != 0 ||
            (Flags != 0 && Operation != QOSQueryFlowFundamentals))
            return ERROR_INVALID_PARAMETER;
        return flow_query(*flow, Operation, Size, Buffer);
    });
    if (done)
        overlapped_tell(Overlapped, *Size);
    return done;
}

BOOL WINAPI QOSNotifyFlow(HANDLE QOSHandle, QOS_FLOWID FlowId, QOS_NOTIFY_FLOW Operation,
                          PULONG Size, PVOID Buffer, DWORD Flags, LPOVERLAPPED) {
    return with_subsystem(QOSHandle, [&](Subsystem& subsystem) -> int {
        if (!subsystem.find(FlowId))
            return ERROR_NOT_FOUND;
        const bool available = Operation == QOSNotifyAvailable;
        UINT64 bandwidth = 0;
        if (Flags != 0 || Operation < QOSNotifyCongested || Operation > QOSNotifyAvailable ||
            (!available && Buffer) ||
            (available &&
             (!nt::memory_is_mapped(Size, sizeof *Size) || !read(Buffer, *Size, &bandwidth))))
            return ERROR_INVALID_PARAMETER;
        return ERROR_NOT_SUPPORTED;
    });
}

BOOL WINAPI QOSCancel(HANDLE QOSHandle, LPOVERLAPPED) {
    return with_subsystem(QOSHandle, [](Subsystem&) -> int { return ERROR_INVALID_PARAMETER; });
}
