// Options that say which packets are received: IP_RECEIVE_BROADCAST, IP_MULTICAST_LOOP (which on
// Windows is the receiver's matter, and the sender's on Linux) and the interfaces of IP_IFLIST.
// https://learn.microsoft.com/windows/win32/winsock/ipproto-ip-socket-options
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <mutex>
#include <new>
#include <unordered_map>
#include <utility>
#include <vector>

#include "nt/futex.h"
#include "nt/lasting.h"
#include "providers/kernel/error.h"
#include "providers/kernel/group_bind.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_call.h"
#include "providers/kernel/packet_filter.h"
#include "providers/kernel/receive_filter.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

using Interfaces = std::vector<uint32_t>;

struct InterfaceLists {
    Interfaces v4, v6;
};

// By the sockets' serial numbers: few sockets have any.
constinit nt::FutexMutex lists_lock;
std::unordered_map<uint64_t, InterfaceLists>& lists() {
    // Never destroyed: sockets may be closed later than that.
    static nt::Lasting<std::unordered_map<uint64_t, InterfaceLists>> lasting;
    return lasting.get();
}

Interfaces& list_of(Socket& socket, bool six) {
    InterfaceLists& both = lists()[socket.serial];
    socket.kept.set(Kept::interfaces_listed, 1);
    return six ? both.v6 : both.v4;
}

// ---- the filter ----

constexpr uint32_t kBroadcastPacket = 1, kLoopedPacket = 5;

// A multicast, as the accumulator says, that comes from this host.
void looped_drop(PacketFilter& filter, uint32_t multicast) {
    constexpr uint8_t kBody = 6;
    filter.unless_equal_skip(multicast, kBody);
    filter.load_word(PacketFilter::kPacketType);
    filter.drop_if_equal(kLoopedPacket);
    filter.load_word(PacketFilter::kInterface);
    filter.drop_if_equal(PacketFilter::kLoopbackIndex);
}

void accept_from(PacketFilter& filter, const Interfaces& listed) {
    filter.load_word(PacketFilter::kInterface);
    for (uint32_t index : listed) {
        filter.unless_equal_skip(index, 1);
        filter.accept();
    }
    filter.drop();
}

uint32_t word_of(const char* bytes) {
    uint32_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return __builtin_bswap32(word);
}

// Drops what is neither for the bound address nor for a group.
void bound_only_v4(PacketFilter& filter, const Address& bound) {
    constexpr uint8_t kRest = 4;
    filter.load_word(PacketFilter::kDestination4);
    filter.unless_equal_skip(word_of(bound.bytes + offsetof(sockaddr_in, sin_addr)), 1);
    filter.skip(kRest);
    filter.mask(0xf0000000);
    filter.unless_equal_skip(0xe0000000, 1);
    filter.skip(1);
    filter.drop();
}
void bound_only_v6(PacketFilter& filter, const Address& bound) {
    constexpr size_t kWord = 4, kWords = 4;
    filter.load_byte(PacketFilter::kDestination6);
    filter.unless_equal_skip(0xff, 1);
    filter.skip(kWords * 4);
    for (size_t i = 0; i < kWords; ++i) {
        filter.load_word(PacketFilter::kDestination6 + static_cast<uint32_t>(i * kWord));
        filter.unless_equal_skip(
            word_of(bound.bytes + offsetof(sockaddr_in6, sin6_addr) + i * kWord), 1);
        filter.skip(1);
        filter.drop();
    }
}

PacketFilter filter_of_v4(Socket& socket) {
    PacketFilter text;
    Address bound;
    if (groups_heard_at(socket, &bound) && bound.family == lnx::kAfInet)
        bound_only_v4(text, bound);
    if (socket.kept.get(Kept::no_broadcast)) {
        text.load_word(PacketFilter::kPacketType);
        text.drop_if_equal(kBroadcastPacket);
        text.load_word(PacketFilter::kDestination4);
        text.drop_if_equal(INADDR_BROADCAST);
        text.drop_if_equal(0x7fffffff);  // the loopback network's, which is no broadcast to Linux
    }
    if (socket.kept.get(Kept::v4_no_multicast_loop)) {
        text.load_word(PacketFilter::kDestination4);
        text.mask(0xf0000000);
        looped_drop(text, 0xe0000000);
    }
    if (socket.kept.get(Kept::v4_interface_list))
        accept_from(text, list_of(socket, false));
    else
        text.accept();
    return text;
}

PacketFilter filter_of_v6(Socket& socket) {
    PacketFilter text;
    Address bound;
    if (groups_heard_at(socket, &bound) && bound.family == lnx::kAfInet6)
        bound_only_v6(text, bound);
    if (socket.kept.get(Kept::v6_no_multicast_loop)) {
        text.load_byte(PacketFilter::kDestination6);
        looped_drop(text, 0xff);
    }
    if (socket.kept.get(Kept::v6_interface_list))
        accept_from(text, list_of(socket, true));
    else
        text.accept();
    return text;
}

// Under the lock. 0 or a WSA code.
int filter_apply(Socket& socket, int fd) {
    int none = 0;
    Address bound;
    bool any = groups_heard_at(socket, &bound);
    for (Kept one : {Kept::no_broadcast, Kept::v4_no_multicast_loop, Kept::v6_no_multicast_loop,
                     Kept::v4_interface_list, Kept::v6_interface_list})
        any = any || socket.kept.get(one) != 0;
    if (!any) {
        lnx::sys_setsockopt(fd, lnx::kSolSocket, lnx::kSoDetachFilter, &none, sizeof none);
        return 0;
    }
    PacketFilter text;
    const PacketFilter v4 = filter_of_v4(socket);
    text.load_byte(PacketFilter::kHeader);
    text.mask(0xf0);
    text.unless_equal_skip(0x40, 1);
    text.skip(1);
    text.skip(v4.size());
    text.append(v4);
    text.append(filter_of_v6(socket));
    return text.attach(fd) == 0 ? 0 : WSAENOBUFS;
}

int flag_store(Socket& socket, Kept flag, bool on) try {
    const std::lock_guard guard(lists_lock);
    const int before = socket.kept.get(flag);
    socket.kept.set(flag, on);
    const int code = filter_apply(socket, socket.fd);
    if (code != 0)
        socket.kept.set(flag, before);
    return code;
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

Kept list_flag(const Option& option) {
    return option.level == IPPROTO_IPV6 ? Kept::v6_interface_list : Kept::v4_interface_list;
}

int list_change(Socket& socket, const Option& option, uint32_t index, bool add) try {
    constexpr size_t kMost = 1000;  // what the kernel takes of a filter is 4096 instructions
    const std::lock_guard guard(lists_lock);
    Interfaces& list = list_of(socket, option.level == IPPROTO_IPV6);
    const auto found = std::find(list.begin(), list.end(), index);
    if (!add && found == list.end())
        return WSAEINVAL;
    if (add && list.size() >= kMost)
        return WSAENOBUFS;
    Interfaces before = list;
    if (!add)
        list.erase(found);
    else if (found == list.end())
        list.push_back(index);
    const int code = filter_apply(socket, socket.fd);
    if (code != 0)
        list = std::move(before);
    return code;
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

}  // namespace

int multicast_loop_store(Socket& socket, int family, bool receives) {
    return flag_store(socket,
                      family == AF_INET6 ? Kept::v6_no_multicast_loop : Kept::v4_no_multicast_loop,
                      !receives);
}

int receive_filter_apply(Socket& socket, int fd) try {
    const std::lock_guard guard(lists_lock);
    return filter_apply(socket, fd);
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

void receive_filter_forget(const Socket& socket) {
    const std::lock_guard guard(lists_lock);
    lists().erase(socket.serial);
}

namespace option_call {

int receive_broadcast_get(Socket& socket, const Option&, int* value) {
    *value = !socket.kept.get(Kept::no_broadcast);
    return 0;
}
int receive_broadcast_set(Socket& socket, const Option&, int value) {
    return flag_store(socket, Kept::no_broadcast, value == 0);
}

int multicast_loop_get(Socket& socket, const Option& option, int* value) {
    *value = !socket.kept.get(option.level == IPPROTO_IPV6 ? Kept::v6_no_multicast_loop
                                                           : Kept::v4_no_multicast_loop);
    return 0;
}
int multicast_loop_set(Socket& socket, const Option& option, int value) {
    return multicast_loop_store(socket, option.level == IPPROTO_IPV6 ? AF_INET6 : AF_INET,
                                value != 0);
}

int interface_list_on_get(Socket& socket, const Option& option, int* value) {
    *value = socket.kept.get(list_flag(option));
    return 0;
}
int interface_list_on_set(Socket& socket, const Option& option, int value) {
    return flag_store(socket, list_flag(option), value != 0);
}
int interface_list_add(Socket& socket, const Option& option, int value) {
    return list_change(socket, option, static_cast<uint32_t>(value), true);
}
int interface_list_remove(Socket& socket, const Option& option, int value) {
    return list_change(socket, option, static_cast<uint32_t>(value), false);
}

// "Returns error if IP_IFLIST is not enabled."
int interface_list_get(Socket& socket, const Option& option, char* value, int* length) try {
    if (!socket.kept.get(list_flag(option)))
        return WSAEINVAL;
    const std::lock_guard guard(lists_lock);
    const Interfaces& list = list_of(socket, option.level == IPPROTO_IPV6);
    const size_t bytes = list.size() * sizeof list[0];
    if (static_cast<size_t>(*length) < bytes)
        return WSAEFAULT;
    if (bytes > 0)
        std::memcpy(value, list.data(), bytes);
    *length = static_cast<int>(bytes);
    return 0;
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

}  // namespace option_call
}  // namespace berth::kernel
