// Multicast: interfaces, memberships and sources of both families.
// https://learn.microsoft.com/windows/win32/winsock/multicast-programming
#include <cerrno>
#include <cstring>

#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/interface.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_call.h"
#include "ws2tcpip.h"

namespace berth::kernel::option_call {
namespace {

// An interface is named by one of its addresses, or by its index as an address of 0.0.0.0/8.
constexpr uint32_t kIndexLargest = 0x00ffffff;

bool interface_is_index(uint32_t name) {
    uint32_t host = __builtin_bswap32(name);
    return host != 0 && host <= kIndexLargest;
}

int index_of(uint32_t name) {
    return static_cast<int>(__builtin_bswap32(name));
}

int multicast_error(int number) {
    return number == ENODEV ? WSAEADDRNOTAVAIL
                            : error_from_errno(number);  // no such interface, or no route
}

int linux_set(const Socket& socket, const Option& option, const void* value, unsigned length) {
    if (lnx::sys_setsockopt(socket.fd, option.place.linux_level, option.place.linux_name, value,
                            length) == 0)
        return 0;
    return multicast_error(errno);
}

// Windows gives a socket the groups that it joined; Linux, unless told otherwise, those that any
// socket of the host joined.
void own_groups_only(const Socket& socket) {
    int off = 0;
    lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpMulticastAll, &off, sizeof off);
    if (socket.family == AF_INET6)
        lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIpv6, lnx::kIpv6MulticastAll, &off, sizeof off);
}

template <typename T>
bool read(const char* value, int length, T* request) {
    if (length < static_cast<int>(sizeof *request))
        return false;
    std::memcpy(request, value, sizeof *request);
    return true;
}

static_assert(sizeof(GROUP_REQ) == 136 && sizeof(GROUP_SOURCE_REQ) == 264,
              "as the kernel has them");

// The address in a group request, its family as the kernel numbers it. It must be the level's.
int storage_translate(const Option& option, SOCKADDR_STORAGE* storage) {
    int family = option.level == IPPROTO_IPV6 ? AF_INET6 : AF_INET;
    if (storage->ss_family != family)
        return WSAEADDRNOTAVAIL;
    storage->ss_family = static_cast<ADDRESS_FAMILY>(family_to_linux(family));
    return 0;
}

}  // namespace

int multicast_interface_get(Socket& socket, const Option&, int* value) {
    *value = socket.kept.get(Kept::multicast_interface);
    return 0;
}

int multicast_interface_set(Socket& socket, const Option&, int value) {
    lnx::IpMreqn request{};
    auto name = static_cast<uint32_t>(value);
    if (interface_is_index(name))
        request.index = index_of(name);
    else
        request.address = name;
    if (lnx::sys_setsockopt(socket.fd, lnx::kIpProtoIp, lnx::kIpMulticastIf, &request,
                            sizeof request) != 0)
        return multicast_error(errno);
    // What getsockopt tells is the index, in host order.
    int index = request.index != 0 || name == 0 ? request.index : interface_index_of(name);
    socket.kept.set(Kept::multicast_interface, index);
    return 0;
}

int membership_set(Socket& socket, const Option& option, const char* value, int length) {
    IP_MREQ request{};
    if (!read(value, length, &request))
        return WSAEFAULT;
    lnx::IpMreqn membership{request.imr_multiaddr.s_addr, 0, 0};
    uint32_t name = request.imr_interface.s_addr;
    if (interface_is_index(name))
        membership.index = index_of(name);
    else
        membership.address = name;
    own_groups_only(socket);
    return linux_set(socket, option, &membership, sizeof membership);
}

// By the requests that name no family, since these take the interface's index.
int source_membership_set(Socket& socket, const Option& option, const char* value, int length) {
    IP_MREQ_SOURCE request{};
    if (!read(value, length, &request))
        return WSAEFAULT;
    uint32_t name = request.imr_interface.s_addr;
    GROUP_SOURCE_REQ membership{};
    int index = interface_is_index(name) || name == 0 ? index_of(name) : interface_index_of(name);
    if (index == 0 && name != 0)
        return WSAEADDRNOTAVAIL;
    membership.gsr_interface = static_cast<ULONG>(index);
    auto* group = reinterpret_cast<sockaddr_in*>(&membership.gsr_group);
    group->sin_family = AF_INET;
    group->sin_addr = request.imr_multiaddr;
    auto* source = reinterpret_cast<sockaddr_in*>(&membership.gsr_source);
    source->sin_family = AF_INET;
    source->sin_addr = request.imr_sourceaddr;
    own_groups_only(socket);
    return linux_set(socket, option, &membership, sizeof membership);
}

int membership6_set(Socket& socket, const Option& option, const char* value, int length) {
    IPV6_MREQ request{};
    if (!read(value, length, &request))
        return WSAEFAULT;
    own_groups_only(socket);
    return linux_set(socket, option, &request, sizeof request);
}

int group_set(Socket& socket, const Option& option, const char* value, int length) {
    GROUP_REQ request{};
    if (!read(value, length, &request))
        return WSAEFAULT;
    if (int code = storage_translate(option, &request.gr_group))
        return code;
    own_groups_only(socket);
    return linux_set(socket, option, &request, sizeof request);
}

int group_source_set(Socket& socket, const Option& option, const char* value, int length) {
    GROUP_SOURCE_REQ request{};
    if (!read(value, length, &request))
        return WSAEFAULT;
    if (int code = storage_translate(option, &request.gsr_group))
        return code;
    if (int code = storage_translate(option, &request.gsr_source))
        return code;
    own_groups_only(socket);
    return linux_set(socket, option, &request, sizeof request);
}

}  // namespace berth::kernel::option_call
