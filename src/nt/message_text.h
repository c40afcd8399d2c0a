// The system's messages by error code, in English.
#pragma once

#include <string_view>

#include "minwindef.h"

namespace berth::nt {

struct MessageText {
    DWORD code;
    const char* text;
};

// Each table is sorted by code.
extern const MessageText kSystemTexts[];
extern const unsigned kSystemTextsCount;
extern const MessageText kObjectTexts[];
extern const unsigned kObjectTextsCount;
extern const MessageText kWinsockTexts[];
extern const unsigned kWinsockTextsCount;

// The text without its line end; empty where there is none. An HRESULT made from a code has that
// code's text.
std::string_view message_text(DWORD code);

}  // namespace berth::nt
