/*
 * Heaps, on the C library's allocator: AddressSanitizer and valgrind see each block.
 * https://learn.microsoft.com/windows/win32/api/heapapi/
 */
#ifndef _HEAPAPI_H_
#define _HEAPAPI_H_

#include "winnt.h"


#ifdef __cplusplus
extern "C" {
#endif

/* dwMaximumSize in bytes; 0: no limit. NULL: ERROR_NOT_ENOUGH_MEMORY. https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapcreate */
BERTH_API HANDLE WINAPI HeapCreate(DWORD flOptions, SIZE_T dwInitialSize, SIZE_T dwMaximumSize);
/* Frees every block of the heap as well. FALSE: ERROR_INVALID_HANDLE. https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapdestroy */
BERTH_API BOOL WINAPI HeapDestroy(HANDLE hHeap);
/* NULL: no memory or a bad heap; with HEAP_GENERATE_EXCEPTIONS the process ends. https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapalloc */
BERTH_API LPVOID WINAPI HeapAlloc(HANDLE hHeap, DWORD dwFlags, SIZE_T dwBytes);
/* NULL leaves the block as it was. https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heaprealloc */
BERTH_API LPVOID WINAPI HeapReAlloc(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem, SIZE_T dwBytes);
/* TRUE for NULL too. FALSE: ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE. https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapfree */
BERTH_API BOOL WINAPI HeapFree(HANDLE hHeap, DWORD dwFlags, LPVOID lpMem);
/* Bytes that the block has room for, at least what was asked for; (SIZE_T)-1: no such block. https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapsize */
BERTH_API SIZE_T WINAPI HeapSize(HANDLE hHeap, DWORD dwFlags, LPCVOID lpMem);
/* https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapvalidate */
BERTH_API BOOL WINAPI HeapValidate(HANDLE hHeap, DWORD dwFlags, LPCVOID lpMem);
/* https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapcompact */
BERTH_API SIZE_T WINAPI HeapCompact(HANDLE hHeap, DWORD dwFlags);
/* https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heaplock */
BERTH_API BOOL WINAPI HeapLock(HANDLE hHeap);
BERTH_API BOOL WINAPI HeapUnlock(HANDLE hHeap);
/* Accepted: the allocator is always the low-fragmentation kind and always ends on corruption. https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapsetinformation */
BERTH_API BOOL WINAPI HeapSetInformation(HANDLE HeapHandle, HEAP_INFORMATION_CLASS HeapInformationClass,
                                         PVOID HeapInformation, SIZE_T HeapInformationLength);
/* https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-heapqueryinformation */
BERTH_API BOOL WINAPI HeapQueryInformation(HANDLE HeapHandle, HEAP_INFORMATION_CLASS HeapInformationClass,
                                           PVOID HeapInformation, SIZE_T HeapInformationLength,
                                           PSIZE_T ReturnLength);
/* The heap that malloc uses too. https://learn.microsoft.com/windows/win32/api/heapapi/nf-heapapi-getprocessheap */
BERTH_API HANDLE WINAPI GetProcessHeap(void);

#ifdef __cplusplus
}
#endif
#endif
