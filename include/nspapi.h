/*
 * Namespaces and services. Version 1.1's calls (SetService, GetAddressByName ...) gave way to
 * winsock2.h's WSASetService and WSALookupServiceBegin, which share these definitions.
 */
#ifndef _NSPAPI_INCLUDED
#define _NSPAPI_INCLUDED

#include "winsock2.h"

#endif
