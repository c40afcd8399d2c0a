// Whole strings between UTF-8 and wide.
#pragma once

#include <string>
#include <string_view>

#include "crt/utf8.h"

namespace berth::crt {

inline std::string utf8_from_wide(std::wstring_view text) {
    std::string narrow;
    narrow.reserve(text.size());
    for (const wchar_t *at = text.data(), *const end = at + text.size(); at != end;) {
        char unit[4];
        narrow.append(unit, utf8_encode(wide_next(at, end), unit));
    }
    return narrow;
}

inline std::wstring wide_from_utf8(std::string_view text) {
    std::wstring wide;
    wide.reserve(text.size());
    for (const char *at = text.data(), *const end = at + text.size(); at != end;)
        wide.push_back(utf8_decode(at, static_cast<size_t>(end - at)));
    return wide;
}

}  // namespace berth::crt
