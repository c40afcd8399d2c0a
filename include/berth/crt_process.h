/*
 * Processes as the C runtime starts them. A program's name may separate with backslashes and end in
 * .exe, which falls away where there is no such file.
 * https://learn.microsoft.com/cpp/c-runtime-library/spawn-wspawn-functions
 */
#ifndef BERTH_CRT_PROCESS_H
#define BERTH_CRT_PROCESS_H

#include "berth/libc_names.h"
#include "berth/crt_types.h"

BERTH_BEGIN_DECLS

#define _P_WAIT 0
#define _P_NOWAIT 1
#define _P_OVERLAY 2
#define _P_NOWAITO 3
#define _P_DETACH 4
#define P_WAIT _P_WAIT
#define P_NOWAIT _P_NOWAIT
#define P_OVERLAY _P_OVERLAY
#define P_NOWAITO _P_NOWAITO
#define P_DETACH _P_DETACH

BERTH_API int _getpid(void) __asm__("getpid");

/* _P_WAIT: the program's exit status. _P_NOWAIT: what _cwait takes. -1 and errno on failure. The p
 * functions search PATH, the e functions give an environment. */
BERTH_API intptr_t _spawnv(int mode, const char* program, const char* const* arguments);
BERTH_API intptr_t _spawnvp(int mode, const char* program, const char* const* arguments);
BERTH_API intptr_t _spawnve(int mode, const char* program, const char* const* arguments,
                            const char* const* environment);
BERTH_API intptr_t _spawnl(int mode, const char* program, const char* first, ...);
BERTH_API intptr_t _spawnlp(int mode, const char* program, const char* first, ...);
BERTH_API intptr_t _cwait(int* status, intptr_t process, int action);

/* Come back only on failure, with -1. */
BERTH_API intptr_t _execv(const char* program, const char* const* arguments);
BERTH_API intptr_t _execvp(const char* program, const char* const* arguments);
BERTH_API intptr_t _execl(const char* program, const char* first, ...);
BERTH_API intptr_t _execlp(const char* program, const char* first, ...);

BERTH_END_DECLS

#endif
