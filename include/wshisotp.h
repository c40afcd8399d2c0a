/*
 * ISO transport addresses and protocols: what a program needs for sockets of AF_ISO. docs/iso.md
 * tells how they are used and what an address looks like.
 * https://learn.microsoft.com/windows/win32/winsock/include-files-2
 */
#ifndef _WSHISOTP_
#define _WSHISOTP_

#include "winsock2.h"

#ifdef __cplusplus
extern "C" {
#endif

/* socket's protocol with AF_ISO. Served here: ISOPROTO_TP0 (ISO transport over TCP, class 0, port
 * 102) and ISOPROTO_TP2 (class 2, port 399), both as SOCK_SEQPACKET. */
#define ISOPROTO_TP0 25
#define ISOPROTO_TP1 26
#define ISOPROTO_TP2 27
#define ISOPROTO_TP3 28
#define ISOPROTO_TP4 29
#define ISOPROTO_TP ISOPROTO_TP4
#define ISOPROTO_CLTP 30
#define ISOPROTO_CLNP 31
#define ISOPROTO_X25 32
#define ISOPROTO_INACT_NL 33
#define ISOPROTO_ESIS 34
#define ISOPROTO_INTRAISIS 35

/* sockaddr_tp.tp_addr_type. Hierarchical: tp_addr is the transport selector and then the network
 * address (NSAP). Non-hierarchical: tp_addr is one value, tp_tsel_len is 0; not served here. */
#define ISO_MAX_ADDR_LENGTH 64
#define ISO_HIERARCHICAL 0
#define ISO_NON_HIERARCHICAL 1

/* Lengths in bytes; both members in the machine's byte order. tp_taddr_len counts the selector (at
 * most 32 bytes) and the network address (at most 20) together. */
typedef struct sockaddr_tp {
    u_short tp_family;    /* AF_ISO */
    u_short tp_addr_type; /* ISO_HIERARCHICAL */
    u_short tp_taddr_len;
    u_short tp_tsel_len;
    u_char tp_addr[ISO_MAX_ADDR_LENGTH];
} SOCKADDR_TP, *PSOCKADDR_TP, *LPSOCKADDR_TP;

/* Fills *sa_tp from a selector of portlen bytes at port and a network address of nodelen bytes at
 * node. The lengths are not checked: together at most ISO_MAX_ADDR_LENGTH. Uses memcpy; a statement of
 * its own, with or without a semicolon. */
#define ISO_SET_TP_ADDR(sa_tp, port, portlen, node, nodelen)             \
    {                                                                    \
        (sa_tp)->tp_family = AF_ISO;                                     \
        (sa_tp)->tp_addr_type = ISO_HIERARCHICAL;                        \
        (sa_tp)->tp_tsel_len = (u_short)(portlen);                       \
        (sa_tp)->tp_taddr_len = (u_short)((portlen) + (nodelen));        \
        memcpy((sa_tp)->tp_addr, (port), (size_t)(portlen));             \
        memcpy((sa_tp)->tp_addr + (portlen), (node), (size_t)(nodelen)); \
    }

/* Whether a connection is to carry expedited data. */
#define ISO_EXP_DATA_USE 0
#define ISO_EXP_DATA_NUSE 1

#ifdef __cplusplus
}
#endif
#endif
