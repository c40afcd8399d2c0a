// A compiler's command line, understood as far as the driver must: which words are sources and in
// what language, which belong to the linker, where the compiler looks for headers, how far it is to
// go.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace berth::tool {

enum class Language { C, Cxx, Other };
enum class Stage { Preprocess, Dependencies, Syntax, Assembly, Object, Link };

struct Item {
    enum class Kind {
        Option,    ///< for the compiler (and, harmless there, for the linker's run)
        Output,    ///< -o FILE
        Language,  ///< -x LANGUAGE
        Standard,  ///< -std=...
        Depend,    ///< -MD, -MF FILE and their kin
        Source,    ///< a file to compile
        Linker,    ///< objects, archives, -l, -L, -Wl: order matters
        Library,   ///< a library of Windows that Berth stands in for: not passed on
    };
    Kind kind = Kind::Option;
    std::vector<std::string> words;
    Language language = Language::Other;  ///< of a source
    std::string forced;                   ///< of a source: what -x said, empty if the name decides
};

struct CommandLine {
    std::vector<Item> items;
    Stage stage = Stage::Link;
    std::filesystem::path output;             ///< -o's, if any
    std::filesystem::path dependency_output;  ///< -MF's, if any
    std::vector<std::filesystem::path> quote_directories;
    std::vector<std::filesystem::path> directories;         ///< -I
    std::vector<std::filesystem::path> system_directories;  ///< -isystem, -idirafter
    std::vector<std::filesystem::path> forced_includes;     ///< -include
    std::vector<std::string> libraries;                     ///< names after -l, as spelled
    bool writes_dependencies = false;                       ///< -MD or -MMD
    bool shared = false;
    bool relocatable = false;  ///< -r, -nostdlib and the like: nothing of ours is linked
    bool silent = false;       ///< -w
    bool has_input = false;    ///< sources, or something to link

    std::vector<const Item*> sources() const;
    bool says(std::string_view option) const;         ///< the option is there, word for word
    bool says_prefix(std::string_view option) const;  ///< an option that begins so is there
};

/// Expands response files (@FILE) and sorts the words. called_as: the language of `berth c++`,
/// `berth cc`.
CommandLine command_line_parse(const std::vector<std::string>& arguments, Language called_as);

/// Whether Berth stands in for this library of Windows; the name with or without ".lib", in any
/// case.
bool library_is_provided(std::string_view name);

std::string lower(std::string_view text);

}  // namespace berth::tool
