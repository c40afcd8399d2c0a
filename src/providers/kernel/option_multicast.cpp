// Multicast: interfaces, memberships and sources of both families.
// https://learn.microsoft.com/windows/win32/winsock/multicast-programming
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <vector>

#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/group_bind.h"
#include "providers/kernel/interface.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/membership.h"
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

Membership membership_of(const Option& option, uint32_t interface) {
    return {membership_change(option.level, option.name),
            option.level == IPPROTO_IPV6,
            interface,
            {},
            {}};
}

int apply(Socket& socket, const Option& option, const Membership& membership, const void* value,
          unsigned length) {
    return membership_apply(socket, membership, option.place.linux_level, option.place.linux_name,
                            value, length);
}

// Windows gives a socket the groups that it joined; Linux, unless told otherwise, those that any
// socket of the host joined. And it gives them whatever address the socket is bound to.
void own_groups_only(Socket& socket) {
    groups_hear(socket);
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
    Membership asked =
        membership_of(option, static_cast<uint32_t>(name == 0 || membership.index != 0
                                                        ? membership.index
                                                        : interface_index_of(name)));
    reinterpret_cast<sockaddr_in*>(&asked.group)->sin_addr = request.imr_multiaddr;
    own_groups_only(socket);
    return apply(socket, option, asked, &membership, sizeof membership);
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
    Membership asked = membership_of(option, membership.gsr_interface);
    asked.group = membership.gsr_group;
    asked.source = membership.gsr_source;
    own_groups_only(socket);
    return apply(socket, option, asked, &membership, sizeof membership);
}

int membership6_set(Socket& socket, const Option& option, const char* value, int length) {
    IPV6_MREQ request{};
    if (!read(value, length, &request))
        return WSAEFAULT;
    Membership asked = membership_of(option, request.ipv6mr_interface);
    reinterpret_cast<sockaddr_in6*>(&asked.group)->sin6_addr = request.ipv6mr_multiaddr;
    own_groups_only(socket);
    return apply(socket, option, asked, &request, sizeof request);
}

int group_set(Socket& socket, const Option& option, const char* value, int length) {
    GROUP_REQ request{};
    if (!read(value, length, &request))
        return WSAEFAULT;
    if (int code = storage_translate(option, &request.gr_group))
        return code;
    Membership asked = membership_of(option, request.gr_interface);
    asked.group = request.gr_group;
    own_groups_only(socket);
    return apply(socket, option, asked, &request, sizeof request);
}

int group_source_set(Socket& socket, const Option& option, const char* value, int length) {
    GROUP_SOURCE_REQ request{};
    if (!read(value, length, &request))
        return WSAEFAULT;
    if (int code = storage_translate(option, &request.gsr_group))
        return code;
    if (int code = storage_translate(option, &request.gsr_source))
        return code;
    Membership asked = membership_of(option, request.gsr_interface);
    asked.group = request.gsr_group;
    asked.source = request.gsr_source;
    own_groups_only(socket);
    return apply(socket, option, asked, &request, sizeof request);
}

}  // namespace berth::kernel::option_call

// ---- the sources of a group as a whole: setipv4sourcefilter and its like ----

namespace berth::kernel::ioctl_call {
namespace {

// The kernel's form of GROUP_FILTER is Windows' but for two numbers: the families, and the mode,
// whose values it has the other way round.
constexpr size_t kHead = offsetof(GROUP_FILTER, gf_slist);
static_assert(kHead == 144 && offsetof(GROUP_FILTER, gf_group) == 8);

class GroupFilter {
  public:
    explicit GroupFilter(size_t sources) : bytes_(kHead + sources * sizeof(SOCKADDR_STORAGE)) {}

    GROUP_FILTER head() const {
        GROUP_FILTER head{};
        std::memcpy(&head, bytes_.data(), kHead);
        return head;
    }
    void head_set(const GROUP_FILTER& head) { std::memcpy(bytes_.data(), &head, kHead); }
    SOCKADDR_STORAGE source(size_t i) const {
        SOCKADDR_STORAGE source{};
        std::memcpy(&source, bytes_.data() + kHead + i * sizeof source, sizeof source);
        return source;
    }
    void source_set(size_t i, const SOCKADDR_STORAGE& source) {
        std::memcpy(bytes_.data() + kHead + i * sizeof source, &source, sizeof source);
    }
    char* data() { return bytes_.data(); }
    unsigned size() const { return static_cast<unsigned>(bytes_.size()); }

  private:
    std::vector<char> bytes_;
};

MULTICAST_MODE_TYPE mode_turned(MULTICAST_MODE_TYPE mode) {
    return mode == MCAST_INCLUDE ? MCAST_EXCLUDE : MCAST_INCLUDE;
}

int level_of(const GROUP_FILTER& head) {
    return head.gf_group.ss_family == AF_INET ? lnx::kIpProtoIp : lnx::kIpProtoIpv6;
}

int filter_error(int number) {
    return number == ENODEV || number == EADDRNOTAVAIL ? WSAEADDRNOTAVAIL
                                                       : error_from_errno(number);
}

// A filter of Windows' form, its families and mode too.
int filter_store(Socket& socket, GroupFilter& filter) {
    GROUP_FILTER head = filter.head();
    const int mode = number_of(head.gf_fmode);
    if (mode != MCAST_INCLUDE && mode != MCAST_EXCLUDE)
        return WSAEINVAL;
    if (head.gf_group.ss_family != AF_INET && head.gf_group.ss_family != AF_INET6)
        return WSAEADDRNOTAVAIL;
    const int family = head.gf_group.ss_family;
    const int level = level_of(head);
    for (size_t i = 0; i < head.gf_numsrc; ++i) {
        SOCKADDR_STORAGE source = filter.source(i);
        if (source.ss_family != family)
            return WSAEADDRNOTAVAIL;
        source.ss_family = static_cast<ADDRESS_FAMILY>(family_to_linux(family));
        filter.source_set(i, source);
    }
    head.gf_fmode = mode_turned(head.gf_fmode);
    head.gf_group.ss_family = static_cast<ADDRESS_FAMILY>(family_to_linux(family));
    filter.head_set(head);
    return lnx::sys_setsockopt(socket.fd, level, lnx::kMcastMsFilter, filter.data(),
                               filter.size()) == 0
               ? 0
               : filter_error(errno);
}

// Fills in the mode, the number of all sources, and as many of them as there is room for.
int filter_load(Socket& socket, GroupFilter& filter) {
    GROUP_FILTER head = filter.head();
    if (head.gf_group.ss_family != AF_INET && head.gf_group.ss_family != AF_INET6)
        return WSAEADDRNOTAVAIL;
    const int family = head.gf_group.ss_family;
    const int level = level_of(head);
    const ULONG room = head.gf_numsrc;
    head.gf_group.ss_family = static_cast<ADDRESS_FAMILY>(family_to_linux(family));
    filter.head_set(head);
    unsigned length = filter.size();
    if (lnx::sys_getsockopt(socket.fd, level, lnx::kMcastMsFilter, filter.data(), &length) != 0)
        return filter_error(errno);
    head = filter.head();
    head.gf_fmode = mode_turned(head.gf_fmode);
    head.gf_group.ss_family = static_cast<ADDRESS_FAMILY>(family);
    filter.head_set(head);
    for (size_t i = 0; i < std::min(room, head.gf_numsrc); ++i) {
        SOCKADDR_STORAGE source = filter.source(i);
        source.ss_family = static_cast<ADDRESS_FAMILY>(family);
        filter.source_set(i, source);
    }
    return 0;
}

// IP_MSFILTER names the group and its sources by address alone.
SOCKADDR_STORAGE storage_of(IN_ADDR address) {
    SOCKADDR_STORAGE storage{};
    sockaddr_in four{};
    four.sin_family = AF_INET;
    four.sin_addr = address;
    std::memcpy(&storage, &four, sizeof four);
    return storage;
}

constexpr size_t kHead4 = offsetof(IP_MSFILTER, imsf_slist);

int head_of(const IP_MSFILTER& filter, GROUP_FILTER* head) {
    const uint32_t name = filter.imsf_interface.s_addr;
    const uint32_t host = __builtin_bswap32(name);
    constexpr uint32_t kIndexLargest = 0x00ffffff;
    const uint32_t index =
        host <= kIndexLargest ? host : static_cast<uint32_t>(interface_index_of(name));
    if (index == 0 && name != 0)
        return WSAEADDRNOTAVAIL;
    head->gf_interface = index;
    head->gf_group = storage_of(filter.imsf_multiaddr);
    std::memcpy(&head->gf_fmode, &filter.imsf_fmode, sizeof head->gf_fmode);  // perhaps none
    head->gf_numsrc = filter.imsf_numsrc;
    return 0;
}

template <typename T>
T front_of(const char* bytes, size_t length) {
    T value{};
    std::memcpy(&value, bytes, std::min(length, sizeof value));
    return value;
}

}  // namespace

int source_filter_set(Socket& socket, IoctlCall& call) {
    const auto wanted = front_of<IP_MSFILTER>(call.in, call.in_length);
    if (wanted.imsf_numsrc > (call.in_length - kHead4) / sizeof(IN_ADDR))
        return WSAEINVAL;
    GROUP_FILTER head{};
    if (int code = head_of(wanted, &head))
        return code;
    GroupFilter filter(wanted.imsf_numsrc);
    filter.head_set(head);
    for (size_t i = 0; i < wanted.imsf_numsrc; ++i) {
        IN_ADDR source{};
        std::memcpy(&source, call.in + kHead4 + i * sizeof source, sizeof source);
        filter.source_set(i, storage_of(source));
    }
    return filter_store(socket, filter);
}

int source_filter_get(Socket& socket, IoctlCall& call) {
    auto told = front_of<IP_MSFILTER>(call.in, call.in_length);
    const size_t room = (call.out_length - kHead4) / sizeof(IN_ADDR);
    GROUP_FILTER head{};
    if (int code = head_of(told, &head))
        return code;
    head.gf_numsrc = static_cast<ULONG>(room);
    GroupFilter filter(room);
    filter.head_set(head);
    if (int code = filter_load(socket, filter))
        return code;
    head = filter.head();
    told.imsf_fmode = head.gf_fmode;
    told.imsf_numsrc = head.gf_numsrc;
    std::memcpy(call.out, &told, kHead4);
    const size_t count = std::min<size_t>(room, head.gf_numsrc);
    for (size_t i = 0; i < count; ++i) {
        const SOCKADDR_STORAGE source = filter.source(i);
        std::memcpy(call.out + kHead4 + i * sizeof(IN_ADDR),
                    &reinterpret_cast<const sockaddr_in*>(&source)->sin_addr, sizeof(IN_ADDR));
    }
    *call.returned = static_cast<DWORD>(kHead4 + count * sizeof(IN_ADDR));
    return 0;
}

int group_filter_set(Socket& socket, IoctlCall& call) {
    const auto wanted = front_of<GROUP_FILTER>(call.in, kHead);
    if (wanted.gf_numsrc > (call.in_length - kHead) / sizeof(SOCKADDR_STORAGE))
        return WSAEINVAL;
    GroupFilter filter(wanted.gf_numsrc);
    std::memcpy(filter.data(), call.in, filter.size());
    return filter_store(socket, filter);
}

int group_filter_get(Socket& socket, IoctlCall& call) {
    const size_t room = (call.out_length - kHead) / sizeof(SOCKADDR_STORAGE);
    GROUP_FILTER head = front_of<GROUP_FILTER>(call.in, kHead);
    head.gf_numsrc = static_cast<ULONG>(room);
    GroupFilter filter(room);
    filter.head_set(head);
    if (int code = filter_load(socket, filter))
        return code;
    const size_t count = std::min<size_t>(room, filter.head().gf_numsrc);
    *call.returned = static_cast<DWORD>(kHead + count * sizeof(SOCKADDR_STORAGE));
    std::memcpy(call.out, filter.data(), *call.returned);
    return 0;
}

}  // namespace berth::kernel::ioctl_call
