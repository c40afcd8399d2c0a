/*
 * Windows Sockets 2: the service provider interface. A provider exports WSPStartup (or NSPStartup),
 * gets the upcall table and answers with its procedure table; ws2_32 reaches it through nothing
 * else. https://learn.microsoft.com/windows/win32/winsock/winsock-spi
 */
#ifndef _WINSOCK2SPI_
#define _WINSOCK2SPI_

#include "winsock2.h"

#define WSPAPI WSAAPI
#define WSPDESCRIPTION_LEN 255
#define WSS_OPERATION_IN_PROGRESS 0x00000103

#ifdef __cplusplus
extern "C" {
#endif

/* https://learn.microsoft.com/windows/win32/api/ws2spi/ns-ws2spi-wspdata */
typedef struct WSPData {
    WORD wVersion;
    WORD wHighVersion;
    WCHAR szDescription[WSPDESCRIPTION_LEN + 1];
} WSPDATA, *LPWSPDATA;

/* A thread that an APC can be queued to: WPUOpenCurrentThread, WPUQueueApc, WPUCloseThread.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/ns-ws2spi-wsathreadid */
typedef struct _WSATHREADID {
    HANDLE ThreadHandle;
    DWORD_PTR Reserved;
} WSATHREADID, *LPWSATHREADID;

typedef BOOL(CALLBACK* LPBLOCKINGCALLBACK)(DWORD_PTR dwContext);
typedef void(CALLBACK* LPWSAUSERAPC)(DWORD_PTR dwContext);

/* ---- the procedures of a transport service provider ----
 * https://learn.microsoft.com/windows/win32/api/ws2spi/ */
typedef SOCKET(WSPAPI* LPWSPACCEPT)(SOCKET s, struct sockaddr* addr, LPINT addrlen,
                                    LPCONDITIONPROC lpfnCondition, DWORD_PTR dwCallbackData,
                                    LPINT lpErrno);
typedef INT(WSPAPI* LPWSPADDRESSTOSTRING)(LPSOCKADDR lpsaAddress, DWORD dwAddressLength,
                                          LPWSAPROTOCOL_INFOW lpProtocolInfo,
                                          LPWSTR lpszAddressString, LPDWORD lpdwAddressStringLength,
                                          LPINT lpErrno);
typedef int(WSPAPI* LPWSPASYNCSELECT)(SOCKET s, HWND hWnd, unsigned int wMsg, long lEvent,
                                      LPINT lpErrno);
typedef int(WSPAPI* LPWSPBIND)(SOCKET s, const struct sockaddr* name, int namelen, LPINT lpErrno);
typedef int(WSPAPI* LPWSPCANCELBLOCKINGCALL)(LPINT lpErrno);
typedef int(WSPAPI* LPWSPCLEANUP)(LPINT lpErrno);
typedef int(WSPAPI* LPWSPCLOSESOCKET)(SOCKET s, LPINT lpErrno);
typedef int(WSPAPI* LPWSPCONNECT)(SOCKET s, const struct sockaddr* name, int namelen,
                                  LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS,
                                  LPQOS lpGQOS, LPINT lpErrno);
typedef int(WSPAPI* LPWSPDUPLICATESOCKET)(SOCKET s, DWORD dwProcessId,
                                          LPWSAPROTOCOL_INFOW lpProtocolInfo, LPINT lpErrno);
typedef int(WSPAPI* LPWSPENUMNETWORKEVENTS)(SOCKET s, WSAEVENT hEventObject,
                                            LPWSANETWORKEVENTS lpNetworkEvents, LPINT lpErrno);
typedef int(WSPAPI* LPWSPEVENTSELECT)(SOCKET s, WSAEVENT hEventObject, long lNetworkEvents,
                                      LPINT lpErrno);
typedef BOOL(WSPAPI* LPWSPGETOVERLAPPEDRESULT)(SOCKET s, LPWSAOVERLAPPED lpOverlapped,
                                               LPDWORD lpcbTransfer, BOOL fWait, LPDWORD lpdwFlags,
                                               LPINT lpErrno);
typedef int(WSPAPI* LPWSPGETPEERNAME)(SOCKET s, struct sockaddr* name, LPINT namelen,
                                      LPINT lpErrno);
typedef int(WSPAPI* LPWSPGETSOCKNAME)(SOCKET s, struct sockaddr* name, LPINT namelen,
                                      LPINT lpErrno);
typedef int(WSPAPI* LPWSPGETSOCKOPT)(SOCKET s, int level, int optname, char* optval, LPINT optlen,
                                     LPINT lpErrno);
typedef BOOL(WSPAPI* LPWSPGETQOSBYNAME)(SOCKET s, LPWSABUF lpQOSName, LPQOS lpQOS, LPINT lpErrno);
typedef int(WSPAPI* LPWSPIOCTL)(SOCKET s, DWORD dwIoControlCode, LPVOID lpvInBuffer,
                                DWORD cbInBuffer, LPVOID lpvOutBuffer, DWORD cbOutBuffer,
                                LPDWORD lpcbBytesReturned, LPWSAOVERLAPPED lpOverlapped,
                                LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
                                LPWSATHREADID lpThreadId, LPINT lpErrno);
typedef SOCKET(WSPAPI* LPWSPJOINLEAF)(SOCKET s, const struct sockaddr* name, int namelen,
                                      LPWSABUF lpCallerData, LPWSABUF lpCalleeData, LPQOS lpSQOS,
                                      LPQOS lpGQOS, DWORD dwFlags, LPINT lpErrno);
typedef int(WSPAPI* LPWSPLISTEN)(SOCKET s, int backlog, LPINT lpErrno);
typedef int(WSPAPI* LPWSPRECV)(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                               LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags,
                               LPWSAOVERLAPPED lpOverlapped,
                               LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
                               LPWSATHREADID lpThreadId, LPINT lpErrno);
typedef int(WSPAPI* LPWSPRECVDISCONNECT)(SOCKET s, LPWSABUF lpInboundDisconnectData, LPINT lpErrno);
typedef int(WSPAPI* LPWSPRECVFROM)(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                                   LPDWORD lpNumberOfBytesRecvd, LPDWORD lpFlags,
                                   struct sockaddr* lpFrom, LPINT lpFromlen,
                                   LPWSAOVERLAPPED lpOverlapped,
                                   LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
                                   LPWSATHREADID lpThreadId, LPINT lpErrno);
typedef int(WSPAPI* LPWSPSELECT)(int nfds, fd_set* readfds, fd_set* writefds, fd_set* exceptfds,
                                 const struct timeval* timeout, LPINT lpErrno);
typedef int(WSPAPI* LPWSPSEND)(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                               LPDWORD lpNumberOfBytesSent, DWORD dwFlags,
                               LPWSAOVERLAPPED lpOverlapped,
                               LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
                               LPWSATHREADID lpThreadId, LPINT lpErrno);
typedef int(WSPAPI* LPWSPSENDDISCONNECT)(SOCKET s, LPWSABUF lpOutboundDisconnectData,
                                         LPINT lpErrno);
typedef int(WSPAPI* LPWSPSENDTO)(SOCKET s, LPWSABUF lpBuffers, DWORD dwBufferCount,
                                 LPDWORD lpNumberOfBytesSent, DWORD dwFlags,
                                 const struct sockaddr* lpTo, int iTolen,
                                 LPWSAOVERLAPPED lpOverlapped,
                                 LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine,
                                 LPWSATHREADID lpThreadId, LPINT lpErrno);
typedef int(WSPAPI* LPWSPSETSOCKOPT)(SOCKET s, int level, int optname, const char* optval,
                                     int optlen, LPINT lpErrno);
typedef int(WSPAPI* LPWSPSHUTDOWN)(SOCKET s, int how, LPINT lpErrno);
typedef SOCKET(WSPAPI* LPWSPSOCKET)(int af, int type, int protocol,
                                    LPWSAPROTOCOL_INFOW lpProtocolInfo, GROUP g, DWORD dwFlags,
                                    LPINT lpErrno);
typedef INT(WSPAPI* LPWSPSTRINGTOADDRESS)(LPWSTR AddressString, INT AddressFamily,
                                          LPWSAPROTOCOL_INFOW lpProtocolInfo, LPSOCKADDR lpAddress,
                                          LPINT lpAddressLength, LPINT lpErrno);

/* https://learn.microsoft.com/windows/win32/api/ws2spi/ns-ws2spi-wspproc_table */
typedef struct _WSPPROC_TABLE {
    LPWSPACCEPT lpWSPAccept;
    LPWSPADDRESSTOSTRING lpWSPAddressToString;
    LPWSPASYNCSELECT lpWSPAsyncSelect;
    LPWSPBIND lpWSPBind;
    LPWSPCANCELBLOCKINGCALL lpWSPCancelBlockingCall;
    LPWSPCLEANUP lpWSPCleanup;
    LPWSPCLOSESOCKET lpWSPCloseSocket;
    LPWSPCONNECT lpWSPConnect;
    LPWSPDUPLICATESOCKET lpWSPDuplicateSocket;
    LPWSPENUMNETWORKEVENTS lpWSPEnumNetworkEvents;
    LPWSPEVENTSELECT lpWSPEventSelect;
    LPWSPGETOVERLAPPEDRESULT lpWSPGetOverlappedResult;
    LPWSPGETPEERNAME lpWSPGetPeerName;
    LPWSPGETSOCKNAME lpWSPGetSockName;
    LPWSPGETSOCKOPT lpWSPGetSockOpt;
    LPWSPGETQOSBYNAME lpWSPGetQOSByName;
    LPWSPIOCTL lpWSPIoctl;
    LPWSPJOINLEAF lpWSPJoinLeaf;
    LPWSPLISTEN lpWSPListen;
    LPWSPRECV lpWSPRecv;
    LPWSPRECVDISCONNECT lpWSPRecvDisconnect;
    LPWSPRECVFROM lpWSPRecvFrom;
    LPWSPSELECT lpWSPSelect;
    LPWSPSEND lpWSPSend;
    LPWSPSENDDISCONNECT lpWSPSendDisconnect;
    LPWSPSENDTO lpWSPSendTo;
    LPWSPSETSOCKOPT lpWSPSetSockOpt;
    LPWSPSHUTDOWN lpWSPShutdown;
    LPWSPSOCKET lpWSPSocket;
    LPWSPSTRINGTOADDRESS lpWSPStringToAddress;
} WSPPROC_TABLE, *LPWSPPROC_TABLE;

/* ---- the upcalls ---- */
typedef BOOL(WSPAPI* LPWPUCLOSEEVENT)(WSAEVENT hEvent, LPINT lpErrno);
typedef int(WSPAPI* LPWPUCLOSESOCKETHANDLE)(SOCKET s, LPINT lpErrno);
typedef WSAEVENT(WSPAPI* LPWPUCREATEEVENT)(LPINT lpErrno);
typedef SOCKET(WSPAPI* LPWPUCREATESOCKETHANDLE)(DWORD dwCatalogEntryId, DWORD_PTR dwContext,
                                                LPINT lpErrno);
typedef int(WSPAPI* LPWPUFDISSET)(SOCKET s, fd_set* fdset);
typedef int(WSPAPI* LPWPUGETPROVIDERPATH)(LPGUID lpProviderId, WCHAR* lpszProviderDllPath,
                                          LPINT lpProviderDllPathLen, LPINT lpErrno);
typedef SOCKET(WSPAPI* LPWPUMODIFYIFSHANDLE)(DWORD dwCatalogEntryId, SOCKET ProposedHandle,
                                             LPINT lpErrno);
typedef BOOL(WSPAPI* LPWPUPOSTMESSAGE)(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam);
typedef int(WSPAPI* LPWPUQUERYBLOCKINGCALLBACK)(DWORD dwCatalogEntryId,
                                                LPBLOCKINGCALLBACK* lplpfnCallback,
                                                PDWORD_PTR lpdwContext, LPINT lpErrno);
typedef int(WSPAPI* LPWPUQUERYSOCKETHANDLECONTEXT)(SOCKET s, PDWORD_PTR lpContext, LPINT lpErrno);
typedef int(WSPAPI* LPWPUQUEUEAPC)(LPWSATHREADID lpThreadId, LPWSAUSERAPC lpfnUserApc,
                                   DWORD_PTR dwContext, LPINT lpErrno);
typedef BOOL(WSPAPI* LPWPURESETEVENT)(WSAEVENT hEvent, LPINT lpErrno);
typedef BOOL(WSPAPI* LPWPUSETEVENT)(WSAEVENT hEvent, LPINT lpErrno);
typedef int(WSPAPI* LPWPUOPENCURRENTTHREAD)(LPWSATHREADID lpThreadId, LPINT lpErrno);
typedef int(WSPAPI* LPWPUCLOSETHREAD)(LPWSATHREADID lpThreadId, LPINT lpErrno);

/* https://learn.microsoft.com/windows/win32/api/ws2spi/ns-ws2spi-wspupcalltable */
typedef struct _WSPUPCALLTABLE {
    LPWPUCLOSEEVENT lpWPUCloseEvent;
    LPWPUCLOSESOCKETHANDLE lpWPUCloseSocketHandle;
    LPWPUCREATEEVENT lpWPUCreateEvent;
    LPWPUCREATESOCKETHANDLE lpWPUCreateSocketHandle;
    LPWPUFDISSET lpWPUFDIsSet;
    LPWPUGETPROVIDERPATH lpWPUGetProviderPath;
    LPWPUMODIFYIFSHANDLE lpWPUModifyIFSHandle;
    LPWPUPOSTMESSAGE lpWPUPostMessage;
    LPWPUQUERYBLOCKINGCALLBACK lpWPUQueryBlockingCallback;
    LPWPUQUERYSOCKETHANDLECONTEXT lpWPUQuerySocketHandleContext;
    LPWPUQUEUEAPC lpWPUQueueApc;
    LPWPURESETEVENT lpWPUResetEvent;
    LPWPUSETEVENT lpWPUSetEvent;
    LPWPUOPENCURRENTTHREAD lpWPUOpenCurrentThread;
    LPWPUCLOSETHREAD lpWPUCloseThread;
} WSPUPCALLTABLE, *LPWSPUPCALLTABLE;

/* What a provider exports. Returns 0 or an error code.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wspstartup */
typedef int(WSPAPI* LPWSPSTARTUP)(WORD wVersionRequested, LPWSPDATA lpWSPData,
                                  LPWSAPROTOCOL_INFOW lpProtocolInfo, WSPUPCALLTABLE UpcallTable,
                                  LPWSPPROC_TABLE lpProcTable);
int WSPAPI WSPStartup(WORD wVersionRequested, LPWSPDATA lpWSPData,
                      LPWSAPROTOCOL_INFOW lpProtocolInfo, WSPUPCALLTABLE UpcallTable,
                      LPWSPPROC_TABLE lpProcTable);

typedef int(WSPAPI* LPWPUCOMPLETEOVERLAPPEDREQUEST)(SOCKET s, LPWSAOVERLAPPED lpOverlapped,
                                                    DWORD dwError, DWORD cbTransferred,
                                                    LPINT lpErrno);
/* Completes an overlapped request on a socket from WPUCreateSocketHandle: sets InternalHigh, then
 * Internal, then the event. SOCKET_ERROR, *lpErrno: WSAEINVAL (no such socket), WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wpucompleteoverlappedrequest */
BERTH_API int WSPAPI WPUCompleteOverlappedRequest(SOCKET s, LPWSAOVERLAPPED lpOverlapped,
                                                  DWORD dwError, DWORD cbTransferred,
                                                  LPINT lpErrno);
/* A handle of the calling thread that APCs can be queued to. SOCKET_ERROR, *lpErrno: WSAEFAULT,
 * WSANOTINITIALISED.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wpuopencurrentthread */
BERTH_API int WSPAPI WPUOpenCurrentThread(LPWSATHREADID lpThreadId, LPINT lpErrno);
/* Closes what WPUOpenCurrentThread opened. SOCKET_ERROR, *lpErrno: WSAEFAULT, WSA_INVALID_HANDLE,
 * WSANOTINITIALISED.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wpuclosethread */
BERTH_API int WSPAPI WPUCloseThread(LPWSATHREADID lpThreadId, LPINT lpErrno);

/* ---- namespace providers ---- */
struct _NSP_ROUTINE;
typedef struct _NSP_ROUTINE *PNSP_ROUTINE, *LPNSP_ROUTINE;
typedef INT(WSPAPI* LPNSPSTARTUP)(LPGUID lpProviderId, LPNSP_ROUTINE lpnspRoutines);
typedef INT(WSPAPI* LPNSPCLEANUP)(LPGUID lpProviderId);
typedef INT(WSPAPI* LPNSPLOOKUPSERVICEBEGIN)(LPGUID lpProviderId, LPWSAQUERYSETW lpqsRestrictions,
                                             LPWSASERVICECLASSINFOW lpServiceClassInfo,
                                             DWORD dwControlFlags, LPHANDLE lphLookup);
typedef INT(WSPAPI* LPNSPLOOKUPSERVICENEXT)(HANDLE hLookup, DWORD dwControlFlags,
                                            LPDWORD lpdwBufferLength, LPWSAQUERYSETW lpqsResults);
typedef INT(WSPAPI* LPNSPLOOKUPSERVICEEND)(HANDLE hLookup);
typedef INT(WSPAPI* LPNSPSETSERVICE)(LPGUID lpProviderId, LPWSASERVICECLASSINFOW lpServiceClassInfo,
                                     LPWSAQUERYSETW lpqsRegInfo, WSAESETSERVICEOP essOperation,
                                     DWORD dwControlFlags);
typedef INT(WSPAPI* LPNSPINSTALLSERVICECLASS)(LPGUID lpProviderId,
                                              LPWSASERVICECLASSINFOW lpServiceClassInfo);
typedef INT(WSPAPI* LPNSPREMOVESERVICECLASS)(LPGUID lpProviderId, LPGUID lpServiceClassId);
typedef INT(WSPAPI* LPNSPGETSERVICECLASSINFO)(LPGUID lpProviderId, LPDWORD lpdwBufSize,
                                              LPWSASERVICECLASSINFOW lpServiceClassInfo);
typedef INT(WSPAPI* LPNSPIOCTL)(HANDLE hLookup, DWORD dwControlCode, LPVOID lpvInBuffer,
                                DWORD cbInBuffer, LPVOID lpvOutBuffer, DWORD cbOutBuffer,
                                LPDWORD lpcbBytesReturned, LPWSACOMPLETION lpCompletion,
                                LPWSATHREADID lpThreadId);

/* https://learn.microsoft.com/windows/win32/api/ws2spi/ns-ws2spi-nsp_routine */
typedef struct _NSP_ROUTINE {
    DWORD cbSize;
    DWORD dwMajorVersion;
    DWORD dwMinorVersion;
    LPNSPCLEANUP NSPCleanup;
    LPNSPLOOKUPSERVICEBEGIN NSPLookupServiceBegin;
    LPNSPLOOKUPSERVICENEXT NSPLookupServiceNext;
    LPNSPLOOKUPSERVICEEND NSPLookupServiceEnd;
    LPNSPSETSERVICE NSPSetService;
    LPNSPINSTALLSERVICECLASS NSPInstallServiceClass;
    LPNSPREMOVESERVICECLASS NSPRemoveServiceClass;
    LPNSPGETSERVICECLASSINFO NSPGetServiceClassInfo;
    LPNSPIOCTL NSPIoctl;
} NSP_ROUTINE;
INT WSPAPI NSPStartup(LPGUID lpProviderId, LPNSP_ROUTINE lpnspRoutines);

typedef INT(WSPAPI* LPNSPV2STARTUP)(LPGUID lpProviderId, LPVOID* ppvClientSessionArg);
typedef INT(WSPAPI* LPNSPV2CLEANUP)(LPGUID lpProviderId, LPVOID pvClientSessionArg);
typedef INT(WSPAPI* LPNSPV2LOOKUPSERVICEBEGIN)(LPGUID lpProviderId,
                                               LPWSAQUERYSET2W lpqsRestrictions,
                                               DWORD dwControlFlags, LPVOID lpvClientSessionArg,
                                               LPHANDLE lphLookup);
typedef void(WSPAPI* LPNSPV2LOOKUPSERVICENEXTEX)(HANDLE hAsyncCall, HANDLE hLookup,
                                                 DWORD dwControlFlags, LPDWORD lpdwBufferLength,
                                                 LPWSAQUERYSET2W lpqsResults);
typedef INT(WSPAPI* LPNSPV2LOOKUPSERVICEEND)(HANDLE hLookup);
typedef void(WSPAPI* LPNSPV2SETSERVICEEX)(HANDLE hAsyncCall, LPGUID lpProviderId,
                                          LPWSAQUERYSET2W lpqsRegInfo,
                                          WSAESETSERVICEOP essOperation, DWORD dwControlFlags,
                                          LPVOID lpvClientSessionArg);
typedef void(WSPAPI* LPNSPV2CLIENTSESSIONRUNDOWN)(LPGUID lpProviderId, LPVOID pvClientSessionArg);

/* https://learn.microsoft.com/windows/win32/api/ws2spi/ns-ws2spi-nspv2_routine */
typedef struct _NSPV2_ROUTINE {
    DWORD cbSize;
    DWORD dwMajorVersion;
    DWORD dwMinorVersion;
    LPNSPV2STARTUP NSPv2Startup;
    LPNSPV2CLEANUP NSPv2Cleanup;
    LPNSPV2LOOKUPSERVICEBEGIN NSPv2LookupServiceBegin;
    LPNSPV2LOOKUPSERVICENEXTEX NSPv2LookupServiceNextEx;
    LPNSPV2LOOKUPSERVICEEND NSPv2LookupServiceEnd;
    LPNSPV2SETSERVICEEX NSPv2SetServiceEx;
    LPNSPV2CLIENTSESSIONRUNDOWN NSPv2ClientSessionRundown;
} NSPV2_ROUTINE, *PNSPV2_ROUTINE, *LPNSPV2_ROUTINE;
typedef const NSPV2_ROUTINE *PCNSPV2_ROUTINE, *LPCNSPV2_ROUTINE;

/* Offers an installed namespace provider of version 2, whose procedures are this process' own; they
 * serve this process until WSAUnadvertiseProvider. Startup, Cleanup, SetServiceEx and
 * ClientSessionRundown may be null. SOCKET_ERROR: WSAEINVAL (nothing given, no lookup),
 * WSAEINVALIDPROVIDER (not in the catalog), WSAEFAULT, WSA_NOT_ENOUGH_MEMORY, WSANOTINITIALISED.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wsaadvertiseprovider */
BERTH_API INT WSAAPI WSAAdvertiseProvider(const GUID* puuidProviderId,
                                          const LPCNSPV2_ROUTINE pNSPv2Routine);
/* Takes the offer back: from here on the provider is not called. SOCKET_ERROR: WSAEINVAL (nothing
 * given, or not offered), WSAEFAULT, WSANOTINITIALISED.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wsaunadvertiseprovider */
BERTH_API INT WSAAPI WSAUnadvertiseProvider(const GUID* puuidProviderId);
/* A provider of version 2 tells how the call has ended that hAsyncCall came with; iRetCode: 0,
 * SOCKET_ERROR (the thread's last error says why) or an error. SOCKET_ERROR: WSAEINVAL (no such
 * call), WSANOTINITIALISED.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wsaprovidercompleteasynccall */
BERTH_API INT WSAAPI WSAProviderCompleteAsyncCall(HANDLE hAsyncCall, INT iRetCode);

#define WSCEnumNameSpaceProviders WSAEnumNameSpaceProvidersW
#define WSCEnumNameSpaceProvidersEx WSAEnumNameSpaceProvidersExW

/* ---- the catalog ---- */
typedef enum _WSC_PROVIDER_INFO_TYPE {
    ProviderInfoLspCategories,
    ProviderInfoAudit
} WSC_PROVIDER_INFO_TYPE;
typedef struct _WSC_PROVIDER_AUDIT_INFO {
    DWORD RecordSize;
    PVOID Reserved;
} WSC_PROVIDER_AUDIT_INFO, *PWSC_PROVIDER_AUDIT_INFO;

/* Categories of layered providers.
 * https://learn.microsoft.com/windows/win32/winsock/categorizing-layered-service-providers-and-applications
 */
#define LSP_SYSTEM 0x80000000
#define LSP_INSPECTOR 0x00000001
#define LSP_REDIRECTOR 0x00000002
#define LSP_PROXY 0x00000004
#define LSP_FIREWALL 0x00000008
#define LSP_INBOUND_MODIFY 0x00000010
#define LSP_OUTBOUND_MODIFY 0x00000020
#define LSP_CRYPTO_COMPRESS 0x00000040
#define LSP_LOCAL_CACHE 0x00000080

/* All catalog entries, layered ones too. *lpdwBufferLength: bytes, in and out. Returns their
 * number. SOCKET_ERROR, *lpErrno: WSAENOBUFS (too small), WSAEFAULT, WSAEINVAL.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscenumprotocols */
BERTH_API int WSPAPI WSCEnumProtocols(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                                      LPDWORD lpdwBufferLength, LPINT lpErrno);
BERTH_API int WSPAPI WSCEnumProtocols32(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                                        LPDWORD lpdwBufferLength, LPINT lpErrno);
/* Adds a provider, a shared object, with its entries to the catalog. SOCKET_ERROR, *lpErrno:
 * WSAEFAULT, WSAEINVAL, WSANO_RECOVERY (installed already, or the catalog cannot be written).
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscinstallprovider */
BERTH_API int WSPAPI WSCInstallProvider(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                                        const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                        DWORD dwNumberOfEntries, LPINT lpErrno);
/* The same as WSCInstallProvider: there is one catalog.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscinstallprovider64_32 */
BERTH_API int WSPAPI WSCInstallProvider64_32(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                                             const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                             DWORD dwNumberOfEntries, LPINT lpErrno);
/* Adds a layered provider with its chains, which come first in the catalog: over the first entry
 * that fits each one of the list, or over every base protocol where the list is null. There is one
 * catalog and one path: lpszProviderDllPath32 is not used. SOCKET_ERROR, *lpErrno: WSAEFAULT,
 * WSAEINVAL (installed already, too, or nothing fits), WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscinstallproviderandchains64_32
 */
BERTH_API int WSPAPI WSCInstallProviderAndChains64_32(
    LPGUID lpProviderId, const LPWSTR lpszProviderDllPath, const LPWSTR lpszProviderDllPath32,
    const LPWSTR lpszLspName, DWORD dwServiceFlags, LPWSAPROTOCOL_INFOW lpProtocolInfoList,
    DWORD dwNumberOfEntries, LPDWORD lpdwCatalogEntryId, LPINT lpErrno);
/* Removes a provider and its entries. SOCKET_ERROR, *lpErrno: WSAEFAULT, WSAEINVAL (unknown, or
 * part of the library), WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscdeinstallprovider */
BERTH_API int WSPAPI WSCDeinstallProvider(LPGUID lpProviderId, LPINT lpErrno);
BERTH_API int WSPAPI WSCDeinstallProvider32(LPGUID lpProviderId, LPINT lpErrno);
/* Where a provider's shared object is. *lpProviderDllPathLen: characters, in and out. SOCKET_ERROR,
 * *lpErrno: WSAEFAULT (too small), WSAEINVAL (unknown).
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscgetproviderpath */
BERTH_API int WSPAPI WSCGetProviderPath(LPGUID lpProviderId, WCHAR* lpszProviderDllPath,
                                        LPINT lpProviderDllPathLen, LPINT lpErrno);
BERTH_API int WSPAPI WSCGetProviderPath32(LPGUID lpProviderId, WCHAR* lpszProviderDllPath,
                                          LPINT lpProviderDllPathLen, LPINT lpErrno);
/* Changes a provider's path and the entries of the list, which are known by their id or by family,
 * type and protocol; others are added. SOCKET_ERROR, *lpErrno: WSAEFAULT, WSAEINVAL,
 * WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscupdateprovider */
BERTH_API int WSPAPI WSCUpdateProvider(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                                       const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                       DWORD dwNumberOfEntries, LPINT lpErrno);
BERTH_API int WSPAPI WSCUpdateProvider32(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                                         const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                         DWORD dwNumberOfEntries, LPINT lpErrno);
/* Sets a layered provider's LSP_ categories. Returns 0 or SOCKET_ERROR, *lpErrno: WSAEINVAL,
 * WSAEFAULT, WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscsetproviderinfo */
BERTH_API int WSPAPI WSCSetProviderInfo(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType,
                                        PBYTE Info, size_t InfoSize, DWORD Flags, LPINT lpErrno);
BERTH_API int WSPAPI WSCSetProviderInfo32(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType,
                                          PBYTE Info, size_t InfoSize, DWORD Flags, LPINT lpErrno);
/* Reads a layered provider's LSP_ categories; *InfoSize: bytes, in and out. SOCKET_ERROR, *lpErrno:
 * WSAEINVAL, WSAEINVALIDPROVIDER, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscgetproviderinfo */
BERTH_API int WSPAPI WSCGetProviderInfo(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType,
                                        PBYTE Info, size_t* InfoSize, DWORD Flags, LPINT lpErrno);
BERTH_API int WSPAPI WSCGetProviderInfo32(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType,
                                          PBYTE Info, size_t* InfoSize, DWORD Flags, LPINT lpErrno);
/* Puts the catalog's entries into the order of the ids given, which name each entry once. Returns
 * 0 or the error itself: WSAEINVAL, WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/sporder/nf-sporder-wscwriteproviderorder */
BERTH_API int WSPAPI WSCWriteProviderOrder(LPDWORD lpwdCatalogEntryId, DWORD dwNumberOfEntries);
BERTH_API int WSPAPI WSCWriteProviderOrder32(LPDWORD lpwdCatalogEntryId, DWORD dwNumberOfEntries);
/* Adds a namespace provider, a shared object that exports NSPStartup. SOCKET_ERROR: WSAEINVAL,
 * WSANO_RECOVERY (installed already, or the catalog cannot be written).
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscinstallnamespace */
BERTH_API INT WSPAPI WSCInstallNameSpace(LPWSTR lpszIdentifier, LPWSTR lpszPathName,
                                         DWORD dwNameSpace, DWORD dwVersion, LPGUID lpProviderId);
BERTH_API INT WSPAPI WSCInstallNameSpace32(LPWSTR lpszIdentifier, LPWSTR lpszPathName,
                                           DWORD dwNameSpace, DWORD dwVersion, LPGUID lpProviderId);
/* The same with data of the provider's own, which WSAEnumNameSpaceProvidersEx gives back.
 * SOCKET_ERROR: WSAEINVAL, WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscinstallnamespaceex */
BERTH_API INT WSPAPI WSCInstallNameSpaceEx(LPWSTR lpszIdentifier, LPWSTR lpszPathName,
                                           DWORD dwNameSpace, DWORD dwVersion, LPGUID lpProviderId,
                                           LPBLOB lpProviderSpecific);
BERTH_API INT WSPAPI WSCInstallNameSpaceEx32(LPWSTR lpszIdentifier, LPWSTR lpszPathName,
                                             DWORD dwNameSpace, DWORD dwVersion,
                                             LPGUID lpProviderId, LPBLOB lpProviderSpecific);
/* Removes a namespace provider. SOCKET_ERROR: WSAEFAULT, WSAEINVAL (unknown, or part of the
 * library), WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscuninstallnamespace */
BERTH_API INT WSPAPI WSCUnInstallNameSpace(LPGUID lpProviderId);
BERTH_API INT WSPAPI WSCUnInstallNameSpace32(LPGUID lpProviderId);
/* Makes a namespace provider active or inactive: no query goes to an inactive one. SOCKET_ERROR:
 * WSAEFAULT, WSAEINVAL, WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscenablensprovider */
BERTH_API INT WSPAPI WSCEnableNSProvider(LPGUID lpProviderId, BOOL fEnable);
BERTH_API INT WSPAPI WSCEnableNSProvider32(LPGUID lpProviderId, BOOL fEnable);
/* Puts the namespace providers into the order given, which names each once. Returns 0 or the error
 * itself: WSAEFAULT, WSAEINVAL, WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/sporder/nf-sporder-wscwritenamespaceorder */
BERTH_API int WSPAPI WSCWriteNameSpaceOrder(LPGUID lpProviderId, DWORD dwNumberOfEntries);
BERTH_API int WSPAPI WSCWriteNameSpaceOrder32(LPGUID lpProviderId, DWORD dwNumberOfEntries);
/* Sets which LSP_ categories of layered providers a program may load, from its next start on; what
 * was set before stays set. *pPrevPermLspCat (may be null): what that was. SOCKET_ERROR, *lpErrno:
 * WSAEFAULT, WSAEINVAL, WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscsetapplicationcategory */
BERTH_API int WSPAPI WSCSetApplicationCategory(LPCWSTR Path, DWORD PathLength, LPCWSTR Extra,
                                               DWORD ExtraLength, DWORD PermittedLspCategories,
                                               DWORD* pPrevPermLspCat, LPINT lpErrno);
/* Which LSP_ categories a program may load. SOCKET_ERROR, *lpErrno: WSASERVICE_NOT_FOUND (it has
 * none), WSAEFAULT, WSAEINVAL, WSANO_RECOVERY.
 * https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscgetapplicationcategory */
BERTH_API int WSPAPI WSCGetApplicationCategory(LPCWSTR Path, DWORD PathLength, LPCWSTR Extra,
                                               DWORD ExtraLength, DWORD* pPermittedLspCategories,
                                               LPINT lpErrno);
/* The same as WSAEnumNameSpaceProvidersW: there is one catalog. */
BERTH_API INT WSPAPI WSCEnumNameSpaceProviders32(LPDWORD lpdwBufferLength,
                                                 LPWSANAMESPACE_INFOW lpnspBuffer);
/* The same as WSAEnumNameSpaceProvidersExW: there is one catalog. */
BERTH_API INT WSPAPI WSCEnumNameSpaceProvidersEx32(LPDWORD lpdwBufferLength,
                                                   LPWSANAMESPACE_INFOEXW lpnspBuffer);

typedef int(WSPAPI* LPWSCENUMPROTOCOLS)(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                                        LPDWORD lpdwBufferLength, LPINT lpErrno);
typedef int(WSPAPI* LPWSCENUMPROTOCOLS32)(LPINT lpiProtocols, LPWSAPROTOCOL_INFOW lpProtocolBuffer,
                                          LPDWORD lpdwBufferLength, LPINT lpErrno);
typedef int(WSPAPI* LPWSCINSTALLPROVIDER)(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                                          const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                          DWORD dwNumberOfEntries, LPINT lpErrno);
typedef int(WSPAPI* LPWSCINSTALLPROVIDER64_32)(LPGUID lpProviderId,
                                               const WCHAR* lpszProviderDllPath,
                                               const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                               DWORD dwNumberOfEntries, LPINT lpErrno);
typedef int(WSPAPI* LPWSCINSTALLPROVIDERANDCHAINS64_32)(
    LPGUID lpProviderId, const LPWSTR lpszProviderDllPath, const LPWSTR lpszProviderDllPath32,
    const LPWSTR lpszLspName, DWORD dwServiceFlags, LPWSAPROTOCOL_INFOW lpProtocolInfoList,
    DWORD dwNumberOfEntries, LPDWORD lpdwCatalogEntryId, LPINT lpErrno);
typedef int(WSPAPI* LPWSCDEINSTALLPROVIDER)(LPGUID lpProviderId, LPINT lpErrno);
typedef int(WSPAPI* LPWSCDEINSTALLPROVIDER32)(LPGUID lpProviderId, LPINT lpErrno);
typedef int(WSPAPI* LPWSCGETPROVIDERPATH)(LPGUID lpProviderId, WCHAR* lpszProviderDllPath,
                                          LPINT lpProviderDllPathLen, LPINT lpErrno);
typedef int(WSPAPI* LPWSCGETPROVIDERPATH32)(LPGUID lpProviderId, WCHAR* lpszProviderDllPath,
                                            LPINT lpProviderDllPathLen, LPINT lpErrno);
typedef int(WSPAPI* LPWSCUPDATEPROVIDER)(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                                         const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                         DWORD dwNumberOfEntries, LPINT lpErrno);
typedef int(WSPAPI* LPWSCUPDATEPROVIDER32)(LPGUID lpProviderId, const WCHAR* lpszProviderDllPath,
                                           const LPWSAPROTOCOL_INFOW lpProtocolInfoList,
                                           DWORD dwNumberOfEntries, LPINT lpErrno);
typedef int(WSPAPI* LPWSCSETPROVIDERINFO)(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType,
                                          PBYTE Info, size_t InfoSize, DWORD Flags, LPINT lpErrno);
typedef int(WSPAPI* LPWSCSETPROVIDERINFO32)(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType,
                                            PBYTE Info, size_t InfoSize, DWORD Flags,
                                            LPINT lpErrno);
typedef int(WSPAPI* LPWSCGETPROVIDERINFO)(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType,
                                          PBYTE Info, size_t* InfoSize, DWORD Flags, LPINT lpErrno);
typedef int(WSPAPI* LPWSCGETPROVIDERINFO32)(LPGUID lpProviderId, WSC_PROVIDER_INFO_TYPE InfoType,
                                            PBYTE Info, size_t* InfoSize, DWORD Flags,
                                            LPINT lpErrno);
typedef int(WSPAPI* LPWSCWRITEPROVIDERORDER)(LPDWORD lpwdCatalogEntryId, DWORD dwNumberOfEntries);
typedef int(WSPAPI* LPWSCWRITEPROVIDERORDER32)(LPDWORD lpwdCatalogEntryId, DWORD dwNumberOfEntries);
typedef INT(WSPAPI* LPWSCINSTALLNAMESPACE)(LPWSTR lpszIdentifier, LPWSTR lpszPathName,
                                           DWORD dwNameSpace, DWORD dwVersion, LPGUID lpProviderId);
typedef INT(WSPAPI* LPWSCINSTALLNAMESPACE32)(LPWSTR lpszIdentifier, LPWSTR lpszPathName,
                                             DWORD dwNameSpace, DWORD dwVersion,
                                             LPGUID lpProviderId);
typedef INT(WSPAPI* LPWSCINSTALLNAMESPACEEX)(LPWSTR lpszIdentifier, LPWSTR lpszPathName,
                                             DWORD dwNameSpace, DWORD dwVersion,
                                             LPGUID lpProviderId, LPBLOB lpProviderSpecific);
typedef INT(WSPAPI* LPWSCINSTALLNAMESPACEEX32)(LPWSTR lpszIdentifier, LPWSTR lpszPathName,
                                               DWORD dwNameSpace, DWORD dwVersion,
                                               LPGUID lpProviderId, LPBLOB lpProviderSpecific);
typedef INT(WSPAPI* LPWSCUNINSTALLNAMESPACE)(LPGUID lpProviderId);
typedef INT(WSPAPI* LPWSCUNINSTALLNAMESPACE32)(LPGUID lpProviderId);
typedef INT(WSPAPI* LPWSCENABLENSPROVIDER)(LPGUID lpProviderId, BOOL fEnable);
typedef INT(WSPAPI* LPWSCENABLENSPROVIDER32)(LPGUID lpProviderId, BOOL fEnable);
typedef int(WSPAPI* LPWSCWRITENAMESPACEORDER)(LPGUID lpProviderId, DWORD dwNumberOfEntries);
typedef int(WSPAPI* LPWSCWRITENAMESPACEORDER32)(LPGUID lpProviderId, DWORD dwNumberOfEntries);
typedef int(WSPAPI* LPWSCSETAPPLICATIONCATEGORY)(LPCWSTR Path, DWORD PathLength, LPCWSTR Extra,
                                                 DWORD ExtraLength, DWORD PermittedLspCategories,
                                                 DWORD* pPrevPermLspCat, LPINT lpErrno);
typedef int(WSPAPI* LPWSCGETAPPLICATIONCATEGORY)(LPCWSTR Path, DWORD PathLength, LPCWSTR Extra,
                                                 DWORD ExtraLength, DWORD* pPermittedLspCategories,
                                                 LPINT lpErrno);
typedef INT(WSPAPI* LPWSCENUMNAMESPACEPROVIDERS32)(LPDWORD lpdwBufferLength,
                                                   LPWSANAMESPACE_INFOW lpnspBuffer);
typedef INT(WSPAPI* LPWSCENUMNAMESPACEPROVIDERSEX32)(LPDWORD lpdwBufferLength,
                                                     LPWSANAMESPACE_INFOEXW lpnspBuffer);

#ifdef __cplusplus
}
#endif
#endif
