#include "crt/path.h"

#include <algorithm>

#include "nt/path.h"

namespace berth::crt {
namespace {

std::string translated(const char* path, DWORD (*translate)(std::string_view, std::string&)) {
    std::string native;
    if (translate(path, native) == 0)
        return native;
    native = path;
    std::replace(native.begin(), native.end(), '\\', '/');
    return native;
}

}  // namespace

std::string path_native(const char* path) {
    return translated(path, nt::path_translate);
}
std::string path_pattern_native(const char* path) {
    return translated(path, nt::path_translate_pattern);
}

}  // namespace berth::crt
