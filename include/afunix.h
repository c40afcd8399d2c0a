/* Local sockets. https://devblogs.microsoft.com/commandline/af_unix-comes-to-windows/ */
#ifndef _AFUNIX_
#define _AFUNIX_

#include "ws2def.h"

#define UNIX_PATH_MAX 108

/* sun_path: UTF-8, zero-terminated; a path of the file system. */
typedef struct sockaddr_un {
    ADDRESS_FAMILY sun_family;
    char sun_path[UNIX_PATH_MAX];
} SOCKADDR_UN, *PSOCKADDR_UN;

#define SIO_AF_UNIX_GETPEERPID _WSAIOR(IOC_VENDOR, 256)
#define SIO_AF_UNIX_SETBINDPARENTPATH _WSAIOW(IOC_VENDOR, 257)
#define SIO_AF_UNIX_SETCONNPARENTPATH _WSAIOW(IOC_VENDOR, 258)

#endif
