// What the driver reads out of a source's tokens: how main is declared, and the constructs that
// compile on LP64 but mean something else than they do on Windows.
#pragma once

#include <string_view>
#include <vector>

#include "source_scan.h"

namespace berth::tool {

struct Token {
    std::string_view text;
    int line;
};

void token_rules_apply(const std::vector<Token>& tokens, SourceScan& result);

}  // namespace berth::tool
