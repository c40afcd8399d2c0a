/* A front of libc's <sys/socket.h>, which cannot share a translation unit with Winsock. */
#ifdef _WINSOCK2API_
#error "<sys/socket.h> after <winsock2.h>: their constants differ (AF_INET6 is 23 in one and 10 in the other), so one translation unit can only use one of them. Move the code that needs <sys/socket.h> to a source file of its own."
#else
#include_next <sys/socket.h>
#endif
