#include "providers/kernel/bound_address.h"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <mutex>

#include "providers/kernel/error.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

constexpr size_t kBuckets = 1024;  // a port's low bits choose

constinit std::mutex list_lock;
constinit std::array<BoundAddress*, kBuckets> buckets{};

BoundAddress*& bucket_of(USHORT port) {
    return buckets[port % kBuckets];
}

int option_get(int fd, int level, int option) {
    int value = 0;
    unsigned length = sizeof value;
    return lnx::sys_getsockopt(fd, level, option, &value, &length) == 0 ? value : 0;
}

void option_set(int fd, int option, int value) {
    lnx::sys_setsockopt(fd, lnx::kSolSocket, option, &value, sizeof value);
}

// ---- the list, under its lock ----

void list_add(BoundAddress& bound) {
    BoundAddress*& first = bucket_of(bound.port);
    bound.previous = nullptr;
    bound.next = first;
    if (first)
        first->previous = &bound;
    first = &bound;
    bound.listed.store(true, std::memory_order_release);
}

void describe(Socket& socket, const Address& address, Sharing sharing, BoundAddress* bound) {
    static constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    bound->fd = socket.fd;
    bound->type = socket.type;
    bound->port = address_port(address);
    bound->sharing = sharing;
    bound->wildcard = address_is_any(address);
    bound->everywhere = false;
    bound->scope = 0;
    std::memset(bound->bytes, 0, sizeof bound->bytes);
    bound->v4 = address.family == lnx::kAfInet;
    bound->v6 = !bound->v4;
    if (bound->v4) {
        std::memcpy(bound->bytes + sizeof kMapped, address.bytes + offsetof(sockaddr_in, sin_addr),
                    4);
        return;
    }
    std::memcpy(bound->bytes, address.bytes + offsetof(sockaddr_in6, sin6_addr),
                sizeof bound->bytes);
    std::memcpy(&bound->scope, address.bytes + offsetof(sockaddr_in6, sin6_scope_id),
                sizeof bound->scope);
    if (std::memcmp(bound->bytes, kMapped, sizeof kMapped) == 0) {
        // ::ffff:a.b.c.d is an address of the IPv4 stack.
        static constexpr uint8_t kNone[4] = {};
        uint8_t* address4 = bound->bytes + sizeof kMapped;
        bound->v4 = true;
        bound->v6 = false;
        bound->wildcard = std::memcmp(address4, kNone, sizeof kNone) == 0;
        std::memset(bound->bytes, 0, sizeof kMapped);
    } else if (bound->wildcard) {
        bound->v4 = option_get(socket.fd, lnx::kIpProtoIpv6, lnx::kIpv6V6Only) == 0;
    }
}

bool same_port_and_stack(const BoundAddress& one, const BoundAddress& other) {
    return one.port == other.port && one.type == other.type &&
           ((one.v4 && other.v4) || (one.v6 && other.v6));
}

bool same_address(const BoundAddress& one, const BoundAddress& other) {
    if (one.wildcard || other.wildcard)
        return one.wildcard && other.wildcard;
    return one.scope == other.scope && std::memcmp(one.bytes, other.bytes, sizeof one.bytes) == 0;
}

bool is_everywhere(const BoundAddress& bound) {
    return bound.wildcard || bound.everywhere;
}

// The wildcard beside a specific address.
bool beside(const BoundAddress& one, const BoundAddress& other) {
    return same_port_and_stack(one, other) && is_everywhere(one) != is_everywhere(other);
}

// The table, row by row: what a second socket is told beside a first one.
int verdict(const BoundAddress& first, const BoundAddress& second) {
    if (!same_port_and_stack(first, second))
        return 0;
    if (same_address(first, second)) {
        if (second.sharing != Sharing::reuse)
            return WSAEADDRINUSE;
        return first.sharing == Sharing::reuse ? 0 : WSAEACCES;
    }
    if (first.wildcard)
        return first.sharing == Sharing::exclusive ? WSAEACCES : 0;
    if (!second.wildcard || second.sharing != Sharing::exclusive)
        return 0;
    // The page's last word on dual stack sockets names another code than its table.
    return second.v4 && second.v6 && first.v4 ? WSAEACCES : WSAEADDRINUSE;
}

int verdict_of_all(const BoundAddress& second) {
    int code = 0;
    for (const BoundAddress* first = bucket_of(second.port); first; first = first->next) {
        if (int refused = verdict(*first, second))
            code = refused;  // the one that was bound first comes last
    }
    return code;
}

// What makes the kernel let two sockets of one user have addresses that overlap: an option that
// both must carry at the moment of the second's bind (or listen), whatever they carry later.
int leave_option(int type) {
    return type == SOCK_STREAM ? lnx::kSoReusePort : lnx::kSoReuseAddr;
}

// Lends that option to all that have a wildcard or specific address beside `bound`'s, and to its
// own socket.
class Leave {
  public:
    explicit Leave(BoundAddress& bound) : bound_(bound), option_(leave_option(bound.type)) {
        bool any = false;
        for (BoundAddress* other = bucket_of(bound.port); other; other = other->next) {
            if (other == &bound || !beside(*other, bound))
                continue;
            any = true;
            other->lent = lend(other->fd);
        }
        bound.lent = any && lend(bound.fd);
    }
    ~Leave() {
        take_back(bound_);
        for (BoundAddress* other = bucket_of(bound_.port); other; other = other->next)
            take_back(*other);
    }
    Leave(const Leave&) = delete;
    Leave& operator=(const Leave&) = delete;

  private:
    bool lend(int fd) const {
        if (option_get(fd, lnx::kSolSocket, option_) != 0)
            return false;
        option_set(fd, option_, 1);
        return true;
    }
    void take_back(BoundAddress& bound) const {
        if (bound.lent)
            option_set(bound.fd, option_, 0);
        bound.lent = false;
    }

    BoundAddress& bound_;
    int option_;
};

// Windows has no TIME_WAIT refusal, but it does refuse an address that a bound socket holds. Linux'
// SO_REUSEADDR waives both among sockets that carry it and do not listen. So a stream socket
// carries it while it listens (its accepted sockets inherit it) and while it is being closed, and
// not in between: the first try without it fails where anything is left on the port, the second
// one, with it, where another socket still holds the port.
int kernel_bind(const Socket& socket, const Address& address, Sharing sharing) {
    if (lnx::sys_bind(socket.fd, address.bytes, address.length) == 0)
        return 0;
    if (errno != EADDRINUSE || !socket.is_stream() || sharing == Sharing::exclusive)
        return errno;
    option_set(socket.fd, lnx::kSoReuseAddr, 1);
    int number = lnx::sys_bind(socket.fd, address.bytes, address.length) == 0 ? 0 : errno;
    option_set(socket.fd, lnx::kSoReuseAddr, 0);
    return number;
}

bool is_listable(const Socket& socket) {
    return socket.family != AF_UNIX && (socket.is_stream() || socket.type == SOCK_DGRAM);
}

// SO_REUSE_MULTICASTPORT and SIO_CPU_AFFINITY have set the kernel's options by themselves.
Sharing sharing_of(const Socket& socket) {
    if (socket.exclusive_address)
        return Sharing::exclusive;
    bool shares =
        socket.reuse_address || option_get(socket.fd, lnx::kSolSocket, lnx::kSoReusePort) != 0 ||
        (!socket.is_stream() && option_get(socket.fd, lnx::kSolSocket, lnx::kSoReuseAddr) != 0);
    return shares ? Sharing::reuse : Sharing::standard;
}

int bind_error(int number, Sharing sharing) {
    // Every refusal of a socket that asked to share is WSAEACCES in the table.
    if (number == EACCES || (number == EADDRINUSE && sharing == Sharing::reuse))
        return WSAEACCES;
    return error_from_errno(number);
}

}  // namespace

int address_bind(Socket& socket, const Address& address) {
    if (!is_listable(socket)) {
        return lnx::sys_bind(socket.fd, address.bytes, address.length) == 0
                   ? 0
                   : error_from_errno(errno);
    }
    Sharing sharing = sharing_of(socket);
    const std::lock_guard guard(list_lock);
    BoundAddress& bound = socket.bound_address;
    describe(socket, address, sharing, &bound);
    if (int code = bound.port != 0 ? verdict_of_all(bound) : 0)
        return code;
    int option = leave_option(socket.type);
    bool ask_to_share = socket.reuse_address && option_get(socket.fd, lnx::kSolSocket, option) == 0;
    if (ask_to_share)
        option_set(socket.fd, option, 1);
    int number = 0;
    {
        const Leave leave(bound);
        number = kernel_bind(socket, address, sharing);
    }
    if (number != 0) {
        if (ask_to_share)
            option_set(socket.fd, option, 0);
        return bind_error(number, sharing);
    }
    Address chosen;
    if (bound.port == 0 && address_of_socket(socket.fd, &chosen) == 0)
        bound.port = address_port(chosen);
    if (bound.port != 0)  // 0: the port is left to connect (SO_REUSE_UNICASTPORT)
        list_add(bound);
    return 0;
}

int address_listen(Socket& socket, int backlog) {
    const std::lock_guard guard(list_lock);
    if (!socket.bound_address.listed.load(std::memory_order_relaxed))
        return lnx::sys_listen(socket.fd, backlog) == 0 ? 0 : errno;
    const Leave leave(socket.bound_address);
    return lnx::sys_listen(socket.fd, backlog) == 0 ? 0 : errno;
}

void address_note(Socket& socket) {
    Address address;
    if (!is_listable(socket) || address_of_socket(socket.fd, &address) != 0 ||
        address_port(address) == 0)
        return;
    Sharing sharing = sharing_of(socket);
    const std::lock_guard guard(list_lock);
    if (socket.bound_address.listed.load(std::memory_order_relaxed))
        return;
    describe(socket, address, sharing, &socket.bound_address);
    list_add(socket.bound_address);
}

bool address_spread(Socket& socket, bool everywhere) {
    const std::lock_guard guard(list_lock);
    BoundAddress& bound = socket.bound_address;
    if (!bound.listed.load(std::memory_order_relaxed))
        return false;
    for (const BoundAddress* other = bucket_of(bound.port); everywhere && other;
         other = other->next) {
        if (other != &bound && is_everywhere(*other) && same_port_and_stack(*other, bound))
            return false;
    }
    bound.everywhere = everywhere;
    return true;
}

void address_forget(BoundAddress& bound) {
    if (!bound.listed.load(std::memory_order_acquire))
        return;
    const std::lock_guard guard(list_lock);
    (bound.previous ? bound.previous->next : bucket_of(bound.port)) = bound.next;
    if (bound.next)
        bound.next->previous = bound.previous;
    bound.listed.store(false, std::memory_order_relaxed);
}

}  // namespace berth::kernel
