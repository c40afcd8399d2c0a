// MultiByteToWideChar, WideCharToMultiByte and what programs ask about code pages.
#include <array>
#include <cwchar>
#include <optional>

#include "nt/api.h"
#include "nt/text.h"
#include "winnls.h"

using namespace berth::nt;

namespace {

constexpr UINT kWindowsLatin = 1252;
constexpr UINT kAscii = 20127;
constexpr UINT kLatin = 28591;
constexpr LCID kEnglish = MAKELCID(MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), SORT_DEFAULT);

// What Windows-1252 has at 0x80 to 0x9F; its five unassigned bytes stand for themselves.
constexpr std::array<char16_t, 32> kWindowsLatinUpper = {
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// The code page meant, or nothing where it is unknown.
std::optional<UINT> code_page_resolve(UINT page) {
    switch (page) {
        case CP_ACP:
        case CP_OEMCP:
        case CP_THREAD_ACP:
        case CP_UTF8:
            return CP_UTF8;
        case kWindowsLatin:
        case kAscii:
        case kLatin:
            return page;
        default:
            return std::nullopt;
    }
}

char32_t byte_decode(UINT page, unsigned char byte, bool* valid) {
    if (page == kWindowsLatin && byte >= 0x80 && byte < 0xA0)
        return kWindowsLatinUpper[byte - 0x80u];
    if (page == kAscii && byte >= 0x80) {
        *valid = false;
        return kReplacementCharacter;
    }
    return byte;
}

std::optional<char> byte_encode(UINT page, char32_t code) {
    if (page == kWindowsLatin)
        for (size_t index = 0; index < kWindowsLatinUpper.size(); ++index)
            if (kWindowsLatinUpper[index] == code)
                return static_cast<char>(0x80 + index);
    if (code < 0x80 || (page == kLatin && code < 0x100) ||
        (page == kWindowsLatin && code >= 0xA0 && code < 0x100))
        return static_cast<char>(code);
    return std::nullopt;
}

// Where converted text goes: counts everything, writes what fits.
template <typename Char>
class Output {
  public:
    Output(Char* buffer, size_t capacity) : buffer_(buffer), capacity_(capacity) {}
    // False: the buffer is full. A character's units are written all or none.
    bool put(const Char* units, size_t count) {
        if (capacity_ != 0) {
            if (count > capacity_ - used_)
                return false;
            for (size_t index = 0; index < count; ++index)
                buffer_[used_ + index] = units[index];
        }
        used_ += count;
        return true;
    }
    int result() const {
        return used_ <= 0x7fffffff ? static_cast<int>(used_) : api_fail(ERROR_INVALID_PARAMETER, 0);
    }

  private:
    Char* buffer_;
    size_t capacity_;
    size_t used_ = 0;
};

// What is UTF-8 by name takes one flag; what is UTF-8 because the ANSI code page happens to be
// takes those that programs pass to a code page of Windows.
bool flags_valid(UINT asked, DWORD flags, DWORD strict, DWORD loose) {
    return (flags & ~(asked == CP_UTF8 ? strict : loose)) == 0;
}

}  // namespace

extern "C" {

int WINAPI MultiByteToWideChar(UINT asked, DWORD flags, LPCCH text, int length, LPWSTR wide,
                               int capacity) {
    const std::optional<UINT> page = code_page_resolve(asked);
    if (!page || !text || length == 0 || capacity < 0 || (capacity > 0 && !wide) ||
        static_cast<const void*>(text) == static_cast<const void*>(wide))
        return api_fail(ERROR_INVALID_PARAMETER, 0);
    if (!flags_valid(asked, flags, MB_ERR_INVALID_CHARS,
                     MB_ERR_INVALID_CHARS | MB_PRECOMPOSED | MB_COMPOSITE | MB_USEGLYPHCHARS))
        return api_fail(ERROR_INVALID_FLAGS, 0);
    std::string_view rest(text, length < 0 ? strlen(text) + 1 : static_cast<size_t>(length));
    Output<wchar_t> output(wide, static_cast<size_t>(capacity));
    while (!rest.empty()) {
        DecodedCharacter character{0, 1, true};
        if (*page == CP_UTF8)
            character = utf8_decode(rest);
        else
            character.code =
                byte_decode(*page, static_cast<unsigned char>(rest[0]), &character.valid);
        if (!character.valid && (flags & MB_ERR_INVALID_CHARS))
            return api_fail(ERROR_NO_UNICODE_TRANSLATION, 0);
        const auto unit = static_cast<wchar_t>(character.code);
        if (!output.put(&unit, 1))
            return api_fail(ERROR_INSUFFICIENT_BUFFER, 0);
        rest.remove_prefix(character.units);
    }
    return output.result();
}

int WINAPI WideCharToMultiByte(UINT asked, DWORD flags, LPCWCH wide, int length, LPSTR text,
                               int capacity, LPCCH default_character, BOOL* used_default) {
    const std::optional<UINT> page = code_page_resolve(asked);
    if (!page || !wide || length == 0 || capacity < 0 || (capacity > 0 && !text) ||
        static_cast<const void*>(text) == static_cast<const void*>(wide) ||
        (asked == CP_UTF8 && (default_character || used_default)))
        return api_fail(ERROR_INVALID_PARAMETER, 0);
    const DWORD loose = WC_COMPOSITECHECK | WC_DISCARDNS | WC_SEPCHARS | WC_DEFAULTCHAR |
                        WC_NO_BEST_FIT_CHARS | (*page == CP_UTF8 ? WC_ERR_INVALID_CHARS : 0);
    if (!flags_valid(asked, flags, WC_ERR_INVALID_CHARS, loose))
        return api_fail(ERROR_INVALID_FLAGS, 0);
    std::wstring_view rest(wide, length < 0 ? wcslen(wide) + 1 : static_cast<size_t>(length));
    const char replacement = default_character ? *default_character : '?';
    bool replaced = false;
    Output<char> output(text, static_cast<size_t>(capacity));
    while (!rest.empty()) {
        const DecodedCharacter character = wide_decode(rest);
        char bytes[4] = {};
        unsigned count = 1;
        if (*page == CP_UTF8) {
            if (!character.valid && (flags & WC_ERR_INVALID_CHARS))
                return api_fail(ERROR_NO_UNICODE_TRANSLATION, 0);
            replaced |= !character.valid;
            count = utf8_encode(character.code, bytes);
        } else {
            const std::optional<char> byte = byte_encode(*page, character.code);
            replaced |= !byte;
            bytes[0] = byte.value_or(replacement);
        }
        if (!output.put(bytes, count))
            return api_fail(ERROR_INSUFFICIENT_BUFFER, 0);
        rest.remove_prefix(character.units);
    }
    if (used_default)
        *used_default = replaced;
    return output.result();
}

UINT WINAPI GetACP(void) {
    return CP_UTF8;
}

UINT WINAPI GetOEMCP(void) {
    return CP_UTF8;
}

BOOL WINAPI IsValidCodePage(UINT page) {
    // The names for "the default code page" are no code pages themselves.
    return page > CP_THREAD_ACP && code_page_resolve(page).has_value();
}

BOOL WINAPI GetCPInfo(UINT asked, LPCPINFO info) {
    const std::optional<UINT> page = code_page_resolve(asked);
    if (!page || !info)
        return api_fail(ERROR_INVALID_PARAMETER, FALSE);
    *info = CPINFO{};
    info->MaxCharSize = *page == CP_UTF8 ? 4 : 1;
    info->DefaultChar[0] = '?';
    return TRUE;
}

BOOL WINAPI IsDBCSLeadByte(BYTE) {
    return FALSE;
}

BOOL WINAPI IsDBCSLeadByteEx(UINT page, BYTE) {
    return code_page_resolve(page) ? FALSE : api_fail(ERROR_INVALID_PARAMETER, FALSE);
}

LCID WINAPI GetUserDefaultLCID(void) {
    return kEnglish;
}

LCID WINAPI GetSystemDefaultLCID(void) {
    return kEnglish;
}

LCID WINAPI GetThreadLocale(void) {
    return kEnglish;
}

LANGID WINAPI GetUserDefaultLangID(void) {
    return LANGIDFROMLCID(kEnglish);
}

LANGID WINAPI GetSystemDefaultLangID(void) {
    return LANGIDFROMLCID(kEnglish);
}

}  // extern "C"
