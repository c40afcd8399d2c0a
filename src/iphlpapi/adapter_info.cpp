// GetAdaptersInfo, and interfaces by name and index.
#include <cstdio>
#include <stdexcept>

#include "iphlpapi/adapter_layout.h"
#include "iphlpapi/interface.h"
#include "iphlpapi.h"

namespace berth::iphlpapi {
namespace {

void dotted(char (&text)[16], const std::uint8_t* bytes) {
    std::snprintf(text, sizeof text, "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
}

void address_write(IP_ADDR_STRING* string, const InterfaceAddress& address) {
    std::uint8_t mask[4] = {};
    for (unsigned bit = 0; bit < address.prefix_length && bit < 32; bit++)
        mask[bit / 8] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
    dotted(string->IpAddress.String, address.bytes);
    dotted(string->IpMask.String, mask);
}

// The first address lies in the structure itself, the others behind it.
void addresses_place(Layout& layout, IP_ADDR_STRING* first,
                     const std::vector<InterfaceAddress>& addresses) {
    static constexpr std::uint8_t kNone[4] = {};
    if (first) {
        dotted(first->IpAddress.String, kNone);
        dotted(first->IpMask.String, kNone);
    }
    IP_ADDR_STRING* last = nullptr;
    bool in_place = true;
    for (const InterfaceAddress& address : addresses) {
        if (address.ipv6)
            continue;
        IP_ADDR_STRING* string = in_place ? first : layout.place<IP_ADDR_STRING>();
        in_place = false;
        if (!string)
            continue;
        address_write(string, address);
        if (last)
            last->Next = string;
        last = string;
    }
}

void adapters_place(Layout& layout, const std::vector<Interface>& interfaces) {
    IP_ADAPTER_INFO* first = nullptr;
    Tail adapters(&first);
    for (const Interface& interface : interfaces) {
        if (interface.loopback)
            continue;
        auto* adapter = layout.place<IP_ADAPTER_INFO>();
        addresses_place(layout, adapter ? &adapter->IpAddressList : nullptr, interface.addresses);
        addresses_place(layout, adapter ? &adapter->GatewayList : nullptr, interface.gateways);
        if (!adapter)
            continue;
        interface.name.copy(adapter->AdapterName, MAX_ADAPTER_NAME_LENGTH);
        interface.name.copy(adapter->Description, MAX_ADAPTER_DESCRIPTION_LENGTH);
        adapter->AddressLength = static_cast<UINT>(interface.physical_address.size());
        std::copy(interface.physical_address.begin(), interface.physical_address.end(),
                  adapter->Address);
        adapter->Index = interface.index;
        adapter->Type = interface.point_to_point ? MIB_IF_TYPE_PPP : MIB_IF_TYPE_ETHERNET;
        adapters.add(adapter);
    }
}

}  // namespace
}  // namespace berth::iphlpapi

ULONG WINAPI GetAdaptersInfo(PIP_ADAPTER_INFO AdapterInfo, PULONG SizePointer) {
    using namespace berth::iphlpapi;
    if (!SizePointer)
        return ERROR_INVALID_PARAMETER;
    try {
        const std::vector<Interface> interfaces = interface_list();
        Layout count(nullptr, 0);
        adapters_place(count, interfaces);
        const ULONG given = *SizePointer;
        *SizePointer = static_cast<ULONG>(count.used());
        if (count.used() == 0)
            return ERROR_NO_DATA;
        if (!AdapterInfo || given < count.used())
            return ERROR_BUFFER_OVERFLOW;
        Layout layout(AdapterInfo, given);
        adapters_place(layout, interfaces);
        return ERROR_SUCCESS;
    } catch (const std::exception&) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
}

// libc's own, by names that its header, which would clash, does not bring.
extern "C" unsigned linux_if_nametoindex(const char*) __asm__("if_nametoindex");
extern "C" char* linux_if_indextoname(unsigned, char*) __asm__("if_indextoname");

NET_IFINDEX WINAPI if_nametoindex(PCSTR InterfaceName) {
    return InterfaceName ? linux_if_nametoindex(InterfaceName) : 0;
}

PCHAR WINAPI if_indextoname(NET_IFINDEX InterfaceIndex, PCHAR InterfaceName) {
    return InterfaceName ? linux_if_indextoname(InterfaceIndex, InterfaceName) : nullptr;
}
