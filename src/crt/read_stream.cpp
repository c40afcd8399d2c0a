// Reading lines and blocks with checks.
#include <cstdio>
#include <cstring>

#include "berth/crt_stdio.h"
#include "crt/invalid_parameter.h"
#include "crt/stream.h"
#include "crt/wide_stream.h"

namespace berth::crt {
namespace {

// Reads a line without its end into `to`. A line that does not fit is read whole all the same.
template <typename C, typename Get>
C* line_read(const char* function, C* to, size_t size, Get get) {
    if (!to || size == 0) {
        invalid_parameter(function, EINVAL);
        return nullptr;
    }
    const StreamLock lock(stdin);
    size_t used = 0;
    bool any = false;
    for (;;) {
        const auto c = get();
        if (c == decltype(c)(-1)) {
            if (any)
                break;
            *to = C{};
            return nullptr;
        }
        any = true;
        if (c == '\n')
            break;
        if (used < size)
            to[used] = static_cast<C>(c);
        ++used;
    }
    if (used >= size) {
        *to = C{};
        invalid_parameter(function, ERANGE);
        return nullptr;
    }
    to[used] = C{};
    return to;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

// The symbol that gets has in berth/crt_printf.h: C11 and C++14 have none any more.
extern "C" BERTH_API char* berth_gets(char* to);

char* berth_gets(char* to) {
    return line_read("gets", to, SIZE_MAX, [] { return getc_unlocked(stdin); });
}

char* gets_s(char* to, rsize_t size) {
    return line_read("gets_s", to, size, [] { return getc_unlocked(stdin); });
}

wchar_t* _getws_s(wchar_t* to, size_t size) {
    return line_read("_getws_s", to, size, [] { return wide_get(stdin); });
}

size_t fread_s(void* to, size_t size, size_t element_size, size_t count, FILE* stream) {
    if (element_size == 0 || count == 0)
        return 0;
    if (!to || !stream || count > size / element_size) {
        if (to)
            memset(to, 0, size);
        invalid_parameter("fread_s", to && stream ? ERANGE : EINVAL);
        return 0;
    }
    return fread(to, element_size, count, stream);
}

errno_t clearerr_s(FILE* stream) {
    if (!stream)
        return invalid_parameter("clearerr_s", EINVAL);
    clearerr(stream);
    return 0;
}

int _fileno(FILE* stream) {
    if (!stream) {
        invalid_parameter("_fileno", EINVAL);
        return -1;
    }
    return fileno(stream);
}

int _flushall() {
    return fflush(nullptr) == 0 ? 3 : EOF;
}
