// GUIDs as text: {e70f1aa0-ab8b-11cf-8ca3-00805f48a192}
#pragma once

#include <cstdio>
#include <string>

#include "winsock2.h"

namespace berth::ws2 {

inline std::string guid_text(const GUID& guid) {
    char text[40];
    std::snprintf(text, sizeof text, "{%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}",
                  static_cast<unsigned>(guid.Data1), guid.Data2, guid.Data3, guid.Data4[0],
                  guid.Data4[1], guid.Data4[2], guid.Data4[3], guid.Data4[4], guid.Data4[5],
                  guid.Data4[6], guid.Data4[7]);
    return text;
}

// With or without the braces.
inline bool guid_parse(const std::string& text, GUID& guid) {
    unsigned field[11] = {};
    int end = 0;
    const std::string bare =
        text.size() == 38 && text.front() == '{' && text.back() == '}' ? text.substr(1, 36) : text;
    if (bare.size() != 36 || bare.find_first_not_of("0123456789abcdefABCDEF-") != bare.npos)
        return false;
    // NOLINTNEXTLINE(cert-err34-c): the characters and their number were checked above
    if (std::sscanf(bare.c_str(), "%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x%n", &field[0], &field[1],
                    &field[2], &field[3], &field[4], &field[5], &field[6], &field[7], &field[8],
                    &field[9], &field[10], &end) != 11 ||
        end != 36)
        return false;
    guid.Data1 = field[0];
    guid.Data2 = static_cast<WORD>(field[1]);
    guid.Data3 = static_cast<WORD>(field[2]);
    for (int i = 0; i < 8; ++i)
        guid.Data4[i] = static_cast<BYTE>(field[3 + i]);
    return true;
}

}  // namespace berth::ws2
