/*
 * signal() and raise() as Microsoft's C runtime has them. They take the numbers of libc's
 * <signal.h>; those that Windows does not know (SIGPIPE, SIGUSR1 ...) are left to libc, save where
 * it is said.
 * https://learn.microsoft.com/cpp/c-runtime-library/signal-constants
 */
#ifndef BERTH_CRT_SIGNAL_H
#define BERTH_CRT_SIGNAL_H

#include "berth/base.h"

BERTH_BEGIN_DECLS

typedef void(__cdecl* _crt_signal_t)(int);

/* What a signal does from now on: SIG_DFL, SIG_IGN or a function; SIG_GET changes nothing. The
 * previous one, or SIG_ERR with errno EINVAL.
 *
 * A handler is set back to SIG_DFL before it runs (SIGFPE's is not). SIGINT, SIGBREAK and SIGTERM,
 * and SIGHUP, SIGUSR1 and SIGUSR2, run theirs in a new thread, as Windows does for Ctrl+C: it may
 * take locks and allocate. Ctrl+C and Ctrl+Break come among SetConsoleCtrlHandler's handlers;
 * closing the console is SIGBREAK too. A SIGTERM from outside, which Windows has not, ends the
 * process unless SIGTERM has a handler. SIGABRT, SIGFPE, SIGILL and SIGSEGV interrupt the thread
 * that caused them; SIGFPE's handler gets an _FPE_ code as its second argument.
 * https://learn.microsoft.com/cpp/c-runtime-library/reference/signal */
BERTH_API _crt_signal_t __cdecl signal(int sig, _crt_signal_t func) BERTH_NOTHROW
    BERTH_SYMBOL(signal);

/* Runs the signal's handler in the calling thread; 0. The default is the end of the process with
 * exit code 3. Nonzero with errno EINVAL for what is no signal.
 * https://learn.microsoft.com/cpp/c-runtime-library/reference/raise */
BERTH_API int __cdecl raise(int sig) BERTH_SYMBOL(raise);

BERTH_END_DECLS

#endif
