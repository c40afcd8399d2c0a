/* Interfaces by name and index. https://learn.microsoft.com/windows/win32/api/netioapi/ */
#ifndef _NETIOAPI_H_
#define _NETIOAPI_H_

#include "winsock2.h"
#include "ws2ipdef.h"
#include "ifdef.h"
#include "nldef.h"

#define IF_NAMESIZE 256 /* as on Windows; the names themselves are Linux', at most 15 characters \
                         */

#ifdef __cplusplus
extern "C" {
#endif

/* The index of the interface with a name; 0: there is none.
 * https://learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-if_nametoindex */
BERTH_API NET_IFINDEX WINAPI if_nametoindex(PCSTR InterfaceName) BERTH_SYMBOL(if_nametoindex);
/* The name of the interface with an index. InterfaceName: room for IF_NAMESIZE characters. NULL:
 * there is none.
 * https://learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-if_indextoname */
BERTH_API PCHAR WINAPI if_indextoname(NET_IFINDEX InterfaceIndex, PCHAR InterfaceName)
    BERTH_SYMBOL(if_indextoname);

#ifdef __cplusplus
}
#endif
#endif
