// strcpy_s, strcat_s and their kin, narrow and wide from one template each.
#include "berth/crt_string.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "crt/invalid_parameter.h"

namespace berth::crt {
namespace {

template <typename C>
using Traits = std::char_traits<C>;

// The length of `text`, or `limit` where no terminator comes before.
template <typename C>
size_t length_within(const C* text, size_t limit) {
    const C* end = Traits<C>::find(text, limit, C{});
    return end ? static_cast<size_t>(end - text) : limit;
}

template <typename C>
int refuse(const char* function, C* to, int error) {
    *to = C{};
    return invalid_parameter(function, error);
}

// Appends at most `count` characters of `from` at to[used]. _TRUNCATE: what fits.
template <typename C>
int append(const char* function, C* to, size_t size, size_t used, const C* from, size_t count) {
    const size_t room = size - used;
    const size_t length = length_within(from, count == _TRUNCATE ? room : std::min(count, room));
    if (length < room) {
        Traits<C>::move(to + used, from, length);
        to[used + length] = C{};
        return 0;
    }
    if (count != _TRUNCATE)
        return refuse(function, to, ERANGE);
    Traits<C>::move(to + used, from, room - 1);
    to[size - 1] = C{};
    return STRUNCATE;
}

template <typename C>
int copy(const char* function, C* to, size_t size, const C* from, size_t count) {
    if (!to || size == 0)
        return (!to && size == 0 && count == 0) ? 0 : invalid_parameter(function, EINVAL);
    if (count == 0) {
        *to = C{};
        return 0;
    }
    if (!from)
        return refuse(function, to, EINVAL);
    return append(function, to, size, 0, from, count);
}

template <typename C>
int concatenate(const char* function, C* to, size_t size, const C* from, size_t count) {
    if (!to || size == 0)
        return (!to && size == 0 && count == 0) ? 0 : invalid_parameter(function, EINVAL);
    const size_t used = length_within(to, size);
    if (used == size || (!from && count != 0))
        return refuse(function, to, EINVAL);
    return count == 0 ? 0 : append(function, to, size, used, from, count);
}

// More than any string holds, and not _TRUNCATE: copy all of it.
constexpr size_t kWhole = static_cast<size_t>(-2);

template <typename C>
C* next_token(const char* function, C* text, const C* delimiters, C** context) {
    if (!context || !delimiters || (!text && !*context)) {
        invalid_parameter(function, EINVAL);
        return nullptr;
    }
    const size_t kinds = Traits<C>::length(delimiters);
    auto delimits = [&](C c) { return Traits<C>::find(delimiters, kinds, c) != nullptr; };
    C* start = text ? text : *context;
    while (*start && delimits(*start))
        ++start;
    C* end = start;
    while (*end && !delimits(*end))
        ++end;
    *context = *end ? end + 1 : end;
    *end = C{};
    return end == start ? nullptr : start;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

errno_t strcpy_s(char* to, rsize_t size, const char* from) {
    return copy("strcpy_s", to, size, from, kWhole);
}
errno_t wcscpy_s(wchar_t* to, rsize_t size, const wchar_t* from) {
    return copy("wcscpy_s", to, size, from, kWhole);
}
errno_t strncpy_s(char* to, rsize_t size, const char* from, rsize_t count) {
    return copy("strncpy_s", to, size, from, count);
}
errno_t wcsncpy_s(wchar_t* to, rsize_t size, const wchar_t* from, rsize_t count) {
    return copy("wcsncpy_s", to, size, from, count);
}
errno_t strcat_s(char* to, rsize_t size, const char* from) {
    return concatenate("strcat_s", to, size, from, kWhole);
}
errno_t wcscat_s(wchar_t* to, rsize_t size, const wchar_t* from) {
    return concatenate("wcscat_s", to, size, from, kWhole);
}
errno_t strncat_s(char* to, rsize_t size, const char* from, rsize_t count) {
    return concatenate("strncat_s", to, size, from, count);
}
errno_t wcsncat_s(wchar_t* to, rsize_t size, const wchar_t* from, rsize_t count) {
    return concatenate("wcsncat_s", to, size, from, count);
}

char* strtok_s(char* text, const char* delimiters, char** context) {
    return next_token("strtok_s", text, delimiters, context);
}
wchar_t* wcstok_s(wchar_t* text, const wchar_t* delimiters, wchar_t** context) {
    return next_token("wcstok_s", text, delimiters, context);
}

size_t strnlen_s(const char* text, size_t size) {
    return text ? length_within(text, size) : 0;
}
size_t wcsnlen_s(const wchar_t* text, size_t size) {
    return text ? length_within(text, size) : 0;
}

errno_t memcpy_s(void* to, rsize_t size, const void* from, rsize_t count) {
    if (count == 0)
        return 0;
    if (!to)
        return invalid_parameter("memcpy_s", EINVAL);
    if (!from || size < count) {
        memset(to, 0, size);
        return invalid_parameter("memcpy_s", from ? ERANGE : EINVAL);
    }
    memmove(to, from, count);
    return 0;
}

errno_t memmove_s(void* to, rsize_t size, const void* from, rsize_t count) {
    if (count == 0)
        return 0;
    if (!to || !from)
        return invalid_parameter("memmove_s", EINVAL);
    if (size < count)
        return invalid_parameter("memmove_s", ERANGE);
    memmove(to, from, count);
    return 0;
}

errno_t wmemcpy_s(wchar_t* to, rsize_t size, const wchar_t* from, rsize_t count) {
    if (size > SIZE_MAX / sizeof(wchar_t) || count > SIZE_MAX / sizeof(wchar_t))
        return invalid_parameter("wmemcpy_s", ERANGE);
    return memcpy_s(to, size * sizeof(wchar_t), from, count * sizeof(wchar_t));
}

errno_t wmemmove_s(wchar_t* to, rsize_t size, const wchar_t* from, rsize_t count) {
    if (size > SIZE_MAX / sizeof(wchar_t) || count > SIZE_MAX / sizeof(wchar_t))
        return invalid_parameter("wmemmove_s", ERANGE);
    return memmove_s(to, size * sizeof(wchar_t), from, count * sizeof(wchar_t));
}
