// Options that say which packets are received: IP_RECEIVE_BROADCAST, IP_MULTICAST_LOOP (which on
// Windows is the receiver's matter, and the sender's on Linux) and the interfaces of IP_IFLIST.
// https://learn.microsoft.com/windows/win32/winsock/ipproto-ip-socket-options
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <new>
#include <unordered_map>
#include <utility>
#include <vector>

#include "providers/kernel/error.h"
#include "providers/kernel/linux_option.h"
#include "providers/kernel/option_call.h"
#include "providers/kernel/receive_filter.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

using Interfaces = std::vector<uint32_t>;

struct InterfaceLists {
    Interfaces v4, v6;
};

// By the sockets' serial numbers: few sockets have any.
constinit std::mutex lists_lock;
std::unordered_map<uint64_t, InterfaceLists>& lists() {
    static auto* all = new std::unordered_map<uint64_t, InterfaceLists>;
    return *all;
}

Interfaces& list_of(Socket& socket, bool six) {
    InterfaceLists& both = lists()[socket.serial];
    socket.kept.set(Kept::interfaces_listed, 1);
    return six ? both.v6 : both.v4;
}

// ---- the filter: classic BPF, https://docs.kernel.org/networking/filter.html ----

struct Instruction {
    uint16_t code;
    uint8_t if_true, if_false;
    uint32_t operand;
};
struct Program {
    uint16_t count;
    const Instruction* first;
};

// Where a load reads: the packet from its IP header on, and what the kernel says of it.
constexpr uint32_t kHeader = 0xfff00000;      // SKF_NET_OFF
constexpr uint32_t kPacketType = 0xfffff004;  // SKF_AD_OFF + SKF_AD_PKTTYPE
constexpr uint32_t kInterface = 0xfffff008;   // SKF_AD_OFF + SKF_AD_IFINDEX
constexpr uint32_t kBroadcastPacket = 1, kLoopedPacket = 5, kLoopbackIndex = 1;
constexpr uint32_t kDestination4 = kHeader + 16, kDestination6 = kHeader + 24;

class FilterText {
  public:
    void load_word(uint32_t offset) { add(0x20, offset); }
    void load_byte(uint32_t offset) { add(0x30, offset); }
    void mask(uint32_t bits) { add(0x54, bits); }
    // Skips so many instructions where the accumulator is another value.
    void unless_equal_skip(uint32_t value, uint8_t skipped) { add(0x15, value, skipped); }
    void skip(size_t skipped) { add(0x05, static_cast<uint32_t>(skipped)); }
    void accept() { add(0x06, 0xffffffff); }
    void drop() { add(0x06, 0); }

    void drop_if_equal(uint32_t value) {
        unless_equal_skip(value, 1);
        drop();
    }
    // A multicast, as the accumulator says, that comes from this host.
    void drop_looped(uint32_t multicast) {
        constexpr uint8_t kBody = 6;
        unless_equal_skip(multicast, kBody);
        load_word(kPacketType);
        drop_if_equal(kLoopedPacket);
        load_word(kInterface);
        drop_if_equal(kLoopbackIndex);
    }
    void accept_from(const Interfaces& listed) {
        load_word(kInterface);
        for (uint32_t index : listed) {
            unless_equal_skip(index, 1);
            accept();
        }
        drop();
    }
    void append(const FilterText& other) {
        text_.insert(text_.end(), other.text_.begin(), other.text_.end());
    }
    size_t size() const { return text_.size(); }
    const Instruction* data() const { return text_.data(); }

  private:
    void add(uint16_t code, uint32_t operand, uint8_t if_false = 0) {
        text_.push_back({code, 0, if_false, operand});
    }
    std::vector<Instruction> text_;
};

FilterText filter_of_v4(Socket& socket) {
    FilterText text;
    if (socket.kept.get(Kept::no_broadcast)) {
        text.load_word(kPacketType);
        text.drop_if_equal(kBroadcastPacket);
        text.load_word(kDestination4);
        text.drop_if_equal(INADDR_BROADCAST);
        text.drop_if_equal(0x7fffffff);  // the loopback network's, which is no broadcast to Linux
    }
    if (socket.kept.get(Kept::v4_no_multicast_loop)) {
        text.load_word(kDestination4);
        text.mask(0xf0000000);
        text.drop_looped(0xe0000000);
    }
    if (socket.kept.get(Kept::v4_interface_list))
        text.accept_from(list_of(socket, false));
    else
        text.accept();
    return text;
}

FilterText filter_of_v6(Socket& socket) {
    FilterText text;
    if (socket.kept.get(Kept::v6_no_multicast_loop)) {
        text.load_byte(kDestination6);
        text.drop_looped(0xff);
    }
    if (socket.kept.get(Kept::v6_interface_list))
        text.accept_from(list_of(socket, true));
    else
        text.accept();
    return text;
}

// Under the lock. 0 or a WSA code.
int filter_apply(Socket& socket) {
    int none = 0;
    bool any = false;
    for (Kept one : {Kept::no_broadcast, Kept::v4_no_multicast_loop, Kept::v6_no_multicast_loop,
                     Kept::v4_interface_list, Kept::v6_interface_list})
        any = any || socket.kept.get(one) != 0;
    if (!any) {
        lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoDetachFilter, &none, sizeof none);
        return 0;
    }
    FilterText text;
    const FilterText v4 = filter_of_v4(socket);
    text.load_byte(kHeader);
    text.mask(0xf0);
    text.unless_equal_skip(0x40, 1);
    text.skip(1);
    text.skip(v4.size());
    text.append(v4);
    text.append(filter_of_v6(socket));
    const Program program{static_cast<uint16_t>(text.size()), text.data()};
    return lnx::sys_setsockopt(socket.fd, lnx::kSolSocket, lnx::kSoAttachFilter, &program,
                               sizeof program) == 0
               ? 0
               : WSAENOBUFS;
}

int flag_store(Socket& socket, Kept flag, bool on) try {
    const std::lock_guard guard(lists_lock);
    const int before = socket.kept.get(flag);
    socket.kept.set(flag, on);
    const int code = filter_apply(socket);
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
    const int code = filter_apply(socket);
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
