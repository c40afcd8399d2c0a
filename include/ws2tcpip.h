/*
 * Names and addresses of TCP/IP, independent of the address family; helpers for multicast filters.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/
 */
#ifndef _WS2TCPIP_H_
#define _WS2TCPIP_H_

#include "winsock2.h"
#include "ws2ipdef.h"
#if !defined(_WIN32_WINNT) || _WIN32_WINNT >= 0x0600
#include "mstcpip.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- level IPPROTO_UDP ----
 * https://learn.microsoft.com/windows/win32/winsock/ipproto-udp-socket-options */
#define UDP_NOCHECKSUM 1
#define UDP_SEND_MSG_SIZE 2
#define UDP_RECV_MAX_COALESCED_SIZE 3
#define UDP_COALESCED_INFO 3
#define UDP_CHECKSUM_COVERAGE 20

/* ---- errors of getaddrinfo and getnameinfo ---- */
#define EAI_AGAIN WSATRY_AGAIN
#define EAI_BADFLAGS WSAEINVAL
#define EAI_FAIL WSANO_RECOVERY
#define EAI_FAMILY WSAEAFNOSUPPORT
#define EAI_MEMORY WSA_NOT_ENOUGH_MEMORY
#define EAI_NOSECURENAME WSA_SECURE_HOST_NOT_FOUND
#define EAI_NONAME WSAHOST_NOT_FOUND
#define EAI_NODATA EAI_NONAME
#define EAI_SERVICE WSATYPE_NOT_FOUND
#define EAI_SOCKTYPE WSAESOCKTNOSUPPORT
#define EAI_IPSECPOLICY WSA_IPSEC_NAME_POLICY_ERROR

/* int on Windows, unsigned in libc's unistd.h. */
#ifdef __socklen_t_defined
#define socklen_t berth_socklen_t
#else
#define __socklen_t_defined
#endif
typedef int socklen_t;
typedef void(CALLBACK* LPLOOKUPSERVICE_COMPLETION_ROUTINE)(DWORD dwError, DWORD dwBytes,
                                                           LPWSAOVERLAPPED lpOverlapped);

/* Addresses of a host and service; either name may be NULL. pHints: AI_ flags, family, type,
 * protocol. Free *ppResult with freeaddrinfo. Returns 0 or the error itself: EAI_NONAME, EAI_AGAIN,
 * EAI_BADFLAGS, EAI_FAIL, EAI_FAMILY, EAI_MEMORY, EAI_SERVICE, EAI_SOCKTYPE.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfo */
BERTH_API INT WSAAPI getaddrinfo(PCSTR pNodeName, PCSTR pServiceName, const ADDRINFOA* pHints,
                                 PADDRINFOA* ppResult) BERTH_SYMBOL(getaddrinfo);
/* getaddrinfo with wide strings. Free *ppResult with FreeAddrInfoW.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfow */
BERTH_API INT WSAAPI GetAddrInfoW(PCWSTR pNodeName, PCWSTR pServiceName, const ADDRINFOW* pHints,
                                  PADDRINFOW* ppResult);
/* Frees a getaddrinfo result, all of it.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-freeaddrinfo */
BERTH_API void WSAAPI freeaddrinfo(PADDRINFOA pAddrInfo) BERTH_SYMBOL(freeaddrinfo);
/* Frees a GetAddrInfoW result, all of it.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-freeaddrinfow */
BERTH_API void WSAAPI FreeAddrInfoW(PADDRINFOW pAddrInfo);
/* Names of an address and its port. Sizes in characters with the final zero; Flags: NI_. Returns 0
 * or the error itself: EAI_NONAME, EAI_AGAIN, EAI_BADFLAGS, EAI_FAMILY, WSAEFAULT (too small).
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getnameinfo */
BERTH_API INT WSAAPI getnameinfo(const SOCKADDR* pSockaddr, socklen_t SockaddrLength,
                                 PCHAR pNodeBuffer, DWORD NodeBufferSize, PCHAR pServiceBuffer,
                                 DWORD ServiceBufferSize, INT Flags) BERTH_SYMBOL(getnameinfo);
/* getnameinfo with wide strings.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getnameinfow */
BERTH_API INT WSAAPI GetNameInfoW(const SOCKADDR* pSockaddr, socklen_t SockaddrLength,
                                  PWCHAR pNodeBuffer, DWORD NodeBufferSize, PWCHAR pServiceBuffer,
                                  DWORD ServiceBufferSize, INT Flags);
/* getaddrinfo by namespace, with a timeout. Free *ppResult with FreeAddrInfoEx. Returns 0 or the
 * error itself: getaddrinfo's, and WSAEINVAL, WSA_IO_PENDING.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfoexa */
BERTH_API INT WSAAPI GetAddrInfoExA(PCSTR pName, PCSTR pServiceName, DWORD dwNameSpace,
                                    LPGUID lpNspId, const ADDRINFOEXA* hints,
                                    PADDRINFOEXA* ppResult, struct timeval* timeout,
                                    LPOVERLAPPED lpOverlapped,
                                    LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine,
                                    LPHANDLE lpNameHandle);
BERTH_API INT WSAAPI GetAddrInfoExW(PCWSTR pName, PCWSTR pServiceName, DWORD dwNameSpace,
                                    LPGUID lpNspId, const ADDRINFOEXW* hints,
                                    PADDRINFOEXW* ppResult, struct timeval* timeout,
                                    LPOVERLAPPED lpOverlapped,
                                    LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine,
                                    LPHANDLE lpHandle);
/* Cancels an asynchronous GetAddrInfoEx, which then completes with WSA_E_CANCELLED. Returns 0 or
 * WSA_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfoexcancel */
BERTH_API INT WSAAPI GetAddrInfoExCancel(LPHANDLE lpHandle);
/* The outcome of an asynchronous GetAddrInfoEx: 0, WSAEINPROGRESS or its error.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfoexoverlappedresult
 */
BERTH_API INT WSAAPI GetAddrInfoExOverlappedResult(LPOVERLAPPED lpOverlapped);
/* Registers or, without addresses, removes a host and service with its addresses: NSPSetService of
 * the namespace providers. timeout and what follows it must be null. Returns 0 or the error itself:
 * WSAEINVAL, WSAEFAULT, WSASERVICE_NOT_FOUND (no such provider), WSAEOPNOTSUPP (it registers nothing,
 * as DNS), WSANOTINITIALISED, the provider's.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-setaddrinfoexa */
BERTH_API INT WSAAPI SetAddrInfoExA(PCSTR pName, PCSTR pServiceName, SOCKET_ADDRESS* pAddresses,
                                    DWORD dwAddressCount, LPBLOB lpBlob, DWORD dwFlags,
                                    DWORD dwNameSpace, LPGUID lpNspId, struct timeval* timeout,
                                    LPOVERLAPPED lpOverlapped,
                                    LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine,
                                    LPHANDLE lpNameHandle);
BERTH_API INT WSAAPI SetAddrInfoExW(PCWSTR pName, PCWSTR pServiceName, SOCKET_ADDRESS* pAddresses,
                                    DWORD dwAddressCount, LPBLOB lpBlob, DWORD dwFlags,
                                    DWORD dwNameSpace, LPGUID lpNspId, struct timeval* timeout,
                                    LPOVERLAPPED lpOverlapped,
                                    LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine,
                                    LPHANDLE lpNameHandle);
/* Frees a GetAddrInfoExA result, all of it.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-freeaddrinfoex */
BERTH_API void WSAAPI FreeAddrInfoEx(PADDRINFOEXA pAddrInfoEx);
/* Frees a GetAddrInfoExW result, all of it.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-freeaddrinfoex */
BERTH_API void WSAAPI FreeAddrInfoExW(PADDRINFOEXW pAddrInfoEx);
#define FreeAddrInfoExA FreeAddrInfoEx

/* Not for a program that asks for headers older than Windows Vista's: it may have its own. */
#if !defined(_WIN32_WINNT) || _WIN32_WINNT >= 0x0600
/* The binary address of a text. 1: done; 0: no address; -1: WSAEAFNOSUPPORT, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-inet_pton */
BERTH_API INT WSAAPI inet_pton(INT Family, PCSTR pszAddrString, PVOID pAddrBuf)
    BERTH_SYMBOL(inet_pton);
/* The text of a binary address. StringBufSize: characters with the final zero. NULL:
 * WSAEAFNOSUPPORT, WSAEINVAL (too small).
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-inet_ntop */
BERTH_API PCSTR WSAAPI inet_ntop(INT Family, const VOID* pAddr, PSTR pStringBuf,
                                 size_t StringBufSize) BERTH_SYMBOL(inet_ntop);
/* inet_pton for wide strings.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-inetptonw */
BERTH_API INT WSAAPI InetPtonW(INT Family, PCWSTR pszAddrString, PVOID pAddrBuf);
/* inet_ntop for wide strings.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-inetntopw */
BERTH_API PCWSTR WSAAPI InetNtopW(INT Family, const VOID* pAddr, PWSTR pStringBuf,
                                  size_t StringBufSize);
#endif

#define GAI_STRERROR_BUFFER_SIZE 1024
/* The text of an EAI_ error, in a buffer of the library's.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-gai_strerrora */
BERTH_API char* gai_strerrorA(int ecode);
BERTH_API WCHAR* gai_strerrorW(int ecode);

#define GetAddrInfoA getaddrinfo
#define FreeAddrInfoA freeaddrinfo
#define GetNameInfoA getnameinfo
#define InetPtonA inet_pton
#define InetNtopA inet_ntop
#ifdef UNICODE
#define addrinfoEx addrinfoexW
#define GetAddrInfo GetAddrInfoW
#define FreeAddrInfo FreeAddrInfoW
#define GetNameInfo GetNameInfoW
#define GetAddrInfoEx GetAddrInfoExW
#define SetAddrInfoEx SetAddrInfoExW
#define InetPton InetPtonW
#define InetNtop InetNtopW
#define gai_strerror gai_strerrorW
#else
#define addrinfoEx addrinfoexA
#define GetAddrInfo GetAddrInfoA
#define FreeAddrInfo FreeAddrInfoA
#define GetNameInfo GetNameInfoA
#define GetAddrInfoEx GetAddrInfoExA
#define SetAddrInfoEx SetAddrInfoExA
#define InetPton InetPtonA
#define InetNtop InetNtopA
#define gai_strerror gai_strerrorA
#endif

#if !defined(_WIN32_WINNT) || _WIN32_WINNT >= 0x0600
/* ---- IPsec on a socket ----
 * There is no IPsec policy that a program could ask for: WSAEOPNOTSUPP, after the checks that the
 * pages name (WSAENOTSOCK, WSAEINVAL for sockets of another kind, WSAEISCONN, WSAEMSGSIZE,
 * WSAEFAULT). What a connection has may be asked, and is nothing. 0 or SOCKET_ERROR. */

/* Asks for security before bind and connect. Succeeds with SOCKET_SETTINGS_ALLOW_INSECURE.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-wsasetsocketsecurity */
BERTH_API int WSAAPI WSASetSocketSecurity(SOCKET Socket,
                                          const SOCKET_SECURITY_SETTINGS* SecuritySettings,
                                          ULONG SecuritySettingsLen, LPWSAOVERLAPPED Overlapped,
                                          LPWSAOVERLAPPED_COMPLETION_ROUTINE CompletionRoutine);
/* Tells how a connection is secured: Flags is 0. SecurityQueryInfo may be NULL to learn its size.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-wsaquerysocketsecurity */
BERTH_API int WSAAPI WSAQuerySocketSecurity(
    SOCKET Socket, const SOCKET_SECURITY_QUERY_TEMPLATE* SecurityQueryTemplate,
    ULONG SecurityQueryTemplateLen, SOCKET_SECURITY_QUERY_INFO* SecurityQueryInfo,
    ULONG* SecurityQueryInfoLen, LPWSAOVERLAPPED Overlapped,
    LPWSAOVERLAPPED_COMPLETION_ROUTINE CompletionRoutine);
/* Names the peer that is to be authenticated.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-wsasetsocketpeertargetname */
BERTH_API int WSAAPI WSASetSocketPeerTargetName(
    SOCKET Socket, const SOCKET_PEER_TARGET_NAME* PeerTargetName, ULONG PeerTargetNameLen,
    LPWSAOVERLAPPED Overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE CompletionRoutine);
/* Takes the name of a peer back.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-wsadeletesocketpeertargetname
 */
BERTH_API int WSAAPI WSADeleteSocketPeerTargetName(
    SOCKET Socket, const struct sockaddr* PeerAddr, ULONG PeerAddrLen, LPWSAOVERLAPPED Overlapped,
    LPWSAOVERLAPPED_COMPLETION_ROUTINE CompletionRoutine);
/* Acts as the peer's user.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-wsaimpersonatesocketpeer */
BERTH_API int WSAAPI WSAImpersonateSocketPeer(SOCKET Socket, const struct sockaddr* PeerAddr,
                                              ULONG PeerAddrLen);
/* Ends an impersonation; there is none to end.
 * https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-wsarevertimpersonation */
BERTH_API int WSAAPI WSARevertImpersonation(void);
#endif

#if INCL_WINSOCK_API_TYPEDEFS
typedef __typeof__(getaddrinfo)* LPFN_GETADDRINFO;
typedef __typeof__(GetAddrInfoW)* LPFN_GETADDRINFOW;
typedef __typeof__(freeaddrinfo)* LPFN_FREEADDRINFO;
typedef __typeof__(FreeAddrInfoW)* LPFN_FREEADDRINFOW;
typedef __typeof__(getnameinfo)* LPFN_GETNAMEINFO;
typedef __typeof__(GetNameInfoW)* LPFN_GETNAMEINFOW;
typedef __typeof__(GetAddrInfoExA)* LPFN_GETADDRINFOEXA;
typedef __typeof__(GetAddrInfoExW)* LPFN_GETADDRINFOEXW;
typedef __typeof__(GetAddrInfoExCancel)* LPFN_GETADDRINFOEXCANCEL;
typedef __typeof__(GetAddrInfoExOverlappedResult)* LPFN_GETADDRINFOEXOVERLAPPEDRESULT;
typedef __typeof__(SetAddrInfoExA)* LPFN_SETADDRINFOEXA;
typedef __typeof__(SetAddrInfoExW)* LPFN_SETADDRINFOEXW;
typedef __typeof__(FreeAddrInfoEx)* LPFN_FREEADDRINFOEXA;
typedef __typeof__(FreeAddrInfoExW)* LPFN_FREEADDRINFOEXW;
#if !defined(_WIN32_WINNT) || _WIN32_WINNT >= 0x0600
typedef __typeof__(inet_pton)* LPFN_INET_PTONA;
typedef __typeof__(InetPtonW)* LPFN_INET_PTONW;
typedef __typeof__(inet_ntop)* LPFN_INET_NTOPA;
typedef __typeof__(InetNtopW)* LPFN_INET_NTOPW;
#endif
#define LPFN_GETADDRINFOA LPFN_GETADDRINFO
#define LPFN_FREEADDRINFOA LPFN_FREEADDRINFO
#define LPFN_GETNAMEINFOA LPFN_GETNAMEINFO
#endif

#ifdef __cplusplus
}
#endif

#include "berth/ws2_inline.h"

#endif
