/* A front of libc's: after winsock2.h, gethostname stays Winsock's. */
#if defined(BERTH_LIBC_NAMES_H) && !defined(_UNISTD_H)
#define gethostname berth_libc_gethostname
#include_next <unistd.h>
#undef gethostname
#else
#include_next <unistd.h>
#endif
