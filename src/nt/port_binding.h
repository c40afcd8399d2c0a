// What a file or a socket has been told of its completions: the port and key of
// CreateIoCompletionPort, and the modes of SetFileCompletionNotificationModes. Each is set once and
// stays until the file closes.
#pragma once

#include "nt/completion_port.h"
#include "nt/small_block.h"

namespace berth::nt {

class PortBinding : public InSmallBlock {
  public:
    PortBinding() = default;
    PortBinding(const PortBinding&) = delete;
    PortBinding& operator=(const PortBinding&) = delete;
    ~PortBinding() {
        if (CompletionPort* port = port_.load(std::memory_order_acquire))
            port->unref();
    }

    // False: there is a port already.
    bool associate(Ref<CompletionPort> port, ULONG_PTR key) {
        if (claimed_.exchange(true, std::memory_order_acq_rel))
            return false;
        key_ = key;
        port_.store(port.release(), std::memory_order_release);
        return true;
    }
    // Null: none. It lives at least as long as the binding.
    CompletionPort* port() const { return port_.load(std::memory_order_acquire); }
    ULONG_PTR key() const { return key_; }

    // FILE_SKIP_COMPLETION_PORT_ON_SUCCESS, FILE_SKIP_SET_EVENT_ON_HANDLE; they only accumulate.
    void modes_add(uint8_t modes) { modes_.fetch_or(modes, std::memory_order_relaxed); }
    uint8_t modes() const { return modes_.load(std::memory_order_relaxed); }

  private:
    std::atomic<CompletionPort*> port_{nullptr};
    ULONG_PTR key_ = 0;
    std::atomic<bool> claimed_{false};
    std::atomic<uint8_t> modes_{0};
};

}  // namespace berth::nt
