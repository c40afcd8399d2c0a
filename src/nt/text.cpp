#include "nt/text.h"

#include <clocale>
#include <locale.h>
#include <wctype.h>

namespace berth::nt {

namespace {

constexpr bool surrogate_high(char32_t code) {
    return code >= 0xD800 && code <= 0xDBFF;
}
constexpr bool surrogate_low(char32_t code) {
    return code >= 0xDC00 && code <= 0xDFFF;
}

locale_t unicode_locale() {
    static const locale_t locale = [] {
        locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
        return made ? made : newlocale(LC_CTYPE_MASK, "C", locale_t{});
    }();
    return locale;
}

// Decoded characters one after the other, and the end of text as a value below every character.
template <typename Char>
int compare_folded(std::basic_string_view<Char> a, std::basic_string_view<Char> b) {
    auto next = [](std::basic_string_view<Char>& text) -> long {
        if (text.empty())
            return -1;
        DecodedCharacter character;
        if constexpr (sizeof(Char) == 1)
            character = utf8_decode(text);
        else
            character = wide_decode(text);
        text.remove_prefix(character.units);
        return static_cast<long>(character_upper(character.code));
    };
    for (;;) {
        long left = next(a);
        long right = next(b);
        if (left != right)
            return left < right ? -1 : 1;
        if (left < 0)
            return 0;
    }
}

}  // namespace

DecodedCharacter utf8_decode(std::string_view text) {
    auto byte = [&](size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return {lead, 1, true};
    unsigned length = 0;
    char32_t code = 0;
    // The second byte's range shuts out overlong forms, surrogates and what is above U+10FFFF.
    unsigned low = 0x80;
    unsigned high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
        code = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        code = lead & 0x0F;
        low = lead == 0xE0 ? 0xA0 : low;
        high = lead == 0xED ? 0x9F : high;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        code = lead & 0x07;
        low = lead == 0xF0 ? 0x90 : low;
        high = lead == 0xF4 ? 0x8F : high;
    } else {
        return {kReplacementCharacter, 1, false};
    }
    for (unsigned index = 1; index < length; ++index) {
        if (index >= text.size() || byte(index) < low || byte(index) > high)
            return {kReplacementCharacter, index, false};
        code = (code << 6) | (byte(index) & 0x3F);
        low = 0x80;
        high = 0xBF;
    }
    return {code, length, true};
}

DecodedCharacter wide_decode(std::wstring_view text) {
    const auto code = static_cast<char32_t>(text[0]);
    if (surrogate_high(code) && text.size() > 1) {
        const auto low = static_cast<char32_t>(text[1]);
        if (surrogate_low(low))
            return {0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), 2, true};
    }
    if (surrogate_high(code) || surrogate_low(code) || code > 0x10FFFF)
        return {kReplacementCharacter, 1, false};
    return {code, 1, true};
}

unsigned utf8_encode(char32_t code, char out[4]) {
    if (code < 0x80) {
        out[0] = static_cast<char>(code);
        return 1;
    }
    if (code < 0x800) {
        out[0] = static_cast<char>(0xC0 | (code >> 6));
        out[1] = static_cast<char>(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = static_cast<char>(0xE0 | (code >> 12));
        out[1] = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out[2] = static_cast<char>(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = static_cast<char>(0xF0 | (code >> 18));
    out[1] = static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out[2] = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out[3] = static_cast<char>(0x80 | (code & 0x3F));
    return 4;
}

std::wstring wide_from_utf8(std::string_view text) {
    std::wstring wide;
    wide.reserve(text.size());
    while (!text.empty()) {
        const DecodedCharacter character = utf8_decode(text);
        wide.push_back(static_cast<wchar_t>(character.code));
        text.remove_prefix(character.units);
    }
    return wide;
}

std::string utf8_from_wide(std::wstring_view text) {
    std::string utf8;
    utf8.reserve(text.size());
    while (!text.empty()) {
        const DecodedCharacter character = wide_decode(text);
        char bytes[4];
        utf8.append(bytes, utf8_encode(character.code, bytes));
        text.remove_prefix(character.units);
    }
    return utf8;
}

char32_t character_upper(char32_t code) {
    if (code < 0x80)
        return code >= 'a' && code <= 'z' ? code - ('a' - 'A') : code;
    return static_cast<char32_t>(towupper_l(static_cast<wint_t>(code), unicode_locale()));
}

char32_t character_lower(char32_t code) {
    if (code < 0x80)
        return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
    return static_cast<char32_t>(towlower_l(static_cast<wint_t>(code), unicode_locale()));
}

int text_compare_ignore_case(std::wstring_view a, std::wstring_view b) {
    return compare_folded(a, b);
}

int text_compare_ignore_case(std::string_view a, std::string_view b) {
    return compare_folded(a, b);
}

}  // namespace berth::nt
