// A reserved port is held, for each family, by a socket that is bound to it and does nothing else:
// so no process gets it. An associated socket takes the place of the one that has its family.
#include "providers/kernel/port_reservation.h"

#include <cerrno>
#include <cstring>
#include <list>
#include <mutex>
#include <new>
#include <unordered_map>
#include <utility>
#include <vector>

#include "nt/futex.h"
#include "nt/lasting.h"
#include "mstcpip.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/linux.h"
#include "ws2tcpip.h"

namespace berth::kernel {
namespace {

class Holder {
  public:
    Holder() = default;
    Holder(Holder&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
    Holder& operator=(Holder&&) = delete;
    ~Holder() { let_go(); }

    // An errno, or 0.
    int hold(int family, int type, USHORT port) {
        Address any;
        any.family = static_cast<USHORT>(family_to_linux(family));
        any.length = static_cast<unsigned>(address_length_min(family));
        address_port_set(&any, port);
        const int on = 1;
        fd_ = lnx::sys_socket(family_to_linux(family), type | lnx::kSockCloexec, 0);
        if (fd_ < 0)
            return errno;
        if (family == AF_INET6)
            lnx::sys_setsockopt(fd_, lnx::kIpProtoIpv6, lnx::kIpv6V6Only, &on, sizeof on);
        if (lnx::sys_bind(fd_, any.bytes, any.length) == 0)
            return 0;
        const int number = errno;
        let_go();
        return number;
    }
    void let_go() {
        if (fd_ >= 0)
            lnx::sys_close(fd_);
        fd_ = -1;
    }
    bool holds() const { return fd_ >= 0; }

  private:
    int fd_ = -1;
};

struct Port {
    Holder v4, v6;
    uint64_t user = 0;  // the serial number of the socket that has it
};

struct Reservation {
    uint64_t token;
    uint64_t owner;  // a socket's serial number
    int type;
    USHORT first;
    std::vector<Port> ports;
};

constinit nt::FutexMutex reservations_lock;
struct Reservations {
    std::list<Reservation> all;
    std::unordered_map<uint64_t, uint64_t> associated;  // socket to token
    uint64_t last_token = 0;
};
Reservations& reservations() {
    // Never destroyed: sockets may be closed later than that.
    static nt::Lasting<Reservations> lasting;
    return lasting.get();
}

Reservation* reservation_of(uint64_t token) {
    for (Reservation& one : reservations().all) {
        if (one.token == token)
            return &one;
    }
    return nullptr;
}

// A machine without IPv6 has nothing to hold there.
int port_hold(Port& port, int type, USHORT number) {
    if (const int error = port.v4.hold(AF_INET, type, number))
        return error;
    const int error = port.v6.hold(AF_INET6, type, number);
    return error == EAFNOSUPPORT || error == EADDRNOTAVAIL ? 0 : error;
}

// The whole block, or an errno.
int block_hold(int type, USHORT first, USHORT count, std::vector<Port>* ports) {
    ports->clear();
    for (unsigned i = 0; i < count; ++i) {
        ports->emplace_back();
        if (const int error = port_hold(ports->back(), type, static_cast<USHORT>(first + i)))
            return error;
    }
    return 0;
}

// A free block anywhere in the dynamic range.
int block_find(int type, USHORT count, USHORT* first, std::vector<Port>* ports) {
    constexpr unsigned kDynamicFirst = 49152, kEnd = 65536;
    int error = EADDRINUSE;
    for (unsigned at = kDynamicFirst; at + count <= kEnd; at += count) {
        *first = static_cast<USHORT>(at);
        error = block_hold(type, *first, count, ports);
        if (error != EADDRINUSE)
            break;
    }
    return error;
}

int port_take(Socket& socket, Reservation& from, size_t index, const Address& wanted) {
    Port& port = from.ports[index];
    if (port.user != 0)
        return WSAEADDRINUSE;
    Address address = wanted;
    address_port_set(&address, static_cast<USHORT>(from.first + index));
    Holder& holder = socket.family == AF_INET6 ? port.v6 : port.v4;
    const bool both = socket.family == AF_INET6 && port.v4.holds();
    holder.let_go();
    if (both)
        port.v4.let_go();  // a socket of both families
    const int code = address_bind(socket, address);
    if (both)
        static_cast<void>(port.v4.hold(AF_INET, from.type, address_port(address)));
    if (code != 0)
        static_cast<void>(holder.hold(socket.family, from.type, address_port(address)));
    else
        port.user = socket.serial;
    return code;
}

bool is_for(const Socket& socket, const Reservation& reservation) {
    return reservation.type == socket.type;
}

}  // namespace

int reserved_port_bind(Socket& socket, const Address& address) {
    const std::lock_guard guard(reservations_lock);
    const auto found = reservations().associated.find(socket.serial);
    Reservation* const from =
        found == reservations().associated.end() ? nullptr : reservation_of(found->second);
    if (!from)
        return WSAEINVAL;  // it has been released
    if (const USHORT asked = address_port(address)) {
        return asked >= from->first && asked - from->first < static_cast<int>(from->ports.size())
                   ? port_take(socket, *from, static_cast<size_t>(asked - from->first), address)
                   : WSAEADDRNOTAVAIL;
    }
    int code = WSAEADDRINUSE;
    for (size_t i = 0; i < from->ports.size() && code == WSAEADDRINUSE; ++i)
        code = port_take(socket, *from, i, address);
    return code;
}

int reserved_port_take_now(Socket& socket) {
    const std::lock_guard guard(socket.lock);
    if (socket.bound)
        return 0;
    Address any;
    any.family = static_cast<USHORT>(family_to_linux(socket.family));
    any.length = static_cast<unsigned>(address_length_min(socket.family));
    const int code = reserved_port_bind(socket, any);
    socket.bound = code == 0;
    return code;
}

void port_reservation_forget(const Socket& socket) {
    const std::lock_guard guard(reservations_lock);
    Reservations& known = reservations();
    known.associated.erase(socket.serial);
    known.all.remove_if([&](const Reservation& one) { return one.owner == socket.serial; });
    for (Reservation& one : known.all) {
        for (size_t i = 0; i < one.ports.size(); ++i) {
            Port& port = one.ports[i];
            if (port.user != socket.serial)
                continue;
            port.user = 0;
            const auto number = static_cast<USHORT>(one.first + i);
            if (!port.v4.holds())
                static_cast<void>(port.v4.hold(AF_INET, one.type, number));
            if (!port.v6.holds())
                static_cast<void>(port.v6.hold(AF_INET6, one.type, number));
        }
    }
}

namespace ioctl_call {

int port_reservation_acquire(Socket& socket, IoctlCall& call) try {
    const auto range = call.read<INET_PORT_RANGE>();
    USHORT first = __builtin_bswap16(range.StartPort);
    const USHORT count = range.NumberOfPorts;
    if (count == 0 || first + count > 65536)
        return WSAEINVAL;
    std::vector<Port> ports;
    const std::lock_guard guard(reservations_lock);
    if (const int number = first != 0 ? block_hold(socket.type, first, count, &ports)
                                      : block_find(socket.type, count, &first, &ports))
        return number == EMFILE || number == ENFILE ? WSAENOBUFS : error_from_errno(number);
    Reservations& known = reservations();
    socket.kept.set(Kept::port_reserved, 1);
    known.all.push_back({++known.last_token, socket.serial, socket.type, first, std::move(ports)});
    INET_PORT_RESERVATION_INSTANCE instance{};
    instance.Reservation = {__builtin_bswap16(first), count};
    instance.Token.Token = known.last_token;
    return call.write(instance);
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

int port_reservation_associate(Socket& socket, IoctlCall& call) try {
    const auto token = call.read<ULONG64>();
    if (call.out || socket.bound)
        return WSAEINVAL;
    const std::lock_guard guard(reservations_lock);
    const Reservation* const wanted = reservation_of(token);
    if (!wanted || !is_for(socket, *wanted))
        return WSAEINVAL;
    reservations().associated[socket.serial] = token;
    socket.kept.set(Kept::port_reserved, 1);
    socket.kept.set(Kept::port_from_reservation, 1);
    return 0;
} catch (const std::bad_alloc&) {
    return WSAENOBUFS;
}

int port_reservation_release(Socket& socket, IoctlCall& call) {
    const auto token = call.read<ULONG64>();
    if (call.out)
        return WSAEINVAL;
    const std::lock_guard guard(reservations_lock);
    const Reservation* const wanted = reservation_of(token);
    if (!wanted || !is_for(socket, *wanted))
        return WSAEINVAL;
    reservations().all.remove_if([&](const Reservation& one) { return one.token == token; });
    return 0;
}

}  // namespace ioctl_call
}  // namespace berth::kernel
