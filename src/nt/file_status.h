// What Windows' structures say of a file.
#pragma once

#include <cstdint>

#include "minwindef.h"

namespace berth::nt {

struct FileStatus {
    DWORD attributes = 0;
    FILETIME created{};
    FILETIME accessed{};
    FILETIME written{};
    uint64_t size = 0;
    uint64_t identity = 0;
    DWORD links = 0;
    DWORD volume = 0;
};

// Of `path` in the folder whose descriptor is given (AT_FDCWD: the current one), or of the
// descriptor itself where the path is empty. 0 or a Windows error code.
DWORD file_status(int folder, const char* path, FileStatus& status);

}  // namespace berth::nt
