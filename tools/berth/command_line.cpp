#include "command_line.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

constexpr std::array kProvided{
    "ws2_32", "wsock32", "mswsock",         "kernel32", "user32", "advapi32",
    "bcrypt", "winmm",   "shell32",         "ntdll",    "msvcrt", "ucrt",
    "libcmt", "strsafe", "synchronization", "iphlpapi", "qwave",
};

/// Options whose value is the next word, beyond those that the parser treats one by one.
constexpr std::array kTakesWord{
    "-D",
    "-U",
    "-A",
    "-arch",
    "-target",
    "--param",
    "-mllvm",
    "-aux-info",
    "-Xclang",
    "-Xpreprocessor",
    "-Xassembler",
    "-imacros",
    "-iprefix",
    "-iwithprefix",
    "-iwithprefixbefore",
    "-isysroot",
    "-imultilib",
    "-B",
    "-dumpbase",
    "-dumpdir",
    "-dumpbase-ext",
    "-wrapper",
    "--sysroot",
    "-include-pch",
};
constexpr std::array kLinkerTakesWord{"-l", "-L", "-T", "-u", "-z", "-e", "-Xlinker"};
constexpr std::array kLinkerPrefixes{
    "-l",          "-L",        "-Wl,",      "-T",   "-u",      "-z",           "-static",
    "-shared-lib", "-rdynamic", "-fuse-ld=", "-pie", "-no-pie", "-nostartfiles"};
constexpr std::array kDependTakesWord{"-MF", "-MT", "-MQ"};

constexpr std::array kCxxSuffixes{".cpp", ".cc", ".cxx", ".c++", ".cp",
                                  ".CPP", ".C",  ".ii",  ".Cpp", ".CC"};
constexpr std::array kCSuffixes{".c", ".i"};
constexpr std::array kHeaderSuffixes{".h", ".hh", ".hpp", ".hxx", ".H"};
constexpr std::array kOtherSuffixes{".s", ".S", ".sx", ".m", ".mm", ".f", ".f90"};

template <typename Table>
bool among(const Table& table, std::string_view word) {
    return std::find(table.begin(), table.end(), word) != table.end();
}

template <typename Table>
bool begins_with_one_of(const Table& table, std::string_view word) {
    return std::any_of(table.begin(), table.end(),
                       [&](std::string_view prefix) { return word.starts_with(prefix); });
}

/// The words of a response file: separated by white space, with quotes and backslashes as GCC has
/// them.
std::vector<std::string> response_words(const fs::path& file) {
    std::ifstream stream{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    std::vector<std::string> words;
    std::string word;
    bool in_word = false;
    char quote = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\\' && at + 1 < text.size()) {
            word += text[++at];
            in_word = true;
        } else if (quote != 0) {
            if (c == quote)
                quote = 0;
            else
                word += c;
        } else if (c == '"' || c == '\'') {
            quote = c;
            in_word = true;
        } else if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            if (in_word)
                words.push_back(std::exchange(word, {}));
            in_word = false;
        } else {
            word += c;
            in_word = true;
        }
    }
    if (in_word)
        words.push_back(word);
    return words;
}

void append_expanded(std::vector<std::string>& into, const std::vector<std::string>& arguments,
                     int depth) {
    constexpr int kDeepest = 20;
    for (const std::string& argument : arguments) {
        std::error_code error;
        if (argument.size() > 1 && argument.front() == '@' && depth < kDeepest &&
            fs::is_regular_file(argument.substr(1), error))
            append_expanded(into, response_words(argument.substr(1)), depth + 1);
        else
            into.push_back(argument);
    }
}

Language language_of_name(std::string_view name) {
    if (name == "c" || name == "c-header" || name == "cpp-output")
        return Language::C;
    if (name == "c++" || name == "c++-header" || name == "c++-cpp-output")
        return Language::Cxx;
    return Language::Other;
}

class Parser {
  public:
    Parser(std::vector<std::string> words, Language called_as)
        : words_(std::move(words)), called_as_(called_as) {}

    CommandLine parse() {
        while (at_ < words_.size()) {
            const std::string word = words_[at_++];
            if (word.size() > 1 && word.front() == '-')
                option(word);
            else
                input(word);
        }
        return std::move(line_);
    }

  private:
    void add(Item::Kind kind, std::vector<std::string> words) {
        line_.items.push_back({kind, std::move(words), Language::Other, {}});
    }

    /// The value of an option that is written "-oVALUE" or "-o VALUE"; both come out in two words.
    std::optional<std::string> value_of(const std::string& word, std::string_view option) {
        if (!word.starts_with(option))
            return std::nullopt;
        if (word.size() > option.size())
            return word.substr(option.size());
        if (at_ == words_.size())
            return std::string{};
        return words_[at_++];
    }

    bool directory_option(const std::string& word) {
        struct Row {
            std::string_view option;
            std::vector<fs::path>* directories;
        };
        const std::array rows{
            Row{"-iquote", &line_.quote_directories}, Row{"-isystem", &line_.system_directories},
            Row{"-idirafter", &line_.system_directories}, Row{"-include", &line_.forced_includes},
            Row{"-I", &line_.directories}};
        if (word.starts_with("-include-"))
            return false;
        for (const Row& row : rows) {
            if (auto value = value_of(word, row.option)) {
                row.directories->emplace_back(*value);
                add(Item::Kind::Option, {std::string{row.option}, *value});
                return true;
            }
        }
        return false;
    }

    bool stage_option(const std::string& word) {
        auto earlier = [this](Stage stage) { line_.stage = std::min(line_.stage, stage); };
        if (word == "-E")
            earlier(Stage::Preprocess);
        else if (word == "-M" || word == "-MM")
            earlier(Stage::Dependencies);
        else if (word == "-fsyntax-only")
            earlier(Stage::Syntax);
        else if (word == "-S")
            earlier(Stage::Assembly);
        else if (word == "-c")
            earlier(Stage::Object);
        else
            return false;
        add(Item::Kind::Option, {word});
        return true;
    }

    bool depend_option(const std::string& word) {
        for (std::string_view option : kDependTakesWord) {
            if (auto value = value_of(word, option)) {
                if (option == "-MF")
                    line_.dependency_output = *value;
                add(Item::Kind::Depend, {std::string{option}, *value});
                return true;
            }
        }
        if (word != "-MD" && word != "-MMD" && word != "-MP" && word != "-MG")
            return false;
        line_.writes_dependencies |= word == "-MD" || word == "-MMD";
        add(Item::Kind::Depend, {word});
        return true;
    }

    bool linker_option(const std::string& word) {
        if (word == "-shared" || word == "-r" || word == "-nostdlib" || word == "-nodefaultlibs") {
            line_.shared |= word == "-shared";
            line_.relocatable |= word != "-shared";
            add(Item::Kind::Linker, {word});
            return true;
        }
        if (!begins_with_one_of(kLinkerPrefixes, word) && word != "-e" && word != "-Xlinker")
            return false;
        if (auto name = value_of(word, "-l")) {
            line_.has_input = true;
            line_.libraries.push_back(*name);
            add(library_is_provided(*name) ? Item::Kind::Library : Item::Kind::Linker,
                {"-l" + *name});
            return true;
        }
        Item item{Item::Kind::Linker, {word}, Language::Other, {}};
        if (among(kLinkerTakesWord, word) && at_ < words_.size())
            item.words.push_back(words_[at_++]);
        line_.items.push_back(std::move(item));
        return true;
    }

    void option(const std::string& word) {
        if (stage_option(word) || directory_option(word) || depend_option(word))
            return;
        if (word.starts_with("-std=") || word == "-ansi")
            return add(Item::Kind::Standard, {word});
        if (linker_option(word))
            return;
        if (!word.starts_with("-objc")) {
            if (auto value = value_of(word, "-o")) {
                line_.output = *value;
                return add(Item::Kind::Output, {"-o", *value});
            }
        }
        if (auto value = value_of(word, "-x")) {
            forced_ = *value == "none" ? std::string{} : *value;
            return add(Item::Kind::Language, {"-x", *value});
        }
        line_.silent |= word == "-w";
        Item item{Item::Kind::Option, {word}, Language::Other, {}};
        if (among(kTakesWord, word) && at_ < words_.size())
            item.words.push_back(words_[at_++]);
        line_.items.push_back(std::move(item));
    }

    void input(const std::string& word) {
        Item item{Item::Kind::Source, {word}, Language::Other, forced_};
        const std::string suffix = fs::path{word}.extension().string();
        line_.has_input = true;
        if (!forced_.empty()) {
            item.language = language_of_name(forced_);
        } else if (among(kCxxSuffixes, suffix)) {
            item.language = Language::Cxx;
        } else if (among(kCSuffixes, suffix)) {
            item.language = Language::C;
        } else if (among(kHeaderSuffixes, suffix)) {  // to be precompiled
            item.language = called_as_;
            item.forced = called_as_ == Language::C ? "c-header" : "c++-header";
        } else if (!among(kOtherSuffixes, suffix)) {
            item.kind = Item::Kind::Linker;
            std::error_code error;
            if (lower(suffix) == ".lib" && library_is_provided(word) && !fs::exists(word, error))
                item.kind = Item::Kind::Library;
            else if (lower(suffix) == ".def")  // its exports are exported anyhow, as all is
                item.kind = Item::Kind::Library;
        }
        line_.items.push_back(std::move(item));
    }

    std::vector<std::string> words_;
    Language called_as_;
    size_t at_ = 0;
    std::string forced_;
    CommandLine line_;
};

}  // namespace

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return result;
}

bool library_is_provided(std::string_view name) {
    std::string plain = lower(name);
    if (plain.ends_with(".lib"))
        plain.resize(plain.size() - 4);
    return among(kProvided, plain);
}

std::vector<const Item*> CommandLine::sources() const {
    std::vector<const Item*> result;
    for (const Item& item : items) {
        if (item.kind == Item::Kind::Source)
            result.push_back(&item);
    }
    return result;
}

bool CommandLine::says(std::string_view option) const {
    return std::any_of(items.begin(), items.end(),
                       [&](const Item& item) { return item.words.front() == option; });
}

bool CommandLine::says_prefix(std::string_view option) const {
    return std::any_of(items.begin(), items.end(),
                       [&](const Item& item) { return item.words.front().starts_with(option); });
}

CommandLine command_line_parse(const std::vector<std::string>& arguments, Language called_as) {
    std::vector<std::string> words;
    append_expanded(words, arguments, 0);
    return Parser{std::move(words), called_as}.parse();
}

}  // namespace berth::tool
