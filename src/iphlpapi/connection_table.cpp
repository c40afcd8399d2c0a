// GetTcpTable, GetUdpTable and their kin.
#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

#include "iphlpapi/connections.h"
#include "iphlpapi/table.h"
#include "iphlpapi.h"

namespace berth::iphlpapi {
namespace {

DWORD ipv4_of(const EndpointAddress& endpoint) {
    DWORD address = 0;
    std::memcpy(&address, endpoint.bytes, sizeof address);
    return address;
}

int compare(const EndpointAddress& a, const EndpointAddress& b) {
    if (const int order = std::memcmp(a.bytes, b.bytes, sizeof a.bytes))
        return order;
    if (a.scope != b.scope)
        return a.scope < b.scope ? -1 : 1;
    return static_cast<int>(ntohs(a.port)) - static_cast<int>(ntohs(b.port));
}

struct Wish {
    bool listeners = true;
    bool connections = true;
    bool process = false;
};

std::vector<Connection> list(ConnectionProtocol protocol, bool ipv6, const Wish& wish, BOOL order) {
    std::vector<Connection> all = connection_list(protocol, ipv6, wish.process);
    if (protocol == ConnectionProtocol::kTcp)
        std::erase_if(all, [&](const Connection& one) {
            const bool listens = one.state == MIB_TCP_STATE_LISTEN;
            return listens ? !wish.listeners : !wish.connections;
        });
    if (order)
        std::stable_sort(all.begin(), all.end(), [](const Connection& a, const Connection& b) {
            const int locals = compare(a.local, b.local);
            return locals != 0 ? locals < 0 : compare(a.remote, b.remote) < 0;
        });
    return all;
}

template <typename Row>
void ipv4_fill(const Connection& one, Row& row) {
    row.dwState = one.state;
    row.dwLocalAddr = ipv4_of(one.local);
    row.dwLocalPort = one.local.port;
    row.dwRemoteAddr = ipv4_of(one.remote);
    row.dwRemotePort = one.remote.port;
}
void fill(const Connection& one, MIB_TCPROW& row) {
    ipv4_fill(one, row);
}
void fill(const Connection& one, MIB_TCPROW2& row) {
    ipv4_fill(one, row);
    row.dwOwningPid = one.process;
    row.dwOffloadState = TcpConnectionOffloadStateInHost;
}
void fill(const Connection& one, MIB_TCPROW_OWNER_PID& row) {
    ipv4_fill(one, row);
    row.dwOwningPid = one.process;
}
void fill(const Connection& one, MIB_TCPROW_OWNER_MODULE& row) {
    ipv4_fill(one, row);
    row.dwOwningPid = one.process;
}

template <typename Row>
void ipv6_fill(const Connection& one, Row& row) {
    std::memcpy(&row.LocalAddr, one.local.bytes, 16);
    row.dwLocalScopeId = one.local.scope;
    row.dwLocalPort = one.local.port;
    std::memcpy(&row.RemoteAddr, one.remote.bytes, 16);
    row.dwRemoteScopeId = one.remote.scope;
    row.dwRemotePort = one.remote.port;
    row.State = static_cast<MIB_TCP_STATE>(one.state);
}
void fill(const Connection& one, MIB_TCP6ROW& row) {
    ipv6_fill(one, row);
}
void fill(const Connection& one, MIB_TCP6ROW2& row) {
    ipv6_fill(one, row);
    row.dwOwningPid = one.process;
    row.dwOffloadState = TcpConnectionOffloadStateInHost;
}
template <typename Row>
void ipv6_owned_fill(const Connection& one, Row& row) {
    std::memcpy(row.ucLocalAddr, one.local.bytes, 16);
    row.dwLocalScopeId = one.local.scope;
    row.dwLocalPort = one.local.port;
    std::memcpy(row.ucRemoteAddr, one.remote.bytes, 16);
    row.dwRemoteScopeId = one.remote.scope;
    row.dwRemotePort = one.remote.port;
    row.dwState = one.state;
    row.dwOwningPid = one.process;
}
void fill(const Connection& one, MIB_TCP6ROW_OWNER_PID& row) {
    ipv6_owned_fill(one, row);
}
void fill(const Connection& one, MIB_TCP6ROW_OWNER_MODULE& row) {
    ipv6_owned_fill(one, row);
}

void fill(const Connection& one, MIB_UDPROW& row) {
    row.dwLocalAddr = ipv4_of(one.local);
    row.dwLocalPort = one.local.port;
}
void fill(const Connection& one, MIB_UDPROW_OWNER_PID& row) {
    row.dwLocalAddr = ipv4_of(one.local);
    row.dwLocalPort = one.local.port;
    row.dwOwningPid = one.process;
}
void fill(const Connection& one, MIB_UDPROW_OWNER_MODULE& row) {
    row.dwLocalAddr = ipv4_of(one.local);
    row.dwLocalPort = one.local.port;
    row.dwOwningPid = one.process;
}
void fill(const Connection& one, MIB_UDP6ROW& row) {
    std::memcpy(&row.dwLocalAddr, one.local.bytes, 16);
    row.dwLocalScopeId = one.local.scope;
    row.dwLocalPort = one.local.port;
}
template <typename Row>
void udp6_owned_fill(const Connection& one, Row& row) {
    std::memcpy(row.ucLocalAddr, one.local.bytes, 16);
    row.dwLocalScopeId = one.local.scope;
    row.dwLocalPort = one.local.port;
    row.dwOwningPid = one.process;
}
void fill(const Connection& one, MIB_UDP6ROW_OWNER_PID& row) {
    udp6_owned_fill(one, row);
}
void fill(const Connection& one, MIB_UDP6ROW_OWNER_MODULE& row) {
    udp6_owned_fill(one, row);
}

template <typename Table>
DWORD give(ConnectionProtocol protocol, bool ipv6, const Wish& wish, void* buffer, DWORD* size,
           BOOL order) {
    using Row = std::remove_reference_t<decltype(std::declval<Table&>().table[0])>;
    if (!size)
        return ERROR_INVALID_PARAMETER;
    return code_of([&] {
        std::vector<Row> rows;
        for (const Connection& one : list(protocol, ipv6, wish, order)) {
            Row row{};
            fill(one, row);
            rows.push_back(row);
        }
        return table_give<Table>(buffer, size, rows);
    });
}

constexpr Wish kAll;
constexpr Wish kAllOwned{true, true, true};

}  // namespace
}  // namespace berth::iphlpapi

using namespace berth::iphlpapi;

ULONG WINAPI GetTcpTable(PMIB_TCPTABLE TcpTable, PULONG SizePointer, BOOL Order) {
    return give<MIB_TCPTABLE>(ConnectionProtocol::kTcp, false, kAll, TcpTable, SizePointer, Order);
}
ULONG WINAPI GetTcpTable2(PMIB_TCPTABLE2 TcpTable, PULONG SizePointer, BOOL Order) {
    return give<MIB_TCPTABLE2>(ConnectionProtocol::kTcp, false, kAllOwned, TcpTable, SizePointer,
                               Order);
}
ULONG WINAPI GetTcp6Table(PMIB_TCP6TABLE TcpTable, PULONG SizePointer, BOOL Order) {
    return give<MIB_TCP6TABLE>(ConnectionProtocol::kTcp, true, kAll, TcpTable, SizePointer, Order);
}
ULONG WINAPI GetTcp6Table2(PMIB_TCP6TABLE2 TcpTable, PULONG SizePointer, BOOL Order) {
    return give<MIB_TCP6TABLE2>(ConnectionProtocol::kTcp, true, kAllOwned, TcpTable, SizePointer,
                                Order);
}
ULONG WINAPI GetUdpTable(PMIB_UDPTABLE UdpTable, PULONG SizePointer, BOOL Order) {
    return give<MIB_UDPTABLE>(ConnectionProtocol::kUdp, false, kAll, UdpTable, SizePointer, Order);
}
ULONG WINAPI GetUdp6Table(PMIB_UDP6TABLE Udp6Table, PULONG SizePointer, BOOL Order) {
    return give<MIB_UDP6TABLE>(ConnectionProtocol::kUdp, true, kAll, Udp6Table, SizePointer, Order);
}

DWORD WINAPI GetExtendedTcpTable(PVOID pTcpTable, PDWORD pdwSize, BOOL bOrder, ULONG ulAf,
                                 TCP_TABLE_CLASS TableClass, ULONG /*Reserved*/) {
    constexpr unsigned kKinds = 3;  // listeners, connections, all
    const auto number = static_cast<unsigned>(TableClass);
    if ((ulAf != AF_INET && ulAf != AF_INET6) || number > TCP_TABLE_OWNER_MODULE_ALL)
        return ERROR_INVALID_PARAMETER;
    const bool ipv6 = ulAf == AF_INET6;
    const Wish wish{number % kKinds != 1, number % kKinds != 0, number >= kKinds};
    const ConnectionProtocol tcp = ConnectionProtocol::kTcp;
    switch (number / kKinds) {
        case 0:
            return ipv6 ? ERROR_NOT_SUPPORTED
                        : give<MIB_TCPTABLE>(tcp, ipv6, wish, pTcpTable, pdwSize, bOrder);
        case 1:
            return ipv6 ? give<MIB_TCP6TABLE_OWNER_PID>(tcp, ipv6, wish, pTcpTable, pdwSize, bOrder)
                        : give<MIB_TCPTABLE_OWNER_PID>(tcp, ipv6, wish, pTcpTable, pdwSize, bOrder);
        default:
            return ipv6 ? give<MIB_TCP6TABLE_OWNER_MODULE>(tcp, ipv6, wish, pTcpTable, pdwSize,
                                                           bOrder)
                        : give<MIB_TCPTABLE_OWNER_MODULE>(tcp, ipv6, wish, pTcpTable, pdwSize,
                                                          bOrder);
    }
}

DWORD WINAPI GetExtendedUdpTable(PVOID pUdpTable, PDWORD pdwSize, BOOL bOrder, ULONG ulAf,
                                 UDP_TABLE_CLASS TableClass, ULONG /*Reserved*/) {
    if (ulAf != AF_INET && ulAf != AF_INET6)
        return ERROR_INVALID_PARAMETER;
    const bool ipv6 = ulAf == AF_INET6;
    const ConnectionProtocol udp = ConnectionProtocol::kUdp;
    switch (TableClass) {
        case UDP_TABLE_BASIC:
            return ipv6 ? give<MIB_UDP6TABLE>(udp, ipv6, kAll, pUdpTable, pdwSize, bOrder)
                        : give<MIB_UDPTABLE>(udp, ipv6, kAll, pUdpTable, pdwSize, bOrder);
        case UDP_TABLE_OWNER_PID:
            return ipv6 ? give<MIB_UDP6TABLE_OWNER_PID>(udp, ipv6, kAllOwned, pUdpTable, pdwSize,
                                                        bOrder)
                        : give<MIB_UDPTABLE_OWNER_PID>(udp, ipv6, kAllOwned, pUdpTable, pdwSize,
                                                       bOrder);
        case UDP_TABLE_OWNER_MODULE:
            return ipv6 ? give<MIB_UDP6TABLE_OWNER_MODULE>(udp, ipv6, kAllOwned, pUdpTable, pdwSize,
                                                           bOrder)
                        : give<MIB_UDPTABLE_OWNER_MODULE>(udp, ipv6, kAllOwned, pUdpTable, pdwSize,
                                                          bOrder);
        default:
            return ERROR_INVALID_PARAMETER;
    }
}
