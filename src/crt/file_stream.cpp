// Opening, renaming and removing files by the names that a Windows program gives them.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "berth/crt_stdio.h"
#include "crt/invalid_parameter.h"
#include "crt/path.h"

namespace berth::crt {
namespace {

// The part of a mode that means something here. Linux reads "c" and "m" differently.
template <typename C>
std::string mode_native(const C* mode) {
    std::string native;
    for (; *mode && *mode != ','; ++mode) {
        switch (*mode) {
            case 'r':
            case 'w':
            case 'a':
            case '+':
            case 'b':
            case 'x':
                native += static_cast<char>(*mode);
                break;
            case 'N':  // not for child processes
                native += 'e';
                break;
            default:
                break;
        }
    }
    return native;
}

template <typename C>
FILE* open(const char* function, const C* name, const C* mode) {
    if (!name || !mode) {
        invalid_parameter(function, EINVAL);
        return nullptr;
    }
    return fopen(path_native(name).c_str(), mode_native(mode).c_str());
}

template <typename C>
FILE* reopen(const char* function, const C* name, const C* mode, FILE* stream) {
    if (!mode || !stream) {
        invalid_parameter(function, EINVAL);
        return nullptr;
    }
    const std::string native = name ? path_native(name) : std::string();
    return freopen(name ? native.c_str() : nullptr, mode_native(mode).c_str(), stream);
}

template <typename C>
errno_t open_checked(const char* function, FILE** stream, const C* name, const C* mode) {
    if (!stream)
        return invalid_parameter(function, EINVAL);
    *stream = open(function, name, mode);
    return *stream ? 0 : errno;
}

template <typename C>
errno_t reopen_checked(const char* function, FILE** stream, const C* name, const C* mode,
                       FILE* old) {
    if (!stream)
        return invalid_parameter(function, EINVAL);
    *stream = reopen(function, name, mode, old);
    return *stream ? 0 : errno;
}

template <typename C>
FILE* pipe_open(const char* function, const C* command, const C* mode) {
    if (!command || !mode) {
        invalid_parameter(function, EINVAL);
        return nullptr;
    }
    std::string text;
    if constexpr (sizeof(C) == 1)
        text = command;
    else
        text = utf8_from_wide(command);
    return popen(text.c_str(), *mode == 'w' ? "w" : "r");
}

// A name that is null is what the C library answers with EFAULT, or a crash.
template <typename C>
int name_act(const C* name, int (*act)(const char*)) {
    if (!name) {
        errno = EINVAL;
        return -1;
    }
    return act(path_native(name).c_str());
}

template <typename C>
int name_change(const C* from, const C* to) {
    if (!from || !to) {
        errno = EINVAL;
        return -1;
    }
    const std::string target = path_native(to);
    // Unlike rename here, Microsoft's does not replace what is there.
    if (access(target.c_str(), F_OK) == 0) {
        errno = EEXIST;
        return -1;
    }
    return rename(path_native(from).c_str(), target.c_str());
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

FILE* berth_fopen(const char* name, const char* mode) {
    return open("fopen", name, mode);
}
FILE* berth_freopen(const char* name, const char* mode, FILE* stream) {
    return reopen("freopen", name, mode, stream);
}
FILE* _fsopen(const char* name, const char* mode, int) {
    return open("_fsopen", name, mode);
}
FILE* _wfopen(const wchar_t* name, const wchar_t* mode) {
    return open("_wfopen", name, mode);
}
FILE* _wfsopen(const wchar_t* name, const wchar_t* mode, int) {
    return open("_wfsopen", name, mode);
}
FILE* _wfreopen(const wchar_t* name, const wchar_t* mode, FILE* stream) {
    return reopen("_wfreopen", name, mode, stream);
}
errno_t fopen_s(FILE** stream, const char* name, const char* mode) {
    return open_checked("fopen_s", stream, name, mode);
}
errno_t _wfopen_s(FILE** stream, const wchar_t* name, const wchar_t* mode) {
    return open_checked("_wfopen_s", stream, name, mode);
}
errno_t freopen_s(FILE** stream, const char* name, const char* mode, FILE* old) {
    return reopen_checked("freopen_s", stream, name, mode, old);
}
errno_t _wfreopen_s(FILE** stream, const wchar_t* name, const wchar_t* mode, FILE* old) {
    return reopen_checked("_wfreopen_s", stream, name, mode, old);
}
FILE* _fdopen(int descriptor, const char* mode) {
    if (!mode) {
        invalid_parameter("_fdopen", EINVAL);
        return nullptr;
    }
    return fdopen(descriptor, mode_native(mode).c_str());
}
FILE* _wfdopen(int descriptor, const wchar_t* mode) {
    if (!mode) {
        invalid_parameter("_wfdopen", EINVAL);
        return nullptr;
    }
    return fdopen(descriptor, mode_native(mode).c_str());
}
FILE* _popen(const char* command, const char* mode) {
    return pipe_open("_popen", command, mode);
}
FILE* _wpopen(const wchar_t* command, const wchar_t* mode) {
    return pipe_open("_wpopen", command, mode);
}

errno_t tmpfile_s(FILE** stream) {
    if (!stream)
        return invalid_parameter("tmpfile_s", EINVAL);
    *stream = tmpfile();
    return *stream ? 0 : errno;
}

errno_t tmpnam_s(char* to, rsize_t size) {
    if (!to || size == 0)
        return invalid_parameter("tmpnam_s", EINVAL);
    *to = '\0';
    char name[] = "/tmp/berth-XXXXXX";
    if (sizeof name > size)
        return invalid_parameter("tmpnam_s", ERANGE);
    const int descriptor = mkstemp(name);
    if (descriptor < 0)
        return errno;
    close(descriptor);
    unlink(name);
    std::char_traits<char>::copy(to, name, sizeof name);
    return 0;
}

int berth_remove(const char* name) {
    return name_act(name, unlink);
}
int _unlink(const char* name) {
    return name_act(name, unlink);
}
int _wremove(const wchar_t* name) {
    return name_act(name, unlink);
}
int _wunlink(const wchar_t* name) {
    return name_act(name, unlink);
}
int berth_rename(const char* from, const char* to) {
    return name_change(from, to);
}
int _wrename(const wchar_t* from, const wchar_t* to) {
    return name_change(from, to);
}
