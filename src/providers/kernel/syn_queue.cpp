#include "providers/kernel/syn_queue.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <sys/random.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace berth::kernel {
namespace {

constexpr uint16_t nfq(uint16_t message) {
    return static_cast<uint16_t>((NFNL_SUBSYS_QUEUE << 8) | message);
}

// Of each packet: the longest IPv4 header, or IPv6's with some of its extensions, and TCP's.
constexpr uint32_t kCopied = 160;

bool path_of_ipv4(const char* packet, size_t length, QueuedSyn* syn, const tcphdr** tcp) {
    if (length < sizeof(iphdr))
        return false;
    const auto* head = reinterpret_cast<const iphdr*>(packet);
    const size_t size = size_t{head->ihl} * 4;
    if (head->protocol != IPPROTO_TCP || size < sizeof(iphdr) || length < size + sizeof(tcphdr))
        return false;
    syn->path.v6 = false;
    std::memcpy(syn->path.peer, &head->saddr, sizeof head->saddr);
    std::memcpy(syn->path.local, &head->daddr, sizeof head->daddr);
    *tcp = reinterpret_cast<const tcphdr*>(packet + size);
    return true;
}

bool path_of_ipv6(const char* packet, size_t length, QueuedSyn* syn, const tcphdr** tcp) {
    if (length < sizeof(ip6_hdr))
        return false;
    const auto* head = reinterpret_cast<const ip6_hdr*>(packet);
    syn->path.v6 = true;
    std::memcpy(syn->path.peer, &head->ip6_src, sizeof head->ip6_src);
    std::memcpy(syn->path.local, &head->ip6_dst, sizeof head->ip6_dst);
    uint8_t following = head->ip6_nxt;
    size_t at = sizeof *head;
    while (following == IPPROTO_HOPOPTS || following == IPPROTO_ROUTING ||
           following == IPPROTO_DSTOPTS) {
        if (length < at + sizeof(ip6_ext))
            return false;
        const auto* extension = reinterpret_cast<const ip6_ext*>(packet + at);
        following = extension->ip6e_nxt;
        at += (size_t{extension->ip6e_len} + 1) * 8;
    }
    if (following != IPPROTO_TCP || length < at + sizeof(tcphdr))
        return false;
    *tcp = reinterpret_cast<const tcphdr*>(packet + at);
    return true;
}

bool packet_read(const char* packet, size_t length, QueuedSyn* syn) {
    if (length == 0)
        return false;
    const tcphdr* tcp = nullptr;
    const int version = static_cast<unsigned char>(packet[0]) >> 4;
    const bool good = version == 4   ? path_of_ipv4(packet, length, syn, &tcp)
                      : version == 6 ? path_of_ipv6(packet, length, syn, &tcp)
                                     : false;
    if (!good)
        return false;
    syn->path.peer_port = tcp->source;
    syn->path.local_port = tcp->dest;
    syn->sequence = ntohl(tcp->seq);
    return true;
}

struct Received {
    bool has_id = false;
    const char* packet = nullptr;
    size_t length = 0;
};

Received message_read(const char* message, size_t size, QueuedSyn* syn) {
    Received received;
    const char* at = message + NLMSG_LENGTH(sizeof(nfgenmsg));
    uint16_t type = 0;
    const char* value = nullptr;
    size_t length = 0;
    while (netlink_attribute_next(&at, message + size, &type, &value, &length)) {
        if (type == NFQA_PACKET_HDR && length >= sizeof(nfqnl_msg_packet_hdr)) {
            std::memcpy(&syn->id, value, sizeof syn->id);  // in network order throughout
            received.has_id = true;
        } else if (type == NFQA_PAYLOAD) {
            received.packet = value;
            received.length = length;
        } else if (type == NFQA_IFINDEX_INDEV && length >= sizeof syn->interface) {
            std::memcpy(&syn->interface, value, sizeof syn->interface);
            syn->interface = ntohl(syn->interface);
        }
    }
    return received;
}

}  // namespace

int SynQueue::bind(uint16_t number) {
    NetfilterMessages messages;
    messages.begin(nfq(NFQNL_MSG_CONFIG), NLM_F_ACK, AF_UNSPEC, number);
    const nfqnl_msg_config_cmd command{NFQNL_CFG_CMD_BIND, 0, 0};
    messages.attribute(NFQA_CFG_CMD, &command, sizeof command);
    messages.end();
    return socket_.transact(messages, 1);
}

int SynQueue::configure(uint32_t bound) {
    NetfilterMessages messages;
    messages.begin(nfq(NFQNL_MSG_CONFIG), NLM_F_ACK, AF_UNSPEC, number_);
    nfqnl_msg_config_params parameters{};
    parameters.copy_range = htonl(kCopied);
    parameters.copy_mode = NFQNL_COPY_PACKET;
    messages.attribute(NFQA_CFG_PARAMS, &parameters, sizeof parameters);
    messages.number32(NFQA_CFG_QUEUE_MAXLEN, bound);
    messages.end();
    if (const int error = socket_.transact(messages, 1))
        return error;
    // Room for all of them untaken, as the kernel counts memory.
    constexpr uint32_t kEach = 1024, kMost = 16 * 1024 * 1024;
    const int room = static_cast<int>(std::min(bound, kMost / kEach) * kEach);
    if (::setsockopt(fd(), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) != 0)
        ::setsockopt(fd(), SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    // What had no room is dropped, and its client sends it again: no need to hear of that.
    const int on = 1;
    ::setsockopt(fd(), SOL_NETLINK, NETLINK_NO_ENOBUFS, &on, sizeof on);
    return ::fcntl(fd(), F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}

int SynQueue::open(uint32_t bound) {
    if (const int error = socket_.open())
        return error;
    uint16_t start = 0;
    if (getrandom(&start, sizeof start, GRND_NONBLOCK) != sizeof start)
        start = static_cast<uint16_t>(reinterpret_cast<uintptr_t>(this) >> 4);
    // Numbers that people give by hand are small ones. One that is taken is EBUSY, or EPERM as
    // where the privilege is missing.
    constexpr int kTries = 32;
    constexpr uint16_t kFirst = 1024;
    int error = 0;
    for (int tries = 0; tries < kTries; ++tries) {
        number_ = static_cast<uint16_t>(kFirst + (start + tries * 7) % (65536 - kFirst));
        error = bind(number_);
        if (error != EBUSY && error != EPERM)
            break;
    }
    if (error == 0)
        error = configure(bound);
    if (error != 0)
        close();
    return error;
}

void SynQueue::close() {
    socket_.close();
}

bool SynQueue::take(QueuedSyn* syn) {
    alignas(8) char message[1024];
    for (;;) {
        const ssize_t length = ::recv(fd(), message, sizeof message, 0);
        if (length < 0 && (errno == EINTR || errno == ENOBUFS))
            continue;
        if (length < 0)
            return false;
        nlmsghdr head{};
        const auto size = static_cast<size_t>(length);
        if (size < NLMSG_LENGTH(sizeof(nfgenmsg)))
            continue;
        std::memcpy(&head, message, sizeof head);
        if (head.nlmsg_type != nfq(NFQNL_MSG_PACKET) || head.nlmsg_len > size)
            continue;  // a verdict came too late: the kernel had dropped the packet
        *syn = QueuedSyn();
        const Received received = message_read(message, head.nlmsg_len, syn);
        if (!received.has_id)
            continue;
        if (packet_read(received.packet, received.length, syn))
            return true;
        decide(syn->id, Verdict::pass);
    }
}

void SynQueue::decide(uint32_t id, Verdict verdict) {
    NetfilterMessages messages;
    messages.begin(nfq(NFQNL_MSG_VERDICT), 0, AF_UNSPEC, number_);
    const nfqnl_msg_verdict_hdr decision{
        htonl(static_cast<uint32_t>(verdict == Verdict::pass ? NF_ACCEPT : NF_DROP)), id};
    messages.attribute(NFQA_VERDICT_HDR, &decision, sizeof decision);
    messages.end();
    static_cast<void>(socket_.send(messages));
}

}  // namespace berth::kernel
