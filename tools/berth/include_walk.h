// Walks a source and the headers of its project, and finds for each #include the file that Windows
// would have found where the compiler, which minds case and backslashes, would find none.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "file_finder.h"
#include "source_copies.h"
#include "source_scan.h"

namespace berth::tool {

/// Where headers are looked for, in order.
struct SearchPath {
    std::vector<std::filesystem::path> quote;   ///< for "x" only, before the others
    std::vector<std::filesystem::path> normal;  ///< the project's own
    std::vector<std::filesystem::path> system;  ///< other people's: looked into, not judged
    std::vector<std::filesystem::path> berth;   ///< ours: not looked into
    std::function<std::vector<std::filesystem::path>()>
        compiler;  ///< the compiler's; asked if needed
};

/// One spelling that needs a forwarding header.
struct Forward {
    enum class Way { Quote, Angle, System };  ///< through which option the compiler finds it
    Way way;
    std::string spelling;
    std::filesystem::path target;
    auto operator<=>(const Forward&) const = default;
};

struct Remark {
    std::filesystem::path file;
    int line;
    std::string text;
    bool once = false;  ///< for the whole program, not for each place
};

struct WalkResult {
    std::vector<Forward> forwards;  ///< sorted
    std::vector<Remark> remarks;
    bool old_annotations = false;
    std::string void_main;  ///< as the source itself declares it
    std::set<std::string> own_types;
    std::set<std::filesystem::path> needs_copy;  ///< the compiler cannot take them: source_text.h
    std::vector<IncludeEdge> edges;
    bool optional_commas = false;
};

class IncludeWalk {
  public:
    explicit IncludeWalk(SearchPath path) : path_(std::move(path)) {}

    /// Walks one translation unit. The libraries in `linked` are the user's own and need no remark.
    WalkResult walk(const std::filesystem::path& source,
                    const std::vector<std::filesystem::path>& forced,
                    const std::vector<std::string>& linked);

  private:
    struct Found {
        std::filesystem::path file;
        Forward::Way way;
        bool exact;  ///< the compiler finds it by itself
        bool ours;
    };
    void visit(const std::filesystem::path& file, bool judged);
    void follow(const std::filesystem::path& includer, const IncludeLine& include, bool judged);
    std::pair<bool, Found> find(const std::filesystem::path& includer, const IncludeLine& include);
    void forward(const std::filesystem::path& includer, const IncludeLine& include,
                 const Found& found);
    const std::vector<std::filesystem::path>& compiler_directories();
    void find_optional_commas();

    SearchPath path_;
    FileFinder finder_;
    std::vector<std::filesystem::path> compiler_directories_;
    bool compiler_was_asked_ = false;

    // of the translation unit
    std::set<std::string> visited_;
    std::vector<std::filesystem::path> open_;  ///< folders of the files that include each other now
    std::map<std::pair<Forward::Way, std::string>, std::filesystem::path> forwards_;
    std::map<std::filesystem::path, std::vector<CommaMacro>> comma_macros_;
    std::set<std::pair<std::string, int>> calls_;
    std::vector<std::string> linked_;
    std::set<std::string> libraries_seen_;
    WalkResult result_;
};

}  // namespace berth::tool
