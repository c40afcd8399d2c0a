// A source's text as the system's compilers take it: Microsoft's also reads UTF-16, and its
// preprocessor drops the comma before a __VA_ARGS__ that stands for nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source_scan.h"
#include "token_rules.h"

namespace berth::tool {

/// Bytes of a file that begin with UTF-16's byte order mark.
bool text_is_utf16(std::string_view bytes);

/// As UTF-8, without a byte order mark.
std::string text_from_utf16(std::string_view bytes);

/// From what follows #define; without a name where it is none.
CommaMacro comma_macro(std::string_view definition);

std::vector<Call> calls_of(const std::vector<Token>& tokens);

/// Writes `, ##__VA_ARGS__` for `, __VA_ARGS__`; lines stay where they are.
std::string text_with_optional_commas(std::string_view text);

}  // namespace berth::tool
