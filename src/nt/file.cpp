#include "nt/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <map>
#include <mutex>
#include <utility>

#include "nt/errno.h"
#include "nt/lasting.h"
#include "winerror.h"

namespace berth::nt {

namespace {

// Descriptors that the C runtime shares with a handle.
struct SharedDescriptors {
    std::mutex lock;
    std::map<int, HANDLE> handles;
};

SharedDescriptors& shared_descriptors() {
    static Lasting<SharedDescriptors> lasting;
    SharedDescriptors& shared = lasting.get();
    return shared;
}

}  // namespace

File::File(int descriptor, uint32_t flags, std::string path)
    : Object(kType), descriptor_(descriptor), flags_(flags), path_(std::move(path)) {
    struct stat status {};
    if (fstat(descriptor, &status) != 0)
        return;
    if (S_ISREG(status.st_mode) || S_ISBLK(status.st_mode))
        kind_ = Kind::kDisk;
    else if (S_ISDIR(status.st_mode))
        kind_ = Kind::kDirectory;
    else if (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode))
        kind_ = Kind::kPipe;
    else if (S_ISCHR(status.st_mode))
        kind_ = Kind::kCharacter;
    terminal_ = kind_ == Kind::kCharacter && isatty(descriptor) == 1;
}

File::~File() {
    if (flags_ & kDeleteOnClose)
        unlink(path_.c_str());
    descriptor_close();
}

void File::descriptor_close() {
    const int descriptor = std::exchange(descriptor_, -1);
    if (descriptor >= 0 && !(flags_ & kBorrowed))
        close(descriptor);
}

HANDLE file_handle_make(int descriptor, DWORD access, bool inherit, uint32_t flags,
                        std::string path) {
    Ref<File> file = object_make<File>(descriptor, flags, std::move(path));
    if (!file) {
        if (!(flags & File::kBorrowed))
            close(descriptor);
        return nullptr;
    }
    return handle_make(std::move(file), access, inherit);
}

HANDLE descriptor_handle(int descriptor) {
    const int flags = descriptor < 0 ? -1 : fcntl(descriptor, F_GETFD);
    if (flags < 0)
        return kInvalidHandle;
    SharedDescriptors& shared = shared_descriptors();
    const std::lock_guard<std::mutex> guard(shared.lock);
    const auto found = shared.handles.find(descriptor);
    if (found != shared.handles.end()) {
        const Ref<File> file = handle_get<File>(found->second);
        if (file && file->descriptor() == descriptor)
            return found->second;
    }
    const HANDLE handle =
        file_handle_make(descriptor, kAllAccess, (flags & FD_CLOEXEC) == 0, File::kBorrowed);
    if (!handle)
        return kInvalidHandle;
    shared.handles[descriptor] = handle;
    return handle;
}

int handle_descriptor(HANDLE handle) {
    if (descriptor_ops(handle))
        return static_cast<int>(reinterpret_cast<uintptr_t>(handle));
    const Ref<File> file = handle_get<File>(handle);
    if (!file)
        return -1;
    SharedDescriptors& shared = shared_descriptors();
    const std::lock_guard<std::mutex> guard(shared.lock);
    shared.handles[file->descriptor()] = handle;
    return file->descriptor();
}

bool descriptor_close(int descriptor) {
    SharedDescriptors& shared = shared_descriptors();
    HANDLE handle = nullptr;
    {
        const std::lock_guard<std::mutex> guard(shared.lock);
        const auto found = shared.handles.find(descriptor);
        if (found == shared.handles.end())
            return false;
        handle = found->second;
        shared.handles.erase(found);
    }
    const Ref<File> file = handle_get<File>(handle);
    if (!file || file->descriptor() != descriptor)
        return false;
    const bool borrowed = (file->flags() & File::kBorrowed) != 0;
    handle_close(handle);
    return !borrowed;  // a borrowed descriptor is still the caller's to close
}

}  // namespace berth::nt
