// inet_addr, inet_ntoa, inet_pton, inet_ntop and their wide forms. They need no WSAStartup.
// https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-inet_pton
#include <cstring>

#include "nt/address_text.h"
#include "nt/last_error.h"
#include "nt/memory_probe.h"
#include "winsock2.h"
#include "ws2tcpip.h"

const IN6_ADDR in6addr_any = IN6ADDR_ANY_INIT;
const IN6_ADDR in6addr_loopback = IN6ADDR_LOOPBACK_INIT;

namespace {

using namespace berth;

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

template <typename Char>
int presentation_read(INT family, const Char* text, void* address) {
    if (family != AF_INET && family != AF_INET6) {
        nt::last_error_set(WSAEAFNOSUPPORT);
        return -1;
    }
    const size_t length = family == AF_INET ? nt::kIpv4Bytes : nt::kIpv6Bytes;
    if (!nt::memory_is_mapped(text, sizeof *text) || !nt::memory_is_mapped(address, length)) {
        nt::last_error_set(WSAEFAULT);
        return -1;
    }
    uint8_t bytes[nt::kIpv6Bytes];
    const Char* end = nullptr;
    const bool ok = family == AF_INET ? nt::ipv4_parse(text, true, &end, bytes)
                                      : nt::ipv6_parse(text, &end, bytes);
    if (!ok || *end != 0)
        return 0;
    std::memcpy(address, bytes, length);
    return 1;
}

template <typename Char>
const Char* presentation_write(INT family, const void* address, Char* buffer, size_t size) {
    if (family != AF_INET && family != AF_INET6) {
        nt::last_error_set(WSAEAFNOSUPPORT);
        return nullptr;
    }
    if (!nt::memory_is_mapped(address, family == AF_INET ? nt::kIpv4Bytes : nt::kIpv6Bytes) ||
        !nt::memory_is_mapped(buffer, sizeof *buffer)) {
        nt::last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    const auto* bytes = static_cast<const uint8_t*>(address);
    const nt::AddressText text =
        family == AF_INET ? nt::ipv4_format(bytes) : nt::ipv6_format(bytes);
    // For IPv4, room is asked for by the longest address, as it is on Windows.
    if ((family == AF_INET && size < 16) || !nt::ascii_copy(text.view(), buffer, size)) {
        nt::last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    return buffer;
}

}  // namespace

u_long WSAAPI inet_addr(const char* cp) {
    if (!nt::memory_is_mapped(cp, 1))
        return INADDR_NONE;
    if (std::strcmp(cp, " ") == 0)
        return INADDR_ANY;
    uint32_t address = 0;
    const char* end = nullptr;
    if (!nt::ipv4_parse(cp, false, &end, reinterpret_cast<uint8_t*>(&address)) ||
        (*end != 0 && !is_space(*end)))
        return INADDR_NONE;
    return address;
}

char* WSAAPI inet_ntoa(struct in_addr in) {
    thread_local char buffer[16];
    nt::ascii_copy(nt::ipv4_format(reinterpret_cast<const uint8_t*>(&in)).view(), buffer,
                   sizeof buffer);
    return buffer;
}

INT WSAAPI inet_pton(INT Family, PCSTR pszAddrString, PVOID pAddrBuf) {
    return presentation_read(Family, pszAddrString, pAddrBuf);
}

INT WSAAPI InetPtonW(INT Family, PCWSTR pszAddrString, PVOID pAddrBuf) {
    return presentation_read(Family, pszAddrString, pAddrBuf);
}

PCSTR WSAAPI inet_ntop(INT Family, const VOID* pAddr, PSTR pStringBuf, size_t StringBufSize) {
    return presentation_write(Family, pAddr, pStringBuf, StringBufSize);
}

PCWSTR WSAAPI InetNtopW(INT Family, const VOID* pAddr, PWSTR pStringBuf, size_t StringBufSize) {
    return presentation_write(Family, pAddr, pStringBuf, StringBufSize);
}
