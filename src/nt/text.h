// Text in its two forms: UTF-8 in char (every A function) and code points in the platform's 4-byte
// wchar_t (every W function). Wide text that was made for 2-byte characters may hold surrogate
// pairs: they are combined. What is no valid text becomes U+FFFD, as Windows does.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace berth::nt {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

struct DecodedCharacter {
    char32_t code;
    unsigned units;  // how many bytes or wide characters it took
    bool valid;      // false: `code` is U+FFFD and `units` covers what was wrong
};

// The first character of `text`, which is not empty. An ill-formed sequence ends before the first
// byte that cannot continue it (Unicode's "maximal subpart" practice).
DecodedCharacter utf8_decode(std::string_view text);
DecodedCharacter wide_decode(std::wstring_view text);

// Writes 1 to 4 bytes. `code` is a valid code point.
unsigned utf8_encode(char32_t code, char out[4]);

std::wstring wide_from_utf8(std::string_view text);
std::string utf8_from_wide(std::wstring_view text);

// The same for C strings; null gives empty text.
inline std::wstring wide_from_utf8(const char* text) {
    return text ? wide_from_utf8(std::string_view(text)) : std::wstring();
}
inline std::string utf8_from_wide(const wchar_t* text) {
    return text ? utf8_from_wide(std::wstring_view(text)) : std::string();
}

// Case of one code point by Unicode's simple mappings, whatever locale the program has set.
char32_t character_upper(char32_t code);
char32_t character_lower(char32_t code);

// Compares without regard to case, by the upper-case forms of the code points: <0, 0 or >0.
int text_compare_ignore_case(std::wstring_view a, std::wstring_view b);
int text_compare_ignore_case(std::string_view a, std::string_view b);

// The protocol of functions such as GetCurrentDirectory: where `text` and its terminator fit into
// `size` characters, copies them and gives the length without the terminator; otherwise writes
// nothing and gives the size that is needed, with the terminator.
template <typename Char>
unsigned buffer_copy(std::basic_string_view<Char> text, Char* buffer, unsigned size) {
    if (!buffer || text.size() + 1 > size)
        return static_cast<unsigned>(text.size() + 1);
    text.copy(buffer, text.size());
    buffer[text.size()] = 0;
    return static_cast<unsigned>(text.size());
}
inline unsigned buffer_copy(const std::string& text, char* buffer, unsigned size) {
    return buffer_copy<char>(std::string_view(text), buffer, size);
}
inline unsigned buffer_copy(const std::string& text, wchar_t* buffer, unsigned size) {
    return buffer_copy<wchar_t>(std::wstring_view(wide_from_utf8(text)), buffer, size);
}

}  // namespace berth::nt
