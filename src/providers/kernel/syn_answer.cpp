// What becomes of a connection request beside its way through the queue: the reset that refuses it,
// and the state of its handshake.
#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "providers/kernel/syn_queue.h"

namespace berth::kernel {
namespace {

constexpr uint8_t kHopLimit = 64;
constexpr int kStateListen = 10;

// RFC 1071, over whole bytes.
class Checksum {
  public:
    void add(const void* bytes, size_t length) {
        const auto* at = static_cast<const uint8_t*>(bytes);
        for (size_t i = 0; i < length; ++i)
            sum_ += static_cast<uint32_t>(at[i]) << (i % 2 == 0 ? 8 : 0);
    }
    uint16_t in_network_order() const {
        uint32_t sum = sum_;
        while (sum >> 16)
            sum = (sum & 0xffff) + (sum >> 16);
        return htons(static_cast<uint16_t>(~sum));
    }

  private:
    uint32_t sum_ = 0;
};

tcphdr reset_of(const QueuedSyn& syn) {
    tcphdr tcp{};
    tcp.source = syn.path.local_port;
    tcp.dest = syn.path.peer_port;
    tcp.ack_seq = htonl(syn.sequence + 1);
    tcp.doff = sizeof tcp / 4;
    tcp.rst = 1;
    tcp.ack = 1;
    const size_t length = syn.path.v6 ? 16 : 4;
    Checksum sum;
    sum.add(syn.path.local, length);
    sum.add(syn.path.peer, length);
    const uint8_t pseudo[4] = {0, IPPROTO_TCP, 0, sizeof tcp};
    sum.add(pseudo, sizeof pseudo);
    sum.add(&tcp, sizeof tcp);
    tcp.check = sum.in_network_order();
    return tcp;
}

bool is_link_local(const uint8_t* address) {
    return address[0] == 0xfe && (address[1] & 0xc0) == 0x80;
}

}  // namespace

// IPPROTO_RAW: one for TCP would be given a copy of every segment that comes.
int syn_reset_open(bool v6) {
    return ::socket(v6 ? AF_INET6 : AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_RAW);
}

void syn_reset_send(int raw, const QueuedSyn& syn) {
    const tcphdr tcp = reset_of(syn);
    if (syn.path.v6) {
        struct {
            ip6_hdr ip;
            tcphdr tcp;
        } packet{};
        packet.ip.ip6_flow = htonl(6U << 28);
        packet.ip.ip6_plen = htons(sizeof tcp);
        packet.ip.ip6_nxt = IPPROTO_TCP;
        packet.ip.ip6_hlim = kHopLimit;
        std::memcpy(&packet.ip.ip6_src, syn.path.local, sizeof packet.ip.ip6_src);
        std::memcpy(&packet.ip.ip6_dst, syn.path.peer, sizeof packet.ip.ip6_dst);
        packet.tcp = tcp;
        sockaddr_in6 to{};
        to.sin6_family = AF_INET6;
        std::memcpy(&to.sin6_addr, syn.path.peer, sizeof to.sin6_addr);
        if (is_link_local(syn.path.peer))
            to.sin6_scope_id = syn.interface;
        ::sendto(raw, &packet, sizeof packet, MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&to),
                 sizeof to);
        return;
    }
    struct {
        iphdr ip;
        tcphdr tcp;
    } packet{};
    packet.ip.version = 4;
    packet.ip.ihl = sizeof packet.ip / 4;
    packet.ip.ttl = kHopLimit;
    packet.ip.protocol = IPPROTO_TCP;
    std::memcpy(&packet.ip.saddr, syn.path.local, sizeof packet.ip.saddr);
    std::memcpy(&packet.ip.daddr, syn.path.peer, sizeof packet.ip.daddr);
    packet.tcp = tcp;
    sockaddr_in to{};
    to.sin_family = AF_INET;
    std::memcpy(&to.sin_addr, syn.path.peer, sizeof to.sin_addr);
    ::sendto(raw, &packet, sizeof packet, MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&to),
             sizeof to);
}

// One exact look-up. Where there is no such connection the kernel finds the listener.
Handshake syn_handshake(const SynPath& path) {
    const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0)
        return Handshake::unknown;
    struct {
        nlmsghdr head;
        inet_diag_req_v2 request;
    } asked{};
    asked.head.nlmsg_len = sizeof asked;
    asked.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    asked.head.nlmsg_flags = NLM_F_REQUEST;
    asked.request.sdiag_family = path.v6 ? AF_INET6 : AF_INET;
    asked.request.sdiag_protocol = IPPROTO_TCP;
    asked.request.idiag_states = ~0U;
    asked.request.id.idiag_sport = path.local_port;
    asked.request.id.idiag_dport = path.peer_port;
    std::memcpy(asked.request.id.idiag_src, path.local, sizeof path.local);
    std::memcpy(asked.request.id.idiag_dst, path.peer, sizeof path.peer);
    asked.request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    asked.request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    Handshake found = Handshake::unknown;
    alignas(8) char answer[2048];
    // The kernel answers within the call that asks.
    const ssize_t length = ::send(fd, &asked, sizeof asked, 0) >= 0
                               ? ::recv(fd, answer, sizeof answer, MSG_DONTWAIT)
                               : -1;
    ::close(fd);
    if (length >= static_cast<ssize_t>(NLMSG_LENGTH(sizeof(int)))) {
        nlmsghdr head{};
        std::memcpy(&head, answer, sizeof head);
        if (head.nlmsg_type == NLMSG_ERROR) {
            int error = 0;
            std::memcpy(&error, answer + NLMSG_HDRLEN, sizeof error);
            found = error == -ENOENT ? Handshake::gone : Handshake::unknown;
        } else if (length >= static_cast<ssize_t>(NLMSG_LENGTH(sizeof(inet_diag_msg)))) {
            inet_diag_msg message{};
            std::memcpy(&message, answer + NLMSG_HDRLEN, sizeof message);
            found = message.idiag_state == kStateListen ? Handshake::gone : Handshake::under_way;
        }
    }
    return found;
}

}  // namespace berth::kernel
