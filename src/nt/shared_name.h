// A file that the processes of one user share under a name for as long as any of them holds it:
// each holder keeps a shared lock on it, and the last one, alone with it, takes the name away. A
// process that dies drops its lock with its descriptors, so what it leaves behind is seen to be
// stale.
#pragma once

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
    // for the maker alone: it fills the file in and calls publish(). 0 or a Windows error code.
    DWORD create(std::string_view kind, std::string_view name, bool* created);
    // ERROR_FILE_NOT_FOUND where nobody holds it.
    DWORD open(std::string_view kind, std::string_view name);
    void publish();
    // Closes; the last holder removes the name.
    void close();

    int descriptor() const { return descriptor_; }
    // For another process that inherits the descriptor, and with it the lock.
    const std::string& path() const { return path_; }
    void adopt(int descriptor, std::string path);

  private:
    DWORD attach(std::string_view kind, std::string_view name, bool make, bool* created);

    int descriptor_ = -1;
    std::string path_;
};

}  // namespace berth::nt
