/*
 * sysinfoapi.h's and winbase.h's part on the machine: memory and names.
 */
#ifndef BERTH_SYSINFO_SYSTEM_H
#define BERTH_SYSINFO_SYSTEM_H

#include "minwinbase.h"
#include "berth/sysinfo_version.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MAX_COMPUTERNAME_LENGTH 15

typedef struct _MEMORYSTATUSEX {
    DWORD dwLength;
    DWORD dwMemoryLoad;
    DWORDLONG ullTotalPhys;
    DWORDLONG ullAvailPhys;
    DWORDLONG ullTotalPageFile;
    DWORDLONG ullAvailPageFile;
    DWORDLONG ullTotalVirtual;
    DWORDLONG ullAvailVirtual;
    DWORDLONG ullAvailExtendedVirtual;
} MEMORYSTATUSEX, *LPMEMORYSTATUSEX;
typedef enum _COMPUTER_NAME_FORMAT {
    ComputerNameNetBIOS,
    ComputerNameDnsHostname,
    ComputerNameDnsDomain,
    ComputerNameDnsFullyQualified,
    ComputerNamePhysicalNetBIOS,
    ComputerNamePhysicalDnsHostname,
    ComputerNamePhysicalDnsDomain,
    ComputerNamePhysicalDnsFullyQualified,
    ComputerNameMax
} COMPUTER_NAME_FORMAT;

/* dwLength is sizeof(MEMORYSTATUSEX). FALSE: ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-globalmemorystatusex */
BERTH_API BOOL WINAPI GlobalMemoryStatusEx(LPMEMORYSTATUSEX lpBuffer);
/* The host name up to its first dot, in upper case, at most 15 characters. FALSE:
 * ERROR_BUFFER_OVERFLOW, the size needed in nSize.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getcomputernamea */
BERTH_API BOOL WINAPI GetComputerNameA(LPSTR lpBuffer, LPDWORD nSize);
BERTH_API BOOL WINAPI GetComputerNameW(LPWSTR lpBuffer, LPDWORD nSize);
/* FALSE: ERROR_MORE_DATA, the size needed in nSize.
 * https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-getcomputernameexa */
BERTH_API BOOL WINAPI GetComputerNameExA(COMPUTER_NAME_FORMAT NameType, LPSTR lpBuffer,
                                         LPDWORD nSize);
BERTH_API BOOL WINAPI GetComputerNameExW(COMPUTER_NAME_FORMAT NameType, LPWSTR lpBuffer,
                                         LPDWORD nSize);
/* The user's name. FALSE: ERROR_INSUFFICIENT_BUFFER, the size needed in pcbBuffer.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getusernamea */
BERTH_API BOOL WINAPI GetUserNameA(LPSTR lpBuffer, LPDWORD pcbBuffer);
BERTH_API BOOL WINAPI GetUserNameW(LPWSTR lpBuffer, LPDWORD pcbBuffer);

#ifdef UNICODE
#define GetComputerName GetComputerNameW
#define GetComputerNameEx GetComputerNameExW
#define GetUserName GetUserNameW
#else
#define GetComputerName GetComputerNameA
#define GetComputerNameEx GetComputerNameExA
#define GetUserName GetUserNameA
#endif

#ifdef __cplusplus
}
#endif
#endif
