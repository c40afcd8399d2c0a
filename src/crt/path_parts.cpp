// _splitpath, _makepath, _fullpath: paths taken apart and put together by their text alone.
#include "berth/crt_stdlib.h"

#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <string>
#include <memory>
#include <string_view>
#include <vector>

#include "berth/crt_string.h"
#include "crt/invalid_parameter.h"
#include "crt/path.h"
#include "crt/utf8_string.h"

namespace berth::crt {
namespace {

template <typename C>
bool separates(C c) {
    return c == '/' || c == '\\';
}

template <typename C>
struct Parts {
    std::basic_string_view<C> drive, directory, name, extension;
};

template <typename C>
Parts<C> path_split(std::basic_string_view<C> path) {
    Parts<C> parts;
    if (path.size() >= 2 && path[1] == ':') {
        parts.drive = path.substr(0, 2);
        path.remove_prefix(2);
    }
    size_t start = path.size();
    while (start > 0 && !separates(path[start - 1]))
        --start;
    parts.directory = path.substr(0, start);
    path.remove_prefix(start);
    const size_t dot = path.rfind(static_cast<C>('.'));
    parts.name = path.substr(0, dot);
    parts.extension = dot == path.npos ? path.substr(path.size()) : path.substr(dot);
    return parts;
}

// Copies a part into the caller's buffer, if it wants the part. False: the buffer is too small.
template <typename C>
bool part_give(std::basic_string_view<C> part, C* to, size_t size) {
    if (!to)
        return true;
    if (part.size() >= size)
        return false;
    part.copy(to, part.size());
    to[part.size()] = C{};
    return true;
}

template <typename C>
errno_t path_split_checked(const char* function, const C* path, C* drive, size_t drive_size,
                           C* directory, size_t directory_size, C* name, size_t name_size,
                           C* extension, size_t extension_size) {
    auto mismatched = [](const C* to, size_t size) { return (to == nullptr) != (size == 0); };
    if (!path || mismatched(drive, drive_size) || mismatched(directory, directory_size) ||
        mismatched(name, name_size) || mismatched(extension, extension_size))
        return invalid_parameter(function, EINVAL);
    const Parts<C> parts = path_split(std::basic_string_view<C>(path));
    if (part_give(parts.drive, drive, drive_size) &&
        part_give(parts.directory, directory, directory_size) &&
        part_give(parts.name, name, name_size) &&
        part_give(parts.extension, extension, extension_size))
        return 0;
    for (C* to : {drive, directory, name, extension}) {
        if (to)
            *to = C{};
    }
    return invalid_parameter(function, ERANGE);
}

template <typename C>
errno_t path_join(const char* function, C* path, size_t size, const C* drive, const C* directory,
                  const C* name, const C* extension) {
    if (!path || size == 0)
        return invalid_parameter(function, EINVAL);
    std::basic_string<C> joined;
    if (drive && *drive) {
        joined += *drive;
        joined += static_cast<C>(':');
    }
    if (directory && *directory) {
        joined += directory;
        if (!separates(joined.back()))
            joined += static_cast<C>('/');
    }
    if (name)
        joined += name;
    if (extension && *extension) {
        if (*extension != '.')
            joined += static_cast<C>('.');
        joined += extension;
    }
    if (part_give(std::basic_string_view<C>(joined), path, size))
        return 0;
    *path = C{};
    return invalid_parameter(function, ERANGE);
}

// The absolute path by text: what it names need not exist.
std::string path_absolute(const char* path) {
    std::string whole = path ? path_native(path) : "";
    if (whole.empty() || whole.front() != '/') {
        const std::unique_ptr<char, decltype(&free)> here(getcwd(nullptr, 0), free);
        whole = (here ? std::string(here.get()) : std::string()) + "/" + whole;
    }
    std::vector<std::string_view> names;
    for (size_t at = 0; at < whole.size();) {
        const size_t end = std::min(whole.find('/', at), whole.size());
        const std::string_view name = std::string_view(whole).substr(at, end - at);
        if (name == ".." && !names.empty())
            names.pop_back();
        else if (!name.empty() && name != "." && name != "..")
            names.push_back(name);
        at = end + 1;
    }
    std::string result;
    for (const std::string_view name : names)
        result.append("/").append(name);
    return result.empty() ? "/" : result;
}

template <typename C>
C* path_give(const char* function, const std::basic_string<C>& path, C* to, size_t size) {
    if (!to) {
        size = path.size() + 1;
        to = static_cast<C*>(calloc(size, sizeof(C)));
        if (!to)
            return nullptr;
    }
    if (size == 0) {
        invalid_parameter(function, EINVAL);
        return nullptr;
    }
    if (part_give(std::basic_string_view<C>(path), to, size))
        return to;
    errno = ERANGE;
    return nullptr;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

errno_t _splitpath_s(const char* path, char* drive, size_t drive_size, char* directory,
                     size_t directory_size, char* name, size_t name_size, char* extension,
                     size_t extension_size) {
    return path_split_checked("_splitpath_s", path, drive, drive_size, directory, directory_size,
                              name, name_size, extension, extension_size);
}

errno_t _wsplitpath_s(const wchar_t* path, wchar_t* drive, size_t drive_size, wchar_t* directory,
                      size_t directory_size, wchar_t* name, size_t name_size, wchar_t* extension,
                      size_t extension_size) {
    return path_split_checked("_wsplitpath_s", path, drive, drive_size, directory, directory_size,
                              name, name_size, extension, extension_size);
}

void _splitpath(const char* path, char* drive, char* directory, char* name, char* extension) {
    _splitpath_s(path, drive, drive ? _MAX_DRIVE : 0, directory, directory ? _MAX_DIR : 0, name,
                 name ? _MAX_FNAME : 0, extension, extension ? _MAX_EXT : 0);
}

void _wsplitpath(const wchar_t* path, wchar_t* drive, wchar_t* directory, wchar_t* name,
                 wchar_t* extension) {
    _wsplitpath_s(path, drive, drive ? _MAX_DRIVE : 0, directory, directory ? _MAX_DIR : 0, name,
                  name ? _MAX_FNAME : 0, extension, extension ? _MAX_EXT : 0);
}

errno_t _makepath_s(char* path, size_t size, const char* drive, const char* directory,
                    const char* name, const char* extension) {
    return path_join("_makepath_s", path, size, drive, directory, name, extension);
}

errno_t _wmakepath_s(wchar_t* path, size_t size, const wchar_t* drive, const wchar_t* directory,
                     const wchar_t* name, const wchar_t* extension) {
    return path_join("_wmakepath_s", path, size, drive, directory, name, extension);
}

void _makepath(char* path, const char* drive, const char* directory, const char* name,
               const char* extension) {
    path_join("_makepath", path, _MAX_PATH, drive, directory, name, extension);
}

void _wmakepath(wchar_t* path, const wchar_t* drive, const wchar_t* directory, const wchar_t* name,
                const wchar_t* extension) {
    path_join("_wmakepath", path, _MAX_PATH, drive, directory, name, extension);
}

char* _fullpath(char* absolute, const char* path, size_t size) {
    return path_give("_fullpath", path_absolute(path), absolute, size);
}

wchar_t* _wfullpath(wchar_t* absolute, const wchar_t* path, size_t size) {
    const std::string narrow = utf8_from_wide(path ? path : L"");
    return path_give("_wfullpath", wide_from_utf8(path_absolute(narrow.c_str())), absolute, size);
}
