/* The machine's interfaces and their addresses.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/ */
#ifndef __IPHLPAPI_H__
#define __IPHLPAPI_H__

#include "iptypes.h"
#include "netioapi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Every interface with its addresses, in one buffer. Family: AF_UNSPEC, AF_INET or AF_INET6; Flags:
 * GAA_FLAG_. *SizePointer: bytes, in and out. AdapterName and FriendlyName are the interface's
 * name; anycast, multicast and WINS lists are empty. Returns ERROR_SUCCESS, ERROR_BUFFER_OVERFLOW,
 * ERROR_INVALID_PARAMETER, ERROR_NO_DATA, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getadaptersaddresses */
BERTH_API ULONG WINAPI GetAdaptersAddresses(ULONG Family, ULONG Flags, PVOID Reserved,
                                            PIP_ADAPTER_ADDRESSES AdapterAddresses,
                                            PULONG SizePointer);
/* Every interface but the loopback with its IPv4 addresses. *SizePointer: bytes, in and out.
 * Returns ERROR_SUCCESS, ERROR_BUFFER_OVERFLOW, ERROR_INVALID_PARAMETER, ERROR_NO_DATA.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getadaptersinfo */
BERTH_API ULONG WINAPI GetAdaptersInfo(PIP_ADAPTER_INFO AdapterInfo, PULONG SizePointer);

#ifdef __cplusplus
}
#endif
#endif
