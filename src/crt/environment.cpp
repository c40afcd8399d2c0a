// Environment variables, with Microsoft's rules: an empty value removes the variable.
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>

#include "berth/crt_stdlib.h"
#include "berth/crt_string.h"
#include "crt/invalid_parameter.h"
#include "crt/utf8_string.h"

namespace berth::crt {
namespace {

// What _wgetenv returned stays valid: each distinct value is kept once.
const std::wstring& wide_value_keep(const char* value) {
    static std::mutex mutex;
    static std::map<std::string, std::wstring> kept;
    const std::lock_guard lock(mutex);
    const auto [at, fresh] = kept.try_emplace(value);
    if (fresh)
        at->second = wide_from_utf8(value);
    return at->second;
}

template <typename C>
errno_t value_copy(const char* function, const C* value, size_t* needed, C* to, size_t size) {
    if (!needed || (to == nullptr) != (size == 0)) {
        if (needed)
            *needed = 0;
        return invalid_parameter(function, EINVAL);
    }
    *needed = 0;
    if (to)
        *to = C{};
    if (!value)
        return 0;
    const size_t length = std::char_traits<C>::length(value) + 1;
    *needed = length;
    if (!to)
        return 0;
    if (length > size) {
        errno = ERANGE;
        return ERANGE;
    }
    std::char_traits<C>::copy(to, value, length);
    return 0;
}

template <typename C>
errno_t value_duplicate(const C* value, C** copy, size_t* size, C* (*duplicate)(const C*)) {
    *copy = nullptr;
    if (size)
        *size = 0;
    if (!value)
        return 0;
    *copy = duplicate(value);
    if (!*copy)
        return ENOMEM;
    if (size)
        *size = std::char_traits<C>::length(value) + 1;
    return 0;
}

errno_t variable_set(const char* function, const char* name, const char* value) {
    if (!name || !value || !*name || strchr(name, '='))
        return invalid_parameter(function, EINVAL);
    return (*value ? setenv(name, value, 1) : unsetenv(name)) == 0 ? 0 : errno;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

errno_t getenv_s(size_t* needed, char* to, rsize_t size, const char* name) {
    if (!name)
        return invalid_parameter("getenv_s", EINVAL);
    return value_copy("getenv_s", getenv(name), needed, to, size);
}

errno_t _dupenv_s(char** value, size_t* size, const char* name) {
    if (!value || !name)
        return invalid_parameter("_dupenv_s", EINVAL);
    return value_duplicate<char>(getenv(name), value, size, _strdup);
}

errno_t _putenv_s(const char* name, const char* value) {
    return variable_set("_putenv_s", name, value);
}

int _putenv(const char* assignment) {
    const char* const sign = assignment ? strchr(assignment, '=') : nullptr;
    if (!sign || sign == assignment) {
        invalid_parameter("_putenv", EINVAL);
        return -1;
    }
    return variable_set("_putenv", std::string(assignment, sign).c_str(), sign + 1) == 0 ? 0 : -1;
}

wchar_t* _wgetenv(const wchar_t* name) {
    if (!name) {
        invalid_parameter("_wgetenv", EINVAL);
        return nullptr;
    }
    const char* const value = getenv(utf8_from_wide(name).c_str());
    return value ? const_cast<wchar_t*>(wide_value_keep(value).c_str()) : nullptr;
}

errno_t _wgetenv_s(size_t* needed, wchar_t* to, rsize_t size, const wchar_t* name) {
    if (!name)
        return invalid_parameter("_wgetenv_s", EINVAL);
    return value_copy<wchar_t>("_wgetenv_s", _wgetenv(name), needed, to, size);
}

errno_t _wdupenv_s(wchar_t** value, size_t* size, const wchar_t* name) {
    if (!value || !name)
        return invalid_parameter("_wdupenv_s", EINVAL);
    return value_duplicate<wchar_t>(_wgetenv(name), value, size, _wcsdup);
}

int _wputenv(const wchar_t* assignment) {
    if (!assignment) {
        invalid_parameter("_wputenv", EINVAL);
        return -1;
    }
    return _putenv(utf8_from_wide(assignment).c_str());
}

errno_t _wputenv_s(const wchar_t* name, const wchar_t* value) {
    if (!name || !value)
        return invalid_parameter("_wputenv_s", EINVAL);
    return _putenv_s(utf8_from_wide(name).c_str(), utf8_from_wide(value).c_str());
}
