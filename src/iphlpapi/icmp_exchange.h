// An echo request and its answer in plain terms (Linux' headers and Winsock's cannot meet in one
// translation unit).
#pragma once

#include <cstdint>
#include <vector>

namespace berth::iphlpapi {

struct EchoAddress {
    bool ipv6 = false;
    std::uint8_t bytes[16] = {};  // the first four for IPv4
    std::uint32_t scope = 0;
};

struct EchoRequest {
    EchoAddress source;  // all zero: the kernel's choice
    EchoAddress destination;
    std::vector<std::uint8_t> data;
    std::uint8_t time_to_live = 0;  // 0: the system's
    std::uint8_t type_of_service = 0;
    bool dont_fragment = false;
    std::vector<std::uint8_t> options;
    std::uint32_t timeout = 0;  // milliseconds
};

enum class EchoEnd { kReply, kIcmpError, kTimeout, kFailed };

struct EchoAnswer {
    EchoEnd end = EchoEnd::kFailed;
    int error = 0;  // kFailed: Linux' number
    EchoAddress from;
    std::uint8_t icmp_type = 0;  // kIcmpError: what a router or the other machine said
    std::uint8_t icmp_code = 0;
    std::uint32_t round_trip = 0;  // milliseconds
    std::uint8_t time_to_live = 0;
    std::uint8_t type_of_service = 0;
    std::vector<std::uint8_t> data;
};

// Whether this process may send echo requests: 0 or Linux' number of the error.
int echo_allowed(bool ipv6);
EchoAnswer echo_exchange(const EchoRequest& request);

}  // namespace berth::iphlpapi
