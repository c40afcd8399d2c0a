#include "providers/kernel/netfilter.h"

#include <arpa/inet.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace berth::kernel {

// ---- building ----

void* NetfilterMessages::take(size_t length) {
    const size_t aligned = NLMSG_ALIGN(length);
    if (overflow_ || buffer_.size() - used_ < aligned) {
        overflow_ = true;
        return nullptr;
    }
    char* const place = buffer_.data() + used_;
    std::memset(place, 0, aligned);
    used_ += aligned;
    return place;
}

void NetfilterMessages::begin(uint16_t type, uint16_t flags, uint8_t family, uint16_t resource) {
    message_ = used_;
    auto* head = static_cast<nlmsghdr*>(take(sizeof(nlmsghdr)));
    auto* more = static_cast<nfgenmsg*>(take(sizeof(nfgenmsg)));
    if (!more)
        return;
    head->nlmsg_type = type;
    head->nlmsg_flags = static_cast<uint16_t>(NLM_F_REQUEST | flags);
    head->nlmsg_seq = ++sequence_;
    more->nfgen_family = family;
    more->version = NFNETLINK_V0;
    more->res_id = htons(resource);
}

void NetfilterMessages::end() {
    if (overflow_)
        return;
    auto* head = reinterpret_cast<nlmsghdr*>(buffer_.data() + message_);
    head->nlmsg_len = static_cast<uint32_t>(used_ - message_);
}

void NetfilterMessages::attribute(uint16_t type, const void* value, size_t length) {
    auto* head = static_cast<nlattr*>(take(NLA_HDRLEN + length));
    if (!head)
        return;
    head->nla_type = type;
    head->nla_len = static_cast<uint16_t>(NLA_HDRLEN + length);
    if (length != 0)
        std::memcpy(head + 1, value, length);
}

void NetfilterMessages::text(uint16_t type, const char* value) {
    attribute(type, value, std::strlen(value) + 1);
}

void NetfilterMessages::number16(uint16_t type, uint16_t value) {
    value = htons(value);
    attribute(type, &value, sizeof value);
}

void NetfilterMessages::number32(uint16_t type, uint32_t value) {
    value = htonl(value);
    attribute(type, &value, sizeof value);
}

size_t NetfilterMessages::nest(uint16_t type) {
    const size_t place = used_;
    attribute(static_cast<uint16_t>(type | NLA_F_NESTED), nullptr, 0);
    return place;
}

void NetfilterMessages::nest_end(size_t nest) {
    if (overflow_)
        return;
    auto* head = reinterpret_cast<nlattr*>(buffer_.data() + nest);
    head->nla_len = static_cast<uint16_t>(used_ - nest);
}

// ---- reading ----

bool netlink_attribute_next(const char** at, const char* end, uint16_t* type, const char** value,
                            size_t* length) {
    if (end - *at < NLA_HDRLEN)
        return false;
    nlattr head{};
    std::memcpy(&head, *at, sizeof head);
    if (head.nla_len < NLA_HDRLEN || head.nla_len > end - *at)
        return false;
    *type = head.nla_type & NLA_TYPE_MASK;
    *value = *at + NLA_HDRLEN;
    *length = static_cast<size_t>(head.nla_len - NLA_HDRLEN);
    const auto step = static_cast<ptrdiff_t>(NLA_ALIGN(head.nla_len));
    *at = step > end - *at ? end : *at + step;
    return true;
}

// ---- the socket ----

int NetfilterSocket::open() {
    close();
    fd_ = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    if (fd_ < 0)
        return errno;
    // An answer that never comes is no reason to wait for ever.
    const timeval patience{2, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0)
        return 0;
    const int number = errno;
    close();
    return number;
}

void NetfilterSocket::close() {
    if (fd_ >= 0)
        ::close(fd_);
    fd_ = -1;
}

int NetfilterSocket::send(const NetfilterMessages& messages) {
    if (!messages.fits())
        return EMSGSIZE;
    const std::span<const char> bytes = messages.bytes();
    for (;;) {
        if (::send(fd_, bytes.data(), bytes.size(), 0) >= 0)
            return 0;
        if (errno != EINTR)
            return errno;
    }
}

int NetfilterSocket::receive(char* buffer, size_t room, size_t* length) {
    for (;;) {
        const ssize_t received = ::recv(fd_, buffer, room, 0);
        if (received >= 0) {
            *length = static_cast<size_t>(received);
            return 0;
        }
        if (errno != EINTR)
            return errno == EAGAIN ? ETIMEDOUT : errno;
    }
}

const char* NetfilterSocket::next(const char* at, const char* end, size_t* length, int* error,
                                  bool* done) {
    if (at > end || static_cast<size_t>(end - at) < sizeof(nlmsghdr))
        return nullptr;
    nlmsghdr head{};
    std::memcpy(&head, at, sizeof head);
    if (head.nlmsg_len < sizeof head || head.nlmsg_len > static_cast<size_t>(end - at))
        return nullptr;
    *length = head.nlmsg_len;
    *done = head.nlmsg_type == NLMSG_DONE;
    *error = -1;
    if (head.nlmsg_type == NLMSG_ERROR && head.nlmsg_len >= NLMSG_LENGTH(sizeof(int))) {
        std::memcpy(error, at + NLMSG_HDRLEN, sizeof *error);
        *error = -*error;
    }
    return at;
}

int NetfilterSocket::transact(const NetfilterMessages& messages, unsigned acknowledgements) {
    if (const int error = send(messages))
        return error;
    alignas(8) std::array<char, 8192> buffer;
    while (acknowledgements > 0) {
        size_t length = 0;
        if (const int error = receive(buffer.data(), buffer.size(), &length))
            return error;
        const char* const end = buffer.data() + length;
        size_t size = 0;
        int error = -1;
        bool done = false;
        for (const char* message = next(buffer.data(), end, &size, &error, &done); message;
             message = next(message + NLMSG_ALIGN(size), end, &size, &error, &done)) {
            if (error > 0)
                return error;
            if (error == 0 && acknowledgements > 0)
                --acknowledgements;
        }
    }
    return 0;
}

}  // namespace berth::kernel
