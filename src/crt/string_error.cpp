// strerror's relatives.
#include "berth/crt_string.h"

#include <cstdlib>
#include <cstring>
#include <cwchar>

#include "crt/invalid_parameter.h"

using namespace berth::crt;

namespace {

// glibc's messages are ASCII in the C locale and in whatever encoding the program set elsewhere.
void error_text(int error, char* to, size_t size) {
    char buffer[256];
    const char* text = strerror_r(error, buffer, sizeof buffer);
    const size_t length = strnlen(text, size - 1);
    memcpy(to, text, length);
    to[length] = '\0';
}

}  // namespace

errno_t strerror_s(char* to, size_t size, int error) {
    if (!to || size == 0)
        return invalid_parameter("strerror_s", EINVAL);
    error_text(error, to, size);
    return 0;
}

errno_t _wcserror_s(wchar_t* to, size_t size, int error) {
    if (!to || size == 0)
        return invalid_parameter("_wcserror_s", EINVAL);
    char text[256];
    error_text(error, text, sizeof text);
    size_t i = 0;
    for (; i + 1 < size && text[i]; ++i)
        to[i] = static_cast<unsigned char>(text[i]);
    to[i] = L'\0';
    return 0;
}

wchar_t* _wcserror(int error) {
    static thread_local wchar_t text[256];
    _wcserror_s(text, 256, error);
    return text;
}
