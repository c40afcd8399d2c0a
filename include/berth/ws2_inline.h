/*
 * The inline helpers of ws2tcpip.h: multicast source filters, the ideal send backlog, and named
 * accessors of single socket options. Each sets the thread's last error as the call below it does.
 */
#ifndef BERTH_WS2_INLINE_H
#define BERTH_WS2_INLINE_H

#include <stdlib.h>
#include "winsock2.h"
#include "ws2ipdef.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- multicast source filters ---- */
/* Sets the IPv4 source filter of a group that was joined. SOCKET_ERROR: WSAENOBUFS, WSAEINVAL,
 * WSAEADDRNOTAVAIL.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-setipv4sourcefilter */
static __inline__ int setipv4sourcefilter(SOCKET s, IN_ADDR interface_address, IN_ADDR group,
                                          MULTICAST_MODE_TYPE mode, ULONG count,
                                          const IN_ADDR* sources) {
    DWORD size = (DWORD)IP_MSFILTER_SIZE(count), returned = 0;
    PIP_MSFILTER filter;
    int result;
    if (count > (ULONG)(0x7fffffff / sizeof(IN_ADDR)) ||
        !(filter = (PIP_MSFILTER)malloc(size < sizeof *filter ? sizeof *filter : size))) {
        WSASetLastError(WSAENOBUFS);
        return SOCKET_ERROR;
    }
    filter->imsf_multiaddr = group;
    filter->imsf_interface = interface_address;
    filter->imsf_fmode = mode;
    filter->imsf_numsrc = count;
    if (count)
        __builtin_memcpy(filter->imsf_slist, sources, count * sizeof(IN_ADDR));
    result = WSAIoctl(s, SIOCSIPMSFILTER, filter, size, NULL, 0, &returned, NULL, NULL);
    free(filter);
    return result;
}
/* Reads the IPv4 source filter of a group. *count: in, the room in sources;
 * out, the number of sources. */
static __inline__ int getipv4sourcefilter(SOCKET s, IN_ADDR interface_address, IN_ADDR group,
                                          MULTICAST_MODE_TYPE* mode, ULONG* count,
                                          IN_ADDR* sources) {
    DWORD size = (DWORD)IP_MSFILTER_SIZE(*count), returned = 0;
    PIP_MSFILTER filter;
    int result;
    if (*count > (ULONG)(0x7fffffff / sizeof(IN_ADDR)) ||
        !(filter = (PIP_MSFILTER)malloc(size < sizeof *filter ? sizeof *filter : size))) {
        WSASetLastError(WSAENOBUFS);
        return SOCKET_ERROR;
    }
    filter->imsf_multiaddr = group;
    filter->imsf_interface = interface_address;
    filter->imsf_numsrc = *count;
    result = WSAIoctl(s, SIOCGIPMSFILTER, filter, size, filter, size, &returned, NULL, NULL);
    if (result == 0) {
        if (*count) {
            ULONG copied = filter->imsf_numsrc < *count ? filter->imsf_numsrc : *count;
            __builtin_memcpy(sources, filter->imsf_slist, copied * sizeof(IN_ADDR));
        }
        *count = filter->imsf_numsrc;
        *mode = filter->imsf_fmode;
    }
    free(filter);
    return result;
}
/* Sets the source filter of a group that was joined. SOCKET_ERROR: WSAENOBUFS, WSAEINVAL,
 * WSAEADDRNOTAVAIL.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-setsourcefilter */
static __inline__ int setsourcefilter(SOCKET s, ULONG interface_index, const SOCKADDR* group,
                                      int group_length, MULTICAST_MODE_TYPE mode, ULONG count,
                                      const SOCKADDR_STORAGE* sources) {
    DWORD size = (DWORD)GROUP_FILTER_SIZE(count), returned = 0;
    PGROUP_FILTER filter;
    int result;
    if (group_length < 0 || group_length > (int)sizeof(SOCKADDR_STORAGE)) {
        WSASetLastError(WSAEINVAL);
        return SOCKET_ERROR;
    }
    if (count > (ULONG)(0x7fffffff / sizeof(SOCKADDR_STORAGE)) ||
        !(filter = (PGROUP_FILTER)malloc(size < sizeof *filter ? sizeof *filter : size))) {
        WSASetLastError(WSAENOBUFS);
        return SOCKET_ERROR;
    }
    __builtin_memset(filter, 0, sizeof *filter);
    filter->gf_interface = interface_index;
    __builtin_memcpy(&filter->gf_group, group, (size_t)group_length);
    filter->gf_fmode = mode;
    filter->gf_numsrc = count;
    if (count)
        __builtin_memcpy(filter->gf_slist, sources, count * sizeof(SOCKADDR_STORAGE));
    result = WSAIoctl(s, SIOCSMSFILTER, filter, size, NULL, 0, &returned, NULL, NULL);
    free(filter);
    return result;
}
/* Reads the source filter of a group. *count: in, the room in sources;
 * out, the number of sources. */
static __inline__ int getsourcefilter(SOCKET s, ULONG interface_index, const SOCKADDR* group,
                                      int group_length, MULTICAST_MODE_TYPE* mode, ULONG* count,
                                      SOCKADDR_STORAGE* sources) {
    DWORD size = (DWORD)GROUP_FILTER_SIZE(*count), returned = 0;
    PGROUP_FILTER filter;
    int result;
    if (group_length < 0 || group_length > (int)sizeof(SOCKADDR_STORAGE)) {
        WSASetLastError(WSAEINVAL);
        return SOCKET_ERROR;
    }
    if (*count > (ULONG)(0x7fffffff / sizeof(SOCKADDR_STORAGE)) ||
        !(filter = (PGROUP_FILTER)malloc(size < sizeof *filter ? sizeof *filter : size))) {
        WSASetLastError(WSAENOBUFS);
        return SOCKET_ERROR;
    }
    __builtin_memset(filter, 0, sizeof *filter);
    filter->gf_interface = interface_index;
    __builtin_memcpy(&filter->gf_group, group, (size_t)group_length);
    filter->gf_numsrc = *count;
    result = WSAIoctl(s, SIOCGMSFILTER, filter, size, filter, size, &returned, NULL, NULL);
    if (result == 0) {
        if (*count) {
            ULONG copied = filter->gf_numsrc < *count ? filter->gf_numsrc : *count;
            __builtin_memcpy(sources, filter->gf_slist, copied * sizeof(SOCKADDR_STORAGE));
        }
        *count = filter->gf_numsrc;
        *mode = filter->gf_fmode;
    }
    free(filter);
    return result;
}

/* ---- the ideal send backlog ---- */
/* How many bytes should be sent and unacknowledged at a time. SOCKET_ERROR: WSAEOPNOTSUPP,
 * WSAENOTCONN.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-idealsendbacklogquery */
static __inline__ int idealsendbacklogquery(SOCKET s, ULONG* backlog) {
    DWORD returned = 0;
    return WSAIoctl(s, SIO_IDEAL_SEND_BACKLOG_QUERY, NULL, 0, backlog, sizeof *backlog, &returned,
                    NULL, NULL);
}
/* Tells when the ideal send backlog changes. SOCKET_ERROR: WSA_IO_PENDING, WSAEOPNOTSUPP. */
static __inline__ int idealsendbacklognotify(SOCKET s, LPWSAOVERLAPPED overlapped,
                                             LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    DWORD returned = 0;
    return WSAIoctl(s, SIO_IDEAL_SEND_BACKLOG_CHANGE, NULL, 0, NULL, 0, &returned, overlapped,
                    routine);
}

/* ---- single options by name ---- */
static __inline__ int berth_option_get(SOCKET s, int level, int option, DWORD* value) {
    int length = sizeof *value;
    return getsockopt(s, level, option, (char*)value, &length);
}
static __inline__ int berth_option_set(SOCKET s, int level, int option, DWORD value) {
    return setsockopt(s, level, option, (const char*)&value, sizeof value);
}
/* The size of each datagram that a large UDP send is cut into, in bytes; 0: sends are not cut. */
static __inline__ int WSAGetUdpSendMessageSize(SOCKET s, DWORD* size) {
    return berth_option_get(s, IPPROTO_UDP, UDP_SEND_MSG_SIZE, size);
}
/* Lets UDP sends be cut into datagrams of that many bytes. */
static __inline__ int WSASetUdpSendMessageSize(SOCKET s, DWORD size) {
    return berth_option_set(s, IPPROTO_UDP, UDP_SEND_MSG_SIZE, size);
}
/* The largest message that received datagrams are joined to, in bytes; 0: they are not joined. */
static __inline__ int WSAGetUdpRecvMaxCoalescedSize(SOCKET s, DWORD* size) {
    return berth_option_get(s, IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE, size);
}
/* Lets received datagrams be joined to messages of that many bytes. */
static __inline__ int WSASetUdpRecvMaxCoalescedSize(SOCKET s, DWORD size) {
    return berth_option_set(s, IPPROTO_UDP, UDP_RECV_MAX_COALESCED_SIZE, size);
}
/* Whether an ICMP error ends a TCP connect. */
static __inline__ int WSAGetFailConnectOnIcmpError(SOCKET s, DWORD* enabled) {
    return berth_option_get(s, IPPROTO_TCP, TCP_FAIL_CONNECT_ON_ICMP_ERROR, enabled);
}
/* Whether an ICMP error shall end a TCP connect. */
static __inline__ int WSASetFailConnectOnIcmpError(SOCKET s, DWORD enabled) {
    return berth_option_set(s, IPPROTO_TCP, TCP_FAIL_CONNECT_ON_ICMP_ERROR, enabled);
}
/* The ICMP error that ended a TCP connect. WSANO_DATA: none did since the last one began. */
static __inline__ int WSAGetIcmpErrorInfo(SOCKET s, ICMP_ERROR_INFO* info) {
    int length = sizeof *info;
    if (getsockopt(s, IPPROTO_TCP, TCP_ICMP_ERROR_INFO, (char*)info, &length) != 0)
        return SOCKET_ERROR;
    if (length != 0)
        return 0;
    WSASetLastError(WSANO_DATA);
    return SOCKET_ERROR;
}

/* The IP or IPv6 level that goes with the socket's address family. */
static __inline__ int berth_ip_level(SOCKET s, int* level) {
    WSAPROTOCOL_INFOW info;
    int length = sizeof info;
    if (getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, (char*)&info, &length))
        return SOCKET_ERROR;
    *level = info.iAddressFamily == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;
    return 0;
}
static __inline__ int berth_ip_option_get(SOCKET s, int v4, int v6, DWORD* value) {
    int level;
    if (berth_ip_level(s, &level))
        return SOCKET_ERROR;
    return berth_option_get(s, level, level == IPPROTO_IPV6 ? v6 : v4, value);
}
static __inline__ int berth_ip_option_set(SOCKET s, int v4, int v6, DWORD value) {
    int level;
    if (berth_ip_level(s, &level))
        return SOCKET_ERROR;
    return berth_option_set(s, level, level == IPPROTO_IPV6 ? v6 : v4, value);
}
/* Whether WSARecvMsg tells of ECN bits. */
static __inline__ int WSAGetRecvIPEcn(SOCKET s, DWORD* enabled) {
    return berth_ip_option_get(s, IP_RECVECN, IPV6_RECVECN, enabled);
}
/* Whether WSARecvMsg shall tell of ECN bits. */
static __inline__ int WSASetRecvIPEcn(SOCKET s, DWORD enabled) {
    return berth_ip_option_set(s, IP_RECVECN, IPV6_RECVECN, enabled);
}
/* The MTU that the program set, in bytes. */
static __inline__ int WSAGetIPUserMtu(SOCKET s, DWORD* mtu) {
    return berth_ip_option_get(s, IP_USER_MTU, IPV6_USER_MTU, mtu);
}
/* Sets the largest packet of the socket, in bytes. */
static __inline__ int WSASetIPUserMtu(SOCKET s, DWORD mtu) {
    return berth_ip_option_set(s, IP_USER_MTU, IPV6_USER_MTU, mtu);
}

#ifdef __cplusplus
}
#endif
#endif
