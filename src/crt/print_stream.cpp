// printf, wprintf and the rest of the families that write to streams.
#include "berth/crt_stdio.h"

#include "crt/invalid_parameter.h"
#include "crt/stream.h"

namespace berth::crt {
namespace {

template <typename C>
int print(const char* function, FILE* stream, const C* text, va_list arguments) {
    if (!stream || !text) {
        invalid_parameter(function, EINVAL);
        return -1;
    }
    const StreamLock lock(stream);
    StreamOutput<C> out(stream);
    const int error = format(out, text, arguments);
    const bool written = out.flush();
    if (error == EINVAL)
        invalid_parameter(function, error);
    else if (error != 0)
        errno = error;
    return error == 0 && written ? static_cast<int>(out.count()) : -1;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

// The symbols that the standard names get in berth/crt_printf.h.
extern "C" {
BERTH_API int berth_printf(const char* format, ...);
BERTH_API int berth_vprintf(const char* format, va_list arguments);
BERTH_API int berth_fprintf(FILE* stream, const char* format, ...);
BERTH_API int berth_vfprintf(FILE* stream, const char* format, va_list arguments);
BERTH_API int berth_wprintf(const wchar_t* format, ...);
BERTH_API int berth_vwprintf(const wchar_t* format, va_list arguments);
BERTH_API int berth_fwprintf(FILE* stream, const wchar_t* format, ...);
BERTH_API int berth_vfwprintf(FILE* stream, const wchar_t* format, va_list arguments);
}

#define BERTH_PRINT(stream)                                        \
    va_list arguments;                                             \
    va_start(arguments, format);                                   \
    const int length = print(__func__, stream, format, arguments); \
    va_end(arguments);                                             \
    return length

int berth_vfprintf(FILE* stream, const char* format, va_list arguments) {
    return print("vfprintf", stream, format, arguments);
}
int berth_vprintf(const char* format, va_list arguments) {
    return print("vprintf", stdout, format, arguments);
}
int berth_printf(const char* format, ...) {
    BERTH_PRINT(stdout);
}
int berth_fprintf(FILE* stream, const char* format, ...) {
    BERTH_PRINT(stream);
}
int berth_vfwprintf(FILE* stream, const wchar_t* format, va_list arguments) {
    return print("vfwprintf", stream, format, arguments);
}
int berth_vwprintf(const wchar_t* format, va_list arguments) {
    return print("vwprintf", stdout, format, arguments);
}
int berth_wprintf(const wchar_t* format, ...) {
    BERTH_PRINT(stdout);
}
int berth_fwprintf(FILE* stream, const wchar_t* format, ...) {
    BERTH_PRINT(stream);
}

int vfprintf_s(FILE* stream, const char* format, va_list arguments) {
    return print("vfprintf_s", stream, format, arguments);
}
int vprintf_s(const char* format, va_list arguments) {
    return print("vprintf_s", stdout, format, arguments);
}
int printf_s(const char* format, ...) {
    BERTH_PRINT(stdout);
}
int fprintf_s(FILE* stream, const char* format, ...) {
    BERTH_PRINT(stream);
}
int vfwprintf_s(FILE* stream, const wchar_t* format, va_list arguments) {
    return print("vfwprintf_s", stream, format, arguments);
}
int vwprintf_s(const wchar_t* format, va_list arguments) {
    return print("vwprintf_s", stdout, format, arguments);
}
int wprintf_s(const wchar_t* format, ...) {
    BERTH_PRINT(stdout);
}
int fwprintf_s(FILE* stream, const wchar_t* format, ...) {
    BERTH_PRINT(stream);
}
