// WSPAddressToString and WSPStringToAddress: IPv4 and IPv6 addresses with scope and port, AF_UNIX
// paths. https://learn.microsoft.com/windows/win32/api/ws2spi/nc-ws2spi-lpwspaddresstostring
#include "nt/address_text.h"

#include <cstddef>
#include <cstring>
#include <new>
#include <string>

#include "nt/memory_probe.h"
#include "nt/text.h"
#include "winsock2.h"
#include "ws2spi.h"
#include "ws2tcpip.h"

namespace berth::kernel {

int WSPAPI address_to_string(sockaddr* address, DWORD address_length, LPWSAPROTOCOL_INFOW info,
                             LPWSTR text, LPDWORD text_length, LPINT error);
int WSPAPI string_to_address(LPWSTR text, INT family, LPWSAPROTOCOL_INFOW info, sockaddr* address,
                             LPINT address_length, LPINT error);

namespace {

constexpr size_t kPathSize = 108;

struct UnixAddress {  // afunix.h's SOCKADDR_UN
    ADDRESS_FAMILY family;
    char path[kPathSize];
};

uint16_t host_order(USHORT port) {
    return __builtin_bswap16(port);
}

int address_fail(LPINT error, int code) {
    if (error)
        *error = code;
    return SOCKET_ERROR;
}

// The address as text, or false where it is none of ours.
bool address_write(const sockaddr* address, DWORD length, std::wstring* text) {
    ADDRESS_FAMILY family = AF_UNSPEC;
    if (length < sizeof family)
        return false;
    std::memcpy(&family, address, sizeof family);
    if (family == AF_INET && length >= sizeof(SOCKADDR_IN)) {
        SOCKADDR_IN in{};
        std::memcpy(&in, address, sizeof in);
        const nt::AddressText written = nt::ipv4_endpoint_format(
            reinterpret_cast<const uint8_t*>(&in.sin_addr), host_order(in.sin_port));
        text->assign(written.view().begin(), written.view().end());
        return true;
    }
    if (family == AF_INET6 && length >= sizeof(SOCKADDR_IN6)) {
        SOCKADDR_IN6 in{};
        std::memcpy(&in, address, sizeof in);
        const nt::AddressText written =
            nt::ipv6_endpoint_format(reinterpret_cast<const uint8_t*>(&in.sin6_addr),
                                     in.sin6_scope_id, host_order(in.sin6_port));
        text->assign(written.view().begin(), written.view().end());
        return true;
    }
    if (family == AF_UNIX) {
        const char* path = reinterpret_cast<const char*>(address) + offsetof(UnixAddress, path);
        *text = nt::wide_from_utf8(
            std::string_view(path, strnlen(path, length - offsetof(UnixAddress, path))));
        return true;
    }
    return false;
}

// Copies a sockaddr out by the rules of an in-out length. 0 or WSAEFAULT.
template <typename Address>
int address_copy(const Address& from, sockaddr* to, INT* length) {
    const bool fits = *length >= static_cast<INT>(sizeof from);
    *length = static_cast<INT>(sizeof from);
    if (!fits || !nt::memory_is_mapped(to, sizeof from))
        return WSAEFAULT;
    std::memcpy(to, &from, sizeof from);
    return 0;
}

int address_read(const wchar_t* text, INT family, sockaddr* address, INT* length) {
    uint16_t port = 0;
    if (family == AF_INET) {
        SOCKADDR_IN in{};
        if (!nt::ipv4_endpoint_parse(text, false, reinterpret_cast<uint8_t*>(&in.sin_addr), &port))
            return WSAEINVAL;
        in.sin_family = AF_INET;
        in.sin_port = host_order(port);
        return address_copy(in, address, length);
    }
    if (family == AF_INET6) {
        SOCKADDR_IN6 in{};
        uint32_t scope = 0;
        if (!nt::ipv6_endpoint_parse(text, reinterpret_cast<uint8_t*>(&in.sin6_addr), &scope,
                                     &port))
            return WSAEINVAL;
        in.sin6_family = AF_INET6;
        in.sin6_scope_id = scope;
        in.sin6_port = host_order(port);
        return address_copy(in, address, length);
    }
    if (family == AF_UNIX) {
        const std::string path = nt::utf8_from_wide(text);
        UnixAddress un{AF_UNIX, {}};
        if (path.empty() || path.size() >= sizeof un.path)
            return WSAEINVAL;
        path.copy(un.path, path.size());
        return address_copy(un, address, length);
    }
    return WSAEINVAL;
}

// "lpProtocolInfo did not refer to a structure supported by the provider": a layered provider may
// hand on its chain's, which is of the same family.
bool info_is_ours(const WSAPROTOCOL_INFOW* info) {
    return !info || info->iAddressFamily == AF_INET || info->iAddressFamily == AF_INET6 ||
           info->iAddressFamily == AF_UNIX;
}

}  // namespace

int WSPAPI address_to_string(sockaddr* address, DWORD address_length, LPWSAPROTOCOL_INFOW info,
                             LPWSTR text, LPDWORD text_length, LPINT error) try {
    std::wstring written;
    if (!address || !text_length || !info_is_ours(info))
        return address_fail(error, WSAEINVAL);
    if (!nt::memory_is_mapped(address, address_length) ||
        !nt::memory_is_mapped(text_length, sizeof *text_length))
        return address_fail(error, WSAEFAULT);
    if (!address_write(address, address_length, &written))
        return address_fail(error, WSAEINVAL);
    const DWORD size = *text_length;
    *text_length = static_cast<DWORD>(written.size() + 1);
    if (size < *text_length || !nt::memory_is_mapped(text, *text_length * sizeof *text))
        return address_fail(error, WSAEFAULT);
    std::memcpy(text, written.c_str(), *text_length * sizeof(wchar_t));
    return 0;
} catch (const std::bad_alloc&) {
    return address_fail(error, WSAENOBUFS);
}

int WSPAPI string_to_address(LPWSTR text, INT family, LPWSAPROTOCOL_INFOW info, sockaddr* address,
                             LPINT address_length, LPINT error) try {
    if (!text || !info_is_ours(info))
        return address_fail(error, WSAEINVAL);
    if (family == AF_UNSPEC && info)  // the caller does not know it
        family = info->iAddressFamily;
    if (!nt::memory_is_mapped(address_length, sizeof *address_length))
        return address_fail(error, WSAEFAULT);
    const int code = address_read(text, family, address, address_length);
    return code == 0 ? 0 : address_fail(error, code);
} catch (const std::bad_alloc&) {
    return address_fail(error, WSA_NOT_ENOUGH_MEMORY);
}

}  // namespace berth::kernel
