// Ioctls of sockets of every kind, and of datagram sockets.
#include <algorithm>
#include <cerrno>

#include "mstcpip.h"
#include "providers/kernel/error.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option.h"
#include "ws2tcpip.h"

namespace berth::kernel::ioctl_call {

int mode_set(Socket& socket, IoctlCall& call) {
    bool on = call.read<u_long>() != 0;
    std::lock_guard guard(socket.lock);
    if (!on && socket.registered)  // WSAEventSelect or WSAAsyncSelect is to be undone first
        return WSAEINVAL;
    if (lnx::sys_fcntl(socket.fd, lnx::kFSetFl, on || socket.polled ? lnx::kONonblock : 0) != 0)
        return error_from_errno(errno);
    socket.nonblocking = on;
    return 0;
}

// For datagrams the kernel tells the length of the first one.
int bytes_readable(Socket& socket, IoctlCall& call) {
    int count = 0;
    if (!socket.listening && lnx::sys_ioctl(socket.fd, lnx::kFionRead, &count) != 0)
        return error_from_errno(errno);
    return call.write(static_cast<u_long>(count));
}

// TRUE where the next receive would not stop before urgent data: none is waiting, or it comes next.
int at_mark(Socket& socket, IoctlCall& call) {
    int mark = 0;
    if (lnx::sys_ioctl(socket.fd, lnx::kSiocAtMark, &mark) != 0)
        return error_from_errno(errno);
    lnx::PollFd urgent{socket.fd, lnx::kPollPri, 0};
    bool waiting = lnx::sys_poll_now(&urgent) > 0 && (urgent.revents & lnx::kPollPri) != 0;
    return call.write<BOOL>(mark != 0 || !waiting);
}

int base_handle(Socket& socket, IoctlCall& call) {
    return call.write(static_cast<SOCKET>(socket.fd));
}

int connreset_set(Socket& socket, IoctlCall& call) {
    socket.udp_connreset = call.read_flag();
    return 0;
}

int netreset_set(Socket& socket, IoctlCall& call) {
    socket.kept.set(Kept::udp_netreset, call.read_flag());
    return 0;
}

int multicast_loop_set(Socket& socket, IoctlCall& call) {
    bool six = socket.family == AF_INET6;
    return option_kernel_set(socket, six ? lnx::kIpProtoIpv6 : lnx::kIpProtoIp,
                             six ? lnx::kIpv6MulticastLoop : lnx::kIpMulticastLoop,
                             call.read_flag());
}

int multicast_scope_set(Socket& socket, IoctlCall& call) {
    constexpr int kLargest = 255;
    int scope = call.read<int>();
    if (scope < 0 || scope > kLargest)
        return WSAEINVAL;
    bool six = socket.family == AF_INET6;
    return option_kernel_set(socket, six ? lnx::kIpProtoIpv6 : lnx::kIpProtoIp,
                             six ? lnx::kIpv6MulticastHops : lnx::kIpMulticastTtl, scope);
}

// A raw socket gets the packets of its protocol; all of an interface's are a packet socket's
// matter.
int receive_all_set(Socket&, IoctlCall& call) {
    int mode = 0;
    std::memcpy(&mode, call.in, std::min<size_t>(call.in_length, sizeof mode));
    if (mode < RCVALL_OFF || mode > RCVALL_IPLEVEL)
        return WSAEINVAL;
    return mode == RCVALL_OFF ? 0 : WSAEOPNOTSUPP;
}

// Sockets that share a port, each with the datagrams that its processor receives.
int cpu_affinity_set(Socket& socket, IoctlCall& call) {
    if (socket.bound || socket.reuse_address || socket.kept.get(Kept::reuse_multicast_port))
        return WSAEINVAL;
    if (int code = option_kernel_set(socket, lnx::kSolSocket, lnx::kSoReusePort, 1))
        return code;
    return option_kernel_set(socket, lnx::kSolSocket, lnx::kSoIncomingCpu, call.read<USHORT>());
}

int peer_process(Socket& socket, IoctlCall& call) {
    struct {
        int process;
        unsigned user, group;
    } credentials{};
    unsigned length = sizeof credentials;
    if (!socket.connected || lnx::sys_getsockopt(socket.fd, lnx::kSolSocket, lnx::kSoPeerCred,
                                                 &credentials, &length) != 0)
        return WSAENOTCONN;
    return call.write(static_cast<ULONG>(credentials.process));
}

// "The WSAENOPROTOOPT error code is indicated for service providers that do not support this
// IOCTL."
int no_such_option(Socket&, IoctlCall&) {
    return WSAENOPROTOOPT;
}

}  // namespace berth::kernel::ioctl_call
