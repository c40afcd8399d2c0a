// The user's cache: sets of files that are named by their contents, so that each is written once
// and never grows stale.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace berth::tool {

struct CachedFile {
    std::filesystem::path place;  ///< below the set's root
    std::string text;
};

/// The root of a set of `kind`, a folder of the cache; written where it is not there yet.
std::filesystem::path cache_write(const std::string& kind, const std::vector<CachedFile>& files);

}  // namespace berth::tool
