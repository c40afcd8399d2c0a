/*
 * IPv4 and IPv6 addresses to and from text, without Winsock: no WSAStartup is needed.
 * Addresses and ports are in network byte order. The functions return STATUS_SUCCESS (0) or
 * STATUS_INVALID_PARAMETER; those that write without a length want room for INET_ADDRSTRLEN (22) or
 * INET6_ADDRSTRLEN (65) characters and return the place of the terminator.
 * https://learn.microsoft.com/windows/win32/api/ip2string/
 */
#ifndef _IP2STRING_H_
#define _IP2STRING_H_

#include "berth/base.h"
#include "in6addr.h"
#include "inaddr.h"
#include "winnt.h"

BERTH_BEGIN_DECLS

/* Writes "a.b.c.d".
 * https://learn.microsoft.com/windows/win32/api/ip2string/nf-ip2string-rtlipv4addresstostringw */
BERTH_API PSTR RtlIpv4AddressToStringA(const struct in_addr* Addr, PSTR S);
BERTH_API PWSTR RtlIpv4AddressToStringW(const struct in_addr* Addr, PWSTR S);

/* Writes "a.b.c.d", and ":port" where Port is not 0. AddressStringLength: in, the characters that
 * fit; out, those written or needed, with the terminator.
 * https://learn.microsoft.com/windows/win32/api/ip2string/nf-ip2string-rtlipv4addresstostringexw */
BERTH_API LONG RtlIpv4AddressToStringExA(const struct in_addr* Address, USHORT Port,
                                         PSTR AddressString, PULONG AddressStringLength);
BERTH_API LONG RtlIpv4AddressToStringExW(const struct in_addr* Address, USHORT Port,
                                         PWSTR AddressString, PULONG AddressStringLength);

/* Reads the address that S starts with. Strict: four decimal parts; otherwise also octal,
 * hexadecimal and fewer parts. Terminator: the first character that is no part of the address.
 * https://learn.microsoft.com/windows/win32/api/ip2string/nf-ip2string-rtlipv4stringtoaddressw */
BERTH_API LONG RtlIpv4StringToAddressA(PCSTR S, BOOLEAN Strict, PCSTR* Terminator,
                                       struct in_addr* Addr);
BERTH_API LONG RtlIpv4StringToAddressW(PCWSTR S, BOOLEAN Strict, PCWSTR* Terminator,
                                       struct in_addr* Addr);

/* Reads "address" or "address:port", to the end of the string. No port gives Port 0.
 * https://learn.microsoft.com/windows/win32/api/ip2string/nf-ip2string-rtlipv4stringtoaddressexw */
BERTH_API LONG RtlIpv4StringToAddressExA(PCSTR AddressString, BOOLEAN Strict,
                                         struct in_addr* Address, PUSHORT Port);
BERTH_API LONG RtlIpv4StringToAddressExW(PCWSTR AddressString, BOOLEAN Strict,
                                         struct in_addr* Address, PUSHORT Port);

/* Writes the address as RFC 5952 has it.
 * https://learn.microsoft.com/windows/win32/api/ip2string/nf-ip2string-rtlipv6addresstostringw */
BERTH_API PSTR RtlIpv6AddressToStringA(const struct in6_addr* Addr, PSTR S);
BERTH_API PWSTR RtlIpv6AddressToStringW(const struct in6_addr* Addr, PWSTR S);

/* Writes "address%scope" or "[address%scope]:port"; a scope or port of 0 does not show. ScopeId is
 * in the host's byte order.
 * https://learn.microsoft.com/windows/win32/api/ip2string/nf-ip2string-rtlipv6addresstostringexw */
BERTH_API LONG RtlIpv6AddressToStringExA(const struct in6_addr* Address, ULONG ScopeId, USHORT Port,
                                         PSTR AddressString, PULONG AddressStringLength);
BERTH_API LONG RtlIpv6AddressToStringExW(const struct in6_addr* Address, ULONG ScopeId, USHORT Port,
                                         PWSTR AddressString, PULONG AddressStringLength);

/* https://learn.microsoft.com/windows/win32/api/ip2string/nf-ip2string-rtlipv6stringtoaddressw */
BERTH_API LONG RtlIpv6StringToAddressA(PCSTR S, PCSTR* Terminator, struct in6_addr* Addr);
BERTH_API LONG RtlIpv6StringToAddressW(PCWSTR S, PCWSTR* Terminator, struct in6_addr* Addr);

/* Reads "address%scope" or "[address%scope]:port", to the end of the string.
 * https://learn.microsoft.com/windows/win32/api/ip2string/nf-ip2string-rtlipv6stringtoaddressexw */
BERTH_API LONG RtlIpv6StringToAddressExA(PCSTR AddressString, struct in6_addr* Address,
                                         PULONG ScopeId, PUSHORT Port);
BERTH_API LONG RtlIpv6StringToAddressExW(PCWSTR AddressString, struct in6_addr* Address,
                                         PULONG ScopeId, PUSHORT Port);

BERTH_END_DECLS

#ifdef UNICODE
#define RtlIpv4AddressToString RtlIpv4AddressToStringW
#define RtlIpv4AddressToStringEx RtlIpv4AddressToStringExW
#define RtlIpv4StringToAddress RtlIpv4StringToAddressW
#define RtlIpv4StringToAddressEx RtlIpv4StringToAddressExW
#define RtlIpv6AddressToString RtlIpv6AddressToStringW
#define RtlIpv6AddressToStringEx RtlIpv6AddressToStringExW
#define RtlIpv6StringToAddress RtlIpv6StringToAddressW
#define RtlIpv6StringToAddressEx RtlIpv6StringToAddressExW
#else
#define RtlIpv4AddressToString RtlIpv4AddressToStringA
#define RtlIpv4AddressToStringEx RtlIpv4AddressToStringExA
#define RtlIpv4StringToAddress RtlIpv4StringToAddressA
#define RtlIpv4StringToAddressEx RtlIpv4StringToAddressExA
#define RtlIpv6AddressToString RtlIpv6AddressToStringA
#define RtlIpv6AddressToStringEx RtlIpv6AddressToStringExA
#define RtlIpv6StringToAddress RtlIpv6StringToAddressA
#define RtlIpv6StringToAddressEx RtlIpv6StringToAddressExA
#endif

#endif
