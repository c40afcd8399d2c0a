#include "nt/shared_name.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include "nt/errno.h"
#include "winerror.h"

namespace berth::nt {

namespace {

// A session's names and the machine's are the same here. "These keywords are case sensitive."
std::string_view name_plain(std::string_view name) {
    for (const std::string_view prefix : {"Global\\", "Local\\"})
        if (name.substr(0, prefix.size()) == prefix)
            return name.substr(prefix.size());
    return name;
}

size_t characters(std::string_view utf8) {
    return static_cast<size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

// Letters and digits as they are, the rest in hexadecimal; a long name ends in a hash of the whole.
std::string file_name(std::string_view name) {
    constexpr size_t kMaxName = 160;
    std::string file = "berth-" + std::to_string(geteuid()) + "-";
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
    : descriptor_(std::exchange(other.descriptor_, -1)),
      holder_(other.holder_),
      path_(std::move(other.path_)) {}

SharedName& SharedName::operator=(SharedName&& other) noexcept {
    if (this != &other) {
        close();
        descriptor_ = std::exchange(other.descriptor_, -1);
        holder_ = other.holder_;
        path_ = std::move(other.path_);
    }
    return *this;
}

SharedName::~SharedName() {
    close();
}

DWORD SharedName::attach(std::string_view name, bool make, bool* created) {
    const std::string_view plain = name_plain(name);
    if (!plain.empty() && plain[0] == '\\')
        return ERROR_BAD_PATHNAME;
    if (plain.find('\\') != std::string_view::npos)
        return ERROR_PATH_NOT_FOUND;
    if (characters(name) > MAX_PATH)
        return ERROR_FILENAME_EXCED_RANGE;
    if (plain.empty())  // the name space itself, which is of another kind
        return name.empty() ? ERROR_INVALID_HANDLE : ERROR_INVALID_NAME;
    const std::string path = folder() + file_name(plain);
    for (;;) {
        const int file =
            ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | (make ? O_CREAT : 0), 0600);
        if (file < 0)
            return error_from_errno(errno);
        struct stat status {};
        if (fstat(file, &status) != 0 || status.st_uid != geteuid() || !S_ISREG(status.st_mode)) {
            ::close(file);
            return ERROR_ACCESS_DENIED;
        }
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
        adopt(file, path);
        *created = alone;
        return 0;
    }
}

DWORD SharedName::create(std::string_view name, bool* created) {
    return attach(name, true, created);
}

DWORD SharedName::open(std::string_view name) {
    bool created = false;
    return attach(name, false, &created);
}

DWORD SharedName::create_unnamed() {
    const int memory = memfd_create("berth-object", MFD_CLOEXEC);
    if (memory < 0)
        return error_from_errno(errno);
    adopt(memory, {});
    return 0;
}

void SharedName::publish() {
    lock(descriptor_, LOCK_SH);
}

int SharedName::release() {
    if (descriptor_ >= 0 && holder_ == getpid()) {
        if (lock(descriptor_, LOCK_EX | LOCK_NB) == 0 && current(descriptor_, path_))
            unlink(path_.c_str());
        lock(descriptor_, LOCK_UN);
    }
    return std::exchange(descriptor_, -1);
}

void SharedName::close() {
    const int file = release();
    if (file >= 0)
        ::close(file);
}

void SharedName::adopt(int descriptor, std::string path) {
    close();
    descriptor_ = descriptor;
    holder_ = getpid();
    path_ = std::move(path);
}

}  // namespace berth::nt
