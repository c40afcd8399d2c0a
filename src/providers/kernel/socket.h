// A socket of the kernel provider: what Winsock knows of it and the kernel does not.
#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <memory>

#include "winsock2.h"
#include "nt/descriptor_table.h"
#include "nt/futex.h"
#include "nt/interrupt.h"
#include "nt/small_block.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/option_kept.h"

namespace berth::kernel {

class ConditionalAccept;
struct DeferredRequest;
class SocketWatch;

// False where a sanitizer watches libc's send and recv: then every transfer goes through those.
extern const bool plain_transfers_allowed;

struct Socket : nt::InSmallBlock {
    Socket(int descriptor, int af, int socktype, int proto, DWORD entry, DWORD creation_flags);
    ~Socket();
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    // First, since the fast path of a transfer reads these two and nothing else: a connected stream
    // whose direction is open. A bit that is missing only costs the general path.
    static constexpr uint8_t kPlainSend = 1;
    static constexpr uint8_t kPlainReceive = 2;
    static constexpr uint8_t kFollowedReceive = 8;  // `plain` alone: network events follow it
    static constexpr uint8_t kRequestReceive = 16;  // ... or the same as plain, for a request
    const int fd;
    std::atomic<uint8_t> plain{0};
    std::atomic<bool> registered{false};     // for network events: receives are followed
    std::atomic<bool> edge_notified{false};  // SOCK_NOTIFY_TRIGGER_EDGE: no transfer is plain
    std::atomic<bool> urgent_inline{false};  // SO_OOBINLINE of a stream: no receive is plain
    // The directions in which overlapped requests wait, set by the watch: a call lets them go first
    // (queued_go_first), and sleeps on this word, with kAwaited in it.
    static constexpr uint32_t kAwaited = 4;
    std::atomic<uint32_t> queued{0};
    const DWORD flags;                         // WSA_FLAG_*
    std::atomic<SocketWatch*> watch{nullptr};  // from the first event registration or request on
    const int family;                          // Windows' number
    const int type;
    void plain_update() {
        plain = plain_of_now();
        // What that stands on may have changed meanwhile.
        plain &= plain_of_now();
    }
    void queued_set(uint8_t directions);
    // A transfer went by the general path: need the next one?
    void plain_restore(uint8_t direction) {
        if (!(plain.load(std::memory_order_relaxed) & plain_bits(direction)) && is_stream() &&
            !edge_notified)
            plain_update();
    }
    // All that a direction may have in `plain`.
    static constexpr uint8_t plain_bits(uint8_t directions) {
        return static_cast<uint8_t>(directions |
                                    (directions & kPlainReceive ? kFollowedReceive : 0));
    }

    const int protocol;
    const DWORD catalog_entry_id;

    std::atomic<bool> closing{false};
    std::atomic<bool> nonblocking{false};
    std::atomic<bool> bound{false};
    std::atomic<bool> listening{false};
    std::atomic<bool> polled{false};  // never blocks in the kernel: its watch accepts (listener)
    std::atomic<bool> connecting{false};  // a non-blocking connect is under way
    std::atomic<bool> connected{false};
    std::atomic<bool> receive_shut{false};
    std::atomic<bool> send_shut{false};
    // Connected by AcceptEx or ConnectEx, and SO_UPDATE_ACCEPT_CONTEXT or SO_UPDATE_CONNECT_CONTEXT
    // has not been set since: only transfers know of the connection.
    std::atomic<bool> context_missing{false};
    std::atomic<bool> options_set{false};  // by the program, beside those of `kept`
    std::atomic<bool> port_given{false};   // bound by the program, and not to port 0
    std::atomic<int> failure{0};  // WSAECONNRESET or its like: what every later transfer says
    std::atomic<bool> datagram_refused{false};  // a send met a closed port; a receive will tell
    std::atomic<bool> datagram_expired{false};  // the same of one whose time to live ran out
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
    std::atomic<bool> has_quality{false};          // of service: quality.cpp keeps it
    std::atomic<bool> in_session{false};           // WSAJoinLeaf: join_leaf.cpp keeps it
    std::atomic<bool> shared{false};  // another descriptor, here or in another process, may hold it
    std::atomic<bool> accept_paused{false};  // SO_PAUSE_ACCEPT
    std::atomic<int64_t> connected_at{0};    // steady clock, nanoseconds; 0: never
    KeptOptions kept;
    std::atomic<uint32_t> deferred_count{0};  // of `deferred`
    BoundAddress bound_address;

    // SO_CONDITIONAL_ACCEPT, and the clients do wait: counted, from listen to the socket's end.
    std::atomic<ConditionalAccept*> gate{nullptr};

    const uint64_t serial;  // never used twice, unlike the descriptor and the address

    std::atomic<uint32_t> wakers{0};  // threads outside of a use that hold on to the socket
    nt::FutexMutex lock;              // everything below, and the order of state changes
    // Requests that were taken from the kernel's queue and are undecided, in order of arrival.
    std::list<std::unique_ptr<DeferredRequest>> deferred;
    uint64_t next_arrival = 0;

    bool is_stream() const { return type == SOCK_STREAM; }

  private:
    uint8_t plain_of_now() const {
        if (type != SOCK_STREAM || !connected || !plain_transfers_allowed || edge_notified)
            return 0;
        const uint32_t waiting = queued.load();
        int now = send_shut || (waiting & kPlainSend) ? 0 : kPlainSend;
        if (receive_shut || urgent_inline)
            return static_cast<uint8_t>(now);
        if (!registered)
            now |= kRequestReceive;
        if (!(waiting & kPlainReceive))
            now |= registered ? kFollowedReceive : kPlainReceive;
        return static_cast<uint8_t>(now);
    }
};

// Every socket of this provider in the process, by its descriptor.
extern nt::DescriptorTable<Socket> sockets;

// Stands in a slot of the table while the descriptor is being closed, so that nobody adopts it. All
// zero: whoever looks into it finds a socket with nothing open.
struct ClosingMark {
    alignas(Socket) char zeroes[sizeof(Socket)];
};
extern ClosingMark closing_mark;
inline Socket* socket_closing_mark() {
    return reinterpret_cast<Socket*>(&closing_mark);
}

// The mode of a socket whose blocking call came back empty-handed. The kernel keeps the mode with
// what descriptors share: another process that holds the socket too, or code that got the
// descriptor from the program, may have changed it.
bool socket_is_nonblocking(Socket& socket);

// Takes the number for a socket that is about to be published. Another thread's call with an old
// socket's number may have met the new descriptor and adopted it: that is undone. 0 or WSAENOBUFS.
int socket_number_claim(int fd);
// Gives the number back unpublished; the descriptor is closed.
void socket_number_abandon(int fd);

// Publishes a new socket and tells ws2_32. On failure the descriptor is closed. 0 or a WSA code.
int socket_publish(std::unique_ptr<Socket> socket);
// Null: out of memory, and the descriptor is closed.
std::unique_ptr<Socket> socket_new(int fd, int family, int type, int protocol,
                                   DWORD catalog_entry_id, DWORD flags);

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
        auto* slot = sockets.find(s);
        if (!slot) [[unlikely]]
            return;
        for (;;) {
            Socket* found = slot->load(std::memory_order_acquire);
            if (!found || found == socket_closing_mark() || !nt::region_enter(found)) [[unlikely]]
                return;
            if (slot->load(std::memory_order_seq_cst) == found) [[likely]] {
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

// The same hold, for the fast path of a transfer: taken only where the socket's `plain` has the
// bit. What follows must be a tail call, or nothing is gained; so a hold that was not taken, and
// one that was interrupted, is ended by the general path (nt::region_leave), not here.
class PlainUse {
  public:
    [[gnu::always_inline]] PlainUse(SOCKET s, uint8_t bit) {
        auto* slot = sockets.find(s);
        record_ = nt::interrupt_record;
        if (!slot || !record_) [[unlikely]]
            return;
        Socket* found = slot->load(std::memory_order_acquire);
        if (!found) [[unlikely]]
            return;
        record_->target.exchange(reinterpret_cast<uintptr_t>(found), std::memory_order_seq_cst);
        if (slot->load(std::memory_order_seq_cst) == found &&
            (found->plain.load(std::memory_order_relaxed) & bit)) [[likely]] {
            fd_ = found->fd;
            if (fd_ < 0)
                __builtin_unreachable();
        }
    }

    [[gnu::always_inline]] explicit operator bool() const { return fd_ >= 0; }
    [[gnu::always_inline]] int fd() const { return fd_; }
    // False: interrupted; use_end_interrupted() must follow.
    [[gnu::always_inline]] bool leave() {
        return (record_->target.exchange(0, std::memory_order_seq_cst) &
                nt::InterruptRecord::kInterrupted) == 0;
    }

  private:
    nt::InterruptRecord* record_ = nullptr;
    int fd_ = -1;
};

// Waits for the signal that an interrupter has sent, so that it reaches nobody else.
// True: CancelSynchronousIo sent it.
inline bool use_end_interrupted() {
    return nt::region_leave_interrupted(*nt::interrupt_record);
}

// Within a use, after EINTR: WSAEINTR where the socket is being closed, WSA_OPERATION_ABORTED by
// CancelSynchronousIo, else 0: the call goes on.
inline int interruption_code(const Socket& socket) {
    if (socket.closing.load())
        return WSAEINTR;
    return nt::region_is_cancelled() ? WSA_OPERATION_ABORTED : 0;
}

// Closes the descriptor and frees the socket, which must be out of the table and out of use.
void socket_destroy(Socket* socket);

// Takes over a descriptor that Winsock did not make (inherited, or opened by other code). 0 or a
// WSA code: WSAENOTSOCK where it is no socket of a kind that the catalog lists.
int socket_adopt(SOCKET s);

// Closes every socket: the last WSPCleanup.
void sockets_close_all();

}  // namespace berth::kernel
