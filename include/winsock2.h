/*
 * Windows Sockets 2: the API. Constants, structures and prototypes are Windows' own; a SOCKET is a
 * Linux file descriptor. u_long, DWORD and the like are 32 bits wide (docs/porting.md).
 * https://learn.microsoft.com/windows/win32/api/winsock2/
 */
#ifndef _WINSOCK2API_

#if defined(_SYS_SOCKET_H) || defined(_NETINET_IN_H) || defined(_NETDB_H)
#error \
    "<winsock2.h> after <sys/socket.h>, <netinet/in.h> or <netdb.h>: their constants differ (AF_INET6 is 23 in one and 10 in the other), so one translation unit can only use one of them. Move the code that needs libc's sockets to a source file of its own."
#endif

#define _WINSOCK2API_
#define _WINSOCKAPI_

#include "berth/libc_names.h"
#include "berth/overlapped.h"
#include "winerror.h"
#if __has_include("windows.h")
#include "windows.h"
#endif
#include "windef.h"
#include "ws2def.h"
#include "qos.h"

#define WSAAPI
#define WINSOCK_VERSION MAKEWORD(2, 2)
#ifndef INCL_WINSOCK_API_PROTOTYPES
#define INCL_WINSOCK_API_PROTOTYPES 1
#endif
#ifndef INCL_WINSOCK_API_TYPEDEFS
#define INCL_WINSOCK_API_TYPEDEFS 0
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- basic types ---- */
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned int u_long; /* 32 bits, as on Windows */
typedef unsigned long long u_int64;

typedef UINT_PTR SOCKET;
typedef SOCKET *PSOCKET, *LPSOCKET;
typedef unsigned int GROUP;
#define INVALID_SOCKET (SOCKET)(~0)
#define SOCKET_ERROR (-1)
#define FROM_PROTOCOL_INFO (-1)

#define SG_UNCONSTRAINED_GROUP 0x01
#define SG_CONSTRAINED_GROUP 0x02

/* ---- select ---- */
/* A program may choose FD_SETSIZE before it includes this header. */
#ifndef FD_SETSIZE
#define FD_SETSIZE 64
#endif

/* https://learn.microsoft.com/windows/win32/api/winsock2/ns-winsock2-fd_set */
typedef struct fd_set {
    u_int fd_count;
    SOCKET fd_array[FD_SETSIZE];
} fd_set, FD_SET, *PFD_SET, *LPFD_SET;

/* 1 if the socket is in the set; select() uses it for any size of set. */
BERTH_API int WSAAPI __WSAFDIsSet(SOCKET s, fd_set* set);

static __inline__ void berth_fd_set_add(SOCKET s, fd_set* set) {
    u_int i;
    for (i = 0; i < set->fd_count; i++) {
        if (set->fd_array[i] == s)
            return;
    }
    if (set->fd_count < FD_SETSIZE)
        set->fd_array[set->fd_count++] = s;
}
static __inline__ void berth_fd_set_remove(SOCKET s, fd_set* set) {
    u_int i;
    for (i = 0; i < set->fd_count; i++) {
        if (set->fd_array[i] != s)
            continue;
        for (; i + 1 < set->fd_count; i++)
            set->fd_array[i] = set->fd_array[i + 1];
        set->fd_count--;
        return;
    }
}
#define FD_CLR(s, set) berth_fd_set_remove((SOCKET)(s), (fd_set*)(set))
#define FD_SET(s, set) berth_fd_set_add((SOCKET)(s), (fd_set*)(set))
#define FD_ZERO(set) (((fd_set*)(set))->fd_count = 0)
#define FD_ISSET(s, set) __WSAFDIsSet((SOCKET)(s), (fd_set*)(set))

/* struct timeval is libc's: on LP64 its members are 64 bits wide. */
typedef struct timeval TIMEVAL, *PTIMEVAL, *LPTIMEVAL;
#ifndef timerisset
#define timerisset(tvp) ((tvp)->tv_sec || (tvp)->tv_usec)
#define timercmp(tvp, uvp, cmp)                                            \
    (((tvp)->tv_sec == (uvp)->tv_sec) ? ((tvp)->tv_usec cmp(uvp)->tv_usec) \
                                      : ((tvp)->tv_sec cmp(uvp)->tv_sec))
#define timerclear(tvp) ((tvp)->tv_sec = (tvp)->tv_usec = 0)
#endif

/* ---- WSAPoll ---- */
#define POLLRDNORM 0x0100
#define POLLRDBAND 0x0200
#define POLLIN (POLLRDNORM | POLLRDBAND)
#define POLLPRI 0x0400
#define POLLWRNORM 0x0010
#define POLLOUT (POLLWRNORM)
#define POLLWRBAND 0x0020
#define POLLERR 0x0001
#define POLLHUP 0x0002
#define POLLNVAL 0x0004

/* https://learn.microsoft.com/windows/win32/api/winsock2/ns-winsock2-wsapollfd */
typedef struct pollfd {
    SOCKET fd;
    SHORT events;
    SHORT revents;
} WSAPOLLFD, *PWSAPOLLFD, *LPWSAPOLLFD;

/* ---- ioctlsocket ---- */
#undef _IO
#undef _IOR
#undef _IOW
#define _IO(x, y) (IOC_VOID | ((x) << 8) | (y))
#define _IOR(x, y, t) (IOC_OUT | (((u_int)sizeof(t) & IOCPARM_MASK) << 16) | ((x) << 8) | (y))
#define _IOW(x, y, t) (IOC_IN | (((u_int)sizeof(t) & IOCPARM_MASK) << 16) | ((x) << 8) | (y))
#undef FIONREAD
#undef FIONBIO
#undef FIOASYNC
#undef SIOCATMARK
#define FIONREAD _IOR('f', 127, u_long)
#define FIONBIO _IOW('f', 126, u_long)
#define FIOASYNC _IOW('f', 125, u_long)
#define SIOCSHIWAT _IOW('s', 0, u_long)
#define SIOCGHIWAT _IOR('s', 1, u_long)
#define SIOCSLOWAT _IOW('s', 2, u_long)
#define SIOCGLOWAT _IOR('s', 3, u_long)
#define SIOCATMARK _IOR('s', 7, u_long)

/* ---- hosts, services, protocols ---- */
typedef struct hostent {
    char* h_name;
    char** h_aliases;
    short h_addrtype;
    short h_length;
    char** h_addr_list;
#define h_addr h_addr_list[0]
} HOSTENT, *PHOSTENT, *LPHOSTENT;
typedef struct netent {
    char* n_name;
    char** n_aliases;
    short n_addrtype;
    u_long n_net;
} NETENT, *PNETENT, *LPNETENT;
typedef struct servent {
    char* s_name;
    char** s_aliases;
    char* s_proto;
    short s_port;
} SERVENT, *PSERVENT, *LPSERVENT;
typedef struct protoent {
    char* p_name;
    char** p_aliases;
    short p_proto;
} PROTOENT, *PPROTOENT, *LPPROTOENT;
#define MAXGETHOSTSTRUCT 1024

/* ---- start-up ---- */
#define WSADESCRIPTION_LEN 256
#define WSASYS_STATUS_LEN 128
/* https://learn.microsoft.com/windows/win32/api/winsock2/ns-winsock2-wsadata */
typedef struct WSAData {
    WORD wVersion;
    WORD wHighVersion;
    unsigned short iMaxSockets;
    unsigned short iMaxUdpDg;
    char* lpVendorInfo;
    char szDescription[WSADESCRIPTION_LEN + 1];
    char szSystemStatus[WSASYS_STATUS_LEN + 1];
} WSADATA, *LPWSADATA;

/* ---- addresses, options, messages ---- */
#define ADDR_ANY INADDR_ANY
struct sockproto {
    u_short sp_family;
    u_short sp_protocol;
};
typedef struct sockproto SOCKPROTO, *PSOCKPROTO, *LPSOCKPROTO;

#define PF_UNSPEC AF_UNSPEC
#define PF_UNIX AF_UNIX
#define PF_INET AF_INET
#define PF_IMPLINK AF_IMPLINK
#define PF_PUP AF_PUP
#define PF_CHAOS AF_CHAOS
#define PF_NS AF_NS
#define PF_IPX AF_IPX
#define PF_ISO AF_ISO
#define PF_OSI AF_OSI
#define PF_ECMA AF_ECMA
#define PF_DATAKIT AF_DATAKIT
#define PF_CCITT AF_CCITT
#define PF_SNA AF_SNA
#define PF_DECnet AF_DECnet
#define PF_DLI AF_DLI
#define PF_LAT AF_LAT
#define PF_HYLINK AF_HYLINK
#define PF_APPLETALK AF_APPLETALK
#define PF_VOICEVIEW AF_VOICEVIEW
#define PF_FIREFOX AF_FIREFOX
#define PF_UNKNOWN1 AF_UNKNOWN1
#define PF_BAN AF_BAN
#define PF_ATM AF_ATM
#define PF_INET6 AF_INET6
#define PF_BTH AF_BTH
#define PF_MAX AF_MAX

typedef struct linger {
    u_short l_onoff;
    u_short l_linger; /* seconds */
} LINGER, *PLINGER, *LPLINGER;

#define IMPLINK_IP 155
#define IMPLINK_LOWEXPER 156
#define IMPLINK_HIGHEXPER 158

#define SOMAXCONN 0x7fffffff
#define SOMAXCONN_HINT(b) (-(b))

#define PVD_CONFIG 0x3001

#define MSG_OOB 0x1
#define MSG_PEEK 0x2
#define MSG_DONTROUTE 0x4
#define MSG_WAITALL 0x8
#define MSG_PUSH_IMMEDIATE 0x20
#define MSG_PARTIAL 0x8000
#define MSG_INTERRUPT 0x10
#define MSG_MAXIOVLEN 16

#define SD_RECEIVE 0x00
#define SD_SEND 0x01
#define SD_BOTH 0x02

#define HOST_NOT_FOUND WSAHOST_NOT_FOUND
#define TRY_AGAIN WSATRY_AGAIN
#define NO_RECOVERY WSANO_RECOVERY
#define NO_DATA WSANO_DATA
#define NO_ADDRESS WSANO_ADDRESS
#define WSANO_ADDRESS WSANO_DATA
#define h_errno WSAGetLastError()

/* ---- network events ---- */
#define FD_READ_BIT 0
#define FD_READ (1 << FD_READ_BIT)
#define FD_WRITE_BIT 1
#define FD_WRITE (1 << FD_WRITE_BIT)
#define FD_OOB_BIT 2
#define FD_OOB (1 << FD_OOB_BIT)
#define FD_ACCEPT_BIT 3
#define FD_ACCEPT (1 << FD_ACCEPT_BIT)
#define FD_CONNECT_BIT 4
#define FD_CONNECT (1 << FD_CONNECT_BIT)
#define FD_CLOSE_BIT 5
#define FD_CLOSE (1 << FD_CLOSE_BIT)
#define FD_QOS_BIT 6
#define FD_QOS (1 << FD_QOS_BIT)
#define FD_GROUP_QOS_BIT 7
#define FD_GROUP_QOS (1 << FD_GROUP_QOS_BIT)
#define FD_ROUTING_INTERFACE_CHANGE_BIT 8
#define FD_ROUTING_INTERFACE_CHANGE (1 << FD_ROUTING_INTERFACE_CHANGE_BIT)
#define FD_ADDRESS_LIST_CHANGE_BIT 9
#define FD_ADDRESS_LIST_CHANGE (1 << FD_ADDRESS_LIST_CHANGE_BIT)
#define FD_MAX_EVENTS 10
#define FD_ALL_EVENTS ((1 << FD_MAX_EVENTS) - 1)

/* https://learn.microsoft.com/windows/win32/api/winsock2/ns-winsock2-wsanetworkevents */
typedef struct _WSANETWORKEVENTS {
    long lNetworkEvents;
    int iErrorCode[FD_MAX_EVENTS];
} WSANETWORKEVENTS, *LPWSANETWORKEVENTS;

#define WSAGETASYNCBUFLEN(lParam) LOWORD(lParam)
#define WSAGETASYNCERROR(lParam) HIWORD(lParam)
#define WSAGETSELECTEVENT(lParam) LOWORD(lParam)
#define WSAGETSELECTERROR(lParam) HIWORD(lParam)
#define WSAMAKEASYNCREPLY(buflen, error) MAKELONG(buflen, error)
#define WSAMAKESELECTREPLY(event, error) MAKELONG(event, error)

/* ---- overlapped requests ---- */
#define WSAEVENT HANDLE
#define LPWSAEVENT LPHANDLE
#define WSAOVERLAPPED OVERLAPPED
typedef struct _OVERLAPPED* LPWSAOVERLAPPED;
#define WSA_IO_PENDING 997
#define WSA_IO_INCOMPLETE 996
#define WSA_INVALID_HANDLE 6
#define WSA_INVALID_PARAMETER 87
#define WSA_NOT_ENOUGH_MEMORY 8
#define WSA_OPERATION_ABORTED 995
#define WSA_INVALID_EVENT ((WSAEVENT)NULL)
#define WSA_MAXIMUM_WAIT_EVENTS 64
#define WSA_WAIT_FAILED 0xFFFFFFFF
#define WSA_WAIT_EVENT_0 0
#define WSA_WAIT_IO_COMPLETION 0xC0
#define WSA_WAIT_TIMEOUT 258
#define WSA_INFINITE 0xFFFFFFFF

/* ---- quality of service, and the condition function of WSAAccept ---- */
typedef struct _QualityOfService {
    FLOWSPEC SendingFlowspec;
    FLOWSPEC ReceivingFlowspec;
    WSABUF ProviderSpecific;
} QOS, *LPQOS;

#define CF_ACCEPT 0x0000
#define CF_REJECT 0x0001
#define CF_DEFER 0x0002

/* Decides on a connection request: CF_ACCEPT, CF_REJECT or CF_DEFER.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nc-winsock2-lpconditionproc */
typedef int(CALLBACK* LPCONDITIONPROC)(LPWSABUF lpCallerId, LPWSABUF lpCallerData, LPQOS lpSQOS,
                                       LPQOS lpGQOS, LPWSABUF lpCalleeId, LPWSABUF lpCalleeData,
                                       GROUP* g, DWORD_PTR dwCallbackData);
/* https://learn.microsoft.com/windows/win32/api/winsock2/nc-winsock2-lpwsaoverlapped_completion_routine
 */
typedef void(CALLBACK* LPWSAOVERLAPPED_COMPLETION_ROUTINE)(DWORD dwError, DWORD cbTransferred,
                                                           LPWSAOVERLAPPED lpOverlapped,
                                                           DWORD dwFlags);

/* ---- WSASocket and the catalog ---- */
#define WSA_FLAG_OVERLAPPED 0x01
#define WSA_FLAG_MULTIPOINT_C_ROOT 0x02
#define WSA_FLAG_MULTIPOINT_C_LEAF 0x04
#define WSA_FLAG_MULTIPOINT_D_ROOT 0x08
#define WSA_FLAG_MULTIPOINT_D_LEAF 0x10
#define WSA_FLAG_ACCESS_SYSTEM_SECURITY 0x40
#define WSA_FLAG_NO_HANDLE_INHERIT 0x80
#define WSA_FLAG_REGISTERED_IO 0x100

#define TH_NETDEV 0x00000001
#define TH_TAPI 0x00000002
#define SERVICE_MULTIPLE 0x00000001
#define JL_SENDER_ONLY 0x01
#define JL_RECEIVER_ONLY 0x02
#define JL_BOTH 0x04

#define MAX_PROTOCOL_CHAIN 7
#define BASE_PROTOCOL 1
#define LAYERED_PROTOCOL 0
#define WSAPROTOCOL_LEN 255

/* https://learn.microsoft.com/windows/win32/api/winsock2/ns-winsock2-wsaprotocolchain */
typedef struct _WSAPROTOCOLCHAIN {
    int ChainLen;
    DWORD ChainEntries[MAX_PROTOCOL_CHAIN];
} WSAPROTOCOLCHAIN, *LPWSAPROTOCOLCHAIN;

/* https://learn.microsoft.com/windows/win32/api/winsock2/ns-winsock2-wsaprotocol_infoa */
typedef struct _WSAPROTOCOL_INFOA {
    DWORD dwServiceFlags1;
    DWORD dwServiceFlags2;
    DWORD dwServiceFlags3;
    DWORD dwServiceFlags4;
    DWORD dwProviderFlags;
    GUID ProviderId;
    DWORD dwCatalogEntryId;
    WSAPROTOCOLCHAIN ProtocolChain;
    int iVersion;
    int iAddressFamily;
    int iMaxSockAddr;
    int iMinSockAddr;
    int iSocketType;
    int iProtocol;
    int iProtocolMaxOffset;
    int iNetworkByteOrder;
    int iSecurityScheme;
    DWORD dwMessageSize;
    DWORD dwProviderReserved;
    CHAR szProtocol[WSAPROTOCOL_LEN + 1];
} WSAPROTOCOL_INFOA, *LPWSAPROTOCOL_INFOA;
typedef struct _WSAPROTOCOL_INFOW {
    DWORD dwServiceFlags1;
    DWORD dwServiceFlags2;
    DWORD dwServiceFlags3;
    DWORD dwServiceFlags4;
    DWORD dwProviderFlags;
    GUID ProviderId;
    DWORD dwCatalogEntryId;
    WSAPROTOCOLCHAIN ProtocolChain;
    int iVersion;
    int iAddressFamily;
    int iMaxSockAddr;
    int iMinSockAddr;
    int iSocketType;
    int iProtocol;
    int iProtocolMaxOffset;
    int iNetworkByteOrder;
    int iSecurityScheme;
    DWORD dwMessageSize;
    DWORD dwProviderReserved;
    WCHAR szProtocol[WSAPROTOCOL_LEN + 1];
} WSAPROTOCOL_INFOW, *LPWSAPROTOCOL_INFOW;

#define PFL_MULTIPLE_PROTO_ENTRIES 0x00000001
#define PFL_RECOMMENDED_PROTO_ENTRY 0x00000002
#define PFL_HIDDEN 0x00000004
#define PFL_MATCHES_PROTOCOL_ZERO 0x00000008
#define PFL_NETWORKDIRECT_PROVIDER 0x00000010

#define XP1_CONNECTIONLESS 0x00000001
#define XP1_GUARANTEED_DELIVERY 0x00000002
#define XP1_GUARANTEED_ORDER 0x00000004
#define XP1_MESSAGE_ORIENTED 0x00000008
#define XP1_PSEUDO_STREAM 0x00000010
#define XP1_GRACEFUL_CLOSE 0x00000020
#define XP1_EXPEDITED_DATA 0x00000040
#define XP1_CONNECT_DATA 0x00000080
#define XP1_DISCONNECT_DATA 0x00000100
#define XP1_SUPPORT_BROADCAST 0x00000200
#define XP1_SUPPORT_MULTIPOINT 0x00000400
#define XP1_MULTIPOINT_CONTROL_PLANE 0x00000800
#define XP1_MULTIPOINT_DATA_PLANE 0x00001000
#define XP1_QOS_SUPPORTED 0x00002000
#define XP1_INTERRUPT 0x00004000
#define XP1_UNI_SEND 0x00008000
#define XP1_UNI_RECV 0x00010000
#define XP1_IFS_HANDLES 0x00020000
#define XP1_PARTIAL_MESSAGE 0x00040000
#define XP1_SAN_SUPPORT_SDP 0x00080000

#define BIGENDIAN 0x0000
#define LITTLEENDIAN 0x0001
#define SECURITY_PROTOCOL_NONE 0x0000

/* ---- names and services (see also nspapi.h) ---- */
#ifndef _tagBLOB_DEFINED
#define _tagBLOB_DEFINED
#define _BLOB_DEFINED
#define _LPBLOB_DEFINED
typedef struct _BLOB {
    ULONG cbSize;
    BYTE* pBlobData;
} BLOB, *LPBLOB;
#endif

typedef struct _AFPROTOCOLS {
    INT iAddressFamily;
    INT iProtocol;
} AFPROTOCOLS, *PAFPROTOCOLS, *LPAFPROTOCOLS;

typedef enum _WSAEcomparator {
    COMP_EQUAL = 0,
    COMP_NOTLESS
} WSAECOMPARATOR,
    *PWSAECOMPARATOR, *LPWSAECOMPARATOR;
typedef struct _WSAVersion {
    DWORD dwVersion;
    WSAECOMPARATOR ecHow;
} WSAVERSION, *PWSAVERSION, *LPWSAVERSION;

/* https://learn.microsoft.com/windows/win32/api/winsock2/ns-winsock2-wsaquerysetw */
typedef struct _WSAQuerySetA {
    DWORD dwSize;
    LPSTR lpszServiceInstanceName;
    LPGUID lpServiceClassId;
    LPWSAVERSION lpVersion;
    LPSTR lpszComment;
    DWORD dwNameSpace;
    LPGUID lpNSProviderId;
    LPSTR lpszContext;
    DWORD dwNumberOfProtocols;
    LPAFPROTOCOLS lpafpProtocols;
    LPSTR lpszQueryString;
    DWORD dwNumberOfCsAddrs;
    LPCSADDR_INFO lpcsaBuffer;
    DWORD dwOutputFlags;
    LPBLOB lpBlob;
} WSAQUERYSETA, *PWSAQUERYSETA, *LPWSAQUERYSETA;
typedef struct _WSAQuerySetW {
    DWORD dwSize;
    LPWSTR lpszServiceInstanceName;
    LPGUID lpServiceClassId;
    LPWSAVERSION lpVersion;
    LPWSTR lpszComment;
    DWORD dwNameSpace;
    LPGUID lpNSProviderId;
    LPWSTR lpszContext;
    DWORD dwNumberOfProtocols;
    LPAFPROTOCOLS lpafpProtocols;
    LPWSTR lpszQueryString;
    DWORD dwNumberOfCsAddrs;
    LPCSADDR_INFO lpcsaBuffer;
    DWORD dwOutputFlags;
    LPBLOB lpBlob;
} WSAQUERYSETW, *PWSAQUERYSETW, *LPWSAQUERYSETW;
typedef struct _WSAQuerySet2A {
    DWORD dwSize;
    LPSTR lpszServiceInstanceName;
    LPWSAVERSION lpVersion;
    LPSTR lpszComment;
    DWORD dwNameSpace;
    LPGUID lpNSProviderId;
    LPSTR lpszContext;
    DWORD dwNumberOfProtocols;
    LPAFPROTOCOLS lpafpProtocols;
    LPSTR lpszQueryString;
    DWORD dwNumberOfCsAddrs;
    LPCSADDR_INFO lpcsaBuffer;
    DWORD dwOutputFlags;
    LPBLOB lpBlob;
} WSAQUERYSET2A, *PWSAQUERYSET2A, *LPWSAQUERYSET2A;
typedef struct _WSAQuerySet2W {
    DWORD dwSize;
    LPWSTR lpszServiceInstanceName;
    LPWSAVERSION lpVersion;
    LPWSTR lpszComment;
    DWORD dwNameSpace;
    LPGUID lpNSProviderId;
    LPWSTR lpszContext;
    DWORD dwNumberOfProtocols;
    LPAFPROTOCOLS lpafpProtocols;
    LPWSTR lpszQueryString;
    DWORD dwNumberOfCsAddrs;
    LPCSADDR_INFO lpcsaBuffer;
    DWORD dwOutputFlags;
    LPBLOB lpBlob;
} WSAQUERYSET2W, *PWSAQUERYSET2W, *LPWSAQUERYSET2W;

#define LUP_DEEP 0x0001
#define LUP_CONTAINERS 0x0002
#define LUP_NOCONTAINERS 0x0004
#define LUP_NEAREST 0x0008
#define LUP_RETURN_NAME 0x0010
#define LUP_RETURN_TYPE 0x0020
#define LUP_RETURN_VERSION 0x0040
#define LUP_RETURN_COMMENT 0x0080
#define LUP_RETURN_ADDR 0x0100
#define LUP_RETURN_BLOB 0x0200
#define LUP_RETURN_ALIASES 0x0400
#define LUP_RETURN_QUERY_STRING 0x0800
#define LUP_RETURN_ALL 0x0FF0
#define LUP_FLUSHCACHE 0x1000
#define LUP_FLUSHPREVIOUS 0x2000
#define LUP_NON_AUTHORITATIVE 0x4000
#define LUP_SECURE 0x8000
#define LUP_RES_SERVICE 0x8000
#define LUP_RETURN_PREFERRED_NAMES 0x10000
#define LUP_DNS_ONLY 0x20000
#define LUP_ADDRCONFIG 0x100000
#define LUP_DUAL_ADDR 0x200000
#define LUP_FILESERVER 0x400000
#define LUP_DISABLE_IDN_ENCODING 0x00800000
#define LUP_API_ANSI 0x01000000
#define LUP_EXTENDED_QUERYSET 0x02000000
#define LUP_SECURE_WITH_FALLBACK 0x04000000
#define LUP_EXCLUSIVE_CUSTOM_SERVERS 0x08000000
#define LUP_REQUIRE_SECURE 0x10000000
#define LUP_RETURN_TTL 0x20000000
#define LUP_FORCE_CLEAR_TEXT 0x40000000
#define LUP_RESOLUTION_HANDLE 0x80000000

#define RESULT_IS_ALIAS 0x0001
#define RESULT_IS_ADDED 0x0010
#define RESULT_IS_CHANGED 0x0020
#define RESULT_IS_DELETED 0x0040

typedef enum _WSAESETSERVICEOP {
    RNRSERVICE_REGISTER = 0,
    RNRSERVICE_DEREGISTER,
    RNRSERVICE_DELETE
} WSAESETSERVICEOP,
    *PWSAESETSERVICEOP, *LPWSAESETSERVICEOP;

typedef struct _WSANSClassInfoA {
    LPSTR lpszName;
    DWORD dwNameSpace;
    DWORD dwValueType;
    DWORD dwValueSize;
    LPVOID lpValue;
} WSANSCLASSINFOA, *PWSANSCLASSINFOA, *LPWSANSCLASSINFOA;
typedef struct _WSANSClassInfoW {
    LPWSTR lpszName;
    DWORD dwNameSpace;
    DWORD dwValueType;
    DWORD dwValueSize;
    LPVOID lpValue;
} WSANSCLASSINFOW, *PWSANSCLASSINFOW, *LPWSANSCLASSINFOW;
typedef struct _WSAServiceClassInfoA {
    LPGUID lpServiceClassId;
    LPSTR lpszServiceClassName;
    DWORD dwCount;
    LPWSANSCLASSINFOA lpClassInfos;
} WSASERVICECLASSINFOA, *PWSASERVICECLASSINFOA, *LPWSASERVICECLASSINFOA;
typedef struct _WSAServiceClassInfoW {
    LPGUID lpServiceClassId;
    LPWSTR lpszServiceClassName;
    DWORD dwCount;
    LPWSANSCLASSINFOW lpClassInfos;
} WSASERVICECLASSINFOW, *PWSASERVICECLASSINFOW, *LPWSASERVICECLASSINFOW;

typedef struct _WSANAMESPACE_INFOA {
    GUID NSProviderId;
    DWORD dwNameSpace;
    BOOL fActive;
    DWORD dwVersion;
    LPSTR lpszIdentifier;
} WSANAMESPACE_INFOA, *PWSANAMESPACE_INFOA, *LPWSANAMESPACE_INFOA;
typedef struct _WSANAMESPACE_INFOW {
    GUID NSProviderId;
    DWORD dwNameSpace;
    BOOL fActive;
    DWORD dwVersion;
    LPWSTR lpszIdentifier;
} WSANAMESPACE_INFOW, *PWSANAMESPACE_INFOW, *LPWSANAMESPACE_INFOW;
typedef struct _WSANAMESPACE_INFOEXA {
    GUID NSProviderId;
    DWORD dwNameSpace;
    BOOL fActive;
    DWORD dwVersion;
    LPSTR lpszIdentifier;
    BLOB ProviderSpecific;
} WSANAMESPACE_INFOEXA, *PWSANAMESPACE_INFOEXA, *LPWSANAMESPACE_INFOEXA;
typedef struct _WSANAMESPACE_INFOEXW {
    GUID NSProviderId;
    DWORD dwNameSpace;
    BOOL fActive;
    DWORD dwVersion;
    LPWSTR lpszIdentifier;
    BLOB ProviderSpecific;
} WSANAMESPACE_INFOEXW, *PWSANAMESPACE_INFOEXW, *LPWSANAMESPACE_INFOEXW;

/* How a completion is to be told: event, port, APC or window message. */
typedef enum _WSACOMPLETIONTYPE {
    NSP_NOTIFY_IMMEDIATELY = 0,
    NSP_NOTIFY_HWND,
    NSP_NOTIFY_EVENT,
    NSP_NOTIFY_PORT,
    NSP_NOTIFY_APC
} WSACOMPLETIONTYPE,
    *PWSACOMPLETIONTYPE, *LPWSACOMPLETIONTYPE;
typedef struct _WSACOMPLETION {
    WSACOMPLETIONTYPE Type;
    union {
        struct {
            HWND hWnd;
            UINT uMsg;
            WPARAM context;
        } WindowMessage;
        struct {
            LPWSAOVERLAPPED lpOverlapped;
        } Event;
        struct {
            LPWSAOVERLAPPED lpOverlapped;
            LPWSAOVERLAPPED_COMPLETION_ROUTINE lpfnCompletionProc;
        } Apc;
        struct {
            LPWSAOVERLAPPED lpOverlapped;
            HANDLE hPort;
            ULONG_PTR Key;
        } Port;
    } Parameters;
} WSACOMPLETION, *PWSACOMPLETION, *LPWSACOMPLETION;

/* Names of the values in WSANSCLASSINFO.lpszName. */
#define SERVICE_TYPE_VALUE_SAPIDA "SapId"
#define SERVICE_TYPE_VALUE_SAPIDW L"SapId"
#define SERVICE_TYPE_VALUE_IPXPORTA "IpxSocket"
#define SERVICE_TYPE_VALUE_IPXPORTW L"IpxSocket"
#define SERVICE_TYPE_VALUE_TCPPORTA "TcpPort"
#define SERVICE_TYPE_VALUE_TCPPORTW L"TcpPort"
#define SERVICE_TYPE_VALUE_UDPPORTA "UdpPort"
#define SERVICE_TYPE_VALUE_UDPPORTW L"UdpPort"
#define SERVICE_TYPE_VALUE_OBJECTIDA "ObjectId"
#define SERVICE_TYPE_VALUE_OBJECTIDW L"ObjectId"

#define SIO_NSP_NOTIFY_CHANGE _WSAIOW(IOC_WS2, 25)

#ifdef UNICODE
#define BERTH_WS2_AW(name) name##W
#else
#define BERTH_WS2_AW(name) name##A
#endif
#define SERVICE_TYPE_VALUE_SAPID BERTH_WS2_AW(SERVICE_TYPE_VALUE_SAPID)
#define SERVICE_TYPE_VALUE_IPXPORT BERTH_WS2_AW(SERVICE_TYPE_VALUE_IPXPORT)
#define SERVICE_TYPE_VALUE_TCPPORT BERTH_WS2_AW(SERVICE_TYPE_VALUE_TCPPORT)
#define SERVICE_TYPE_VALUE_UDPPORT BERTH_WS2_AW(SERVICE_TYPE_VALUE_UDPPORT)
#define SERVICE_TYPE_VALUE_OBJECTID BERTH_WS2_AW(SERVICE_TYPE_VALUE_OBJECTID)
typedef BERTH_WS2_AW(WSAPROTOCOL_INFO) WSAPROTOCOL_INFO, *LPWSAPROTOCOL_INFO;
typedef BERTH_WS2_AW(WSAQUERYSET) WSAQUERYSET, *PWSAQUERYSET, *LPWSAQUERYSET;
typedef BERTH_WS2_AW(WSAQUERYSET2) WSAQUERYSET2, *PWSAQUERYSET2, *LPWSAQUERYSET2;
typedef BERTH_WS2_AW(WSANSCLASSINFO) WSANSCLASSINFO, *PWSANSCLASSINFO, *LPWSANSCLASSINFO;
typedef BERTH_WS2_AW(WSASERVICECLASSINFO) WSASERVICECLASSINFO, *PWSASERVICECLASSINFO,
    *LPWSASERVICECLASSINFO;
typedef BERTH_WS2_AW(WSANAMESPACE_INFO) WSANAMESPACE_INFO, *PWSANAMESPACE_INFO,
    *LPWSANAMESPACE_INFO;
typedef BERTH_WS2_AW(WSANAMESPACE_INFOEX) WSANAMESPACE_INFOEX, *PWSANAMESPACE_INFOEX,
    *LPWSANAMESPACE_INFOEX;

/* ---- functions ---- */

/* Starts the use of Winsock; each call needs its WSACleanup. wVersionRequested: MAKEWORD(major,
 * minor) of the highest version that the caller can use. Returns 0 or the error itself:
 * WSAVERNOTSUPPORTED, WSAEFAULT, WSASYSNOTREADY.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsastartup */
BERTH_API int WSAAPI WSAStartup(WORD wVersionRequested, LPWSADATA lpWSAData);
/* Ends one WSAStartup; the last one closes what is open. SOCKET_ERROR: WSANOTINITIALISED.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsacleanup */
BERTH_API int WSAAPI WSACleanup(void);
/* The calling thread's last error: the same slot as GetLastError's.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsagetlasterror */
BERTH_API int WSAAPI WSAGetLastError(void);
/* Sets what WSAGetLastError returns in this thread.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsasetlasterror */
BERTH_API void WSAAPI WSASetLastError(int iError);
/* Version 1.1: TRUE while a blocking call of this thread runs its hook.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaisblocking */
BERTH_API BOOL WSAAPI WSAIsBlocking(void);
/* Version 1.1: removes the thread's blocking hook.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaunhookblockinghook */
BERTH_API int WSAAPI WSAUnhookBlockingHook(void);
/* Version 1.1: installs the function that a blocking call of this thread runs while it waits.
 * Returns the one before.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasetblockinghook */
BERTH_API FARPROC WSAAPI WSASetBlockingHook(FARPROC lpBlockFunc);
/* Version 1.1: ends the thread's blocking call with WSAEINTR. SOCKET_ERROR: WSAEINVAL (none is
 * running), WSAEOPNOTSUPP.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsacancelblockingcall */
BERTH_API int WSAAPI WSACancelBlockingCall(void);

/* Accepts the oldest connection request. addr, addrlen: the caller's address, or NULL; *addrlen in
 * bytes, in and out. INVALID_SOCKET: WSAEINVAL (not listening), WSAEWOULDBLOCK, WSAEFAULT (addrlen
 * too small), WSAEMFILE, WSAECONNRESET, WSAENOTSOCK, WSAEOPNOTSUPP.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-accept */
BERTH_API SOCKET WSAAPI accept(SOCKET s, struct sockaddr* addr, int* addrlen) BERTH_SYMBOL(accept);
/* Gives the socket its local address. namelen: bytes. SOCKET_ERROR: WSAEADDRINUSE,
 * WSAEADDRNOTAVAIL, WSAEACCES, WSAEFAULT (namelen too small), WSAEINVAL (bound already),
 * WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-bind */
BERTH_API int WSAAPI bind(SOCKET s, const struct sockaddr* name, int namelen) BERTH_SYMBOL(bind);
/* Closes the socket; SO_LINGER says what happens to unsent data. SOCKET_ERROR: WSAENOTSOCK,
 * WSAEWOULDBLOCK (non-blocking, with a linger time).
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-closesocket */
BERTH_API int WSAAPI closesocket(SOCKET s);
/* Connects to name, or for a datagram socket sets its peer. SOCKET_ERROR: WSAEWOULDBLOCK (going
 * on), WSAEALREADY, WSAEISCONN, WSAECONNREFUSED, WSAETIMEDOUT, WSAENETUNREACH, WSAEHOSTUNREACH,
 * WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT, WSAEFAULT, WSAEINVAL (listening), WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-connect */
BERTH_API int WSAAPI connect(SOCKET s, const struct sockaddr* name, int namelen)
    BERTH_SYMBOL(connect);
/* Controls a socket's mode. FIONBIO (*argp not zero: non-blocking), FIONREAD (*argp: bytes to
 * read), SIOCATMARK (*argp: FALSE while urgent data waits). SOCKET_ERROR: WSAENOTSOCK, WSAEFAULT,
 * WSAEINVAL. https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-ioctlsocket */
BERTH_API int WSAAPI ioctlsocket(SOCKET s, long cmd, u_long* argp);
/* The peer's address. *namelen: bytes, in and out. SOCKET_ERROR: WSAENOTCONN, WSAEFAULT,
 * WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-getpeername */
BERTH_API int WSAAPI getpeername(SOCKET s, struct sockaddr* name, int* namelen)
    BERTH_SYMBOL(getpeername);
/* The local address. *namelen: bytes, in and out. SOCKET_ERROR: WSAEINVAL (not bound), WSAEFAULT,
 * WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-getsockname */
BERTH_API int WSAAPI getsockname(SOCKET s, struct sockaddr* name, int* namelen)
    BERTH_SYMBOL(getsockname);
/* Reads an option; times are in milliseconds. *optlen: bytes, in and out. SOCKET_ERROR:
 * WSAENOPROTOOPT, WSAEFAULT (too small), WSAEINVAL (level), WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-getsockopt */
BERTH_API int WSAAPI getsockopt(SOCKET s, int level, int optname, char* optval, int* optlen)
    BERTH_SYMBOL(getsockopt);
/* Host to network byte order, 32 bits.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-htonl */
BERTH_API u_long WSAAPI htonl(u_long hostlong) BERTH_SYMBOL(htonl);
/* Host to network byte order, 16 bits.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-htons */
BERTH_API u_short WSAAPI htons(u_short hostshort) BERTH_SYMBOL(htons);
/* Network to host byte order, 32 bits.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-ntohl */
BERTH_API u_long WSAAPI ntohl(u_long netlong) BERTH_SYMBOL(ntohl);
/* Network to host byte order, 16 bits.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-ntohs */
BERTH_API u_short WSAAPI ntohs(u_short netshort) BERTH_SYMBOL(ntohs);
/* The address in dotted form (one to four parts, decimal, octal or hexadecimal), in network byte
 * order; INADDR_NONE if it is none. NULL: WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-inet_addr */
BERTH_API u_long WSAAPI inet_addr(const char* cp) BERTH_SYMBOL(inet_addr);
/* The dotted form, in a buffer of the thread that the next call overwrites.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-inet_ntoa */
BERTH_API char* WSAAPI inet_ntoa(struct in_addr in) BERTH_SYMBOL(inet_ntoa);
/* Lets connection requests in. backlog: how many may wait; SOMAXCONN, or SOMAXCONN_HINT(n).
 * SOCKET_ERROR: WSAEINVAL (not bound), WSAEISCONN, WSAEADDRINUSE, WSAEOPNOTSUPP, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-listen */
BERTH_API int WSAAPI listen(SOCKET s, int backlog) BERTH_SYMBOL(listen);
/* Receives up to len bytes; flags: MSG_PEEK, MSG_OOB, MSG_WAITALL, MSG_PUSH_IMMEDIATE. Returns the
 * number, 0 at the end of the stream. SOCKET_ERROR: WSAEWOULDBLOCK, WSAECONNRESET, WSAECONNABORTED,
 * WSAENOTCONN, WSAESHUTDOWN, WSAEMSGSIZE (the rest of the message is lost), WSAETIMEDOUT,
 * WSAEFAULT, WSAEINVAL, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-recv */
BERTH_API int WSAAPI recv(SOCKET s, char* buf, int len, int flags) BERTH_SYMBOL(recv);
/* As recv, with the sender's address. from, *fromlen: bytes, in and out; may be NULL. SOCKET_ERROR:
 * recv's, and WSAECONNRESET after an ICMP port unreachable.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-recvfrom */
BERTH_API int WSAAPI recvfrom(SOCKET s, char* buf, int len, int flags, struct sockaddr* from,
                              int* fromlen) BERTH_SYMBOL(recvfrom);
/* Waits until a socket can be read, written, or has an exception. nfds is ignored. The sets come
 * back with the ready ones only; NULL timeout: for ever. Returns their number, 0 at the timeout.
 * SOCKET_ERROR: WSAEINVAL (no socket at all, or a bad timeout), WSAENOTSOCK, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-select */
BERTH_API int WSAAPI select(int nfds, fd_set* readfds, fd_set* writefds, fd_set* exceptfds,
                            const struct timeval* timeout) BERTH_SYMBOL(select);
/* Sends len bytes; a blocking socket takes all of them. flags: MSG_OOB, MSG_DONTROUTE, MSG_PARTIAL.
 * Returns the number. SOCKET_ERROR: WSAEWOULDBLOCK, WSAENOTCONN, WSAESHUTDOWN, WSAECONNRESET,
 * WSAECONNABORTED, WSAEMSGSIZE, WSAENOBUFS, WSAEFAULT, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-send */
BERTH_API int WSAAPI send(SOCKET s, const char* buf, int len, int flags) BERTH_SYMBOL(send);
/* As send, to an address; tolen in bytes. SOCKET_ERROR: send's, and WSAEADDRNOTAVAIL,
 * WSAEAFNOSUPPORT, WSAEDESTADDRREQ, WSAENETUNREACH.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-sendto */
BERTH_API int WSAAPI sendto(SOCKET s, const char* buf, int len, int flags,
                            const struct sockaddr* to, int tolen) BERTH_SYMBOL(sendto);
/* Sets an option; times are in milliseconds, optlen in bytes. SOCKET_ERROR: WSAENOPROTOOPT,
 * WSAEFAULT (too small), WSAEINVAL, WSAENOTCONN, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-setsockopt */
BERTH_API int WSAAPI setsockopt(SOCKET s, int level, int optname, const char* optval, int optlen)
    BERTH_SYMBOL(setsockopt);
/* Ends receiving (SD_RECEIVE), sending (SD_SEND) or both (SD_BOTH). SOCKET_ERROR: WSAENOTCONN,
 * WSAEINVAL (how), WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-shutdown */
BERTH_API int WSAAPI shutdown(SOCKET s, int how) BERTH_SYMBOL(shutdown);
/* A new socket, overlapped; af, type or protocol may be 0 for the catalog's first match.
 * INVALID_SOCKET: WSAEAFNOSUPPORT, WSAEPROTONOSUPPORT, WSAEPROTOTYPE, WSAESOCKTNOSUPPORT,
 * WSAEMFILE, WSAENOBUFS, WSANOTINITIALISED.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-socket */
BERTH_API SOCKET WSAAPI socket(int af, int type, int protocol) BERTH_SYMBOL(socket);
/* The host with an address; len in bytes. The result is the thread's, until its next such call.
 * NULL: WSAHOST_NOT_FOUND, WSATRY_AGAIN, WSANO_DATA, WSAEINVAL, WSAEAFNOSUPPORT, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/wsipv6ok/nf-wsipv6ok-gethostbyaddr */
BERTH_API struct hostent* WSAAPI gethostbyaddr(const char* addr, int len, int type)
    BERTH_SYMBOL(gethostbyaddr);
/* The IPv4 addresses of a host, or this host's for NULL. The result is the thread's, until its next
 * such call. NULL: WSAHOST_NOT_FOUND, WSATRY_AGAIN, WSANO_RECOVERY, WSANO_DATA, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/wsipv6ok/nf-wsipv6ok-gethostbyname */
BERTH_API struct hostent* WSAAPI gethostbyname(const char* name) BERTH_SYMBOL(gethostbyname);
/* This host's name, in UTF-8; namelen in bytes with the final zero. SOCKET_ERROR: WSAEFAULT (too
 * small).
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-gethostname */
BERTH_API int WSAAPI gethostname(char* name, int namelen) BERTH_SYMBOL(gethostname);
/* This host's name; namelen in characters with the final zero. SOCKET_ERROR: WSAEFAULT (too small).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-gethostnamew */
BERTH_API int WSAAPI GetHostNameW(PWSTR name, int namelen);
/* The service at a port (network byte order); proto may be NULL. NULL: WSANO_DATA.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-getservbyport */
BERTH_API struct servent* WSAAPI getservbyport(int port, const char* proto)
    BERTH_SYMBOL(getservbyport);
/* The service with a name; s_port is in network byte order, proto may be NULL. NULL: WSANO_DATA,
 * WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-getservbyname */
BERTH_API struct servent* WSAAPI getservbyname(const char* name, const char* proto)
    BERTH_SYMBOL(getservbyname);
/* The protocol with a number. NULL: WSANO_DATA.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-getprotobynumber */
BERTH_API struct protoent* WSAAPI getprotobynumber(int number) BERTH_SYMBOL(getprotobynumber);
/* The protocol with a name. NULL: WSANO_DATA, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-getprotobyname */
BERTH_API struct protoent* WSAAPI getprotobyname(const char* name) BERTH_SYMBOL(getprotobyname);

/* As accept; lpfnCondition may accept, reject or defer the request, dwCallbackData goes to it.
 * INVALID_SOCKET: accept's, and WSAECONNREFUSED (rejected), WSATRY_AGAIN (deferred).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaaccept */
BERTH_API SOCKET WSAAPI WSAAccept(SOCKET s, struct sockaddr* addr, LPINT addrlen,
                                  LPCONDITIONPROC lpfnCondition, DWORD_PTR dwCallbackData);
/* As connect, with data and quality of service where the provider has them. SOCKET_ERROR:
 * connect's, and WSAEINVAL, WSAEOPNOTSUPP (lpCallerData on TCP), WSAEPROTONOSUPPORT.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaconnect */
BERTH_API int WSAAPI WSAConnect(SOCKET s, const struct sockaddr* name, int namelen,
                                LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS,
                                LPQOS lpGQOS);
/* What the template of that name asks of the network. lpQOSName: the name; or an empty string in a
 * buffer of len bytes, which receives the names that there are, each ended by zero, and an empty one
 * at their end. FALSE: WSAEFAULT, WSAEINVAL (no such template), WSAENOTSOCK, WSAEOPNOTSUPP.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsagetqosbyname */
BERTH_API BOOL WSAAPI WSAGetQOSByName(SOCKET s, LPWSABUF lpQOSName, LPQOS lpQOS);
/* Connects a stream socket to a host and service by name: each address in turn. Lengths in bytes,
 * in and out; timeout: for all attempts, NULL for none. FALSE: WSAEHOSTUNREACH, WSAEINVAL,
 * WSAEFAULT, WSAENOTSOCK, WSAETIMEDOUT.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaconnectbynamea */
BERTH_API BOOL WSAAPI WSAConnectByNameA(SOCKET s, LPCSTR nodename, LPCSTR servicename,
                                        LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress,
                                        LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress,
                                        const struct timeval* timeout, LPWSAOVERLAPPED Reserved);
BERTH_API BOOL WSAAPI WSAConnectByNameW(SOCKET s, LPWSTR nodename, LPWSTR servicename,
                                        LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress,
                                        LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress,
                                        const struct timeval* timeout, LPWSAOVERLAPPED Reserved);
/* Connects a stream socket to the first address of the list that answers. Lengths in bytes, in and
 * out. FALSE: WSAEINVAL, WSAEHOSTUNREACH, WSAEFAULT, WSAENOTSOCK, WSAETIMEDOUT.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaconnectbylist */
BERTH_API BOOL WSAAPI WSAConnectByList(SOCKET s, PSOCKET_ADDRESS_LIST SocketAddress,
                                       LPDWORD LocalAddressLength, LPSOCKADDR LocalAddress,
                                       LPDWORD RemoteAddressLength, LPSOCKADDR RemoteAddress,
                                       const struct timeval* timeout, LPWSAOVERLAPPED Reserved);
/* Describes the socket for WSASocket(FROM_PROTOCOL_INFO, ...) in the process dwProcessId.
 * SOCKET_ERROR: WSAEINVAL, WSAEFAULT, WSAEMFILE, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaduplicatesocketa */
BERTH_API int WSAAPI WSADuplicateSocketA(SOCKET s, DWORD dwProcessId,
                                         LPWSAPROTOCOL_INFOA lpProtocolInfo);
BERTH_API int WSAAPI WSADuplicateSocketW(SOCKET s, DWORD dwProcessId,
                                         LPWSAPROTOCOL_INFOW lpProtocolInfo);
/* The catalog's base and chain entries. lpiProtocols: zero-terminated protocol numbers, or NULL for
 * all; *lpdwBufferLength: bytes, in and out. Returns the number of entries. SOCKET_ERROR:
 * WSAENOBUFS (too small), WSAEINVAL, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumprotocolsa */
BERTH_API int WSAAPI WSAEnumProtocolsA(LPINT lpiProtocols, LPWSAPROTOCOL_INFOA lpProtocolBuffer,
                                       LPDWORD lpdwBufferLength);
BERTH_API int WSAAPI WSAEnumProtocolsW(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                                       LPDWORD lpdwBufferLength);
/* htonl by the byte order of the socket's protocol. SOCKET_ERROR: WSAEFAULT, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsahtonl */
BERTH_API int WSAAPI WSAHtonl(SOCKET s, u_long hostlong, u_long* lpnetlong);
/* htons by the byte order of the socket's protocol. SOCKET_ERROR: WSAEFAULT, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsahtons */
BERTH_API int WSAAPI WSAHtons(SOCKET s, u_short hostshort, u_short* lpnetshort);
/* ntohl by the byte order of the socket's protocol. SOCKET_ERROR: WSAEFAULT, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsantohl */
BERTH_API int WSAAPI WSANtohl(SOCKET s, u_long netlong, u_long* lphostlong);
/* ntohs by the byte order of the socket's protocol. SOCKET_ERROR: WSAEFAULT, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsantohs */
BERTH_API int WSAAPI WSANtohs(SOCKET s, u_short netshort, u_short* lphostshort);
/* SIO_ and FIO codes. Sizes in bytes; *lpcbBytesReturned: bytes written, or wanted with WSAEFAULT.
 * SOCKET_ERROR: WSAEOPNOTSUPP, WSAEINVAL, WSAEFAULT, WSAENOTSOCK, WSA_IO_PENDING.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaioctl */
BERTH_API int WSAAPI WSAIoctl(SOCKET s, DWORD dwIoControlCode, LPVOID lpvInBuffer, DWORD cbInBuffer,
                              LPVOID lpvOutBuffer, DWORD cbOutBuffer, LPDWORD lpcbBytesReturned,
                              LPWSAOVERLAPPED lpOverlapped,
                              LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* With *lpNotificationHandle NULL: a handle to be told by (CloseHandle closes it). With that handle:
 * ends when the catalog changes from now on: waits for that if lpOverlapped is NULL, otherwise tells
 * by event, completion routine or the handle's completion port. SOCKET_ERROR: WSA_IO_PENDING,
 * WSANOTINITIALISED, WSA_INVALID_HANDLE, WSA_NOT_ENOUGH_MEMORY, WSAEFAULT, WSAEINVAL (a routine on a
 * handle with a port).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaproviderconfigchange */
BERTH_API int WSAAPI WSAProviderConfigChange(LPHANDLE lpNotificationHandle,
                                             LPWSAOVERLAPPED lpOverlapped,
                                             LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* Joins a multipoint session: for IP, a multicast group. dwFlags: JL_SENDER_ONLY, JL_RECEIVER_ONLY,
 * JL_BOTH. INVALID_SOCKET: WSAEINVAL, WSAEADDRNOTAVAIL, WSAEAFNOSUPPORT, WSAEFAULT, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsajoinleaf */
BERTH_API SOCKET WSAAPI WSAJoinLeaf(SOCKET s, const struct sockaddr* name, int namelen,
                                    LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS,
                                    LPQOS lpGQOS, DWORD dwFlags);
/* Waits until one of fds sockets is ready; timeout in milliseconds, negative for ever. A negative
 * fd is skipped. Returns the number with revents, 0 at the timeout. SOCKET_ERROR: WSAEFAULT,
 * WSAEINVAL (no socket), WSAENOBUFS.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsapoll */
BERTH_API int WSAAPI WSAPoll(LPWSAPOLLFD fdArray, ULONG fds, INT timeout);
/* Receives into several buffers. *lpFlags: MSG_ flags, in and out (MSG_PARTIAL). SOCKET_ERROR:
 * recv's, and WSA_IO_PENDING, WSAEDISCON (end of a message-oriented stream).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsarecv */
BERTH_API int WSAAPI WSARecv(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                             LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags,
                             LPWSAOVERLAPPED lpOverlapped,
                             LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* Ends receiving and takes the peer's disconnect data. SOCKET_ERROR: WSAENOPROTOOPT (no such data),
 * WSAENOTCONN, WSAEFAULT, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsarecvdisconnect */
BERTH_API int WSAAPI WSARecvDisconnect(SOCKET s, LPWSABUF lpInboundDisconnectData);
/* As WSARecv, with the sender's address. *lpFromlen: bytes, in and out.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsarecvfrom */
BERTH_API int WSAAPI WSARecvFrom(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                                 LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags,
                                 struct sockaddr* lpFrom, LPINT lpFromlen,
                                 LPWSAOVERLAPPED lpOverlapped,
                                 LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* Sends several buffers. SOCKET_ERROR: send's, and WSA_IO_PENDING.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasend */
BERTH_API int WSAAPI WSASend(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                             LPDWORD lpNumberOfBytesSent, DWORD dwFlags,
                             LPWSAOVERLAPPED lpOverlapped,
                             LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* Sends a message with control information (WSA_CMSG_ macros) from a datagram or raw socket.
 * SOCKET_ERROR: sendto's, and WSAEINVAL, WSA_IO_PENDING.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasendmsg */
BERTH_API int WSAAPI WSASendMsg(SOCKET Handle, LPWSAMSG lpMsg, DWORD dwFlags,
                                LPDWORD lpNumberOfBytesSent, LPWSAOVERLAPPED lpOverlapped,
                                LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* Ends sending and gives the peer disconnect data. SOCKET_ERROR: WSAENOPROTOOPT (no such data),
 * WSAENOTCONN, WSAEFAULT, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasenddisconnect */
BERTH_API int WSAAPI WSASendDisconnect(SOCKET s, LPWSABUF lpOutboundDisconnectData);
/* As WSASend, to an address; iTolen in bytes. SOCKET_ERROR: sendto's, and WSA_IO_PENDING.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasendto */
BERTH_API int WSAAPI WSASendTo(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                               LPDWORD lpNumberOfBytesSent, DWORD dwFlags,
                               const struct sockaddr* lpTo, int iTolen,
                               LPWSAOVERLAPPED lpOverlapped,
                               LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine);
/* Event objects, as CreateEvent's of the manual kind, not signalled at first;
 * WSAWaitForMultipleEvents and the Wait functions wait for them. NULL: WSA_NOT_ENOUGH_MEMORY, WSANOTINITIALISED
 * (after the last WSACleanup; before the first WSAStartup it works).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsacreateevent */
BERTH_API WSAEVENT WSAAPI WSACreateEvent(void);
/* Each FALSE: WSA_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasetevent */
BERTH_API BOOL WSAAPI WSASetEvent(WSAEVENT hEvent);
/* https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaresetevent */
BERTH_API BOOL WSAAPI WSAResetEvent(WSAEVENT hEvent);
/* https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsacloseevent */
BERTH_API BOOL WSAAPI WSACloseEvent(WSAEVENT hEvent);
/* Waits until one of cEvents (1 to 64) objects is signalled, or all; dwTimeout in milliseconds or
 * WSA_INFINITE. WSA_WAIT_EVENT_0 + index, WSA_WAIT_IO_COMPLETION (fAlertable) or WSA_WAIT_TIMEOUT;
 * WSA_WAIT_FAILED: WSA_INVALID_HANDLE, WSA_INVALID_PARAMETER (count), WSA_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsawaitformultipleevents */
BERTH_API DWORD WSAAPI WSAWaitForMultipleEvents(DWORD cEvents, const WSAEVENT* lphEvents,
                                                BOOL fWaitAll, DWORD dwTimeout, BOOL fAlertable);
/* Sets the event object when one of the FD_ events happens to the socket, which becomes
 * non-blocking; lNetworkEvents 0 ends that. Replaces an earlier WSAEventSelect or WSAAsyncSelect.
 * SOCKET_ERROR: WSAEINVAL (no such event object, unknown bits), WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaeventselect */
BERTH_API int WSAAPI WSAEventSelect(SOCKET s, WSAEVENT hEventObject, long lNetworkEvents);
/* Which events have happened since the last call, each with its error code, and resets
 * hEventObject (or NULL) in the same step. SOCKET_ERROR: WSAEFAULT, WSAEINVAL, WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumnetworkevents */
BERTH_API int WSAAPI WSAEnumNetworkEvents(SOCKET s, WSAEVENT hEventObject,
                                          LPWSANETWORKEVENTS lpNetworkEvents);
/* Posts wMsg to the window when one of the FD_ events happens to the socket (wParam), which becomes
 * non-blocking; lEvent 0 ends that. lParam: WSAGETSELECTEVENT, WSAGETSELECTERROR. SOCKET_ERROR:
 * WSAEINVAL (no such window, unknown bits), WSAENOTSOCK.
 * https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsaasyncselect */
BERTH_API int WSAAPI WSAAsyncSelect(SOCKET s, HWND hWnd, u_int wMsg, long lEvent);
/* A new socket. lpProtocolInfo: the entry to use, or a duplicate's description; FROM_PROTOCOL_INFO
 * takes af, type and protocol from it. dwFlags: WSA_FLAG_ bits. INVALID_SOCKET: socket's, and
 * WSAEINVAL, WSAEINVALIDPROVIDER.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasocketa */
BERTH_API SOCKET WSAAPI WSASocketA(int af, int type, int protocol,
                                   LPWSAPROTOCOL_INFOA lpProtocolInfo, GROUP g, DWORD dwFlags);
BERTH_API SOCKET WSAAPI WSASocketW(int af, int type, int protocol,
                                   LPWSAPROTOCOL_INFOW lpProtocolInfo, GROUP g, DWORD dwFlags);

/* Text of an address, with its port and scope. *lpdwAddressStringLength: characters, in and out,
 * with the final zero. SOCKET_ERROR: WSAEFAULT (too small), WSAEINVAL.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaaddresstostringa */
BERTH_API INT WSAAPI WSAAddressToStringA(LPSOCKADDR lpsaAddress, DWORD dwAddressLength,
                                         LPWSAPROTOCOL_INFOA lpProtocolInfo,
                                         LPSTR lpszAddressString, LPDWORD lpdwAddressStringLength);
BERTH_API INT WSAAPI WSAAddressToStringW(LPSOCKADDR lpsaAddress, DWORD dwAddressLength,
                                         LPWSAPROTOCOL_INFOW lpProtocolInfo,
                                         LPWSTR lpszAddressString, LPDWORD lpdwAddressStringLength);
/* The address in a text, with its port and scope. *lpAddressLength: bytes, in and out.
 * SOCKET_ERROR: WSAEFAULT (too small), WSAEINVAL (no address).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsastringtoaddressa */
BERTH_API INT WSAAPI WSAStringToAddressA(LPSTR AddressString, INT AddressFamily,
                                         LPWSAPROTOCOL_INFOA lpProtocolInfo, LPSOCKADDR lpAddress,
                                         LPINT lpAddressLength);
BERTH_API INT WSAAPI WSAStringToAddressW(LPWSTR AddressString, INT AddressFamily,
                                         LPWSAPROTOCOL_INFOW lpProtocolInfo, LPSOCKADDR lpAddress,
                                         LPINT lpAddressLength);
/* Starts a query of the namespace providers. dwControlFlags: LUP_. SOCKET_ERROR:
 * WSASERVICE_NOT_FOUND, WSAEINVAL, WSAEFAULT, WSANO_DATA.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsalookupservicebegina */
BERTH_API INT WSAAPI WSALookupServiceBeginA(LPWSAQUERYSETA lpqsRestrictions, DWORD dwControlFlags,
                                            LPHANDLE lphLookup);
BERTH_API INT WSAAPI WSALookupServiceBeginW(LPWSAQUERYSETW lpqsRestrictions, DWORD dwControlFlags,
                                            LPHANDLE lphLookup);
/* The query's next result. *lpdwBufferLength: bytes, in; wanted bytes, out with WSAEFAULT.
 * SOCKET_ERROR: WSA_E_NO_MORE, WSAEFAULT, WSA_INVALID_HANDLE, WSA_E_CANCELLED.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsalookupservicenexta */
BERTH_API INT WSAAPI WSALookupServiceNextA(HANDLE hLookup, DWORD dwControlFlags,
                                           LPDWORD lpdwBufferLength, LPWSAQUERYSETA lpqsResults);
BERTH_API INT WSAAPI WSALookupServiceNextW(HANDLE hLookup, DWORD dwControlFlags,
                                           LPDWORD lpdwBufferLength, LPWSAQUERYSETW lpqsResults);
/* Ends a query. SOCKET_ERROR: WSA_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsalookupserviceend */
BERTH_API INT WSAAPI WSALookupServiceEnd(HANDLE hLookup);
/* Ioctls of a query: SIO_NSP_NOTIFY_CHANGE. SOCKET_ERROR: WSA_INVALID_HANDLE, WSAEINVAL,
 * WSAEOPNOTSUPP, WSA_IO_PENDING.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsanspioctl */
BERTH_API INT WSAAPI WSANSPIoctl(HANDLE hLookup, DWORD dwControlCode, LPVOID lpvInBuffer,
                                 DWORD cbInBuffer, LPVOID lpvOutBuffer, DWORD cbOutBuffer,
                                 LPDWORD lpcbBytesReturned, LPWSACOMPLETION lpCompletion);
/* Registers a service class. SOCKET_ERROR: WSAEALREADY, WSAEINVAL, WSAEACCES.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsainstallserviceclassa */
BERTH_API INT WSAAPI WSAInstallServiceClassA(LPWSASERVICECLASSINFOA lpServiceClassInfo);
BERTH_API INT WSAAPI WSAInstallServiceClassW(LPWSASERVICECLASSINFOW lpServiceClassInfo);
/* Forgets a service class. SOCKET_ERROR: WSATYPE_NOT_FOUND, WSAEINVAL, WSAEACCES.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaremoveserviceclass */
BERTH_API INT WSAAPI WSARemoveServiceClass(LPGUID lpServiceClassId);
/* What is known about a service class. *lpdwBufSize: bytes, in and out. SOCKET_ERROR:
 * WSATYPE_NOT_FOUND, WSAEFAULT, WSAEINVAL.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsagetserviceclassinfoa */
BERTH_API INT WSAAPI WSAGetServiceClassInfoA(LPGUID lpProviderId, LPGUID lpServiceClassId,
                                             LPDWORD lpdwBufSize,
                                             LPWSASERVICECLASSINFOA lpServiceClassInfo);
BERTH_API INT WSAAPI WSAGetServiceClassInfoW(LPGUID lpProviderId, LPGUID lpServiceClassId,
                                             LPDWORD lpdwBufSize,
                                             LPWSASERVICECLASSINFOW lpServiceClassInfo);
/* The namespace providers. *lpdwBufferLength: bytes, in and out. Returns their number.
 * SOCKET_ERROR: WSAEFAULT (too small).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumnamespaceprovidersa */
BERTH_API INT WSAAPI WSAEnumNameSpaceProvidersA(LPDWORD lpdwBufferLength,
                                                LPWSANAMESPACE_INFOA lpnspBuffer);
BERTH_API INT WSAAPI WSAEnumNameSpaceProvidersW(LPDWORD lpdwBufferLength,
                                                LPWSANAMESPACE_INFOW lpnspBuffer);
/* The namespace providers with their private data. *lpdwBufferLength: bytes, in and out. Returns
 * their number. SOCKET_ERROR: WSAEFAULT (too small).
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumnamespaceprovidersexa
 */
BERTH_API INT WSAAPI WSAEnumNameSpaceProvidersExA(LPDWORD lpdwBufferLength,
                                                  LPWSANAMESPACE_INFOEXA lpnspBuffer);
BERTH_API INT WSAAPI WSAEnumNameSpaceProvidersExW(LPDWORD lpdwBufferLength,
                                                  LPWSANAMESPACE_INFOEXW lpnspBuffer);
/* The name of a service class. *lpdwBufferLength: bytes, in and out. SOCKET_ERROR:
 * WSATYPE_NOT_FOUND, WSAEFAULT, WSAEINVAL.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsagetserviceclassnamebyclassida
 */
BERTH_API INT WSAAPI WSAGetServiceClassNameByClassIdA(LPGUID lpServiceClassId,
                                                      LPSTR lpszServiceClassName,
                                                      LPDWORD lpdwBufferLength);
BERTH_API INT WSAAPI WSAGetServiceClassNameByClassIdW(LPGUID lpServiceClassId,
                                                      LPWSTR lpszServiceClassName,
                                                      LPDWORD lpdwBufferLength);
/* Registers or removes a service instance. SOCKET_ERROR: WSAEINVAL, WSAEACCES,
 * WSASERVICE_NOT_FOUND, WSATYPE_NOT_FOUND.
 * https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasetservicea */
BERTH_API INT WSAAPI WSASetServiceA(LPWSAQUERYSETA lpqsRegInfo, WSAESETSERVICEOP essoperation,
                                    DWORD dwControlFlags);
BERTH_API INT WSAAPI WSASetServiceW(LPWSAQUERYSETW lpqsRegInfo, WSAESETSERVICEOP essoperation,
                                    DWORD dwControlFlags);

#define WSAConnectByName BERTH_WS2_AW(WSAConnectByName)
#define WSADuplicateSocket BERTH_WS2_AW(WSADuplicateSocket)
#define WSAEnumProtocols BERTH_WS2_AW(WSAEnumProtocols)
#define WSASocket BERTH_WS2_AW(WSASocket)
#define WSAAddressToString BERTH_WS2_AW(WSAAddressToString)
#define WSAStringToAddress BERTH_WS2_AW(WSAStringToAddress)
#define WSALookupServiceBegin BERTH_WS2_AW(WSALookupServiceBegin)
#define WSALookupServiceNext BERTH_WS2_AW(WSALookupServiceNext)
#define WSAInstallServiceClass BERTH_WS2_AW(WSAInstallServiceClass)
#define WSAGetServiceClassInfo BERTH_WS2_AW(WSAGetServiceClassInfo)
#define WSAEnumNameSpaceProviders BERTH_WS2_AW(WSAEnumNameSpaceProviders)
#define WSAEnumNameSpaceProvidersEx BERTH_WS2_AW(WSAEnumNameSpaceProvidersEx)
#define WSAGetServiceClassNameByClassId BERTH_WS2_AW(WSAGetServiceClassNameByClassId)
#define WSASetService BERTH_WS2_AW(WSASetService)

/* ---- byte order of 64-bit and floating-point values ---- */

/* Host to network byte order, 64 bits. */
static __inline__ unsigned long long htonll(unsigned long long value) {
    return __builtin_bswap64(value);
}
/* Network to host byte order, 64 bits. */
static __inline__ unsigned long long ntohll(unsigned long long value) {
    return __builtin_bswap64(value);
}
/* A float in network byte order. */
static __inline__ unsigned int htonf(float value) {
    unsigned int bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return __builtin_bswap32(bits);
}
/* The float that htonf made. */
static __inline__ float ntohf(unsigned int value) {
    float result;
    value = __builtin_bswap32(value);
    __builtin_memcpy(&result, &value, sizeof result);
    return result;
}
/* A double in network byte order. */
static __inline__ unsigned long long htond(double value) {
    unsigned long long bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return __builtin_bswap64(bits);
}
/* The double that htond made. */
static __inline__ double ntohd(unsigned long long value) {
    double result;
    value = __builtin_bswap64(value);
    __builtin_memcpy(&result, &value, sizeof result);
    return result;
}

#if INCL_WINSOCK_API_TYPEDEFS
#include "berth/ws2_typedefs.h"
#endif

#ifdef __cplusplus
}
#endif

#include "berth/ws2_async.h"
#include "berth/ws2_notify.h"

/* Functions that later parts of the library bring. */
#if __has_include("berth/ws2_events.h")
#include "berth/ws2_events.h"
#endif
#if __has_include("berth/ws2_overlapped.h")
#include "berth/ws2_overlapped.h"
#endif
#include "berth/ws2_ulong.h"

#endif
