// WSPAddressToString and WSPStringToAddress: SELECTOR@IP:PORT.
// https://learn.microsoft.com/windows/win32/api/ws2spi/nc-ws2spi-lpwspaddresstostring
#include "nt/address_text.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <string>
#include <string_view>

#include "nt/memory_probe.h"
#include "providers/iso/nsap.h"

namespace berth::iso {
namespace {

int text_fail(LPINT error, int code) {
    if (error)
        *error = code;
    return SOCKET_ERROR;
}

USHORT default_port(const WSAPROTOCOL_INFOW* info) {
    return info && info->iProtocol == ISOPROTO_TP2 ? kPortClass2 : kPortClass0;
}

bool is_selector_character(unsigned c) {
    return c >= 0x20 && c < 0x7F && c != '@';
}

int hexadecimal_value(wchar_t c) {
    if (c >= L'0' && c <= L'9')
        return c - L'0';
    if (c >= L'a' && c <= L'f')
        return c - L'a' + 10;
    if (c >= L'A' && c <= L'F')
        return c - L'A' + 10;
    return -1;
}

bool is_hexadecimal_prefix(std::wstring_view text) {
    return text.size() >= 2 && text[0] == L'0' && (text[1] == L'x' || text[1] == L'X');
}

void selector_format(Octets selector, std::wstring* text) {
    const bool is_text = std::all_of(selector.begin(), selector.end(), is_selector_character) &&
                         !is_hexadecimal_prefix(std::wstring(selector.begin(), selector.end()));
    if (is_text) {
        text->append(selector.begin(), selector.end());
        return;
    }
    text->append(L"0x");
    for (const uint8_t octet : selector) {
        text->push_back(L"0123456789ABCDEF"[octet >> 4]);
        text->push_back(L"0123456789ABCDEF"[octet & 0x0F]);
    }
}

bool selector_parse(std::wstring_view text, IsoAddress* address) {
    size_t length = 0;
    if (is_hexadecimal_prefix(text)) {
        text.remove_prefix(2);
        if (text.size() % 2 != 0 || text.size() / 2 > sizeof address->selector)
            return false;
        for (; length < text.size() / 2; ++length) {
            const int high = hexadecimal_value(text[length * 2]);
            const int low = hexadecimal_value(text[length * 2 + 1]);
            if (high < 0 || low < 0)
                return false;
            address->selector[length] = static_cast<uint8_t>(high << 4 | low);
        }
    } else {
        if (text.size() > sizeof address->selector)
            return false;
        for (const wchar_t c : text) {
            if (!is_selector_character(static_cast<unsigned>(c)))
                return false;
            address->selector[length++] = static_cast<uint8_t>(c);
        }
    }
    address->selector_length = static_cast<uint8_t>(length);
    return true;
}

// Up to five digits, and nothing behind them.
bool port_parse(const wchar_t* text, USHORT* port) {
    unsigned value = 0;
    size_t digits = 0;
    for (; text[digits] >= L'0' && text[digits] <= L'9' && digits < 5; ++digits)
        value = value * 10 + static_cast<unsigned>(text[digits] - L'0');
    if (digits == 0 || text[digits] != 0 || value > 0xFFFF)
        return false;
    *port = static_cast<USHORT>(value);
    return true;
}

bool network_parse(const wchar_t* text, IsoAddress* address) {
    const bool is_bracketed = *text == L'[';
    const wchar_t* end = nullptr;
    if (!is_bracketed && nt::ipv4_parse(text, true, &end, address->ip)) {
        address->family = AF_INET;
    } else {
        if (!nt::ipv6_parse(text + is_bracketed, &end, address->ip))
            return false;
        address->family = AF_INET6;
        // Without brackets a port could not be told from the address.
        if (!is_bracketed)
            return *end == 0;
        if (*end++ != L']')
            return false;
    }
    return *end == 0 || (*end == L':' && port_parse(end + 1, &address->port));
}

std::wstring address_format(const IsoAddress& address) {
    std::wstring text;
    if (address.selector_length > 0 || address.family == AF_UNSPEC) {
        selector_format(address.selector_octets(), &text);
        text.push_back(L'@');
    }
    if (address.family == AF_UNSPEC)
        return text;
    const bool is_ipv6 = address.family == AF_INET6;
    const nt::AddressText ip = is_ipv6 ? nt::ipv6_format(address.ip) : nt::ipv4_format(address.ip);
    if (is_ipv6)
        text.push_back(L'[');
    text.append(ip.view().begin(), ip.view().end());
    if (is_ipv6)
        text.push_back(L']');
    text.push_back(L':');
    text.append(std::to_wstring(address.port));
    return text;
}

int address_parse(const wchar_t* text, USHORT port, IsoAddress* address) {
    address->port = port;
    const wchar_t* network = text;
    if (const wchar_t* const at = std::wcschr(text, L'@')) {
        if (!selector_parse({text, static_cast<size_t>(at - text)}, address))
            return WSAEINVAL;
        network = at + 1;
        if (*network == 0)
            return 0;
    }
    return network_parse(network, address) ? 0 : WSAEINVAL;
}

}  // namespace

int WSPAPI address_to_string(sockaddr* address, DWORD address_length, LPWSAPROTOCOL_INFOW info,
                             LPWSTR text, LPDWORD text_length, LPINT error) try {
    if (!text_length || !address || (info && info->iAddressFamily != AF_ISO))
        return text_fail(error, WSAEINVAL);
    if (!nt::memory_is_mapped(address, address_length) ||
        !nt::memory_is_mapped(text_length, sizeof *text_length))
        return text_fail(error, WSAEFAULT);
    IsoAddress read;
    const int length = static_cast<int>(std::min<DWORD>(address_length, sizeof(sockaddr_tp)));
    if (iso_address_read(address, length, default_port(info), &read) != 0)
        return text_fail(error, WSAEINVAL);
    const std::wstring written = address_format(read);
    const DWORD size = text ? *text_length : 0;
    *text_length = static_cast<DWORD>(written.size() + 1);
    if (size < *text_length || !nt::memory_is_mapped(text, *text_length * sizeof *text))
        return text_fail(error, WSAEFAULT);
    std::memcpy(text, written.c_str(), *text_length * sizeof(wchar_t));
    return 0;
} catch (const std::bad_alloc&) {
    return text_fail(error, WSAENOBUFS);
}

int WSPAPI string_to_address(LPWSTR text, INT family, LPWSAPROTOCOL_INFOW info, sockaddr* address,
                             LPINT address_length, LPINT error) {
    if (!text || (family != AF_ISO && family != AF_UNSPEC) ||
        (info && info->iAddressFamily != AF_ISO))
        return text_fail(error, WSAEINVAL);
    if (!nt::memory_is_mapped(address_length, sizeof *address_length))
        return text_fail(error, WSAEFAULT);
    const USHORT port = default_port(info);
    IsoAddress read;
    if (const int code = address_parse(text, port, &read))
        return text_fail(error, code);
    constexpr INT size = sizeof(sockaddr_tp);
    const bool fits = *address_length >= size;
    *address_length = size;
    if (!fits || !nt::memory_is_mapped(address, sizeof(sockaddr_tp)))
        return text_fail(error, WSAEFAULT);
    const sockaddr_tp tp = iso_address_store(read, port);
    std::memcpy(address, &tp, sizeof tp);
    return 0;
}

}  // namespace berth::iso
