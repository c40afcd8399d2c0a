// IPv4 and IPv6 addresses as text, by the rules of ntdll's RtlIpv*StringToAddress and
// RtlIpv*AddressToString. Addresses are bytes in network order, ports and scopes in the host's
// order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace berth::nt {

inline constexpr size_t kIpv4Bytes = 4;
inline constexpr size_t kIpv6Bytes = 16;

// Reads the longest address that `text` starts with. `end` (never null) gets the first character
// that is no part of it, also after a failure. `strict` asks for four decimal parts without leading
// zeros; otherwise one to four parts, each decimal, octal (0) or hexadecimal (0x), as in C. Char is
// char or wchar_t. `bytes` is written only on success.
template <typename Char>
bool ipv4_parse(const Char* text, bool strict, const Char** end, uint8_t* bytes);
template <typename Char>
bool ipv6_parse(const Char* text, const Char** end, uint8_t* bytes);

// The whole of `text`: "a.b.c.d" or "a.b.c.d:port". Without a port, `port` gets 0; port 0 is not
// text.
template <typename Char>
bool ipv4_endpoint_parse(const Char* text, bool strict, uint8_t* bytes, uint16_t* port);
// The whole of `text`: "address", "address%scope", "[address%scope]" or "[address%scope]:port".
template <typename Char>
bool ipv6_endpoint_parse(const Char* text, uint8_t* bytes, uint32_t* scope, uint16_t* port);

// A written address: "[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255%4294967295]:65535" is the
// longest.
class AddressText {
  public:
    std::string_view view() const { return {text_.data(), length_}; }
    void add(char c) { add(std::string_view(&c, 1)); }
    void add(std::string_view more);
    void add_decimal(uint32_t number);

  private:
    std::array<char, 72> text_{};
    size_t length_ = 0;
};

AddressText ipv4_format(const uint8_t* bytes);
AddressText ipv6_format(const uint8_t* bytes);
// A port or scope of 0 does not show.
AddressText ipv4_endpoint_format(const uint8_t* bytes, uint16_t port);
AddressText ipv6_endpoint_format(const uint8_t* bytes, uint32_t scope, uint16_t port);

// Writes text that is ASCII, and a terminator, where `size` characters have room for both.
template <typename Char>
bool ascii_copy(std::string_view text, Char* buffer, size_t size) {
    if (text.size() >= size)
        return false;
    for (size_t i = 0; i < text.size(); ++i)
        buffer[i] = static_cast<Char>(text[i]);
    buffer[text.size()] = 0;
    return true;
}

}  // namespace berth::nt
