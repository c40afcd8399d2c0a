#include "cache.h"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

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

void write_set(const fs::path& root, const std::vector<CachedFile>& files) {
    std::string unfinished = root.string() + ".XXXXXX";
    if (mkdtemp(unfinished.data()) == nullptr)
        throw std::system_error{errno, std::generic_category(), unfinished};
    for (const CachedFile& cached : files) {
        // Every folder on the way must exist, also one that a ".." leaves again.
        fs::path at = unfinished;
        for (const fs::path& component : cached.place.parent_path()) {
            at /= component;
            fs::create_directories(at);
        }
        std::ofstream file{unfinished / cached.place, std::ios::binary};
        file << cached.text;
        if (!file.flush())
            throw std::runtime_error{"cannot write " + (unfinished / cached.place).string()};
    }
    std::error_code error;
    fs::rename(unfinished, root,
               error);  // another compile may have been faster: theirs is the same
    if (error)
        fs::remove_all(unfinished, error);
}

}  // namespace

fs::path cache_write(const std::string& kind, const std::vector<CachedFile>& files) {
    uint64_t first = 0xcbf29ce484222325U;
    uint64_t second = 0x6c62272e07bb0142U;
    for (const CachedFile& file : files) {
        for (const std::string_view part :
             {std::string_view{file.place.native()}, std::string_view{"\n"},
              std::string_view{file.text}, std::string_view{"\n"}}) {
            first = fnv1a(part, first);
            second = fnv1a(part, second);
        }
    }
    const fs::path sets = cache_usable() / kind;
    fs::create_directories(sets);
    fs::path root = sets / fmt::format("{:016x}{:016x}", first, second);
    std::error_code error;
    if (!fs::is_directory(root, error))
        write_set(root, files);
    return root;
}

}  // namespace berth::tool
