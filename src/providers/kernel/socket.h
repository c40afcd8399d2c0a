// A socket of the kernel provider: what Winsock knows of it and the kernel does not.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>

#include "winsock2.h"
#include "nt/descriptor_table.h"
#include "nt/interrupt.h"
#include "providers/kernel/option_kept.h"

namespace berth::kernel {

struct DeferredRequest;

struct Socket {
    Socket(int descriptor, int af, int socktype, int proto, DWORD entry, DWORD creation_flags);
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    const int fd;
    const int family;  // Windows' number
    const int type;
    const int protocol;
    const DWORD catalog_entry_id;
    const DWORD flags;  // WSA_FLAG_*

    std::atomic<bool> closing{false};
    std::atomic<bool> nonblocking{false};
    std::atomic<bool> bound{false};
    std::atomic<bool> listening{false};
    std::atomic<bool> connecting{false};  // a non-blocking connect is under way
    std::atomic<bool> connected{false};
    std::atomic<bool> receive_shut{false};
    std::atomic<bool> send_shut{false};
    std::atomic<int> failure{0};  // WSAECONNRESET or its like: what every later transfer says
    std::atomic<bool> datagram_refused{false};  // a send met a closed port; a receive will tell
    std::atomic<int> connect_error{0};  // why the last connect failed, until SO_ERROR tells it

    // Options that the kernel does not keep for us, under `lock` where they are not atomic.
    std::atomic<bool> bound_by_program{false};
    std::atomic<bool> linger_set{false};
    std::atomic<bool> exclusive_address{false};
    std::atomic<bool> reuse_address{false};
    std::atomic<bool> conditional_accept{false};
    std::atomic<bool> udp_connreset{true};
    std::atomic<bool> send_timeout_set{false};
    std::atomic<bool> receive_timeout_set{false};
    std::atomic<int> connect_timeout_seconds{-1};  // TCP_MAXRT
    std::atomic<int64_t> connected_at{0};          // steady clock, nanoseconds; 0: never
    KeptOptions kept;
    std::atomic<bool> shared{false};  // another descriptor, here or in another process, may hold it

    const uint64_t serial;  // never used twice, unlike the descriptor and the address

    std::mutex lock;  // everything below, and the order of state changes
    // Requests that were taken from the kernel's queue and are undecided, in order of arrival.
    std::list<std::unique_ptr<DeferredRequest>> deferred;
    std::atomic<uint32_t> deferred_count{0};
    uint64_t next_arrival = 0;

    bool is_stream() const { return type == SOCK_STREAM; }
};

// Every socket of this provider in the process, by its descriptor.
extern nt::DescriptorTable<Socket> sockets;

// Stands in a slot of the table while the descriptor is being closed, so that nobody adopts it.
Socket* socket_closing_mark();

// The mode of a socket whose blocking call came back empty-handed. The kernel keeps the mode with what
// descriptors share: another process that holds the socket too, or code that got the descriptor from
// the program, may have changed it.
bool socket_is_nonblocking(Socket& socket);

// Publishes a new socket and tells ws2_32. On failure the descriptor is closed. 0 or a WSA code.
int socket_publish(std::unique_ptr<Socket> socket);

// A call's hold on a socket: while it lives, the descriptor is neither closed nor used for another
// socket; and whoever closes the socket interrupts the call. At most one is alive in a thread.
class SocketUse {
  public:
    explicit SocketUse(SOCKET s) { acquire(s); }
    ~SocketUse() { release(); }
    SocketUse(const SocketUse&) = delete;
    SocketUse& operator=(const SocketUse&) = delete;

    // For a use that was released.
    void acquire(SOCKET s) {
        for (;;) {
            Socket* found = sockets.get(s);
            if (!found || found == socket_closing_mark()) [[unlikely]]
                return;
            if (!nt::region_enter(found)) [[unlikely]]
                return;
            if (sockets.get(s) == found) [[likely]] {
                socket_ = found;
                return;
            }
            nt::region_leave();
        }
    }

    void release() {
        if (socket_)
            nt::region_leave();
        socket_ = nullptr;
    }

    explicit operator bool() const { return socket_ != nullptr; }
    Socket* operator->() const { return socket_; }
    Socket& operator*() const { return *socket_; }

  private:
    Socket* socket_ = nullptr;
};

// Closes the descriptor and frees the socket, which must be out of the table and out of use.
void socket_destroy(Socket* socket);

// Takes over a descriptor that Winsock did not make (inherited, or opened by other code). 0 or a
// WSA code: WSAENOTSOCK where it is no socket of a kind that the catalog lists.
int socket_adopt(SOCKET s);

// Closes every socket: the last WSPCleanup.
void sockets_close_all();

}  // namespace berth::kernel
