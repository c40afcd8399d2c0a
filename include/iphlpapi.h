/* The machine's interfaces and their addresses.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/ */
#ifndef __IPHLPAPI_H__
#define __IPHLPAPI_H__

#include "iprtrmib.h"
#include "ipexport.h"
#include "iptypes.h"
#include "netioapi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Every interface with its addresses, in one buffer. Family: AF_UNSPEC, AF_INET or AF_INET6; Flags:
 * GAA_FLAG_. *SizePointer: bytes, in and out. AdapterName and FriendlyName are the interface's
 * name; anycast, multicast and WINS lists are empty. Returns ERROR_SUCCESS, ERROR_BUFFER_OVERFLOW,
 * ERROR_INVALID_PARAMETER, ERROR_NO_DATA, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getadaptersaddresses */
BERTH_API ULONG WINAPI GetAdaptersAddresses(ULONG Family, ULONG Flags, PVOID Reserved,
                                            PIP_ADAPTER_ADDRESSES AdapterAddresses,
                                            PULONG SizePointer);
/* Every interface but the loopback with its IPv4 addresses. *SizePointer: bytes, in and out.
 * Returns ERROR_SUCCESS, ERROR_BUFFER_OVERFLOW, ERROR_INVALID_PARAMETER, ERROR_NO_DATA.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getadaptersinfo */
BERTH_API ULONG WINAPI GetAdaptersInfo(PIP_ADAPTER_INFO AdapterInfo, PULONG SizePointer);

/* ---- tables ----
 * Each takes the size of its buffer in bytes and gives the size that is needed. A table grows
 * between two calls: ask again until it is not too small. Returns NO_ERROR,
 * ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY; a table that is
 * empty by nature ERROR_NO_DATA. Addresses and ports are in network byte order. */

/* IPv4's TCP connections and listeners of this machine (of the network namespace).
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-gettcptable */
BERTH_API ULONG WINAPI GetTcpTable(PMIB_TCPTABLE TcpTable, PULONG SizePointer, BOOL Order);
/* The same with their processes; 0 for those of other users.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-gettcptable2 */
BERTH_API ULONG WINAPI GetTcpTable2(PMIB_TCPTABLE2 TcpTable, PULONG SizePointer, BOOL Order);
/* IPv6's. https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-gettcp6table */
BERTH_API ULONG WINAPI GetTcp6Table(PMIB_TCP6TABLE TcpTable, PULONG SizePointer, BOOL Order);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-gettcp6table2 */
BERTH_API ULONG WINAPI GetTcp6Table2(PMIB_TCP6TABLE2 TcpTable, PULONG SizePointer, BOOL Order);
/* UDP's sockets. https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getudptable */
BERTH_API ULONG WINAPI GetUdpTable(PMIB_UDPTABLE UdpTable, PULONG SizePointer, BOOL Order);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getudp6table */
BERTH_API ULONG WINAPI GetUdp6Table(PMIB_UDP6TABLE Udp6Table, PULONG SizePointer, BOOL Order);
/* ulAf: AF_INET or AF_INET6 (not with a BASIC class: ERROR_NOT_SUPPORTED). When a socket was made
 * and by which module is not known: 0.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getextendedtcptable */
BERTH_API DWORD WINAPI GetExtendedTcpTable(PVOID pTcpTable, PDWORD pdwSize, BOOL bOrder, ULONG ulAf,
                                           TCP_TABLE_CLASS TableClass, ULONG Reserved);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getextendedudptable */
BERTH_API DWORD WINAPI GetExtendedUdpTable(PVOID pUdpTable, PDWORD pdwSize, BOOL bOrder, ULONG ulAf,
                                           UDP_TABLE_CLASS TableClass, ULONG Reserved);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getnumberofinterfaces */
BERTH_API DWORD WINAPI GetNumberOfInterfaces(PDWORD pdwNumIf);
/* The interface whose dwIndex is given. ERROR_INVALID_DATA: there is none.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getifentry */
BERTH_API DWORD WINAPI GetIfEntry(PMIB_IFROW pIfRow);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getiftable */
BERTH_API DWORD WINAPI GetIfTable(PMIB_IFTABLE pIfTable, PULONG pdwSize, BOOL bOrder);
/* The interfaces but the loopback by name and index. Returns also ERROR_NO_DATA.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getinterfaceinfo */
BERTH_API DWORD WINAPI GetInterfaceInfo(PIP_INTERFACE_INFO pIfTable, PULONG dwOutBufLen);
/* The index of the interface with a name. ERROR_DEV_NOT_EXIST: there is none.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getadapterindex */
BERTH_API DWORD WINAPI GetAdapterIndex(LPWSTR AdapterName, PULONG IfIndex);
/* The machine's IPv4 addresses.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getipaddrtable */
BERTH_API DWORD WINAPI GetIpAddrTable(PMIB_IPADDRTABLE pIpAddrTable, PULONG pdwSize, BOOL bOrder);
/* IPv4's routes.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getipforwardtable */
BERTH_API DWORD WINAPI GetIpForwardTable(PMIB_IPFORWARDTABLE pIpForwardTable, PULONG pdwSize,
                                         BOOL bOrder);
/* The ARP table. https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getipnettable
 */
BERTH_API ULONG WINAPI GetIpNetTable(PMIB_IPNETTABLE IpNetTable, PULONG SizePointer, BOOL Order);

/* ---- the way to an address ---- */
/* The interface that a packet to an address leaves by. Returns NO_ERROR,
 * ERROR_NETWORK_UNREACHABLE, ERROR_HOST_UNREACHABLE, ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getbestinterface */
BERTH_API DWORD WINAPI GetBestInterface(IPAddr dwDestAddr, PDWORD pdwBestIfIndex);
/* The same for a SOCKADDR_IN or SOCKADDR_IN6.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getbestinterfaceex */
BERTH_API DWORD WINAPI GetBestInterfaceEx(struct sockaddr* pDestAddr, PDWORD pdwBestIfIndex);
/* The route that a packet takes; the source does not matter.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getbestroute */
BERTH_API DWORD WINAPI GetBestRoute(DWORD dwDestAddr, DWORD dwSourceAddr,
                                    PMIB_IPFORWARDROW pBestRoute);
/* Host name, domain and name servers. Returns ERROR_SUCCESS, ERROR_BUFFER_OVERFLOW.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getnetworkparams */
BERTH_API DWORD WINAPI GetNetworkParams(PFIXED_INFO pFixedInfo, PULONG pOutBufLen);

/* ---- counters ----
 * Those of the network namespace; they wrap at 2^32. Family: AF_INET or AF_INET6. Returns NO_ERROR,
 * ERROR_INVALID_PARAMETER, ERROR_NOT_SUPPORTED. */
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-gettcpstatistics */
BERTH_API ULONG WINAPI GetTcpStatistics(PMIB_TCPSTATS Statistics);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-gettcpstatisticsex */
BERTH_API ULONG WINAPI GetTcpStatisticsEx(PMIB_TCPSTATS Statistics, ULONG Family);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getudpstatistics */
BERTH_API ULONG WINAPI GetUdpStatistics(PMIB_UDPSTATS Statistics);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getudpstatisticsex */
BERTH_API ULONG WINAPI GetUdpStatisticsEx(PMIB_UDPSTATS Statistics, ULONG Family);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getipstatistics */
BERTH_API ULONG WINAPI GetIpStatistics(PMIB_IPSTATS Statistics);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getipstatisticsex */
BERTH_API ULONG WINAPI GetIpStatisticsEx(PMIB_IPSTATS Statistics, ULONG Family);
/* https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-geticmpstatistics */
BERTH_API ULONG WINAPI GetIcmpStatistics(PMIB_ICMP Statistics);

#ifdef __cplusplus
}
#endif
#endif
