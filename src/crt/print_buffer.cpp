// sprintf, swprintf and the rest of the families that write into memory. Each has its own rule for
// a text that does not fit.
#include "berth/crt_stdio.h"

#include <algorithm>

#include "crt/format.h"
#include "crt/invalid_parameter.h"

namespace berth::crt {
namespace {

// Formats into [to, to + room) without a terminator. The whole text's length, or -1.
template <typename C>
int print_into(const char* function, C* to, size_t room, const C* text, va_list arguments) {
    if (!text || (!to && room != 0)) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    BufferOutput<C> out(to, room);
    const int error = format(out, text, arguments);
    if (error == EINVAL)
        invalid_parameter(function, error);
    else if (error != 0)
        errno = error;
    return error == 0 ? static_cast<int>(out.count()) : -1;
}

// Standard C's rule (snprintf): terminated whenever there is room at all; returns the whole length.
template <typename C>
int print_terminated(const char* function, C* to, size_t size, const C* text, va_list arguments) {
    const size_t room = size == 0 ? 0 : size - 1;
    if (size != 0 && !to) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    const int length = print_into(function, to, room, text, arguments);
    if (size != 0)
        to[length < 0 ? 0 : std::min(static_cast<size_t>(length), room)] = C{};
    return length;
}

// Standard C's rule for swprintf: -1 where the text does not fit.
template <typename C>
int print_or_fail(const char* function, C* to, size_t size, const C* text, va_list arguments) {
    const int length = print_terminated(function, to, size, text, arguments);
    return length >= 0 && static_cast<size_t>(length) >= size ? -1 : length;
}

// _snprintf's rule: a terminator only where there is room for it.
template <typename C>
int print_counted(const char* function, C* to, size_t count, const C* text, va_list arguments) {
    const int length = print_into(function, to, count, text, arguments);
    if (!to || length < 0)
        return length;
    const auto used = static_cast<size_t>(length);
    if (used < count)
        to[used] = C{};
    return used > count ? -1 : length;
}

// The rule of the _s functions; `count` limits the text before `size` does.
template <typename C>
int print_checked(const char* function, C* to, size_t size, size_t count, const C* text,
                  va_list arguments) {
    if (!text || ((!to || size == 0) && (to || size != 0 || count != 0))) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    if (!to)
        return 0;
    const size_t room = std::min(size - 1, count);
    const int length = print_into(function, to, room, text, arguments);
    if (length < 0) {
        *to = C{};
        return -1;
    }
    const auto used = static_cast<size_t>(length);
    to[std::min(used, room)] = C{};
    if (used <= room)
        return length;
    if (count != _TRUNCATE && count >= size) {
        *to = C{};
        invalid_parameter(function, ERANGE);
    }
    return -1;
}

// More than a text can have, and not _TRUNCATE.
constexpr size_t kWhole = static_cast<size_t>(-2);

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

// The symbols that the standard names get in berth/crt_printf.h.
extern "C" {
BERTH_API int berth_sprintf(char* to, const char* format, ...);
BERTH_API int berth_vsprintf(char* to, const char* format, va_list arguments);
BERTH_API int berth_snprintf(char* to, size_t size, const char* format, ...);
BERTH_API int berth_vsnprintf(char* to, size_t size, const char* format, va_list arguments);
BERTH_API int berth_swprintf(wchar_t* to, size_t size, const wchar_t* format, ...);
BERTH_API int berth_vswprintf(wchar_t* to, size_t size, const wchar_t* format, va_list arguments);
}

#define BERTH_VARIADIC(call)     \
    va_list arguments;           \
    va_start(arguments, format); \
    const int length = call;     \
    va_end(arguments);           \
    return length

int berth_vsnprintf(char* to, size_t size, const char* format, va_list arguments) {
    return print_terminated("vsnprintf", to, size, format, arguments);
}
int berth_snprintf(char* to, size_t size, const char* format, ...) {
    BERTH_VARIADIC(print_terminated("snprintf", to, size, format, arguments));
}
int berth_vsprintf(char* to, const char* format, va_list arguments) {
    return print_terminated("vsprintf", to, SIZE_MAX, format, arguments);
}
int berth_sprintf(char* to, const char* format, ...) {
    BERTH_VARIADIC(print_terminated("sprintf", to, SIZE_MAX, format, arguments));
}
int berth_vswprintf(wchar_t* to, size_t size, const wchar_t* format, va_list arguments) {
    return print_or_fail("vswprintf", to, size, format, arguments);
}
int berth_swprintf(wchar_t* to, size_t size, const wchar_t* format, ...) {
    BERTH_VARIADIC(print_or_fail("swprintf", to, size, format, arguments));
}
int _vswprintf(wchar_t* to, const wchar_t* format, va_list arguments) {
    return print_terminated("_vswprintf", to, SIZE_MAX, format, arguments);
}
int _swprintf(wchar_t* to, const wchar_t* format, ...) {
    BERTH_VARIADIC(print_terminated("_swprintf", to, SIZE_MAX, format, arguments));
}

int _vsnprintf(char* to, size_t count, const char* format, va_list arguments) {
    return print_counted("_vsnprintf", to, count, format, arguments);
}
int _snprintf(char* to, size_t count, const char* format, ...) {
    BERTH_VARIADIC(print_counted("_snprintf", to, count, format, arguments));
}
int _vsnwprintf(wchar_t* to, size_t count, const wchar_t* format, va_list arguments) {
    return print_counted("_vsnwprintf", to, count, format, arguments);
}
int _snwprintf(wchar_t* to, size_t count, const wchar_t* format, ...) {
    BERTH_VARIADIC(print_counted("_snwprintf", to, count, format, arguments));
}

int _vscprintf(const char* format, va_list arguments) {
    return print_into<char>("_vscprintf", nullptr, 0, format, arguments);
}
int _scprintf(const char* format, ...) {
    BERTH_VARIADIC(print_into<char>("_scprintf", nullptr, 0, format, arguments));
}
int _vscwprintf(const wchar_t* format, va_list arguments) {
    return print_into<wchar_t>("_vscwprintf", nullptr, 0, format, arguments);
}
int _scwprintf(const wchar_t* format, ...) {
    BERTH_VARIADIC(print_into<wchar_t>("_scwprintf", nullptr, 0, format, arguments));
}

int vsprintf_s(char* to, size_t size, const char* format, va_list arguments) {
    return print_checked("vsprintf_s", to, size, kWhole, format, arguments);
}
int sprintf_s(char* to, size_t size, const char* format, ...) {
    BERTH_VARIADIC(print_checked("sprintf_s", to, size, kWhole, format, arguments));
}
int vswprintf_s(wchar_t* to, size_t size, const wchar_t* format, va_list arguments) {
    return print_checked("vswprintf_s", to, size, kWhole, format, arguments);
}
int swprintf_s(wchar_t* to, size_t size, const wchar_t* format, ...) {
    BERTH_VARIADIC(print_checked("swprintf_s", to, size, kWhole, format, arguments));
}
int _vsnprintf_s(char* to, size_t size, size_t count, const char* format, va_list arguments) {
    return print_checked("_vsnprintf_s", to, size, count, format, arguments);
}
int _snprintf_s(char* to, size_t size, size_t count, const char* format, ...) {
    BERTH_VARIADIC(print_checked("_snprintf_s", to, size, count, format, arguments));
}
int _vsnwprintf_s(wchar_t* to, size_t size, size_t count, const wchar_t* format,
                  va_list arguments) {
    return print_checked("_vsnwprintf_s", to, size, count, format, arguments);
}
int _snwprintf_s(wchar_t* to, size_t size, size_t count, const wchar_t* format, ...) {
    BERTH_VARIADIC(print_checked("_snwprintf_s", to, size, count, format, arguments));
}
