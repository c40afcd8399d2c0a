#include "providers/kernel/address.h"

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "afunix.h"
#include "nt/memory_probe.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

constexpr unsigned kPortOffset = offsetof(sockaddr_in, sin_port);
static_assert(kPortOffset == offsetof(sockaddr_in6, sin6_port));

}  // namespace

int family_to_linux(int family) {
    return family == AF_INET6 ? lnx::kAfInet6 : family;
}
int family_from_linux(int family) {
    return family == lnx::kAfInet6 ? AF_INET6 : family;
}

void family_patch(void* address, unsigned length) {
    USHORT family = 0;
    if (length < sizeof family)
        return;
    std::memcpy(&family, address, sizeof family);
    family = static_cast<USHORT>(family_from_linux(family));
    std::memcpy(address, &family, sizeof family);
}

int address_length_min(int family) {
    switch (family) {
        case AF_INET:
            return sizeof(sockaddr_in);
        case AF_INET6:
            return sizeof(sockaddr_in6);
        case AF_UNIX:
            return offsetof(sockaddr_un, sun_path);
        default:
            return 0;
    }
}

int address_length_max(int family) {
    return family == AF_UNIX ? static_cast<int>(sizeof(sockaddr_un)) : address_length_min(family);
}

int address_read(const sockaddr* name, int length, int family, Address* address) {
    if (length < static_cast<int>(sizeof(USHORT)) ||
        !nt::memory_is_mapped(name, static_cast<size_t>(length)))
        return WSAEFAULT;
    USHORT given = 0;
    std::memcpy(&given, name, sizeof given);
    if (length < address_length_min(family))
        return WSAEFAULT;
    if (given != family)
        return WSAEAFNOSUPPORT;
    if (length > address_length_max(family)) {
        if (family == AF_UNIX)
            return WSAEFAULT;
        length = address_length_max(family);  // programs pass sizeof(SOCKADDR_STORAGE)
    }
    std::memcpy(address->bytes, name, static_cast<size_t>(length));
    address->family = static_cast<USHORT>(family_to_linux(given));
    address->length = static_cast<unsigned>(length);
    if (family == AF_UNIX && length > address_length_min(family)) {
        // A path ends at its first NUL; the kernel takes the length literally. An abstract name
        // (which starts with NUL) is its whole length.
        const char* path = address->bytes + address_length_min(family);
        size_t room = static_cast<size_t>(length - address_length_min(family));
        if (*path != 0)
            address->length =
                static_cast<unsigned>(address_length_min(family) + strnlen(path, room));
        else if (strnlen(path, room) == 0 && std::memcmp(path, path + 1, room - 1) == 0)
            address->length =
                static_cast<unsigned>(address_length_min(family));  // all zero: unnamed
    }
    return 0;
}

int address_write(const Address& address, sockaddr* name, int* length) {
    if (nt::memory_is_null_page(name) || nt::memory_is_null_page(length))
        return WSAEFAULT;
    Address windows = address;
    if (windows.family == lnx::kAfUnix && windows.length < lnx::kSockAddrStorage) {
        // Windows hands out the whole structure, the path ended by NUL.
        std::memset(windows.bytes + windows.length, 0, lnx::kSockAddrStorage - windows.length);
        windows.length = sizeof(sockaddr_un);
    }
    if (*length < 0 || static_cast<unsigned>(*length) < windows.length)
        return WSAEFAULT;
    family_patch(windows.bytes, windows.length);
    std::memcpy(name, windows.bytes, windows.length);
    *length = static_cast<int>(windows.length);
    return 0;
}

bool address_is_any(const Address& address) {
    static constexpr char kZeroes[16] = {};
    switch (address.family) {
        case lnx::kAfInet:
            return std::memcmp(address.bytes + offsetof(sockaddr_in, sin_addr), kZeroes, 4) == 0;
        case lnx::kAfInet6:
            return std::memcmp(address.bytes + offsetof(sockaddr_in6, sin6_addr), kZeroes, 16) == 0;
        default:
            return address.length <= offsetof(sockaddr_un, sun_path);
    }
}

bool address_is_same(const Address& one, const Address& other) {
    if (one.family != other.family || address_port(one) != address_port(other))
        return false;
    const bool six = one.family == lnx::kAfInet6;
    const size_t at = six ? offsetof(sockaddr_in6, sin6_addr) : offsetof(sockaddr_in, sin_addr);
    return std::memcmp(one.bytes + at, other.bytes + at, six ? 16 : 4) == 0;
}

bool address_is_multicast(const Address& address) {
    if (address.family == lnx::kAfInet6)
        return static_cast<uint8_t>(address.bytes[offsetof(sockaddr_in6, sin6_addr)]) == 0xff;
    uint32_t four = 0;
    std::memcpy(&four, address.bytes + offsetof(sockaddr_in, sin_addr), sizeof four);
    four = __builtin_bswap32(four);
    return address.family == lnx::kAfInet &&
           ((four & 0xf0000000) == 0xe0000000 || four == INADDR_BROADCAST);
}

USHORT address_port(const Address& address) {
    if (address.family == lnx::kAfUnix)
        return 0;
    USHORT port = 0;
    std::memcpy(&port, address.bytes + kPortOffset, sizeof port);
    return __builtin_bswap16(port);
}

void address_port_set(Address* address, USHORT port) {
    port = __builtin_bswap16(port);
    std::memcpy(address->bytes + kPortOffset, &port, sizeof port);
}

void address_any_set(Address* address) {
    const USHORT family = address->family;
    const USHORT port = address_port(*address);
    std::memset(address->bytes, 0, address->length);
    address->family = family;
    address_port_set(address, port);
}

int address_of_socket(int fd, Address* address) {
    address->length = lnx::kSockAddrStorage;
    return lnx::sys_getsockname(fd, address->bytes, &address->length) == 0 ? 0 : errno;
}

int address_of_peer(int fd, Address* address) {
    address->length = lnx::kSockAddrStorage;
    return lnx::sys_getpeername(fd, address->bytes, &address->length) == 0 ? 0 : errno;
}

}  // namespace berth::kernel
