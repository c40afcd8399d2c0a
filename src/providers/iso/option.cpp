// WSPGetSockOpt, WSPSetSockOpt. What has no row is WSAENOPROTOOPT.
// https://learn.microsoft.com/windows/win32/winsock/sol-socket-socket-options
#include <algorithm>
#include <cstring>
#include <new>

#include "mswsock.h"
#include "nt/clock.h"
#include "nt/memory_probe.h"
#include "providers/iso/protocols.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"
#include "ws2tcpip.h"

namespace berth::iso {
namespace {

constexpr int kNever = -1;  // 0xFFFFFFFF
constexpr int kConfiguration = MAKEWORD(2, 2);

// The error for a level that this provider has no options at.
int level_error(int level) {
    const bool known = level == IPPROTO_IP || level == IPPROTO_TCP || level == IPPROTO_UDP ||
                       level == IPPROTO_IPV6;
    return known ? WSAENOPROTOOPT : WSAEINVAL;
}

// ---- options of four octets ----

int connect_seconds(const Socket& socket) {
    if (!socket.was_connected() || socket.connected_at == 0)
        return kNever;
    return static_cast<int>((clock_now() - socket.connected_at) / 1'000'000'000);
}

// Told once.
int error_take(Socket& socket) {
    return socket.error_take();
}

int number_get(Socket& socket, int name, int* value) {
    const SocketOptions& options = socket.options;
    switch (name) {
        case SO_TYPE:
            *value = SOCK_SEQPACKET;
            return 0;
        case SO_ACCEPTCONN:
            *value = socket.phase() == Phase::kListening;
            return 0;
        case SO_ERROR:
            *value = error_take(socket);
            return 0;
        case SO_RCVBUF:
            *value = options.receive_buffer;
            return 0;
        case SO_SNDBUF:
            *value = options.send_buffer;
            return 0;
        case SO_RCVTIMEO:
            *value = static_cast<int>(options.receive_timeout);
            return 0;
        case SO_SNDTIMEO:
            *value = static_cast<int>(options.send_timeout);
            return 0;
        case SO_DONTLINGER:
            *value = !options.linger_on;
            return 0;
        case SO_KEEPALIVE:
            *value = options.keep_alive;
            return 0;
        case SO_OOBINLINE:
            *value = options.expedited_inline;
            return 0;
        case SO_REUSEADDR:
            *value = options.reuse_address;
            return 0;
        case SO_EXCLUSIVEADDRUSE:
            *value = options.exclusive_address;
            return 0;
        case SO_CONDITIONAL_ACCEPT:
            *value = options.conditional_accept;
            return 0;
        case SO_DEBUG:
            *value = options.debug;
            return 0;
        case SO_DONTROUTE:
            *value = options.dont_route;
            return 0;
        case SO_CONNECT_TIME:
            *value = connect_seconds(socket);
            return 0;
        case SO_MAX_MSG_SIZE:
            *value = static_cast<int>(protocol_find(socket.protocol).dwMessageSize);
            return 0;
        case SO_BROADCAST:
        case SO_GROUP_ID:
        case SO_GROUP_PRIORITY:
            *value = 0;
            return 0;
        case PVD_CONFIG:  // in the provider's own format: the version of the SPI
            *value = kConfiguration;
            return 0;
        default:
            return WSAENOPROTOOPT;
    }
}

int flag_set(bool* flag, int value) {
    *flag = value != 0;
    return 0;
}

int number_set(Socket& socket, int name, int value) {
    SocketOptions& options = socket.options;
    switch (name) {
        case SO_RCVBUF:
            options.receive_buffer = value < 0 ? 0x7FFFFFFF : value;
            return 0;
        case SO_SNDBUF:
            options.send_buffer = value < 0 ? 0x7FFFFFFF : value;
            return 0;
        case SO_RCVTIMEO:
            options.receive_timeout = static_cast<DWORD>(value);
            return 0;
        case SO_SNDTIMEO:
            options.send_timeout = static_cast<DWORD>(value);
            return 0;
        case SO_DONTLINGER:
            options.linger_on = value == 0;
            return 0;
        case SO_KEEPALIVE:
            if (socket.connection.tcp)
                tcp_keep_alive(socket.connection.tcp.get(), value != 0);
            return flag_set(&options.keep_alive, value);
        case SO_OOBINLINE:
            return flag_set(&options.expedited_inline, value);
        case SO_REUSEADDR:
            return value && options.exclusive_address ? WSAEINVAL
                                                      : flag_set(&options.reuse_address, value);
        case SO_EXCLUSIVEADDRUSE:
            return socket.bound || (value && options.reuse_address)
                       ? WSAEINVAL
                       : flag_set(&options.exclusive_address, value);
        case SO_CONDITIONAL_ACCEPT:
            return socket.phase() == Phase::kListening
                       ? WSAEINVAL
                       : flag_set(&options.conditional_accept, value);
        case SO_DEBUG:
            return flag_set(&options.debug, value);
        case SO_DONTROUTE:
            return flag_set(&options.dont_route, value);
        case PVD_CONFIG:
            return value == kConfiguration ? 0 : WSAEINVAL;
        case SO_TYPE:
        case SO_ACCEPTCONN:
        case SO_ERROR:
        case SO_CONNECT_TIME:
        case SO_MAX_MSG_SIZE:
        default:
            return WSAENOPROTOOPT;
    }
}

// ---- options that are not numbers ----

int octets_get(const void* from, size_t size, char* value, int* length) {
    if (*length < static_cast<int>(size))
        return WSAEFAULT;
    std::memcpy(value, from, size);
    *length = static_cast<int>(size);
    return 0;
}

// As much as there is room for.
int data_get(const std::vector<char>& data, char* value, int* length) {
    *length = std::min(*length, static_cast<int>(data.size()));
    std::copy_n(data.begin(), *length, value);
    return 0;
}

int data_length_get(const std::vector<char>& data, char* value, int* length) {
    const int size = static_cast<int>(data.size());
    return octets_get(&size, sizeof size, value, length);
}

int data_set(std::vector<char>* data, size_t most, const char* value, int length) {
    if (static_cast<size_t>(length) > most)
        return WSAEMSGSIZE;
    data->assign(value, value + length);
    return 0;
}

int protocol_get(const Socket& socket, bool wide, char* value, int* length) {
    WSAPROTOCOL_INFOW info = protocol_find(socket.protocol);
    info.dwCatalogEntryId = socket.catalog_entry_id;
    if (wide)
        return octets_get(&info, sizeof info, value, length);
    WSAPROTOCOL_INFOA narrow{};
    std::memcpy(&narrow, &info, offsetof(WSAPROTOCOL_INFOW, szProtocol));
    for (size_t i = 0; i < std::size(info.szProtocol) && info.szProtocol[i] != 0; ++i)
        narrow.szProtocol[i] = static_cast<char>(info.szProtocol[i]);
    return octets_get(&narrow, sizeof narrow, value, length);
}

// The local and the remote address, as sockets of connections have them.
int addresses_get(const Socket& socket, char* value, int* length) {
    struct Addresses {
        CSADDR_INFO info;
        sockaddr_tp local;
        sockaddr_tp remote;
    };
    if (*length < static_cast<int>(sizeof(Addresses)))
        return WSAEFAULT;
    auto* answer = reinterpret_cast<Addresses*>(value);
    Addresses found{};
    found.local = iso_address_store(socket.connection.local, socket.default_port());
    found.remote = iso_address_store(socket.connection.peer, socket.default_port());
    found.info.iSocketType = SOCK_SEQPACKET;
    found.info.iProtocol = socket.protocol;
    found.info.LocalAddr = {reinterpret_cast<sockaddr*>(&answer->local),
                            socket.bound ? static_cast<INT>(sizeof(sockaddr_tp)) : 0};
    found.info.RemoteAddr = {reinterpret_cast<sockaddr*>(&answer->remote),
                             socket.was_connected() ? static_cast<INT>(sizeof(sockaddr_tp)) : 0};
    return octets_get(&found, sizeof found, value, length);
}

int number_give(int number, char* value, int* length) {
    if (*length < 1)
        return WSAEFAULT;
    *length = std::min(*length, static_cast<int>(sizeof number));
    std::memcpy(value, &number, static_cast<size_t>(*length));
    return 0;
}

int option_get(Socket& socket, int name, char* value, int* length) {
    switch (name) {
        case SO_LINGER: {
            const linger now{static_cast<u_short>(socket.options.linger_on),
                             socket.options.linger_seconds};
            return octets_get(&now, sizeof now, value, length);
        }
        case SO_PROTOCOL_INFOW:
        case SO_PROTOCOL_INFOA:
            return protocol_get(socket, name == SO_PROTOCOL_INFOW, value, length);
        case SO_BSP_STATE:
            return addresses_get(socket, value, length);
        case SO_CONNDATA:
            return data_get(socket.connect_data_received, value, length);
        case SO_CONNDATALEN:
            return data_length_get(socket.connect_data_received, value, length);
        case SO_DISCDATA:
            return data_get(socket.disconnect_data_received, value, length);
        case SO_DISCDATALEN:
            return data_length_get(socket.disconnect_data_received, value, length);
        case SO_DISCOPT: {
            const auto reason = static_cast<uint8_t>(socket.disconnect_reason);
            if (!socket.disconnect_data_came)
                *length = 0;
            return *length == 0 ? 0 : octets_get(&reason, sizeof reason, value, length);
        }
        case SO_DISCOPTLEN: {
            const int size = socket.disconnect_data_came ? 1 : 0;
            return octets_get(&size, sizeof size, value, length);
        }
        default:
            break;
    }
    int number = 0;
    if (const int code = number_get(socket, name, &number))
        return code;
    return number_give(number, value, length);
}

// TCP_MAXRT: the one option of the TCP underneath, since it bounds what connect may take.
int connect_time_set(Socket& socket, const char* value, int length) {
    constexpr int kLargest = 0x7FFFFFFF / 1000;
    int seconds = 0;
    if (length < static_cast<int>(sizeof seconds))
        return WSAEFAULT;
    std::memcpy(&seconds, value, sizeof seconds);
    if (seconds < -1)
        return WSAEINVAL;
    socket.options.connect_seconds = std::min(seconds, kLargest);
    return 0;
}

int option_set(Socket& socket, int name, const char* value, int length) {
    switch (name) {
        case SO_LINGER: {
            linger wanted{};
            if (length < static_cast<int>(sizeof wanted))
                return WSAEFAULT;
            std::memcpy(&wanted, value, sizeof wanted);
            socket.options.linger_on = wanted.l_onoff != 0;
            socket.options.linger_seconds = wanted.l_linger;
            return 0;
        }
        case SO_CONNDATA:
            return data_set(&socket.connect_data, kConnectDataMax, value, length);
        case SO_DISCDATA:
            return data_set(&socket.disconnect_data, kDisconnectDataMax, value, length);
        case SO_UPDATE_ACCEPT_CONTEXT:
        case SO_UPDATE_CONNECT_CONTEXT:
            if (!socket.was_connected())
                return WSAENOTCONN;
            socket.context_missing = false;
            return 0;
        default:
            break;
    }
    int number = 0;
    if (length < 1)
        return WSAEFAULT;
    std::memcpy(&number, value, std::min(static_cast<size_t>(length), sizeof number));
    return number_set(socket, name, number);
}

}  // namespace

int Socket::error_take() {
    return std::exchange(phase_ == Phase::kConnected ? error_pending_ : connect_error_, 0);
}

int WSPAPI get_option(SOCKET s, int level, int name, char* value, LPINT length, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (!nt::memory_is_mapped(length, sizeof *length) || *length < 0 ||
        (*length > 0 && !nt::memory_is_mapped(value, static_cast<size_t>(*length))))
        return fail(error, WSAEFAULT);
    const Lock guard(socket->lock);
    if (level == IPPROTO_TCP && name == TCP_MAXRT)
        return result(error, number_give(socket->options.connect_seconds, value, length));
    if (level != SOL_SOCKET)
        return fail(error, level_error(level));
    return result(error, option_get(*socket, name, value, length));
}

int WSPAPI set_option(SOCKET s, int level, int name, const char* value, int length, LPINT error) {
    const SocketRef socket = socket_find(s);
    if (!socket)
        return fail(error, WSAENOTSOCK);
    if (length < 0 || (length > 0 && !nt::memory_is_mapped(value, static_cast<size_t>(length))))
        return fail(error, WSAEFAULT);
    if (level == IPPROTO_TCP && name == TCP_MAXRT) {
        const Lock guard(socket->lock);
        return result(error, connect_time_set(*socket, value, length));
    }
    if (level != SOL_SOCKET)
        return fail(error, level_error(level));
    SocketOptions inherited;
    EventRegistration registration;
    const bool inherits = name == SO_UPDATE_ACCEPT_CONTEXT;
    if (inherits) {
        SOCKET s_listener = INVALID_SOCKET;
        if (length < static_cast<int>(sizeof s_listener))
            return fail(error, WSAEFAULT);
        std::memcpy(&s_listener, value, sizeof s_listener);
        const SocketRef listener = socket_find(s_listener);
        if (!listener)
            return fail(error, WSAENOTSOCK);
        const Lock guard(listener->lock);
        inherited = listener->options;
        registration = listener->events.registration();
    }
    const Lock guard(socket->lock);
    try {
        const bool missing = socket->context_missing;
        const int code = option_set(*socket, name, value, length);
        if (code == 0 && inherits && missing) {
            socket->options = inherited;
            if (registration.wanted != 0 && socket->events.registration().wanted == 0) {
                socket->nonblocking = true;
                socket->events.assign(registration);
            }
        }
        return result(error, code);
    } catch (const std::bad_alloc&) {
        return fail(error, WSAENOBUFS);
    }
}

}  // namespace berth::iso
