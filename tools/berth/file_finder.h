// Finds files as Windows does: without regard to case, with '/' and '\' alike.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace berth::tool {

class FileFinder {
  public:
    /// The file that the spelling names below a directory, letter for letter.
    static std::optional<std::filesystem::path> exact(const std::filesystem::path& directory,
                                                      const std::string& spelling);

    /// The file that Windows would find there. Where several differ in case only, the one that is
    /// spelled as asked, else the first by name.
    std::optional<std::filesystem::path> find(const std::filesystem::path& directory,
                                              std::string_view spelling);

  private:
    using Names = std::unordered_multimap<std::string, std::string>;  ///< lower case → as it is
    const Names& names_in(const std::filesystem::path& directory);

    std::map<std::filesystem::path, Names> listings_;
};

}  // namespace berth::tool
