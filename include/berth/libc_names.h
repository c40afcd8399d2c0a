/*
 * Makes room for the names that Winsock and the C library both claim with different types: fd_set,
 * u_long, select and gethostname. A libc header that is not included yet is included here with
 * those names changed, so the plain names become Winsock's. If the program included it before us,
 * the names are taken, and Winsock's become macros for names of their own. unistd.h (ours, a thin
 * front of libc's) does the same for gethostname when it is included later.
 */
#ifndef BERTH_LIBC_NAMES_H
#define BERTH_LIBC_NAMES_H

#include <features.h>

#ifdef __u_char_defined
#define u_long berth_u_long
#else
#define u_long berth_libc_u_long
#define ulong berth_libc_ulong
#define BERTH_UNDO_U_LONG
#endif
#ifdef _SYS_SELECT_H
#define fd_set berth_fd_set
#define select berth_select
#else
#define fd_set berth_libc_fd_set
#define fd_mask berth_libc_fd_mask
#define select berth_libc_select
#define pselect berth_libc_pselect
#define BERTH_UNDO_SELECT
#endif

#include <sys/types.h>
#include <sys/select.h>

#ifdef BERTH_UNDO_U_LONG
#undef BERTH_UNDO_U_LONG
#undef u_long
#undef ulong
#endif
#ifdef BERTH_UNDO_SELECT
#undef BERTH_UNDO_SELECT
#undef fd_set
#undef fd_mask
#undef select
#undef pselect
#endif

#ifdef _UNISTD_H
#define gethostname berth_gethostname
#endif

#undef FD_SET
#undef FD_CLR
#undef FD_ISSET
#undef FD_ZERO
#undef NFDBITS
/* A FD_SETSIZE that follows __FD_SETSIZE is libc's own; another one is the program's choice and
 * stays. */
#ifdef FD_SETSIZE
#pragma push_macro("__FD_SETSIZE")
#undef __FD_SETSIZE
#define __FD_SETSIZE 7
#if FD_SETSIZE == 7
#undef FD_SETSIZE
#endif
#pragma pop_macro("__FD_SETSIZE")
#endif

#endif
