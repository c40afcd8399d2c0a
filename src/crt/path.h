// File names as a Windows program writes them, for Linux: a backslash separates as a slash does,
// and NUL is the null device in any case.
#pragma once

#include <strings.h>

#include <algorithm>
#include <string>

#include "crt/utf8_string.h"

namespace berth::crt {

inline std::string path_native(const char* path) {
    std::string native = path;
    std::replace(native.begin(), native.end(), '\\', '/');
    return strcasecmp(native.c_str(), "nul") == 0 ? "/dev/null" : native;
}

inline std::string path_native(const wchar_t* path) {
    return path_native(utf8_from_wide(path).c_str());
}

}  // namespace berth::crt
