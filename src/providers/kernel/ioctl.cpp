// WSPIoctl, and the table of the ioctls. What has no row is not supported.
// https://learn.microsoft.com/windows/win32/winsock/winsock-ioctls
#include "providers/kernel/ioctl.h"

#include <new>

#include "afunix.h"
#include "mstcpip.h"
#include "mswsock.h"
#include "nt/memory_probe.h"
#include "providers/kernel/option.h"
#include "providers/kernel/request_start.h"
#include "providers/kernel/shared_state.h"
#include "providers/kernel/startup.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

using namespace ioctl_call;

struct Ioctl {
    DWORD code;
    DWORD in_least;   // bytes
    DWORD out_least;  // bytes
    uint8_t types;
    uint8_t families;
    int unfit;   // the code for a socket of another kind
    int no_in;   // ... and for an input buffer that is missing or short
    int no_out;  // ... and for the output buffer
    IoctlFunction function;
};

constexpr uint8_t kStream = Option::kStream, kDatagram = Option::kDatagram, kRaw = Option::kRaw,
                  kMessages = Option::kMessages, kAnyType = Option::kAnyType;
constexpr uint8_t kInet = Option::kInet, kUnix = Option::kUnix, kIp = Option::kIp,
                  kAny = Option::kAnyFamily;
constexpr DWORD kFlag = 1, kDword = sizeof(DWORD);

constexpr Ioctl row(DWORD code, DWORD in_least, DWORD out_least, uint8_t types, uint8_t families,
                    IoctlFunction function, int unfit = WSAEINVAL, int no_in = WSAEFAULT,
                    int no_out = WSAEFAULT) {
    return {code, in_least, out_least, types, families, unfit, no_in, no_out, function};
}

constexpr Ioctl kIoctls[] = {
    row(static_cast<DWORD>(FIONBIO), sizeof(u_long), 0, kAnyType, kAny, mode_set),
    row(static_cast<DWORD>(FIONREAD), 0, sizeof(u_long), kAnyType, kAny, bytes_readable),
    row(static_cast<DWORD>(SIOCATMARK), 0, sizeof(BOOL), kStream, kIp, at_mark),

    row(SIO_ASSOCIATE_HANDLE, 0, 0, kAnyType, kAny, no_such_option),
    row(SIO_TRANSLATE_HANDLE, 0, 0, kAnyType, kAny, no_such_option),
    row(SIO_ENABLE_CIRCULAR_QUEUEING, 0, 0, kAnyType, kAny, no_such_option),
    row(SIO_FLUSH, 0, 0, kAnyType, kAny, no_such_option),
    row(SIO_SET_QOS, sizeof(QOS), 0, kAnyType, kIp, quality_of_service_set, WSAENOPROTOOPT),
    row(SIO_GET_QOS, 0, sizeof(QOS), kAnyType, kIp, quality_of_service_get, WSAENOPROTOOPT),
    row(SIO_SET_GROUP_QOS, 0, 0, kAnyType, kAny, no_such_option),
    row(SIO_GET_GROUP_QOS, 0, 0, kAnyType, kAny, no_such_option),
    row(SIO_GET_BROADCAST_ADDRESS, 0, sizeof(sockaddr_in), kAnyType, kInet, broadcast_address,
        WSAENOPROTOOPT),
    row(SIO_GET_EXTENSION_FUNCTION_POINTER, sizeof(GUID), sizeof(void*), kAnyType, kAny,
        extension_function),
    row(SIO_GET_MULTIPLE_EXTENSION_FUNCTION_POINTER, sizeof(GUID),
        sizeof(RIO_EXTENSION_FUNCTION_TABLE), kAnyType, kAny, extension_functions),
    row(SIO_MULTIPOINT_LOOPBACK, kFlag, 0, kMessages, kIp, multicast_loop_set),
    row(SIO_MULTICAST_SCOPE, kDword, 0, kMessages, kIp, multicast_scope_set),
    // The functions themselves know how much room they need.
    row(SIO_ROUTING_INTERFACE_QUERY, sizeof(sockaddr_in), 0, kAnyType, kIp, routing_interface),
    row(SIO_ADDRESS_LIST_QUERY, 0, 0, kAnyType, kIp, address_list),
    row(SIO_ADDRESS_LIST_SORT, sizeof(INT), 0, kAnyType, kIp, address_list_sort),
    row(SIO_ADDRESS_LIST_CHANGE, 0, 0, kAnyType, kIp, address_list_change),
    row(SIO_ROUTING_INTERFACE_CHANGE, sizeof(sockaddr_in), 0, kAnyType, kIp,
        routing_interface_change),
    row(SIO_BASE_HANDLE, 0, sizeof(SOCKET), kAnyType, kAny, base_handle),
    row(SIO_BSP_HANDLE, 0, sizeof(SOCKET), kAnyType, kAny, base_handle),
    row(SIO_BSP_HANDLE_SELECT, 0, sizeof(SOCKET), kAnyType, kAny, base_handle),
    row(SIO_BSP_HANDLE_POLL, 0, sizeof(SOCKET), kAnyType, kAny, poll_handle),

    row(SIO_GET_INTERFACE_LIST, 0, 0, kAnyType, kInet, interface_list),
    row(static_cast<DWORD>(SIO_SET_MULTICAST_FILTER), offsetof(IP_MSFILTER, imsf_slist), 0,
        kMessages, kIp, source_filter_set),
    row(static_cast<DWORD>(SIO_GET_MULTICAST_FILTER), offsetof(IP_MSFILTER, imsf_slist),
        offsetof(IP_MSFILTER, imsf_slist), kMessages, kIp, source_filter_get),
    row(static_cast<DWORD>(SIOCSMSFILTER), offsetof(GROUP_FILTER, gf_slist), 0, kMessages, kIp,
        group_filter_set),
    row(static_cast<DWORD>(SIOCGMSFILTER), offsetof(GROUP_FILTER, gf_slist),
        offsetof(GROUP_FILTER, gf_slist), kMessages, kIp, group_filter_get),
    row(SIO_IDEAL_SEND_BACKLOG_QUERY, 0, sizeof(ULONG), kStream, kIp, ideal_send_backlog,
        WSAEOPNOTSUPP, WSAEFAULT, WSAEINVAL),

    row(SIO_RCVALL, kFlag, 0, kRaw, kIp, receive_all_set, WSAEINVAL, WSAEINVAL),
    row(SIO_RCVALL_MCAST, kFlag, 0, kRaw, kIp, receive_all_set, WSAEINVAL, WSAEINVAL),
    row(SIO_RCVALL_IGMPMCAST, kFlag, 0, kRaw, kIp, receive_all_set, WSAEINVAL, WSAEINVAL),
    row(SIO_ACQUIRE_PORT_RESERVATION, sizeof(INET_PORT_RANGE),
        sizeof(INET_PORT_RESERVATION_INSTANCE), kStream | kDatagram, kIp, port_reservation_acquire,
        WSAEOPNOTSUPP, WSAEFAULT, WSAEINVAL),
    row(SIO_ASSOCIATE_PORT_RESERVATION, sizeof(INET_PORT_RESERVATION_TOKEN), 0, kStream | kDatagram,
        kIp, port_reservation_associate, WSAEOPNOTSUPP),
    row(SIO_RELEASE_PORT_RESERVATION, sizeof(INET_PORT_RESERVATION_TOKEN), 0, kStream | kDatagram,
        kIp, port_reservation_release, WSAEOPNOTSUPP),
    row(SIO_KEEPALIVE_VALS, sizeof(tcp_keepalive), 0, kStream, kIp, keepalive_values_set,
        WSAENOPROTOOPT),
    row(SIO_LOOPBACK_FAST_PATH, kFlag, 0, kStream, kIp, loopback_fast_path_set),
    row(SIO_TCP_INITIAL_RTO, sizeof(TCP_INITIAL_RTO_PARAMETERS), 0, kStream, kIp, initial_rto_set),
    row(SIO_TCP_SET_ACK_FREQUENCY, sizeof(TCP_ACK_FREQUENCY_PARAMETERS), 0, kStream, kIp,
        ack_frequency_set),
    row(SIO_TCP_INFO, kDword, sizeof(TCP_INFO_v0), kStream, kIp, tcp_information, WSAEINVAL,
        WSAEMSGSIZE, WSAEINVAL),
    row(SIO_SET_COMPATIBILITY_MODE, sizeof(WSA_COMPATIBILITY_MODE), 0, kStream, kIp,
        compatibility_mode_set, WSAEOPNOTSUPP, WSAEINVAL),
    row(SIO_SET_PRIORITY_HINT, sizeof(PRIORITY_HINT), 0, kStream, kIp, priority_hint_set),
    row(SIO_QUERY_RSS_SCALABILITY_INFO, 0, sizeof(RSS_SCALABILITY_INFO), kAnyType, kIp,
        scalability_information, WSAEOPNOTSUPP, WSAEFAULT, WSAEINVAL),
    row(SIO_QUERY_RSS_PROCESSOR_INFO, 0, sizeof(SOCKET_PROCESSOR_AFFINITY), kAnyType, kIp,
        processor_information, WSAEOPNOTSUPP, WSAEFAULT, WSAEINVAL),
    row(SIO_CPU_AFFINITY, sizeof(USHORT), 0, kDatagram, kIp, cpu_affinity_set),
    row(SIO_UDP_CONNRESET, kFlag, 0, kDatagram, kIp, connreset_set),
    row(SIO_UDP_NETRESET, kFlag, 0, kDatagram, kIp, netreset_set),
    // "... was not created with an address family of the AF_INET or AF_INET6 and a socket type of
    // SOCK_DGRAM or SOCK_STREAM": WSAEINVAL.
    row(SIO_SET_SECURITY, 0, 0, kStream | kDatagram, kIp, security_set),
    row(SIO_QUERY_SECURITY, 0, 0, kStream | kDatagram, kIp, security_query),
    row(SIO_SET_PEER_TARGET_NAME, 0, 0, kStream | kDatagram, kIp, peer_target_name_set),
    row(SIO_DELETE_PEER_TARGET_NAME, 0, 0, kStream | kDatagram, kIp, peer_target_name_delete),
    row(SIO_AF_UNIX_GETPEERPID, 0, sizeof(ULONG), kStream, kUnix, peer_process),
};

const Ioctl* ioctl_find(DWORD code) {
    for (const Ioctl& candidate : kIoctls) {
        if (candidate.code == code)
            return &candidate;
    }
    return nullptr;
}

bool is_usable(const void* buffer, DWORD length, DWORD least) {
    return length >= least && (length == 0 || nt::memory_is_mapped(buffer, length));
}

int socket_control(Socket& socket, IoctlCall& call) {
    const Ioctl* ioctl = ioctl_find(call.code);
    if (!nt::memory_is_mapped(call.returned, sizeof *call.returned))
        return WSAEFAULT;
    if (!ioctl)
        return WSAEOPNOTSUPP;
    *call.returned = 0;
    if (!(ioctl->types & option_type_bit(socket.type)) ||
        !(ioctl->families & option_family_bit(socket.family)))
        return ioctl->unfit;
    if (!is_usable(call.in, call.in_length, ioctl->in_least))
        return ioctl->no_in;
    if (!is_usable(call.out, call.out_length, ioctl->out_least))
        return ioctl->no_out;
    return ioctl->function(socket, call);
}

}  // namespace

int WSPAPI control(SOCKET s, DWORD code, LPVOID in, DWORD in_length, LPVOID out, DWORD out_length,
                   LPDWORD returned, LPWSAOVERLAPPED overlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE routine, LPWSATHREADID thread, LPINT error) {
    SocketUse socket(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    const SharedChange change(*socket);
    const bool later = is_overlapped(*socket, overlapped);
    const OverlappedCall asked{overlapped, routine, thread};
    DWORD own = 0;
    if (later && !returned)
        returned = &own;
    IoctlCall call{code,
                   static_cast<const char*>(in),
                   in ? in_length : 0,
                   static_cast<char*>(out),
                   out ? out_length : 0,
                   returned,
                   later ? &asked : nullptr};
    try {
        int result = socket_control(*socket, call);
        if (result == 0 && later)
            result = request_done(*socket, asked, *returned);
        return result == 0 ? 0 : fail(error, result);
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
}

}  // namespace berth::kernel
