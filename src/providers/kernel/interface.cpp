#include "providers/kernel/interface.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace berth::kernel {
namespace {

unsigned address_size(int family) {
    return family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
}

void address_copy(const sockaddr* from, int family, char* to, unsigned* length) {
    if (!from || from->sa_family != family)
        return;
    *length = address_size(family);
    std::memcpy(to, from, *length);
}

}  // namespace

int interface_addresses(int linux_family, std::vector<InterfaceAddress>* addresses) {
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0)
        return errno;
    std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(list, freeifaddrs);
    for (const ifaddrs* entry = list; entry; entry = entry->ifa_next) {
        if (!entry->ifa_addr || entry->ifa_addr->sa_family != linux_family)
            continue;
        InterfaceAddress address;
        address.index = static_cast<int>(if_nametoindex(entry->ifa_name));
        address.up = (entry->ifa_flags & IFF_UP) != 0;
        address.loopback = (entry->ifa_flags & IFF_LOOPBACK) != 0;
        address.broadcasts = (entry->ifa_flags & IFF_BROADCAST) != 0;
        address.point_to_point = (entry->ifa_flags & IFF_POINTOPOINT) != 0;
        address.multicast = (entry->ifa_flags & IFF_MULTICAST) != 0;
        address_copy(entry->ifa_addr, linux_family, address.address, &address.address_length);
        address_copy(entry->ifa_netmask, linux_family, address.netmask, &address.netmask_length);
        address_copy(entry->ifa_broadaddr, linux_family, address.broadcast,
                     &address.broadcast_length);
        addresses->push_back(address);
    }
    return 0;
}

int interface_index_of(uint32_t ipv4_address) {
    std::vector<InterfaceAddress> addresses;
    if (interface_addresses(AF_INET, &addresses) != 0)
        return 0;
    for (const InterfaceAddress& address : addresses) {
        sockaddr_in here{};
        std::memcpy(&here, address.address, sizeof here);
        if (here.sin_addr.s_addr == ipv4_address)
            return address.index;
    }
    return 0;
}

// A datagram socket's connect sends nothing: it looks the route up and binds the address.
int interface_route(const void* destination, unsigned length, void* source,
                    unsigned* source_length) {
    sockaddr_storage to{};
    std::memcpy(&to, destination, std::min<size_t>(length, sizeof to));
    int fd = socket(to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    constexpr in_port_t kSomePort = 9;
    if (to.ss_family == AF_INET)
        reinterpret_cast<sockaddr_in&>(to).sin_port = htons(kSomePort);
    else
        reinterpret_cast<sockaddr_in6&>(to).sin6_port = htons(kSomePort);
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    int number = 0;
    if (connect(fd, reinterpret_cast<sockaddr*>(&to), length) != 0 ||
        getsockname(fd, static_cast<sockaddr*>(source), source_length) != 0)
        number = errno;
    close(fd);
    if (number == 0) {  // the port is an accident
        if (to.ss_family == AF_INET)
            static_cast<sockaddr_in*>(source)->sin_port = 0;
        else
            static_cast<sockaddr_in6*>(source)->sin6_port = 0;
    }
    return number;
}

}  // namespace berth::kernel
