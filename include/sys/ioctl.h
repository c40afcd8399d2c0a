/* A front of libc's <sys/ioctl.h>, which cannot share a translation unit with Winsock. */
#ifdef _WINSOCK2API_
#error "<sys/ioctl.h> after <winsock2.h>: FIONBIO and FIONREAD differ, so one translation unit can only use one of them. Move the code that needs <sys/ioctl.h> to a source file of its own."
#else
#include_next <sys/ioctl.h>
#endif
