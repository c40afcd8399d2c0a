// mbstowcs_s and wcstombs_s. The multibyte encoding is UTF-8.
#include <cstring>
#include <cwchar>

#include "berth/crt_stdlib.h"
#include "crt/invalid_parameter.h"
#include "crt/utf8.h"

namespace berth::crt {
namespace {

// Converts at most `limit` characters into `to` (null: only counts) and terminates. `next` makes
// the units of one more character and is false at the end. ERANGE: they and the terminator do not
// fit.
template <typename C, typename Next>
errno_t convert(const char* function, size_t* converted, C* to, size_t size, size_t count,
                Next next) {
    const bool truncate = count == _TRUNCATE;
    size_t used = 0;
    C unit[4];
    for (size_t units = 0; next(unit, units);) {
        if (!truncate && count - used < units)
            break;
        if (to && used + units >= size) {
            to[truncate ? used : 0] = C{};
            if (converted)
                *converted = truncate ? used + 1 : 0;
            return truncate ? STRUNCATE : invalid_parameter(function, ERANGE);
        }
        for (size_t i = 0; to && i < units; ++i)
            to[used + i] = unit[i];
        used += units;
    }
    if (to)
        to[used] = C{};
    if (converted)
        *converted = used + 1;
    return 0;
}

template <typename C>
bool refused(size_t* converted, C* to, size_t size, const void* from) {
    if (converted)
        *converted = 0;
    if (to && size != 0)
        *to = C{};
    return (to == nullptr) != (size == 0) || !from;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

errno_t mbstowcs_s(size_t* converted, wchar_t* to, size_t size, const char* from, size_t count) {
    if (refused(converted, to, size, from))
        return invalid_parameter("mbstowcs_s", EINVAL);
    return convert("mbstowcs_s", converted, to, size, to ? count : _TRUNCATE,
                   [&](wchar_t* unit, size_t& units) {
                       if (!*from)
                           return false;
                       unit[0] = utf8_decode(from, strnlen(from, 4));
                       units = 1;
                       return true;
                   });
}

errno_t wcstombs_s(size_t* converted, char* to, size_t size, const wchar_t* from, size_t count) {
    if (refused(converted, to, size, from))
        return invalid_parameter("wcstombs_s", EINVAL);
    return convert("wcstombs_s", converted, to, size, to ? count : _TRUNCATE,
                   [&](char* unit, size_t& units) {
                       if (!*from)
                           return false;
                       units = utf8_encode(wide_next(from, from + wcsnlen(from, 2)), unit);
                       return true;
                   });
}
