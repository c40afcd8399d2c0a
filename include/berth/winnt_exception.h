/* winnt.h's part on exceptions.
 * https://learn.microsoft.com/windows/win32/debug/structured-exception-handling */
#ifndef BERTH_WINNT_EXCEPTION_H
#define BERTH_WINNT_EXCEPTION_H

#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

#define EXCEPTION_MAXIMUM_PARAMETERS 15
#define EXCEPTION_NONCONTINUABLE 0x1
#define STATUS_ACCESS_VIOLATION ((DWORD)0xC0000005)
#define STATUS_NO_MEMORY ((DWORD)0xC0000017)
#define STATUS_CONTROL_C_EXIT ((DWORD)0xC000013A)
#define EXCEPTION_ACCESS_VIOLATION STATUS_ACCESS_VIOLATION

typedef struct _EXCEPTION_RECORD {
    DWORD ExceptionCode;
    DWORD ExceptionFlags;
    struct _EXCEPTION_RECORD* ExceptionRecord;
    void* ExceptionAddress;
    DWORD NumberParameters;
    ULONG_PTR ExceptionInformation[EXCEPTION_MAXIMUM_PARAMETERS];
} EXCEPTION_RECORD, *PEXCEPTION_RECORD;
struct _CONTEXT;
typedef struct _EXCEPTION_POINTERS {
    PEXCEPTION_RECORD ExceptionRecord;
    struct _CONTEXT* ContextRecord;
} EXCEPTION_POINTERS, *PEXCEPTION_POINTERS, *LPEXCEPTION_POINTERS;

#define SEM_FAILCRITICALERRORS 0x0001
#define SEM_NOGPFAULTERRORBOX 0x0002
#define SEM_NOALIGNMENTFAULTEXCEPT 0x0004
#define SEM_NOOPENFILEERRORBOX 0x8000

typedef LONG(WINAPI* PTOP_LEVEL_EXCEPTION_FILTER)(struct _EXCEPTION_POINTERS* ExceptionInfo);
typedef PTOP_LEVEL_EXCEPTION_FILTER LPTOP_LEVEL_EXCEPTION_FILTER;

#ifdef __cplusplus
}
#endif
#endif
