// One end of a named pipe: a connection in the kernel's AF_UNIX family. A byte-type pipe is the
// plain stream, so that a child process of any kind may have an end as its standard input or
// output. On a message-type pipe each message travels in frames, a word (kMore and the length)
// before each.
//
// What a server wrote and its client has not read is lost when the server disconnects, but not when
// it closes its handle. So a disconnect sends one byte with a descriptor attached, and a client
// that sees the other end gone first takes in everything that is left and looks for that.
#pragma once

#include <string>
#include <vector>

#include "nt/overlapped.h"
#include "nt/pending_file.h"
#include "pipes/registry.h"
#include "reactor/reactor.h"

namespace berth::pipes {

class Pipe;

// One connect, read or write. Without start() it is one that its thread waits for.
class PipeRequest final : public nt::OverlappedRequest {
  public:
    enum class Kind : uint8_t { kConnect, kRead, kWrite };

    PipeRequest(Kind of, void* data, DWORD size, LPOVERLAPPED_COMPLETION_ROUTINE routine = nullptr)
        : kind(of), buffer(static_cast<char*>(data)), length(size), routine_(routine) {}
    static PipeRequest* make(Kind of, void* data, DWORD size,
                             LPOVERLAPPED_COMPLETION_ROUTINE routine);

    void give_back() override;

    const Kind kind;
    char* const buffer;
    const DWORD length;
    // Where perform has got to.
    DWORD done = 0;
    DWORD error = 0;
    bool began = false;  // a message: its first frame is out
    PipeRequest* next = nullptr;

  private:
    void call_routine() override;

    const LPOVERLAPPED_COMPLETION_ROUTINE routine_;
    bool owned_ = false;
};

class PipeQueue {
  public:
    bool empty() const { return !first_; }
    PipeRequest* first() const { return first_; }
    void push(PipeRequest& request);
    PipeRequest* pop();
    // Moves those that match to `found`.
    template <typename Match>
    void take(PipeQueue& found, Match&& match) {
        PipeQueue kept;
        while (PipeRequest* const request = pop())
            (match(*request) ? found : kept).push(*request);
        *this = kept;
    }

  private:
    PipeRequest* first_ = nullptr;
    PipeRequest* last_ = nullptr;
};

class Pipe final : public nt::PendingFile {
  public:
    // The server's end, listening. `descriptor` is a socket whose place the connection takes.
    Pipe(int descriptor, int listener, uint32_t instance, const Parameters& parameters, DWORD mode,
         uint32_t flags);
    // The client's end.
    Pipe(int connection, uint32_t instance, const Parameters& parameters, uint32_t flags);

    DWORD transfer(const Transfer& what, DWORD* transferred, OVERLAPPED* overlapped,
                   LPOVERLAPPED_COMPLETION_ROUTINE routine) override;
    DWORD cancel(const OVERLAPPED* overlapped, bool own) override;
    DWORD flush() override;
    nt::Parker* driver() override { return reactor_.load(std::memory_order_acquire); }

    // ConnectNamedPipe, DisconnectNamedPipe, PeekNamedPipe.
    DWORD connect(OVERLAPPED* overlapped);
    DWORD disconnect();
    struct Peeked {
        DWORD read = 0;
        DWORD available = 0;
        DWORD left = 0;
    };
    DWORD peek(void* buffer, DWORD size, Peeked& peeked);

    bool is_server() const { return server_; }
    const Parameters& parameters() const { return parameters_; }
    uint32_t instance() const { return instance_; }
    // PIPE_READMODE_MESSAGE, PIPE_NOWAIT.
    DWORD mode();
    // 0 or ERROR_INVALID_PARAMETER.
    DWORD mode_set(DWORD mode);
    // The process at the other end; 0 or an error.
    DWORD peer_process(ULONG* process);

    // From the reactor: one of the sockets became ready.
    void ready();

  private:
    enum class Step : uint8_t { kDone, kLater };
    enum class End : uint8_t { kOpen, kClosed, kDisconnected };
    enum class Took : uint8_t { kSome, kNothingYet, kEnd };
    class Watch;

    ~Pipe() override;
    void on_last_handle() override;

    DWORD run(PipeRequest& request);
    DWORD start(PipeRequest* request, OVERLAPPED& overlapped, bool routine, DWORD* transferred);

    // The following under the lock.
    PipeQueue& queue_of(const PipeRequest& request);
    Step perform(PipeRequest& request);
    Step connect_perform(PipeRequest& request);
    Step read_perform(PipeRequest& request);
    Step read_bytes(PipeRequest& request);
    Step read_frames(PipeRequest& request);
    Step write_perform(PipeRequest& request);
    Step write_frames(PipeRequest& request);
    Step finished(PipeRequest& request, DWORD error);
    // There is nothing yet.
    Step starved(PipeRequest& request) const;
    void advance(PipeQueue& queue);
    void tell(PipeRequest& request);
    void complete(PipeRequest& request, DWORD error, DWORD bytes);
    void abort(PipeQueue& requests, DWORD error);
    DWORD watch(const PipeRequest& request);
    void forget();
    void drive(const PipeRequest& request);
    // Where it fails for want of something, *error says so.
    bool accept_try(DWORD* error = nullptr);
    // 0, or why nothing can be transferred now.
    DWORD connected();
    bool peer_is_gone();
    void end_look();
    Took take(char* to, size_t size, size_t* got);
    Took receive(char* to, size_t size, size_t* got, int flags);
    Took frame_begin(bool* cut);
    DWORD left_over(std::vector<char>& bytes);
    DWORD end_error(bool writing) const;
    DWORD write_error();
    // False: errno tells.
    bool frame_send(uint32_t head, const char* data, size_t size);

    nt::FutexMutex lock_;
    const Parameters parameters_;
    const uint32_t instance_;
    const bool server_;
    const bool peeks_message_;
    bool reads_messages_ = false;
    bool nowait_ = false;
    bool closed_ = false;
    State state_;
    int listener_ = -1;
    PipeQueue connecting_;
    PipeQueue reading_;
    PipeQueue writing_;
    const PipeRequest* writer_ = nullptr;  // in the middle of a message
    // The stream's end, and what it still holds.
    End end_ = End::kOpen;
    std::vector<char> tail_;
    size_t tail_at_ = 0;
    // The frame that is being read.
    uint32_t frame_left_ = 0;
    bool frame_more_ = false;
    bool in_message_ = false;
    // Who is told by the reactor.
    std::atomic<reactor::Reactor*> reactor_{nullptr};
    Watch* listener_watch_ = nullptr;
    Watch* connection_watch_ = nullptr;
};

}  // namespace berth::pipes
