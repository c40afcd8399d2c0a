#include "providers/iso/error.h"

#include <cerrno>

#include "winsock2.h"

namespace berth::iso {

int error_from_errno(int number) {
    switch (number) {
        case 0:
            return 0;
        case EACCES:
        case EPERM:
            return WSAEACCES;
        case EADDRINUSE:
            return WSAEADDRINUSE;
        case EADDRNOTAVAIL:
            return WSAEADDRNOTAVAIL;
        case EAFNOSUPPORT:
            return WSAEAFNOSUPPORT;
        case EMFILE:
        case ENFILE:
            return WSAEMFILE;
        case ECONNREFUSED:
            return WSAECONNREFUSED;
        case ECONNABORTED:
            return WSAECONNABORTED;
        case ECONNRESET:
        case EPIPE:
            return WSAECONNRESET;
        case ENETUNREACH:
            return WSAENETUNREACH;
        case ENETDOWN:
            return WSAENETDOWN;
        case EHOSTUNREACH:
            return WSAEHOSTUNREACH;
        case EHOSTDOWN:
            return WSAEHOSTDOWN;
        case ETIMEDOUT:
            return WSAETIMEDOUT;
        case EFAULT:
            return WSAEFAULT;
        case EINVAL:
            return WSAEINVAL;
        default:
            return WSAENOBUFS;
    }
}

}  // namespace berth::iso
