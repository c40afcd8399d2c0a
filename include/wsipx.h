/*
 * IPX and SPX addresses: declared for programs that list every family; no provider serves them
 * here. https://learn.microsoft.com/windows/win32/api/wsipx/
 */
#ifndef _WSIPX_
#define _WSIPX_

#include "winsock2.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NSPROTO_IPX 1000
#define NSPROTO_SPX 1256
#define NSPROTO_SPXII 1257

/* https://learn.microsoft.com/windows/win32/api/wsipx/ns-wsipx-sockaddr_ipx */
typedef struct sockaddr_ipx {
    short sa_family; /* AF_IPX */
    char sa_netnum[4];
    char sa_nodenum[6];
    unsigned short sa_socket; /* network byte order */
} SOCKADDR_IPX, *PSOCKADDR_IPX, *LPSOCKADDR_IPX;

#ifdef __cplusplus
}
#endif
#endif
