#include "forwarders.h"

#include <array>
#include <fstream>
#include <string>
#include <system_error>

#include "cache.h"
#include "source_scan.h"

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

/// "../../x.h" in a forwarding directory must stay below the root: so deep lies the directory
/// itself.
constexpr int kDepth = 8;
constexpr std::array kWayNames{"quote", "angle", "system"};

fs::path way_directory(const fs::path& root, Forward::Way way) {
    fs::path directory = root / kWayNames.at(static_cast<size_t>(way));
    for (int level = 0; level < kDepth; ++level)
        directory /= "_";
    return directory;
}

bool escapes_root(const std::string& spelling) {
    const fs::path normal = fs::path{spelling}.lexically_normal();
    int up = 0;
    for (const fs::path& component : normal) {
        if (component.string().size() > 255)
            return true;
        up += component == ".." ? 1 : 0;
    }
    return up > kDepth || normal.is_absolute();
}

}  // namespace

ForwardDirectories forwarders_write(const std::vector<Forward>& forwards) {
    std::vector<CachedFile> files;
    for (const Forward& forward : forwards) {
        if (!escapes_root(forward.spelling))
            files.push_back({way_directory({}, forward.way) / forward.spelling,
                             "#include \"" + forward.target.string() + "\"\n"});
    }
    ForwardDirectories directories;
    if (files.empty())
        return directories;
    directories.root = cache_write("include", files);
    std::error_code error;
    auto directory_if_used = [&](Forward::Way way) {
        fs::path directory = way_directory(directories.root, way);
        return fs::is_directory(directory, error) ? directory : fs::path{};
    };
    directories.quote = directory_if_used(Forward::Way::Quote);
    directories.angle = directory_if_used(Forward::Way::Angle);
    directories.system = directory_if_used(Forward::Way::System);
    return directories;
}

void forwarders_strip(const fs::path& dependency_file, const ForwardDirectories& directories) {
    if (directories.root.empty())
        return;
    const std::string text = source_read(dependency_file);
    const std::string root = directories.root.string() + "/";
    std::string kept;
    bool changed = false;
    for (size_t at = 0; at < text.size();) {
        if (text.compare(at, root.size(), root) != 0) {
            kept += text[at++];
            continue;
        }
        while (at < text.size() && text[at] != '\n' && text[at] != ' ') {
            at += text[at] == '\\' && at + 1 < text.size() && text[at + 1] == ' ' ? 2 : 1;
            changed = true;
        }
        // With -MP it is also a target without prerequisites.
        if (kept.ends_with('\n') || kept.empty()) {
            if (at < text.size() && text[at] == '\n')
                ++at;
        }
    }
    if (!changed)
        return;
    std::ofstream file{dependency_file, std::ios::binary | std::ios::trunc};
    file << kept;
}

}  // namespace berth::tool
