// Host and service names, asked of every namespace provider where there are others than the builtin
// one. https://learn.microsoft.com/windows/win32/winsock/basic-approach-for-getxbyy-in-the-spi-2
#pragma once

#include "winsock2.h"
#include "ws2_32/resolver.h"

namespace berth::ws2 {

// Which providers are asked: that one, or those of that namespace.
struct NameScope {
    DWORD name_space = NS_ALL;
    bool one = false;
    GUID provider{};
};

// The first provider's answer that has one.
Resolution name_space_host(const std::string& name, Family family, bool idn, const NameScope& scope,
                           Host* host);

// The name of an address.
Resolution name_space_host_name(const HostAddress& address, bool short_name, std::string* name);

// A service by its name or port; an empty `protocol` takes any.
bool name_space_service(const std::string& name, const std::string& protocol, Service* service);
bool name_space_service(uint16_t port, const std::string& protocol, Service* service);

}  // namespace berth::ws2
