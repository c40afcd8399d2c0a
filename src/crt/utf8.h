// Between wchar_t (a code point each) and UTF-8, the encoding of every narrow string here.
#pragma once

#include <cstddef>
#include <string_view>

#include "nt/text.h"

namespace berth::crt {

// Writes 1 to 4 bytes. What is no code point becomes U+FFFD.
inline size_t utf8_encode(wchar_t wide, char* to) {
    if (wide >= 0 && wide < 0x80) {
        *to = static_cast<char>(wide);
        return 1;
    }
    const bool valid = wide >= 0 && wide <= 0x10FFFF && (wide < 0xD800 || wide > 0xDFFF);
    return nt::utf8_encode(valid ? static_cast<char32_t>(wide) : nt::kReplacementCharacter, to);
}

// How many bytes follow this first byte; -1: it starts no sequence.
inline int utf8_trail(unsigned char first) {
    if (first < 0x80)
        return 0;
    if (first >= 0xC2 && first < 0xE0)
        return 1;
    if (first >= 0xE0 && first < 0xF0)
        return 2;
    return first >= 0xF0 && first < 0xF5 ? 3 : -1;
}

// Decodes one character from [text, text + length), length > 0, and advances `text`. What is
// ill-formed becomes U+FFFD.
inline wchar_t utf8_decode(const char*& text, size_t length) {
    if (static_cast<unsigned char>(*text) < 0x80)
        return *text++;
    const nt::DecodedCharacter decoded = nt::utf8_decode(std::string_view(text, length));
    text += decoded.units;
    return static_cast<wchar_t>(decoded.code);
}

// Source that was written for 2-byte wchar_t may hold surrogate pairs: reads one character from
// [text, end), text < end, and advances.
inline wchar_t wide_next(const wchar_t*& text, const wchar_t* end) {
    if (*text >= 0 && *text < 0xD800)
        return *text++;
    const nt::DecodedCharacter decoded =
        nt::wide_decode(std::wstring_view(text, static_cast<size_t>(end - text)));
    text += decoded.units;
    return static_cast<wchar_t>(decoded.code);
}

}  // namespace berth::crt
