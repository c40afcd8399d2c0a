#include "source_text.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace berth::tool {
namespace {

constexpr std::string_view kVariadic = "__VA_ARGS__";

void append_utf8(std::string& text, uint32_t code) {
    auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80U | ((code >> shift) & 0x3fU));
    };
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xc0U | code >> 6U);
        tail(0);
    } else if (code < 0x10000) {
        text += static_cast<char>(0xe0U | code >> 12U);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0U | code >> 18U);
        tail(12);
        tail(6);
        tail(0);
    }
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Whether a comma is the last thing before `at`, but for blanks and line ends.
bool comma_before(std::string_view text, size_t at) {
    constexpr std::string_view kBlank = " \t\r\n\\";
    while (at > 0 && kBlank.find(text[at - 1]) != std::string_view::npos)
        --at;
    return at > 0 && text[at - 1] == ',';
}

bool has_comma_before_variadic(std::string_view text) {
    for (size_t at = text.find(kVariadic); at != std::string_view::npos;
         at = text.find(kVariadic, at + 1)) {
        if (comma_before(text, at))
            return true;
    }
    return false;
}

/// How many arguments a call has whose "(" is token `open`; -1 where it does not end.
int arguments_of(const std::vector<Token>& tokens, size_t open) {
    int depth = 0;
    int commas = 0;
    for (size_t i = open; i < tokens.size(); ++i) {
        const std::string_view word = tokens[i].text;
        if (word == "(" || word == "{" || word == "[")
            ++depth;
        if (word == ")" || word == "}" || word == "]")
            --depth;
        if (depth == 0)
            return i == open + 1 ? 0 : commas + 1;
        if (word == ";" && depth == 1)
            return -1;
        commas += word == "," && depth == 1 ? 1 : 0;
    }
    return -1;
}

/// TYPE, as Windows spells its types.
bool is_type_name(std::string_view word) {
    return !word.empty() && std::isdigit(static_cast<unsigned char>(word.front())) == 0 &&
           std::all_of(word.begin(), word.end(), [](char c) {
               return std::isupper(static_cast<unsigned char>(c)) != 0 ||
                      std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_';
           });
}

/// Whether parentheses round a name would part it from what follows: F(x), S::member.
bool goes_on(std::string_view next) {
    return next.starts_with('(') || next.starts_with("::");
}

/// Where a comment or a quoted text that begins at `at` ends; `at` if none does.
size_t past_comment_or_quote(std::string_view text, size_t at) {
    auto past = [text](std::string_view close, size_t from) {
        const size_t end = text.find(close, from);
        return end == std::string_view::npos ? text.size() : end + close.size();
    };
    if (text.substr(at).starts_with("//"))
        return past("\n", at);
    if (text.substr(at).starts_with("/*"))
        return past("*/", at + 2);
    const char quote = text[at];
    if (quote != '"' && quote != '\'')
        return at;
    if (at > 0 && quote == '"' && text[at - 1] == 'R') {
        const size_t open = std::min(text.find('(', at), text.size());
        return past(")" + std::string{text.substr(at + 1, open - at - 1)} + "\"", open);
    }
    for (++at; at < text.size() && text[at] != quote && text[at] != '\n'; ++at)
        at += text[at] == '\\' ? 1 : 0;
    return std::min(at + 1, text.size());
}

/// The words and signs of code, without comments; quoted texts are one each.
std::vector<std::string_view> code_words(std::string_view text) {
    std::vector<std::string_view> words;
    for (size_t at = 0; at < text.size();) {
        size_t end = past_comment_or_quote(text, at);
        const bool comment = end != at && text[at] == '/';
        if (end == at) {
            while (end < text.size() && is_word(text[end]))
                ++end;
        }
        end = std::max(end, at + 1);
        if (!comment && std::isspace(static_cast<unsigned char>(text[at])) == 0)
            words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

/// Whether the "(" that belongs to the ")" at `close` is a statement's: if (x) throw (y);
bool closes_statement(const std::vector<std::string_view>& words, size_t close) {
    int depth = 0;
    for (size_t i = close + 1; i-- > 0;) {
        depth += words[i] == ")" ? 1 : words[i] == "(" ? -1 : 0;
        if (depth == 0)
            return i == 0 || words[i - 1] == "if" || words[i - 1] == "while" ||
                   words[i - 1] == "for" || words[i - 1] == "switch" || words[i - 1] == "constexpr";
    }
    return true;
}

/// The ")" of a list of thrown types whose `throw` is word `at`; 0 where there is none.
size_t thrown_types_end(const std::vector<std::string_view>& words, size_t at) {
    if (at == 0 || words[at] != "throw" || at + 3 >= words.size() || words[at + 1] != "(" ||
        words[at + 2] == ")")
        return 0;
    const size_t before = words[at - 1] == "const" ? at - 2 : at - 1;
    if (before >= words.size() || words[before] != ")" || closes_statement(words, before))
        return 0;
    size_t end = at + 2;
    constexpr std::string_view kSigns = ":,<>*&.";
    while (end < words.size() && words[end] != ")") {
        if (!is_word(words[end].front()) && kSigns.find(words[end].front()) == kSigns.npos)
            return 0;
        ++end;
    }
    constexpr std::string_view kAfter = ";{:=";
    const bool declared =
        end + 1 < words.size() && (kAfter.find(words[end + 1].front()) != kAfter.npos ||
                                   words[end + 1] == "override" || words[end + 1] == "final");
    return declared ? end : 0;
}

}  // namespace

bool text_is_utf16(std::string_view bytes) {
    return bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff");
}

std::string text_from_utf16(std::string_view bytes) {
    const bool big = bytes.starts_with("\xfe\xff");
    auto unit = [&](size_t at) -> uint32_t {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        return big ? first * 256U + second : second * 256U + first;
    };
    std::string text;
    text.reserve(bytes.size() / 2);
    for (size_t at = 2; at + 1 < bytes.size(); at += 2) {
        uint32_t code = unit(at);
        const bool is_high = code >= 0xd800 && code < 0xdc00;
        if (is_high && at + 3 < bytes.size() && (unit(at + 2) & 0xfc00U) == 0xdc00) {
            code = 0x10000 + ((code - 0xd800) << 10U) + (unit(at + 2) - 0xdc00);
            at += 2;
        }
        append_utf8(text, code);
    }
    return text;
}

CommaMacro comma_macro(std::string_view definition) {
    const auto end = std::find_if_not(definition.begin(), definition.end(), is_word);
    const auto length = static_cast<size_t>(end - definition.begin());
    if (length == 0 || length == definition.size() || definition[length] != '(')
        return {};
    const size_t close = definition.find(')', length);
    if (close == std::string_view::npos)
        return {};
    const std::string_view parameters = definition.substr(length + 1, close - length - 1);
    if (parameters.find("...") == std::string_view::npos ||
        !has_comma_before_variadic(definition.substr(close)))
        return {};
    return {std::string{definition.substr(0, length)},
            static_cast<int>(std::count(parameters.begin(), parameters.end(), ','))};
}

std::vector<Call> calls_of(const std::vector<Token>& tokens) {
    std::vector<Call> calls;
    for (size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (tokens[i + 1].text != "(" || !is_word(tokens[i].text.front()))
            continue;
        if (const int arguments = arguments_of(tokens, i + 1); arguments >= 0)
            calls.push_back({std::string{tokens[i].text}, arguments});
    }
    return calls;
}

std::string text_with_optional_commas(std::string_view text) {
    std::string changed;
    size_t done = 0;
    for (size_t at = text.find(kVariadic); at != std::string_view::npos;
         at = text.find(kVariadic, at + kVariadic.size())) {
        if (!comma_before(text, at))
            continue;
        changed.append(text.substr(done, at - done)).append("##");
        done = at;
    }
    return changed.append(text.substr(done));
}

bool has_bare_sizeof(const std::vector<Token>& tokens) {
    for (size_t i = 0; i + 2 < tokens.size(); ++i) {
        if (tokens[i].text == "sizeof" && is_type_name(tokens[i + 1].text) &&
            !goes_on(tokens[i + 2].text))
            return true;
    }
    return false;
}

std::string text_with_sizeof_parentheses(std::string_view text) {
    constexpr std::string_view kSpace = " \t";
    std::string changed;
    bool after_sizeof = false;
    for (size_t at = 0; at < text.size();) {
        size_t end = past_comment_or_quote(text, at);
        if (end == at) {
            while (end < text.size() && (is_word(text[end]) || (end > at && text[end] == '\'')))
                ++end;
        }
        end = std::max(end, at + 1);
        const std::string_view word = text.substr(at, end - at);
        const size_t next = text.find_first_not_of(kSpace, end);
        const bool bare = after_sizeof && is_type_name(word) && next != std::string_view::npos &&
                          !goes_on(text.substr(next));
        changed.append(bare ? "(" : "").append(word).append(bare ? ")" : "");
        if (kSpace.find(word.front()) == std::string_view::npos)
            after_sizeof = word == "sizeof";
        at = end;
    }
    return changed;
}

bool has_thrown_types(const std::vector<Token>& tokens) {
    if (std::none_of(tokens.begin(), tokens.end(),
                     [](const Token& token) { return token.text == "throw"; }))
        return false;
    std::vector<std::string_view> words;
    words.reserve(tokens.size());
    for (const Token& token : tokens)
        words.push_back(token.text);
    for (size_t i = 0; i < words.size(); ++i) {
        if (thrown_types_end(words, i) != 0)
            return true;
    }
    return false;
}

std::string text_with_noexcept_false(std::string_view text) {
    const std::vector<std::string_view> words = code_words(text);
    std::string changed;
    size_t done = 0;
    for (size_t i = 0; i < words.size(); ++i) {
        const size_t last = thrown_types_end(words, i);
        if (last == 0)
            continue;
        const auto from = static_cast<size_t>(words[i].data() - text.data());
        const auto to = static_cast<size_t>(words[last].data() - text.data()) + 1;
        changed.append(text.substr(done, from - done)).append("noexcept(false)");
        const std::string_view old = text.substr(from, to - from);
        changed.append(static_cast<size_t>(std::count(old.begin(), old.end(), '\n')), '\n');
        done = to;
    }
    return changed.append(text.substr(done));
}

}  // namespace berth::tool
