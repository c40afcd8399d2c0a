/*
 * Namespaces and services as version 1.1's extensions had them. New programs use winsock2.h's
 * WSALookupServiceBegin, WSASetService and WSAEnumProtocols, which these come to.
 * https://learn.microsoft.com/windows/win32/api/nspapi/
 */
#ifndef _NSPAPI_INCLUDED
#define _NSPAPI_INCLUDED

#include "winsock2.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NS_DEFAULT 0
#define NS_VNS 50

#define SERVICE_RESOURCE 0x00000001
#define SERVICE_SERVICE 0x00000002
#define SERVICE_LOCAL 0x00000004

/* SetService: operations and their flags, and the status */
#define SERVICE_REGISTER 0x00000001
#define SERVICE_DEREGISTER 0x00000002
#define SERVICE_FLUSH 0x00000003
#define SERVICE_ADD_TYPE 0x00000004
#define SERVICE_DELETE_TYPE 0x00000005
#define SERVICE_FLAG_DEFER 0x00000001
#define SERVICE_FLAG_HARD 0x00000002
#define SET_SERVICE_PARTIAL_SUCCESS 0x00000001

/* GetService: the members that are wanted */
#define PROP_COMMENT 0x00000001
#define PROP_LOCALE 0x00000002
#define PROP_DISPLAY_HINT 0x00000004
#define PROP_VERSION 0x00000008
#define PROP_START_TIME 0x00000010
#define PROP_MACHINE 0x00000020
#define PROP_ADDRESSES 0x00000100
#define PROP_SD 0x00000200
#define PROP_ALL 0x80000000

/* GetAddressByName */
#define RES_SOFT_SEARCH 0x00000001
#define RES_FIND_MULTIPLE 0x00000002
#define RES_SERVICE 0x00000004

/* PROTOCOL_INFO */
#define XP_CONNECTIONLESS 0x00000001
#define XP_GUARANTEED_DELIVERY 0x00000002
#define XP_GUARANTEED_ORDER 0x00000004
#define XP_MESSAGE_ORIENTED 0x00000008
#define XP_PSEUDO_STREAM 0x00000010
#define XP_GRACEFUL_CLOSE 0x00000020
#define XP_EXPEDITED_DATA 0x00000040
#define XP_CONNECT_DATA 0x00000080
#define XP_DISCONNECT_DATA 0x00000100
#define XP_SUPPORTS_BROADCAST 0x00000200
#define XP_SUPPORTS_MULTICAST 0x00000400
#define XP_BANDWIDTH_ALLOCATION 0x00000800
#define XP_FRAGMENTATION 0x00001000
#define XP_ENCRYPTS 0x00002000

#ifndef RESOURCEDISPLAYTYPE_GENERIC
#define RESOURCEDISPLAYTYPE_GENERIC 0x00000000
#define RESOURCEDISPLAYTYPE_DOMAIN 0x00000001
#define RESOURCEDISPLAYTYPE_SERVER 0x00000002
#define RESOURCEDISPLAYTYPE_SHARE 0x00000003
#define RESOURCEDISPLAYTYPE_FILE 0x00000004
#define RESOURCEDISPLAYTYPE_GROUP 0x00000005
#define RESOURCEDISPLAYTYPE_TREE 0x0000000A
#endif

/* https://learn.microsoft.com/windows/win32/api/nspapi/ns-nspapi-service_address
 * lpAddress holds a sockaddr of dwAddressLength bytes. */
#define SERVICE_ADDRESS_FLAG_RPC_CN 0x00000001
#define SERVICE_ADDRESS_FLAG_RPC_DG 0x00000002
#define SERVICE_ADDRESS_FLAG_RPC_NB 0x00000004
typedef struct _SERVICE_ADDRESS {
    DWORD dwAddressType;
    DWORD dwAddressFlags;
    DWORD dwAddressLength;
    DWORD dwPrincipalLength;
    BYTE* lpAddress;
    BYTE* lpPrincipal;
} SERVICE_ADDRESS, *PSERVICE_ADDRESS, *LPSERVICE_ADDRESS;

typedef struct _SERVICE_ADDRESSES {
    DWORD dwAddressCount;
    SERVICE_ADDRESS Addresses[1];
} SERVICE_ADDRESSES, *PSERVICE_ADDRESSES, *LPSERVICE_ADDRESSES;

/* https://learn.microsoft.com/windows/win32/api/nspapi/ns-nspapi-service_infoa */
typedef struct _SERVICE_INFOA {
    LPGUID lpServiceType;
    LPSTR lpServiceName;
    LPSTR lpComment;
    LPSTR lpLocale;
    DWORD dwDisplayHint;
    DWORD dwVersion;
    DWORD dwTime;
    LPSTR lpMachineName;
    LPSERVICE_ADDRESSES lpServiceAddress;
    BLOB ServiceSpecificInfo;
} SERVICE_INFOA, *PSERVICE_INFOA, *LPSERVICE_INFOA;
typedef struct _SERVICE_INFOW {
    LPGUID lpServiceType;
    LPWSTR lpServiceName;
    LPWSTR lpComment;
    LPWSTR lpLocale;
    DWORD dwDisplayHint;
    DWORD dwVersion;
    DWORD dwTime;
    LPWSTR lpMachineName;
    LPSERVICE_ADDRESSES lpServiceAddress;
    BLOB ServiceSpecificInfo;
} SERVICE_INFOW, *PSERVICE_INFOW, *LPSERVICE_INFOW;

typedef struct _NS_SERVICE_INFOA {
    DWORD dwNameSpace;
    SERVICE_INFOA ServiceInfo;
} NS_SERVICE_INFOA, *PNS_SERVICE_INFOA, *LPNS_SERVICE_INFOA;
typedef struct _NS_SERVICE_INFOW {
    DWORD dwNameSpace;
    SERVICE_INFOW ServiceInfo;
} NS_SERVICE_INFOW, *PNS_SERVICE_INFOW, *LPNS_SERVICE_INFOW;

/* The ServiceSpecificInfo of SERVICE_ADD_TYPE: a type's name, and its values. dwValueSize is in
 * bytes, with a text's final zeros.
 * https://learn.microsoft.com/windows/win32/api/nspapi/ns-nspapi-service_type_info_absa */
#define SERVICE_TYPE_VALUE_CONNA "ConnectionOriented"
#define SERVICE_TYPE_VALUE_CONNW L"ConnectionOriented"
typedef struct _SERVICE_TYPE_VALUE_ABSA {
    DWORD dwNameSpace;
    DWORD dwValueType;
    DWORD dwValueSize;
    LPSTR lpValueName;
    PVOID lpValue;
} SERVICE_TYPE_VALUE_ABSA, *PSERVICE_TYPE_VALUE_ABSA, *LPSERVICE_TYPE_VALUE_ABSA;
typedef struct _SERVICE_TYPE_VALUE_ABSW {
    DWORD dwNameSpace;
    DWORD dwValueType;
    DWORD dwValueSize;
    LPWSTR lpValueName;
    PVOID lpValue;
} SERVICE_TYPE_VALUE_ABSW, *PSERVICE_TYPE_VALUE_ABSW, *LPSERVICE_TYPE_VALUE_ABSW;

typedef struct _SERVICE_TYPE_INFO_ABSA {
    LPSTR lpTypeName;
    DWORD dwValueCount;
    SERVICE_TYPE_VALUE_ABSA Values[1];
} SERVICE_TYPE_INFO_ABSA, *PSERVICE_TYPE_INFO_ABSA, *LPSERVICE_TYPE_INFO_ABSA;
typedef struct _SERVICE_TYPE_INFO_ABSW {
    LPWSTR lpTypeName;
    DWORD dwValueCount;
    SERVICE_TYPE_VALUE_ABSW Values[1];
} SERVICE_TYPE_INFO_ABSW, *PSERVICE_TYPE_INFO_ABSW, *LPSERVICE_TYPE_INFO_ABSW;

/* https://learn.microsoft.com/windows/win32/api/nspapi/ns-nspapi-protocol_infoa */
typedef struct _PROTOCOL_INFOA {
    DWORD dwServiceFlags;
    INT iAddressFamily;
    INT iMaxSockAddr;
    INT iMinSockAddr;
    INT iSocketType;
    INT iProtocol;
    DWORD dwMessageSize;
    LPSTR lpProtocol;
} PROTOCOL_INFOA, *PPROTOCOL_INFOA, *LPPROTOCOL_INFOA;
typedef struct _PROTOCOL_INFOW {
    DWORD dwServiceFlags;
    INT iAddressFamily;
    INT iMaxSockAddr;
    INT iMinSockAddr;
    INT iSocketType;
    INT iProtocol;
    DWORD dwMessageSize;
    LPWSTR lpProtocol;
} PROTOCOL_INFOW, *PPROTOCOL_INFOW, *LPPROTOCOL_INFOW;

/* Reserved: the functions want none. */
typedef void(CALLBACK* LPSERVICE_CALLBACK_PROC)(LPARAM lParam, HANDLE hAsyncTaskHandle);
typedef struct _SERVICE_ASYNC_INFO {
    LPSERVICE_CALLBACK_PROC lpServiceCallbackProc;
    LPARAM lParam;
    HANDLE hAsyncTaskHandle;
} SERVICE_ASYNC_INFO, *PSERVICE_ASYNC_INFO, *LPSERVICE_ASYNC_INFO;

/* Lists the catalog's base and chain entries of these protocols (ended by 0; NULL: of all) and
 * returns their number. *lpdwBufferLength is in bytes. Errors: ERROR_INSUFFICIENT_BUFFER,
 * WSAEFAULT. https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-enumprotocolsa */
BERTH_API INT WSAAPI EnumProtocolsA(LPINT lpiProtocols, LPVOID lpProtocolBuffer,
                                    LPDWORD lpdwBufferLength);
BERTH_API INT WSAAPI EnumProtocolsW(LPINT lpiProtocols, LPVOID lpProtocolBuffer,
                                    LPDWORD lpdwBufferLength);

/* Writes the CSADDR_INFOs of a service, or of where such a service binds (RES_SERVICE, or no name),
 * and returns their number. *lpdwBufferLength is in bytes, *lpdwAliasBufferLength in characters.
 * Errors: ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_PARAMETER, WSASERVICE_NOT_FOUND and
 * WSALookupServiceBegin's.
 * https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-getaddressbynamea */
BERTH_API INT WSAAPI GetAddressByNameA(DWORD dwNameSpace, LPGUID lpServiceType, LPSTR lpServiceName,
                                       LPINT lpiProtocols, DWORD dwResolution,
                                       LPSERVICE_ASYNC_INFO lpServiceAsyncInfo,
                                       LPVOID lpCsaddrBuffer, LPDWORD lpdwBufferLength,
                                       LPSTR lpAliasBuffer, LPDWORD lpdwAliasBufferLength);
BERTH_API INT WSAAPI GetAddressByNameW(DWORD dwNameSpace, LPGUID lpServiceType,
                                       LPWSTR lpServiceName, LPINT lpiProtocols, DWORD dwResolution,
                                       LPSERVICE_ASYNC_INFO lpServiceAsyncInfo,
                                       LPVOID lpCsaddrBuffer, LPDWORD lpdwBufferLength,
                                       LPWSTR lpAliasBuffer, LPDWORD lpdwAliasBufferLength);

/* The class of a service by its name: of SERVICE_ADD_TYPE, or a well-known port's. Errors:
 * ERROR_SERVICE_DOES_NOT_EXIST, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-gettypebynamea */
BERTH_API INT WSAAPI GetTypeByNameA(LPSTR lpServiceName, LPGUID lpServiceType);
BERTH_API INT WSAAPI GetTypeByNameW(LPWSTR lpServiceName, LPGUID lpServiceType);

/* The name of a service type; dwNameLength is in bytes. Errors: ERROR_SERVICE_DOES_NOT_EXIST,
 * ERROR_INSUFFICIENT_BUFFER, WSAEFAULT.
 * https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-getnamebytypea */
BERTH_API INT WSAAPI GetNameByTypeA(LPGUID lpServiceType, LPSTR lpServiceName, DWORD dwNameLength);
BERTH_API INT WSAAPI GetNameByTypeW(LPGUID lpServiceType, LPWSTR lpServiceName, DWORD dwNameLength);

/* Registers or deregisters a service, or adds or deletes a service type. *lpdwStatusFlags says
 * whether a namespace could not. Errors: ERROR_ALREADY_REGISTERED, ERROR_SERVICE_DOES_NOT_EXIST,
 * ERROR_INVALID_PARAMETER, and WSASetService's.
 * https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-setservicea */
BERTH_API INT WSAAPI SetServiceA(DWORD dwNameSpace, DWORD dwOperation, DWORD dwFlags,
                                 LPSERVICE_INFOA lpServiceInfo,
                                 LPSERVICE_ASYNC_INFO lpServiceAsyncInfo, LPDWORD lpdwStatusFlags);
BERTH_API INT WSAAPI SetServiceW(DWORD dwNameSpace, DWORD dwOperation, DWORD dwFlags,
                                 LPSERVICE_INFOW lpServiceInfo,
                                 LPSERVICE_ASYNC_INFO lpServiceAsyncInfo, LPDWORD lpdwStatusFlags);

/* Writes one NS_SERVICE_INFO for each answer to a service's name and returns their number; 0 and
 * ERROR_SERVICE_NOT_FOUND: there is none. *lpdwBufferSize is in bytes. Errors:
 * ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_PARAMETER and WSALookupServiceBegin's.
 * https://learn.microsoft.com/windows/win32/api/nspapi/nf-nspapi-getservicea */
BERTH_API INT WSAAPI GetServiceA(DWORD dwNameSpace, LPGUID lpGuid, LPSTR lpServiceName,
                                 DWORD dwProperties, LPVOID lpBuffer, LPDWORD lpdwBufferSize,
                                 LPSERVICE_ASYNC_INFO lpServiceAsyncInfo);
BERTH_API INT WSAAPI GetServiceW(DWORD dwNameSpace, LPGUID lpGuid, LPWSTR lpServiceName,
                                 DWORD dwProperties, LPVOID lpBuffer, LPDWORD lpdwBufferSize,
                                 LPSERVICE_ASYNC_INFO lpServiceAsyncInfo);

#ifdef UNICODE
#define SERVICE_TYPE_VALUE_CONN SERVICE_TYPE_VALUE_CONNW
typedef SERVICE_INFOW SERVICE_INFO, *PSERVICE_INFO, *LPSERVICE_INFO;
typedef NS_SERVICE_INFOW NS_SERVICE_INFO, *PNS_SERVICE_INFO, *LPNS_SERVICE_INFO;
typedef SERVICE_TYPE_VALUE_ABSW SERVICE_TYPE_VALUE_ABS, *PSERVICE_TYPE_VALUE_ABS,
    *LPSERVICE_TYPE_VALUE_ABS;
typedef SERVICE_TYPE_INFO_ABSW SERVICE_TYPE_INFO_ABS, *PSERVICE_TYPE_INFO_ABS,
    *LPSERVICE_TYPE_INFO_ABS;
typedef PROTOCOL_INFOW PROTOCOL_INFO, *PPROTOCOL_INFO, *LPPROTOCOL_INFO;
#define EnumProtocols EnumProtocolsW
#define GetAddressByName GetAddressByNameW
#define GetTypeByName GetTypeByNameW
#define GetNameByType GetNameByTypeW
#define SetService SetServiceW
#define GetService GetServiceW
#else
#define SERVICE_TYPE_VALUE_CONN SERVICE_TYPE_VALUE_CONNA
typedef SERVICE_INFOA SERVICE_INFO, *PSERVICE_INFO, *LPSERVICE_INFO;
typedef NS_SERVICE_INFOA NS_SERVICE_INFO, *PNS_SERVICE_INFO, *LPNS_SERVICE_INFO;
typedef SERVICE_TYPE_VALUE_ABSA SERVICE_TYPE_VALUE_ABS, *PSERVICE_TYPE_VALUE_ABS,
    *LPSERVICE_TYPE_VALUE_ABS;
typedef SERVICE_TYPE_INFO_ABSA SERVICE_TYPE_INFO_ABS, *PSERVICE_TYPE_INFO_ABS,
    *LPSERVICE_TYPE_INFO_ABS;
typedef PROTOCOL_INFOA PROTOCOL_INFO, *PPROTOCOL_INFO, *LPPROTOCOL_INFO;
#define EnumProtocols EnumProtocolsA
#define GetAddressByName GetAddressByNameA
#define GetTypeByName GetTypeByNameA
#define GetNameByType GetNameByTypeA
#define SetService SetServiceA
#define GetService GetServiceA
#endif

#ifdef __cplusplus
}
#endif

#endif
