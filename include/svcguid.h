/*
 * Service classes for WSALookupServiceBegin in the DNS namespace.
 * https://learn.microsoft.com/windows/win32/winsock/name-resolution-data-structures-2
 */
#ifndef _SVCGUID_H_
#define _SVCGUID_H_

#include "guiddef.h"

/* The local computer's name, or the addresses of the host that is asked for. */
static const GUID SVCID_HOSTNAME = {0x0002A800, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
/* From an address in text to a name. */
static const GUID SVCID_INET_HOSTADDRBYINETSTRING = {
    0x0002A801, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
static const GUID SVCID_INET_SERVICEBYNAME = {0x0002A802, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
/* From a name to addresses; LUP_RETURN_BLOB gives a hostent whose pointers are offsets. */
static const GUID SVCID_INET_HOSTADDRBYNAME = {0x0002A803, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

/* The class of a TCP or UDP port, in the host's byte order. */
#define SET_TCP_SVCID(guid, port)                                            \
    do {                                                                     \
        static const GUID base_ = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}}; \
        *(guid) = base_;                                                     \
        (guid)->Data1 = 0x00090000u | (unsigned short)(port);                \
    } while (0)
#define SET_UDP_SVCID(guid, port)                                            \
    do {                                                                     \
        static const GUID base_ = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}}; \
        *(guid) = base_;                                                     \
        (guid)->Data1 = 0x000A0000u | (unsigned short)(port);                \
    } while (0)

#endif
