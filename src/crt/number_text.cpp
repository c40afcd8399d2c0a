// Integers to text in any base, and text to integers.
#include <algorithm>
#include <cwchar>
#include <iterator>
#include <string>

#include "berth/crt_stdlib.h"
#include "crt/invalid_parameter.h"

namespace berth::crt {
namespace {

struct Number {
    unsigned long long magnitude;
    bool negative;
};

// Only base ten has a sign; in the others a negative number shows its bits, as wide as its type.
template <typename Signed>
Number signed_number(Signed value, int base) {
    using Unsigned = std::make_unsigned_t<Signed>;
    if (base == 10 && value < 0)
        return {0 - static_cast<unsigned long long>(value), true};
    return {static_cast<Unsigned>(value), false};
}

template <typename C>
errno_t number_write(const char* function, Number number, C* to, size_t size, int base) {
    if (!to || size == 0)
        return invalid_parameter(function, EINVAL);
    *to = C{};
    if (base < 2 || base > 36)
        return invalid_parameter(function, EINVAL);
    C digits[66];
    C* const end = std::end(digits);
    C* first = end;
    const auto divisor = static_cast<unsigned>(base);
    do {
        const auto digit = static_cast<int>(number.magnitude % divisor);
        *--first = static_cast<C>(digit < 10 ? '0' + digit : 'a' + digit - 10);
        number.magnitude /= divisor;
    } while (number.magnitude != 0);
    if (number.negative)
        *--first = '-';
    if (static_cast<size_t>(end - first) >= size)
        return invalid_parameter(function, ERANGE);
    to = std::copy(first, end, to);
    *to = C{};
    return 0;
}

template <typename C>
C* number_write_unchecked(const char* function, Number number, C* to, int base) {
    return number_write(function, number, to, SIZE_MAX, base) == 0 ? to : nullptr;
}

template <typename C>
bool usable(const char* function, const C* text) {
    if (!text)
        invalid_parameter(function, EINVAL);
    return text != nullptr;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

// Each type has four functions: narrow and wide, without and with the buffer's size.
#define BERTH_NUMBER(stem, Type, number)                                   \
    char* _##stem##a(Type value, char* to, int base) {                     \
        return number_write_unchecked("_" #stem "a", number, to, base);    \
    }                                                                      \
    wchar_t* _##stem##w(Type value, wchar_t* to, int base) {               \
        return number_write_unchecked("_" #stem "w", number, to, base);    \
    }                                                                      \
    errno_t _##stem##a_s(Type value, char* to, size_t size, int base) {    \
        return number_write("_" #stem "a_s", number, to, size, base);      \
    }                                                                      \
    errno_t _##stem##w_s(Type value, wchar_t* to, size_t size, int base) { \
        return number_write("_" #stem "w_s", number, to, size, base);      \
    }

BERTH_NUMBER(ito, int, signed_number(value, base))
BERTH_NUMBER(lto, long, signed_number(static_cast<int>(value), base))
BERTH_NUMBER(ulto, unsigned long, (Number{static_cast<unsigned>(value), false}))
BERTH_NUMBER(i64to, long long, signed_number(value, base))
BERTH_NUMBER(ui64to, unsigned long long, (Number{value, false}))

long long _atoi64(const char* text) {
    return usable("_atoi64", text) ? strtoll(text, nullptr, 10) : 0;
}
int _wtoi(const wchar_t* text) {
    return usable("_wtoi", text) ? static_cast<int>(std::clamp<long long>(
                                       wcstoll(text, nullptr, 10), -2147483647 - 1, 2147483647))
                                 : 0;
}
long _wtol(const wchar_t* text) {
    return usable("_wtol", text) ? wcstol(text, nullptr, 10) : 0;
}
long long _wtoi64(const wchar_t* text) {
    return usable("_wtoi64", text) ? wcstoll(text, nullptr, 10) : 0;
}
double _wtof(const wchar_t* text) {
    return usable("_wtof", text) ? wcstod(text, nullptr) : 0;
}
