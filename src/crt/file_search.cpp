// _findfirst, _findnext, _findclose.
#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <string>

#include "crt/invalid_parameter.h"
#include "crt/path.h"
#include "io.h"

namespace berth::crt {
namespace {

class FileSearch {
  public:
    explicit FileSearch(const std::string& path) {
        const size_t slash = path.rfind('/');
        directory_ = slash == std::string::npos ? "." : path.substr(0, slash + 1);
        pattern_ = path.substr(slash == std::string::npos ? 0 : slash + 1);
        if (pattern_ == "*.*")  // every file, also one without a dot
            pattern_ = "*";
        entries_.reset(opendir(directory_.c_str()));
    }

    bool is_open() const { return entries_ != nullptr; }

    // Names match without regard to case, as they do on Windows.
    template <typename Found>
    bool next(Found& found) {
        while (const dirent* entry = readdir(entries_.get())) {
            if (fnmatch(pattern_.c_str(), entry->d_name, FNM_CASEFOLD | FNM_NOESCAPE) != 0)
                continue;
            struct stat file;
            if (fstatat(dirfd(entries_.get()), entry->d_name, &file, 0) != 0 &&
                fstatat(dirfd(entries_.get()), entry->d_name, &file, AT_SYMLINK_NOFOLLOW) != 0)
                continue;
            found.attrib = (S_ISDIR(file.st_mode) ? _A_SUBDIR : _A_ARCH) |
                           ((file.st_mode & 0222) == 0 ? _A_RDONLY : 0) |
                           (entry->d_name[0] == '.' ? _A_HIDDEN : 0);
            found.time_create = file.st_ctime;
            found.time_access = file.st_atime;
            found.time_write = file.st_mtime;
            found.size = static_cast<_fsize_t>(file.st_size);
            name_copy(entry->d_name, found.name);
            return true;
        }
        errno = ENOENT;
        return false;
    }

  private:
    struct Closer {
        void operator()(DIR* directory) const { closedir(directory); }
    };

    static void name_copy(const char* name, char (&to)[260]) {
        const size_t length = std::string_view(name).copy(to, 259);
        to[length] = '\0';
    }
    static void name_copy(const char* name, wchar_t (&to)[260]) {
        const size_t length = wide_from_utf8(name).copy(to, 259);
        to[length] = L'\0';
    }

    std::string directory_;
    std::string pattern_;
    std::unique_ptr<DIR, Closer> entries_;
};

template <typename C, typename Found>
intptr_t search_begin(const char* function, const C* pattern, Found* found) {
    if (!pattern || !found)
        return invalid_parameter(function, EINVAL), -1;
    auto search = std::make_unique<FileSearch>(path_pattern_native(pattern));
    if (!search->is_open() || !search->next(*found)) {
        errno = ENOENT;
        return -1;
    }
    return reinterpret_cast<intptr_t>(search.release());
}

template <typename Found>
int search_next(const char* function, intptr_t handle, Found* found) {
    if (handle == 0 || handle == -1 || !found)
        return invalid_parameter(function, EINVAL), -1;
    return reinterpret_cast<FileSearch*>(handle)->next(*found) ? 0 : -1;
}

}  // namespace
}  // namespace berth::crt

using namespace berth::crt;

intptr_t _findfirst(const char* pattern, struct _finddata_t* found) {
    return search_begin("_findfirst", pattern, found);
}
intptr_t _wfindfirst(const wchar_t* pattern, struct _wfinddata_t* found) {
    return search_begin("_wfindfirst", pattern, found);
}
int _findnext(intptr_t handle, struct _finddata_t* found) {
    return search_next("_findnext", handle, found);
}
int _wfindnext(intptr_t handle, struct _wfinddata_t* found) {
    return search_next("_wfindnext", handle, found);
}
int _findclose(intptr_t handle) {
    if (handle == 0 || handle == -1)
        return invalid_parameter("_findclose", EINVAL), -1;
    const std::unique_ptr<FileSearch> closed(reinterpret_cast<FileSearch*>(handle));
    return 0;
}
