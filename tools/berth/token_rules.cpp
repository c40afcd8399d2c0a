#include "token_rules.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>

namespace berth::tool {
namespace {

class Rules {
  public:
    Rules(const std::vector<Token>& tokens, SourceScan& result)
        : tokens_(tokens), result_(result) {}

    void apply() {
        for (size_t i = 0; i < tokens_.size(); ++i) {
            const std::string_view word = tokens_[i].text;
            if (word == "sizeof")
                sizeof_long(i);
            else if (word == "void" || word == "VOID")
                void_main(i);
            else if (word == "struct")
                structure(i);
            else if (word == "typedef")
                own_type(i);
            else if ((word == "__try" || word == "_try") && result_.structured_exceptions == 0)
                result_.structured_exceptions = tokens_[i].line;
            else if (is_old_annotation(word))
                result_.old_annotations = true;
        }
    }

  private:
    /// __in, __out_opt, __inout_bcount, __deref_out...: annotations that libstdc++ uses as names.
    static bool is_old_annotation(std::string_view word) {
        constexpr std::array kStems{"__in", "__out", "__inout"};
        return word.starts_with("__deref_") || word.starts_with("__in_") ||
               word.starts_with("__out_") || word.starts_with("__inout_") ||
               std::find(kStems.begin(), kStems.end(), word) != kStems.end();
    }

    std::string_view word(size_t i) const {
        return i < tokens_.size() ? tokens_[i].text : std::string_view{};
    }

    /// Where a type ends that begins at i and is `long` or `unsigned long` and no wider or narrower
    /// one; 0 if it is none.
    size_t end_of_long(size_t i) const {
        int longs = 0;
        bool other = false;
        constexpr std::array kPart{"unsigned", "signed", "int",   "long",  "const",
                                   "volatile", "char",   "short", "double"};
        for (; std::find(kPart.begin(), kPart.end(), word(i)) != kPart.end(); ++i) {
            longs += word(i) == "long" ? 1 : 0;
            other |= word(i) == "double" || word(i) == "char" || word(i) == "short";
        }
        return longs == 1 && !other ? i : 0;
    }

    std::string spelled(size_t from, size_t to) const {
        for (size_t i = from; i < to; ++i) {
            if (word(i) == "unsigned")
                return "unsigned long";
        }
        return "long";
    }

    void sizeof_long(size_t i) {
        if (word(i + 1) != "(")
            return;
        const size_t end = end_of_long(i + 2);
        if (end == 0 || word(end) != ")")
            return;
        const std::string type = spelled(i + 2, end);
        result_.warnings.push_back(
            {fmt::format("sizeof({}) is 8 here and 4 on Windows; {} is 4 on both", type,
                         type == "long" ? "LONG" : "DWORD or ULONG"),
             tokens_[i].line});
    }

    void void_main(size_t i) {
        size_t at = i + 1;
        constexpr std::array kConvention{"__cdecl", "_cdecl",  "cdecl",    "__CRTDECL",
                                         "CDECL",   "WINAPIV", "__stdcall"};
        while (std::find(kConvention.begin(), kConvention.end(), word(at)) != kConvention.end())
            ++at;
        if (word(at + 1) != "(")
            return;
        if (word(at) == "main" || word(at) == "wmain" || word(at) == "_tmain")
            result_.void_main = std::string{word(at)};
    }

    /// typedef int ssize_t: names that Microsoft's C runtime leaves to the program, and libc does
    /// not.
    void own_type(size_t i) {
        size_t end = i + 1;
        while (end < tokens_.size() && word(end) != ";" && word(end) != "{")
            ++end;
        constexpr std::array kNames{"ssize_t", "socklen_t", "useconds_t", "mode_t",    "pid_t",
                                    "uint",    "ushort",    "u_int8_t",   "u_int16_t", "u_int32_t"};
        if (word(end) == ";" &&
            std::find(kNames.begin(), kNames.end(), word(end - 1)) != kNames.end())
            result_.own_types.insert(std::string{word(end - 1)});
    }

    /// A structure with members that are twice as wide here: what it was meant to match (a message
    /// on the wire, a record in a file) it matches no more.
    void structure(size_t i) {
        size_t at = i + 1;
        std::string name = "a struct";
        while (at < tokens_.size() && word(at) != "{") {
            constexpr std::string_view kNoBody = ";=(),*&<>";
            if (kNoBody.find(word(at)) != std::string_view::npos)
                return;
            if (word(at) == ":")
                break;
            if (name == "a struct" || word(at) != "final")
                name = "struct " + std::string{word(at)};
            ++at;
        }
        while (at < tokens_.size() && word(at) != "{") {
            if (word(at) == ";")
                return;
            ++at;
        }
        members(at + 1, name);
    }

    void members(size_t at, const std::string& name) {
        int depth = 1;
        bool at_start = true;  // of a declaration
        for (; at < tokens_.size() && depth > 0; ++at) {
            if (word(at) == "{")
                ++depth;
            if (word(at) == "}")
                --depth;
            if (depth == 1 && at_start && member(at, name))
                return;
            at_start = word(at) == ";" || word(at) == "{" || word(at) == "}" || word(at) == ":";
        }
    }

    bool member(size_t at, const std::string& name) {
        const size_t end = end_of_long(at);
        if (end == 0 || word(end) == "*" || word(end) == "(")
            return false;
        if (word(end + 1) == "(")
            return false;  // a member function
        const std::string type = spelled(at, end);
        result_.warnings.push_back(
            {fmt::format("{} has a member '{} {}', 8 bytes here and 4 on Windows; if the layout "
                         "matters (messages, files), make it {}",
                         name, type, word(end), type == "long" ? "LONG" : "DWORD or ULONG"),
             tokens_[at].line});
        return true;
    }

    const std::vector<Token>& tokens_;
    SourceScan& result_;
};

}  // namespace

void token_rules_apply(const std::vector<Token>& tokens, SourceScan& result) {
    Rules{tokens, result}.apply();
}

}  // namespace berth::tool
