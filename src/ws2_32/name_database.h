// The services and protocols that Windows always knows, for systems without /etc/services and
// /etc/protocols (a minimal container has neither).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace berth::ws2 {

struct KnownService {
    std::string_view name;
    uint16_t port;
    bool tcp;
    bool udp;
    std::string_view alias;  // or empty
};

struct KnownProtocol {
    std::string_view name;
    int number;
    std::string_view alias;
};

std::span<const KnownService> known_services();
std::span<const KnownProtocol> known_protocols();

}  // namespace berth::ws2
