#include "providers/kernel/error_queue.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "providers/kernel/linux.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/socket.h"
#include "ws2tcpip.h"

namespace berth::kernel {

namespace {

// SO_EE_OFFENDER: the address behind the error.
void icmp_from_note(const char* control, size_t from, size_t end, QueuedErrors* found) {
    const unsigned size = found->icmp == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
    if (from + size > end)
        return;
    std::memcpy(found->icmp_from.bytes, control + from, size);
    found->icmp_from.length = size;
}

// Notes what an error's control information says: ip(7), "struct sock_extended_err".
void queued_error_note(const char* control, size_t length, QueuedErrors* found) {
    struct ExtendedError {
        uint32_t number;
        uint8_t origin, type, code, pad;
        uint32_t information, data;
    };
    constexpr uint8_t kOriginIcmp = 2, kOriginIcmpV6 = 3;
    constexpr uint8_t kTimeExceeded = 11, kTimeExceededV6 = 3;
    lnx::CmsgHdr header{};
    ExtendedError error{};
    for (size_t at = 0; at + sizeof header + sizeof error <= length;) {
        std::memcpy(&header, control + at, sizeof header);
        if ((header.level == lnx::kIpProtoIp && header.type == lnx::kIpRecvErr) ||
            (header.level == lnx::kIpProtoIpv6 && header.type == lnx::kIpv6RecvErr)) {
            std::memcpy(&error, control + at + sizeof header, sizeof error);
            if (error.origin == kOriginIcmp || error.origin == kOriginIcmpV6) {
                found->icmp = error.origin == kOriginIcmp ? AF_INET : AF_INET6;
                found->icmp_type = error.type;
                found->icmp_code = error.code;
                icmp_from_note(control, at + sizeof header + sizeof error,
                               std::min(at + header.length, length), found);
            }
            found->refused |= error.number == ECONNREFUSED;
            found->expired |= (error.origin == kOriginIcmp && error.type == kTimeExceeded) ||
                              (error.origin == kOriginIcmpV6 && error.type == kTimeExceededV6);
            return;
        }
        if (header.length < sizeof header)
            return;
        at += (header.length + sizeof(size_t) - 1) & ~(sizeof(size_t) - 1);
    }
}

}  // namespace

QueuedErrors error_queue_drain(int fd) {
    QueuedErrors found;
    char control[512];
    for (;;) {
        lnx::MsgHdr message{};
        message.control = control;
        message.control_length = sizeof control;
        if (lnx::sys_recvmsg(fd, &message, lnx::kMsgErrQueue | lnx::kMsgDontWait) < 0)
            return found;
        found.any = true;
        queued_error_note(control, message.control_length, &found);
    }
}

// With IP_RECVERR the kernel reports every ICMP error; Windows tells a port unreachable (unless
// SIO_UDP_CONNRESET says no) and an expired time to live (unless SIO_UDP_NETRESET says no), and
// nothing else.
bool datagram_error_skip(Socket& socket, int* number) {
    switch (*number) {
        case ECONNREFUSED:
        case EHOSTUNREACH:
        case ENETUNREACH:
        case EHOSTDOWN:
        case EPROTO:
        case ENOPROTOOPT:
        case EACCES:
        case EMSGSIZE:
            break;
        default:
            return false;
    }
    QueuedErrors queued = error_queue_drain(socket.fd);
    if ((*number == ECONNREFUSED || queued.refused) && socket.udp_connreset)
        *number = ECONNREFUSED;
    else if (queued.expired && socket.kept.get(Kept::udp_netreset))
        *number = ENETRESET;
    else
        return true;
    return false;
}

}  // namespace berth::kernel
