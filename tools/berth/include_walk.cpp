#include "include_walk.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <system_error>

#include "command_line.h"

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

std::string identity(const fs::path& file) {
    std::error_code error;
    fs::path real = fs::canonical(file, error);
    return error ? file.string() : real.string();
}

bool is_spelled_for_windows(const std::string& spelling) {
    return std::any_of(spelling.begin(), spelling.end(),
                       [](unsigned char c) { return c == '\\' || std::isupper(c) != 0; });
}

std::string library_plain(std::string_view name) {
    std::string plain = lower(name);
    if (plain.ends_with(".lib"))
        plain.resize(plain.size() - 4);
    if (plain.starts_with("lib"))
        plain.erase(0, 3);
    return plain;
}

}  // namespace

WalkResult IncludeWalk::walk(const fs::path& source, const std::vector<fs::path>& forced,
                             const std::vector<std::string>& linked) {
    visited_.clear();
    forwards_.clear();
    comma_macros_.clear();
    calls_.clear();
    result_ = {};
    linked_.clear();
    for (const std::string& name : linked)
        linked_.push_back(library_plain(name));
    for (const fs::path& file : forced)
        visit(file, true);
    visit(source, true);
    find_optional_commas();
    result_.void_main = source_scan(source_read(source)).void_main;
    for (const auto& [key, target] : forwards_) {
        result_.forwards.push_back({key.first, key.second, target});
        // With -fms-extensions Clang turns backslashes round before it looks.
        std::string turned = key.second;
        std::replace(turned.begin(), turned.end(), '\\', '/');
        if (!forwards_.contains({key.first, turned}))
            result_.forwards.push_back({key.first, std::move(turned), target});
    }
    return std::move(result_);
}

void IncludeWalk::visit(const fs::path& file, bool judged) {
    if (!visited_.insert(identity(file)).second)
        return;
    const SourceScan scan = source_scan(source_read(file));
    if (scan.bare_sizeof || scan.thrown_types || source_is_utf16(file))
        result_.needs_copy.insert(file);
    if (!scan.comma_macros.empty())
        comma_macros_[file] = scan.comma_macros;
    for (const Call& call : scan.calls)
        calls_.emplace(call.name, call.arguments);
    if (judged) {
        result_.own_types.insert(scan.own_types.begin(), scan.own_types.end());
        result_.old_annotations |= scan.old_annotations;
        for (const Warning& warning : scan.warnings)
            result_.remarks.push_back({file, warning.line, warning.text, false});
        if (scan.structured_exceptions != 0)
            result_.remarks.push_back({file, scan.structured_exceptions,
                                       "structured exceptions compile, but a fault is not caught",
                                       true});
        for (const LibraryLine& library : scan.libraries) {
            const std::string plain = library_plain(library.name);
            if (library_is_provided(library.name) || !libraries_seen_.insert(plain).second ||
                std::find(linked_.begin(), linked_.end(), plain) != linked_.end())
                continue;
            result_.remarks.push_back(
                {file, library.line,
                 fmt::format(
                     "library \"{}\" is not part of Berth; if Linux has it, link it with -l",
                     library.name)});
        }
    }
    open_.push_back(file.parent_path());
    for (const IncludeLine& include : scan.includes)
        follow(file, include, judged);
    open_.pop_back();
}

void IncludeWalk::follow(const fs::path& includer, const IncludeLine& include, bool judged) {
    const auto [is_there, found] = find(includer, include);
    if (!is_there)
        return;
    if (!found.exact)
        forward(includer, include, found);
    if (!found.ours) {
        result_.edges.push_back(
            {includer, include.line, include.spelling, include.quoted, found.file});
        visit(found.file, judged && found.way != Forward::Way::System);
    }
}

/// A call without anything for the ellipsis needs the comma before it gone.
void IncludeWalk::find_optional_commas() {
    for (const auto& [file, macros] : comma_macros_) {
        for (const CommaMacro& macro : macros)
            result_.optional_commas |= calls_.contains({macro.name, macro.named}) ||
                                       (macro.named == 0 && calls_.contains({macro.name, 0}));
    }
    if (!result_.optional_commas)
        return;
    for (const auto& [file, macros] : comma_macros_)
        result_.needs_copy.insert(file);
}

std::pair<bool, IncludeWalk::Found> IncludeWalk::find(const fs::path& includer,
                                                      const IncludeLine& include) {
    using Way = Forward::Way;
    const std::string& spelling = include.spelling;
    const fs::path own_folder = includer.parent_path();
    struct Place {
        const std::vector<fs::path>* directories;
        Way way;
        bool ours;
    };
    const std::vector<fs::path> own{own_folder};
    const std::vector<fs::path> parents{open_.rbegin(), open_.rend()};
    std::vector<Place> places;
    if (include.quoted) {
        places.push_back({&own, Way::Quote, false});
        places.push_back({&path_.quote, Way::Quote, false});
    }
    places.push_back({&path_.normal, include.quoted ? Way::Quote : Way::Angle, false});
    places.push_back({&path_.system, Way::System, false});
    places.push_back({&path_.berth, Way::System, true});
    for (const Place& place : places) {
        for (const fs::path& directory : *place.directories) {
            if (auto file = FileFinder::exact(directory, spelling))
                return {true, {*file, place.way, true, place.ours}};
        }
    }
    // Microsoft's compiler looks beside the files that include the includer, too.
    if (include.quoted)
        places.insert(places.begin() + 1, {&parents, Way::Quote, false});
    for (const Place& place : places) {
        for (const fs::path& directory : *place.directories) {
            auto file = finder_.find(directory, spelling);
            if (!file)
                continue;
            if (!include.quoted || place.way == Way::System) {
                // The system's own <string.h> is not to be taken for the project's String.h.
                for (const fs::path& system : compiler_directories()) {
                    if (FileFinder::exact(system, spelling))
                        return {false, {}};
                }
            }
            return {true, {*file, place.way, false, place.ours}};
        }
    }
    if (!is_spelled_for_windows(spelling))
        return {false, {}};
    for (const fs::path& directory : compiler_directories()) {
        if (FileFinder::exact(directory, spelling))
            return {false, {}};
    }
    for (const fs::path& directory : compiler_directories()) {
        if (auto file = finder_.find(directory, spelling))
            return {true, {*file, Way::System, false, true}};
    }
    return {false, {}};
}

void IncludeWalk::forward(const fs::path& includer, const IncludeLine& include,
                          const Found& found) {
    std::error_code error;
    fs::path target = fs::canonical(found.file, error);
    if (error || target.string().find_first_of("\"\n") != std::string::npos)
        return;
    const auto [entry, is_new] =
        forwards_.try_emplace({found.way, include.spelling}, std::move(target));
    if (is_new || entry->second == fs::canonical(found.file, error))
        return;
    result_.remarks.push_back(
        {includer, include.line,
         fmt::format(
             "\"{}\" stands for {} here, but for {} elsewhere in this translation unit; the "
             "compiler will see the latter: spell one of them as the file is named",
             include.spelling, found.file.lexically_normal().string(), entry->second.string())});
}

const std::vector<fs::path>& IncludeWalk::compiler_directories() {
    if (!compiler_was_asked_) {
        compiler_was_asked_ = true;
        if (path_.compiler)
            compiler_directories_ = path_.compiler();
    }
    return compiler_directories_;
}

}  // namespace berth::tool
