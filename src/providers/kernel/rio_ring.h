// Registered I/O's way to the kernel: transfers that do not block, many in one system call where
// io_uring is there (BERTH_IO_URING=0 in the environment says no), or else one by one. Nothing
// stays in the kernel: when run() returns, every transfer is over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <sys/types.h>

#include "providers/kernel/linux.h"

namespace berth::kernel {

// One send or receive: of `length` bytes at `data`, or of `message` where there is one.
struct RioTransfer {
    int fd;
    bool sending;
    int flags;
    void* data;
    size_t length;
    lnx::MsgHdr* message;
};

// Makes the system call. Bytes, or -errno.
ssize_t rio_transfer(const RioTransfer& transfer);

class RioRing {
  public:
    static constexpr uint32_t kBatch = 256;
    // What a transfer's result is until it has been run.
    static constexpr ssize_t kNotRun = INT64_MIN;

    // Null: io_uring is refused, switched off or was not there when Berth was built.
    static std::unique_ptr<RioRing> open();
    RioRing() = default;
    RioRing(const RioRing&) = delete;
    RioRing& operator=(const RioRing&) = delete;
    ~RioRing();

    // At most kBatch before the next run. `result` becomes the number of bytes or -errno.
    void put(const RioTransfer& transfer, ssize_t* result);
    // False: the ring is of no further use. What it has not run keeps kNotRun and will not be run.
    bool run();

  private:
    struct Ring;
    std::unique_ptr<Ring> ring_;
    uint32_t count_ = 0;
};

}  // namespace berth::kernel
