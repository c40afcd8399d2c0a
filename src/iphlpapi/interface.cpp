// What the kernel says about interfaces. Linux headers only (interface.h).
#include "iphlpapi/interface.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/utsname.h>

#include <algorithm>
#include <bit>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>

namespace berth::iphlpapi {
namespace {

unsigned prefix_length_of(const std::uint8_t* mask, size_t size) {
    unsigned bits = 0;
    for (size_t i = 0; i < size; i++)
        bits += static_cast<unsigned>(std::popcount(mask[i]));
    return bits;
}

InterfaceAddress address_of(const ifaddrs& entry) {
    InterfaceAddress address;
    if (entry.ifa_addr->sa_family == AF_INET6) {
        sockaddr_in6 in6;
        std::memcpy(&in6, entry.ifa_addr, sizeof in6);
        address.ipv6 = true;
        address.scope = in6.sin6_scope_id;
        std::memcpy(address.bytes, &in6.sin6_addr, 16);
        if (entry.ifa_netmask) {
            std::memcpy(&in6, entry.ifa_netmask, sizeof in6);
            address.prefix_length = prefix_length_of(in6.sin6_addr.s6_addr, 16);
        }
    } else {
        sockaddr_in in;
        std::memcpy(&in, entry.ifa_addr, sizeof in);
        std::memcpy(address.bytes, &in.sin_addr, 4);
        if (entry.ifa_netmask) {
            std::memcpy(&in, entry.ifa_netmask, sizeof in);
            std::uint8_t mask[4];
            std::memcpy(mask, &in.sin_addr, 4);
            address.prefix_length = prefix_length_of(mask, 4);
        }
    }
    return address;
}

unsigned number_in(const std::string& file) {
    unsigned number = 0;
    std::ifstream(file) >> number;
    return number;
}

Interface* interface_named(std::vector<Interface>& all, const std::string& name) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Interface& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

// Default routes: /proc/net/route (addresses as the CPU's 32-bit numbers) and /proc/net/ipv6_route.
void gateways_add(std::vector<Interface>& all) {
    constexpr unsigned kRouteGateway = 2;  // RTF_GATEWAY
    std::string line;
    std::ifstream ipv4("/proc/net/route");
    while (std::getline(ipv4, line)) {
        char name[IF_NAMESIZE + 1] = {};
        std::uint32_t destination = 0, gateway = 0, flags = 0;
        if (std::sscanf(line.c_str(), "%16s %" SCNx32 " %" SCNx32 " %" SCNx32, name, &destination,
                        &gateway, &flags) != 4)
            continue;
        Interface* interface = interface_named(all, name);
        if (!interface || destination != 0 || !(flags & kRouteGateway))
            continue;
        InterfaceAddress address;
        std::memcpy(address.bytes, &gateway, 4);
        interface->gateways.push_back(address);
    }
    std::ifstream ipv6("/proc/net/ipv6_route");
    while (std::getline(ipv6, line)) {
        std::istringstream words(line);
        std::string destination, length, source, source_length, gateway, metric, references, uses,
            flags, name;
        if (!(words >> destination >> length >> source >> source_length >> gateway >> metric >>
              references >> uses >> flags >> name))
            continue;
        Interface* interface = interface_named(all, name);
        if (!interface || length != "00" || gateway.size() != 32 ||
            gateway.find_first_not_of('0') == std::string::npos)
            continue;
        InterfaceAddress address;
        address.ipv6 = true;
        for (size_t i = 0; i < 16; i++)
            address.bytes[i] = static_cast<std::uint8_t>(
                std::strtoul(gateway.substr(2 * i, 2).c_str(), nullptr, 16));
        if (address.bytes[0] == 0xfe && (address.bytes[1] & 0xc0) == 0x80)
            address.scope = interface->index;
        interface->gateways.push_back(address);
    }
}

}  // namespace

std::vector<Interface> interface_list() {
    std::vector<Interface> all;
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0)
        return all;
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> owner(first, &freeifaddrs);
    for (const ifaddrs* entry = first; entry; entry = entry->ifa_next) {
        // "eth0:1" is an address of eth0 under a label.
        const std::string name =
            std::string(entry->ifa_name).substr(0, std::string(entry->ifa_name).find(':'));
        Interface* interface = interface_named(all, name);
        if (!interface) {
            interface = &all.emplace_back();
            interface->name = name;
            interface->index = if_nametoindex(name.c_str());
            interface->mtu = number_in("/sys/class/net/" + name + "/mtu");
            interface->up = entry->ifa_flags & IFF_UP;
            interface->running = entry->ifa_flags & IFF_RUNNING;
            interface->multicast = entry->ifa_flags & IFF_MULTICAST;
            interface->loopback = entry->ifa_flags & IFF_LOOPBACK;
            interface->point_to_point = entry->ifa_flags & IFF_POINTOPOINT;
        }
        if (!entry->ifa_addr)
            continue;
        if (entry->ifa_addr->sa_family == AF_PACKET) {
            sockaddr_ll link;
            std::memcpy(&link, entry->ifa_addr, sizeof link);
            if (!interface->loopback)
                interface->physical_address.assign(
                    link.sll_addr, link.sll_addr + std::min<unsigned>(link.sll_halen, 8));
        } else if (entry->ifa_addr->sa_family == AF_INET ||
                   entry->ifa_addr->sa_family == AF_INET6) {
            interface->addresses.push_back(address_of(*entry));
        }
    }
    gateways_add(all);
    std::sort(all.begin(), all.end(),
              [](const Interface& a, const Interface& b) { return a.index < b.index; });
    return all;
}

std::vector<InterfaceAddress> name_server_list() {
    std::vector<InterfaceAddress> all;
    std::ifstream file("/etc/resolv.conf");
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string keyword, text;
        if (!(words >> keyword >> text) || keyword != "nameserver")
            continue;
        InterfaceAddress address;
        const std::string plain = text.substr(0, text.find('%'));
        if (inet_pton(AF_INET, plain.c_str(), address.bytes) == 1) {
            all.push_back(address);
        } else if (inet_pton(AF_INET6, plain.c_str(), address.bytes) == 1) {
            address.ipv6 = true;
            if (plain.size() < text.size())
                address.scope = if_nametoindex(text.c_str() + plain.size() + 1);
            all.push_back(address);
        }
    }
    return all;
}

std::string machine_name() {
    utsname names{};
    return uname(&names) == 0 ? names.nodename : "localhost";
}

}  // namespace berth::iphlpapi
