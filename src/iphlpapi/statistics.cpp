// The counters of IP, ICMP, TCP and UDP.
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "iphlpapi/connections.h"
#include "iphlpapi/interface.h"
#include "iphlpapi/route.h"
#include "iphlpapi/table.h"
#include "iphlpapi.h"

namespace berth::iphlpapi {
namespace {

// The counters of one protocol: Windows' members are 32 bits wide and wrap.
class Counters {
  public:
    explicit Counters(std::string protocol)
        : all_(network_counters()), protocol_(std::move(protocol)) {}
    DWORD operator[](const char* name) const {
        const auto found = all_.find(protocol_ + name);
        return found == all_.end() ? 0 : static_cast<DWORD>(found->second);
    }

  private:
    std::map<std::string, std::uint64_t> all_;
    std::string protocol_;
};

DWORD connection_count(bool ipv6) {
    MIB_TCPTABLE table;
    MIB_TCP6TABLE table6;
    DWORD size = 0;
    DWORD result = ipv6 ? GetTcp6Table(&table6, &size, FALSE) : GetTcpTable(&table, &size, FALSE);
    std::vector<std::byte> room;
    while (result == ERROR_INSUFFICIENT_BUFFER) {
        room.resize(size);
        result = ipv6 ? GetTcp6Table(reinterpret_cast<MIB_TCP6TABLE*>(room.data()), &size, FALSE)
                      : GetTcpTable(reinterpret_cast<MIB_TCPTABLE*>(room.data()), &size, FALSE);
    }
    DWORD count = 0;
    if (result == NO_ERROR)
        std::memcpy(&count, room.data(), sizeof count);
    return count;
}

}  // namespace
}  // namespace berth::iphlpapi

using namespace berth::iphlpapi;

ULONG WINAPI GetTcpStatisticsEx(PMIB_TCPSTATS Statistics, ULONG Family) {
    if (!Statistics || (Family != AF_INET && Family != AF_INET6))
        return Statistics ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        const Counters tcp("Tcp");  // both families'
        *Statistics = {};
        Statistics->RtoAlgorithm = TcpRtoAlgorithmVanj;
        Statistics->dwRtoMin = tcp["RtoMin"];
        Statistics->dwRtoMax = tcp["RtoMax"];
        Statistics->dwMaxConn = MIB_TCP_MAXCONN_DYNAMIC;
        Statistics->dwActiveOpens = tcp["ActiveOpens"];
        Statistics->dwPassiveOpens = tcp["PassiveOpens"];
        Statistics->dwAttemptFails = tcp["AttemptFails"];
        Statistics->dwEstabResets = tcp["EstabResets"];
        Statistics->dwCurrEstab = tcp["CurrEstab"];
        Statistics->dwInSegs = tcp["InSegs"];
        Statistics->dwOutSegs = tcp["OutSegs"];
        Statistics->dwRetransSegs = tcp["RetransSegs"];
        Statistics->dwInErrs = tcp["InErrs"];
        Statistics->dwOutRsts = tcp["OutRsts"];
        Statistics->dwNumConns = connection_count(Family == AF_INET6);
        return NO_ERROR;
    });
}
ULONG WINAPI GetTcpStatistics(PMIB_TCPSTATS Statistics) {
    return GetTcpStatisticsEx(Statistics, AF_INET);
}

ULONG WINAPI GetUdpStatisticsEx(PMIB_UDPSTATS Statistics, ULONG Family) {
    if (!Statistics || (Family != AF_INET && Family != AF_INET6))
        return Statistics ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        const Counters udp(Family == AF_INET6 ? "Udp6" : "Udp");
        *Statistics = {};
        Statistics->dwInDatagrams = udp["InDatagrams"];
        Statistics->dwNoPorts = udp["NoPorts"];
        Statistics->dwInErrors = udp["InErrors"];
        Statistics->dwOutDatagrams = udp["OutDatagrams"];
        Statistics->dwNumAddrs = static_cast<DWORD>(
            connection_list(ConnectionProtocol::kUdp, Family == AF_INET6, false).size());
        return NO_ERROR;
    });
}
ULONG WINAPI GetUdpStatistics(PMIB_UDPSTATS Statistics) {
    return GetUdpStatisticsEx(Statistics, AF_INET);
}

ULONG WINAPI GetIpStatisticsEx(PMIB_IPSTATS Statistics, ULONG Family) {
    if (!Statistics || (Family != AF_INET && Family != AF_INET6))
        return Statistics ? ERROR_NOT_SUPPORTED : ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        const bool ipv6 = Family == AF_INET6;
        const Counters ip(ipv6 ? "Ip6" : "Ip");
        *Statistics = {};
        Statistics->Forwarding = ip["Forwarding"] == 1 ? MIB_IP_FORWARDING : MIB_IP_NOT_FORWARDING;
        Statistics->dwDefaultTTL = Counters("Ip")["DefaultTTL"];
        Statistics->dwInReceives = ip["InReceives"];
        Statistics->dwInHdrErrors = ip["InHdrErrors"];
        Statistics->dwInAddrErrors = ip["InAddrErrors"];
        Statistics->dwForwDatagrams = ip[ipv6 ? "OutForwDatagrams" : "ForwDatagrams"];
        Statistics->dwInUnknownProtos = ip["InUnknownProtos"];
        Statistics->dwInDiscards = ip["InDiscards"];
        Statistics->dwInDelivers = ip["InDelivers"];
        Statistics->dwOutRequests = ip["OutRequests"];
        Statistics->dwOutDiscards = ip["OutDiscards"];
        Statistics->dwOutNoRoutes = ip["OutNoRoutes"];
        Statistics->dwReasmTimeout = ip["ReasmTimeout"];
        Statistics->dwReasmReqds = ip["ReasmReqds"];
        Statistics->dwReasmOks = ip["ReasmOKs"];
        Statistics->dwReasmFails = ip["ReasmFails"];
        Statistics->dwFragOks = ip["FragOKs"];
        Statistics->dwFragFails = ip["FragFails"];
        Statistics->dwFragCreates = ip["FragCreates"];
        const std::vector<Interface> interfaces = interface_list();
        Statistics->dwNumIf = static_cast<DWORD>(interfaces.size());
        for (const Interface& one : interfaces)
            for (const InterfaceAddress& address : one.addresses)
                Statistics->dwNumAddr += address.ipv6 == ipv6 ? 1 : 0;
        if (!ipv6)
            Statistics->dwNumRoutes = static_cast<DWORD>(route_list().size());
        return NO_ERROR;
    });
}
ULONG WINAPI GetIpStatistics(PMIB_IPSTATS Statistics) {
    return GetIpStatisticsEx(Statistics, AF_INET);
}

ULONG WINAPI GetIcmpStatistics(PMIB_ICMP Statistics) {
    if (!Statistics)
        return ERROR_INVALID_PARAMETER;
    return code_of([&]() -> DWORD {
        const Counters icmp("Icmp");
        *Statistics = {};
        const auto fill = [&icmp](MIBICMPSTATS& to, const std::string& way) {
            const auto of = [&](const char* name) { return icmp[(way + name).c_str()]; };
            to.dwMsgs = of("Msgs");
            to.dwErrors = of("Errors");
            to.dwDestUnreachs = of("DestUnreachs");
            to.dwTimeExcds = of("TimeExcds");
            to.dwParmProbs = of("ParmProbs");
            to.dwSrcQuenchs = of("SrcQuenchs");
            to.dwRedirects = of("Redirects");
            to.dwEchos = of("Echos");
            to.dwEchoReps = of("EchoReps");
            to.dwTimestamps = of("Timestamps");
            to.dwTimestampReps = of("TimestampReps");
            to.dwAddrMasks = of("AddrMasks");
            to.dwAddrMaskReps = of("AddrMaskReps");
        };
        fill(Statistics->stats.icmpInStats, "In");
        fill(Statistics->stats.icmpOutStats, "Out");
        return NO_ERROR;
    });
}
