// The machine's network interfaces in plain terms: libc's headers and Winsock's cannot meet in one
// translation unit, so interface.cpp asks the kernel and the adapter_*.cpp files put it Windows'
// way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace berth::iphlpapi {

struct InterfaceAddress {
    bool ipv6 = false;
    std::uint8_t bytes[16] = {};  // the first four for IPv4
    unsigned prefix_length = 0;
    std::uint32_t scope = 0;
};

struct Interface {
    std::string name;
    unsigned index = 0;
    unsigned mtu = 0;
    bool up = false;
    bool running = false;
    bool multicast = false;
    bool loopback = false;
    bool point_to_point = false;
    std::vector<std::uint8_t> physical_address;
    std::vector<InterfaceAddress> addresses;
    std::vector<InterfaceAddress> gateways;
};

// Every interface, in the order of their indices.
std::vector<Interface> interface_list();
// The name servers of /etc/resolv.conf.
std::vector<InterfaceAddress> name_server_list();
// The machine's name, with its domain where that is set.
std::string machine_name();

}  // namespace berth::iphlpapi
