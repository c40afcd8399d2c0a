/*
 * Pages of memory, and files mapped into it.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/
 */
#ifndef _MEMORYAPI_H_
#define _MEMORYAPI_H_

#include "minwinbase.h"
#include "berth/winnt_memory.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FILE_MAP_WRITE SECTION_MAP_WRITE
#define FILE_MAP_READ SECTION_MAP_READ
#define FILE_MAP_ALL_ACCESS SECTION_ALL_ACCESS
#define FILE_MAP_EXECUTE SECTION_MAP_EXECUTE_EXPLICIT
#define FILE_MAP_COPY 0x00000001
#define FILE_MAP_RESERVE 0x80000000
#define FILE_MAP_LARGE_PAGES 0x20000000

/* Reserves and commits pages; addresses are rounded as on Windows (64 KiB to reserve). NULL:
 * ERROR_INVALID_PARAMETER, ERROR_INVALID_ADDRESS, ERROR_NOT_ENOUGH_MEMORY.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualalloc */
BERTH_API LPVOID WINAPI VirtualAlloc(LPVOID lpAddress, SIZE_T dwSize, DWORD flAllocationType,
                                     DWORD flProtect);
/* FALSE: ERROR_INVALID_PARAMETER (MEM_RELEASE with a size), ERROR_INVALID_ADDRESS.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualfree */
BERTH_API BOOL WINAPI VirtualFree(LPVOID lpAddress, SIZE_T dwSize, DWORD dwFreeType);
/* The same in a process that a handle names, which must be the caller's own: ERROR_INVALID_HANDLE,
 * ERROR_ACCESS_DENIED (another process). Which NUMA node is preferred is a hint that nobody follows.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualallocex */
BERTH_API LPVOID WINAPI VirtualAllocEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
                                       DWORD flAllocationType, DWORD flProtect);
BERTH_API LPVOID WINAPI VirtualAllocExNuma(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
                                           DWORD flAllocationType, DWORD flProtect,
                                           DWORD nndPreferred);
BERTH_API BOOL WINAPI VirtualFreeEx(HANDLE hProcess, LPVOID lpAddress, SIZE_T dwSize,
                                    DWORD dwFreeType);
/* FALSE: ERROR_INVALID_ADDRESS, ERROR_INVALID_PARAMETER, ERROR_NOACCESS.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualprotect */
BERTH_API BOOL WINAPI VirtualProtect(LPVOID lpAddress, SIZE_T dwSize, DWORD flNewProtect,
                                     PDWORD lpflOldProtect);
/* Bytes written to lpBuffer. 0: ERROR_BAD_LENGTH, ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtualquery */
BERTH_API SIZE_T WINAPI VirtualQuery(LPCVOID lpAddress, PMEMORY_BASIC_INFORMATION lpBuffer,
                                     SIZE_T dwLength);
/* FALSE: ERROR_WORKING_SET_QUOTA (beyond RLIMIT_MEMLOCK), ERROR_INVALID_ADDRESS.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-virtuallock */
BERTH_API BOOL WINAPI VirtualLock(LPVOID lpAddress, SIZE_T dwSize);
BERTH_API BOOL WINAPI VirtualUnlock(LPVOID lpAddress, SIZE_T dwSize);
/* 0: VirtualAlloc gives no large pages.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-getlargepageminimum */
BERTH_API SIZE_T WINAPI GetLargePageMinimum(void);
/* A mapping of a file, or of memory with INVALID_HANDLE_VALUE. One with a name is shared by the
 * processes of a user; its last handle takes it away. NULL: ERROR_INVALID_PARAMETER,
 * ERROR_FILE_INVALID (empty file), ERROR_NOT_ENOUGH_MEMORY; ERROR_ALREADY_EXISTS with a handle: the
 * name was there.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-createfilemappingw */
BERTH_API HANDLE WINAPI CreateFileMappingW(HANDLE hFile,
                                           LPSECURITY_ATTRIBUTES lpFileMappingAttributes,
                                           DWORD flProtect, DWORD dwMaximumSizeHigh,
                                           DWORD dwMaximumSizeLow, LPCWSTR lpName);
/* NULL: ERROR_FILE_NOT_FOUND.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-openfilemappingw */
BERTH_API HANDLE WINAPI OpenFileMappingW(DWORD dwDesiredAccess, BOOL bInheritHandle,
                                         LPCWSTR lpName);
/* The offset is a multiple of 64 KiB; 0 bytes means up to the end. NULL: ERROR_ACCESS_DENIED,
 * ERROR_MAPPED_ALIGNMENT, ERROR_INVALID_HANDLE.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-mapviewoffile */
BERTH_API LPVOID WINAPI MapViewOfFile(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
                                      DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
                                      SIZE_T dwNumberOfBytesToMap);
BERTH_API LPVOID WINAPI MapViewOfFileEx(HANDLE hFileMappingObject, DWORD dwDesiredAccess,
                                        DWORD dwFileOffsetHigh, DWORD dwFileOffsetLow,
                                        SIZE_T dwNumberOfBytesToMap, LPVOID lpBaseAddress);
/* FALSE: ERROR_INVALID_ADDRESS.
 * https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-unmapviewoffile */
BERTH_API BOOL WINAPI UnmapViewOfFile(LPCVOID lpBaseAddress);
/* https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-flushviewoffile */
BERTH_API BOOL WINAPI FlushViewOfFile(LPCVOID lpBaseAddress, SIZE_T dwNumberOfBytesToFlush);

#ifdef UNICODE
#define CreateFileMapping CreateFileMappingW
#define OpenFileMapping OpenFileMappingW
#endif

#ifdef __cplusplus
}
#endif
#endif
