#include "direct.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cwchar>
#include <memory>

#include "crt/invalid_parameter.h"
#include "crt/path.h"

namespace berth::crt {
namespace {

template <typename C>
int act(const char* function, const C* name, int (*action)(const char*)) {
    if (!name) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    return action(path_native(name).c_str());
}

int make(const char* name) {
    return mkdir(name, 0777);
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

int _mkdir(const char* name) {
    return act("_mkdir", name, make);
}
int _rmdir(const char* name) {
    return act("_rmdir", name, rmdir);
}
int _chdir(const char* name) {
    return act("_chdir", name, chdir);
}
int _wmkdir(const wchar_t* name) {
    return act("_wmkdir", name, make);
}
int _wrmdir(const wchar_t* name) {
    return act("_wrmdir", name, rmdir);
}
int _wchdir(const wchar_t* name) {
    return act("_wchdir", name, chdir);
}

char* _getcwd(char* to, int size) {
    if (size < 0 || (to && size == 0)) {
        invalid_parameter("_getcwd", EINVAL);
        return nullptr;
    }
    return getcwd(to, to ? static_cast<size_t>(size) : 0);
}

wchar_t* _wgetcwd(wchar_t* to, int size) {
    const std::unique_ptr<char, decltype(&free)> narrow(getcwd(nullptr, 0), free);
    if (!narrow)
        return nullptr;
    const std::wstring wide = wide_from_utf8(narrow.get());
    if (!to)
        return wcsdup(wide.c_str());
    if (size < 0 || wide.size() >= static_cast<size_t>(size)) {
        errno = ERANGE;
        return nullptr;
    }
    return wcscpy(to, wide.c_str());
}
