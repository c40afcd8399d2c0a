/* A front of libc's <poll.h>, which cannot share a translation unit with Winsock. */
#ifdef _WINSOCK2API_
#error "<poll.h> after <winsock2.h>: struct pollfd and POLLIN differ, so one translation unit can only use one of them. Move the code that needs <poll.h> to a source file of its own."
#else
#include_next <poll.h>
#endif
