// The name of an object that the processes of one user share: a file, for as long as any of them
// holds it. Objects of all kinds share one name space; what the file holds tells the kind apart.
// each holder keeps a shared lock on it, and the last one, alone with it, takes the name away. A
// process that dies drops its lock with its descriptors, so what it leaves behind is seen to be
// stale.
#pragma once

#include <sys/types.h>
#include <string>
#include <string_view>

#include "minwindef.h"

namespace berth::nt {

class SharedName {
  public:
    SharedName() = default;
    SharedName(SharedName&& other) noexcept;
    SharedName& operator=(SharedName&& other) noexcept;
    ~SharedName();

    // Opens the name, or makes it where nobody holds it. While `created` is true the file is locked
    // for the maker alone: it fills the file in and calls publish(). 0, ERROR_PATH_NOT_FOUND (a
    // backslash that does not end "Global\\" or "Local\\"), ERROR_FILENAME_EXCED_RANGE (more than
    // MAX_PATH characters), ERROR_BAD_PATHNAME (a backslash in front), ERROR_INVALID_NAME (a prefix
    // alone), ERROR_INVALID_HANDLE (no name), ERROR_ACCESS_DENIED (another user's file).
    DWORD create(std::string_view name, bool* created);
    // ERROR_FILE_NOT_FOUND where nobody holds it.
    DWORD open(std::string_view name);
    // Nobody can open this one, but a process may inherit it. 0 or a Windows error code.
    DWORD create_unnamed();
    void publish();
    // Gives up the name, which the last holder removes, but not the file: gives its descriptor.
    int release();
    // Closes both.
    void close();

    int descriptor() const { return descriptor_; }
    // For another process that inherits the descriptor, and with it the lock.
    const std::string& path() const { return path_; }
    void adopt(int descriptor, std::string path);

  private:
    DWORD attach(std::string_view name, bool make, bool* created);

    int descriptor_ = -1;
    pid_t holder_ = 0;  // a child by fork shares the lock, and is not to let go of it
    std::string path_;
};

}  // namespace berth::nt
