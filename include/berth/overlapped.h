/* OVERLAPPED, shared by minwinbase.h and winsock2.h.
 * https://learn.microsoft.com/windows/win32/api/minwinbase/ns-minwinbase-overlapped */
#ifndef BERTH_OVERLAPPED_H
#define BERTH_OVERLAPPED_H

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _OVERLAPPED {
    ULONG_PTR Internal;
    ULONG_PTR InternalHigh;
    __extension__ union {
        __extension__ struct {
            DWORD Offset;
            DWORD OffsetHigh;
        };
        PVOID Pointer;
    };
    HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;

#ifdef __cplusplus
}
#endif
#endif
