// An overlapped request on a socket. The same `perform` makes the system call when the request is
// started, if nothing is before it, and each time the socket becomes ready; a request whose call
// would block stays in its queue. How its end is told to the program is nt/overlapped.h's matter.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "winsock2.h"
#include "ws2spi.h"
#include "nt/overlapped.h"
#include "nt/small_block.h"

namespace berth::kernel {

class SocketWatch;
struct OverlappedCall;
struct Socket;

class Request : public nt::OverlappedRequest {
  public:
    virtual ~Request() = default;
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    enum class Step : uint8_t {
        kLater,  // would block
        kDone,   // error_ and transferred_ say how
        kMoved   // waits in another queue now
    };
    // Before it is started. 0 or a WSA code.
    int begin(const Socket& socket, const OverlappedCall& call);
    // Tells its end, within the call that started it or later; then it is gone.
    enum class Told : uint8_t { kAtOnce, kLater };
    void tell(Told told);
    void abort();
    // It has failed to start: only its memory goes.
    void fail(int error);

    // Before it is performed for the first time: takes what it needs, until it is performed or
    // cancelled. Under the watch's lock. 0 or a WSA code.
    virtual int claim() { return 0; }
    // Under the watch's lock, the watch not ended.
    virtual Step perform(SocketWatch& watch) = 0;
    // It is out of its queue and will not be performed any more: what it holds of other sockets is
    // let go. False: somebody else is about to complete it. Under the lock.
    virtual bool cancelled() { return true; }

    // Whether even an end at once is told as one that came later.
    virtual bool always_pends() const { return false; }

    // Whether it was started on that socket.
    virtual bool is_of(const SocketWatch&) const { return true; }
    // Whether it accepts into that one.
    virtual bool is_into(const SocketWatch&) const { return false; }

    int error() const { return error_; }
    DWORD transferred() const { return transferred_; }
    // MSG_*, as WSAGetOverlappedResult tells them.
    DWORD flags() const { return flags_; }

    // The object's memory goes back to where request_make took it.
    static void operator delete(Request* request, std::destroying_delete_t);

    void give_back() final;

  protected:
    Request() = default;
    void call_routine() final;

    Step done(int error) {
        error_ = error;
        return Step::kDone;
    }

    DWORD transferred_ = 0;
    DWORD flags_ = 0;
    int error_ = 0;

  private:
    friend class RequestQueue;
    template <typename T, typename... Args>
    friend std::unique_ptr<T> request_place(void* memory, size_t size, Args&&... args);

    // While it waits for its turn it is no packet yet.
    Request* queue_next() const { return static_cast<Request*>(CompletionPacket::next_); }
    void queue_next(Request* next) { CompletionPacket::next_ = next; }

    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine_ = nullptr;
    uint32_t size_ = 0;  // of its memory
};

// Which requests a cancellation means.
struct RequestFilter {
    const OVERLAPPED* overlapped = nullptr;  // null: any
    uint32_t thread = 0;                     // that started it; 0: any

    bool matches(const Request& request) const;
};

// In a small block of that size.
template <typename T, typename... Args>
std::unique_ptr<T> request_place(void* memory, size_t size, Args&&... args) {
    std::unique_ptr<T> request(::new (memory) T(std::forward<Args>(args)...));
    request->size_ = static_cast<uint32_t>(size);
    return request;
}

// `extra`: bytes that follow the object, for buffers. Empty: out of memory.
template <typename T, typename... Args>
std::unique_ptr<T> request_make(size_t extra, Args&&... args) {
    const size_t size = sizeof(T) + extra;
    void* memory = nt::small_block_take(size);
    return memory ? request_place<T>(memory, size, std::forward<Args>(args)...) : nullptr;
}

}  // namespace berth::kernel
