#include "nt/shared_name.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "nt/errno.h"
#include "nt/text.h"
#include "winerror.h"

namespace berth::nt {

namespace {

// A session's names and the machine's are the same here.
std::string_view name_plain(std::string_view name) {
    for (const std::string_view prefix : {"Global\\", "Local\\"})
        if (text_compare_ignore_case(name.substr(0, prefix.size()), prefix) == 0)
            return name.substr(prefix.size());
    return name;
}

// Letters and digits as they are, the rest in hexadecimal; a long name ends in a hash of the whole.
std::string file_name(std::string_view kind, std::string_view name) {
    constexpr size_t kMaxName = 160;
    std::string file = "berth-" + std::to_string(geteuid()) + "-" + std::string(kind) + "-";
    uint64_t hash = 0xcbf29ce484222325;
    for (const char c : name) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
        if (file.size() > kMaxName)
            continue;
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                           (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
        char text[8];
        snprintf(text, sizeof(text), plain ? "%c" : "%%%02X", static_cast<unsigned char>(c));
        file += text;
    }
    if (file.size() > kMaxName) {
        char text[24];
        snprintf(text, sizeof(text), "~%016llx", static_cast<unsigned long long>(hash));
        file += text;
    }
    return file;
}

std::string folder() {
    struct stat status {};
    return stat("/dev/shm", &status) == 0 && S_ISDIR(status.st_mode) ? "/dev/shm/" : "/tmp/";
}

// Is the open file still what the path leads to?
bool current(int descriptor, const std::string& path) {
    struct stat here {};
    struct stat there {};
    return fstat(descriptor, &here) == 0 && stat(path.c_str(), &there) == 0 &&
           here.st_ino == there.st_ino && here.st_dev == there.st_dev;
}

int lock(int descriptor, int operation) {
    int result = 0;
    do {
        result = flock(descriptor, operation);
    } while (result != 0 && errno == EINTR);
    return result;
}

}  // namespace

SharedName::SharedName(SharedName&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

SharedName& SharedName::operator=(SharedName&& other) noexcept {
    if (this != &other) {
        close();
        descriptor_ = std::exchange(other.descriptor_, -1);
        path_ = std::move(other.path_);
    }
    return *this;
}

SharedName::~SharedName() {
    close();
}

DWORD SharedName::attach(std::string_view kind, std::string_view name, bool make, bool* created) {
    const std::string_view plain = name_plain(name);
    if (plain.find('\\') != std::string_view::npos)
        return ERROR_PATH_NOT_FOUND;
    if (plain.size() > MAX_PATH * 4)
        return ERROR_FILENAME_EXCED_RANGE;
    const std::string path = folder() + file_name(kind, plain);
    for (;;) {
        const int file =
            ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | (make ? O_CREAT : 0), 0600);
        if (file < 0)
            return error_from_errno(errno);
        // Alone with it: new, or left behind by processes that have died.
        const bool alone = lock(file, LOCK_EX | LOCK_NB) == 0;
        if (!alone && lock(file, LOCK_SH) != 0) {
            const DWORD error = error_from_errno(errno);
            ::close(file);
            return error;
        }
        if (!current(file, path)) {  // the last holder removed it meanwhile
            ::close(file);
            continue;
        }
        struct stat status {};
        fstat(file, &status);
        if (alone && !make) {
            unlink(path.c_str());
            ::close(file);
            return ERROR_FILE_NOT_FOUND;
        }
        if (!alone && status.st_size == 0) {
            // Its maker failed before it was complete, or is one moment away from taking its lock.
            ::close(file);
            if (!make)
                return ERROR_FILE_NOT_FOUND;
            continue;
        }
        if (alone && ftruncate(file, 0) != 0) {
            const DWORD error = error_from_errno(errno);
            ::close(file);
            return error;
        }
        descriptor_ = file;
        path_ = path;
        *created = alone;
        return 0;
    }
}

DWORD SharedName::create(std::string_view kind, std::string_view name, bool* created) {
    return attach(kind, name, true, created);
}

DWORD SharedName::open(std::string_view kind, std::string_view name) {
    bool created = false;
    return attach(kind, name, false, &created);
}

void SharedName::publish() {
    lock(descriptor_, LOCK_SH);
}

void SharedName::close() {
    if (descriptor_ < 0)
        return;
    if (lock(descriptor_, LOCK_EX | LOCK_NB) == 0 && current(descriptor_, path_))
        unlink(path_.c_str());
    ::close(std::exchange(descriptor_, -1));
}

void SharedName::adopt(int descriptor, std::string path) {
    close();
    descriptor_ = descriptor;
    path_ = std::move(path);
}

}  // namespace berth::nt
