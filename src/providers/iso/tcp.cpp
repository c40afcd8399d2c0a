#include "providers/iso/tcp.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace berth::iso {
namespace {

union SocketAddress {
    sockaddr plain;
    sockaddr_in v4;
    sockaddr_in6 v6;
};

socklen_t address_to_system(const TcpAddress& from, SocketAddress* to) {
    std::memset(to, 0, sizeof *to);
    if (from.v6) {
        to->v6.sin6_family = AF_INET6;
        to->v6.sin6_port = htons(from.port);
        to->v6.sin6_scope_id = from.scope;
        std::memcpy(&to->v6.sin6_addr, from.ip.data(), sizeof to->v6.sin6_addr);
        return sizeof to->v6;
    }
    to->v4.sin_family = AF_INET;
    to->v4.sin_port = htons(from.port);
    std::memcpy(&to->v4.sin_addr, from.ip.data(), sizeof to->v4.sin_addr);
    return sizeof to->v4;
}

TcpAddress address_from_system(const SocketAddress& from) {
    TcpAddress to;
    to.v6 = from.plain.sa_family == AF_INET6;
    if (to.v6 && IN6_IS_ADDR_V4MAPPED(&from.v6.sin6_addr)) {
        constexpr size_t kMappedAt = 12;
        to.v6 = false;
        to.port = ntohs(from.v6.sin6_port);
        std::memcpy(to.ip.data(), from.v6.sin6_addr.s6_addr + kMappedAt, sizeof(in_addr));
    } else if (to.v6) {
        to.port = ntohs(from.v6.sin6_port);
        to.scope = from.v6.sin6_scope_id;
        std::memcpy(to.ip.data(), &from.v6.sin6_addr, sizeof from.v6.sin6_addr);
    } else {
        to.port = ntohs(from.v4.sin_port);
        std::memcpy(to.ip.data(), &from.v4.sin_addr, sizeof from.v4.sin_addr);
    }
    return to;
}

void flag_set(int fd, int level, int name, int on) {
    setsockopt(fd, level, name, &on, sizeof on);
}

}  // namespace

bool TcpAddress::is_any() const {
    return std::all_of(ip.begin(), ip.end(), [](uint8_t octet) { return octet == 0; });
}

void TcpDescriptor::reset(int fd) {
    if (fd_ >= 0)
        close(fd_);
    fd_ = fd;
}

int tcp_open(bool v6, bool dual, TcpDescriptor* fd) {
    fd->reset(socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!*fd)
        return errno;
    if (v6)
        flag_set(fd->get(), IPPROTO_IPV6, IPV6_V6ONLY, !dual);
    tcp_no_delay(fd->get(), true);  // a TPDU is sent when it is complete
    return 0;
}

int tcp_bind(int fd, const TcpAddress& address, bool again) {
    // With the flag on, the kernel may choose a port that another socket is bound to.
    flag_set(fd, SOL_SOCKET, SO_REUSEADDR, again && address.port != 0);
    SocketAddress to;
    const socklen_t length = address_to_system(address, &to);
    if (bind(fd, &to.plain, length) != 0)
        return errno;
    flag_set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    return 0;
}

void tcp_listen_end(int fd) {
    shutdown(fd, SHUT_RD);
}

int tcp_listen(int fd) {
    return listen(fd, SOMAXCONN) == 0 ? 0 : errno;
}

int tcp_connect(int fd, const TcpAddress& address) {
    SocketAddress to;
    const socklen_t length = address_to_system(address, &to);
    if (connect(fd, &to.plain, length) == 0)
        return 0;
    return errno == EINTR ? EINPROGRESS : errno;
}

int tcp_accept(int fd, TcpDescriptor* accepted, TcpAddress* peer) {
    SocketAddress from;
    for (;;) {
        socklen_t length = sizeof from;
        accepted->reset(accept4(fd, &from.plain, &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (*accepted)
            break;
        if (errno != EINTR && errno != ECONNABORTED)
            return errno;
    }
    *peer = address_from_system(from);
    return 0;
}

int tcp_error(int fd) {
    int number = 0;
    socklen_t length = sizeof number;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &length) == 0 ? number : errno;
}

int tcp_local(int fd, TcpAddress* address) {
    SocketAddress from;
    socklen_t length = sizeof from;
    if (getsockname(fd, &from.plain, &length) != 0)
        return errno;
    *address = address_from_system(from);
    return 0;
}

long tcp_read(int fd, void* buffer, size_t length) {
    for (;;) {
        const ssize_t count = recv(fd, buffer, length, 0);
        if (count >= 0 || errno != EINTR)
            return count >= 0 ? count : -errno;
    }
}

long tcp_write(int fd, const iovec* pieces, size_t count) {
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces);
    message.msg_iovlen = count;
    const ssize_t written = sendmsg(fd, &message, MSG_NOSIGNAL);
    return written >= 0 ? written : -errno;
}

void tcp_end_output(int fd) {
    shutdown(fd, SHUT_WR);
}

void tcp_reset_at_close(int fd) {
    const linger now{1, 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void tcp_no_delay(int fd, bool on) {
    flag_set(fd, IPPROTO_TCP, TCP_NODELAY, on);
}

void tcp_keep_alive(int fd, bool on) {
    flag_set(fd, SOL_SOCKET, SO_KEEPALIVE, on);
}

size_t tcp_descriptor_limit() {
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<size_t>(limit.rlim_cur) : 1024;
}

}  // namespace berth::iso
