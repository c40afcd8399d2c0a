// FindFirstFile: a folder's names that match a pattern, in the order of the alphabet.
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <mutex>
#include <vector>

#include "fileapi.h"
#include "nt/api.h"
#include "nt/errno.h"
#include "nt/file.h"
#include "nt/file_status.h"
#include "nt/path.h"
#include "nt/text.h"

using namespace berth::nt;

namespace {

class Search final : public Object {
  public:
    static constexpr ObjectType kType{"FileSearch", false};
    Search(std::string folder, std::vector<std::string> names)
        : Object(kType), folder_(std::move(folder)), names_(std::move(names)) {}

    // The next name that is still there. 0 or ERROR_NO_MORE_FILES.
    DWORD next(std::string& name, FileStatus& status) {
        const std::lock_guard<std::mutex> guard(lock_);
        while (at_ < names_.size()) {
            name = names_[at_++];
            if (file_status(AT_FDCWD, (folder_ + "/" + name).c_str(), status) == 0)
                return 0;
        }
        return ERROR_NO_MORE_FILES;
    }

  private:
    std::mutex lock_;
    std::string folder_;
    std::vector<std::string> names_;
    size_t at_ = 0;
};

// * stands for any text, ? for one character, case does not count.
bool pattern_matches(std::wstring_view pattern, std::wstring_view name) {
    size_t star = std::wstring_view::npos;
    size_t resume = 0;
    size_t p = 0;
    size_t n = 0;
    while (n < name.size()) {
        const bool same =
            p < pattern.size() &&
            (pattern[p] == L'?' || character_upper(static_cast<char32_t>(pattern[p])) ==
                                       character_upper(static_cast<char32_t>(name[n])));
        if (p < pattern.size() && pattern[p] == L'*') {
            star = p++;
            resume = n;
        } else if (same) {
            ++p;
            ++n;
        } else if (star != std::wstring_view::npos) {
            p = star + 1;
            n = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == L'*')
        ++p;
    return p == pattern.size();
}

DWORD folder_list(const std::string& folder, const std::string& pattern,
                  std::vector<std::string>& names) {
    const std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(folder.c_str()), closedir);
    if (!directory)
        return errno == ENOENT ? DWORD{ERROR_PATH_NOT_FOUND} : error_from_errno(errno);
    // "*.*" has always meant every name, with a dot or without.
    const std::wstring wide = wide_from_utf8(pattern == "*.*" ? "*" : pattern);
    while (const dirent* entry = readdir(directory.get()))
        if (pattern_matches(wide, wide_from_utf8(std::string_view(entry->d_name))))
            names.emplace_back(entry->d_name);
    std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
        return text_compare_ignore_case(std::string_view(a), std::string_view(b)) < 0;
    });
    return 0;
}

template <typename Data>
void data_fill(Data& data, const std::string& name, const FileStatus& status) {
    data = Data{};
    data.dwFileAttributes = status.attributes;
    data.ftCreationTime = status.created;
    data.ftLastAccessTime = status.accessed;
    data.ftLastWriteTime = status.written;
    data.nFileSizeHigh = static_cast<DWORD>(status.size >> 32);
    data.nFileSizeLow = static_cast<DWORD>(status.size);
    buffer_copy(name, data.cFileName, MAX_PATH);
}

template <typename Data>
DWORD find_first(const std::string& name, Data* data, HANDLE* handle) {
    if (!data)
        return ERROR_INVALID_PARAMETER;
    std::string path;
    if (const DWORD error = path_translate_pattern(name, path))
        return error;
    const size_t slash = path.rfind('/');
    const std::string pattern = slash == std::string::npos ? path : path.substr(slash + 1);
    if (pattern.empty())
        return ERROR_FILE_NOT_FOUND;
    std::string folder = slash == std::string::npos ? "."
                         : slash == 0               ? "/"
                                                    : path.substr(0, slash);
    std::string resolved;
    if (const DWORD error = path_translate(folder, resolved))
        return error;
    std::vector<std::string> names;
    if (const DWORD error = folder_list(resolved, pattern, names))
        return error;
    Ref<Search> search = object_make<Search>(std::move(resolved), std::move(names));
    if (!search)
        return ERROR_NOT_ENOUGH_MEMORY;
    std::string first;
    FileStatus status;
    if (search->next(first, status) != 0)
        return ERROR_FILE_NOT_FOUND;
    data_fill(*data, first, status);
    *handle = handle_make(std::move(search));
    return *handle ? 0 : DWORD{ERROR_NOT_ENOUGH_MEMORY};
}

template <typename Data>
HANDLE find_first_call(const std::string& name, Data* data) {
    HANDLE handle = nullptr;
    const DWORD error = find_first(name, data, &handle);
    return error == 0 ? handle : api_fail(error, kInvalidHandle);
}

template <typename Data>
DWORD find_next(HANDLE handle, Data* data) {
    DWORD error = ERROR_INVALID_HANDLE;
    const Ref<Search> search = handle_get<Search>(handle, 0, &error);
    if (!search || !data)
        return search ? DWORD{ERROR_INVALID_PARAMETER} : error;
    std::string name;
    FileStatus status;
    error = search->next(name, status);
    if (error == 0)
        data_fill(*data, name, status);
    return error;
}

}  // namespace

extern "C" {

HANDLE WINAPI FindFirstFileA(LPCSTR name, LPWIN32_FIND_DATAA data) {
    return api_call(kInvalidHandle, [&] { return find_first_call(name ? name : "", data); });
}
HANDLE WINAPI FindFirstFileW(LPCWSTR name, LPWIN32_FIND_DATAW data) {
    return api_call(kInvalidHandle, [&] { return find_first_call(utf8_from_wide(name), data); });
}
HANDLE WINAPI FindFirstFileExA(LPCSTR name, FINDEX_INFO_LEVELS level, LPVOID data,
                               FINDEX_SEARCH_OPS, LPVOID, DWORD) {
    if (level >= FindExInfoMaxInfoLevel)
        return api_fail(ERROR_INVALID_PARAMETER, kInvalidHandle);
    return FindFirstFileA(name, static_cast<LPWIN32_FIND_DATAA>(data));
}
HANDLE WINAPI FindFirstFileExW(LPCWSTR name, FINDEX_INFO_LEVELS level, LPVOID data,
                               FINDEX_SEARCH_OPS, LPVOID, DWORD) {
    if (level >= FindExInfoMaxInfoLevel)
        return api_fail(ERROR_INVALID_PARAMETER, kInvalidHandle);
    return FindFirstFileW(name, static_cast<LPWIN32_FIND_DATAW>(data));
}
BOOL WINAPI FindNextFileA(HANDLE handle, LPWIN32_FIND_DATAA data) {
    return api_bool([&] { return find_next(handle, data); });
}
BOOL WINAPI FindNextFileW(HANDLE handle, LPWIN32_FIND_DATAW data) {
    return api_bool([&] { return find_next(handle, data); });
}
BOOL WINAPI FindClose(HANDLE handle) {
    return api_bool([&]() -> DWORD {
        DWORD error = ERROR_INVALID_HANDLE;
        return handle_get<Search>(handle, 0, &error) ? handle_close(handle) : error;
    });
}

}  // extern "C"
