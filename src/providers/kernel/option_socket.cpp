// Options of level SOL_SOCKET.
// https://learn.microsoft.com/windows/win32/winsock/sol-socket-socket-options
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <mutex>
#include <utility>

#include "mswsock.h"
#include "providers/kernel/address.h"
#include "providers/kernel/conditional_accept.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/error.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_call.h"
#include "providers/kernel/option_carry.h"
#include "providers/kernel/protocols.h"
#include "providers/kernel/socket_watch.h"
#include "ws2tcpip.h"

namespace berth::kernel::option_call {

int listening_get(Socket& socket, const Option&, int* value) {
    *value = socket.listening;
    return 0;
}

// ---- sharing an address: bound_address.cpp acts on these ----

int reuse_address_get(Socket& socket, const Option&, int* value) {
    *value = socket.reuse_address;
    return 0;
}

int reuse_address_set(Socket& socket, const Option&, int value) {
    std::lock_guard guard(socket.lock);
    if (value && socket.exclusive_address)
        return WSAEINVAL;
    socket.reuse_address = value != 0;
    return 0;
}

int exclusive_address_get(Socket& socket, const Option&, int* value) {
    *value = socket.exclusive_address;
    return 0;
}

int exclusive_address_set(Socket& socket, const Option&, int value) {
    std::lock_guard guard(socket.lock);
    if (socket.bound || (value && socket.reuse_address))
        return WSAEINVAL;
    socket.exclusive_address = value != 0;
    return 0;
}

int randomize_port_set(Socket& socket, const Option&, int value) {
    // Linux picks ephemeral ports at random anyhow.
    if (socket.bound || (value && socket.kept.get(Kept::reuse_unicast_port)))
        return WSAEINVAL;
    socket.kept.set(Kept::randomize_port, value);
    return 0;
}

// Both let a port be shared by connections to different peers: the kernel then leaves the choice of
// the port to the connect that follows, which knows the peer.
int shared_port_set(Socket& socket, const Option& option, int value) {
    if (socket.bound)
        return WSAEINVAL;
    socket.kept.set(option.place.kept, value);
    bool deferred = socket.is_stream() && (socket.kept.get(Kept::port_scalability) != 0 ||
                                           socket.kept.get(Kept::reuse_unicast_port) != 0);
    return option_kernel_set(socket, lnx::kIpProtoIp, lnx::kIpBindAddressNoPort, deferred);
}

int multicast_port_set(Socket& socket, const Option&, int value) {
    if (socket.bound)
        return WSAEINVAL;
    socket.kept.set(Kept::reuse_multicast_port, value);
    return option_kernel_set(socket, lnx::kSolSocket, lnx::kSoReuseAddr, value);
}

// "Setting this succeeds but is ignored on AF_INET sockets; fails on AF_INET6 sockets with
// WSAENOPROTOOPT."
int dont_route_set(Socket& socket, const Option&, int value) {
    if (socket.family == AF_INET6)
        return WSAENOPROTOOPT;
    socket.kept.set(Kept::dont_route, value);
    return 0;
}

int urgent_inline_set(Socket& socket, const Option& option, int value) {
    if (int code =
            option_kernel_set(socket, option.place.linux_level, option.place.linux_name, value))
        return code;
    socket.urgent_inline = value != 0 && socket.is_stream();
    socket.plain_update();
    return 0;
}

// ---- acceptance ----

int conditional_accept_get(Socket& socket, const Option&, int* value) {
    *value = socket.conditional_accept;
    return 0;
}

int conditional_accept_set(Socket& socket, const Option&, int value) {
    if (socket.listening)
        return WSAEINVAL;
    if (int code = value && socket.family != AF_UNIX ? conditional_accept_check() : 0)
        return code;
    socket.conditional_accept = value != 0;
    return 0;
}

// An accepted socket without a registration of its own has its listener's, as with accept.
int registration_take(Socket& socket) {
    SocketWatch* watch = socket.watch.load(std::memory_order_acquire);
    EventRegistration registration;
    if (watch) {
        const std::lock_guard guard(watch->lock);
        if (watch->rare() && !watch->events_wanted())
            std::swap(registration, watch->rare()->from_listener);
    }
    if (registration.wanted == 0)
        return 0;
    if (lnx::sys_fcntl(socket.fd, lnx::kFSetFl, lnx::kONonblock) != 0)
        return error_from_errno(errno);
    socket.nonblocking = true;
    return registration_inherit(registration, socket);
}

// After AcceptEx, ConnectEx and the WSAConnectBy functions.
int context_update(Socket& socket, const Option& option, const char* value, int length) {
    const bool accepted = option.name == SO_UPDATE_ACCEPT_CONTEXT;
    if (accepted && length < static_cast<int>(sizeof(SOCKET)))
        return WSAEFAULT;
    if (connect_settle(socket) != 0)
        return WSAENOTCONN;
    if (accepted) {
        SOCKET listener = INVALID_SOCKET;
        std::memcpy(&listener, value, sizeof listener);
        const Socket* known = sockets.get(listener);  // perhaps being closed: only a number here
        if (!known || known == socket_closing_mark())
            return WSAENOTSOCK;
        // Where neither was changed (AcceptEx notes the listener's) the kernel has done it already.
        if (socket.context_missing && socket.options_set) {
            options_carry(socket, static_cast<int>(listener), socket.fd);
            int urgent_inline = 0;
            option_kernel_get(socket, lnx::kSolSocket, lnx::kSoOobInline, &urgent_inline);
            socket.urgent_inline = urgent_inline != 0;
            socket.plain_update();
        }
    }
    if (accepted && socket.context_missing) {
        if (const int code = registration_take(socket))
            return code;
    }
    socket.context_missing = false;
    return 0;
}

int connect_time_get(Socket& socket, const Option&, int* value) {
    constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;
    constexpr int kNever = -1;  // 0xffffffff
    if (socket.connecting)
        connect_settle(socket);
    int64_t since = socket.connected_at;
    *value = socket.connected && since != 0
                 ? static_cast<int>((connect_clock() - since) / kNanosecondsPerSecond)
                 : kNever;
    return 0;
}

// ---- linger: members of two bytes here, of four in the kernel ----

namespace {

lnx::LingerOption linger_now(const Socket& socket) {
    lnx::LingerOption now{0, 0};
    unsigned length = sizeof now;
    lnx::sys_getsockopt(socket.fd, lnx::kSolSocket, lnx::kSoLinger, &now, &length);
    return now;
}

int linger_store(Socket& socket, bool on, int seconds) {
    lnx::LingerOption option{on, seconds};
    if (lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoLinger, &option, sizeof option) !=
        0)
        return error_from_errno(errno);
    socket.linger_set = true;
    return 0;
}

}  // namespace

int linger_get(Socket& socket, const Option&, char* value, int* length) {
    if (*length < static_cast<int>(sizeof(linger)))
        return WSAEFAULT;
    lnx::LingerOption now = linger_now(socket);
    linger answer{static_cast<u_short>(now.on != 0), static_cast<u_short>(now.seconds)};
    std::memcpy(value, &answer, sizeof answer);
    *length = sizeof answer;
    return 0;
}

int linger_set(Socket& socket, const Option&, const char* value, int length) {
    linger wanted{};
    if (length < static_cast<int>(sizeof wanted))
        return WSAEFAULT;
    std::memcpy(&wanted, value, sizeof wanted);
    return linger_store(socket, wanted.l_onoff != 0, wanted.l_linger);
}

int dont_linger_get(Socket& socket, const Option&, int* value) {
    *value = linger_now(socket).on == 0;
    return 0;
}

int dont_linger_set(Socket& socket, const Option&, int value) {
    return linger_store(socket, value == 0, linger_now(socket).seconds);
}

// ---- buffers and time-outs ----

// The kernel doubles what it is given and cuts it to its limits; a program gets back what it asked
// for.
int buffer_get(Socket& socket, const Option& option, int* value) {
    int set = socket.kept.get(option.place.kept);
    if (set == KeptOptions::kNotSet)
        return option_kernel_get(socket, option.place.linux_level, option.place.linux_name, value);
    *value = set;
    return 0;
}

int buffer_set(Socket& socket, const Option& option, int value) {
    constexpr int kLargest = INT_MAX / 2;
    int size = value < 0 ? kLargest : std::min(value, kLargest);  // a DWORD
    if (int code =
            option_kernel_set(socket, option.place.linux_level, option.place.linux_name, size))
        return code;
    socket.kept.set(option.place.kept, size);
    return 0;
}

int timeout_set(Socket& socket, const Option& option, int value) {
    auto milliseconds = static_cast<DWORD>(value);
    // "The dwFlags parameter must have the WSA_FLAG_OVERLAPPED attribute set ... Otherwise the
    // timeout never takes effect."
    if (!(socket.flags & WSA_FLAG_OVERLAPPED))
        milliseconds = 0;
    lnx::TimeVal time{milliseconds / 1000, static_cast<long>(milliseconds % 1000) * 1000};
    // First kept, then set: who has changed the kernel's (transmit_request.cpp) restores this one.
    const int before = socket.kept.get(option.place.kept);
    socket.kept.set(option.place.kept, value);
    if (lnx::sys_setsockopt(socket.fd, option.place.linux_level, option.place.linux_name, &time,
                            sizeof time) != 0) {
        const int number = errno;
        socket.kept.set(option.place.kept, before);
        return error_from_errno(number);
    }
    auto& flag = option.place.kept == Kept::send_timeout ? socket.send_timeout_set
                                                         : socket.receive_timeout_set;
    flag = milliseconds != 0;
    return 0;
}

// ---- what the socket is, and how it fares ----

// The pending error of a datagram socket is left for the receive that it belongs to.
int error_get(Socket& socket, const Option&, int* value) {
    *value = 0;
    if (!socket.is_stream())
        return 0;
    if (socket.connecting)
        connect_settle(socket);
    *value = socket.connect_error.exchange(0);
    if (*value != 0 || socket.connecting)
        return 0;
    int number = 0;
    if (int code = option_kernel_get(socket, lnx::kSolSocket, lnx::kSoError, &number))
        return code;
    *value = error_from_errno(number);
    if (number != 0 && socket.connected)
        socket.failure = *value;  // reading it took it from the transfers that follow
    return 0;
}

int type_get(Socket& socket, const Option&, int* value) {
    *value = socket.type;
    return 0;
}

int group_get(Socket&, const Option&, int* value) {
    *value = 0;  // sockets have no groups
    return 0;
}

// PVD_CONFIG, whose format is the provider's: the version of the SPI is all that there is to say,
// and what was read can be set.
int configuration_get(Socket&, const Option&, int* value) {
    *value = MAKEWORD(2, 2);
    return 0;
}
int configuration_set(Socket&, const Option&, int value) {
    return value == MAKEWORD(2, 2) ? 0 : WSAEINVAL;
}

int message_size_get(Socket& socket, const Option&, int* value) {
    constexpr int kUdpOverIpv4 = 65507;
    constexpr int kUdpOverIpv6 = 65527;
    *value = 0;  // streams know no messages
    if (socket.type == SOCK_DGRAM)
        *value = socket.family == AF_INET6 ? kUdpOverIpv6 : kUdpOverIpv4;
    if (socket.type == SOCK_RAW) {
        const WSAPROTOCOL_INFOW* protocol =
            protocol_find(socket.family, socket.type, socket.protocol);
        *value = protocol ? static_cast<int>(protocol->dwMessageSize) : 0;
    }
    return 0;
}

int protocol_info_get(Socket& socket, const Option&, char* value, int* length) {
    WSAPROTOCOL_INFOW info{};
    if (*length < static_cast<int>(sizeof info))
        return WSAEFAULT;
    if (int code = protocol_catalog_entry(socket.catalog_entry_id, &info))
        return code;
    std::memcpy(value, &info, sizeof info);
    *length = sizeof info;
    return 0;
}

namespace {

// Appends an address to the structure that points at it. The structure and what it points at share
// the caller's buffer.
int bsp_address(Address address, char* buffer, int room, int* used, SOCKET_ADDRESS* pointer) {
    int size = address_length_max(family_from_linux(address.family));
    if (room - *used < size)
        return WSAEFAULT;
    auto* place = reinterpret_cast<sockaddr*>(buffer + *used);
    int written = size;
    if (int code = address_write(address, place, &written))
        return code;
    *pointer = {place, written};
    *used += size;
    return 0;
}

}  // namespace

int bsp_state_get(Socket& socket, const Option&, char* value, int* length) {
    CSADDR_INFO state{};
    int used = sizeof state;
    if (*length < used)
        return WSAEFAULT;
    if (socket.connecting)
        connect_settle(socket);
    state.iSocketType = socket.type;
    state.iProtocol = socket.protocol;
    Address local;
    Address peer;
    const bool has_local = socket.bound && address_of_socket(socket.fd, &local) == 0;
    const bool has_peer = socket.connected && address_of_peer(socket.fd, &peer) == 0;
    // "If the getsockopt function fails, the optval and optlen parameters are left unchanged."
    if (*length < used + (has_local + has_peer) * address_length_max(socket.family))
        return WSAEFAULT;
    if (has_local) {
        if (int code = bsp_address(local, value, *length, &used, &state.LocalAddr))
            return code;
    }
    if (has_peer) {
        if (int code = bsp_address(peer, value, *length, &used, &state.RemoteAddr))
            return code;
    }
    std::memcpy(value, &state, sizeof state);
    *length = used;
    return 0;
}

int compartment_get(Socket&, const Option&, int* value) {
    *value = 1;  // NET_IF_COMPARTMENT_ID_PRIMARY: a network namespace is a compartment of its own
    return 0;
}

int compartment_set(Socket&, const Option&, int value) {
    return value == 1 ? 0 : WSAEINVAL;
}

int unsupported_get(Socket&, const Option&, int*) {
    return WSAEINVAL;
}
int unsupported_set(Socket&, const Option&, int) {
    return WSAEINVAL;
}

}  // namespace berth::kernel::option_call
