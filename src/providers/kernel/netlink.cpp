#include "providers/kernel/netlink.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace berth::kernel {
namespace {

void message_note(const nlmsghdr& message, NetworkNews* news) {
    switch (message.nlmsg_type) {
        case RTM_NEWADDR:
        case RTM_DELADDR: {
            const auto* address = static_cast<const ifaddrmsg*>(NLMSG_DATA(&message));
            (address->ifa_family == AF_INET6 ? news->addresses6 : news->addresses4) = true;
            news->routes = true;
            break;
        }
        case RTM_NEWLINK:
        case RTM_DELLINK: {
            // The addresses of an interface that is down cannot be used.
            const auto* link = static_cast<const ifinfomsg*>(NLMSG_DATA(&message));
            if (message.nlmsg_type == RTM_DELLINK || (link->ifi_change & IFF_UP) != 0)
                *news = {true, true, true};
            break;
        }
        case RTM_NEWROUTE:
        case RTM_DELROUTE:
            news->routes = true;
            break;
        default:
            break;
    }
}

}  // namespace

int netlink_open() {
    const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
    if (fd < 0)
        return -1;
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE |
                        RTMGRP_IPV6_ROUTE;
    if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        const int number = errno;
        close(fd);
        errno = number;
        return -1;
    }
    return fd;
}

NetworkNews netlink_take(int fd) {
    NetworkNews news;
    alignas(nlmsghdr) char buffer[16384];
    for (;;) {
        const ssize_t length = recv(fd, buffer, sizeof buffer, 0);
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0 && errno == ENOBUFS) {
            news = {true, true, true};  // too much to be told
            continue;
        }
        if (length <= 0)
            return news;
        auto left = static_cast<unsigned>(length);
        for (const auto* message = reinterpret_cast<const nlmsghdr*>(buffer);
             NLMSG_OK(message, left); message = NLMSG_NEXT(message, left))
            message_note(*message, &news);
    }
}

}  // namespace berth::kernel
