// What is done to files and folders by name: delete, move, copy, make, remove; and names
// themselves.
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>

#include "berth/winbase_file.h"
#include "fileapi.h"
#include "nt/api.h"
#include "nt/clock.h"
#include "nt/errno.h"
#include "nt/path.h"
#include "nt/text.h"
#include "processenv.h"

using namespace berth::nt;

namespace {

DWORD file_delete(const std::string& name) {
    std::string path;
    if (const DWORD error = path_translate(name, path))
        return error;
    struct stat status {};
    // Linux lets go of a file that may not be written; Windows does not.
    if (stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 0222) == 0)
        return ERROR_ACCESS_DENIED;
    return unlink(path.c_str()) == 0 ? 0 : path_error(errno, path);
}

DWORD folder_make(const std::string& name) {
    std::string path;
    if (const DWORD error = path_translate(name, path))
        return error;
    if (mkdir(path.c_str(), 0777) == 0)
        return 0;
    return errno == EEXIST ? DWORD{ERROR_ALREADY_EXISTS} : path_error(errno, path);
}

DWORD folder_remove(const std::string& name) {
    std::string path;
    if (const DWORD error = path_translate(name, path))
        return error;
    if (rmdir(path.c_str()) == 0)
        return 0;
    return errno == ENOTDIR ? DWORD{ERROR_DIRECTORY} : path_error(errno, path);
}

DWORD content_copy(int from, int to) {
    for (;;) {
        const ssize_t moved = copy_file_range(from, nullptr, to, nullptr, SSIZE_MAX, 0);
        if (moved == 0)
            break;
        if (moved < 0 && errno != EINTR) {
            // Across file systems, or from a file without a size (/proc).
            char buffer[65536];
            ssize_t got = 0;
            while ((got = read(from, buffer, sizeof(buffer))) > 0)
                if (write(to, buffer, static_cast<size_t>(got)) != got)
                    return error_from_errno(errno ? errno : ENOSPC);
            return got == 0 ? 0 : error_from_errno(errno);
        }
    }
    return 0;
}

DWORD path_copy(const std::string& from, const std::string& to, bool fail_if_exists) {
    const int source = open(from.c_str(), O_RDONLY | O_CLOEXEC);
    if (source < 0)
        return path_error(errno, from);
    struct stat status {};
    struct stat old {};
    DWORD error = 0;
    if (fstat(source, &status) == 0 && S_ISDIR(status.st_mode))
        error = ERROR_ACCESS_DENIED;
    else if (stat(to.c_str(), &old) == 0 && old.st_ino == status.st_ino &&
             old.st_dev == status.st_dev)
        error = fail_if_exists ? ERROR_FILE_EXISTS : ERROR_SHARING_VIOLATION;
    if (error == 0) {
        const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (fail_if_exists ? O_EXCL : O_TRUNC);
        const int target = open(to.c_str(), flags, status.st_mode & 0777);
        if (target < 0) {
            error = path_error(errno, to);
        } else {
            error = content_copy(source, target);
            const timespec times[] = {{0, UTIME_OMIT}, status.st_mtim};
            futimens(target, times);
            if (close(target) != 0 && error == 0)
                error = error_from_errno(errno);
        }
    }
    close(source);
    return error;
}

DWORD file_copy(const std::string& from_name, const std::string& to_name, bool fail_if_exists) {
    std::string from;
    std::string to;
    if (const DWORD error = path_translate(from_name, from))
        return error;
    if (const DWORD error = path_translate(to_name, to))
        return error;
    return path_copy(from, to, fail_if_exists);
}

DWORD file_move(const std::string& from_name, const std::string& to_name, DWORD flags) {
    std::string from;
    std::string to;
    if (const DWORD error = path_translate(from_name, from))
        return error;
    // The target may differ from the source in case only: then it is no other file.
    if (const DWORD error = path_translate(to_name, to))
        return error;
    std::string literal;
    if (path_translate_pattern(to_name, literal) == 0 && to == from)
        to = literal;
    const unsigned replace = flags & MOVEFILE_REPLACE_EXISTING ? 0 : RENAME_NOREPLACE;
    if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), replace) == 0)
        return 0;
    if (errno == EEXIST)
        return ERROR_ALREADY_EXISTS;
    if (errno == EINVAL && replace != 0) {  // a file system that does not know the flag
        if (access(to.c_str(), F_OK) == 0)
            return ERROR_ALREADY_EXISTS;
        if (rename(from.c_str(), to.c_str()) == 0)
            return 0;
    }
    if (errno != EXDEV)
        return errno == ENOENT && access(from.c_str(), F_OK) == 0 ? DWORD{ERROR_PATH_NOT_FOUND}
                                                                  : path_error(errno, from);
    if (!(flags & MOVEFILE_COPY_ALLOWED))
        return ERROR_NOT_SAME_DEVICE;
    if (const DWORD error = path_copy(from, to, replace != 0))
        return error == ERROR_FILE_EXISTS ? DWORD{ERROR_ALREADY_EXISTS} : error;
    return unlink(from.c_str()) == 0 ? 0 : path_error(errno, from);
}

template <typename Char>
DWORD full_path(const std::string& name, DWORD size, Char* buffer, Char** part) {
    std::string path;
    if (const DWORD error = path_translate_pattern(name, path))
        return api_fail<DWORD>(error, 0);
    const std::string whole = path_absolute(path);
    const DWORD length = buffer_copy(whole, buffer, size);
    if (part) {
        *part = nullptr;
        if (buffer && length < size && length != 0 && whole.back() != '/') {
            Char* at = buffer + length;
            while (at[-1] != '/')
                --at;
            *part = at;
        }
    }
    return length;
}

std::string temp_folder() {
    const char* folder = getenv("TMPDIR");
    std::string path = folder && *folder ? folder : "/tmp";
    if (path.back() != '/')
        path += '/';
    return path;
}

// PREuuuu.TMP, as on Windows: up to three characters of the prefix, the number in hexadecimal.
template <typename Char>
UINT temp_name(const std::string& folder_name, const std::string& prefix, UINT unique,
               Char* buffer) {
    std::string folder;
    if (!buffer)
        return api_fail<UINT>(ERROR_INVALID_PARAMETER, 0);
    if (const DWORD error = path_translate(folder_name, folder))
        return api_fail<UINT>(error, 0);
    struct stat status {};
    if (stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
        return api_fail<UINT>(ERROR_DIRECTORY, 0);
    if (folder.back() != '/')
        folder += '/';
    const bool make = unique == 0;
    auto number = make ? static_cast<UINT>(clock_now() / 1000) & 0xffff : unique & 0xffff;
    for (unsigned attempt = 0; attempt < 0x10000; ++attempt, number = (number + 1) & 0xffff) {
        if (make && number == 0)
            continue;
        char tail[16];
        snprintf(tail, sizeof(tail), "%X.TMP", number);
        const std::string path =
            folder + utf8_from_wide(wide_from_utf8(prefix).substr(0, 3)) + tail;
        if (path.size() >= MAX_PATH)
            return api_fail<UINT>(ERROR_BUFFER_OVERFLOW, 0);
        const int file =
            make ? open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600) : -1;
        if (make && file < 0 && errno == EEXIST)
            continue;
        if (make && file < 0)
            return api_fail<UINT>(path_error(errno, path), 0);
        if (file >= 0)
            close(file);
        buffer_copy(path, buffer, MAX_PATH);
        return number ? number : 1;
    }
    return api_fail<UINT>(ERROR_FILE_EXISTS, 0);
}

DWORD folder_enter(const std::string& name) {
    std::string path;
    if (const DWORD error = path_translate(name, path))
        return error;
    if (chdir(path.c_str()) == 0)
        return 0;
    return errno == ENOTDIR ? DWORD{ERROR_DIRECTORY} : path_error(errno, path);
}

template <typename Char>
DWORD folder_current(DWORD size, Char* buffer) {
    char path[PATH_MAX];
    if (!getcwd(path, sizeof(path)))
        return api_fail<DWORD>(error_from_errno(errno), 0);
    return buffer_copy(std::string(path), buffer, size);
}

std::string narrow(const char* text) {
    return text ? text : "";
}
std::string narrow(const wchar_t* text) {
    return utf8_from_wide(text);
}

}  // namespace

extern "C" {

BOOL WINAPI DeleteFileA(LPCSTR name) {
    return api_bool([&] { return file_delete(narrow(name)); });
}
BOOL WINAPI DeleteFileW(LPCWSTR name) {
    return api_bool([&] { return file_delete(narrow(name)); });
}
BOOL WINAPI CreateDirectoryA(LPCSTR name, LPSECURITY_ATTRIBUTES) {
    return api_bool([&] { return folder_make(narrow(name)); });
}
BOOL WINAPI CreateDirectoryW(LPCWSTR name, LPSECURITY_ATTRIBUTES) {
    return api_bool([&] { return folder_make(narrow(name)); });
}
BOOL WINAPI RemoveDirectoryA(LPCSTR name) {
    return api_bool([&] { return folder_remove(narrow(name)); });
}
BOOL WINAPI RemoveDirectoryW(LPCWSTR name) {
    return api_bool([&] { return folder_remove(narrow(name)); });
}
BOOL WINAPI CopyFileA(LPCSTR from, LPCSTR to, BOOL fail_if_exists) {
    return api_bool([&] { return file_copy(narrow(from), narrow(to), fail_if_exists != 0); });
}
BOOL WINAPI CopyFileW(LPCWSTR from, LPCWSTR to, BOOL fail_if_exists) {
    return api_bool([&] { return file_copy(narrow(from), narrow(to), fail_if_exists != 0); });
}
BOOL WINAPI MoveFileExA(LPCSTR from, LPCSTR to, DWORD flags) {
    return api_bool([&] { return file_move(narrow(from), narrow(to), flags); });
}
BOOL WINAPI MoveFileExW(LPCWSTR from, LPCWSTR to, DWORD flags) {
    return api_bool([&] { return file_move(narrow(from), narrow(to), flags); });
}
BOOL WINAPI MoveFileA(LPCSTR from, LPCSTR to) {
    return MoveFileExA(from, to, MOVEFILE_COPY_ALLOWED);
}
BOOL WINAPI MoveFileW(LPCWSTR from, LPCWSTR to) {
    return MoveFileExW(from, to, MOVEFILE_COPY_ALLOWED);
}
UINT WINAPI SetHandleCount(UINT number) {
    return number;
}

DWORD WINAPI GetFullPathNameA(LPCSTR name, DWORD size, LPSTR buffer, LPSTR* part) {
    return api_call<DWORD>(0, [&] { return full_path(narrow(name), size, buffer, part); });
}
DWORD WINAPI GetFullPathNameW(LPCWSTR name, DWORD size, LPWSTR buffer, LPWSTR* part) {
    return api_call<DWORD>(0, [&] { return full_path(narrow(name), size, buffer, part); });
}
DWORD WINAPI GetTempPathA(DWORD size, LPSTR buffer) {
    return api_call<DWORD>(0, [&] { return buffer_copy(temp_folder(), buffer, size); });
}
DWORD WINAPI GetTempPathW(DWORD size, LPWSTR buffer) {
    return api_call<DWORD>(0, [&] { return buffer_copy(temp_folder(), buffer, size); });
}
UINT WINAPI GetTempFileNameA(LPCSTR folder, LPCSTR prefix, UINT unique, LPSTR buffer) {
    return api_call<UINT>(
        0, [&] { return temp_name(narrow(folder), narrow(prefix), unique, buffer); });
}
UINT WINAPI GetTempFileNameW(LPCWSTR folder, LPCWSTR prefix, UINT unique, LPWSTR buffer) {
    return api_call<UINT>(
        0, [&] { return temp_name(narrow(folder), narrow(prefix), unique, buffer); });
}
DWORD WINAPI GetCurrentDirectoryA(DWORD size, LPSTR buffer) {
    return api_call<DWORD>(0, [&] { return folder_current(size, buffer); });
}
DWORD WINAPI GetCurrentDirectoryW(DWORD size, LPWSTR buffer) {
    return api_call<DWORD>(0, [&] { return folder_current(size, buffer); });
}
BOOL WINAPI SetCurrentDirectoryA(LPCSTR name) {
    return api_bool([&] { return folder_enter(narrow(name)); });
}
BOOL WINAPI SetCurrentDirectoryW(LPCWSTR name) {
    return api_bool([&] { return folder_enter(narrow(name)); });
}

}  // extern "C"
