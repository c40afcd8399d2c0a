/*
 * The Windows API's base: what the thin headers declare, and what has none of its own.
 * https://learn.microsoft.com/windows/win32/api/winbase/
 */
#ifndef _WINBASE_
#define _WINBASE_

#include "minwinbase.h"
#include "handleapi.h"
#include "synchapi.h"
#include "processthreadsapi.h"
#include "fibersapi.h"
#include "debugapi.h"
#include "errhandlingapi.h"
#include "fileapi.h"
#include "heapapi.h"
#include "ioapiset.h"
#include "libloaderapi.h"
#include "memoryapi.h"
#include "namedpipeapi.h"
#include "processenv.h"
#include "berth/profile.h"
#include "berth/sysinfo_system.h"
#include "berth/wincon_types.h"
#include "berth/winbase_file.h"
#include "berth/winbase_mapping.h"
#include "berth/winbase_memory.h"
#include "berth/winbase_message.h"
#include "berth/winbase_serial.h"
#include "berth/winbase_pool.h"
#include "berth/winbase_string.h"
#include "interlockedapi.h"
#include "profileapi.h"
#include "realtimeapiset.h"
#include "sysinfoapi.h"
#include "timezoneapi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Whether an overlapped request is done. A look that makes no call: its OVERLAPPED must still
 * exist. https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-hasoverlappediocompleted
 */
#define HasOverlappedIoCompleted(lpOverlapped) \
    (((DWORD)__atomic_load_n(&(lpOverlapped)->Internal, __ATOMIC_ACQUIRE)) != STATUS_PENDING)

/* SIO_SET_PRIORITY_HINT (mstcpip.h). */
typedef enum _PRIORITY_HINT {
    IoPriorityHintVeryLow = 0,
    IoPriorityHintLow,
    IoPriorityHintNormal,
    MaximumIoPriorityHintType
} PRIORITY_HINT;

/* How many processors of a group (0, or ALL_PROCESSOR_GROUPS) this process may use. 0:
 * ERROR_INVALID_PARAMETER.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getactiveprocessorcount */
BERTH_API DWORD WINAPI GetActiveProcessorCount(WORD GroupNumber);
/* As many as can be: none is added while a program runs.
 * https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getmaximumprocessorcount */
BERTH_API DWORD WINAPI GetMaximumProcessorCount(WORD GroupNumber);

#ifdef __cplusplus
}
#endif
#endif
