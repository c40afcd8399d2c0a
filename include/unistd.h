/* A front of libc's: after winsock2.h, gethostname stays Winsock's, after ws2tcpip.h socklen_t too. */
#pragma push_macro("socklen_t")
#undef socklen_t
#if defined(BERTH_LIBC_NAMES_H) && !defined(_UNISTD_H)
#define gethostname berth_libc_gethostname
#include_next <unistd.h>
#undef gethostname
#else
#include_next <unistd.h>
#endif
#pragma pop_macro("socklen_t")
