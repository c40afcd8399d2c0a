// Windows' spellings of a path, on Linux.
#pragma once

#include <string>
#include <string_view>

#include "minwindef.h"

namespace berth::nt {

// The path that Linux knows: backslashes become slashes, a drive letter and \\?\ fall away ("C:\a"
// is /a, "C:a" is a), NUL is /dev/null, CON, CONIN$ and CONOUT$ the terminal,
// COM1 /dev/ttyS0. 0,
// ERROR_PATH_NOT_FOUND (empty), ERROR_INVALID_NAME (characters no file name has on Windows),
// ERROR_FILENAME_EXCED_RANGE, ERROR_BAD_NETPATH (\\server\share). A file that is there in another
// mixture of upper and lower case is found.
DWORD path_translate(std::string_view windows, std::string& path);

// The same without the look for another case, and with * and ? allowed: for FindFirstFile's last
// part.
DWORD path_translate_pattern(std::string_view windows, std::string& path);

// The absolute form of a translated path, without "." and "..".
std::string path_absolute(const std::string& path);

// The code for a failed system call on a path: as error_from_errno, but ERROR_PATH_NOT_FOUND where
// the folder is missing as well.
DWORD path_error(int number, const std::string& path);

}  // namespace berth::nt
