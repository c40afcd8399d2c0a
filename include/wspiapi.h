/*
 * On Windows this header lets one binary use getaddrinfo where the system has none. Here it is
 * always there: the header exists for the programs that include it.
 */
#ifndef _WSPIAPI_H_
#define _WSPIAPI_H_

#include "ws2tcpip.h"

#define WspiapiGetAddrInfo getaddrinfo
#define WspiapiGetNameInfo getnameinfo
#define WspiapiFreeAddrInfo freeaddrinfo

#endif
