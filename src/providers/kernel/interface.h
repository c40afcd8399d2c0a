// The network interfaces of the host and their addresses, under names that winsock2.h does not
// claim.
#pragma once

#include <cstdint>
#include <vector>

#include "providers/kernel/linux.h"

namespace berth::kernel {

struct InterfaceAddress {
    int index = 0;
    bool up = false;
    bool loopback = false;
    bool broadcasts = false;
    bool point_to_point = false;
    bool multicast = false;
    // In the kernel's form; length 0 where there is none.
    alignas(8) char address[28] = {};
    unsigned address_length = 0;
    alignas(8) char netmask[28] = {};
    unsigned netmask_length = 0;
    alignas(8) char broadcast[28] = {};  // or the other end's address
    unsigned broadcast_length = 0;
};

// The unicast addresses of one family (Linux' number) on every interface, in the system's order. An
// errno, or 0.
int interface_addresses(int linux_family, std::vector<InterfaceAddress>* addresses);

// The index of the interface with this IPv4 address (network order), or 0.
int interface_index_of(uint32_t ipv4_address);

// The local address from which the kernel would send to `destination` (its own form, length in
// `length`): what SIO_ROUTING_INTERFACE_QUERY tells. An errno, or 0.
int interface_route(const void* destination, unsigned length, void* source,
                    unsigned* source_length);

}  // namespace berth::kernel
