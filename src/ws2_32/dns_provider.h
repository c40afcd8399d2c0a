// The builtin namespace provider: DNS, by libc's resolver. It has a procedure table like any other.
// https://learn.microsoft.com/windows/win32/winsock/name-space-service-providers-2
#pragma once

#include <string>

#include "ws2_32/catalog.h"

namespace berth::ws2 {

// The identifier that Windows gives to its TCP/IP namespace provider.
inline constexpr GUID kDnsProviderId = {
    0x22059D40, 0x7E9E, 0x11CF, {0xAE, 0x5A, 0x00, 0xAA, 0x00, 0xA7, 0x11, 0x2B}};

NameSpaceEntry dns_entry();

// The provider's procedures for service classes (dns_service_class.cpp), which it keeps for as long
// as the process runs.
INT WSPAPI dns_install_service_class(LPGUID provider, LPWSASERVICECLASSINFOW info);
INT WSPAPI dns_remove_service_class(LPGUID provider, LPGUID id);
INT WSPAPI dns_get_service_class_info(LPGUID provider, LPDWORD length, LPWSASERVICECLASSINFOW info);

// Whether it was told of a class of that name, in any case.
bool service_class_by_name(const std::string& name, GUID* id);

}  // namespace berth::ws2
