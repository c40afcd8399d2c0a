// Environment variables: the process's environ, with names that ignore case where that is needed.
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <mutex>
#include <string>
#include <vector>

#include <unistd.h>

#include "berth/winbase_memory.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/text.h"
#include "processenv.h"

using namespace berth::nt;

namespace {

// Guards these functions against each other; libc's own know nothing of it.
constinit std::mutex environment_lock;

// "NAME=value" of a variable: in its own case, else in any. With the lock held.
const char* variable_find(std::string_view name) {
    const char* other = nullptr;
    for (char** at = environ; at && *at; ++at) {
        const std::string_view entry(*at);
        if (entry.size() <= name.size() || entry[name.size()] != '=')
            continue;
        if (entry.substr(0, name.size()) == name)
            return *at;
        if (!other && text_compare_ignore_case(entry.substr(0, name.size()), name) == 0)
            other = *at;
    }
    return other;
}

bool variable_get(std::string_view name, std::string& value) {
    const std::lock_guard<std::mutex> guard(environment_lock);
    const char* entry = name.empty() ? nullptr : variable_find(name);
    if (!entry)
        return false;
    value = entry + name.size() + 1;
    return true;
}

template <typename Char>
DWORD variable_read(const std::string& name, Char* buffer, DWORD size) {
    std::string value;
    if (!variable_get(name, value))
        return api_fail<DWORD>(ERROR_ENVVAR_NOT_FOUND, 0);
    last_error_set(ERROR_SUCCESS);  // an empty value has length 0 too
    return buffer_copy(value, buffer, size);
}

DWORD variable_write(const std::string& name, const char* value) {
    if (name.empty() || name.find('=') != std::string::npos)
        return ERROR_INVALID_PARAMETER;
    const std::lock_guard<std::mutex> guard(environment_lock);
    const char* entry = variable_find(name);
    const std::string known = entry ? std::string(entry, name.size()) : name;
    if (!value) {
        if (!entry)
            return ERROR_ENVVAR_NOT_FOUND;
        return unsetenv(known.c_str()) == 0 ? 0 : error_from_errno(errno);
    }
    return setenv(known.c_str(), value, 1) == 0 ? 0 : error_from_errno(errno);
}

std::string expand(std::string_view source) {
    std::string result;
    while (!source.empty()) {
        const size_t end = source[0] == '%' ? source.find('%', 1) : std::string_view::npos;
        std::string value;
        if (end != std::string_view::npos && variable_get(source.substr(1, end - 1), value)) {
            result += value;
            source.remove_prefix(end + 1);
            continue;
        }
        result.push_back(source[0]);
        source.remove_prefix(1);
    }
    return result;
}

template <typename Char>
DWORD expand_into(const std::string& source, Char* buffer, DWORD size) {
    const std::string text = expand(source);
    const DWORD length = buffer_copy(text, buffer, size);
    return buffer && length < size ? length + 1 : length;
}

template <typename Char>
Char* block_make() {
    std::basic_string<Char> block;
    {
        const std::lock_guard<std::mutex> guard(environment_lock);
        for (char** at = environ; at && *at; ++at) {
            if constexpr (sizeof(Char) == 1)
                block.append(*at);
            else
                block.append(wide_from_utf8(*at));
            block.push_back(0);
        }
    }
    block.push_back(0);
    auto* copy = static_cast<Char*>(LocalAlloc(LMEM_FIXED, block.size() * sizeof(Char)));
    if (copy)
        block.copy(copy, block.size());
    return copy;
}

}  // namespace

extern "C" {

DWORD WINAPI GetEnvironmentVariableA(LPCSTR name, LPSTR buffer, DWORD size) {
    return api_call<DWORD>(0, [&] { return variable_read(name ? name : "", buffer, size); });
}
DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR buffer, DWORD size) {
    return api_call<DWORD>(0, [&] { return variable_read(utf8_from_wide(name), buffer, size); });
}
BOOL WINAPI SetEnvironmentVariableA(LPCSTR name, LPCSTR value) {
    return api_bool([&] { return variable_write(name ? name : "", value); });
}
BOOL WINAPI SetEnvironmentVariableW(LPCWSTR name, LPCWSTR value) {
    return api_bool([&] {
        const std::string text = utf8_from_wide(value);
        return variable_write(utf8_from_wide(name), value ? text.c_str() : nullptr);
    });
}
DWORD WINAPI ExpandEnvironmentStringsA(LPCSTR source, LPSTR buffer, DWORD size) {
    return api_call<DWORD>(0, [&] { return expand_into(source ? source : "", buffer, size); });
}
DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR source, LPWSTR buffer, DWORD size) {
    return api_call<DWORD>(0, [&] { return expand_into(utf8_from_wide(source), buffer, size); });
}
LPCH WINAPI GetEnvironmentStringsA(void) {
    return api_call<LPCH>(nullptr, [] { return block_make<char>(); });
}
LPWCH WINAPI GetEnvironmentStringsW(void) {
    return api_call<LPWCH>(nullptr, [] { return block_make<wchar_t>(); });
}
BOOL WINAPI FreeEnvironmentStringsA(LPCH block) {
    LocalFree(block);
    return TRUE;
}
BOOL WINAPI FreeEnvironmentStringsW(LPWCH block) {
    LocalFree(block);
    return TRUE;
}

}  // extern "C"
