/* Echo requests: ping.
 * https://learn.microsoft.com/windows/win32/api/icmpapi/ */
#ifndef _ICMP_INCLUDED_
#define _ICMP_INCLUDED_

#include "winsock2.h"
#include "ws2ipdef.h"
#include "ipexport.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A handle for IPv4's requests, which IcmpCloseHandle closes. The process needs a ping socket
 * (net.ipv4.ping_group_range) or CAP_NET_RAW. INVALID_HANDLE_VALUE: ERROR_ACCESS_DENIED.
 * https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmpcreatefile */
BERTH_API HANDLE WINAPI IcmpCreateFile(VOID);
/* The same for IPv6.
 * https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmp6createfile */
BERTH_API HANDLE WINAPI Icmp6CreateFile(VOID);
/* FALSE: ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmpclosehandle */
BERTH_API BOOL WINAPI IcmpCloseHandle(HANDLE IcmpHandle);
/* Sends a request and waits for its answer. Timeout: milliseconds. ReplyBuffer: room for an
 * ICMP_ECHO_REPLY, RequestSize bytes and 8 more. Returns the number of replies, whose Status tells
 * of a router's error (IP_TTL_EXPIRED_TRANSIT ...), or 0: IP_REQ_TIMED_OUT, IP_BUF_TOO_SMALL,
 * IP_PACKET_TOO_BIG, IP_BAD_OPTION, ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE,
 * ERROR_INVALID_NETNAME, ERROR_NETWORK_UNREACHABLE, ERROR_HOST_UNREACHABLE, ERROR_ACCESS_DENIED.
 * https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmpsendecho */
BERTH_API DWORD WINAPI IcmpSendEcho(HANDLE IcmpHandle, IPAddr DestinationAddress,
                                    LPVOID RequestData, WORD RequestSize,
                                    PIP_OPTION_INFORMATION RequestOptions, LPVOID ReplyBuffer,
                                    DWORD ReplySize, DWORD Timeout);
/* The same; with an event or a routine it returns 0 with ERROR_IO_PENDING at once, sets the event
 * or queues the routine to this thread at the end, and IcmpParseReplies reads the buffer.
 * https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmpsendecho2 */
BERTH_API DWORD WINAPI IcmpSendEcho2(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine,
                                     PVOID ApcContext, IPAddr DestinationAddress,
                                     LPVOID RequestData, WORD RequestSize,
                                     PIP_OPTION_INFORMATION RequestOptions, LPVOID ReplyBuffer,
                                     DWORD ReplySize, DWORD Timeout);
/* The same from an address of this machine.
 * https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmpsendecho2ex */
BERTH_API DWORD WINAPI IcmpSendEcho2Ex(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine,
                                       PVOID ApcContext, IPAddr SourceAddress,
                                       IPAddr DestinationAddress, LPVOID RequestData,
                                       WORD RequestSize, PIP_OPTION_INFORMATION RequestOptions,
                                       LPVOID ReplyBuffer, DWORD ReplySize, DWORD Timeout);
/* IPv6's. https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmp6sendecho2 */
BERTH_API DWORD WINAPI Icmp6SendEcho2(HANDLE IcmpHandle, HANDLE Event, FARPROC ApcRoutine,
                                      PVOID ApcContext, struct sockaddr_in6* SourceAddress,
                                      struct sockaddr_in6* DestinationAddress, LPVOID RequestData,
                                      WORD RequestSize, PIP_OPTION_INFORMATION RequestOptions,
                                      LPVOID ReplyBuffer, DWORD ReplySize, DWORD Timeout);
/* The number of replies that an asynchronous request left in its buffer; 0 with the request's
 * error. https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmpparsereplies */
BERTH_API DWORD WINAPI IcmpParseReplies(LPVOID ReplyBuffer, DWORD ReplySize);
/* https://learn.microsoft.com/windows/win32/api/icmpapi/nf-icmpapi-icmp6parsereplies */
BERTH_API DWORD WINAPI Icmp6ParseReplies(LPVOID ReplyBuffer, DWORD ReplySize);

#ifdef __cplusplus
}
#endif
#endif
