// Files, pipes and terminals behind a HANDLE, and their meeting with the C runtime's descriptors.
#pragma once

#include <sys/types.h>
#include <atomic>
#include <string>

#include "minwinbase.h"
#include "nt/file_signal.h"
#include "nt/handle.h"
#include "nt/port_binding.h"

namespace berth::nt {

inline const HANDLE kInvalidHandle = reinterpret_cast<HANDLE>(~uintptr_t{0});

class PendingFile;

class File : public Object {
  public:
    static constexpr ObjectType kType{"File", false};

    enum class Kind : uint8_t { kDisk, kCharacter, kPipe, kDirectory, kOther };
    enum : uint32_t {
        kBorrowed = 1,       // the descriptor is not ours to close: 0, 1 and 2
        kOverlapped = 2,     // opened with FILE_FLAG_OVERLAPPED
        kDeleteOnClose = 4,  // `path` goes with the last handle
        kConsoleInput = 8    // CONIN$
    };

    File(int descriptor, uint32_t flags, std::string path = {});

    int descriptor() const { return descriptor_; }
    Kind kind() const { return kind_; }
    uint32_t flags() const { return flags_; }
    bool terminal() const { return terminal_; }

    // Itself, where its requests may be pending.
    virtual PendingFile* pending() { return nullptr; }

    // PIPE_NOWAIT of an anonymous pipe: what cannot go on at once ends.
    std::atomic<bool> no_wait{false};
    // A terminal's line ends in "\r\n" for the program; this says that the "\n" is still owed.
    std::atomic<bool> line_feed_owed{false};
    PortBinding binding;
    FileSignal signal;

  protected:
    ~File() override;
    // Before the last reference goes; nobody uses the descriptor any more.
    void descriptor_close();

  private:
    int descriptor_;
    uint32_t flags_;
    Kind kind_ = Kind::kOther;
    bool terminal_ = false;
    std::string path_;
};

// A handle for a descriptor that the process has (it is closed with the handle, unless `flags` say
// otherwise). Null: out of memory; the descriptor is closed then.
HANDLE file_handle_make(int descriptor, DWORD access, bool inherit, uint32_t flags = 0,
                        std::string path = {});

// Read and write on a file; each 0 or a Windows error code. `offset` null: at the file's position.
DWORD file_read(File& file, void* buffer, DWORD length, DWORD* transferred,
                const uint64_t* offset = nullptr);
DWORD file_write(File& file, const void* buffer, DWORD length, DWORD* transferred,
                 const uint64_t* offset = nullptr);

// The C runtime's view (_get_osfhandle, _open_osfhandle, _close): one handle stands for a
// descriptor. kInvalidHandle: no such descriptor.
HANDLE descriptor_handle(int descriptor);
// -1 where the handle has no descriptor. The handle then closes with descriptor_close.
int handle_descriptor(HANDLE handle);
// Closes the handle that stands for the descriptor, and so the descriptor. False: no handle does.
bool descriptor_close(int descriptor);

}  // namespace berth::nt
