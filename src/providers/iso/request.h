// A call that waits for something on a socket: a blocking one, whose thread sleeps, or an
// overlapped one. The same `perform` is tried when it starts, if nothing is before it, and each
// time the socket's state has changed; until it is done it stays in its queue.
#pragma once

#include <cstdint>
#include <vector>

#include "nt/event.h"
#include "nt/small_block.h"
#include "providers/iso/startup.h"

namespace berth::iso {

class Socket;

// What an overlapped call brought. Without `overlapped` the call blocks, or fails as the socket's
// mode says.
struct OverlappedCall {
    LPWSAOVERLAPPED overlapped = nullptr;
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine = nullptr;
    LPWSATHREADID thread = nullptr;
};

class Request : public nt::InSmallBlock {
  public:
    Request() = default;
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    virtual ~Request();

    // Under the socket's lock. True: it is over, and `error`, `transferred` and `flags` say how.
    virtual bool perform(Socket& socket) = 0;
    // A message that came in one piece while none was kept. True: the request took it, and is over
    // as after perform.
    virtual bool message_take(const uint8_t* /*octets*/, size_t /*length*/) { return false; }
    // It is over as far as this queue goes, and waits in another one now.
    virtual bool moved(Socket& /*socket*/) { return false; }
    // It leaves its queue without having been performed to the end. Under the lock.
    virtual void withdraw(Socket& /*socket*/) {}
    // Whether it accepts into that socket.
    virtual bool is_into(const Socket& /*accepting*/) const { return false; }

    // Before it is started. 0 or a WSA code.
    int begin(const OverlappedCall& call);
    bool is_overlapped() const { return overlapped_ != nullptr; }
    // The call that started it has returned, or sleeps.
    bool has_waited() const { return pending_ || wake_; }
    bool is_of(const OVERLAPPED* overlapped, uint32_t thread) const {
        return overlapped_ && (!overlapped || overlapped_ == overlapped) &&
               (thread == 0 || thread_started_ == thread);
    }

    int error = 0;
    DWORD transferred = 0;
    DWORD flags = 0;

  private:
    friend class RequestQueue;
    friend class Socket;
    static void WSPAPI routine_run(DWORD_PTR request);
    // The SOCKET that it was started on.
    virtual SOCKET started_on(SOCKET s) const { return s; }
    // It is over: wakes the thread that waits, or tells the program; then an overlapped one is
    // gone.
    void tell(SOCKET s);
    // It fails within the call that started it: nobody else hears of it.
    void fail();

    Request* next_ = nullptr;
    bool over_ = false;
    bool pending_ = false;     // overlapped: the call that started it has returned
    nt::Ref<nt::Event> wake_;  // of the thread that blocks
    LPWSAOVERLAPPED overlapped_ = nullptr;
    LPWSAOVERLAPPED_COMPLETION_ROUTINE routine_ = nullptr;
    WSATHREADID thread_{};  // to be closed
    uint32_t thread_started_ = 0;
};

// First come, first served. A blocked call's request is its thread's; an overlapped one belongs to
// the queue. Under the socket's lock.
class RequestQueue {
  public:
    bool empty() const { return first_ == nullptr; }
    Request* first() const { return first_; }
    void push(Request& request);
    void remove(Request& request);
    // Offers the first one a whole message. True: it has it, and was told.
    bool message_take(Socket& socket, const uint8_t* octets, size_t length);
    // Performs the first ones until one is not over, and tells those that are.
    void perform(Socket& socket);
    // Ends all: blocked calls with `blocked`, overlapped ones with `overlapped`.
    void end(Socket& socket, int blocked, int overlapped);
    // Ends those that match with WSA_OPERATION_ABORTED; how many.
    uint32_t cancel(Socket& socket, const OVERLAPPED* overlapped, uint32_t thread,
                    const Socket* into = nullptr);

  private:
    Request* first_ = nullptr;
    Request* last_ = nullptr;
};

// WSABUFs as a request keeps them.
class Buffers {
  public:
    // 0, WSAEFAULT (no memory there; not asked for what the kernel will read) or WSAENOBUFS.
    int assign(const WSABUF* buffers, DWORD count, bool to_be_written);
    size_t total() const { return total_; }
    size_t size() const { return many_.empty() ? count_ : many_.size(); }
    const WSABUF& operator[](size_t i) const { return many_.empty() ? few_[i] : many_[i]; }
    // Copies to the place `at` octets from the beginning; at most what fits.
    size_t write(size_t at, const void* octets, size_t length) const;
    // Whether there still is memory for so many octets.
    bool can_hold(size_t length) const;

  private:
    static constexpr size_t kInPlace = 4;
    WSABUF few_[kInPlace]{};
    std::vector<WSABUF> many_;
    size_t count_ = 0;
    size_t total_ = 0;
    bool stays_ = true;  // what was checked cannot go away
};

}  // namespace berth::iso
