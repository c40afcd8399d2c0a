/* winbase.h's part on memory: Local and Global blocks, probes of pointers. */
#ifndef BERTH_WINBASE_MEMORY_H
#define BERTH_WINBASE_MEMORY_H

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define LMEM_FIXED 0x0000
#define LMEM_MOVEABLE 0x0002
#define LMEM_NOCOMPACT 0x0010
#define LMEM_NODISCARD 0x0020
#define LMEM_ZEROINIT 0x0040
#define LMEM_MODIFY 0x0080
#define LMEM_DISCARDABLE 0x0F00
#define LMEM_VALID_FLAGS 0x0F72
#define LMEM_INVALID_HANDLE 0x8000
#define LMEM_DISCARDED 0x4000
#define LMEM_LOCKCOUNT 0x00FF
#define LHND (LMEM_MOVEABLE | LMEM_ZEROINIT)
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)
#define NONZEROLHND (LMEM_MOVEABLE)
#define NONZEROLPTR (LMEM_FIXED)

#define GMEM_FIXED 0x0000
#define GMEM_MOVEABLE 0x0002
#define GMEM_NOCOMPACT 0x0010
#define GMEM_NODISCARD 0x0020
#define GMEM_ZEROINIT 0x0040
#define GMEM_MODIFY 0x0080
#define GMEM_DISCARDABLE 0x0100
#define GMEM_NOT_BANKED 0x1000
#define GMEM_SHARE 0x2000
#define GMEM_DDESHARE 0x2000
#define GMEM_NOTIFY 0x4000
#define GMEM_LOWER GMEM_NOT_BANKED
#define GMEM_VALID_FLAGS 0x7F72
#define GMEM_INVALID_HANDLE 0x8000
#define GMEM_DISCARDED 0x4000
#define GMEM_LOCKCOUNT 0x00FF
#define GHND (GMEM_MOVEABLE | GMEM_ZEROINIT)
#define GPTR (GMEM_FIXED | GMEM_ZEROINIT)

/*
 * A fixed block's handle is its address; a movable block's address comes from the Lock function. NULL:
 * ERROR_NOT_ENOUGH_MEMORY. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localalloc
 */
BERTH_API HLOCAL WINAPI LocalAlloc(UINT uFlags, SIZE_T uBytes);
BERTH_API HGLOBAL WINAPI GlobalAlloc(UINT uFlags, SIZE_T dwBytes);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localrealloc */
BERTH_API HLOCAL WINAPI LocalReAlloc(HLOCAL hMem, SIZE_T uBytes, UINT uFlags);
BERTH_API HGLOBAL WINAPI GlobalReAlloc(HGLOBAL hMem, SIZE_T dwBytes, UINT uFlags);
/* NULL: freed. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localfree */
BERTH_API HLOCAL WINAPI LocalFree(HLOCAL hMem);
BERTH_API HGLOBAL WINAPI GlobalFree(HGLOBAL hMem);
/* The block's address. NULL: ERROR_DISCARDED, ERROR_INVALID_HANDLE. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-locallock */
BERTH_API LPVOID WINAPI LocalLock(HLOCAL hMem);
BERTH_API LPVOID WINAPI GlobalLock(HGLOBAL hMem);
/* TRUE: still locked. FALSE: no longer (NO_ERROR) or never (ERROR_NOT_LOCKED). https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localunlock */
BERTH_API BOOL WINAPI LocalUnlock(HLOCAL hMem);
BERTH_API BOOL WINAPI GlobalUnlock(HGLOBAL hMem);
/* Bytes, at least what was asked for. 0: ERROR_INVALID_HANDLE. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localsize */
BERTH_API SIZE_T WINAPI LocalSize(HLOCAL hMem);
BERTH_API SIZE_T WINAPI GlobalSize(HGLOBAL hMem);
/* Lock count and LMEM_DISCARDED. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localflags */
BERTH_API UINT WINAPI LocalFlags(HLOCAL hMem);
BERTH_API UINT WINAPI GlobalFlags(HGLOBAL hMem);
/* The handle of the block at an address. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-localhandle */
BERTH_API HLOCAL WINAPI LocalHandle(LPCVOID pMem);
BERTH_API HGLOBAL WINAPI GlobalHandle(LPCVOID pMem);
#define LocalDiscard(h) LocalReAlloc((h), 0, LMEM_MOVEABLE)
#define GlobalDiscard(h) GlobalReAlloc((h), 0, GMEM_MOVEABLE)

/* TRUE where some byte of the range can't be read. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-isbadreadptr */
BERTH_API BOOL WINAPI IsBadReadPtr(const void* lp, UINT_PTR ucb);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-isbadwriteptr */
BERTH_API BOOL WINAPI IsBadWritePtr(LPVOID lp, UINT_PTR ucb);
/* https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-isbadcodeptr */
BERTH_API BOOL WINAPI IsBadCodePtr(FARPROC lpfn);
/* Looks up to the terminator, at most ucchMax characters. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-isbadstringptra */
BERTH_API BOOL WINAPI IsBadStringPtrA(LPCSTR lpsz, UINT_PTR ucchMax);
BERTH_API BOOL WINAPI IsBadStringPtrW(LPCWSTR lpsz, UINT_PTR ucchMax);

#ifdef UNICODE
#define IsBadStringPtr IsBadStringPtrW
#else
#define IsBadStringPtr IsBadStringPtrA
#endif

#ifdef __cplusplus
}
#endif
#endif
