// gethostbyname, gethostbyaddr: one hostent a thread, overwritten by the next call, freed with the
// thread. https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-gethostbyname
#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "nt/api.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "ws2_32/name_query.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;

struct HostEntry {
    hostent entry{};
    std::string name;
    std::vector<std::array<uint8_t, 16>> bytes;
    std::vector<char*> addresses;  // the last is null
    std::array<char*, 1> aliases{};
};

hostent* entry_fill(const ws2::Host& host, ws2::Family family) {
    thread_local HostEntry slot;
    slot.name = host.name;
    slot.bytes.clear();
    for (const ws2::HostAddress& address : host.addresses)
        slot.bytes.push_back(address.bytes);
    slot.addresses.clear();
    for (auto& address : slot.bytes)
        slot.addresses.push_back(reinterpret_cast<char*>(address.data()));
    slot.addresses.push_back(nullptr);
    slot.entry.h_name = slot.name.data();
    slot.entry.h_aliases = slot.aliases.data();
    slot.entry.h_addrtype = family == ws2::Family::ipv4 ? AF_INET : AF_INET6;
    slot.entry.h_length = family == ws2::Family::ipv4 ? 4 : 16;
    slot.entry.h_addr_list = slot.addresses.data();
    return &slot.entry;
}

int host_query(const char* name, ws2::Host* host) {
    if (name && !nt::memory_is_mapped(name, 1))
        return WSAEFAULT;
    if (!name || *name == 0) {
        host->name = ws2::local_host_name();
        host->addresses = ws2::local_addresses(ws2::Family::ipv4);
        return host->addresses.empty() ? WSANO_DATA : 0;
    }
    ws2::HostAddress literal;
    if (ws2::address_literal(name, &literal)) {
        if (literal.family != ws2::Family::ipv4)
            return WSANO_DATA;
        host->name = name;
        host->addresses = {literal};
        return 0;
    }
    // Digits and dots only: an illegal IPv4 address.
    if (name[std::strspn(name, "0123456789.")] == 0)
        return WSANO_DATA;
    return ws2::resolution_error(ws2::name_space_host(name, ws2::Family::ipv4, true, {}, host));
}

int address_query(const char* address, int length, int type, ws2::Host* host) {
    if (type != AF_INET && type != AF_INET6)
        return WSAEAFNOSUPPORT;
    if (!nt::memory_is_mapped(address, type == AF_INET6 && length == 16 ? 16 : 4))
        return WSAEFAULT;
    if (type == AF_INET6 && length != 16)
        return WSAEINVAL;
    if (length < 4)
        return WSAEFAULT;
    ws2::HostAddress key;
    key.family = type == AF_INET ? ws2::Family::ipv4 : ws2::Family::ipv6;
    std::memcpy(key.bytes.data(), address, type == AF_INET ? 4 : 16);
    host->addresses = {key};
    return ws2::resolution_error(ws2::name_space_host_name(key, false, &host->name));
}

template <typename Body>
hostent* entry_call(Body&& body) {
    return nt::api_call<hostent*>(nullptr, [&]() -> hostent* {
        ws2::Host host;
        int error = ws2::startup_check();
        if (error == 0)
            error = body(&host);
        if (error != 0)
            return nt::api_fail<hostent*>(static_cast<DWORD>(error), nullptr);
        return entry_fill(host, host.addresses.front().family);
    });
}

}  // namespace

struct hostent* WSAAPI gethostbyname(const char* name) {
    return entry_call([&](ws2::Host* host) { return host_query(name, host); });
}

struct hostent* WSAAPI gethostbyaddr(const char* addr, int len, int type) {
    return entry_call([&](ws2::Host* host) { return address_query(addr, len, type, host); });
}
