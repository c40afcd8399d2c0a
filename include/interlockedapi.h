/*
 * Singly linked lists for several threads. The Interlocked functions are in winnt.h.
 * https://learn.microsoft.com/windows/win32/api/interlockedapi/
 */
#ifndef _INTERLOCKAPI_H_
#define _INTERLOCKAPI_H_

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An empty list. The header and every entry are aligned to MEMORY_ALLOCATION_ALIGNMENT bytes.
 * https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-initializeslisthead
 */
BERTH_API VOID WINAPI InitializeSListHead(PSLIST_HEADER ListHead);

/* Adds an entry in front; returns the one that was first, or NULL.
 * https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-interlockedpushentryslist
 */
BERTH_API PSLIST_ENTRY WINAPI InterlockedPushEntrySList(PSLIST_HEADER ListHead,
                                                        PSLIST_ENTRY ListEntry);

/* Adds Count linked entries in front.
 * https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-interlockedpushlistslistex
 */
BERTH_API PSLIST_ENTRY WINAPI InterlockedPushListSListEx(PSLIST_HEADER ListHead, PSLIST_ENTRY List,
                                                         PSLIST_ENTRY ListEnd, ULONG Count);

/* Takes the first entry, or NULL.
 * https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-interlockedpopentryslist
 */
BERTH_API PSLIST_ENTRY WINAPI InterlockedPopEntrySList(PSLIST_HEADER ListHead);

/* Takes all entries.
 * https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-interlockedflushslist
 */
BERTH_API PSLIST_ENTRY WINAPI InterlockedFlushSList(PSLIST_HEADER ListHead);

/* How many entries there are, modulo 65536.
 * https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-querydepthslist */
BERTH_API USHORT WINAPI QueryDepthSList(PSLIST_HEADER ListHead);

#ifdef __cplusplus
}
#endif
#endif
