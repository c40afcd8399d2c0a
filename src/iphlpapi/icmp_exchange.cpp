// Sends an echo request and waits for what comes back: by a ping socket where the user may have
// one, by a raw socket otherwise. Linux headers only (icmp_exchange.h).
#include "iphlpapi/icmp_exchange.h"

#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace berth::iphlpapi {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kHeader = 8;  // an echo's, in both families
constexpr std::size_t kLargest = 65536;

class Socket {
  public:
    explicit Socket(bool ipv6) {
        const int family = ipv6 ? AF_INET6 : AF_INET;
        const int protocol = ipv6 ? static_cast<int>(IPPROTO_ICMPV6) : IPPROTO_ICMP;
        number_ = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
        if (number_ < 0) {
            raw_ = true;
            number_ = socket(family, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
        }
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    ~Socket() {
        if (number_ >= 0)
            close(number_);
    }
    int get() const { return number_; }
    bool raw() const { return raw_; }
    bool set(int level, int option, int value) const {
        return setsockopt(number_, level, option, &value, sizeof value) == 0;
    }

  private:
    int number_ = -1;
    bool raw_ = false;
};

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

Address address_make(const EchoAddress& from) {
    Address address;
    if (from.ipv6) {
        sockaddr_in6 in6{};
        in6.sin6_family = AF_INET6;
        in6.sin6_scope_id = from.scope;
        std::memcpy(&in6.sin6_addr, from.bytes, 16);
        std::memcpy(&address.storage, &in6, sizeof in6);
        address.size = sizeof in6;
    } else {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        std::memcpy(&in.sin_addr, from.bytes, 4);
        std::memcpy(&address.storage, &in, sizeof in);
        address.size = sizeof in;
    }
    return address;
}

EchoAddress address_read(const void* at, bool ipv6) {
    EchoAddress address;
    address.ipv6 = ipv6;
    if (ipv6) {
        sockaddr_in6 in6;
        std::memcpy(&in6, at, sizeof in6);
        std::memcpy(address.bytes, &in6.sin6_addr, 16);
        address.scope = in6.sin6_scope_id;
    } else {
        sockaddr_in in;
        std::memcpy(&in, at, sizeof in);
        std::memcpy(address.bytes, &in.sin_addr, 4);
    }
    return address;
}

bool is_zero(const EchoAddress& address) {
    for (const std::uint8_t byte : address.bytes)
        if (byte != 0)
            return false;
    return true;
}

std::uint16_t checksum(const std::vector<std::uint8_t>& packet) {
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < packet.size(); at++)
        sum += at % 2 == 0 ? static_cast<std::uint32_t>(packet[at]) << 8U : packet[at];
    while (sum >> 16U)
        sum = (sum & 0xffffU) + (sum >> 16U);
    return static_cast<std::uint16_t>(~sum);
}

class Exchange {
  public:
    Exchange(const EchoRequest& request, EchoAnswer& answer)
        : request_(request), answer_(answer), ipv6_(request.destination.ipv6), socket_(ipv6_) {
        static std::atomic<std::uint32_t> next{0};
        const std::uint32_t number = ++next;
        sequence_ = static_cast<std::uint16_t>(number);
        identifier_ = static_cast<std::uint16_t>(static_cast<std::uint32_t>(getpid()) ^
                                                 ((number >> 16U) * 0x9e37U));
    }

    void run() {
        if (socket_.get() < 0 || !options_set() || !send_request()) {
            answer_.error = errno;
            return;
        }
        const auto deadline = started_ + std::chrono::milliseconds(request_.timeout);
        for (;;) {
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
            pollfd readiness{socket_.get(), POLLIN, 0};
            constexpr long long kLongest = 1 << 30;
            const int ready = poll(&readiness, 1,
                                   static_cast<int>(left < 0          ? 0
                                                    : left > kLongest ? kLongest
                                                                      : left));
            if (ready > 0 && ((readiness.revents & POLLERR && take_error()) || take_reply()))
                return;
            if (ready <= 0 && left <= 0 && errno != EINTR) {
                answer_.end = EchoEnd::kTimeout;
                return;
            }
        }
    }

  private:
    bool options_set() const {
        const int level = ipv6_ ? static_cast<int>(IPPROTO_IPV6) : IPPROTO_IP;
        socket_.set(level, ipv6_ ? IPV6_RECVERR : IP_RECVERR, 1);
        socket_.set(level, ipv6_ ? IPV6_RECVHOPLIMIT : IP_RECVTTL, 1);
        socket_.set(level, ipv6_ ? IPV6_RECVTCLASS : IP_RECVTOS, 1);
        if (request_.time_to_live != 0 &&
            !socket_.set(level, ipv6_ ? IPV6_UNICAST_HOPS : IP_TTL, request_.time_to_live))
            return false;
        if (request_.type_of_service != 0)
            socket_.set(level, ipv6_ ? IPV6_TCLASS : IP_TOS, request_.type_of_service);
        if (!ipv6_)
            socket_.set(level, IP_MTU_DISCOVER,
                        request_.dont_fragment ? IP_PMTUDISC_DO : IP_PMTUDISC_DONT);
        if (!request_.options.empty() && !ipv6_ &&
            setsockopt(socket_.get(), IPPROTO_IP, IP_OPTIONS, request_.options.data(),
                       static_cast<socklen_t>(request_.options.size())) != 0)
            return false;
        if (is_zero(request_.source))
            return true;
        const Address source = address_make(request_.source);
        return bind(socket_.get(), reinterpret_cast<const sockaddr*>(&source.storage),
                    source.size) == 0;
    }

    bool send_request() {
        std::vector<std::uint8_t> packet(kHeader + request_.data.size());
        packet[0] = ipv6_ ? ICMP6_ECHO_REQUEST : ICMP_ECHO;
        packet[4] = static_cast<std::uint8_t>(identifier_ >> 8U);
        packet[5] = static_cast<std::uint8_t>(identifier_);
        packet[6] = static_cast<std::uint8_t>(sequence_ >> 8U);
        packet[7] = static_cast<std::uint8_t>(sequence_);
        if (!request_.data.empty())
            std::memcpy(packet.data() + kHeader, request_.data.data(), request_.data.size());
        const std::uint16_t sum = checksum(packet);  // IPv6's is the kernel's
        packet[2] = static_cast<std::uint8_t>(sum >> 8U);
        packet[3] = static_cast<std::uint8_t>(sum);
        const Address to = address_make(request_.destination);
        started_ = Clock::now();
        return sendto(socket_.get(), packet.data(), packet.size(), 0,
                      reinterpret_cast<const sockaddr*>(&to.storage), to.size) >= 0;
    }

    // A ping socket's identifier is the kernel's.
    bool is_ours(const std::uint8_t* packet, std::size_t size, std::uint8_t type) const {
        return size >= kHeader && packet[0] == type &&
               (!socket_.raw() || (packet[4] == identifier_ >> 8U &&
                                   packet[5] == static_cast<std::uint8_t>(identifier_))) &&
               packet[6] == sequence_ >> 8U && packet[7] == static_cast<std::uint8_t>(sequence_);
    }

    void note_time() {
        answer_.round_trip = static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - started_).count());
    }

    ssize_t receive(int flags, sockaddr_storage& from, msghdr& message, iovec& part) {
        message = {};
        part = {room_.data(), room_.size()};
        message.msg_name = &from;
        message.msg_namelen = sizeof from;
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control_;
        message.msg_controllen = sizeof control_;
        return recvmsg(socket_.get(), &message, flags);
    }

    bool take_reply() {
        sockaddr_storage from{};
        msghdr message;
        iovec part;
        const ssize_t size = receive(0, from, message, part);
        if (size < 0)
            return false;
        std::size_t start = 0;
        if (socket_.raw() && !ipv6_)
            start = static_cast<std::size_t>(room_[0] & 0x0fU) * 4;
        if (static_cast<std::size_t>(size) < start ||
            !is_ours(room_.data() + start, static_cast<std::size_t>(size) - start,
                     ipv6_ ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY))
            return false;
        answer_.from = address_read(&from, ipv6_);
        for (cmsghdr* one = CMSG_FIRSTHDR(&message); one; one = CMSG_NXTHDR(&message, one)) {
            int value = 0;
            std::memcpy(&value, CMSG_DATA(one),
                        std::min(sizeof value, one->cmsg_len - CMSG_LEN(0)));
            const bool level = one->cmsg_level == (ipv6_ ? static_cast<int>(IPPROTO_IPV6)
                                                         : static_cast<int>(IPPROTO_IP));
            if (level && one->cmsg_type == (ipv6_ ? IPV6_HOPLIMIT : IP_TTL))
                answer_.time_to_live = static_cast<std::uint8_t>(value);
            else if (level && one->cmsg_type == (ipv6_ ? IPV6_TCLASS : IP_TOS))
                answer_.type_of_service = static_cast<std::uint8_t>(value);
        }
        answer_.data.assign(room_.begin() + static_cast<ptrdiff_t>(start + kHeader),
                            room_.begin() + size);
        answer_.end = EchoEnd::kReply;
        note_time();
        return true;
    }

    // What a router or the other machine says of the request.
    bool take_error() {
        sockaddr_storage to{};
        msghdr message;
        iovec part;
        const ssize_t size = receive(MSG_ERRQUEUE, to, message, part);
        if (size < 0 || !is_ours(room_.data(), static_cast<std::size_t>(size),
                                 ipv6_ ? ICMP6_ECHO_REQUEST : ICMP_ECHO))
            return false;
        for (cmsghdr* one = CMSG_FIRSTHDR(&message); one; one = CMSG_NXTHDR(&message, one)) {
            const bool is_error =
                (one->cmsg_level == IPPROTO_IP && one->cmsg_type == IP_RECVERR) ||
                (one->cmsg_level == IPPROTO_IPV6 && one->cmsg_type == IPV6_RECVERR);
            if (!is_error)
                continue;
            sock_extended_err error;
            std::memcpy(&error, CMSG_DATA(one), sizeof error);
            if (error.ee_origin != SO_EE_ORIGIN_ICMP && error.ee_origin != SO_EE_ORIGIN_ICMP6) {
                answer_.error = static_cast<int>(error.ee_errno);
                return true;
            }
            answer_.icmp_type = error.ee_type;
            answer_.icmp_code = error.ee_code;
            answer_.from = address_read(CMSG_DATA(one) + sizeof error, ipv6_);
            answer_.end = EchoEnd::kIcmpError;
            note_time();
            return true;
        }
        return false;
    }

    const EchoRequest& request_;
    EchoAnswer& answer_;
    const bool ipv6_;
    Socket socket_;
    std::uint16_t identifier_ = 0;
    std::uint16_t sequence_ = 0;
    Clock::time_point started_;
    std::vector<std::uint8_t> room_ = std::vector<std::uint8_t>(kLargest);
    alignas(cmsghdr) char control_[512] = {};
};

}  // namespace

int echo_allowed(bool ipv6) {
    const Socket socket(ipv6);
    return socket.get() < 0 ? errno : 0;
}

EchoAnswer echo_exchange(const EchoRequest& request) {
    EchoAnswer answer;
    Exchange(request, answer).run();
    return answer;
}

}  // namespace berth::iphlpapi
