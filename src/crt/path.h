// File names as a Windows program writes them, for the C library: nt/path.h says what is
// translated.
#pragma once

#include <string>

#include "crt/utf8_string.h"

namespace berth::crt {

// What cannot be a name on Windows is passed on as it is: the C library refuses it, with its errno.
std::string path_native(const char* path);
// The same for a name whose last part may hold * and ?.
std::string path_pattern_native(const char* path);

inline std::string path_native(const wchar_t* path) {
    return path_native(utf8_from_wide(path).c_str());
}
inline std::string path_pattern_native(const wchar_t* path) {
    return path_pattern_native(utf8_from_wide(path).c_str());
}

}  // namespace berth::crt
