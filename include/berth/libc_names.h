/*
 * Leaves Winsock's names to winsock2.h: u_long, fd_set, select and gethostname, which libc's most
 * common headers declare with other meanings.
 *
 * Where this header comes before those (always so under `berth c++`, which force-includes it),
 * libc's declarations are read under other names and the plain names stay free. Where libc's
 * headers came first, the names become macros for names of ours, and winsock2.h declares those.
 */
#ifndef BERTH_LIBC_NAMES_H
#define BERTH_LIBC_NAMES_H

#include <features.h>

#ifdef _SYS_TYPES_H
#define BERTH_LIBC_OWNS_U_LONG
#endif
#ifdef _SYS_SELECT_H
#define BERTH_LIBC_OWNS_SELECT
#endif
#ifdef _UNISTD_H
#define BERTH_LIBC_OWNS_GETHOSTNAME
#endif

#ifndef BERTH_LIBC_OWNS_U_LONG
#define u_long berth_libc_u_long
#define ulong berth_libc_ulong
#endif
#ifndef BERTH_LIBC_OWNS_SELECT
#define fd_set berth_libc_fd_set
#define fd_mask berth_libc_fd_mask
#define select berth_libc_select
#define pselect berth_libc_pselect
#endif
#ifndef BERTH_LIBC_OWNS_GETHOSTNAME
#define gethostname berth_libc_gethostname
#define sethostname berth_libc_sethostname
#endif

#include <sys/types.h>
#include <sys/select.h>
#include <sys/time.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef BERTH_LIBC_OWNS_U_LONG
#define u_long berth_u_long
#else
#undef u_long
#undef ulong
#endif
#ifdef BERTH_LIBC_OWNS_SELECT
#define fd_set berth_fd_set
#define select berth_select
#else
#undef fd_set
#undef fd_mask
#undef select
#undef pselect
#endif
#ifdef BERTH_LIBC_OWNS_GETHOSTNAME
#define gethostname berth_gethostname
#else
#undef gethostname
#undef sethostname
#endif

/* winsock2.h has its own; a program may define FD_SETSIZE before it. */
#undef FD_SETSIZE
#undef FD_SET
#undef FD_CLR
#undef FD_ISSET
#undef FD_ZERO
#undef NFDBITS

#endif
