// Hosts: libc's resolver, and the names that need none. Linux headers only (resolver.h).
#include "ws2_32/resolver.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

// By a name of ours: berth/libc_names.h, which every file of a room starts with, keeps libc's away.
extern "C" int linux_gethostname(char*, size_t) __asm__("gethostname");

namespace berth::ws2 {
namespace {

Resolution resolution_from(int error) {
    switch (error) {
        case 0:
            return Resolution::found;
        case EAI_NODATA:
        case EAI_ADDRFAMILY:
            return Resolution::no_data;
        case EAI_AGAIN:
            return Resolution::try_again;
        case EAI_MEMORY:
            return Resolution::no_memory;
        case EAI_SYSTEM:
            return errno == ENOMEM ? Resolution::no_memory : Resolution::no_recovery;
        case EAI_FAIL:
            return Resolution::no_recovery;
        default:
            return Resolution::not_found;
    }
}

bool address_from(const sockaddr* from, HostAddress* to) {
    if (!from)
        return false;
    if (from->sa_family == AF_INET) {
        const auto* in = reinterpret_cast<const sockaddr_in*>(from);
        to->family = Family::ipv4;
        std::memcpy(to->bytes.data(), &in->sin_addr, 4);
        return true;
    }
    if (from->sa_family == AF_INET6) {
        const auto* in = reinterpret_cast<const sockaddr_in6*>(from);
        to->family = Family::ipv6;
        std::memcpy(to->bytes.data(), &in->sin6_addr, 16);
        to->scope = in->sin6_scope_id;
        return true;
    }
    return false;
}

bool family_wanted(Family wanted, Family family) {
    return wanted == Family::any || wanted == family;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

bool name_ends_with(std::string_view name, std::string_view ending) {
    return name.size() >= ending.size() &&
           same_name(name.substr(name.size() - ending.size()), ending);
}

// RFC 6761: no server is asked for these. A last label of digits alone is an address gone wrong
// (RFC 1123, 2.1), which would only cost the caller a query's timeout.
bool name_unknowable(std::string_view name) {
    const std::string_view label = name.substr(name.rfind('.') + 1);
    const bool digits =
        std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits || same_name(name, "invalid") || name_ends_with(name, ".invalid");
}

struct InterfaceAddress {
    HostAddress address;
    bool loopback;
};

std::vector<InterfaceAddress> interface_addresses() {
    std::vector<InterfaceAddress> found;
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0)
        return found;
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(list, freeifaddrs);
    for (const ifaddrs* at = list; at; at = at->ifa_next) {
        InterfaceAddress entry{};
        if ((at->ifa_flags & IFF_UP) != 0 && address_from(at->ifa_addr, &entry.address)) {
            entry.loopback = (at->ifa_flags & IFF_LOOPBACK) != 0;
            found.push_back(entry);
        }
    }
    return found;
}

bool link_local(const HostAddress& address) {
    return address.family == Family::ipv6 && address.bytes[0] == 0xfe &&
           (address.bytes[1] & 0xc0) == 0x80;
}

// Global IPv6, IPv4, link-local IPv6.
int address_rank(const HostAddress& address) {
    if (address.family == Family::ipv4)
        return 1;
    return link_local(address) ? 2 : 0;
}

HostAddress loopback_address(Family family) {
    HostAddress address;
    address.family = family;
    if (family == Family::ipv4)
        address.bytes = {127, 0, 0, 1};
    else
        address.bytes[15] = 1;
    return address;
}

bool is_loopback(const HostAddress& address) {
    if (address.family == Family::ipv4)
        return address.bytes[0] == 127;
    return address.bytes == loopback_address(Family::ipv6).bytes;
}

Resolution local_host(std::string name, std::vector<HostAddress> addresses, Host* host) {
    host->name = std::move(name);
    host->addresses = std::move(addresses);
    return host->addresses.empty() ? Resolution::no_data : Resolution::found;
}

}  // namespace

std::vector<HostAddress> local_addresses(Family family) {
    std::vector<HostAddress> found;
    for (const InterfaceAddress& entry : interface_addresses())
        if (!entry.loopback && family_wanted(family, entry.address.family))
            found.push_back(entry.address);
    std::stable_sort(found.begin(), found.end(), [](const HostAddress& a, const HostAddress& b) {
        return address_rank(a) < address_rank(b);
    });
    return found.empty() ? loopback_addresses(family) : found;
}

std::vector<HostAddress> loopback_addresses(Family family) {
    const HostAddress six = loopback_address(Family::ipv6);
    const HostAddress four = loopback_address(Family::ipv4);
    if (family != Family::any)
        return {family == Family::ipv6 ? six : four};
    // Containers often have no ::1: who asked for any family must not be sent there first.
    const auto configured = interface_addresses();
    if (std::any_of(configured.begin(), configured.end(),
                    [&](const InterfaceAddress& entry) { return entry.address == six; }))
        return {six, four};
    return {four};
}

bool family_configured(Family family) {
    const auto all = interface_addresses();
    return std::any_of(all.begin(), all.end(), [&](const InterfaceAddress& entry) {
        return entry.address.family == family && !entry.loopback && !link_local(entry.address);
    });
}

std::string local_host_name() {
    std::array<char, 256> name{};
    if (linux_gethostname(name.data(), name.size() - 1) != 0 || name[0] == 0)
        return "localhost";
    return name.data();
}

uint32_t interface_index(const std::string& name) {
    return if_nametoindex(name.c_str());
}

Resolution host_by_name(const std::string& name, Family family, bool idn, Host* host) {
    std::string ask = name;
    if (idn && !name_to_ascii(name, &ask))
        return Resolution::not_found;
    if (ask.size() > 255)
        return Resolution::not_found;
    std::string_view bare = ask;
    if (bare.size() > 1 && bare.back() == '.')
        bare.remove_suffix(1);
    if (same_name(bare, "localhost"))
        return local_host("localhost", loopback_addresses(family), host);
    if (same_name(bare, "..localmachine") || same_name(bare, local_host_name()))
        return local_host(local_host_name(), local_addresses(family), host);
    if (name_unknowable(bare))
        return Resolution::not_found;

    addrinfo hints{};
    hints.ai_family = family == Family::any    ? AF_UNSPEC
                      : family == Family::ipv4 ? AF_INET
                                               : AF_INET6;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_CANONNAME;
    addrinfo* list = nullptr;
    const int error = getaddrinfo(ask.c_str(), nullptr, &hints, &list);
    if (error != 0)
        return resolution_from(error);
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, freeaddrinfo);
    host->name = list->ai_canonname ? list->ai_canonname : ask;
    host->addresses.clear();
    for (const addrinfo* at = list; at; at = at->ai_next) {
        HostAddress address;
        if (address_from(at->ai_addr, &address) &&
            std::find(host->addresses.begin(), host->addresses.end(), address) ==
                host->addresses.end())
            host->addresses.push_back(address);
    }
    return host->addresses.empty() ? Resolution::no_data : Resolution::found;
}

Resolution host_by_address(const HostAddress& address, bool short_name, std::string* name) {
    if (is_loopback(address)) {
        *name = "localhost";
        return Resolution::found;
    }
    sockaddr_storage storage{};
    socklen_t length = 0;
    if (address.family == Family::ipv4) {
        auto* in = reinterpret_cast<sockaddr_in*>(&storage);
        in->sin_family = AF_INET;
        std::memcpy(&in->sin_addr, address.bytes.data(), 4);
        length = sizeof *in;
    } else {
        auto* in = reinterpret_cast<sockaddr_in6*>(&storage);
        in->sin6_family = AF_INET6;
        std::memcpy(&in->sin6_addr, address.bytes.data(), 16);
        in->sin6_scope_id = address.scope;
        length = sizeof *in;
    }
    std::array<char, NI_MAXHOST> buffer{};
    const int error =
        getnameinfo(reinterpret_cast<const sockaddr*>(&storage), length, buffer.data(),
                    buffer.size(), nullptr, 0, NI_NAMEREQD | (short_name ? NI_NOFQDN : 0));
    if (error == 0) {
        *name = buffer.data();
        return Resolution::found;
    }
    const auto own = interface_addresses();
    if (std::any_of(own.begin(), own.end(), [&](const InterfaceAddress& entry) {
            return entry.address.family == address.family && entry.address.bytes == address.bytes;
        })) {
        *name = local_host_name();
        return Resolution::found;
    }
    return resolution_from(error);
}

}  // namespace berth::ws2
