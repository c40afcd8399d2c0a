// GetAdaptersAddresses.
#include <stdexcept>

#include "iphlpapi/adapter_layout.h"
#include "iphlpapi/interface.h"
#include "iphlpapi.h"
#include "nt/text.h"

namespace berth::iphlpapi {
namespace {

constexpr ULONG kInfinite = 0xffffffff;

bool wanted(const InterfaceAddress& address, ULONG family) {
    return family == AF_UNSPEC || address.ipv6 == (family == AF_INET6);
}

SOCKET_ADDRESS address_place(Layout& layout, const InterfaceAddress& address) {
    SOCKET_ADDRESS placed{};
    if (address.ipv6) {
        auto* in6 = layout.place<SOCKADDR_IN6>();
        if (in6) {
            in6->sin6_family = AF_INET6;
            in6->sin6_scope_id = address.scope;
            std::memcpy(&in6->sin6_addr, address.bytes, sizeof in6->sin6_addr);
        }
        placed = {reinterpret_cast<SOCKADDR*>(in6), sizeof(SOCKADDR_IN6)};
    } else {
        auto* in = layout.place<SOCKADDR_IN>();
        if (in) {
            in->sin_family = AF_INET;
            std::memcpy(&in->sin_addr, address.bytes, sizeof in->sin_addr);
        }
        placed = {reinterpret_cast<SOCKADDR*>(in), sizeof(SOCKADDR_IN)};
    }
    return placed;
}

// An entry of any of the address lists, linked at the tail.
template <typename Entry>
Entry* entry_place(Layout& layout, Tail<Entry>& tail, const InterfaceAddress& address) {
    auto* entry = layout.place<Entry>();
    const SOCKET_ADDRESS placed = address_place(layout, address);
    if (!entry)
        return nullptr;
    entry->Length = sizeof(Entry);
    entry->Address = placed;
    tail.add(entry);
    return entry;
}

InterfaceAddress network_of(InterfaceAddress address) {
    for (unsigned bit = address.prefix_length; bit < (address.ipv6 ? 128U : 32U); bit++)
        address.bytes[bit / 8] &= static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
    address.scope = 0;
    return address;
}

ULONG type_of(const Interface& interface) {
    if (interface.loopback)
        return IF_TYPE_SOFTWARE_LOOPBACK;
    return interface.point_to_point ? IF_TYPE_PPP : IF_TYPE_ETHERNET_CSMACD;
}

IP_ADAPTER_ADDRESSES* adapter_place(Layout& layout, const Interface& interface) {
    const std::wstring wide = nt::wide_from_utf8(interface.name);
    auto* adapter = layout.place<IP_ADAPTER_ADDRESSES>();
    char* name = layout.place_text<char>(interface.name);
    wchar_t* wide_name = layout.place_text<wchar_t>(wide);
    wchar_t* suffix = layout.place_text<wchar_t>(L"");
    if (!adapter)
        return nullptr;
    adapter->Length = sizeof *adapter;
    adapter->IfIndex = interface.index;
    adapter->Ipv6IfIndex = interface.index;
    adapter->AdapterName = name;
    adapter->Description = adapter->FriendlyName = wide_name;
    adapter->DnsSuffix = suffix;
    adapter->PhysicalAddressLength = static_cast<ULONG>(interface.physical_address.size());
    std::copy(interface.physical_address.begin(), interface.physical_address.end(),
              adapter->PhysicalAddress);
    adapter->NoMulticast = !interface.multicast;
    adapter->Ipv4Enabled = adapter->Ipv6Enabled = 1;
    // The loopback has no limit on Windows.
    adapter->Mtu = interface.loopback ? kInfinite : interface.mtu;
    adapter->IfType = type_of(interface);
    adapter->OperStatus = interface.up && interface.running ? IfOperStatusUp : IfOperStatusDown;
    for (ULONG& zone : adapter->ZoneIndices)
        zone = interface.index;
    adapter->Luid.Info.NetLuidIndex = interface.index;
    adapter->Luid.Info.IfType = adapter->IfType;
    adapter->CompartmentId = NET_IF_COMPARTMENT_ID_PRIMARY;
    adapter->ConnectionType = NET_IF_CONNECTION_DEDICATED;
    return adapter;
}

void lists_place(Layout& layout, IP_ADAPTER_ADDRESSES* adapter, const Interface& interface,
                 ULONG family, ULONG flags) {
    Tail unicast(adapter ? &adapter->FirstUnicastAddress : nullptr);
    Tail prefixes(adapter ? &adapter->FirstPrefix : nullptr);
    for (const InterfaceAddress& address : interface.addresses) {
        if (!wanted(address, family))
            continue;
        if (!(flags & GAA_FLAG_SKIP_UNICAST)) {
            if (auto* entry = entry_place(layout, unicast, address)) {
                entry->PrefixOrigin = IpPrefixOriginOther;
                entry->SuffixOrigin = IpSuffixOriginOther;
                entry->DadState = IpDadStatePreferred;
                entry->ValidLifetime = entry->PreferredLifetime = entry->LeaseLifetime = kInfinite;
                entry->OnLinkPrefixLength = static_cast<UINT8>(address.prefix_length);
            }
        }
        if (flags & GAA_FLAG_INCLUDE_PREFIX) {
            if (auto* entry = entry_place(layout, prefixes, network_of(address)))
                entry->PrefixLength = address.prefix_length;
        }
    }
    Tail gateways(adapter ? &adapter->FirstGatewayAddress : nullptr);
    if (flags & GAA_FLAG_INCLUDE_GATEWAYS) {
        for (const InterfaceAddress& address : interface.gateways) {
            if (wanted(address, family))
                entry_place(layout, gateways, address);
        }
    }
}

ULONG adapters_place(Layout& layout, ULONG family, ULONG flags,
                     const std::vector<Interface>& interfaces,
                     const std::vector<InterfaceAddress>& servers) {
    IP_ADAPTER_ADDRESSES* first = nullptr;
    Tail adapters(&first);
    for (const Interface& interface : interfaces) {
        IP_ADAPTER_ADDRESSES* adapter = adapter_place(layout, interface);
        adapters.add(adapter);
        lists_place(layout, adapter, interface, family, flags);
        // Linux has name servers for the machine; they are told with each interface that is not the
        // loopback.
        Tail names(adapter ? &adapter->FirstDnsServerAddress : nullptr);
        if (!(flags & GAA_FLAG_SKIP_DNS_SERVER) && !interface.loopback) {
            for (const InterfaceAddress& address : servers) {
                if (wanted(address, family))
                    entry_place(layout, names, address);
            }
        }
        if (adapter && (flags & GAA_FLAG_SKIP_FRIENDLY_NAME))
            adapter->FriendlyName = nullptr;
    }
    return layout.fits() ? ERROR_SUCCESS : ERROR_BUFFER_OVERFLOW;
}

}  // namespace
}  // namespace berth::iphlpapi

ULONG WINAPI GetAdaptersAddresses(ULONG Family, ULONG Flags, PVOID Reserved,
                                  PIP_ADAPTER_ADDRESSES AdapterAddresses, PULONG SizePointer) {
    using namespace berth::iphlpapi;
    if (!SizePointer || Reserved ||
        (Family != AF_UNSPEC && Family != AF_INET && Family != AF_INET6))
        return ERROR_INVALID_PARAMETER;
    try {
        const std::vector<Interface> interfaces = interface_list();
        if (interfaces.empty())
            return ERROR_NO_DATA;
        const std::vector<InterfaceAddress> servers = name_server_list();
        // Counted first, so that a buffer that is too small stays untouched.
        Layout count(nullptr, 0);
        adapters_place(count, Family, Flags, interfaces, servers);
        const ULONG given = *SizePointer;
        *SizePointer = static_cast<ULONG>(count.used());
        if (!AdapterAddresses || given < count.used())
            return ERROR_BUFFER_OVERFLOW;
        Layout layout(AdapterAddresses, given);
        return adapters_place(layout, Family, Flags, interfaces, servers);
    } catch (const std::exception&) {
        return ERROR_NOT_ENOUGH_MEMORY;
    }
}
