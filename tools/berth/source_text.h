// A source's text as the system's compilers take it: Microsoft's also reads UTF-16, and its
// preprocessor drops the comma before a __VA_ARGS__ that stands for nothing, and a type's size is
// had without parentheses; and it takes the types that a function throws for noexcept(false).
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

/// Whether sizeof is followed by what is named as Windows names types, and by nothing that makes
/// that name part of a longer expression.
bool has_bare_sizeof(const std::vector<Token>& tokens);

/// Writes `sizeof (TYPE)` for `sizeof TYPE`, in code only; right for a variable's name, too.
std::string text_with_sizeof_parentheses(std::string_view text);

/// Whether a function's declaration lists the types that it throws: `throw(std::exception)`.
bool has_thrown_types(const std::vector<Token>& tokens);

/// Writes `noexcept(false)` for such a list, in code only; lines stay where they are.
std::string text_with_noexcept_false(std::string_view text);

}  // namespace berth::tool
