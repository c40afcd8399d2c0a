// Comparison without regard to case, case conversion, and the other functions that work in place.
#include "berth/crt_string.h"

#include <climits>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <cwctype>
#include <string>

#include "crt/invalid_parameter.h"

namespace berth::crt {
namespace {

// Bytes beyond ASCII belong to UTF-8 sequences: they have no case of their own.
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}
wchar_t lower(wchar_t c) {
    return static_cast<wchar_t>(towlower(static_cast<wint_t>(c)));
}
wchar_t upper(wchar_t c) {
    return static_cast<wchar_t>(towupper(static_cast<wint_t>(c)));
}

int code(char c) {
    return static_cast<unsigned char>(c);
}
int code(wchar_t c) {
    return static_cast<int>(c);
}

template <typename C>
int compare(const char* function, const C* a, const C* b, size_t count, bool ends_at_zero) {
    if (count == 0)
        return 0;
    if (!a || !b) {
        invalid_parameter(function, EINVAL);
        return _NLSCMPERROR;
    }
    for (size_t i = 0; i < count; ++i) {
        const int difference = code(lower(a[i])) - code(lower(b[i]));
        if (difference != 0)
            return difference;
        if (ends_at_zero && !a[i])
            break;
    }
    return 0;
}

template <typename C>
C* duplicate(const C* text) {
    if (!text)
        return nullptr;
    const size_t bytes = (std::char_traits<C>::length(text) + 1) * sizeof(C);
    void* copy = malloc(bytes);
    return static_cast<C*>(copy ? memcpy(copy, text, bytes) : nullptr);
}

template <typename C, typename Change>
C* change(const char* function, C* text, size_t count, Change to) {
    if (!text) {
        invalid_parameter(function, EINVAL);
        return nullptr;
    }
    for (size_t i = 0; i < count && text[i]; ++i)
        text[i] = to(text[i]);
    return text;
}

template <typename C, typename Change>
errno_t change_s(const char* function, C* text, size_t size, size_t count, Change to) {
    if (!text || size == 0)
        return !text && size == 0 ? 0 : invalid_parameter(function, EINVAL);
    if (!std::char_traits<C>::find(text, size, C{})) {
        *text = C{};
        return invalid_parameter(function, EINVAL);
    }
    change(function, text, count, to);
    return 0;
}

template <typename C>
C* reverse(const char* function, C* text) {
    if (!text) {
        invalid_parameter(function, EINVAL);
        return nullptr;
    }
    for (C *first = text, *last = text + std::char_traits<C>::length(text); last - first > 1;)
        std::swap(*first++, *--last);
    return text;
}

constexpr auto kLower = [](auto c) { return lower(c); };
constexpr auto kUpper = [](auto c) { return upper(c); };

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

int _stricmp(const char* a, const char* b) {
    return compare("_stricmp", a, b, SIZE_MAX, true);
}
int _strnicmp(const char* a, const char* b, size_t count) {
    return compare("_strnicmp", a, b, count, true);
}
int _wcsicmp(const wchar_t* a, const wchar_t* b) {
    return compare("_wcsicmp", a, b, SIZE_MAX, true);
}
int _wcsnicmp(const wchar_t* a, const wchar_t* b, size_t count) {
    return compare("_wcsnicmp", a, b, count, true);
}
int _memicmp(const void* a, const void* b, size_t size) {
    return compare("_memicmp", static_cast<const char*>(a), static_cast<const char*>(b), size,
                   false);
}
int _stricmp_l(const char* a, const char* b, _locale_t) {
    return _stricmp(a, b);
}
int _stricoll(const char* a, const char* b) {
    return _stricmp(a, b);
}
int _wcsicoll(const wchar_t* a, const wchar_t* b) {
    return _wcsicmp(a, b);
}

char* _strdup(const char* text) {
    return duplicate(text);
}
wchar_t* _wcsdup(const wchar_t* text) {
    return duplicate(text);
}

char* _strlwr(char* text) {
    return change("_strlwr", text, SIZE_MAX, kLower);
}
char* _strupr(char* text) {
    return change("_strupr", text, SIZE_MAX, kUpper);
}
wchar_t* _wcslwr(wchar_t* text) {
    return change("_wcslwr", text, SIZE_MAX, kLower);
}
wchar_t* _wcsupr(wchar_t* text) {
    return change("_wcsupr", text, SIZE_MAX, kUpper);
}
errno_t _strlwr_s(char* text, size_t size) {
    return change_s("_strlwr_s", text, size, SIZE_MAX, kLower);
}
errno_t _strupr_s(char* text, size_t size) {
    return change_s("_strupr_s", text, size, SIZE_MAX, kUpper);
}
errno_t _wcslwr_s(wchar_t* text, size_t size) {
    return change_s("_wcslwr_s", text, size, SIZE_MAX, kLower);
}
errno_t _wcsupr_s(wchar_t* text, size_t size) {
    return change_s("_wcsupr_s", text, size, SIZE_MAX, kUpper);
}

char* _strrev(char* text) {
    return reverse("_strrev", text);
}
wchar_t* _wcsrev(wchar_t* text) {
    return reverse("_wcsrev", text);
}

char* _strset(char* text, int fill) {
    return _strnset(text, fill, SIZE_MAX);
}
char* _strnset(char* text, int fill, size_t count) {
    return change("_strnset", text, count, [fill](char) { return static_cast<char>(fill); });
}
wchar_t* _wcsset(wchar_t* text, wchar_t fill) {
    return _wcsnset(text, fill, SIZE_MAX);
}
wchar_t* _wcsnset(wchar_t* text, wchar_t fill, size_t count) {
    return change("_wcsnset", text, count, [fill](wchar_t) { return fill; });
}
errno_t _strset_s(char* text, size_t size, int fill) {
    return _strnset_s(text, size, fill, SIZE_MAX);
}
errno_t _strnset_s(char* text, size_t size, int fill, size_t count) {
    return change_s("_strnset_s", text, size, count,
                    [fill](char) { return static_cast<char>(fill); });
}
errno_t _wcsset_s(wchar_t* text, size_t size, wchar_t fill) {
    return _wcsnset_s(text, size, fill, SIZE_MAX);
}
errno_t _wcsnset_s(wchar_t* text, size_t size, wchar_t fill, size_t count) {
    return change_s("_wcsnset_s", text, size, count, [fill](wchar_t) { return fill; });
}
