#include "source_scan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <utility>

#include "source_text.h"
#include "token_rules.h"

namespace berth::tool {
namespace {

enum class Truth { No, Unknown, Yes };

constexpr std::array kDefined{"_WIN32", "_WIN64", "WIN32", "__linux__", "__unix__", "__GNUC__"};
constexpr std::array kUndefined{"_MSC_VER",   "__APPLE__",   "_WIN32_WCE", "UNDER_CE",
                                "__CYGWIN__", "__MINGW32__", "_M_IX86",    "__BORLANDC__"};

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

Truth truth_of_name(std::string_view name) {
    if (std::find(kDefined.begin(), kDefined.end(), name) != kDefined.end())
        return Truth::Yes;
    if (std::find(kUndefined.begin(), kUndefined.end(), name) != kUndefined.end())
        return Truth::No;
    return Truth::Unknown;
}

Truth opposite(Truth truth) {
    if (truth == Truth::Unknown)
        return truth;
    return truth == Truth::Yes ? Truth::No : Truth::Yes;
}

/// "0", "1", "defined X", "!defined(X)" and a bare name; anything longer is unknown.
Truth truth_of(std::string_view expression) {
    expression = trim(expression);
    if (expression == "0")
        return Truth::No;
    if (expression == "1")
        return Truth::Yes;
    if (expression.starts_with('!'))
        return opposite(truth_of(expression.substr(1)));
    constexpr std::string_view kOperator = "defined";
    if (expression.starts_with(kOperator)) {
        expression = trim(expression.substr(kOperator.size()));
        if (expression.starts_with('(') && expression.ends_with(')'))
            expression = trim(expression.substr(1, expression.size() - 2));
    }
    if (std::all_of(expression.begin(), expression.end(), is_word))
        return truth_of_name(expression);
    return Truth::Unknown;
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    SourceScan scan() {
        bool line_start = true;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\n') {
                ++line_;
                ++at_;
                line_start = true;
            } else if (is_blank(c)) {
                ++at_;
            } else if (skip_comment() || skip_continuation()) {
            } else if (c == '#' && line_start) {
                directive();
            } else {
                line_start = false;
                token();
            }
        }
        token_rules_apply(tokens_, result_);
        result_.calls = calls_of(tokens_);
        result_.bare_sizeof = has_bare_sizeof(tokens_);
        result_.thrown_types = has_thrown_types(tokens_);
        return std::move(result_);
    }

  private:
    struct Condition {
        Truth now;        ///< of the branch we are in
        Truth so_far;     ///< whether a branch before it was taken
        bool outer_live;  ///< whether the whole conditional stands in live text
    };

    char peek(size_t ahead) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    bool live() const {
        return conditions_.empty() ||
               (conditions_.back().outer_live && conditions_.back().now != Truth::No);
    }

    bool skip_continuation() {
        if (text_[at_] != '\\')
            return false;
        size_t end = at_ + 1;
        if (end < text_.size() && text_[end] == '\r')
            ++end;
        if (end >= text_.size() || text_[end] != '\n')
            return false;
        ++line_;
        at_ = end + 1;
        return true;
    }

    bool skip_comment() {
        if (text_[at_] != '/')
            return false;
        if (peek(1) == '/') {
            while (at_ < text_.size() && text_[at_] != '\n') {
                if (!skip_continuation())
                    ++at_;
            }
            return true;
        }
        if (peek(1) != '*')
            return false;
        const size_t end = std::min(text_.find("*/", at_ + 2), text_.size());
        line_ += static_cast<int>(std::count(text_.begin() + static_cast<long>(at_),
                                             text_.begin() + static_cast<long>(end), '\n'));
        at_ = std::min(end + 2, text_.size());
        return true;
    }

    /// The rest of a logical line, without comments (but with what is quoted left whole).
    std::string rest_of_line() {
        std::string rest;
        char quote = 0;
        while (at_ < text_.size() && text_[at_] != '\n') {
            if (skip_continuation())
                continue;
            const char c = text_[at_];
            if (quote == 0) {
                if (skip_comment()) {
                    rest += ' ';
                    continue;
                }
                if (c == '"')
                    quote = '"';
                if (c == '<')
                    quote = '>';
            } else if (c == quote) {
                quote = 0;
            }
            rest += c;
            ++at_;
        }
        return rest;
    }

    void directive() {
        const int line = line_;
        ++at_;
        const std::string whole = rest_of_line();
        std::string_view rest = trim(whole);
        const auto word_end = std::find_if_not(rest.begin(), rest.end(), is_word);
        const std::string_view name = rest.substr(0, static_cast<size_t>(word_end - rest.begin()));
        rest = trim(rest.substr(name.size()));

        if (name.starts_with("if") || name.starts_with("el") || name == "endif")
            condition(name, rest);
        else if (!live())
            return;
        else if (name == "include" || name == "include_next" || name == "import")
            include(rest, line);
        else if (name == "pragma")
            pragma(rest, line);
        else if (name == "define") {
            if (CommaMacro macro = comma_macro(rest); !macro.name.empty())
                result_.comma_macros.push_back(std::move(macro));
        }
    }

    void condition(std::string_view name, std::string_view rest) {
        if (name == "if" || name == "ifdef" || name == "ifndef") {
            Truth truth = truth_of(rest);
            if (name != "if")
                truth = truth_of_name(rest.substr(0, rest.find_first_of(" \t")));
            if (name == "ifndef")
                truth = opposite(truth);
            conditions_.push_back({truth, truth, live()});
            return;
        }
        if (conditions_.empty())
            return;
        Condition& top = conditions_.back();
        if (name == "endif") {
            conditions_.pop_back();
        } else if (top.so_far == Truth::Yes) {
            top.now = Truth::No;
        } else {
            const Truth asked = name == "elif" ? truth_of(rest) : Truth::Yes;
            top.now = asked == Truth::Yes && top.so_far == Truth::Unknown ? Truth::Unknown : asked;
            top.so_far = std::max(top.so_far, asked);
        }
    }

    void include(std::string_view rest, int line) {
        if (rest.size() < 3 || (rest.front() != '"' && rest.front() != '<'))
            return;
        const bool quoted = rest.front() == '"';
        const size_t end = rest.find(quoted ? '"' : '>', 1);
        if (end == std::string_view::npos)
            return;
        result_.includes.push_back({std::string{rest.substr(1, end - 1)}, quoted, line});
    }

    /// comment(lib, "NAME"), in any case and spacing.
    void pragma(std::string_view rest, int line) {
        auto take = [&rest](std::string_view expected) {
            rest = trim(rest);
            if (rest.size() < expected.size())
                return false;
            for (size_t i = 0; i < expected.size(); ++i) {
                if (std::tolower(static_cast<unsigned char>(rest[i])) != expected[i])
                    return false;
            }
            rest.remove_prefix(expected.size());
            return true;
        };
        if (!take("comment") || !take("(") || !take("lib") || !take(","))
            return;
        if (!take("\""))
            return;
        result_.libraries.push_back({std::string{rest.substr(0, rest.find('"'))}, line});
    }

    void token() {
        const size_t start = at_;
        const char c = text_[at_];
        if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
            while (is_word(peek(0)) || peek(0) == '.' || (peek(0) == '\'' && is_word(peek(1))))
                ++at_;
            return;
        }
        if (is_word(c)) {
            while (is_word(peek(0)))
                ++at_;
            const std::string_view word = text_.substr(start, at_ - start);
            if (peek(0) == '"' && word.ends_with('R') && word.size() <= 3)
                skip_raw_string();
            else
                keep(word);
            return;
        }
        if (c == '"' || c == '\'') {
            skip_quoted(c);
            keep(text_.substr(start, 1));
            return;
        }
        ++at_;
        keep(text_.substr(start, 1));
    }

    void keep(std::string_view word) {
        if (live())
            tokens_.push_back({word, line_});
    }

    void skip_quoted(char quote) {
        ++at_;
        while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
            if (skip_continuation())
                continue;
            at_ += text_[at_] == '\\' ? 2 : 1;
        }
        if (at_ < text_.size() && text_[at_] == quote)
            ++at_;
        at_ = std::min(at_, text_.size());
    }

    void skip_raw_string() {
        const size_t open = text_.find('(', at_);
        if (open == std::string_view::npos) {
            at_ = text_.size();
            return;
        }
        const std::string close = ")" + std::string{text_.substr(at_ + 1, open - at_ - 1)} + "\"";
        const size_t end = std::min(text_.find(close, open), text_.size());
        line_ += static_cast<int>(std::count(text_.begin() + static_cast<long>(at_),
                                             text_.begin() + static_cast<long>(end), '\n'));
        at_ = std::min(end + close.size(), text_.size());
    }

    std::string_view text_;
    size_t at_ = 0;
    int line_ = 1;
    std::vector<Condition> conditions_;
    std::vector<Token> tokens_;
    SourceScan result_;
};

}  // namespace

SourceScan source_scan(std::string_view text) {
    return Scanner{text}.scan();
}

bool source_is_utf16(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::array<char, 2> start{};
    stream.read(start.data(), start.size());
    return text_is_utf16({start.data(), start.size()});
}

std::string source_read(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    if (text_is_utf16(text))
        return text_from_utf16(text);
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark))
        text.erase(0, kByteOrderMark.size());
    return text;
}

}  // namespace berth::tool
