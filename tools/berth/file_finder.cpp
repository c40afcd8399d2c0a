#include "file_finder.h"

#include <algorithm>
#include <system_error>

#include "command_line.h"

namespace fs = std::filesystem;

namespace berth::tool {
namespace {

std::vector<std::string> components_of(std::string_view spelling) {
    std::vector<std::string> components;
    while (!spelling.empty()) {
        const size_t end = std::min(spelling.find_first_of("/\\"), spelling.size());
        std::string component{spelling.substr(0, end)};
        spelling.remove_prefix(std::min(end + 1, spelling.size()));
        if (component.empty() || component == ".")
            continue;
        // Windows drops trailing dots and blanks of a name: <Windows.h.> is windows.h.
        if (component != "..") {
            const size_t last = component.find_last_not_of(". ");
            component.resize(last == std::string::npos ? 0 : last + 1);
        }
        components.push_back(std::move(component));
    }
    return components;
}

}  // namespace

std::optional<fs::path> FileFinder::exact(const fs::path& directory, const std::string& spelling) {
    std::error_code error;
    fs::path file = directory / spelling;
    if (fs::is_regular_file(file, error))
        return file;
    return std::nullopt;
}

std::optional<fs::path> FileFinder::find(const fs::path& directory, std::string_view spelling) {
    if (spelling.empty() || spelling.front() == '/' || spelling.front() == '\\' ||
        spelling.find(':') != std::string_view::npos)
        return std::nullopt;
    fs::path at = directory;
    for (const std::string& component : components_of(spelling)) {
        if (component.empty())
            return std::nullopt;
        if (component == "..") {
            at /= component;
            continue;
        }
        const auto [first, last] = names_in(at).equal_range(lower(component));
        if (first == last)
            return std::nullopt;
        const std::string* best = &first->second;
        for (auto candidate = first; candidate != last; ++candidate) {
            if (candidate->second == component || (*best != component && candidate->second < *best))
                best = &candidate->second;
        }
        at /= *best;
    }
    std::error_code error;
    if (!fs::is_regular_file(at, error))
        return std::nullopt;
    return at;
}

const FileFinder::Names& FileFinder::names_in(const fs::path& directory) {
    const auto [entry, is_new] = listings_.try_emplace(directory);
    if (is_new) {
        std::error_code error;
        for (fs::directory_iterator file{directory.empty() ? fs::path{"."} : directory, error}, end;
             !error && file != end; file.increment(error)) {
            std::string name = file->path().filename().string();
            entry->second.emplace(lower(name), std::move(name));
        }
    }
    return entry->second;
}

}  // namespace berth::tool
