#include "nt/text_format.h"

#include <algorithm>
#include <cstdarg>
#include <cstring>
#include <cwchar>

#include "berth/winuser_string.h"
#include "nt/api.h"
#include "nt/text.h"

namespace berth::nt {

namespace {

// No field is wider than this: a mistaken width must not ask for gigabytes.
constexpr int kMaxField = 65536;

template <typename Char>
bool take(std::basic_string_view<Char>& text, std::string_view prefix) {
    if (text.size() < prefix.size() ||
        !std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char a, Char b) { return static_cast<Char>(a) == b; }))
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

template <typename Char>
int take_number(std::basic_string_view<Char>& text) {
    int number = 0;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
        number = std::min(number * 10 + static_cast<int>(text[0] - '0'), kMaxField);
        text.remove_prefix(1);
    }
    return number;
}

template <typename Char>
std::optional<TextConversion> parse(std::basic_string_view<Char>& format) {
    TextConversion conversion;
    conversion.wide_text = sizeof(Char) > 1;
    for (bool more = true; more;) {
        more = true;
        if (take(format, "-"))
            conversion.left = true;
        else if (take(format, "0"))
            conversion.zeros = true;
        else if (take(format, "#"))
            conversion.alternate = true;
        else if (take(format, "+"))
            conversion.plus = true;
        else if (take(format, " "))
            conversion.space = true;
        else
            more = false;
    }
    if (take(format, "*"))
        conversion.width_argument = true;
    else
        conversion.width = take_number(format);
    if (take(format, ".")) {
        if (take(format, "*"))
            conversion.precision_argument = true;
        else
            conversion.precision = take_number(format);
    }
    std::optional<bool> wide;
    if (take(format, "I64") || take(format, "ll") || take(format, "j"))
        conversion.size = TextConversion::Size::kLong64;
    else if (take(format, "I32"))
        conversion.size = TextConversion::Size::kInt;
    else if (take(format, "I") || take(format, "z") || take(format, "t"))
        conversion.size = TextConversion::Size::kPointer;
    else if (take(format, "l") || take(format, "w"))  // long has 32 bits in this dialect
        wide = true;
    else if (take(format, "h")) {
        conversion.size = TextConversion::Size::kShort;
        wide = false;
    }
    if (format.empty() || format[0] <= 0 || format[0] >= 0x7f)
        return std::nullopt;
    conversion.type = static_cast<char>(format[0]);
    format.remove_prefix(1);
    if (conversion.type == 'S' || conversion.type == 'C') {
        conversion.type = conversion.type == 'S' ? 's' : 'c';
        conversion.wide_text = !conversion.wide_text;
    }
    if (wide)
        conversion.wide_text = *wide;
    if (!strchr("scdiuxXop", conversion.type))
        return std::nullopt;
    return conversion;
}

template <typename Char>
void append_field(std::basic_string<Char>& out, const TextConversion& conversion,
                  std::basic_string_view<Char> text) {
    const auto width = static_cast<size_t>(conversion.width);
    const size_t padding = width > text.size() ? width - text.size() : 0;
    if (!conversion.left)
        out.append(padding, conversion.zeros ? Char('0') : Char(' '));
    out.append(text);
    if (conversion.left)
        out.append(padding, Char(' '));
}

template <typename Char>
std::basic_string_view<Char> bounded(const Char* text, int precision) {
    size_t length = 0;
    while ((precision < 0 || length < static_cast<size_t>(precision)) && text[length])
        ++length;
    return {text, length};
}

void append_text(std::string& out, const TextConversion& conversion, std::string_view text) {
    append_field(out, conversion, text);
}
void append_text(std::string& out, const TextConversion& conversion, std::wstring_view text) {
    append_field<char>(out, conversion, utf8_from_wide(text));
}
void append_text(std::wstring& out, const TextConversion& conversion, std::wstring_view text) {
    append_field(out, conversion, text);
}
void append_text(std::wstring& out, const TextConversion& conversion, std::string_view text) {
    append_field<wchar_t>(out, conversion, wide_from_utf8(text));
}

std::string digits(const TextConversion& conversion, unsigned long long value) {
    const unsigned base = conversion.type == 'o' ? 8 : strchr("xXp", conversion.type) ? 16 : 10;
    const char* alphabet = conversion.type == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
    std::string text;
    for (; value != 0; value /= base)
        text.push_back(alphabet[value % base]);
    if (text.empty() && conversion.precision != 0)
        text.push_back('0');
    std::reverse(text.begin(), text.end());
    return text;
}

std::string integer_text(const TextConversion& conversion, ULONG_PTR argument) {
    const bool is_signed = conversion.type == 'd' || conversion.type == 'i';
    long long value = static_cast<long long>(argument);
    if (conversion.type != 'p' && conversion.size == TextConversion::Size::kInt)
        value = is_signed ? static_cast<long long>(static_cast<int>(argument))
                          : static_cast<long long>(static_cast<unsigned>(argument));
    if (conversion.size == TextConversion::Size::kShort)
        value = is_signed ? static_cast<long long>(static_cast<short>(argument))
                          : static_cast<long long>(static_cast<unsigned short>(argument));
    const bool negative = is_signed && value < 0;
    const auto magnitude = static_cast<unsigned long long>(value);
    std::string number = digits(conversion, negative ? 0 - magnitude : magnitude);
    std::string sign = negative                        ? "-"
                       : is_signed && conversion.plus  ? "+"
                       : is_signed && conversion.space ? " "
                                                       : "";
    if (conversion.alternate && magnitude != 0 && strchr("xX", conversion.type))
        sign = conversion.type == 'x' ? "0x" : "0X";
    size_t wanted = conversion.type == 'p' ? 16 : 0;
    if (conversion.precision >= 0)
        wanted = static_cast<size_t>(conversion.precision);
    else if (conversion.zeros && !conversion.left &&
             static_cast<size_t>(conversion.width) > sign.size())
        wanted = std::max(wanted, static_cast<size_t>(conversion.width) - sign.size());
    if (number.size() < wanted)
        number.insert(0, wanted - number.size(), '0');
    return sign + number;
}

template <typename Char>
void append(std::basic_string<Char>& out, const TextConversion& conversion, ULONG_PTR argument) {
    if (conversion.type == 's') {
        if (argument == 0)
            append_text(out, conversion, bounded("(null)", conversion.precision));
        else if (conversion.wide_text)
            append_text(out, conversion,
                        bounded(reinterpret_cast<const wchar_t*>(argument), conversion.precision));
        else
            append_text(out, conversion,
                        bounded(reinterpret_cast<const char*>(argument), conversion.precision));
        return;
    }
    if (conversion.type == 'c') {
        const auto wide = static_cast<wchar_t>(argument);
        const auto narrow = static_cast<char>(argument);
        if (conversion.wide_text)
            append_text(out, conversion, std::wstring_view(&wide, 1));
        else
            append_text(out, conversion, std::string_view(&narrow, 1));
        return;
    }
    TextConversion field = conversion;
    field.zeros = false;  // integer_text has put them after the sign
    append_text(out, field, std::string_view(integer_text(conversion, argument)));
}

constexpr size_t kWsprintfSize = 1024;

template <typename Char>
int wsprintf_common(Char* out, const Char* pattern, va_list arguments) {
    if (!out || !pattern)
        return api_fail(ERROR_INVALID_PARAMETER, 0);
    std::basic_string<Char> text;
    std::basic_string_view<Char> format(pattern);
    while (!format.empty() && text.size() < kWsprintfSize) {
        const Char unit = format[0];
        format.remove_prefix(1);
        if (unit != '%') {
            text.push_back(unit);
            continue;
        }
        std::basic_string_view<Char> rest = format;
        std::optional<TextConversion> conversion = parse(rest);
        if (!conversion) {  // "%%", and what is no conversion prints as it is
            if (!format.empty()) {
                text.push_back(format[0]);
                format.remove_prefix(1);
            }
            continue;
        }
        format = rest;
        if (conversion->width_argument)
            conversion_width(*conversion, static_cast<ULONG_PTR>(va_arg(arguments, int)));
        if (conversion->precision_argument)
            conversion_precision(*conversion, static_cast<ULONG_PTR>(va_arg(arguments, int)));
        const bool full = conversion->type == 's' || conversion->type == 'p' ||
                          conversion->size == TextConversion::Size::kLong64 ||
                          conversion->size == TextConversion::Size::kPointer;
        const ULONG_PTR value =
            full ? va_arg(arguments, ULONG_PTR) : static_cast<ULONG_PTR>(va_arg(arguments, int));
        append(text, *conversion, value);
    }
    if (text.size() >= kWsprintfSize)
        text.resize(kWsprintfSize - 1);
    std::copy_n(text.c_str(), text.size() + 1, out);
    return static_cast<int>(text.size());
}

}  // namespace

std::optional<TextConversion> conversion_parse(std::string_view& format) {
    return parse(format);
}
std::optional<TextConversion> conversion_parse(std::wstring_view& format) {
    return parse(format);
}

void conversion_width(TextConversion& conversion, ULONG_PTR argument) {
    const int width = std::clamp(static_cast<int>(argument), -kMaxField, kMaxField);
    conversion.left |= width < 0;
    conversion.width = width < 0 ? -width : width;
}

void conversion_precision(TextConversion& conversion, ULONG_PTR argument) {
    conversion.precision = std::clamp(static_cast<int>(argument), -1, kMaxField);
}

void conversion_append(std::string& out, const TextConversion& conversion, ULONG_PTR argument) {
    append(out, conversion, argument);
}

void conversion_append(std::wstring& out, const TextConversion& conversion, ULONG_PTR argument) {
    append(out, conversion, argument);
}

}  // namespace berth::nt

using namespace berth::nt;

extern "C" {

int WINAPI wvsprintfA(LPSTR out, LPCSTR format, va_list arguments) {
    return api_call<int>(0, [&] { return wsprintf_common(out, format, arguments); });
}

int WINAPI wvsprintfW(LPWSTR out, LPCWSTR format, va_list arguments) {
    return api_call<int>(0, [&] { return wsprintf_common(out, format, arguments); });
}

int WINAPIV wsprintfA(LPSTR out, LPCSTR format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = wvsprintfA(out, format, arguments);
    va_end(arguments);
    return length;
}

int WINAPIV wsprintfW(LPWSTR out, LPCWSTR format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = wvsprintfW(out, format, arguments);
    va_end(arguments);
    return length;
}

}  // extern "C"
