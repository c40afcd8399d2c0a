#include "nt/errno.h"

#include <cerrno>

#include "winerror.h"

namespace berth::nt {

DWORD error_from_errno(int number) {
    switch (number) {
        case 0:
            return 0;
        case EPERM:
        case EACCES:
        case EISDIR:
            return ERROR_ACCESS_DENIED;
        case ENOENT:
            return ERROR_FILE_NOT_FOUND;
        case ENOTDIR:
            return ERROR_PATH_NOT_FOUND;
        case EINTR:
        case ECANCELED:
            return ERROR_OPERATION_ABORTED;
        case EIO:
            return ERROR_IO_DEVICE;
        case ENXIO:
        case ENODEV:
            return ERROR_BAD_UNIT;
        case E2BIG:
        case ENAMETOOLONG:
            return ERROR_FILENAME_EXCED_RANGE;
        case ENOEXEC:
            return ERROR_BAD_EXE_FORMAT;
        case EBADF:
            return ERROR_INVALID_HANDLE;
        case EAGAIN:
            return ERROR_NO_DATA;
        case ENOMEM:
            return ERROR_NOT_ENOUGH_MEMORY;
        case ENOBUFS:
            return ERROR_NO_SYSTEM_RESOURCES;
        case EFAULT:
            return ERROR_NOACCESS;
        case EBUSY:
            return ERROR_BUSY;
        case ETXTBSY:
            return ERROR_SHARING_VIOLATION;
        case EEXIST:
            return ERROR_FILE_EXISTS;
        case EXDEV:
            return ERROR_NOT_SAME_DEVICE;
        case EINVAL:
        case ESRCH:
            return ERROR_INVALID_PARAMETER;
        case EMFILE:
        case ENFILE:
            return ERROR_TOO_MANY_OPEN_FILES;
        case EFBIG:
            return ERROR_FILE_TOO_LARGE;
        case ENOSPC:
            return ERROR_DISK_FULL;
        case EDQUOT:
            return ERROR_DISK_QUOTA_EXCEEDED;
        case ESPIPE:
            return ERROR_SEEK_ON_DEVICE;
        case EROFS:
            return ERROR_WRITE_PROTECT;
        case EPIPE:
            return ERROR_NO_DATA;
        case ENOTEMPTY:
            return ERROR_DIR_NOT_EMPTY;
        case ELOOP:
            return ERROR_CANT_RESOLVE_FILENAME;
        case ENOSYS:
        case EOPNOTSUPP:
        case ENOTTY:
            return ERROR_NOT_SUPPORTED;
        case ETIMEDOUT:
            return ERROR_SEM_TIMEOUT;
        case EDEADLK:
            return ERROR_POSSIBLE_DEADLOCK;
        default:
            return ERROR_GEN_FAILURE;
    }
}

}  // namespace berth::nt
