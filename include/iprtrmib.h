/* Which of the tables GetExtendedTcpTable and GetExtendedUdpTable give, and the tables.
 * https://learn.microsoft.com/windows/win32/api/iprtrmib/ */
#ifndef __IPRTRMIB_H__
#define __IPRTRMIB_H__

#include "ipifcons.h"
#include "tcpmib.h"
#include "udpmib.h"
#include "ipmib.h"
#include "ifmib.h"

/* https://learn.microsoft.com/windows/win32/api/iprtrmib/ne-iprtrmib-tcp_table_class */
typedef enum _TCP_TABLE_CLASS {
    TCP_TABLE_BASIC_LISTENER,
    TCP_TABLE_BASIC_CONNECTIONS,
    TCP_TABLE_BASIC_ALL,
    TCP_TABLE_OWNER_PID_LISTENER,
    TCP_TABLE_OWNER_PID_CONNECTIONS,
    TCP_TABLE_OWNER_PID_ALL,
    TCP_TABLE_OWNER_MODULE_LISTENER,
    TCP_TABLE_OWNER_MODULE_CONNECTIONS,
    TCP_TABLE_OWNER_MODULE_ALL
} TCP_TABLE_CLASS,
    *PTCP_TABLE_CLASS;

/* https://learn.microsoft.com/windows/win32/api/iprtrmib/ne-iprtrmib-udp_table_class */
typedef enum _UDP_TABLE_CLASS {
    UDP_TABLE_BASIC,
    UDP_TABLE_OWNER_PID,
    UDP_TABLE_OWNER_MODULE
} UDP_TABLE_CLASS,
    *PUDP_TABLE_CLASS;

#endif
