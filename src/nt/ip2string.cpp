// ntdll's address text functions. They need no WSAStartup.
// https://learn.microsoft.com/windows/win32/api/ip2string/
#include "ip2string.h"

#include <cstring>

#include "nt/address_text.h"

namespace {

using namespace berth::nt;

constexpr LONG kSuccess = 0;
constexpr LONG kInvalidParameter = static_cast<LONG>(0xC000000D);  // STATUS_INVALID_PARAMETER

uint16_t byte_swap(uint16_t value) {
    return __builtin_bswap16(value);
}

template <typename Address>
const uint8_t* address_bytes(const Address* address) {
    return reinterpret_cast<const uint8_t*>(address);
}

template <typename Char>
Char* text_write(const AddressText& text, Char* buffer) {
    ascii_copy(text.view(), buffer, text.view().size() + 1);
    return buffer + text.view().size();
}

template <typename Char>
LONG text_write(const AddressText& text, Char* buffer, ULONG* length) {
    const bool fits = ascii_copy(text.view(), buffer, *length);
    *length = static_cast<ULONG>(text.view().size() + 1);
    return fits ? kSuccess : kInvalidParameter;
}

template <typename Char>
LONG ipv4_read(const Char* text, bool strict, const Char** terminator, in_addr* address) {
    if (!text || !terminator || !address)
        return kInvalidParameter;
    uint8_t bytes[kIpv4Bytes];
    if (!ipv4_parse(text, strict, terminator, bytes))
        return kInvalidParameter;
    std::memcpy(address, bytes, sizeof bytes);
    return kSuccess;
}

template <typename Char>
LONG ipv6_read(const Char* text, const Char** terminator, in6_addr* address) {
    if (!text || !terminator || !address)
        return kInvalidParameter;
    uint8_t bytes[kIpv6Bytes];
    if (!ipv6_parse(text, terminator, bytes))
        return kInvalidParameter;
    std::memcpy(address, bytes, sizeof bytes);
    return kSuccess;
}

template <typename Char>
LONG ipv4_endpoint_read(const Char* text, bool strict, in_addr* address, USHORT* port) {
    uint8_t bytes[kIpv4Bytes];
    uint16_t number = 0;
    if (!text || !address || !port || !ipv4_endpoint_parse(text, strict, bytes, &number))
        return kInvalidParameter;
    std::memcpy(address, bytes, sizeof bytes);
    *port = byte_swap(number);
    return kSuccess;
}

template <typename Char>
LONG ipv6_endpoint_read(const Char* text, in6_addr* address, ULONG* scope, USHORT* port) {
    uint8_t bytes[kIpv6Bytes];
    uint32_t zone = 0;
    uint16_t number = 0;
    if (!text || !address || !scope || !port || !ipv6_endpoint_parse(text, bytes, &zone, &number))
        return kInvalidParameter;
    std::memcpy(address, bytes, sizeof bytes);
    *scope = zone;
    *port = byte_swap(number);
    return kSuccess;
}

template <typename Char>
LONG ipv4_endpoint_write(const in_addr* address, USHORT port, Char* text, ULONG* length) {
    if (!address || !text || !length)
        return kInvalidParameter;
    return text_write(ipv4_endpoint_format(address_bytes(address), byte_swap(port)), text, length);
}

template <typename Char>
LONG ipv6_endpoint_write(const in6_addr* address, ULONG scope, USHORT port, Char* text,
                         ULONG* length) {
    if (!address || !text || !length)
        return kInvalidParameter;
    return text_write(ipv6_endpoint_format(address_bytes(address), scope, byte_swap(port)), text,
                      length);
}

}  // namespace

PSTR RtlIpv4AddressToStringA(const in_addr* Addr, PSTR S) {
    return Addr && S ? text_write(ipv4_format(address_bytes(Addr)), S) : S;
}

PWSTR RtlIpv4AddressToStringW(const in_addr* Addr, PWSTR S) {
    return Addr && S ? text_write(ipv4_format(address_bytes(Addr)), S) : S;
}

LONG RtlIpv4AddressToStringExA(const in_addr* Address, USHORT Port, PSTR AddressString,
                               PULONG AddressStringLength) {
    return ipv4_endpoint_write(Address, Port, AddressString, AddressStringLength);
}

LONG RtlIpv4AddressToStringExW(const in_addr* Address, USHORT Port, PWSTR AddressString,
                               PULONG AddressStringLength) {
    return ipv4_endpoint_write(Address, Port, AddressString, AddressStringLength);
}

LONG RtlIpv4StringToAddressA(PCSTR S, BOOLEAN Strict, PCSTR* Terminator, in_addr* Addr) {
    return ipv4_read(S, Strict != 0, Terminator, Addr);
}

LONG RtlIpv4StringToAddressW(PCWSTR S, BOOLEAN Strict, PCWSTR* Terminator, in_addr* Addr) {
    return ipv4_read(S, Strict != 0, Terminator, Addr);
}

LONG RtlIpv4StringToAddressExA(PCSTR AddressString, BOOLEAN Strict, in_addr* Address,
                               PUSHORT Port) {
    return ipv4_endpoint_read(AddressString, Strict != 0, Address, Port);
}

LONG RtlIpv4StringToAddressExW(PCWSTR AddressString, BOOLEAN Strict, in_addr* Address,
                               PUSHORT Port) {
    return ipv4_endpoint_read(AddressString, Strict != 0, Address, Port);
}

PSTR RtlIpv6AddressToStringA(const in6_addr* Addr, PSTR S) {
    return Addr && S ? text_write(ipv6_format(address_bytes(Addr)), S) : S;
}

PWSTR RtlIpv6AddressToStringW(const in6_addr* Addr, PWSTR S) {
    return Addr && S ? text_write(ipv6_format(address_bytes(Addr)), S) : S;
}

LONG RtlIpv6AddressToStringExA(const in6_addr* Address, ULONG ScopeId, USHORT Port,
                               PSTR AddressString, PULONG AddressStringLength) {
    return ipv6_endpoint_write(Address, ScopeId, Port, AddressString, AddressStringLength);
}

LONG RtlIpv6AddressToStringExW(const in6_addr* Address, ULONG ScopeId, USHORT Port,
                               PWSTR AddressString, PULONG AddressStringLength) {
    return ipv6_endpoint_write(Address, ScopeId, Port, AddressString, AddressStringLength);
}

LONG RtlIpv6StringToAddressA(PCSTR S, PCSTR* Terminator, in6_addr* Addr) {
    return ipv6_read(S, Terminator, Addr);
}

LONG RtlIpv6StringToAddressW(PCWSTR S, PCWSTR* Terminator, in6_addr* Addr) {
    return ipv6_read(S, Terminator, Addr);
}

LONG RtlIpv6StringToAddressExA(PCSTR AddressString, in6_addr* Address, PULONG ScopeId,
                               PUSHORT Port) {
    return ipv6_endpoint_read(AddressString, Address, ScopeId, Port);
}

LONG RtlIpv6StringToAddressExW(PCWSTR AddressString, in6_addr* Address, PULONG ScopeId,
                               PUSHORT Port) {
    return ipv6_endpoint_read(AddressString, Address, ScopeId, Port);
}
