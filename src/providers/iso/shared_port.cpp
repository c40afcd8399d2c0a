#include "providers/iso/shared_port.h"

#include <algorithm>
#include <utility>

#include "providers/iso/listener.h"
#include "nt/lasting.h"

namespace berth::iso {
namespace {

struct Member {
    SocketRef socket;
    std::vector<uint8_t> selector;
};

struct SharedPort {
    TcpAddress at;
    SocketRef owner;
    bool exclusive;
    std::vector<Member> members;  // the owner, until it closes, and its guests
};

// Comes after sockets' locks. Few processes listen at more than a few ports.
constinit nt::FutexMutex ports_lock;
std::vector<SharedPort>& ports() {
    static nt::Lasting<std::vector<SharedPort>> lasting;
    auto& all = lasting.get();
    return all;
}

std::vector<uint8_t> selector_of(const Socket& socket) {
    const Octets octets = socket.connection.local.selector_octets();
    return {octets.begin(), octets.end()};
}

const Member* member_find(const SharedPort& port, Octets selector) {
    const auto found = std::find_if(
        port.members.begin(), port.members.end(),
        [&](const Member& member) { return std::ranges::equal(member.selector, selector); });
    return found == port.members.end() ? nullptr : &*found;
}

auto port_of(const Socket& owner) {
    return std::find_if(ports().begin(), ports().end(),
                        [&](const SharedPort& port) { return port.owner.get() == &owner; });
}

}  // namespace

void port_open(Socket& owner, const TcpAddress& at) {
    SharedPort port{at, SocketRef::share(&owner), owner.options.exclusive_address, {}};
    port.members.push_back({port.owner, selector_of(owner)});
    const std::lock_guard guard(ports_lock);
    ports().push_back(std::move(port));
}

int port_join(Socket& guest, const TcpAddress& at) {
    if (guest.is_closed())
        return WSAENOTSOCK;
    if (guest.options.exclusive_address)
        return WSAEADDRINUSE;
    Member member{SocketRef::share(&guest), selector_of(guest)};
    const std::lock_guard guard(ports_lock);
    const auto port = std::find_if(ports().begin(), ports().end(), [&](const SharedPort& other) {
        return other.at == at && !other.exclusive;
    });
    if (port == ports().end() || member_find(*port, member.selector))
        return WSAEADDRINUSE;
    port->members.push_back(std::move(member));
    guest.is_port_guest = true;
    return 0;
}

SocketRef port_find(const Socket& owner, Octets selector) {
    const std::lock_guard guard(ports_lock);
    const auto port = port_of(owner);
    if (port == ports().end())
        return {};
    const Member* member = member_find(*port, selector);
    if (!member)
        member = member_find(*port, {});
    return member ? member->socket : SocketRef();
}

bool port_close(Socket& owner) {
    SharedPort last;  // let go of without the lock
    Member self;
    const std::lock_guard guard(ports_lock);
    const auto port = port_of(owner);
    if (port == ports().end())
        return false;
    const auto place =
        std::find_if(port->members.begin(), port->members.end(),
                     [&](const Member& member) { return member.socket.get() == &owner; });
    if (place != port->members.end()) {
        self = std::move(*place);
        port->members.erase(place);
    }
    if (!port->members.empty())
        return true;
    last = std::move(*port);
    ports().erase(port);
    return false;
}

void port_leave(Socket& guest) {
    SharedPort last;
    Member self;
    {
        const std::lock_guard guard(ports_lock);
        for (auto port = ports().begin(); port != ports().end(); ++port) {
            const auto place =
                std::find_if(port->members.begin(), port->members.end(),
                             [&](const Member& member) { return member.socket.get() == &guest; });
            if (place == port->members.end())
                continue;
            self = std::move(*place);
            port->members.erase(place);
            if (port->members.empty()) {
                last = std::move(*port);
                ports().erase(port);
            }
            break;
        }
    }
    if (last.owner) {
        const Lock guard(last.owner->lock);
        last.owner->listen_end();
    }
}

}  // namespace berth::iso
