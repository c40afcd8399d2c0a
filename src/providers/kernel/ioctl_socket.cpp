// Ioctls of sockets of every kind, and of datagram sockets.
#include <algorithm>
#include <cerrno>
#include <thread>

#include "mstcpip.h"
#include "providers/kernel/error.h"
#include "providers/kernel/error_queue.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option.h"
#include "providers/kernel/receive_filter.h"
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

namespace {

// "The total number of bytes available to read, not the size of the first datagram": the kernel
// tells that one's, and lets the others be looked at one after the other while SO_PEEK_OFF is set.
// 0 or a WSA code.
int datagrams_readable(Socket& socket, u_long* total) {
    const std::lock_guard guard(socket.lock);
    int first = 0;
    lnx::PollFd now{socket.fd, lnx::kPollIn, 0};
    if (lnx::sys_poll_now(&now) <= 0)
        return 0;
    int offset = 0;
    // An error that waits is left to the receive that it belongs to.
    if ((now.revents & lnx::kPollErr) != 0 ||
        lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoPeekOff, &offset, sizeof offset) !=
            0) {
        if (lnx::sys_ioctl(socket.fd, lnx::kFionRead, &first) != 0)
            return error_from_errno(errno);
        *total = static_cast<u_long>(first);
        return 0;
    }
    constexpr int kLook = lnx::kMsgPeek | lnx::kMsgTrunc | lnx::kMsgDontWait;
    for (;;) {
        const ssize_t size = lnx::sys_recv(socket.fd, nullptr, 0, kLook);
        if (size >= 0) {
            *total += static_cast<u_long>(size);
            continue;
        }
        // What a send's answer was, a receive is to tell.
        int number = errno;
        if (number == EAGAIN)
            break;
        if (number != EINTR && !datagram_error_skip(socket, &number)) {
            if (number != ECONNREFUSED && number != ENETRESET)
                break;
            (number == ENETRESET ? socket.datagram_expired : socket.datagram_refused) = true;
        }
    }
    offset = -1;
    lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoPeekOff, &offset, sizeof offset);
    return 0;
}

}  // namespace

int bytes_readable(Socket& socket, IoctlCall& call) {
    if (!socket.is_stream()) {
        u_long total = 0;
        const int code = datagrams_readable(socket, &total);
        return code != 0 ? code : call.write(total);
    }
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

// "... or the lpOverlapped parameter is not a NULL pointer": WSAEFAULT.
int poll_handle(Socket& socket, IoctlCall& call) {
    return call.later ? WSAEFAULT : base_handle(socket, call);
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
    return multicast_loop_store(socket, socket.family, call.read_flag());
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

// Sockets that share a port, each with the datagrams that its processor receives.
int cpu_affinity_set(Socket& socket, IoctlCall& call) {
    if (socket.bound || socket.reuse_address || socket.kept.get(Kept::reuse_multicast_port))
        return WSAEINVAL;
    if (int code = option_kernel_set(socket, lnx::kSolSocket, lnx::kSoReusePort, 1))
        return code;
    return option_kernel_set(socket, lnx::kSolSocket, lnx::kSoIncomingCpu, call.read<USHORT>());
}

// The processor that received last for this socket. "If the socket is a UDP socket, the socket must
// be connected."
int processor_information(Socket& socket, IoctlCall& call) {
    int processor = 0;
    if (!socket.connected && !socket.listening)
        return WSAENOTCONN;
    if (int code = option_kernel_get(socket, lnx::kSolSocket, lnx::kSoIncomingCpu, &processor))
        return code;
    constexpr int kOfGroup = 64;
    processor = std::max(processor, 0);  // nothing was received
    SOCKET_PROCESSOR_AFFINITY affinity{};
    affinity.Processor.Group = static_cast<WORD>(processor / kOfGroup);
    affinity.Processor.Number = static_cast<BYTE>(processor % kOfGroup);
    return call.write(affinity);
}

// Whether the network's load goes to several processors: Linux spreads it where there are several.
int scalability_information(Socket&, IoctlCall& call) {
    return call.write(RSS_SCALABILITY_INFO{std::thread::hardware_concurrency() > 1});
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
