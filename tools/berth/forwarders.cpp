#include "forwarders.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>

#include "source_scan.h"

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

/// "../../x.h" in a forwarding directory must stay below the root: so deep lies the directory
/// itself.
constexpr int kDepth = 8;
constexpr std::array kWayNames{"quote", "angle", "system"};

fs::path cache_root() {
    if (const char* own = std::getenv("BERTH_CACHE_DIR"); own != nullptr && *own != '\0')
        return own;
    if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg == '/')
        return fs::path{xdg} / "berth";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
        return fs::path{home} / ".cache" / "berth";
    return fs::temp_directory_path() / fmt::format("berth-{}", getuid());
}

/// The cache's root, made if need be; one that belongs to somebody else is not to be trusted with
/// what our compiles include.
fs::path cache_usable() {
    std::error_code error;
    for (const fs::path& root :
         {cache_root(), fs::temp_directory_path() / fmt::format("berth-{}", getuid())}) {
        fs::create_directories(root, error);
        struct stat status {};
        if (lstat(root.c_str(), &status) == 0 && status.st_uid == geteuid() &&
            S_ISDIR(status.st_mode) && access(root.c_str(), W_OK) == 0)
            return fs::absolute(root);
    }
    throw std::runtime_error{"no directory for forwarding headers; set BERTH_CACHE_DIR"};
}

uint64_t fnv1a(std::string_view text, uint64_t hash) {
    for (const unsigned char c : text)
        hash = (hash ^ c) * 0x100000001b3U;
    return hash;
}

fs::path way_directory(const fs::path& root, Forward::Way way) {
    fs::path directory = root / kWayNames.at(static_cast<size_t>(way));
    for (int level = 0; level < kDepth; ++level)
        directory /= "_";
    return directory;
}

void write_one(const fs::path& directory, const Forward& forward) {
    // Every folder on the way must exist, also one that a ".." leaves again.
    fs::path at = directory;
    const fs::path spelled{forward.spelling};
    for (const fs::path& component : spelled.parent_path()) {
        at /= component;
        fs::create_directories(at);
    }
    std::ofstream file{directory / spelled};
    file << "#include \"" << forward.target.string() << "\"\n";
    if (!file.flush())
        throw std::runtime_error{"cannot write " + (directory / spelled).string()};
}

void write_set(const fs::path& root, const std::vector<Forward>& forwards) {
    std::string unfinished = root.string() + ".XXXXXX";
    if (mkdtemp(unfinished.data()) == nullptr)
        throw std::system_error{errno, std::generic_category(), unfinished};
    for (const Forward& forward : forwards) {
        const fs::path directory = way_directory(unfinished, forward.way);
        fs::create_directories(directory);
        write_one(directory, forward);
    }
    std::error_code error;
    fs::rename(unfinished, root,
               error);  // another compile may have been faster: theirs is the same
    if (error)
        fs::remove_all(unfinished, error);
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
    std::vector<Forward> kept;
    std::string contents;
    for (const Forward& forward : forwards) {
        if (escapes_root(forward.spelling))
            continue;
        kept.push_back(forward);
        contents += fmt::format("{}\n{}\n{}\n", static_cast<int>(forward.way), forward.spelling,
                                forward.target.string());
    }
    ForwardDirectories directories;
    if (kept.empty())
        return directories;
    const fs::path sets = cache_usable() / "include";
    fs::create_directories(sets);
    directories.root = sets / fmt::format("{:016x}{:016x}", fnv1a(contents, 0xcbf29ce484222325U),
                                          fnv1a(contents, 0x6c62272e07bb0142U));
    std::error_code error;
    if (!fs::is_directory(directories.root, error))
        write_set(directories.root, kept);
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
