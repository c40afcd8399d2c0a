#include "nt/path.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <string>
#include <utility>

#include "nt/errno.h"
#include "nt/text.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr size_t kMaxPath = 32767;

bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool exists(const std::string& path) {
    struct stat status {};
    return lstat(path.c_str(), &status) == 0;
}

// The device that a whole path names; empty where it names none.
std::string device_find(std::string_view name) {
    if (text_compare_ignore_case(name, std::string_view("NUL")) == 0)
        return "/dev/null";
    for (std::string_view console : {"CON", "CONIN$", "CONOUT$"})
        if (text_compare_ignore_case(name, console) == 0)
            return "/dev/tty";
    // COM1 is the first serial port.
    int number = 0;
    const char* const end = name.data() + name.size();
    if (name.size() > 3 &&
        text_compare_ignore_case(name.substr(0, 3), std::string_view("COM")) == 0) {
        const auto [last, error] = std::from_chars(name.data() + 3, end, number);
        if (error == std::errc() && last == end && number > 0)
            return "/dev/ttyS" + std::to_string(number - 1);
    }
    return {};
}

// The entry of `folder` whose name differs from `name` in case only; empty where there is none.
std::string entry_find(const std::string& folder, std::string_view name) {
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(
        opendir(folder.empty() ? "." : folder.c_str()), closedir);
    if (!directory)
        return {};
    while (const dirent* entry = readdir(directory.get()))
        if (text_compare_ignore_case(std::string_view(entry->d_name), name) == 0)
            return entry->d_name;
    return {};
}

// Puts each part of the path into the case in which it is there; a part that is not stays.
std::string case_resolve(const std::string& path) {
    if (exists(path))
        return path;
    std::string resolved;
    bool missing = false;
    for (size_t at = 0; at < path.size();) {
        if (path[at] == '/') {
            resolved.push_back(path[at++]);
            continue;
        }
        const size_t end = std::min(path.find('/', at), path.size());
        const std::string part = path.substr(at, end - at);
        at = end;
        std::string found;
        if (!missing && !exists(resolved + part)) {
            found = entry_find(resolved, part);
            missing = found.empty();
        }
        resolved += found.empty() ? part : found;
    }
    return resolved;
}

DWORD translate(std::string_view windows, std::string_view forbidden, std::string& path) {
    if (windows.empty())
        return ERROR_PATH_NOT_FOUND;
    if (windows.size() > kMaxPath)
        return ERROR_FILENAME_EXCED_RANGE;
    path.assign(windows);
    std::replace(path.begin(), path.end(), '\\', '/');
    const bool verbatim = path.starts_with("//?/") || path.starts_with("//./");
    if (verbatim)
        path.erase(0, 4);
    else if (path.starts_with("//") && windows.starts_with("\\\\"))
        return ERROR_BAD_NETPATH;
    if (std::string device = device_find(path); !device.empty()) {
        path = std::move(device);
        return 0;
    }
    if (verbatim && text_compare_ignore_case(path.substr(0, 5), "pipe/") == 0)
        return ERROR_FILE_NOT_FOUND;
    if (path.size() >= 2 && letter(path[0]) && path[1] == ':') {
        path.erase(0, 2);
        if (path.empty())
            path = ".";
    }
    if (path.find_first_of(forbidden) != std::string::npos)
        return ERROR_INVALID_NAME;
    return 0;
}

}  // namespace

DWORD path_translate(std::string_view windows, std::string& path) {
    const DWORD error = translate(windows, "<>\"|?*", path);
    if (error == 0)
        path = case_resolve(path);
    return error;
}

DWORD path_translate_pattern(std::string_view windows, std::string& path) {
    return translate(windows, "|", path);
}

std::string path_absolute(const std::string& path) {
    std::string whole = path;
    if (!whole.starts_with('/')) {
        char here[4096];
        whole = (getcwd(here, sizeof(here)) ? std::string(here) : std::string()) + "/" + path;
    }
    std::string result;
    for (size_t at = 0; at < whole.size();) {
        const size_t start = whole.find_first_not_of('/', at);
        if (start == std::string::npos)
            break;
        const size_t end = std::min(whole.find('/', start), whole.size());
        const std::string part = whole.substr(start, end - start);
        at = end;
        if (part == "..")
            result.erase(result.empty() ? 0 : result.rfind('/'));
        else if (part != ".")
            result += "/" + part;
    }
    if (result.empty() || (whole.size() > 1 && whole.back() == '/'))
        result += '/';
    return result;
}

DWORD path_error(int number, const std::string& path) {
    if (number == ENOENT) {
        std::string folder = path;
        while (folder.size() > 1 && folder.back() == '/')
            folder.pop_back();
        const size_t slash = folder.rfind('/');
        folder = slash == std::string::npos ? "." : slash == 0 ? "/" : folder.substr(0, slash);
        struct stat status {};
        if (stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
            return ERROR_PATH_NOT_FOUND;
    }
    return error_from_errno(number);
}

}  // namespace berth::nt
