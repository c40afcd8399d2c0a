/*
 * The TCP/IP family: addresses, options of the levels IPPROTO_IP, IPPROTO_IPV6 and IPPROTO_TCP,
 * multicast. https://learn.microsoft.com/windows/win32/api/ws2ipdef/
 */
#ifndef _WS2IPDEF_
#define _WS2IPDEF_

#include "ws2def.h"
#include "in6addr.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- interfaces ---- */
#define IFF_UP 0x00000001
#define IFF_BROADCAST 0x00000002
#define IFF_LOOPBACK 0x00000004
#define IFF_POINTTOPOINT 0x00000008
#define IFF_MULTICAST 0x00000010

/* ---- level IPPROTO_IP ----
 * https://learn.microsoft.com/windows/win32/winsock/ipproto-ip-socket-options */
#define IP_OPTIONS 1
#define IP_HDRINCL 2
#define IP_TOS 3
#define IP_TTL 4
#define IP_MULTICAST_IF 9
#define IP_MULTICAST_TTL 10
#define IP_MULTICAST_LOOP 11
#define IP_ADD_MEMBERSHIP 12
#define IP_DROP_MEMBERSHIP 13
#define IP_DONTFRAGMENT 14
#define IP_ADD_SOURCE_MEMBERSHIP 15
#define IP_DROP_SOURCE_MEMBERSHIP 16
#define IP_BLOCK_SOURCE 17
#define IP_UNBLOCK_SOURCE 18
#define IP_PKTINFO 19
#define IP_HOPLIMIT 21
#define IP_RECVTTL 21
#define IP_RECEIVE_BROADCAST 22
#define IP_RECVIF 24
#define IP_RECVDSTADDR 25
#define IP_IFLIST 28
#define IP_ADD_IFLIST 29
#define IP_DEL_IFLIST 30
#define IP_UNICAST_IF 31
#define IP_RTHDR 32
#define IP_GET_IFLIST 33
#define IP_RECVRTHDR 38
#define IP_TCLASS 39
#define IP_RECVTCLASS 40
#define IP_RECVTOS 40
#define IP_ORIGINAL_ARRIVAL_IF 47
#define IP_ECN 50
#define IP_RECVECN 50
#define IP_PKTINFO_EX 51
#define IP_WFP_REDIRECT_RECORDS 60
#define IP_WFP_REDIRECT_CONTEXT 70
#define IP_MTU_DISCOVER 71
#define IP_MTU 73
#define IP_NRT_INTERFACE 74
#define IP_RECVERR 75
#define IP_USER_MTU 76
#define IP_UNSPECIFIED_HOP_LIMIT (-1)
#define IP_UNSPECIFIED_TYPE_OF_SERVICE (-1)
#define IP_UNSPECIFIED_USER_MTU 0xffffffff
#define IP_DEFAULT_MULTICAST_TTL 1
#define IP_DEFAULT_MULTICAST_LOOP 1
#define IP_MAX_MEMBERSHIPS 20

/* ---- level IPPROTO_IPV6 ----
 * https://learn.microsoft.com/windows/win32/winsock/ipproto-ipv6-socket-options */
#define IPV6_HOPOPTS 1
#define IPV6_HDRINCL 2
#define IPV6_UNICAST_HOPS 4
#define IPV6_MULTICAST_IF 9
#define IPV6_MULTICAST_HOPS 10
#define IPV6_MULTICAST_LOOP 11
#define IPV6_ADD_MEMBERSHIP 12
#define IPV6_JOIN_GROUP IPV6_ADD_MEMBERSHIP
#define IPV6_DROP_MEMBERSHIP 13
#define IPV6_LEAVE_GROUP IPV6_DROP_MEMBERSHIP
#define IPV6_DONTFRAG 14
#define IPV6_PKTINFO 19
#define IPV6_HOPLIMIT 21
#define IPV6_PROTECTION_LEVEL 23
#define IP_PROTECTION_LEVEL IPV6_PROTECTION_LEVEL
#define IPV6_RECVIF 24
#define IPV6_RECVDSTADDR 25
#define IPV6_CHECKSUM 26
#define IPV6_V6ONLY 27
#define IPV6_IFLIST 28
#define IPV6_ADD_IFLIST 29
#define IPV6_DEL_IFLIST 30
#define IPV6_UNICAST_IF 31
#define IPV6_RTHDR 32
#define IPV6_GET_IFLIST 33
#define IPV6_RECVRTHDR 38
#define IPV6_TCLASS 39
#define IPV6_RECVTCLASS 40
#define IPV6_ECN 50
#define IPV6_RECVECN 50
#define IPV6_PKTINFO_EX 51
#define IPV6_WFP_REDIRECT_RECORDS 60
#define IPV6_WFP_REDIRECT_CONTEXT 70
#define IPV6_MTU_DISCOVER 71
#define IPV6_MTU 72
#define IPV6_NRT_INTERFACE 74
#define IPV6_RECVERR 75
#define IPV6_USER_MTU 76

#define PROTECTION_LEVEL_UNRESTRICTED 10
#define PROTECTION_LEVEL_EDGERESTRICTED 20
#define PROTECTION_LEVEL_RESTRICTED 30
#define PROTECTION_LEVEL_DEFAULT ((UINT)-1)

#define IPV6_ADDRESS_BITS (sizeof(IN6_ADDR) * 8)

typedef enum _PMTUD_STATE {
    IP_PMTUDISC_NOT_SET,
    IP_PMTUDISC_DO,
    IP_PMTUDISC_DONT,
    IP_PMTUDISC_PROBE,
    IP_PMTUDISC_MAX
} PMTUD_STATE,
    *PPMTUD_STATE;

/* ---- level IPPROTO_TCP ----
 * https://learn.microsoft.com/windows/win32/winsock/ipproto-tcp-socket-options */
#define TCP_OFFLOAD_NO_PREFERENCE 0
#define TCP_OFFLOAD_NOT_PREFERRED 1
#define TCP_OFFLOAD_PREFERRED 2
#define TCP_EXPEDITED_1122 2
#define TCP_KEEPALIVE 3
#define TCP_MAXSEG 4
#define TCP_MAXRT 5
#define TCP_STDURG 6
#define TCP_NOURG 7
#define TCP_ATMARK 8
#define TCP_NOSYNRETRIES 9
#define TCP_TIMESTAMPS 10
#define TCP_OFFLOAD_PREFERENCE 11
#define TCP_CONGESTION_ALGORITHM 12
#define TCP_DELAY_FIN_ACK 13
#define TCP_MAXRTMS 14
#define TCP_FASTOPEN 15
#define TCP_KEEPCNT 16
#define TCP_KEEPIDLE TCP_KEEPALIVE
#define TCP_KEEPINTVL 17
#define TCP_FAIL_CONNECT_ON_ICMP_ERROR 18
#define TCP_ICMP_ERROR_INFO 19

/* ---- addresses ---- */
/* https://learn.microsoft.com/windows/win32/api/ws2ipdef/ns-ws2ipdef-sockaddr_in6_lh */
typedef struct sockaddr_in6 {
    ADDRESS_FAMILY sin6_family;
    USHORT sin6_port;
    ULONG sin6_flowinfo;
    IN6_ADDR sin6_addr;
    __extension__ union {
        ULONG sin6_scope_id;
        SCOPE_ID sin6_scope_struct;
    };
} SOCKADDR_IN6_LH, *PSOCKADDR_IN6_LH, *LPSOCKADDR_IN6_LH;
typedef SOCKADDR_IN6_LH SOCKADDR_IN6, *PSOCKADDR_IN6, *LPSOCKADDR_IN6;
typedef struct sockaddr_in6_w2ksp1 {
    short sin6_family;
    USHORT sin6_port;
    ULONG sin6_flowinfo;
    struct in6_addr sin6_addr;
    ULONG sin6_scope_id;
} SOCKADDR_IN6_W2KSP1, *PSOCKADDR_IN6_W2KSP1, *LPSOCKADDR_IN6_W2KSP1;

typedef struct sockaddr_in6_old {
    SHORT sin6_family;
    USHORT sin6_port;
    ULONG sin6_flowinfo;
    IN6_ADDR sin6_addr;
} SOCKADDR_IN6_OLD;
typedef union sockaddr_gen {
    struct sockaddr Address;
    struct sockaddr_in AddressIn;
    struct sockaddr_in6_old AddressIn6;
} sockaddr_gen;

/* https://learn.microsoft.com/windows/win32/api/ws2ipdef/ns-ws2ipdef-sockaddr_inet */
typedef union _SOCKADDR_INET {
    SOCKADDR_IN Ipv4;
    SOCKADDR_IN6 Ipv6;
    ADDRESS_FAMILY si_family;
} SOCKADDR_INET, *PSOCKADDR_INET;
typedef struct _sockaddr_in6_pair {
    PSOCKADDR_IN6 SourceAddress;
    PSOCKADDR_IN6 DestinationAddress;
} SOCKADDR_IN6_PAIR, *PSOCKADDR_IN6_PAIR;

/* SIO_GET_INTERFACE_LIST and SIO_GET_INTERFACE_LIST_EX. */
typedef struct _INTERFACE_INFO {
    ULONG iiFlags;
    sockaddr_gen iiAddress;
    sockaddr_gen iiBroadcastAddress;
    sockaddr_gen iiNetmask;
} INTERFACE_INFO, *LPINTERFACE_INFO;
typedef struct _INTERFACE_INFO_EX {
    ULONG iiFlags;
    SOCKET_ADDRESS iiAddress;
    SOCKET_ADDRESS iiBroadcastAddress;
    SOCKET_ADDRESS iiNetmask;
} INTERFACE_INFO_EX, *LPINTERFACE_INFO_EX;

#define IN6ADDR_ANY_INIT                                       \
    {                                                          \
        {                                                      \
            { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 } \
        }                                                      \
    }
#define IN6ADDR_LOOPBACK_INIT                                  \
    {                                                          \
        {                                                      \
            { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } \
        }                                                      \
    }
#define IN6ADDR_ALLNODESONNODE_INIT                               \
    {                                                             \
        {                                                         \
            { 0xff, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } \
        }                                                         \
    }
#define IN6ADDR_ALLNODESONLINK_INIT                               \
    {                                                             \
        {                                                         \
            { 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 } \
        }                                                         \
    }
#define IN6ADDR_ALLROUTERSONLINK_INIT                             \
    {                                                             \
        {                                                         \
            { 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2 } \
        }                                                         \
    }
#define IN6ADDR_V4MAPPEDPREFIX_INIT                                  \
    {                                                                \
        {                                                            \
            { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0 } \
        }                                                            \
    }
#define INET_ADDRSTRLEN 22
#define INET6_ADDRSTRLEN 65

extern BERTH_API const IN6_ADDR in6addr_any BERTH_SYMBOL(in6addr_any);
extern BERTH_API const IN6_ADDR in6addr_loopback BERTH_SYMBOL(in6addr_loopback);

/* ---- tests and settings of IPv6 addresses ---- */
static __inline__ BOOLEAN IN6_ADDR_EQUAL(const IN6_ADDR* a, const IN6_ADDR* b) {
    return (BOOLEAN)(__builtin_memcmp(a, b, sizeof *a) == 0);
}
#define IN6_ARE_ADDR_EQUAL IN6_ADDR_EQUAL
static __inline__ BOOLEAN IN6_IS_ADDR_UNSPECIFIED(const IN6_ADDR* a) {
    const IN6_ADDR any = IN6ADDR_ANY_INIT;
    return IN6_ADDR_EQUAL(a, &any);
}
static __inline__ BOOLEAN IN6_IS_ADDR_LOOPBACK(const IN6_ADDR* a) {
    const IN6_ADDR loopback = IN6ADDR_LOOPBACK_INIT;
    return IN6_ADDR_EQUAL(a, &loopback);
}
static __inline__ BOOLEAN IN6_IS_ADDR_MULTICAST(const IN6_ADDR* a) {
    return (BOOLEAN)(a->s6_bytes[0] == 0xff);
}
static __inline__ BOOLEAN IN6_IS_ADDR_EUI64(const IN6_ADDR* a) {
    return (BOOLEAN)((a->s6_bytes[0] & 0xe0) != 0 && !IN6_IS_ADDR_MULTICAST(a));
}
static __inline__ BOOLEAN IN6_IS_ADDR_SUBNET_ROUTER_ANYCAST(const IN6_ADDR* a) {
    static const UCHAR zero[8] = {0};
    return (BOOLEAN)(IN6_IS_ADDR_EUI64(a) && __builtin_memcmp(a->s6_bytes + 8, zero, 8) == 0);
}
static __inline__ BOOLEAN IN6_IS_ADDR_SUBNET_RESERVED_ANYCAST(const IN6_ADDR* a) {
    static const UCHAR ones[7] = {0xfd, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    return (BOOLEAN)(IN6_IS_ADDR_EUI64(a) && __builtin_memcmp(a->s6_bytes + 8, ones, 7) == 0 &&
                     (a->s6_bytes[15] & 0x80) == 0x80);
}
static __inline__ BOOLEAN IN6_IS_ADDR_ANYCAST(const IN6_ADDR* a) {
    return (BOOLEAN)(IN6_IS_ADDR_SUBNET_RESERVED_ANYCAST(a) ||
                     IN6_IS_ADDR_SUBNET_ROUTER_ANYCAST(a));
}
static __inline__ BOOLEAN IN6_IS_ADDR_LINKLOCAL(const IN6_ADDR* a) {
    return (BOOLEAN)(a->s6_bytes[0] == 0xfe && (a->s6_bytes[1] & 0xc0) == 0x80);
}
static __inline__ BOOLEAN IN6_IS_ADDR_SITELOCAL(const IN6_ADDR* a) {
    return (BOOLEAN)(a->s6_bytes[0] == 0xfe && (a->s6_bytes[1] & 0xc0) == 0xc0);
}
/* Global: neither unspecified, loopback, multicast nor of a local scope. */
static __inline__ BOOLEAN IN6_IS_ADDR_GLOBAL(const IN6_ADDR* a) {
    ULONG high = a->s6_bytes[0] & 0xf0;
    return (BOOLEAN)(high != 0 && high != 0xf0);
}
static __inline__ BOOLEAN IN6_IS_ADDR_V4MAPPED(const IN6_ADDR* a) {
    const IN6_ADDR prefix = IN6ADDR_V4MAPPEDPREFIX_INIT;
    return (BOOLEAN)(__builtin_memcmp(a, &prefix, 12) == 0);
}
static __inline__ BOOLEAN IN6_IS_ADDR_V4COMPAT(const IN6_ADDR* a) {
    const IN6_ADDR any = IN6ADDR_ANY_INIT;
    return (BOOLEAN)(__builtin_memcmp(a, &any, 12) == 0 &&
                     !(a->s6_words[6] == 0 && a->s6_bytes[14] == 0 &&
                       (a->s6_bytes[15] == 0 || a->s6_bytes[15] == 1)));
}
static __inline__ BOOLEAN IN6_IS_ADDR_V4TRANSLATED(const IN6_ADDR* a) {
    static const UCHAR prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0};
    return (BOOLEAN)(__builtin_memcmp(a, prefix, 12) == 0);
}
static __inline__ BOOLEAN IN6_IS_ADDR_6TO4(const IN6_ADDR* a) {
    return (BOOLEAN)(a->s6_bytes[0] == 0x20 && a->s6_bytes[1] == 0x02);
}
static __inline__ BOOLEAN IN6_IS_ADDR_TEREDO(const IN6_ADDR* a) {
    return (BOOLEAN)(a->s6_bytes[0] == 0x20 && a->s6_bytes[1] == 0x01 && a->s6_words[1] == 0);
}
static __inline__ BOOLEAN IN6_IS_ADDR_ISATAP(const IN6_ADDR* a) {
    return (BOOLEAN)((a->s6_bytes[8] & 0xfd) == 0 && a->s6_bytes[9] == 0 &&
                     a->s6_bytes[10] == 0x5e && a->s6_bytes[11] == 0xfe);
}
static __inline__ BOOLEAN berth_in6_is_multicast_of(const IN6_ADDR* a, UCHAR scope) {
    return (BOOLEAN)(IN6_IS_ADDR_MULTICAST(a) && (a->s6_bytes[1] & 0xf) == scope);
}
static __inline__ BOOLEAN IN6_IS_ADDR_MC_NODELOCAL(const IN6_ADDR* a) {
    return berth_in6_is_multicast_of(a, 1);
}
static __inline__ BOOLEAN IN6_IS_ADDR_MC_LINKLOCAL(const IN6_ADDR* a) {
    return berth_in6_is_multicast_of(a, 2);
}
static __inline__ BOOLEAN IN6_IS_ADDR_MC_SITELOCAL(const IN6_ADDR* a) {
    return berth_in6_is_multicast_of(a, 5);
}
static __inline__ BOOLEAN IN6_IS_ADDR_MC_ORGLOCAL(const IN6_ADDR* a) {
    return berth_in6_is_multicast_of(a, 8);
}
static __inline__ BOOLEAN IN6_IS_ADDR_MC_GLOBAL(const IN6_ADDR* a) {
    return berth_in6_is_multicast_of(a, 0xe);
}
static __inline__ void IN6_SET_ADDR_UNSPECIFIED(IN6_ADDR* a) {
    __builtin_memset(a->s6_bytes, 0, sizeof *a);
}
static __inline__ void IN6_SET_ADDR_LOOPBACK(IN6_ADDR* a) {
    __builtin_memset(a->s6_bytes, 0, sizeof *a);
    a->s6_bytes[15] = 1;
}
static __inline__ void IN6ADDR_SETANY(struct sockaddr_in6* a) {
    __builtin_memset(a, 0, sizeof *a);
    a->sin6_family = AF_INET6;
}
static __inline__ void IN6ADDR_SETLOOPBACK(struct sockaddr_in6* a) {
    IN6ADDR_SETANY(a);
    a->sin6_addr.s6_bytes[15] = 1;
}
static __inline__ BOOLEAN IN6ADDR_ISANY(const struct sockaddr_in6* a) {
    return IN6_IS_ADDR_UNSPECIFIED(&a->sin6_addr);
}
static __inline__ BOOLEAN IN6ADDR_ISLOOPBACK(const struct sockaddr_in6* a) {
    return IN6_IS_ADDR_LOOPBACK(&a->sin6_addr);
}
static __inline__ BOOLEAN IN6ADDR_ISEQUAL(const struct sockaddr_in6* a,
                                          const struct sockaddr_in6* b) {
    return (BOOLEAN)(a->sin6_scope_id == b->sin6_scope_id &&
                     IN6_ADDR_EQUAL(&a->sin6_addr, &b->sin6_addr));
}
static __inline__ BOOLEAN IN6ADDR_ISUNSPECIFIED(const struct sockaddr_in6* a) {
    return (BOOLEAN)(a->sin6_scope_id == 0 && IN6_IS_ADDR_UNSPECIFIED(&a->sin6_addr));
}

/* The port of a sockaddr_in, sockaddr_in6 or sockaddr_storage. */
#define SS_PORT(ssp) (((PSOCKADDR_IN)(ssp))->sin_port)

/* ---- multicast ---- */
typedef struct ip_mreq {
    IN_ADDR imr_multiaddr;
    IN_ADDR imr_interface;
} IP_MREQ, *PIP_MREQ;
typedef struct ip_mreq_source {
    IN_ADDR imr_multiaddr;
    IN_ADDR imr_sourceaddr;
    IN_ADDR imr_interface;
} IP_MREQ_SOURCE, *PIP_MREQ_SOURCE;
typedef struct ipv6_mreq {
    IN6_ADDR ipv6mr_multiaddr;
    ULONG ipv6mr_interface;
} IPV6_MREQ, *PIPV6_MREQ;

typedef enum { MCAST_INCLUDE = 0, MCAST_EXCLUDE } MULTICAST_MODE_TYPE;

typedef struct ip_msfilter {
    IN_ADDR imsf_multiaddr;
    IN_ADDR imsf_interface;
    MULTICAST_MODE_TYPE imsf_fmode;
    ULONG imsf_numsrc;
    IN_ADDR imsf_slist[1];
} IP_MSFILTER, *PIP_MSFILTER;
#define IP_MSFILTER_SIZE(numsrc) \
    (sizeof(IP_MSFILTER) - sizeof(IN_ADDR) + (numsrc) * sizeof(IN_ADDR))
typedef struct group_req {
    ULONG gr_interface;
    SOCKADDR_STORAGE gr_group;
} GROUP_REQ, *PGROUP_REQ;
typedef struct group_source_req {
    ULONG gsr_interface;
    SOCKADDR_STORAGE gsr_group;
    SOCKADDR_STORAGE gsr_source;
} GROUP_SOURCE_REQ, *PGROUP_SOURCE_REQ;
typedef struct group_filter {
    ULONG gf_interface;
    SOCKADDR_STORAGE gf_group;
    MULTICAST_MODE_TYPE gf_fmode;
    ULONG gf_numsrc;
    SOCKADDR_STORAGE gf_slist[1];
} GROUP_FILTER, *PGROUP_FILTER;
#define GROUP_FILTER_SIZE(numsrc) \
    (sizeof(GROUP_FILTER) - sizeof(SOCKADDR_STORAGE) + (numsrc) * sizeof(SOCKADDR_STORAGE))

#define MCAST_JOIN_GROUP 41
#define MCAST_LEAVE_GROUP 42
#define MCAST_BLOCK_SOURCE 43
#define MCAST_UNBLOCK_SOURCE 44
#define MCAST_JOIN_SOURCE_GROUP 45
#define MCAST_LEAVE_SOURCE_GROUP 46

#define SIO_GET_INTERFACE_LIST _IOR('t', 127, ULONG)
#define SIO_GET_INTERFACE_LIST_EX _IOR('t', 126, ULONG)
#define SIO_SET_MULTICAST_FILTER _IOW('t', 125, ULONG)
#define SIO_GET_MULTICAST_FILTER _IOW('t', 124 | IOC_IN, ULONG)
#define SIOCSIPMSFILTER SIO_SET_MULTICAST_FILTER
#define SIOCGIPMSFILTER SIO_GET_MULTICAST_FILTER
#define SIOCSMSFILTER _IOW('t', 126, ULONG)
#define SIOCGMSFILTER _IOW('t', 127 | IOC_IN, ULONG)
#define SIO_IDEAL_SEND_BACKLOG_QUERY _IOR('t', 123, ULONG)
#define SIO_IDEAL_SEND_BACKLOG_CHANGE _IO('t', 122)

/* ---- control information of messages ---- */
typedef struct in_pktinfo {
    IN_ADDR ipi_addr;
    ULONG ipi_ifindex;
} IN_PKTINFO, *PIN_PKTINFO;
typedef struct in_pktinfo_ex {
    IN_PKTINFO pkt_info;
    SCOPE_ID scope_id;
} IN_PKTINFO_EX, *PIN_PKTINFO_EX;
typedef struct in6_pktinfo {
    IN6_ADDR ipi6_addr;
    ULONG ipi6_ifindex;
} IN6_PKTINFO, *PIN6_PKTINFO;
typedef struct in6_pktinfo_ex {
    IN6_PKTINFO pkt_info;
    SCOPE_ID scope_id;
} IN6_PKTINFO_EX, *PIN6_PKTINFO_EX;
typedef struct in_recverr {
    IPPROTO protocol;
    ULONG info;
    UINT8 type;
    UINT8 code;
} IN_RECVERR, *PIN_RECVERR;
typedef struct icmp_error_info {
    SOCKADDR_INET srcaddress;
    IPPROTO protocol;
    UINT8 type;
    UINT8 code;
} ICMP_ERROR_INFO, *PICMP_ERROR_INFO;

#ifdef __cplusplus
}
#endif
#endif
