#include "source_copies.h"

#include <fmt/core.h>

#include <fstream>
#include <string_view>
#include <system_error>

#include "cache.h"
#include "source_scan.h"
#include "source_text.h"

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

std::string quoted(const std::string& path) {
    std::string text = "\"";
    for (const char c : path) {
        if (c == '\\' || c == '"')
            text += '\\';
        text += c;
    }
    return text + '"';
}

/// The files that lead to a needed one, and those.
std::set<fs::path> closure(std::set<fs::path> files, const std::vector<IncludeEdge>& edges) {
    for (bool grown = true; grown;) {
        grown = false;
        for (const IncludeEdge& edge : edges) {
            if (files.contains(edge.to) && files.insert(edge.from).second)
                grown = true;
        }
    }
    return files;
}

class Writer {
  public:
    /// The source keeps its name: what the compiler writes is named after it.
    Writer(const fs::path& source, const std::set<fs::path>& files,
           const std::vector<IncludeEdge>& edges)
        : edges_(edges) {
        for (const fs::path& file : files) {
            const std::string name = file.filename().string();
            places_[file] = file == source ? name : fmt::format("{}.{}", places_.size(), name);
        }
    }

    std::string text_of(const fs::path& file, bool optional_commas) const {
        std::string text =
            text_with_noexcept_false(text_with_sizeof_parentheses(source_read(file)));
        if (optional_commas)
            text = text_with_optional_commas(text);
        std::string changed = fmt::format("#line 1 {}\n", quoted(file.string()));
        int line = 0;
        for (size_t at = 0; at < text.size();) {
            const size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
            changed += line_of(file, ++line, text.substr(at, end - at));
            at = end;
        }
        return changed;
    }

    const std::map<fs::path, fs::path>& places() const { return places_; }

  private:
    std::string line_of(const fs::path& file, int number, std::string text) const {
        for (const IncludeEdge& edge : edges_) {
            if (edge.line != number || edge.from != file)
                continue;
            const std::string spelled =
                (edge.quoted ? "\"" : "<") + edge.spelling + (edge.quoted ? "\"" : ">");
            const size_t at = text.find(spelled);
            if (at == std::string::npos)
                continue;
            const auto copy = places_.find(edge.to);
            if (copy != places_.end())
                text.replace(at, spelled.size(), "\"" + copy->second.string() + "\"");
            else if (edge.quoted)
                text.replace(at, spelled.size(), "\"" + fs::absolute(edge.to).string() + "\"");
        }
        return text;
    }

    const std::vector<IncludeEdge>& edges_;
    std::map<fs::path, fs::path> places_;
};

}  // namespace

SourceCopies copies_write(const fs::path& source, const std::set<fs::path>& needed,
                          const std::vector<IncludeEdge>& edges, bool optional_commas) {
    if (needed.empty())
        return {};
    const Writer writer{source, closure(needed, edges), edges};
    std::vector<CachedFile> files;
    for (const auto& [file, place] : writer.places())
        files.push_back({place, writer.text_of(file, optional_commas)});
    const fs::path root = cache_write("sources", files);
    SourceCopies copies;
    for (const auto& [file, place] : writer.places())
        copies[file] = root / place;
    return copies;
}

void copies_restore(const fs::path& dependency_file, const SourceCopies& copies) {
    if (copies.empty())
        return;
    std::string text = source_read(dependency_file);
    for (const auto& [file, copy] : copies) {
        const std::string from = copy.string();
        const std::string to = file.string();
        for (size_t at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size()))
            text.replace(at, from.size(), to);
    }
    std::ofstream stream{dependency_file, std::ios::binary | std::ios::trunc};
    stream << text;
}

}  // namespace berth::tool
