// What libc knows of names, in neutral terms: <netdb.h> and <winsock2.h> cannot share a translation
// unit.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace berth::ws2 {

enum class Family { any, ipv4, ipv6 };

struct HostAddress {
    Family family = Family::ipv4;
    std::array<uint8_t, 16> bytes{};  // an IPv4 address uses the first four
    uint32_t scope = 0;               // IPv6: the interface's index, for link-local addresses

    bool operator==(const HostAddress&) const = default;
};

enum class Resolution { found, not_found, no_data, try_again, no_recovery, no_memory };

struct Host {
    std::string name;  // canonical
    std::vector<HostAddress> addresses;
};

// The addresses of a host, best first (RFC 6724). Knows without asking anyone: the names of this
// computer and "localhost". `name` is ASCII or UTF-8; an internationalized name is asked for in its
// ASCII form (RFC 5891) where `idn` says so.
Resolution host_by_name(const std::string& name, Family family, bool idn, Host* host);

// The name of an address, as libc gives it. `short_name`: without the domain for hosts of our own.
Resolution host_by_address(const HostAddress& address, bool short_name, std::string* name);

// The addresses of this computer's interfaces that are up, loopback only where there is nothing
// else.
std::vector<HostAddress> local_addresses(Family family);
std::vector<HostAddress> loopback_addresses(Family family);
// Whether an interface other than the loopback has an address of this family (AI_ADDRCONFIG).
bool family_configured(Family family);

std::string local_host_name();

// The index of a network interface, or 0.
uint32_t interface_index(const std::string& name);

struct Service {
    std::string name;
    std::vector<std::string> aliases;
    uint16_t port = 0;  // the host's byte order
    std::string protocol;
};

struct Protocol {
    std::string name;
    std::vector<std::string> aliases;
    int number = 0;
};

// From the system's databases, or else from the table of well-known names. An empty `protocol`
// takes any. Names are compared without regard to case.
bool service_by_name(const std::string& name, const std::string& protocol, Service* service);
bool service_by_port(uint16_t port, const std::string& protocol, Service* service);
bool protocol_by_name(const std::string& name, Protocol* protocol);
bool protocol_by_number(int number, Protocol* protocol);

// "xn--" form of an internationalized name in UTF-8; false where it is no valid name.
bool name_to_ascii(const std::string& name, std::string* ascii);

}  // namespace berth::ws2
