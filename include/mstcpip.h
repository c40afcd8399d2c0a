/*
 * Microsoft's extensions to TCP/IP: ioctls with their structures, and tests and settings of
 * addresses. https://learn.microsoft.com/windows/win32/api/mstcpip/
 */
#ifndef _MSTCPIP_
#define _MSTCPIP_

#include "ws2def.h"
#include "ws2ipdef.h"
#include "ip2string.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- ioctls ---- */
#define SIO_RCVALL _WSAIOW(IOC_VENDOR, 1)
#define SIO_RCVALL_MCAST _WSAIOW(IOC_VENDOR, 2)
#define SIO_RCVALL_IGMPMCAST _WSAIOW(IOC_VENDOR, 3)
#define SIO_KEEPALIVE_VALS _WSAIOW(IOC_VENDOR, 4)
#define SIO_ABSORB_RTRALERT _WSAIOW(IOC_VENDOR, 5)
#define SIO_UCAST_IF _WSAIOW(IOC_VENDOR, 6)
#define SIO_LIMIT_BROADCASTS _WSAIOW(IOC_VENDOR, 7)
#define SIO_INDEX_BIND _WSAIOW(IOC_VENDOR, 8)
#define SIO_INDEX_MCASTIF _WSAIOW(IOC_VENDOR, 9)
#define SIO_INDEX_ADD_MCAST _WSAIOW(IOC_VENDOR, 10)
#define SIO_INDEX_DEL_MCAST _WSAIOW(IOC_VENDOR, 11)
#define SIO_RCVALL_MCAST_IF _WSAIOW(IOC_VENDOR, 13)
#define SIO_RCVALL_IF _WSAIOW(IOC_VENDOR, 14)
#define SIO_LOOPBACK_FAST_PATH _WSAIOW(IOC_VENDOR, 16)
#define SIO_TCP_INITIAL_RTO _WSAIOW(IOC_VENDOR, 17)
#define SIO_APPLY_TRANSPORT_SETTING _WSAIOW(IOC_VENDOR, 19)
#define SIO_QUERY_TRANSPORT_SETTING _WSAIOW(IOC_VENDOR, 20)
#define SIO_CPU_AFFINITY _WSAIOW(IOC_VENDOR, 21)
#define SIO_TCP_SET_ICW _WSAIOW(IOC_VENDOR, 22)
#define SIO_TCP_SET_ACK_FREQUENCY _WSAIOW(IOC_VENDOR, 23)
#define SIO_SET_PRIORITY_HINT _WSAIOW(IOC_VENDOR, 24)
#define SIO_TCP_INFO _WSAIORW(IOC_VENDOR, 39)
#define SIO_ACQUIRE_PORT_RESERVATION _WSAIOW(IOC_VENDOR, 100)
#define SIO_RELEASE_PORT_RESERVATION _WSAIOW(IOC_VENDOR, 101)
#define SIO_ASSOCIATE_PORT_RESERVATION _WSAIOW(IOC_VENDOR, 102)
#define SIO_SET_SECURITY _WSAIOW(IOC_VENDOR, 200)
#define SIO_QUERY_SECURITY _WSAIORW(IOC_VENDOR, 201)
#define SIO_SET_PEER_TARGET_NAME _WSAIOW(IOC_VENDOR, 202)
#define SIO_DELETE_PEER_TARGET_NAME _WSAIOW(IOC_VENDOR, 203)
#define SIO_QUERY_RSS_SCALABILITY_INFO _WSAIOR(IOC_VENDOR, 210)
#define SIO_QUERY_WFP_CONNECTION_REDIRECT_RECORDS _WSAIOW(IOC_VENDOR, 220)
#define SIO_QUERY_WFP_CONNECTION_REDIRECT_CONTEXT _WSAIOW(IOC_VENDOR, 221)
#define SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS _WSAIOW(IOC_VENDOR, 222)
#define SIO_GET_TX_TIMESTAMP _WSAIOW(IOC_VENDOR, 234)
#define SIO_TIMESTAMPING _WSAIOW(IOC_VENDOR, 235)

/* SIO_KEEPALIVE_VALS. Times in milliseconds.
 * https://learn.microsoft.com/windows/win32/winsock/sio-keepalive-vals */
struct tcp_keepalive {
    ULONG onoff;
    ULONG keepalivetime;
    ULONG keepaliveinterval;
};

typedef enum {
    RCVALL_OFF = 0,
    RCVALL_ON = 1,
    RCVALL_SOCKETLEVELONLY = 2,
    RCVALL_IPLEVEL = 3
} RCVALL_VALUE,
    *PRCVALL_VALUE;
typedef struct {
    RCVALL_VALUE Mode;
    ULONG Interface;
} RCVALL_IF, *PRCVALL_IF;

/* SIO_TCP_INITIAL_RTO. Rtt in milliseconds. */
typedef struct _TCP_INITIAL_RTO_PARAMETERS {
    USHORT Rtt;
    UCHAR MaxSynRetransmissions;
} TCP_INITIAL_RTO_PARAMETERS, *PTCP_INITIAL_RTO_PARAMETERS;
#define TCP_INITIAL_RTO_UNSPECIFIED_RTT ((USHORT)-1)
#define TCP_INITIAL_RTO_UNSPECIFIED_MAX_SYN_RETRANSMISSIONS ((UCHAR)-1)
#define TCP_INITIAL_RTO_NO_SYN_RETRANSMISSIONS ((UCHAR)-2)
#define TCP_INITIAL_RTO_DEFAULT_RTT 0
#define TCP_INITIAL_RTO_DEFAULT_MAX_SYN_RETRANSMISSIONS 0

typedef enum _TCP_ICW_LEVEL {
    TCP_ICW_LEVEL_DEFAULT = 0,
    TCP_ICW_LEVEL_HIGH = 1,
    TCP_ICW_LEVEL_VERY_HIGH = 2,
    TCP_ICW_LEVEL_AGGRESSIVE = 3,
    TCP_ICW_LEVEL_EXPERIMENTAL = 4,
    TCP_ICW_LEVEL_COMPAT = 254,
    TCP_ICW_LEVEL_MAX = 255
} TCP_ICW_LEVEL,
    *PTCP_ICW_LEVEL;
typedef struct _TCP_ICW_PARAMETERS {
    TCP_ICW_LEVEL Level;
} TCP_ICW_PARAMETERS, *PTCP_ICW_PARAMETERS;
typedef struct _TCP_ACK_FREQUENCY_PARAMETERS {
    UCHAR TcpDelayedAckFrequency;
} TCP_ACK_FREQUENCY_PARAMETERS, *PTCP_ACK_FREQUENCY_PARAMETERS;

/* SIO_ACQUIRE_PORT_RESERVATION. StartPort in network byte order. */
typedef struct _INET_PORT_RANGE {
    USHORT StartPort;
    USHORT NumberOfPorts;
} INET_PORT_RANGE, *PINET_PORT_RANGE;
typedef struct _INET_PORT_RESERVATION_TOKEN {
    ULONG64 Token;
} INET_PORT_RESERVATION_TOKEN, *PINET_PORT_RESERVATION_TOKEN;
#define INVALID_PORT_RESERVATION_TOKEN ((ULONG64)0)
typedef INET_PORT_RANGE INET_PORT_RESERVATION, *PINET_PORT_RESERVATION;
typedef struct {
    INET_PORT_RESERVATION Reservation;
    INET_PORT_RESERVATION_TOKEN Token;
} INET_PORT_RESERVATION_INSTANCE, *PINET_PORT_RESERVATION_INSTANCE;

/* SIO_QUERY_RSS_SCALABILITY_INFO. */
typedef struct _RSS_SCALABILITY_INFO {
    BOOLEAN RssEnabled;
} RSS_SCALABILITY_INFO, *PRSS_SCALABILITY_INFO;

/* SIO_TIMESTAMPING. */
typedef struct _TIMESTAMPING_CONFIG {
    ULONG Flags;
    USHORT TxTimestampsBuffered;
} TIMESTAMPING_CONFIG, *PTIMESTAMPING_CONFIG;
#define TIMESTAMPING_FLAG_RX 0x1
#define TIMESTAMPING_FLAG_TX 0x2
#define SO_TIMESTAMP 0x300A
#define SO_TIMESTAMP_ID 0x300B

/* ---- SIO_SET_SECURITY and its kin ----
 * https://learn.microsoft.com/windows/win32/winsock/winsock-secure-socket-extensions */
typedef enum _SOCKET_SECURITY_PROTOCOL {
    SOCKET_SECURITY_PROTOCOL_DEFAULT,
    SOCKET_SECURITY_PROTOCOL_IPSEC,
    SOCKET_SECURITY_PROTOCOL_IPSEC2,
    SOCKET_SECURITY_PROTOCOL_INVALID
} SOCKET_SECURITY_PROTOCOL;
#define SOCKET_SETTINGS_GUARANTEE_ENCRYPTION 0x1
#define SOCKET_SETTINGS_ALLOW_INSECURE 0x2
typedef struct _SOCKET_SECURITY_SETTINGS {
    SOCKET_SECURITY_PROTOCOL SecurityProtocol;
    ULONG SecurityFlags;
} SOCKET_SECURITY_SETTINGS;
#define SOCKET_SETTINGS_IPSEC_SKIP_FILTER_INSTANTIATION 0x1
#define SOCKET_SETTINGS_IPSEC_OPTIONAL_PEER_NAME_VERIFICATION 0x2
#define SOCKET_SETTINGS_IPSEC_ALLOW_FIRST_INBOUND_PKT_UNENCRYPTED 0x4
#define SOCKET_SETTINGS_IPSEC_PEER_NAME_IS_RAW_FORMAT 0x8
/* Lengths in bytes; the user's name, the domain and the password follow each other. */
typedef struct _SOCKET_SECURITY_SETTINGS_IPSEC {
    SOCKET_SECURITY_PROTOCOL SecurityProtocol;
    ULONG SecurityFlags;
    ULONG IpsecFlags;
    GUID AuthipMMPolicyKey;
    GUID AuthipQMPolicyKey;
    GUID Reserved;
    UINT64 Reserved2;
    ULONG UserNameStringLen;
    ULONG DomainNameStringLen;
    ULONG PasswordStringLen;
    __extension__ WCHAR AllStrings[0];
} SOCKET_SECURITY_SETTINGS_IPSEC;
typedef struct _SOCKET_PEER_TARGET_NAME {
    SOCKET_SECURITY_PROTOCOL SecurityProtocol;
    SOCKADDR_STORAGE PeerAddress;
    ULONG PeerTargetNameStringLen;
    __extension__ WCHAR AllStrings[0];
} SOCKET_PEER_TARGET_NAME;
typedef struct _SOCKET_SECURITY_QUERY_TEMPLATE {
    SOCKET_SECURITY_PROTOCOL SecurityProtocol;
    SOCKADDR_STORAGE PeerAddress;
    ULONG PeerTokenAccessMask;
} SOCKET_SECURITY_QUERY_TEMPLATE;
#define SOCKET_INFO_CONNECTION_SECURED 0x1
#define SOCKET_INFO_CONNECTION_ENCRYPTED 0x2
#define SOCKET_INFO_CONNECTION_IMPERSONATED 0x4
typedef struct _SOCKET_SECURITY_QUERY_INFO {
    SOCKET_SECURITY_PROTOCOL SecurityProtocol;
    ULONG Flags;
    UINT64 PeerApplicationAccessTokenHandle;
    UINT64 PeerMachineAccessTokenHandle;
} SOCKET_SECURITY_QUERY_INFO;

/* ---- SIO_TCP_INFO ----
 * https://learn.microsoft.com/windows/win32/api/mstcpip/ns-mstcpip-tcp_info_v0 */
typedef enum _TCPSTATE {
    TCPSTATE_CLOSED,
    TCPSTATE_LISTEN,
    TCPSTATE_SYN_SENT,
    TCPSTATE_SYN_RCVD,
    TCPSTATE_ESTABLISHED,
    TCPSTATE_FIN_WAIT_1,
    TCPSTATE_FIN_WAIT_2,
    TCPSTATE_CLOSE_WAIT,
    TCPSTATE_CLOSING,
    TCPSTATE_LAST_ACK,
    TCPSTATE_TIME_WAIT,
    TCPSTATE_MAX
} TCPSTATE;
/* Rtt in microseconds, buffers and windows in bytes. */
typedef struct _TCP_INFO_v0 {
    TCPSTATE State;
    ULONG Mss;
    ULONG64 ConnectionTimeMs;
    BOOLEAN TimestampsEnabled;
    ULONG RttUs;
    ULONG MinRttUs;
    ULONG BytesInFlight;
    ULONG Cwnd;
    ULONG SndWnd;
    ULONG RcvWnd;
    ULONG RcvBuf;
    ULONG64 BytesOut;
    ULONG64 BytesIn;
    ULONG BytesReordered;
    ULONG BytesRetrans;
    ULONG FastRetrans;
    ULONG DupAcksIn;
    ULONG TimeoutEpisodes;
    UCHAR SynRetrans;
} TCP_INFO_v0, *PTCP_INFO_v0;
typedef struct _TCP_INFO_v1 {
    TCPSTATE State;
    ULONG Mss;
    ULONG64 ConnectionTimeMs;
    BOOLEAN TimestampsEnabled;
    ULONG RttUs;
    ULONG MinRttUs;
    ULONG BytesInFlight;
    ULONG Cwnd;
    ULONG SndWnd;
    ULONG RcvWnd;
    ULONG RcvBuf;
    ULONG64 BytesOut;
    ULONG64 BytesIn;
    ULONG BytesReordered;
    ULONG BytesRetrans;
    ULONG FastRetrans;
    ULONG DupAcksIn;
    ULONG TimeoutEpisodes;
    UCHAR SynRetrans;
    ULONG SndLimTransRwin;
    ULONG SndLimTimeRwin;
    ULONG64 SndLimBytesRwin;
    ULONG SndLimTransCwnd;
    ULONG SndLimTimeCwnd;
    ULONG64 SndLimBytesCwnd;
    ULONG SndLimTransSnd;
    ULONG SndLimTimeSnd;
    ULONG64 SndLimBytesSnd;
} TCP_INFO_v1, *PTCP_INFO_v1;

/* ---- transport settings ---- */
typedef struct TRANSPORT_SETTING_ID {
    GUID Guid;
} TRANSPORT_SETTING_ID, *PTRANSPORT_SETTING_ID;

/* ---- IPv4 addresses ---- */
static __inline__ BOOLEAN IN4_UNALIGNED_ADDR_EQUAL(const IN_ADDR* a, const IN_ADDR* b) {
    return (BOOLEAN)(__builtin_memcmp(a, b, sizeof *a) == 0);
}
static __inline__ BOOLEAN IN4_ADDR_EQUAL(const IN_ADDR* a, const IN_ADDR* b) {
    return (BOOLEAN)(a->s_addr == b->s_addr);
}
static __inline__ BOOLEAN IN4_IS_ADDR_UNSPECIFIED(const IN_ADDR* a) {
    return (BOOLEAN)(a->s_addr == 0);
}
static __inline__ BOOLEAN IN4_IS_UNALIGNED_ADDR_UNSPECIFIED(const IN_ADDR* a) {
    ULONG value;
    __builtin_memcpy(&value, a, sizeof value);
    return (BOOLEAN)(value == 0);
}
static __inline__ BOOLEAN IN4_IS_ADDR_LOOPBACK(const IN_ADDR* a) {
    return (BOOLEAN)(a->S_un.S_un_b.s_b1 == 127);
}
static __inline__ BOOLEAN IN4_IS_UNALIGNED_ADDR_LOOPBACK(const IN_ADDR* a) {
    return (BOOLEAN)(*(const UCHAR*)a == 127);
}
static __inline__ BOOLEAN IN4_IS_ADDR_BROADCAST(const IN_ADDR* a) {
    return (BOOLEAN)(a->s_addr == INADDR_BROADCAST);
}
static __inline__ BOOLEAN IN4_IS_UNALIGNED_ADDR_BROADCAST(const IN_ADDR* a) {
    ULONG value;
    __builtin_memcpy(&value, a, sizeof value);
    return (BOOLEAN)(value == INADDR_BROADCAST);
}
static __inline__ BOOLEAN IN4_IS_ADDR_MULTICAST(const IN_ADDR* a) {
    return (BOOLEAN)((a->S_un.S_un_b.s_b1 & 0xf0) == 0xe0);
}
static __inline__ BOOLEAN IN4_IS_UNALIGNED_ADDR_MULTICAST(const IN_ADDR* a) {
    return (BOOLEAN)((*(const UCHAR*)a & 0xf0) == 0xe0);
}
static __inline__ BOOLEAN IN4_IS_ADDR_LINKLOCAL(const IN_ADDR* a) {
    return (BOOLEAN)(a->S_un.S_un_b.s_b1 == 169 && a->S_un.S_un_b.s_b2 == 254);
}
static __inline__ BOOLEAN IN4_IS_ADDR_SITELOCAL(const IN_ADDR* a) {
    (void)a;
    return 0;
}
static __inline__ BOOLEAN IN4_IS_ADDR_RFC1918(const IN_ADDR* a) {
    UCHAR first = a->S_un.S_un_b.s_b1, second = a->S_un.S_un_b.s_b2;
    return (BOOLEAN)(first == 10 || (first == 172 && (second & 0xf0) == 16) ||
                     (first == 192 && second == 168));
}
static __inline__ BOOLEAN IN4_IS_ADDR_MC_LINKLOCAL(const IN_ADDR* a) {
    const UCHAR* b = (const UCHAR*)a;
    return (BOOLEAN)(b[0] == 224 && b[1] == 0 && b[2] == 0);
}
static __inline__ BOOLEAN IN4_IS_ADDR_MC_ADMINLOCAL(const IN_ADDR* a) {
    return (BOOLEAN)(a->S_un.S_un_b.s_b1 == 239 && a->S_un.S_un_b.s_b2 == 255);
}
static __inline__ BOOLEAN IN4_IS_ADDR_MC_SITELOCAL(const IN_ADDR* a) {
    return (BOOLEAN)(a->S_un.S_un_b.s_b1 == 239 && a->S_un.S_un_b.s_b2 == 255);
}
static __inline__ BOOLEAN IN4_IS_ADDR_MC_ORGLOCAL(const IN_ADDR* a) {
    return (BOOLEAN)(a->S_un.S_un_b.s_b1 == 239 && (a->S_un.S_un_b.s_b2 & 0xfc) == 192);
}
static __inline__ BOOLEAN IN4ADDR_ISANY(const SOCKADDR_IN* a) {
    return IN4_IS_ADDR_UNSPECIFIED(&a->sin_addr);
}
static __inline__ BOOLEAN IN4ADDR_ISLOOPBACK(const SOCKADDR_IN* a) {
    return IN4_IS_ADDR_LOOPBACK(&a->sin_addr);
}
static __inline__ BOOLEAN IN4ADDR_ISEQUAL(const SOCKADDR_IN* a, const SOCKADDR_IN* b) {
    return IN4_ADDR_EQUAL(&a->sin_addr, &b->sin_addr);
}
static __inline__ BOOLEAN IN4ADDR_ISUNSPECIFIED(const SOCKADDR_IN* a) {
    return IN4_IS_ADDR_UNSPECIFIED(&a->sin_addr);
}
static __inline__ void IN4ADDR_SETSOCKADDR(PSOCKADDR_IN a, const IN_ADDR* address, USHORT port) {
    __builtin_memset(a, 0, sizeof *a);
    a->sin_family = AF_INET;
    a->sin_port = port;
    a->sin_addr = *address;
}
static __inline__ void IN4ADDR_SETANY(PSOCKADDR_IN a) {
    __builtin_memset(a, 0, sizeof *a);
    a->sin_family = AF_INET;
}
static __inline__ void IN4ADDR_SETLOOPBACK(PSOCKADDR_IN a) {
    IN4ADDR_SETANY(a);
    a->sin_addr.s_addr = __builtin_bswap32(INADDR_LOOPBACK);
}
static __inline__ SCOPE_LEVEL Ipv4UnicastAddressScope(const UCHAR* address) {
    if (address[0] == 127 || (address[0] == 169 && address[1] == 254))
        return ScopeLevelLink;
    return ScopeLevelGlobal;
}

/* ---- IPv6 addresses ---- */
static __inline__ void IN6ADDR_SETSOCKADDR(PSOCKADDR_IN6 a, const IN6_ADDR* address, SCOPE_ID scope,
                                           USHORT port) {
    __builtin_memset(a, 0, sizeof *a);
    a->sin6_family = AF_INET6;
    a->sin6_port = port;
    __builtin_memcpy(&a->sin6_addr, address, sizeof *address);
    a->sin6_scope_struct = scope;
}
static __inline__ void IN6_SET_ADDR_V4MAPPED(PIN6_ADDR a6, const IN_ADDR* a4) {
    const IN6_ADDR prefix = IN6ADDR_V4MAPPEDPREFIX_INIT;
    *a6 = prefix;
    __builtin_memcpy(a6->s6_bytes + 12, a4, 4);
}
static __inline__ void IN6_SET_ADDR_V4COMPAT(PIN6_ADDR a6, const IN_ADDR* a4) {
    const IN6_ADDR any = IN6ADDR_ANY_INIT;
    *a6 = any;
    __builtin_memcpy(a6->s6_bytes + 12, a4, 4);
}
static __inline__ void IN6ADDR_SETV4MAPPED(PSOCKADDR_IN6 a6, const IN_ADDR* a4, SCOPE_ID scope,
                                           USHORT port) {
    __builtin_memset(a6, 0, sizeof *a6);
    a6->sin6_family = AF_INET6;
    a6->sin6_port = port;
    IN6_SET_ADDR_V4MAPPED(&a6->sin6_addr, a4);
    a6->sin6_scope_struct = scope;
}
static __inline__ BOOLEAN IN6ADDR_ISV4MAPPED(const SOCKADDR_IN6* a) {
    return IN6_IS_ADDR_V4MAPPED(&a->sin6_addr);
}
static __inline__ const UCHAR* IN6_GET_ADDR_V4MAPPED(const IN6_ADDR* a) {
    return a->s6_bytes + 12;
}
static __inline__ const UCHAR* IN6_GET_ADDR_V4COMPAT(const IN6_ADDR* a) {
    return a->s6_bytes + 12;
}
static __inline__ const UCHAR* IN6_EXTRACT_V4ADDR_FROM_ISATAP(const IN6_ADDR* a) {
    return a->s6_bytes + 12;
}
static __inline__ const UCHAR* IN6_EXTRACT_V4ADDR_FROM_6TO4(const IN6_ADDR* a) {
    return a->s6_bytes + 2;
}

/* ---- addresses of either family ---- */
/* The size of a family's address structure in bytes; 0: neither AF_INET nor AF_INET6. */
static __inline__ size_t INET_SOCKADDR_LENGTH(ADDRESS_FAMILY family) {
    return family == AF_INET ? sizeof(SOCKADDR_IN) : family == AF_INET6 ? sizeof(SOCKADDR_IN6) : 0;
}
static __inline__ BOOLEAN INETADDR_ISANY(const SOCKADDR* a) {
    if (a->sa_family == AF_INET6)
        return IN6ADDR_ISANY((const SOCKADDR_IN6*)a);
    return IN4ADDR_ISANY((const SOCKADDR_IN*)a);
}
static __inline__ BOOLEAN INETADDR_ISLOOPBACK(const SOCKADDR* a) {
    if (a->sa_family == AF_INET6)
        return IN6ADDR_ISLOOPBACK((const SOCKADDR_IN6*)a);
    return IN4ADDR_ISLOOPBACK((const SOCKADDR_IN*)a);
}
static __inline__ BOOLEAN INETADDR_ISEQUAL(const SOCKADDR* a, const SOCKADDR* b) {
    if (a->sa_family != b->sa_family)
        return 0;
    if (a->sa_family == AF_INET6) {
        return IN6ADDR_ISEQUAL((const SOCKADDR_IN6*)a, (const SOCKADDR_IN6*)b);
    }
    return IN4ADDR_ISEQUAL((const SOCKADDR_IN*)a, (const SOCKADDR_IN*)b);
}
static __inline__ BOOLEAN INETADDR_ISUNSPECIFIED(const SOCKADDR* a) {
    if (a->sa_family == AF_INET6)
        return IN6ADDR_ISUNSPECIFIED((const SOCKADDR_IN6*)a);
    return IN4ADDR_ISUNSPECIFIED((const SOCKADDR_IN*)a);
}
static __inline__ BOOLEAN INETADDR_ISV4MAPPED(const SOCKADDR* a) {
    return (BOOLEAN)(a->sa_family == AF_INET6 && IN6ADDR_ISV4MAPPED((const SOCKADDR_IN6*)a));
}
/* Set the address to "any" or to loopback; the family must be set already, and stays. */
static __inline__ void INETADDR_SETANY(PSOCKADDR a) {
    if (a->sa_family == AF_INET6) {
        IN6ADDR_SETANY((PSOCKADDR_IN6)a);
    } else {
        IN4ADDR_SETANY((PSOCKADDR_IN)a);
    }
}
static __inline__ void INETADDR_SETLOOPBACK(PSOCKADDR a) {
    if (a->sa_family == AF_INET6) {
        IN6ADDR_SETLOOPBACK((PSOCKADDR_IN6)a);
    } else {
        IN4ADDR_SETLOOPBACK((PSOCKADDR_IN)a);
    }
}
static __inline__ void INETADDR_SETSOCKADDR(ADDRESS_FAMILY family, PSOCKADDR a, const void* address,
                                            SCOPE_ID scope, USHORT port) {
    if (family == AF_INET6) {
        IN6ADDR_SETSOCKADDR((PSOCKADDR_IN6)a, (const IN6_ADDR*)address, scope, port);
    } else {
        IN4ADDR_SETSOCKADDR((PSOCKADDR_IN)a, (const IN_ADDR*)address, port);
    }
}
static __inline__ void INETADDR_SET_ADDRESS(PSOCKADDR a, const UCHAR* address) {
    if (a->sa_family == AF_INET6) {
        __builtin_memcpy(&((PSOCKADDR_IN6)a)->sin6_addr, address, sizeof(IN6_ADDR));
    } else {
        __builtin_memcpy(&((PSOCKADDR_IN)a)->sin_addr, address, sizeof(IN_ADDR));
    }
}
static __inline__ PUCHAR INETADDR_ADDRESS(const SOCKADDR* a) {
    if (a->sa_family == AF_INET6)
        return (PUCHAR)(void*)&((PSOCKADDR_IN6)a)->sin6_addr;
    return (PUCHAR)(void*)&((PSOCKADDR_IN)a)->sin_addr;
}
static __inline__ USHORT INETADDR_PORT(const SOCKADDR* a) {
    return ((const SOCKADDR_IN*)a)->sin_port;
}
static __inline__ void INETADDR_SET_PORT(PSOCKADDR a, USHORT port) {
    ((PSOCKADDR_IN)a)->sin_port = port;
}
static __inline__ SCOPE_ID INETADDR_SCOPE_ID(const SOCKADDR* a) {
    SCOPE_ID none = SCOPEID_UNSPECIFIED_INIT;
    return a->sa_family == AF_INET6 ? ((const SOCKADDR_IN6*)a)->sin6_scope_struct : none;
}
static __inline__ void INETADDR_SET_SCOPE_ID(PSOCKADDR a, SCOPE_ID scope) {
    if (a->sa_family == AF_INET6)
        ((PSOCKADDR_IN6)a)->sin6_scope_struct = scope;
}

#ifdef __cplusplus
}
#endif
#endif
