/*
 * Threads as the C runtime starts them.
 * https://learn.microsoft.com/cpp/c-runtime-library/reference/beginthread-beginthreadex
 */
#ifndef _INC_PROCESS
#define _INC_PROCESS

#include <stdint.h>
#include "berth/base.h"
#include "berth/crt_process.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef void(__cdecl* _beginthread_proc_type)(void*);
typedef unsigned(__stdcall* _beginthreadex_proc_type)(void*);

/* Starts a thread whose handle closes itself when the thread ends, so it may be invalid by the time
 * it is returned. (uintptr_t)-1 on failure, with errno EAGAIN or EINVAL. */
BERTH_API uintptr_t __cdecl _beginthread(void(__cdecl* start_address)(void*), unsigned stack_size,
                                         void* arglist);

/* CreateThread with other types: the handle is the caller's to close. 0 on failure, with errno. */
BERTH_API uintptr_t __cdecl _beginthreadex(void* security, unsigned stack_size,
                                           unsigned(__stdcall* start_address)(void*), void* arglist,
                                           unsigned initflag, unsigned* thrdaddr);

/* Ends the calling thread, as returning from its routine does.
 * https://learn.microsoft.com/cpp/c-runtime-library/reference/endthread-endthreadex */
BERTH_API __attribute__((noreturn)) void __cdecl _endthread(void);
BERTH_API __attribute__((noreturn)) void __cdecl _endthreadex(unsigned retval);

#ifdef __cplusplus
}
#endif
#endif
