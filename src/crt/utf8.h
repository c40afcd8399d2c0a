// Between wchar_t (a code point each) and UTF-8, the encoding of every narrow string here.
#pragma once

#include <cstddef>

namespace berth::crt {

inline constexpr wchar_t kReplacement = 0xFFFD;

// Writes 1 to 4 bytes. What is no code point becomes U+FFFD.
inline size_t utf8_encode(wchar_t wide, char* to) {
    auto c = static_cast<unsigned>(wide);
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = kReplacement;
    if (c < 0x80) {
        to[0] = static_cast<char>(c);
        return 1;
    }
    if (c < 0x800) {
        to[0] = static_cast<char>(0xC0 | c >> 6);
        to[1] = static_cast<char>(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = static_cast<char>(0xE0 | c >> 12);
        to[1] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
        to[2] = static_cast<char>(0x80 | (c & 0x3F));
        return 3;
    }
    to[0] = static_cast<char>(0xF0 | c >> 18);
    to[1] = static_cast<char>(0x80 | (c >> 12 & 0x3F));
    to[2] = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    to[3] = static_cast<char>(0x80 | (c & 0x3F));
    return 4;
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

// Decodes one character from [text, text + length), length > 0, and advances `text`. A byte that is
// out of place becomes U+FFFD.
inline wchar_t utf8_decode(const char*& text, size_t length) {
    const auto first = static_cast<unsigned char>(*text++);
    const int trail = utf8_trail(first);
    if (trail == 0)
        return static_cast<wchar_t>(first);
    if (trail < 0 || static_cast<size_t>(trail) >= length)
        return kReplacement;
    unsigned c = first & (0x3Fu >> trail);
    for (int i = 0; i < trail; ++i) {
        const auto next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0) != 0x80)
            return kReplacement;
        c = c << 6 | (next & 0x3F);
    }
    constexpr unsigned kSmallest[] = {0, 0x80, 0x800, 0x10000};
    if (c < kSmallest[trail] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return kReplacement;
    text += trail;
    return static_cast<wchar_t>(c);
}

// Source that was written for 2-byte wchar_t may hold surrogate pairs: reads one character from
// [text, end), text < end, and advances.
inline wchar_t wide_next(const wchar_t*& text, const wchar_t* end) {
    const wchar_t c = *text++;
    if (c >= 0xD800 && c < 0xDC00 && text != end && *text >= 0xDC00 && *text < 0xE000)
        return 0x10000 + ((c - 0xD800) << 10) + (*text++ - 0xDC00);
    return c;
}

}  // namespace berth::crt
