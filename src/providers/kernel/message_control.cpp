#include "providers/kernel/message_control.h"

#include <algorithm>
#include <cstring>

#include "providers/kernel/linux_option.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

static_assert(sizeof(WSACMSGHDR) == sizeof(lnx::CmsgHdr) &&
              offsetof(WSACMSGHDR, cmsg_type) == offsetof(lnx::CmsgHdr, type));
constexpr size_t kHeader = sizeof(lnx::CmsgHdr);

constexpr size_t aligned(size_t length) {
    return (length + sizeof(size_t) - 1) & ~(sizeof(size_t) - 1);
}

struct Item {
    int level = 0;
    int type = 0;
    const char* data = nullptr;
    size_t length = 0;

    template <typename T>
    bool read(T* value) const {
        if (length < sizeof *value)
            return false;
        std::memcpy(value, data, sizeof *value);
        return true;
    }
    // An INT, or the single byte as which the kernel tells a type of service.
    int number() const {
        int value = 0;
        std::memcpy(&value, data, std::min(length, sizeof value));
        return value;
    }
};

// Takes the next object off a buffer of them. False at the end; `sound` says whether that was one.
bool item_next(const char* control, size_t length, size_t* at, Item* item, bool* sound) {
    lnx::CmsgHdr header{};
    *sound = true;
    if (*at >= length || length - *at < kHeader)
        return false;
    std::memcpy(&header, control + *at, kHeader);
    if (header.length < kHeader || header.length > length - *at) {
        *sound = false;
        return false;
    }
    *item = {header.level, header.type, control + *at + kHeader, header.length - kHeader};
    *at += std::min(aligned(header.length), length - *at);
    return true;
}

// Appends one object; false where there is no room.
bool item_append(char* buffer, size_t room, size_t* used, int level, int type, const void* data,
                 size_t length) {
    if (room < *used || room - *used < aligned(kHeader + length))
        return false;
    lnx::CmsgHdr header{kHeader + length, level, type};
    std::memset(buffer + *used, 0, aligned(kHeader + length));
    std::memcpy(buffer + *used, &header, kHeader);
    std::memcpy(buffer + *used + kHeader, data, length);
    *used += aligned(kHeader + length);
    return true;
}

// ---- sending ----

struct Sender {
    ControlBuffer* out;

    int put(int level, int type, const void* data, size_t length) {
        return item_append(out->bytes, ControlBuffer::kSize, &out->used, level, type, data, length)
                   ? 0
                   : WSAENOBUFS;
    }
    int put_number(int level, int type, const Item& item) {
        if (item.length == 0)
            return WSAEINVAL;
        int value = item.number();
        return put(level, type, &value, sizeof value);
    }

    int ip(const Item& item) {
        switch (item.type) {
            case IP_PKTINFO: {
                IN_PKTINFO info{};
                if (!item.read(&info))
                    return WSAEINVAL;
                lnx::InPktInfo source{static_cast<int>(info.ipi_ifindex), info.ipi_addr.s_addr, 0};
                return put(lnx::kIpProtoIp, lnx::kIpPktInfo, &source, sizeof source);
            }
            case IP_TTL:
            case IP_HOPLIMIT:
                return put_number(lnx::kIpProtoIp, lnx::kIpTtl, item);
            case IP_TOS:
            case IP_ECN:
                return put_number(lnx::kIpProtoIp, lnx::kIpTos, item);
            default:
                return WSAEINVAL;
        }
    }

    int ipv6(const Item& item) {
        switch (item.type) {
            case IPV6_PKTINFO: {
                IN6_PKTINFO info{};
                if (!item.read(&info))
                    return WSAEINVAL;
                return put(lnx::kIpProtoIpv6, lnx::kIpv6PktInfo, &info, sizeof info);
            }
            case IPV6_HOPLIMIT:
                return put_number(lnx::kIpProtoIpv6, lnx::kIpv6HopLimit, item);
            case IPV6_TCLASS:
            case IPV6_ECN:
                return put_number(lnx::kIpProtoIpv6, lnx::kIpv6TClass, item);
            default:
                return WSAEINVAL;
        }
    }

    int udp(const Item& item) {
        DWORD size = 0;
        if (item.type != UDP_SEND_MSG_SIZE || !item.read(&size) || size > UINT16_MAX)
            return WSAEINVAL;
        auto segment = static_cast<uint16_t>(size);
        return put(lnx::kIpProtoUdp, lnx::kUdpSegment, &segment, sizeof segment);
    }

    int item(const Item& item) {
        switch (item.level) {
            case IPPROTO_IP:
                return ip(item);
            case IPPROTO_IPV6:
                return ipv6(item);
            case IPPROTO_UDP:
                return udp(item);
            default:
                return WSAEINVAL;
        }
    }
};

// ---- receiving ----

struct Receiver {
    const Socket& socket;
    char* buffer;
    size_t room;
    size_t used = 0;
    bool complete = true;

    bool wants(Kept kept) const { return socket.kept.get(kept) != 0; }

    void put(int level, int type, const void* data, size_t length) {
        complete = item_append(buffer, room, &used, level, type, data, length) && complete;
    }
    void put_if(Kept kept, int level, int type, int value) {
        if (wants(kept))
            put(level, type, &value, sizeof value);
    }

    void ip(const Item& item) {
        constexpr int kEcnBits = 3;
        if (item.type == lnx::kIpPktInfo) {
            lnx::InPktInfo source{};
            if (!item.read(&source))
                return;
            IN_PKTINFO info{};
            info.ipi_addr.s_addr = source.destination;
            info.ipi_ifindex = static_cast<ULONG>(source.index);
            if (wants(Kept::v4_packet_info))
                put(IPPROTO_IP, IP_PKTINFO, &info, sizeof info);
            put_if(Kept::v4_receive_interface, IPPROTO_IP, IP_RECVIF, source.index);
            put_if(Kept::v4_arrival_interface, IPPROTO_IP, IP_ORIGINAL_ARRIVAL_IF, source.index);
        } else if (item.type == lnx::kIpTtl) {
            put_if(Kept::v4_hop_limit, IPPROTO_IP, IP_TTL, item.number());
        } else if (item.type == lnx::kIpTos) {
            put_if(Kept::v4_traffic_class, IPPROTO_IP, IP_TOS, item.number());
            put_if(Kept::v4_ecn, IPPROTO_IP, IP_ECN, item.number() & kEcnBits);
        }
    }

    void ipv6(const Item& item) {
        constexpr int kEcnBits = 3;
        if (item.type == lnx::kIpv6PktInfo) {
            IN6_PKTINFO info{};
            if (!item.read(&info))
                return;
            auto index = static_cast<int>(info.ipi6_ifindex);
            if (wants(Kept::v6_packet_info))
                put(IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof info);
            put_if(Kept::v6_receive_interface, IPPROTO_IPV6, IPV6_RECVIF, index);
            put_if(Kept::v6_arrival_interface, IPPROTO_IPV6, IP_ORIGINAL_ARRIVAL_IF, index);
        } else if (item.type == lnx::kIpv6HopLimit) {
            put_if(Kept::v6_hop_limit, IPPROTO_IPV6, IPV6_HOPLIMIT, item.number());
        } else if (item.type == lnx::kIpv6TClass) {
            put_if(Kept::v6_traffic_class, IPPROTO_IPV6, IPV6_TCLASS, item.number());
            put_if(Kept::v6_ecn, IPPROTO_IPV6, IPV6_ECN, item.number() & kEcnBits);
        }
    }

    void item(const Item& item) {
        if (item.level == lnx::kIpProtoIp)
            ip(item);
        else if (item.level == lnx::kIpProtoIpv6)
            ipv6(item);
        else if (item.level == lnx::kIpProtoUdp && item.type == lnx::kUdpGro)
            put_if(Kept::coalesced_size, IPPROTO_UDP, UDP_COALESCED_INFO, item.number());
    }
};

}  // namespace

int control_to_linux(const WSABUF& control, ControlBuffer* out) {
    Sender sender{out};
    Item item;
    size_t at = 0;
    bool sound = true;
    while (item_next(control.buf, control.len, &at, &item, &sound)) {
        if (int code = sender.item(item))
            return code;
    }
    return sound ? 0 : WSAEINVAL;
}

bool control_from_linux(const Socket& socket, const char* control, size_t length, WSABUF* out) {
    Receiver receiver{socket, out->buf, out->len};
    Item item;
    size_t at = 0;
    bool sound = true;
    while (item_next(control, length, &at, &item, &sound))
        receiver.item(item);
    out->len = static_cast<ULONG>(receiver.used);
    return receiver.complete;
}

DWORD control_destination_flags(const char* control, size_t length) {
    Item item;
    size_t at = 0;
    bool sound = true;
    while (item_next(control, length, &at, &item, &sound)) {
        lnx::InPktInfo four{};
        lnx::In6PktInfo six{};
        if (item.level == lnx::kIpProtoIp && item.type == lnx::kIpPktInfo && item.read(&four)) {
            bool multicast =
                (four.destination & __builtin_bswap32(0xf0000000)) == __builtin_bswap32(0xe0000000);
            if (multicast)
                return MSG_MCAST;
            // A unicast goes to the local address itself. (0: it came before anybody asked.)
            bool broadcast = four.destination == INADDR_BROADCAST ||
                             (four.local != 0 && four.local != four.destination);
            return broadcast ? MSG_BCAST : 0;
        }
        if (item.level == lnx::kIpProtoIpv6 && item.type == lnx::kIpv6PktInfo && item.read(&six))
            return six.address[0] == 0xff ? MSG_MCAST : 0;
    }
    return 0;
}

void control_destination(const char* control, size_t length, Address* local) {
    Item item;
    size_t at = 0;
    bool sound = true;
    while (item_next(control, length, &at, &item, &sound)) {
        lnx::InPktInfo four{};
        lnx::In6PktInfo six{};
        if (item.level == lnx::kIpProtoIp && item.type == lnx::kIpPktInfo && item.read(&four) &&
            four.destination != 0) {
            std::memcpy(local->bytes + offsetof(sockaddr_in, sin_addr), &four.destination,
                        sizeof four.destination);
        } else if (item.level == lnx::kIpProtoIpv6 && item.type == lnx::kIpv6PktInfo &&
                   item.read(&six)) {
            std::memcpy(local->bytes + offsetof(sockaddr_in6, sin6_addr), six.address,
                        sizeof six.address);
        }
    }
}

}  // namespace berth::kernel
