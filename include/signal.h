/* A front of libc's. Ctrl+Break's place is taken by Ctrl+\. */
#include_next <signal.h>
#ifndef BERTH_SIGNAL_H
#define BERTH_SIGNAL_H
#define SIGBREAK SIGQUIT
#define SIGABRT_COMPAT SIGABRT
#endif
