// Interfaces, addresses, routes and neighbours as tables, and the way to an address.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "iphlpapi/adapter_layout.h"
#include "iphlpapi/interface.h"
#include "iphlpapi/route.h"
#include "iphlpapi/table.h"
#include "nt/text.h"
#include "iphlpapi.h"

namespace berth::iphlpapi {
namespace {

DWORD mask_of(unsigned prefix_length) {
    return htonl(prefix_length == 0 ? 0 : ~DWORD{0} << (32 - std::min(prefix_length, 32U)));
}

DWORD ipv4_of(const InterfaceAddress& address) {
    DWORD value = 0;
    std::memcpy(&value, address.bytes, sizeof value);
    return value;
}

void interface_fill(const Interface& one, MIB_IFROW& row) {
    const InterfaceCounters counters = interface_counters(one.name);
    std::memset(&row, 0, sizeof row);
    nt::wide_from_utf8(one.name).copy(row.wszName, MAX_INTERFACE_NAME_LEN - 1);
    row.dwIndex = one.index;
    row.dwType = one.loopback         ? IF_TYPE_SOFTWARE_LOOPBACK
                 : one.point_to_point ? IF_TYPE_PPP
                                      : IF_TYPE_ETHERNET_CSMACD;
    row.dwMtu = one.mtu;
    row.dwSpeed = static_cast<DWORD>(std::min<std::uint64_t>(counters.speed, MAXDWORD));
    row.dwPhysAddrLen = static_cast<DWORD>(one.physical_address.size());
    std::copy(one.physical_address.begin(), one.physical_address.end(), row.bPhysAddr);
    row.dwAdminStatus = one.up ? MIB_IF_ADMIN_STATUS_UP : MIB_IF_ADMIN_STATUS_DOWN;
    row.dwOperStatus = !one.up        ? IF_OPER_STATUS_NON_OPERATIONAL
                       : !one.running ? IF_OPER_STATUS_DISCONNECTED
                                      : IF_OPER_STATUS_OPERATIONAL;
    row.dwInOctets = static_cast<DWORD>(counters.in_octets);
    row.dwInUcastPkts = static_cast<DWORD>(counters.in_packets - counters.in_multicast);
    row.dwInNUcastPkts = static_cast<DWORD>(counters.in_multicast);
    row.dwInDiscards = static_cast<DWORD>(counters.in_discards);
    row.dwInErrors = static_cast<DWORD>(counters.in_errors);
    row.dwOutOctets = static_cast<DWORD>(counters.out_octets);
    row.dwOutUcastPkts = static_cast<DWORD>(counters.out_packets);
    row.dwOutDiscards = static_cast<DWORD>(counters.out_discards);
    row.dwOutErrors = static_cast<DWORD>(counters.out_errors);
    row.dwDescrLen =
        static_cast<DWORD>(one.name.copy(reinterpret_cast<char*>(row.bDescr), MAXLEN_IFDESCR - 1));
}

MIB_IPFORWARDROW row_of(const Route& route) {
    MIB_IPFORWARDROW row{};
    row.dwForwardDest = route.destination;
    row.dwForwardMask = route.mask;
    row.dwForwardNextHop = route.gateway;
    row.dwForwardIfIndex = route.interface;
    row.ForwardType = route.gateway ? MIB_IPROUTE_TYPE_INDIRECT : MIB_IPROUTE_TYPE_DIRECT;
    row.ForwardProto = route.gateway ? MIB_IPPROTO_NETMGMT : MIB_IPPROTO_LOCAL;
    row.dwForwardMetric1 = route.metric;
    row.dwForwardMetric2 = MIB_IPROUTE_METRIC_UNUSED;
    row.dwForwardMetric3 = MIB_IPROUTE_METRIC_UNUSED;
    row.dwForwardMetric4 = MIB_IPROUTE_METRIC_UNUSED;
    row.dwForwardMetric5 = MIB_IPROUTE_METRIC_UNUSED;
    return row;
}

// The kernel keeps the loopback's network elsewhere: Windows' table has it.
std::vector<Route> routes_with_loopback() {
    std::vector<Route> all = route_list();
    for (const Interface& one : interface_list())
        if (one.loopback)
            for (const InterfaceAddress& address : one.addresses)
                if (!address.ipv6)
                    all.push_back({ipv4_of(address) & mask_of(address.prefix_length),
                                   mask_of(address.prefix_length), 0, one.index, 0});
    return all;
}

DWORD error_of(int number) {
    switch (number) {
        case 0:
            return NO_ERROR;
        case ENETUNREACH:
            return ERROR_NETWORK_UNREACHABLE;
        case EHOSTUNREACH:
            return ERROR_HOST_UNREACHABLE;
        case EINVAL:
            return ERROR_INVALID_PARAMETER;
        default:
            return ERROR_CAN_NOT_COMPLETE;
    }
}

}  // namespace
}  // namespace berth::iphlpapi

using namespace berth::iphlpapi;

DWORD WINAPI GetNumberOfInterfaces(PDWORD pdwNumIf) {
    if (!pdwNumIf)
        return ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        *pdwNumIf = static_cast<DWORD>(interface_list().size());
        return NO_ERROR;
    });
}

DWORD WINAPI GetIfEntry(PMIB_IFROW pIfRow) {
    if (!pIfRow)
        return ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        for (const Interface& one : interface_list()) {
            if (one.index != pIfRow->dwIndex)
                continue;
            interface_fill(one, *pIfRow);
            return NO_ERROR;
        }
        return ERROR_INVALID_DATA;
    });
}

DWORD WINAPI GetIfTable(PMIB_IFTABLE pIfTable, PULONG pdwSize, BOOL /*bOrder*/) {
    return code_of([&] {
        std::vector<MIB_IFROW> rows;
        for (const Interface& one : interface_list())
            interface_fill(one, rows.emplace_back());
        return table_give<MIB_IFTABLE>(pIfTable, pdwSize, rows);
    });
}

DWORD WINAPI GetInterfaceInfo(PIP_INTERFACE_INFO pIfTable, PULONG dwOutBufLen) {
    if (!dwOutBufLen)
        return ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        std::vector<Interface> all = interface_list();
        std::erase_if(all, [](const Interface& one) { return one.loopback; });
        const auto needed =
            static_cast<ULONG>(offsetof(IP_INTERFACE_INFO, Adapter) +
                               sizeof(IP_ADAPTER_INDEX_MAP) * std::max<std::size_t>(all.size(), 1));
        if (all.empty())
            return ERROR_NO_DATA;
        const ULONG given = std::exchange(*dwOutBufLen, needed);
        if (!pIfTable || given < needed)
            return ERROR_INSUFFICIENT_BUFFER;
        std::memset(pIfTable, 0, needed);
        pIfTable->NumAdapters = static_cast<LONG>(all.size());
        IP_ADAPTER_INDEX_MAP* adapter = pIfTable->Adapter;
        for (const Interface& one : all) {
            adapter->Index = one.index;
            berth::nt::wide_from_utf8(one.name).copy(adapter->Name, MAX_ADAPTER_NAME - 1);
            adapter++;
        }
        return NO_ERROR;
    });
}

DWORD WINAPI GetAdapterIndex(LPWSTR AdapterName, PULONG IfIndex) {
    if (!AdapterName || !IfIndex)
        return ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        const NET_IFINDEX index = if_nametoindex(berth::nt::utf8_from_wide(AdapterName).c_str());
        if (index == 0)
            return ERROR_DEV_NOT_EXIST;
        *IfIndex = index;
        return NO_ERROR;
    });
}

DWORD WINAPI GetIpAddrTable(PMIB_IPADDRTABLE pIpAddrTable, PULONG pdwSize, BOOL bOrder) {
    return code_of([&] {
        constexpr DWORD kReassembly = 65535;
        std::vector<MIB_IPADDRROW> rows;
        for (const Interface& one : interface_list()) {
            for (const InterfaceAddress& address : one.addresses) {
                if (address.ipv6)
                    continue;
                MIB_IPADDRROW row{};
                row.dwAddr = ipv4_of(address);
                row.dwIndex = one.index;
                row.dwMask = mask_of(address.prefix_length);
                row.dwBCastAddr = 1;
                row.dwReasmSize = kReassembly;
                row.wType = MIB_IPADDR_PRIMARY;
                rows.push_back(row);
            }
        }
        if (bOrder)
            std::stable_sort(rows.begin(), rows.end(),
                             [](const MIB_IPADDRROW& a, const MIB_IPADDRROW& b) {
                                 return ntohl(a.dwAddr) < ntohl(b.dwAddr);
                             });
        return table_give<MIB_IPADDRTABLE>(pIpAddrTable, pdwSize, rows);
    });
}

DWORD WINAPI GetIpForwardTable(PMIB_IPFORWARDTABLE pIpForwardTable, PULONG pdwSize, BOOL bOrder) {
    return code_of([&]() -> DWORD {
        std::vector<MIB_IPFORWARDROW> rows;
        for (const Route& route : routes_with_loopback())
            rows.push_back(row_of(route));
        if (rows.empty())
            return ERROR_NO_DATA;
        if (bOrder)
            std::stable_sort(rows.begin(), rows.end(),
                             [](const MIB_IPFORWARDROW& a, const MIB_IPFORWARDROW& b) {
                                 return ntohl(a.dwForwardDest) < ntohl(b.dwForwardDest);
                             });
        return table_give<MIB_IPFORWARDTABLE>(pIpForwardTable, pdwSize, rows);
    });
}

ULONG WINAPI GetIpNetTable(PMIB_IPNETTABLE IpNetTable, PULONG SizePointer, BOOL Order) {
    return code_of([&]() -> DWORD {
        std::vector<MIB_IPNETROW> rows;
        for (const Neighbour& one : neighbour_list()) {
            MIB_IPNETROW row{};
            row.dwIndex = one.interface;
            row.dwPhysAddrLen = static_cast<DWORD>(
                std::min<std::size_t>(one.physical_address.size(), MAXLEN_PHYSADDR));
            std::copy_n(one.physical_address.begin(), row.dwPhysAddrLen, row.bPhysAddr);
            row.dwAddr = one.address;
            row.Type = !one.complete   ? MIB_IPNET_TYPE_INVALID
                       : one.permanent ? MIB_IPNET_TYPE_STATIC
                                       : MIB_IPNET_TYPE_DYNAMIC;
            rows.push_back(row);
        }
        if (rows.empty())
            return ERROR_NO_DATA;
        if (Order)
            std::stable_sort(rows.begin(), rows.end(),
                             [](const MIB_IPNETROW& a, const MIB_IPNETROW& b) {
                                 return ntohl(a.dwAddr) < ntohl(b.dwAddr);
                             });
        return table_give<MIB_IPNETTABLE>(IpNetTable, SizePointer, rows);
    });
}

DWORD WINAPI GetBestInterface(IPAddr dwDestAddr, PDWORD pdwBestIfIndex) {
    if (!pdwBestIfIndex)
        return ERROR_INVALID_PARAMETER;
    std::uint8_t address[4];
    std::memcpy(address, &dwDestAddr, sizeof address);
    unsigned interface = 0;
    std::uint32_t gateway = 0;
    const DWORD error = error_of(route_to(address, false, 0, interface, gateway));
    if (error == NO_ERROR)
        *pdwBestIfIndex = interface;
    return error;
}

DWORD WINAPI GetBestInterfaceEx(struct sockaddr* pDestAddr, PDWORD pdwBestIfIndex) {
    if (!pDestAddr || !pdwBestIfIndex)
        return ERROR_INVALID_PARAMETER;
    if (pDestAddr->sa_family == AF_INET) {
        SOCKADDR_IN ipv4;
        std::memcpy(&ipv4, pDestAddr, sizeof ipv4);
        return GetBestInterface(ipv4.sin_addr.s_addr, pdwBestIfIndex);
    }
    if (pDestAddr->sa_family != AF_INET6)
        return ERROR_INVALID_PARAMETER;
    SOCKADDR_IN6 ipv6;
    std::memcpy(&ipv6, pDestAddr, sizeof ipv6);
    unsigned interface = 0;
    std::uint32_t gateway = 0;
    const DWORD error =
        error_of(route_to(ipv6.sin6_addr.u.Byte, true, ipv6.sin6_scope_id, interface, gateway));
    if (error == NO_ERROR)
        *pdwBestIfIndex = interface;
    return error;
}

DWORD WINAPI GetBestRoute(DWORD dwDestAddr, DWORD /*dwSourceAddr*/, PMIB_IPFORWARDROW pBestRoute) {
    if (!pBestRoute)
        return ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        std::uint8_t address[4];
        std::memcpy(address, &dwDestAddr, sizeof address);
        unsigned interface = 0;
        std::uint32_t gateway = 0;
        const DWORD error = error_of(route_to(address, false, 0, interface, gateway));
        if (error != NO_ERROR)
            return error;
        // The table's longest match on that way; what is in no table is a route of its own.
        Route best{dwDestAddr, MAXDWORD, gateway, interface, 0};
        bool found = false;
        for (const Route& route : routes_with_loopback()) {
            if (route.interface != interface || route.gateway != gateway ||
                (dwDestAddr & route.mask) != route.destination)
                continue;
            if (!found || ntohl(route.mask) > ntohl(best.mask))
                best = route;
            found = true;
        }
        *pBestRoute = row_of(best);
        return NO_ERROR;
    });
}

DWORD WINAPI GetNetworkParams(PFIXED_INFO pFixedInfo, PULONG pOutBufLen) {
    if (!pOutBufLen)
        return ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        std::vector<InterfaceAddress> servers = name_server_list();
        std::erase_if(servers, [](const InterfaceAddress& one) { return one.ipv6; });
        const auto place = [&servers](Layout& layout) {
            auto* info = layout.place<FIXED_INFO>();
            IP_ADDR_STRING* last = nullptr;
            for (std::size_t i = 0; i < servers.size(); i++) {
                IP_ADDR_STRING* server = i != 0 ? layout.place<IP_ADDR_STRING>()
                                         : info ? &info->DnsServerList
                                                : nullptr;
                if (!server)
                    continue;
                const std::uint8_t* bytes = servers[i].bytes;
                std::snprintf(server->IpAddress.String, sizeof server->IpAddress.String,
                              "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
                if (last)
                    last->Next = server;
                last = server;
            }
            return info;
        };
        Layout count(nullptr, 0);
        place(count);
        const ULONG given = std::exchange(*pOutBufLen, static_cast<ULONG>(count.used()));
        if (!pFixedInfo || given < count.used())
            return ERROR_BUFFER_OVERFLOW;
        Layout layout(pFixedInfo, given);
        FIXED_INFO* info = place(layout);
        const std::string name = machine_name();
        const std::string_view host(name);
        const std::size_t dot = host.find('.');
        host.substr(0, dot).copy(info->HostName, MAX_HOSTNAME_LEN);
        if (dot != std::string_view::npos)
            host.substr(dot + 1).copy(info->DomainName, MAX_DOMAIN_NAME_LEN);
        info->NodeType = HYBRID_NODETYPE;
        const auto counters = network_counters();
        const auto forwarding = counters.find("IpForwarding");
        info->EnableRouting = forwarding != counters.end() && forwarding->second == 1;
        return NO_ERROR;
    });
}
