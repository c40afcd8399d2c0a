// IPsec on a socket. There is no policy here that a program could ask for: who insists on one is
// told so, who asks what a connection has is told that it has none.
// https://learn.microsoft.com/windows/win32/winsock/winsock-secure-socket-extensions
#include <cstddef>
#include <mutex>

#include "mstcpip.h"
#include "providers/kernel/connect_state.h"
#include "providers/kernel/ioctl.h"

namespace berth::kernel::ioctl_call {
namespace {

bool is_connected(Socket& socket) {
    if (socket.connecting)
        connect_settle(socket);
    return socket.connected || socket.connecting;
}

bool protocol_exists(const SOCKET_SECURITY_PROTOCOL& protocol) {
    const int number = number_of(protocol);
    return number >= SOCKET_SECURITY_PROTOCOL_DEFAULT && number < SOCKET_SECURITY_PROTOCOL_INVALID;
}

// Zero says any.
bool address_is_of_ip(const SOCKADDR_STORAGE& address) {
    return address.ss_family == AF_INET || address.ss_family == AF_INET6;
}

bool address_is_zero(const SOCKADDR_STORAGE& address) {
    const SOCKADDR_STORAGE zero{};
    constexpr size_t kBehindFamily = sizeof address.ss_family;
    return std::memcmp(reinterpret_cast<const char*>(&address) + kBehindFamily,
                       reinterpret_cast<const char*>(&zero) + kBehindFamily,
                       sizeof(SOCKADDR_IN6) - kBehindFamily) == 0;
}

}  // namespace

int security_set(Socket& socket, IoctlCall& call) {
    constexpr ULONG kFlags = SOCKET_SETTINGS_GUARANTEE_ENCRYPTION | SOCKET_SETTINGS_ALLOW_INSECURE;
    if (call.in_length != 0 && call.in_length < sizeof(SOCKET_SECURITY_SETTINGS))
        return WSAEMSGSIZE;
    const auto settings =
        call.in_length != 0 ? call.read<SOCKET_SECURITY_SETTINGS>() : SOCKET_SECURITY_SETTINGS{};
    if (!protocol_exists(settings.SecurityProtocol) || (settings.SecurityFlags & ~kFlags) != 0)
        return WSAEINVAL;
    if (is_connected(socket))
        return WSAEISCONN;
    // "... before calling the bind, connect ... functions", and "only once per socket".
    const std::lock_guard guard(socket.lock);
    if (socket.bound || socket.kept.get(Kept::security_asked))
        return WSAEINVAL;
    if ((settings.SecurityFlags & SOCKET_SETTINGS_ALLOW_INSECURE) == 0)
        return WSAEOPNOTSUPP;
    if (socket.reuse_address)
        return WSAEINVAL;
    socket.kept.set(Kept::security_asked, 1);
    socket.exclusive_address = true;  // "internally calls the setsockopt with SO_EXCLUSIVEADDRUSE"
    return 0;
}

int security_query(Socket& socket, IoctlCall& call) {
    if (!socket.is_stream() || call.in_length != 0) {
        if (call.in_length < sizeof(SOCKET_SECURITY_QUERY_TEMPLATE))
            return WSAEMSGSIZE;
        const auto asked = call.read<SOCKET_SECURITY_QUERY_TEMPLATE>();
        if (!protocol_exists(asked.SecurityProtocol) ||
            (!socket.is_stream() && !address_is_of_ip(asked.PeerAddress)))
            return WSAEINVAL;
    }
    if (call.out_length < sizeof(SOCKET_SECURITY_QUERY_INFO)) {
        *call.returned = sizeof(SOCKET_SECURITY_QUERY_INFO);
        return WSAEMSGSIZE;
    }
    if (socket.is_stream() && !is_connected(socket))
        return WSAENOTCONN;
    return call.write(SOCKET_SECURITY_QUERY_INFO{});
}

int peer_target_name_set(Socket& socket, IoctlCall& call) {
    if (!call.in)
        return WSAEFAULT;
    if (call.in_length < sizeof(SOCKET_PEER_TARGET_NAME))
        return WSAEMSGSIZE;
    const auto name = call.read<SOCKET_PEER_TARGET_NAME>();
    if (!protocol_exists(name.SecurityProtocol))
        return WSAEINVAL;
    if (is_connected(socket))
        return WSAEISCONN;
    if (!socket.is_stream() &&
        (!address_is_of_ip(name.PeerAddress) || address_is_zero(name.PeerAddress)))
        return WSAEINVAL;
    return WSAEOPNOTSUPP;
}

int peer_target_name_delete(Socket&, IoctlCall& call) {
    if (!call.in)
        return WSAEFAULT;
    if (call.in_length < sizeof(SOCKADDR_IN))
        return WSAEMSGSIZE;
    return WSAEOPNOTSUPP;
}

}  // namespace berth::kernel::ioctl_call
