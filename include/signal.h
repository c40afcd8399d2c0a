/* A front of libc's. Programs get signal() and raise() as Microsoft's runtime has them
 * (berth/crt_signal.h). Ctrl+Break's place is taken by Ctrl+\. */
#if defined(BERTH_PRELUDE_H) && !defined(_SIGNAL_H)
#define signal berth_libc_signal
#define raise berth_libc_raise
#include_next <signal.h>
#undef signal
#undef raise
#include "berth/crt_signal.h"
#else
#include_next <signal.h>
#endif
#ifndef BERTH_SIGNAL_H
#define BERTH_SIGNAL_H
#define SIGBREAK SIGQUIT
#define SIGABRT_COMPAT SIGABRT
#define SIG_GET ((_crt_signal_t)2)
#define SIG_SGE ((_crt_signal_t)3)
#define SIG_ACK ((_crt_signal_t)4)
#ifndef BERTH_CRT_SIGNAL_H
typedef void (*_crt_signal_t)(int);
#endif
#endif
