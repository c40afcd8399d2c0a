// The machine's TCP connections and UDP endpoints in plain terms: connections.cpp asks the kernel,
// connection_table.cpp puts it Windows' way (the two worlds' headers cannot meet).
#pragma once

#include <cstdint>
#include <vector>

namespace berth::iphlpapi {

enum class ConnectionProtocol { kTcp, kUdp };

struct EndpointAddress {
    std::uint8_t bytes[16] = {};  // the first four for IPv4
    std::uint32_t scope = 0;
    std::uint16_t port = 0;  // in network byte order
};

struct Connection {
    unsigned state = 0;  // a MIB_TCP_STATE
    EndpointAddress local;
    EndpointAddress remote;
    std::uint64_t inode = 0;
    std::uint32_t process = 0;  // 0: nobody's, or hidden from this user
};

// Those of one family. An IPv4 connection of an IPv6 socket is IPv4's. `with_process` looks through
// all processes' descriptors.
std::vector<Connection> connection_list(ConnectionProtocol protocol, bool ipv6, bool with_process);

}  // namespace berth::iphlpapi
