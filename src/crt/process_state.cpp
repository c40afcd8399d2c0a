// errno, _doserrno and what else belongs to the process or the thread as a whole.
#include <sys/random.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "berth/crt_stdlib.h"
#include "crt/invalid_parameter.h"
#include "crt/utf8_string.h"

using namespace berth::crt;

namespace {
thread_local unsigned int dos_error = 0;
}

errno_t _get_errno(int* value) {
    if (!value)
        return invalid_parameter("_get_errno", EINVAL);
    *value = errno;
    return 0;
}

errno_t _set_errno(int value) {
    errno = value;
    return 0;
}

unsigned int* berth_doserrno() {
    return &dos_error;
}

errno_t _get_doserrno(unsigned int* value) {
    if (!value)
        return invalid_parameter("_get_doserrno", EINVAL);
    *value = dos_error;
    return 0;
}

errno_t _set_doserrno(unsigned int value) {
    dos_error = value;
    return 0;
}

void _wperror(const wchar_t* message) {
    const int error = errno;
    const std::string text = message ? utf8_from_wide(message) : std::string();
    char buffer[256];
    fprintf(stderr, "%s%s%s\n", text.c_str(), text.empty() ? "" : ": ",
            strerror_r(error, buffer, sizeof buffer));
}

errno_t rand_s(unsigned int* value) {
    if (!value)
        return invalid_parameter("rand_s", EINVAL);
    return getrandom(value, sizeof *value, 0) == sizeof *value ? 0 : ENOMEM;
}

int _wsystem(const wchar_t* command) {
    return command ? system(utf8_from_wide(command).c_str()) : system(nullptr);
}
