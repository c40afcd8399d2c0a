#include "crt/format.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <cwchar>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "crt/utf8.h"

namespace berth::crt {
namespace {

enum class Size { kDefault, kChar, kShort, kInt, kLong64, kLongDouble, kNarrow, kWide };

struct Spec {
    bool left = false;
    bool plus = false;
    bool space = false;
    bool alternate = false;
    bool zero = false;
    size_t width = 0;
    int precision = -1;
    Size size = Size::kDefault;
};

// The layouts of ANSI_STRING and UNICODE_STRING; lengths are in bytes.
struct CountedString {
    unsigned short length;
    unsigned short capacity;
    const void* text;
};

template <typename C>
class Formatter {
  public:
    Formatter(Output<C>& out, va_list arguments) : out_(out) { va_copy(arguments_, arguments); }
    Formatter(const Formatter&) = delete;
    Formatter& operator=(const Formatter&) = delete;
    ~Formatter() { va_end(arguments_); }

    int run(const C* format) {
        while (*format) {
            const C* text = format;
            while (*format && *format != '%')
                ++format;
            out_.put(text, static_cast<size_t>(format - text));
            if (!*format)
                break;
            ++format;
            const int error = directive(format);
            if (error != 0)
                return error;
        }
        return 0;
    }

  private:
    // One directive; `at` is behind its '%' and ends behind its last character.
    int directive(const C*& at) {
        Spec spec;
        flags(at, spec);
        const int error = field_sizes(at, spec);
        if (error != 0)
            return error;
        const bool sized = size_prefix(at, spec);
        const C kind = *at;
        if (kind == 0)
            return sized ? EINVAL : 0;
        ++at;
        return convert(kind, spec);
    }

    int convert(C kind, const Spec& spec) {
        switch (kind) {
            case 'd':
            case 'i': {
                const int64_t value = signed_argument(spec.size);
                const auto magnitude = static_cast<uint64_t>(value);
                integer(value < 0 ? 0 - magnitude : magnitude, 10, false, sign(value < 0, spec),
                        spec);
                return 0;
            }
            case 'u':
                integer(unsigned_argument(spec.size), 10, false, "", spec);
                return 0;
            case 'o':
                integer(unsigned_argument(spec.size), 8, false, "", spec);
                return 0;
            case 'x':
            case 'X': {
                const uint64_t value = unsigned_argument(spec.size);
                const char* prefix = kind == 'x' ? "0x" : "0X";
                integer(value, 16, kind == 'X', spec.alternate && value != 0 ? prefix : "", spec);
                return 0;
            }
            case 'p': {
                Spec pointer = spec;
                pointer.precision = 16;
                integer(reinterpret_cast<uintptr_t>(va_arg(arguments_, void*)), 16, true,
                        spec.alternate ? "0X" : "", pointer);
                return 0;
            }
            case 'a':
            case 'A':
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G':
                return real(static_cast<char>(kind), spec);
            case 'c':
            case 'C':
                character(is_wide(kind == 'C', spec.size), spec);
                return 0;
            case 's':
            case 'S':
                if (is_wide(kind == 'S', spec.size))
                    string(va_arg(arguments_, const wchar_t*), spec);
                else
                    string(va_arg(arguments_, const char*), spec);
                return 0;
            case 'Z':
                counted_string(spec);
                return 0;
            case 'n':
                return EINVAL;
            default:
                // As documented: a character that means nothing after a '%' is written as it is.
                out_.put(&kind, 1);
                return 0;
        }
    }

    static void flags(const C*& at, Spec& spec) {
        for (;; ++at) {
            switch (*at) {
                case '-':
                    spec.left = true;
                    break;
                case '+':
                    spec.plus = true;
                    break;
                case ' ':
                    spec.space = true;
                    break;
                case '#':
                    spec.alternate = true;
                    break;
                case '0':
                    spec.zero = true;
                    break;
                default:
                    return;
            }
        }
    }

    int field_sizes(const C*& at, Spec& spec) {
        int width = 0;
        if (*at == '*') {
            ++at;
            width = va_arg(arguments_, int);
            spec.left = spec.left || width < 0;
            spec.width = width < 0 ? 0 - static_cast<size_t>(width) : static_cast<size_t>(width);
        } else if (!number(at, width)) {
            return ERANGE;
        } else {
            spec.width = static_cast<size_t>(width);
        }
        if (*at != '.')
            return 0;
        ++at;
        if (*at == '*') {
            ++at;
            spec.precision = std::max(va_arg(arguments_, int), -1);
            return 0;
        }
        return number(at, spec.precision) ? 0 : ERANGE;
    }

    static bool number(const C*& at, int& value) {
        int64_t sum = 0;
        for (; *at >= '0' && *at <= '9'; ++at) {
            sum = sum * 10 + (*at - '0');
            if (sum > INT_MAX)
                return false;
        }
        value = static_cast<int>(sum);
        return true;
    }

    static bool size_prefix(const C*& at, Spec& spec) {
        const C* start = at;
        switch (*at) {
            case 'h':
                spec.size = at[1] == 'h' ? Size::kChar : Size::kShort;
                at += at[1] == 'h' ? 2 : 1;
                break;
            case 'l':
                spec.size = at[1] == 'l' ? Size::kLong64 : Size::kWide;
                at += at[1] == 'l' ? 2 : 1;
                break;
            case 'I':
                if (at[1] == '3' && at[2] == '2') {
                    spec.size = Size::kInt;
                    at += 3;
                    break;
                }
                at += at[1] == '6' && at[2] == '4' ? 3 : 1;
                spec.size = Size::kLong64;
                break;
            case 'j':
            case 'z':
            case 't':
                spec.size = Size::kLong64;
                ++at;
                break;
            case 'w':
                spec.size = Size::kWide;
                ++at;
                break;
            case 'L':
                spec.size = Size::kLongDouble;
                ++at;
                break;
            case 'T':
                ++at;
                break;
            default:
                break;
        }
        return at != start;
    }

    int64_t signed_argument(Size size) {
        switch (size) {
            case Size::kLong64:
                return va_arg(arguments_, long long);
            case Size::kShort:
                return static_cast<short>(va_arg(arguments_, int));
            case Size::kChar:
                return static_cast<signed char>(va_arg(arguments_, int));
            default:
                return va_arg(arguments_, int);
        }
    }

    uint64_t unsigned_argument(Size size) {
        switch (size) {
            case Size::kLong64:
                return va_arg(arguments_, unsigned long long);
            case Size::kShort:
                return static_cast<unsigned short>(va_arg(arguments_, unsigned));
            case Size::kChar:
                return static_cast<unsigned char>(va_arg(arguments_, unsigned));
            default:
                return va_arg(arguments_, unsigned);
        }
    }

    static const char* sign(bool negative, const Spec& spec) {
        if (negative)
            return "-";
        return spec.plus ? "+" : spec.space ? " " : "";
    }

    static bool is_wide(bool opposite, Size size) {
        if (size == Size::kWide)
            return true;
        if (size == Size::kShort || size == Size::kChar)
            return false;
        return (sizeof(C) == sizeof(wchar_t)) != opposite;
    }

    void fill(char with, size_t count) {
        C block[64];
        std::fill(std::begin(block), std::end(block), static_cast<C>(with));
        for (; count > std::size(block); count -= std::size(block))
            out_.put(block, std::size(block));
        out_.put(block, count);
    }

    void ascii(const char* text, size_t length) {
        if constexpr (sizeof(C) == 1) {
            out_.put(text, length);
        } else {
            for (size_t i = 0; i < length; ++i) {
                const C c = static_cast<unsigned char>(text[i]);
                out_.put(&c, 1);
            }
        }
    }

    // A number: sign or base prefix, zeros that the field asks for, digits.
    void field(std::string_view prefix, size_t zeros, const char* digits, size_t length,
               bool zero_fill, const Spec& spec) {
        const size_t used = prefix.size() + zeros + length;
        size_t pad = spec.width > used ? spec.width - used : 0;
        if (zero_fill && !spec.left) {
            zeros += pad;
            pad = 0;
        }
        if (!spec.left)
            fill(' ', pad);
        ascii(prefix.data(), prefix.size());
        fill('0', zeros);
        ascii(digits, length);
        if (spec.left)
            fill(' ', pad);
    }

    void integer(uint64_t value, unsigned base, bool capital, std::string_view prefix,
                 const Spec& spec) {
        char digits[24];
        char* const end = std::end(digits);
        char* first = end;
        const char* const set = capital ? "0123456789ABCDEF" : "0123456789abcdef";
        for (; value != 0; value /= base)
            *--first = set[value % base];
        if (spec.precision < 0 && first == end)
            *--first = '0';
        auto length = static_cast<size_t>(end - first);
        const size_t least = spec.precision > 0 ? static_cast<size_t>(spec.precision) : 0;
        size_t zeros = least > length ? least - length : 0;
        if (base == 8 && spec.alternate && zeros == 0 && (length == 0 || *first != '0'))
            zeros = 1;
        field(prefix, zeros, first, length, spec.zero && spec.precision < 0, spec);
    }

    // The C library knows how to print floating point; width and sign stay here.
    int real(char kind, const Spec& spec) {
        char pattern[12];
        char* to = pattern;
        *to++ = '%';
        if (spec.alternate)
            *to++ = '#';
        if (spec.precision >= 0) {
            *to++ = '.';
            *to++ = '*';
        }
        const bool is_long = spec.size == Size::kLongDouble;
        if (is_long)
            *to++ = 'L';
        *to++ = kind;
        *to = '\0';
        long double long_value = 0;
        double value = 0;
        if (is_long)
            long_value = va_arg(arguments_, long double);
        else
            value = va_arg(arguments_, double);
        auto print = [&](char* buffer, size_t size) {
            if (is_long)
                return spec.precision >= 0
                           ? snprintf(buffer, size, pattern, spec.precision, long_value)
                           : snprintf(buffer, size, pattern, long_value);
            return spec.precision >= 0 ? snprintf(buffer, size, pattern, spec.precision, value)
                                       : snprintf(buffer, size, pattern, value);
        };
        char small[128];
        std::vector<char> large;
        const char* text = small;
        const int length = print(small, sizeof small);
        if (length < 0)
            return errno;
        if (static_cast<size_t>(length) >= sizeof small) {
            large.resize(static_cast<size_t>(length) + 1);
            print(large.data(), large.size());
            text = large.data();
        }
        const bool negative = *text == '-';
        const char* digits = text + (negative ? 1 : 0);
        auto rest = static_cast<size_t>(text + length - digits);
        std::string prefix = sign(negative, spec);
        if ((kind == 'a' || kind == 'A') && rest > 2 && *digits == '0') {
            prefix.append(digits, 2);
            digits += 2;
            rest -= 2;
        }
        const bool finite = (*digits >= '0' && *digits <= '9');
        field(prefix, 0, digits, rest, spec.zero && finite, spec);
        return 0;
    }

    void character(bool wide, const Spec& spec) {
        const int value = va_arg(arguments_, int);
        Spec whole = spec;
        whole.precision = -1;
        if (wide) {
            const auto c = static_cast<wchar_t>(value);
            text(&c, 1, whole);
        } else {
            const auto c = static_cast<char>(value);
            text(&c, 1, whole);
        }
    }

    template <typename T>
    void string(const T* value, const Spec& spec) {
        if (!value)
            return string("(null)", spec);
        const auto limit = spec.precision < 0 ? SIZE_MAX : static_cast<size_t>(spec.precision);
        if (limit == SIZE_MAX)
            return text(value, std::char_traits<T>::length(value), spec);
        // A precision allows a string without terminator.
        const T* end = std::char_traits<T>::find(value, limit, T{});
        text(value, end ? static_cast<size_t>(end - value) : limit, spec);
    }

    void counted_string(const Spec& spec) {
        const auto* value = va_arg(arguments_, const CountedString*);
        if (!value || !value->text)
            return string("(null)", spec);
        if (spec.size == Size::kWide)
            text(static_cast<const wchar_t*>(value->text), value->length / sizeof(wchar_t), spec);
        else
            text(static_cast<const char*>(value->text), value->length, spec);
    }

    // `source` in the output's own characters, at most `precision` of them and no part of one.
    template <typename T>
    void text(const T* source, size_t length, const Spec& spec) {
        const auto limit = spec.precision < 0 ? SIZE_MAX : static_cast<size_t>(spec.precision);
        if constexpr (sizeof(T) == sizeof(C)) {
            padded(source, std::min(length, limit), spec);
        } else {
            std::basic_string<C> converted;
            const T* const end = source + length;
            while (source != end) {
                C unit[4];
                size_t units = 1;
                if constexpr (sizeof(C) == 1)
                    units = utf8_encode(wide_next(source, end), unit);
                else
                    unit[0] = utf8_decode(source, static_cast<size_t>(end - source));
                if (converted.size() + units > limit)
                    break;
                converted.append(unit, units);
            }
            padded(converted.data(), converted.size(), spec);
        }
    }

    void padded(const C* source, size_t length, const Spec& spec) {
        const size_t pad = spec.width > length ? spec.width - length : 0;
        if (!spec.left)
            fill(spec.zero ? '0' : ' ', pad);
        out_.put(source, length);
        if (spec.left)
            fill(' ', pad);
    }

    Output<C>& out_;
    va_list arguments_;
};

}  // namespace

template <typename C>
int format(Output<C>& out, const C* format, va_list arguments) {
    try {
        const int error = Formatter<C>(out, arguments).run(format);
        return error == 0 && out.count() > INT_MAX ? EOVERFLOW : error;
    } catch (const std::bad_alloc&) {
        return ENOMEM;
    }
}

template int format(Output<char>& out, const char* format, va_list arguments);
template int format(Output<wchar_t>& out, const wchar_t* format, va_list arguments);

}  // namespace berth::crt
