// The small string functions: lstr*, CompareString*, CharUpper and its kin.
#include <cstring>
#include <cwchar>
#include <cwctype>
#include <string_view>

#include "berth/winbase_string.h"
#include "berth/winuser_string.h"
#include "nt/api.h"
#include "nt/text.h"
#include "winnls.h"

using namespace berth::nt;

namespace {

size_t text_length(const char* text) {
    return strlen(text);
}
size_t text_length(const wchar_t* text) {
    return wcslen(text);
}

DecodedCharacter decode(std::string_view text) {
    return utf8_decode(text);
}
DecodedCharacter decode(std::wstring_view text) {
    return wide_decode(text);
}

template <typename Char>
int length_of(const Char* text) {
    return text ? static_cast<int>(text_length(text)) : 0;
}

template <typename Char>
Char* copy_to(Char* target, const Char* source, size_t count) {
    memmove(target, source, count * sizeof(Char));
    target[count] = 0;
    return target;
}

template <typename Char>
Char* string_copy(Char* target, const Char* source) {
    return target && source ? copy_to(target, source, text_length(source)) : nullptr;
}

template <typename Char>
Char* string_copy_bounded(Char* target, const Char* source, int size) {
    if (!target || !source)
        return nullptr;
    size_t length = 0;
    while (size > 1 && length + 1 < static_cast<size_t>(size) && source[length])
        ++length;
    return size > 0 ? copy_to(target, source, length) : target;
}

template <typename Char>
Char* string_append(Char* target, const Char* source) {
    if (!target || !source)
        return nullptr;
    copy_to(target + text_length(target), source, text_length(source));
    return target;
}

// Letters decide first; among equal letters the first difference in case does: lower before upper.
template <typename Char>
int linguistic_compare(std::basic_string_view<Char> a, std::basic_string_view<Char> b) {
    const int folded = text_compare_ignore_case(a, b);
    if (folded != 0)
        return folded;
    while (!a.empty() && !b.empty()) {
        const DecodedCharacter left = decode(a);
        const DecodedCharacter right = decode(b);
        if (left.code != right.code)
            return left.code == character_upper(left.code) ? 1 : -1;
        a.remove_prefix(left.units);
        b.remove_prefix(right.units);
    }
    return 0;
}

// Null sorts before everything, as in Windows' lstrcmp.
template <typename Char>
int string_compare(const Char* a, const Char* b, bool ignore_case) {
    if (!a || !b)
        return (a ? 1 : 0) - (b ? 1 : 0);
    const std::basic_string_view<Char> left(a);
    const std::basic_string_view<Char> right(b);
    return ignore_case ? text_compare_ignore_case(left, right) : linguistic_compare(left, right);
}

template <typename Char>
std::basic_string_view<Char> counted(const Char* text, int count) {
    return {text, count < 0 ? text_length(text) : static_cast<size_t>(count)};
}

template <typename Char>
int compare_string(DWORD flags, const Char* a, int a_count, const Char* b, int b_count) {
    if (!a || !b)
        return api_fail(ERROR_INVALID_PARAMETER, 0);
    const bool ignore_case = (flags & (NORM_IGNORECASE | LINGUISTIC_IGNORECASE)) != 0;
    const auto left = counted(a, a_count);
    const auto right = counted(b, b_count);
    const int order =
        ignore_case ? text_compare_ignore_case(left, right) : linguistic_compare(left, right);
    return order < 0 ? CSTR_LESS_THAN : order > 0 ? CSTR_GREATER_THAN : CSTR_EQUAL;
}

using CaseMap = char32_t (*)(char32_t);

void map_case(wchar_t* text, size_t length, CaseMap map) {
    for (size_t index = 0; index < length; ++index)
        text[index] = static_cast<wchar_t>(map(static_cast<char32_t>(text[index])));
}

// In place, so a character whose other case takes another number of bytes stays as it is.
void map_case(char* text, size_t length, CaseMap map) {
    for (size_t at = 0; at < length;) {
        const DecodedCharacter character = utf8_decode({text + at, length - at});
        char bytes[4];
        if (character.valid && utf8_encode(map(character.code), bytes) == character.units)
            memcpy(text + at, bytes, character.units);
        at += character.units;
    }
}

// The argument is a string, or one character in the guise of a pointer.
template <typename Char>
Char* map_case_argument(Char* text, CaseMap map) {
    const auto value = reinterpret_cast<uintptr_t>(text);
    if (value < 0x10000) {
        const char32_t code = static_cast<char32_t>(value);
        const bool single = sizeof(Char) > 1 || code < 0x80;
        return reinterpret_cast<Char*>(static_cast<uintptr_t>(single ? map(code) : code));
    }
    map_case(text, text_length(text), map);
    return text;
}

template <typename Char>
DWORD map_case_buffer(Char* text, DWORD length, CaseMap map) {
    if (!text)
        return 0;
    map_case(text, length, map);
    return length;
}

template <typename Char>
Char* next_character(const Char* text) {
    if (!text || !*text)
        return const_cast<Char*>(text);
    return const_cast<Char*>(text) + decode(std::basic_string_view<Char>(text)).units;
}

}  // namespace

extern "C" {

int WINAPI lstrlenA(LPCSTR text) {
    return length_of(text);
}
int WINAPI lstrlenW(LPCWSTR text) {
    return length_of(text);
}
LPSTR WINAPI lstrcpyA(LPSTR target, LPCSTR source) {
    return string_copy(target, source);
}
LPWSTR WINAPI lstrcpyW(LPWSTR target, LPCWSTR source) {
    return string_copy(target, source);
}
LPSTR WINAPI lstrcpynA(LPSTR target, LPCSTR source, int size) {
    return string_copy_bounded(target, source, size);
}
LPWSTR WINAPI lstrcpynW(LPWSTR target, LPCWSTR source, int size) {
    return string_copy_bounded(target, source, size);
}
LPSTR WINAPI lstrcatA(LPSTR target, LPCSTR source) {
    return string_append(target, source);
}
LPWSTR WINAPI lstrcatW(LPWSTR target, LPCWSTR source) {
    return string_append(target, source);
}
int WINAPI lstrcmpA(LPCSTR a, LPCSTR b) {
    return string_compare(a, b, false);
}
int WINAPI lstrcmpW(LPCWSTR a, LPCWSTR b) {
    return string_compare(a, b, false);
}
int WINAPI lstrcmpiA(LPCSTR a, LPCSTR b) {
    return string_compare(a, b, true);
}
int WINAPI lstrcmpiW(LPCWSTR a, LPCWSTR b) {
    return string_compare(a, b, true);
}

int WINAPI CompareStringA(LCID, DWORD flags, PCCH a, int a_count, PCCH b, int b_count) {
    return compare_string(flags, a, a_count, b, b_count);
}

int WINAPI CompareStringW(LCID, DWORD flags, PCWCH a, int a_count, PCWCH b, int b_count) {
    return compare_string(flags, a, a_count, b, b_count);
}

int WINAPI CompareStringOrdinal(LPCWCH a, int a_count, LPCWCH b, int b_count, BOOL ignore_case) {
    if (!a || !b)
        return api_fail(ERROR_INVALID_PARAMETER, 0);
    const auto left = counted(a, a_count);
    const auto right = counted(b, b_count);
    const int order = ignore_case ? text_compare_ignore_case(left, right) : left.compare(right);
    return order < 0 ? CSTR_LESS_THAN : order > 0 ? CSTR_GREATER_THAN : CSTR_EQUAL;
}

LPSTR WINAPI CharUpperA(LPSTR text) {
    return map_case_argument(text, character_upper);
}
LPWSTR WINAPI CharUpperW(LPWSTR text) {
    return map_case_argument(text, character_upper);
}
LPSTR WINAPI CharLowerA(LPSTR text) {
    return map_case_argument(text, character_lower);
}
LPWSTR WINAPI CharLowerW(LPWSTR text) {
    return map_case_argument(text, character_lower);
}
DWORD WINAPI CharUpperBuffA(LPSTR text, DWORD length) {
    return map_case_buffer(text, length, character_upper);
}
DWORD WINAPI CharUpperBuffW(LPWSTR text, DWORD length) {
    return map_case_buffer(text, length, character_upper);
}
DWORD WINAPI CharLowerBuffA(LPSTR text, DWORD length) {
    return map_case_buffer(text, length, character_lower);
}
DWORD WINAPI CharLowerBuffW(LPWSTR text, DWORD length) {
    return map_case_buffer(text, length, character_lower);
}

LPSTR WINAPI CharNextA(LPCSTR text) {
    return next_character(text);
}
LPWSTR WINAPI CharNextW(LPCWSTR text) {
    return next_character(text);
}

LPSTR WINAPI CharPrevA(LPCSTR start, LPCSTR current) {
    if (current > start)
        for (--current; current > start && (*current & 0xC0) == 0x80;)
            --current;
    return const_cast<LPSTR>(current);
}

LPWSTR WINAPI CharPrevW(LPCWSTR start, LPCWSTR current) {
    return const_cast<LPWSTR>(current > start ? current - 1 : current);
}

BOOL WINAPI IsCharAlphaA(CHAR ch) {
    return (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z');
}
BOOL WINAPI IsCharAlphaW(WCHAR ch) {
    const auto code = static_cast<char32_t>(ch);
    return code < 0x80 ? IsCharAlphaA(static_cast<CHAR>(code))
                       : character_lower(code) != character_upper(code) || iswalpha(code) != 0;
}
BOOL WINAPI IsCharAlphaNumericA(CHAR ch) {
    return (ch >= '0' && ch <= '9') || IsCharAlphaA(ch);
}
BOOL WINAPI IsCharAlphaNumericW(WCHAR ch) {
    return (ch >= L'0' && ch <= L'9') || IsCharAlphaW(ch);
}
BOOL WINAPI IsCharUpperA(CHAR ch) {
    return ch >= 'A' && ch <= 'Z';
}
BOOL WINAPI IsCharUpperW(WCHAR ch) {
    const auto code = static_cast<char32_t>(ch);
    return character_lower(code) != code;
}
BOOL WINAPI IsCharLowerA(CHAR ch) {
    return ch >= 'a' && ch <= 'z';
}
BOOL WINAPI IsCharLowerW(WCHAR ch) {
    const auto code = static_cast<char32_t>(ch);
    return character_upper(code) != code;
}

}  // extern "C"
