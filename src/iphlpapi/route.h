// The kernel's routes, neighbours and counters in plain terms (Linux' headers and Winsock's cannot
// meet in one translation unit).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace berth::iphlpapi {

// IPv4 addresses in network byte order.
struct Route {
    std::uint32_t destination = 0;
    std::uint32_t mask = 0;
    std::uint32_t gateway = 0;  // 0: on the link
    unsigned interface = 0;
    std::uint32_t metric = 0;
};
struct Neighbour {
    std::uint32_t address = 0;
    unsigned interface = 0;
    std::vector<std::uint8_t> physical_address;
    bool permanent = false;
    bool complete = false;
};
struct InterfaceCounters {
    std::uint64_t in_octets = 0, in_packets = 0, in_errors = 0, in_discards = 0, in_multicast = 0;
    std::uint64_t out_octets = 0, out_packets = 0, out_errors = 0, out_discards = 0;
    std::uint64_t speed = 0;  // bits a second; 0: not known
};

std::vector<Route> route_list();
std::vector<Neighbour> neighbour_list();
InterfaceCounters interface_counters(const std::string& name);

// The kernel's route to an address of 4 or 16 bytes: the interface, and for IPv4 the gateway. 0 or
// the number of a Linux error.
int route_to(const std::uint8_t* address, bool ipv6, std::uint32_t scope, unsigned& interface,
             std::uint32_t& gateway);

// The counters of SNMP by the kernel's names: "TcpInSegs", "Ip6InReceives".
std::map<std::string, std::uint64_t> network_counters();

}  // namespace berth::iphlpapi
