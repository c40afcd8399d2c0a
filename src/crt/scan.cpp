#include "crt/scan.h"

#include <cerrno>
#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cwctype>
#include <string>

#include "crt/invalid_parameter.h"
#include "crt/utf8.h"

namespace berth::crt {
namespace {

enum class Size { kDefault, kChar, kShort, kLong, kLong64, kLongDouble };

struct Field {
    bool store = true;
    size_t width = SIZE_MAX;
    Size size = Size::kDefault;
    bool wide = false;    // l or w before a string
    bool narrow = false;  // h before a string
};

bool is_space(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || (c > 127 && iswspace(c));
}

// The value of a digit in any base, or 99.
int digit(int c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 99;
}

enum class Outcome { kStored, kSkipped, kMismatch, kEndOfInput, kInvalid };

template <typename C>
class Scanner {
  public:
    Scanner(const char* function, Input<C>& input, bool checked, va_list arguments)
        : function_(function), input_(input), checked_(checked) {
        va_copy(arguments_, arguments);
    }
    Scanner(const Scanner&) = delete;
    Scanner& operator=(const Scanner&) = delete;
    ~Scanner() { va_end(arguments_); }

    int run(const C* format) {
        int stored = 0;
        while (*format) {
            if (is_space(character(*format))) {
                ++format;
                spaces_skip();
                continue;
            }
            if (*format != '%' || format[1] == '%') {
                if (*format == '%') {
                    ++format;
                    spaces_skip();
                }
                const int c = input_.peek();
                if (c != character(*format))
                    return c == kEnd && stored == 0 ? kEnd : stored;
                input_.take();
                ++format;
                continue;
            }
            ++format;
            switch (directive(format)) {
                case Outcome::kStored:
                    ++stored;
                    break;
                case Outcome::kSkipped:
                    break;
                case Outcome::kMismatch:
                    return stored;
                case Outcome::kEndOfInput:
                    return stored == 0 && !any_skipped_ ? kEnd : stored;
                case Outcome::kInvalid:
                    return stored == 0 ? kEnd : stored;
            }
        }
        return stored;
    }

  private:
    static int character(C c) {
        if constexpr (sizeof(C) == 1)
            return static_cast<unsigned char>(c);
        else
            return static_cast<int>(c);
    }

    void spaces_skip() {
        while (is_space(input_.peek()))
            input_.take();
    }

    Outcome directive(const C*& at) {
        Field field;
        if (*at == '*') {
            field.store = false;
            ++at;
        }
        if (*at >= '0' && *at <= '9') {
            field.width = 0;
            for (; *at >= '0' && *at <= '9'; ++at)
                field.width = field.width > INT_MAX
                                  ? field.width
                                  : field.width * 10 + static_cast<size_t>(*at - '0');
            if (field.width == 0)
                field.width = SIZE_MAX;
        }
        size_prefix(at, field);
        const C kind = *at;
        if (kind == 0)
            return Outcome::kMismatch;
        ++at;
        const Outcome outcome = convert(kind, field, at);
        any_skipped_ |= outcome == Outcome::kSkipped && kind != 'n';
        return outcome;
    }

    static void size_prefix(const C*& at, Field& field) {
        for (;; ++at) {
            switch (*at) {
                case 'h':
                    field.size = field.size == Size::kShort ? Size::kChar : Size::kShort;
                    field.narrow = true;
                    break;
                case 'l':
                    field.size = field.size == Size::kLong ? Size::kLong64 : Size::kLong;
                    field.wide = true;
                    break;
                case 'w':
                    field.wide = true;
                    break;
                case 'L':
                    field.size = Size::kLongDouble;
                    break;
                case 'j':
                case 'z':
                case 't':
                    field.size = Size::kLong64;
                    break;
                case 'I':
                    if (at[1] == '3' && at[2] == '2') {
                        at += 2;
                    } else {
                        field.size = Size::kLong64;
                        at += at[1] == '6' && at[2] == '4' ? 2 : 0;
                    }
                    break;
                default:
                    return;
            }
        }
    }

    Outcome convert(C kind, const Field& field, const C*& at) {
        switch (kind) {
            case 'd':
                return integer(field, 10, true);
            case 'u':
                return integer(field, 10, false);
            case 'i':
                return integer(field, 0, true);
            case 'o':
                return integer(field, 8, false);
            case 'x':
            case 'X':
                return integer(field, 16, false);
            case 'p': {
                Field pointer = field;
                pointer.size = Size::kLong64;
                return integer(pointer, 16, false);
            }
            case 'a':
            case 'A':
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G':
                return real(field);
            case 's':
            case 'S':
                spaces_skip();
                return text(
                    field, kind == 'S', [](int c) { return !is_space(c); }, true);
            case 'c':
            case 'C':
                return text(
                    field, kind == 'C', [](int) { return true; }, false);
            case '[':
                return set(field, at);
            case 'n':
                if (field.store)
                    integer_store(field, input_.taken());
                return Outcome::kSkipped;
            default:
                return Outcome::kMismatch;
        }
    }

    // Takes the next character if it is one of the two.
    bool take_if(int one, int other, size_t& width, std::string& taken) {
        const int c = width == 0 ? kEnd : input_.peek();
        if (c == kEnd || (c != one && c != other))
            return false;
        taken += static_cast<char>(c);
        input_.take();
        --width;
        return true;
    }

    Outcome integer(const Field& field, int base, bool is_signed) {
        spaces_skip();
        if (input_.peek() == kEnd)
            return Outcome::kEndOfInput;
        size_t width = field.width;
        std::string taken;
        take_if('+', '-', width, taken);
        const bool negative = taken == "-";
        bool any = false;
        if ((base == 0 || base == 16) && take_if('0', '0', width, taken)) {
            any = true;
            if (take_if('x', 'X', width, taken)) {
                base = 16;
                any = false;
            } else if (base == 0) {
                base = 8;
            }
        } else if (base == 0) {
            base = 10;
        }
        uint64_t value = 0;
        bool overflow = false;
        for (; width != 0; --width) {
            const int next = digit(input_.peek());
            if (input_.peek() == kEnd || next >= base)
                break;
            any = true;
            overflow |= __builtin_mul_overflow(value, static_cast<uint64_t>(base), &value);
            overflow |= __builtin_add_overflow(value, static_cast<uint64_t>(next), &value);
            input_.take();
        }
        if (!any)
            return Outcome::kMismatch;
        if (overflow)
            value = is_signed ? static_cast<uint64_t>(INT64_MAX) : UINT64_MAX;
        else if (negative)
            value = 0 - value;
        if (!field.store)
            return Outcome::kSkipped;
        integer_store(field, value);
        return Outcome::kStored;
    }

    void integer_store(const Field& field, uint64_t value) {
        switch (field.size) {
            case Size::kChar:
                *va_arg(arguments_, uint8_t*) = static_cast<uint8_t>(value);
                break;
            case Size::kShort:
                *va_arg(arguments_, uint16_t*) = static_cast<uint16_t>(value);
                break;
            case Size::kLong64:
                *va_arg(arguments_, uint64_t*) = value;
                break;
            default:
                *va_arg(arguments_, uint32_t*) = static_cast<uint32_t>(value);
                break;
        }
    }

    // Gathers what strtod may read; a number that is cut short is a mismatch.
    Outcome real(const Field& field) {
        spaces_skip();
        if (input_.peek() == kEnd)
            return Outcome::kEndOfInput;
        size_t width = field.width;
        std::string taken;
        take_if('+', '-', width, taken);
        bool hexadecimal = false;
        if (take_if('0', '0', width, taken))
            hexadecimal = take_if('x', 'X', width, taken);
        bool dot = false;
        bool exponent = false;
        while (width != 0) {
            const int c = input_.peek();
            const bool is_digit = c != kEnd && digit(c) < (hexadecimal && !exponent ? 16 : 10);
            const bool is_word =
                !hexadecimal && c != kEnd && digit(c) >= 10 && digit(c) < 36 &&
                (taken.empty() || digit(static_cast<unsigned char>(taken.back())) >= 10);
            if (c == '.' && !dot && !exponent) {
                dot = true;
            } else if (!exponent && !is_word &&
                       (c == (hexadecimal ? 'p' : 'e') || c == (hexadecimal ? 'P' : 'E'))) {
                exponent = true;
                take_if(c, c, width, taken);
                take_if('+', '-', width, taken);
                continue;
            } else if (!is_digit && !is_word) {
                break;
            }
            take_if(c, c, width, taken);
        }
        char* end = nullptr;
        const long double long_value = strtold(taken.c_str(), &end);
        if (taken.empty() || *end != '\0')
            return Outcome::kMismatch;
        if (!field.store)
            return Outcome::kSkipped;
        if (field.size == Size::kLongDouble)
            *va_arg(arguments_, long double*) = long_value;
        else if (field.size == Size::kLong || field.size == Size::kLong64)
            *va_arg(arguments_, double*) = strtod(taken.c_str(), nullptr);
        else
            *va_arg(arguments_, float*) = strtof(taken.c_str(), nullptr);
        return Outcome::kStored;
    }

    Outcome set(const Field& field, const C*& at) {
        const bool inverted = *at == '^';
        if (inverted)
            ++at;
        const C* const first = at;
        if (*at == ']')
            ++at;
        while (*at && *at != ']')
            ++at;
        const C* const last = at;
        if (!*at)
            return Outcome::kMismatch;
        ++at;
        auto contains = [&](int c) {
            for (const C* member = first; member != last; ++member) {
                if (member + 2 < last && member[1] == '-') {
                    if (c >= character(member[0]) && c <= character(member[2]))
                        return true;
                    member += 2;
                } else if (c == character(*member)) {
                    return true;
                }
            }
            return false;
        };
        return text(
            field, false, [&](int c) { return contains(c) != inverted; }, true);
    }

    template <typename Accepts>
    Outcome text(const Field& field, bool opposite, Accepts accepts, bool terminated) {
        const bool to_wide =
            field.wide || (!field.narrow && (sizeof(C) == sizeof(wchar_t)) != opposite);
        if (to_wide)
            return text_store<wchar_t>(field, accepts, terminated);
        return text_store<char>(field, accepts, terminated);
    }

    template <typename T, typename Accepts>
    Outcome text_store(const Field& field, Accepts accepts, bool terminated) {
        T* to = field.store ? va_arg(arguments_, T*) : nullptr;
        size_t room = SIZE_MAX;
        if (field.store && checked_)
            room = va_arg(arguments_, unsigned int);
        if (field.store && !to) {
            invalid_parameter(function_, EINVAL);
            return Outcome::kInvalid;
        }
        if (input_.peek() == kEnd)
            return Outcome::kEndOfInput;
        const size_t wanted = !terminated && field.width == SIZE_MAX ? 1 : field.width;
        size_t taken = 0;
        size_t used = 0;
        bool fits = room != 0;
        while (taken < wanted && input_.peek() != kEnd && accepts(input_.peek())) {
            T unit[4];
            size_t units = 1;
            const size_t took = unit_take(unit, units);
            taken += took;
            if (!field.store)
                continue;
            if (used + units + (terminated ? 1 : 0) > room) {
                fits = false;
                break;
            }
            for (size_t i = 0; i < units; ++i)
                to[used++] = unit[i];
        }
        if (!fits) {
            if (room != 0)
                to[0] = T{};
            errno = ENOMEM;
            return Outcome::kMismatch;
        }
        if (taken == 0 || (!terminated && taken < wanted))
            return taken == 0 ? Outcome::kMismatch : Outcome::kEndOfInput;
        if (field.store && terminated)
            to[used] = T{};
        return field.store ? Outcome::kStored : Outcome::kSkipped;
    }

    // One character of the input as units of the output. How many characters of input it was.
    template <typename T>
    size_t unit_take(T (&unit)[4], size_t& units) {
        const int c = input_.peek();
        input_.take();
        if constexpr (sizeof(T) == sizeof(C)) {
            unit[0] = static_cast<T>(c);
            return 1;
        } else if constexpr (sizeof(T) == 1) {
            units = utf8_encode(static_cast<wchar_t>(c), unit);
            return 1;
        } else {
            char bytes[4] = {static_cast<char>(c)};
            size_t length = 1;
            for (const int trail = utf8_trail(static_cast<unsigned char>(c));
                 static_cast<int>(length) <= trail && (input_.peek() & 0xC0) == 0x80 &&
                 input_.peek() != kEnd;
                 ++length) {
                bytes[length] = static_cast<char>(input_.peek());
                input_.take();
            }
            const char* at = bytes;
            unit[0] = utf8_decode(at, length);
            return length;
        }
    }

    const char* function_;
    Input<C>& input_;
    const bool checked_;
    bool any_skipped_ = false;
    va_list arguments_;
};

}  // namespace

template <typename C>
int scan(const char* function, Input<C>& input, const C* format, bool checked, va_list arguments) {
    return Scanner<C>(function, input, checked, arguments).run(format);
}

template int scan(const char* function, Input<char>& input, const char* format, bool checked,
                  va_list arguments);
template int scan(const char* function, Input<wchar_t>& input, const wchar_t* format, bool checked,
                  va_list arguments);

}  // namespace berth::crt
