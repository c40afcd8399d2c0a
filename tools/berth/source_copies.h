// Copies of the sources that the compiler cannot take as they are (source_text.h), and of the files
// that include them, with their #include lines led to one another. A #line in each keeps messages,
// __FILE__ and the debugger at the original. Like forwarding headers they lie in the user's cache.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace berth::tool {

/// One #include that names a file of the project.
struct IncludeEdge {
    std::filesystem::path from;
    int line = 0;
    std::string spelling;
    bool quoted = false;
    std::filesystem::path to;
};

/// Original -> copy, by the names that the walk used.
using SourceCopies = std::map<std::filesystem::path, std::filesystem::path>;

/// Copies `needed` and all that reach them, as far as `source`, through `edges`; empty where
/// nothing is needed.
SourceCopies copies_write(const std::filesystem::path& source,
                          const std::set<std::filesystem::path>& needed,
                          const std::vector<IncludeEdge>& edges, bool optional_commas);

/// Names the originals in a file of dependencies that the compiler wrote.
void copies_restore(const std::filesystem::path& dependency_file, const SourceCopies& copies);

}  // namespace berth::tool
