// One conversion of the printf dialect that FormatMessage's inserts and wsprintf share: strings,
// characters, integers and pointers; no floating point, on Windows neither.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "basetsd.h"

namespace berth::nt {

struct TextConversion {
    enum class Size { kInt, kShort, kLong64, kPointer };
    bool left = false;
    bool zeros = false;
    bool alternate = false;
    bool plus = false;
    bool space = false;
    bool width_argument = false;      // width given by '*'
    bool precision_argument = false;  // precision given by '*'
    int width = 0;
    int precision = -1;
    Size size = Size::kInt;
    bool wide_text = false;  // %s and %c take wide characters
    char type = 's';
};

// Parses what follows the '%' (or an insert's '!') and moves `format` behind it. Nothing: no
// conversion.
std::optional<TextConversion> conversion_parse(std::string_view& format);
std::optional<TextConversion> conversion_parse(std::wstring_view& format);

// The width or precision that a '*' took from the arguments.
void conversion_width(TextConversion& conversion, ULONG_PTR argument);
void conversion_precision(TextConversion& conversion, ULONG_PTR argument);

// Appends the formatted argument: an integer, or a pointer to text (null prints as "(null)").
void conversion_append(std::string& out, const TextConversion& conversion, ULONG_PTR argument);
void conversion_append(std::wstring& out, const TextConversion& conversion, ULONG_PTR argument);

}  // namespace berth::nt
