#include "ws2_32/name_query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string_view>

#include "nt/address_text.h"
#include "nt/memory_probe.h"

namespace berth::ws2 {
namespace {

// Every AI_ flag that Windows defines for getaddrinfo. Those for NS_EMAIL, for DNS over TLS and the
// cache say nothing to libc's resolver and are taken without effect.
constexpr unsigned kFlags =
    AI_PASSIVE | AI_CANONNAME | AI_NUMERICHOST | AI_NUMERICSERV | AI_DNS_ONLY |
    AI_FORCE_CLEAR_TEXT | AI_BYPASS_DNS_CACHE | AI_RETURN_TTL | AI_ALL | AI_ADDRCONFIG |
    AI_V4MAPPED | AI_NON_AUTHORITATIVE | AI_SECURE | AI_RETURN_PREFERRED_NAMES | AI_FQDN |
    AI_FILESERVER | AI_DISABLE_IDN_ENCODING | AI_SECURE_WITH_FALLBACK |
    AI_EXCLUSIVE_CUSTOM_SERVERS | AI_RETURN_RESPONSE_FLAGS | AI_REQUIRE_SECURE;

struct Endpoint {
    int type;
    uint16_t port;
};

int hints_check(const char* node, const char* service, const NameHints& hints) {
    const auto flags = static_cast<unsigned>(hints.flags);
    if ((flags & ~kFlags) != 0 || ((flags & AI_CANONNAME) != 0 && (flags & AI_FQDN) != 0))
        return WSAEINVAL;
    if (!node && !service)
        return WSAHOST_NOT_FOUND;
    if (!node && (flags & (AI_CANONNAME | AI_FQDN)) != 0)
        return WSANO_RECOVERY;
    if (!node && (flags & AI_NUMERICHOST) != 0)
        return WSAHOST_NOT_FOUND;
    if (hints.family != AF_UNSPEC && hints.family != AF_INET && hints.family != AF_INET6)
        return WSAEAFNOSUPPORT;
    if (hints.type < 0 || hints.type > SOCK_RAW)
        return WSAESOCKTNOSUPPORT;
    return 0;
}

// A port as digits, with leading white space as strtoul takes it. Empty text is port 0.
bool port_number(std::string_view text, uint64_t* port) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\n\v\f\r"), text.size()));
    *port = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), *port);
    if (end.ec == std::errc::result_out_of_range)
        *port = UINT64_MAX;
    return text.empty() || (end.ptr == text.data() + text.size() && text[0] != '-');
}

// The socket types and ports that the service stands for. A number serves whatever type was asked
// for; a name serves the transports that it is registered for.
int service_query(const char* service, const NameHints& hints, std::vector<Endpoint>* endpoints) {
    if (!service) {
        endpoints->push_back({hints.type, 0});
        return 0;
    }
    uint64_t number = 0;
    if (port_number(service, &number)) {
        if (number > 0xffff)
            return WSATYPE_NOT_FOUND;
        endpoints->push_back({hints.type, static_cast<uint16_t>(number)});
        return 0;
    }
    if ((hints.flags & AI_NUMERICSERV) != 0)
        return WSAHOST_NOT_FOUND;
    const auto add = [&](int type, int protocol, const char* name) {
        Service found;
        if ((hints.type == 0 || hints.type == type) &&
            (hints.protocol == 0 || hints.protocol == protocol) &&
            name_space_service(service, name, &found))
            endpoints->push_back({type, found.port});
    };
    add(SOCK_STREAM, IPPROTO_TCP, "tcp");
    add(SOCK_DGRAM, IPPROTO_UDP, "udp");
    return endpoints->empty() ? WSATYPE_NOT_FOUND : 0;
}

Family family_from(int family) {
    return family == AF_INET ? Family::ipv4 : family == AF_INET6 ? Family::ipv6 : Family::any;
}

HostAddress mapped(const HostAddress& four) {
    HostAddress six;
    six.family = Family::ipv6;
    six.bytes[10] = 0xff;
    six.bytes[11] = 0xff;
    std::copy_n(four.bytes.begin(), nt::kIpv4Bytes, six.bytes.begin() + 12);
    return six;
}

// No node: the wildcard addresses for a server, the loopback addresses for a client.
void addresses_without_node(const NameHints& hints, Host* host) {
    host->addresses = loopback_addresses(family_from(hints.family));
    if ((hints.flags & AI_PASSIVE) != 0)
        for (HostAddress& address : host->addresses)
            address.bytes = {};
}

int literal_query(const HostAddress& address, const char* node, const NameHints& hints,
                  Host* host) {
    host->name = node;
    if (hints.family == AF_UNSPEC || family_from(hints.family) == address.family)
        host->addresses = {address};
    else if (hints.family == AF_INET6 && (hints.flags & AI_V4MAPPED) != 0)
        host->addresses = {mapped(address)};
    else
        return WSAHOST_NOT_FOUND;
    return 0;
}

Resolution node_resolve(const std::string& node, Family family, const NameHints& hints,
                        Host* host) {
    if (node.empty()) {
        host->name = local_host_name();
        host->addresses = local_addresses(family);
        return host->addresses.empty() ? Resolution::no_data : Resolution::found;
    }
    return name_space_host(node, family, (hints.flags & AI_DISABLE_IDN_ENCODING) == 0, hints.scope,
                           host);
}

int node_query(const std::string& node, const NameHints& hints, Host* host) {
    const Family family = family_from(hints.family);
    Resolution resolution = node_resolve(node, family, hints, host);
    if (family == Family::ipv6 && (hints.flags & AI_V4MAPPED) != 0 &&
        (resolution != Resolution::found || (hints.flags & AI_ALL) != 0)) {
        Host four;
        const Resolution second = node_resolve(node, Family::ipv4, hints, &four);
        if (second == Resolution::found) {
            if (resolution != Resolution::found)
                *host = Host{four.name, {}};
            std::transform(four.addresses.begin(), four.addresses.end(),
                           std::back_inserter(host->addresses), mapped);
            resolution = Resolution::found;
        }
    }
    if (resolution == Resolution::found && (hints.flags & AI_ADDRCONFIG) != 0) {
        const bool four = family_configured(Family::ipv4);
        const bool six = family_configured(Family::ipv6);
        // A machine that has nothing but its loopback talks to itself only: nothing to choose.
        if (four || six)
            std::erase_if(host->addresses, [&](const HostAddress& address) {
                return address.family == Family::ipv4 ? !four : !six;
            });
        if (host->addresses.empty())
            resolution = Resolution::no_data;
    }
    return resolution_error(resolution);
}

}  // namespace

int resolution_error(Resolution resolution) {
    switch (resolution) {
        case Resolution::found:
            return 0;
        case Resolution::not_found:
            return WSAHOST_NOT_FOUND;
        case Resolution::no_data:
            return WSANO_DATA;
        case Resolution::try_again:
            return WSATRY_AGAIN;
        case Resolution::no_memory:
            return WSA_NOT_ENOUGH_MEMORY;
        case Resolution::no_recovery:
            break;
    }
    return WSANO_RECOVERY;
}

size_t sockaddr_write(const HostAddress& address, uint16_t port, SOCKADDR_STORAGE* storage) {
    if (address.family == Family::ipv4) {
        SOCKADDR_IN in{};
        in.sin_family = AF_INET;
        in.sin_port = __builtin_bswap16(port);
        std::memcpy(&in.sin_addr, address.bytes.data(), sizeof in.sin_addr);
        std::memcpy(storage, &in, sizeof in);
        return sizeof in;
    }
    SOCKADDR_IN6 in{};
    in.sin6_family = AF_INET6;
    in.sin6_port = __builtin_bswap16(port);
    std::memcpy(&in.sin6_addr, address.bytes.data(), sizeof in.sin6_addr);
    in.sin6_scope_id = address.scope;
    std::memcpy(storage, &in, sizeof in);
    return sizeof in;
}

int sockaddr_read(const SOCKADDR* from, int length, HostAddress* address, uint16_t* port) {
    if (length < static_cast<int>(sizeof from->sa_family) ||
        !nt::memory_is_mapped(from, static_cast<size_t>(length)))
        return WSAEFAULT;
    ADDRESS_FAMILY family = AF_UNSPEC;
    std::memcpy(&family, from, sizeof family);
    if (family == AF_INET) {
        SOCKADDR_IN in{};
        if (length < static_cast<int>(sizeof in))
            return WSAEFAULT;
        std::memcpy(&in, from, sizeof in);
        address->family = Family::ipv4;
        std::memcpy(address->bytes.data(), &in.sin_addr, sizeof in.sin_addr);
        *port = __builtin_bswap16(in.sin_port);
        return 0;
    }
    if (family == AF_INET6) {
        SOCKADDR_IN6 in{};
        if (length < static_cast<int>(sizeof in))
            return WSAEFAULT;
        std::memcpy(&in, from, sizeof in);
        address->family = Family::ipv6;
        std::memcpy(address->bytes.data(), &in.sin6_addr, sizeof in.sin6_addr);
        address->scope = in.sin6_scope_id;
        *port = __builtin_bswap16(in.sin6_port);
        return 0;
    }
    return WSAEAFNOSUPPORT;
}

bool address_literal(const std::string& text, HostAddress* address) {
    std::array<uint8_t, 16> bytes{};
    const char* end = nullptr;
    if (nt::ipv4_parse(text.c_str(), false, &end, bytes.data()) && *end == 0) {
        *address = HostAddress{Family::ipv4, bytes, 0};
        return true;
    }
    std::string bare = text;
    if (bare.size() > 1 && bare.front() == '[' && bare.back() == ']')
        bare = bare.substr(1, bare.size() - 2);
    uint32_t scope = 0;
    uint16_t port = 0;
    if (nt::ipv6_endpoint_parse(bare.c_str(), bytes.data(), &scope, &port) && bare.front() != '[') {
        *address = HostAddress{Family::ipv6, bytes, scope};
        return true;
    }
    const size_t percent = bare.find('%');
    if (percent == std::string::npos || !nt::ipv6_parse(bare.c_str(), &end, bytes.data()) ||
        *end != '%')
        return false;
    scope = interface_index(bare.substr(percent + 1));
    *address = HostAddress{Family::ipv6, bytes, scope};
    return scope != 0;
}

int name_query(const char* node, const char* service, const NameHints& hints,
               NameAnswers* answers) {
    std::vector<Endpoint> endpoints;
    int error = hints_check(node, service, hints);
    if (error == 0)
        error = service_query(service, hints, &endpoints);
    if (error != 0)
        return error;

    Host host;
    HostAddress literal;
    int flags = 0;
    if (!node) {
        addresses_without_node(hints, &host);
    } else if (address_literal(node, &literal)) {
        flags = AI_NUMERICHOST;
        error = literal_query(literal, node, hints, &host);
    } else if ((hints.flags & AI_NUMERICHOST) != 0) {
        error = WSAHOST_NOT_FOUND;
    } else {
        error = node_query(node, hints, &host);
    }
    if (error != 0)
        return error;

    for (const HostAddress& address : host.addresses) {
        for (const Endpoint& endpoint : endpoints) {
            NameAnswer answer;
            answer.flags = flags;
            answer.type = endpoint.type;
            answer.protocol = hints.protocol;
            answer.length = sockaddr_write(address, endpoint.port, &answer.address);
            answers->all.push_back(answer);
        }
    }
    if ((hints.flags & (AI_CANONNAME | AI_FQDN)) != 0) {
        answers->canonical = host.name;
        answers->all.front().flags |= hints.flags & (AI_CANONNAME | AI_FQDN);
    }
    return 0;
}

}  // namespace berth::ws2
