// Ioctls that tell of the host's addresses, interfaces and routes.
#include <algorithm>
#include <cerrno>
#include <vector>

#include "nt/memory_probe.h"
#include "providers/kernel/address.h"
#include "providers/kernel/error.h"
#include "providers/kernel/interface.h"
#include "providers/kernel/ioctl.h"
#include "providers/kernel/network_change.h"
#include "ws2tcpip.h"

namespace berth::kernel::ioctl_call {
namespace {

// An address in Windows' form.
struct Place {
    alignas(8) char bytes[sizeof(sockaddr_in6)] = {};
    unsigned length = 0;
};

Place place_of(const char* bytes, unsigned length) {
    Place place;
    std::memcpy(place.bytes, bytes, length);
    place.length = length;
    family_patch(place.bytes, length);
    return place;
}

// Writes a SOCKET_ADDRESS_LIST, the addresses behind it. The pointers point into `call.out`.
int list_write(IoctlCall& call, const std::vector<Place>& places) {
    size_t head = offsetof(SOCKET_ADDRESS_LIST, Address) +
                  std::max<size_t>(places.size(), 1) * sizeof(SOCKET_ADDRESS);
    size_t total = head;
    for (const Place& place : places)
        total += place.length;
    if (call.out_length < total) {
        *call.returned = static_cast<DWORD>(total);
        return WSAEFAULT;
    }
    std::vector<char> list(total);
    auto count = static_cast<INT>(places.size());
    std::memcpy(list.data(), &count, sizeof count);
    size_t behind = head;
    for (size_t i = 0; i < places.size(); ++i) {
        SOCKET_ADDRESS entry{reinterpret_cast<sockaddr*>(call.out + behind),
                             static_cast<INT>(places[i].length)};
        std::memcpy(list.data() + offsetof(SOCKET_ADDRESS_LIST, Address) + i * sizeof entry, &entry,
                    sizeof entry);
        std::memcpy(list.data() + behind, places[i].bytes, places[i].length);
        behind += places[i].length;
    }
    std::memcpy(call.out, list.data(), total);
    *call.returned = static_cast<DWORD>(total);
    return 0;
}

}  // namespace

namespace {

// "Link-local and loopback addresses on interfaces of IF_TYPE_SOFTWARE_LOOPBACK type are excluded."
bool is_local_to_loopback(const InterfaceAddress& address) {
    if (!address.loopback)
        return false;
    Place place = place_of(address.address, address.address_length);
    if (place.length == sizeof(sockaddr_in)) {
        const auto* four = reinterpret_cast<const sockaddr_in*>(place.bytes);
        const auto* bytes = reinterpret_cast<const UCHAR*>(&four->sin_addr);
        return bytes[0] == 127 || (bytes[0] == 169 && bytes[1] == 254);
    }
    const IN6_ADDR* six = &reinterpret_cast<const sockaddr_in6*>(place.bytes)->sin6_addr;
    return IN6_IS_ADDR_LOOPBACK(six) || IN6_IS_ADDR_LINKLOCAL(six);
}

}  // namespace

// Addresses to which the program can bind.
int address_list(Socket& socket, IoctlCall& call) {
    if (call.in_length != 0)
        return WSAEINVAL;
    if (call.out_length > 0 && call.out_length < sizeof(INT))
        return WSAEFAULT;
    std::vector<InterfaceAddress> addresses;
    if (int number = interface_addresses(family_to_linux(socket.family), &addresses))
        return error_from_errno(number);
    std::vector<Place> places;
    for (const InterfaceAddress& address : addresses) {
        if (address.up && !is_local_to_loopback(address))
            places.push_back(place_of(address.address, address.address_length));
    }
    return list_write(call, places);
}

namespace {

// Reads a caller's SOCKET_ADDRESS_LIST. 0, WSAEFAULT or WSAEINVAL.
int list_read(const IoctlCall& call, std::vector<Place>* places) {
    INT count = call.read<INT>();
    size_t head = offsetof(SOCKET_ADDRESS_LIST, Address);
    if (count < 0 || call.in_length < head ||
        static_cast<size_t>(count) > (call.in_length - head) / sizeof(SOCKET_ADDRESS))
        return WSAEINVAL;
    for (INT i = 0; i < count; ++i) {
        SOCKET_ADDRESS entry{};
        std::memcpy(&entry, call.in + head + static_cast<size_t>(i) * sizeof entry, sizeof entry);
        if (entry.iSockaddrLength < static_cast<INT>(sizeof(sockaddr_in)) ||
            !nt::memory_is_mapped(entry.lpSockaddr, static_cast<size_t>(entry.iSockaddrLength)))
            return WSAEFAULT;
        Place place;
        place.length =
            std::min<unsigned>(static_cast<unsigned>(entry.iSockaddrLength), sizeof place.bytes);
        std::memcpy(place.bytes, entry.lpSockaddr, place.length);
        places->push_back(place);
    }
    return 0;
}

bool is_reachable(const Place& place) {
    Address destination;
    int family = reinterpret_cast<const sockaddr*>(place.bytes)->sa_family;
    if (address_read(reinterpret_cast<const sockaddr*>(place.bytes), static_cast<int>(place.length),
                     family, &destination) != 0)
        return false;
    Address source;
    source.length = lnx::kSockAddrStorage;
    return interface_route(destination.bytes, destination.length, source.bytes, &source.length) ==
           0;
}

}  // namespace

// Addresses that the host has a route to come first; otherwise the order is the caller's.
int address_list_sort(Socket&, IoctlCall& call) {
    std::vector<Place> places;
    if (int code = list_read(call, &places))
        return code;
    std::stable_partition(places.begin(), places.end(), is_reachable);
    return list_write(call, places);
}

int routing_interface(Socket& socket, IoctlCall& call) {
    Address destination;
    if (int code = address_read(reinterpret_cast<const sockaddr*>(call.in),
                                static_cast<int>(call.in_length), socket.family, &destination))
        return code;
    auto needed = static_cast<DWORD>(address_length_min(socket.family));
    if (call.out_length < needed) {
        *call.returned = needed;
        return WSAEFAULT;
    }
    Address source;
    source.length = lnx::kSockAddrStorage;
    if (int number =
            interface_route(destination.bytes, destination.length, source.bytes, &source.length))
        return number == EINVAL || number == EHOSTUNREACH ? WSAENETUNREACH
                                                          : error_from_errno(number);
    Place place = place_of(source.bytes, source.length);
    std::memcpy(call.out, place.bytes, place.length);
    *call.returned = place.length;
    return 0;
}

namespace {

ULONG flags_of(const InterfaceAddress& address) {
    return (address.up ? IFF_UP : 0U) | (address.broadcasts ? IFF_BROADCAST : 0U) |
           (address.loopback ? IFF_LOOPBACK : 0U) |
           (address.point_to_point ? IFF_POINTTOPOINT : 0U) |
           (address.multicast ? IFF_MULTICAST : 0U);
}

}  // namespace

namespace {

// The request's end tells of the change, or FD_ events tell a non-blocking socket; another waits
// here.
int change_request(Socket& socket, int bit, const IoctlCall& call) {
    if (call.later)
        return network_change_request(socket, bit, *call.later);
    if (!socket.nonblocking)
        return network_change_wait(socket, bit);
    const int code = network_change_await(socket, bit);
    return code == 0 ? WSAEWOULDBLOCK : code;
}

}  // namespace

int address_list_change(Socket& socket, IoctlCall& call) {
    return change_request(socket, FD_ADDRESS_LIST_CHANGE_BIT, call);
}

// Of any destination, as a provider may ("as though the application specified a wildcard address").
int routing_interface_change(Socket& socket, IoctlCall& call) {
    Address destination;
    if (int code = address_read(reinterpret_cast<const sockaddr*>(call.in),
                                static_cast<int>(call.in_length), socket.family, &destination))
        return code;
    return change_request(socket, FD_ROUTING_INTERFACE_CHANGE_BIT, call);
}

int interface_list(Socket&, IoctlCall& call) {
    std::vector<InterfaceAddress> addresses;
    if (int number = interface_addresses(lnx::kAfInet, &addresses))
        return error_from_errno(number);
    if (call.out_length / sizeof(INTERFACE_INFO) < addresses.size())
        return WSAEFAULT;
    for (size_t i = 0; i < addresses.size(); ++i) {
        INTERFACE_INFO info{};
        info.iiFlags = flags_of(addresses[i]);
        std::memcpy(&info.iiAddress, addresses[i].address, addresses[i].address_length);
        std::memcpy(&info.iiBroadcastAddress, addresses[i].broadcast,
                    addresses[i].broadcast_length);
        std::memcpy(&info.iiNetmask, addresses[i].netmask, addresses[i].netmask_length);
        std::memcpy(call.out + i * sizeof info, &info, sizeof info);
    }
    *call.returned = static_cast<DWORD>(addresses.size() * sizeof(INTERFACE_INFO));
    return 0;
}

int broadcast_address(Socket&, IoctlCall& call) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = INADDR_BROADCAST;
    return call.write(address);
}

}  // namespace berth::kernel::ioctl_call
