#include "pipes/pipe.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <linux/sockios.h>
#include <memory>
#include <mutex>

#include "namedpipeapi.h"
#include "nt/errno.h"
#include "nt/interrupt.h"
#include "nt/thread.h"
#include "winerror.h"

namespace berth::pipes {

using nt::Ref;

// Keeps the pipe alive while the reactor may tell it.
class Pipe::Watch final : public reactor::Watch {
  public:
    explicit Watch(Ref<Pipe> pipe) : pipe_(std::move(pipe)) {}
    // One that comes late does no harm: the requests try, and wait on.
    void ready(uint32_t /*events*/, uint16_t /*registration*/) override { pipe_->ready(); }

  private:
    const Ref<Pipe> pipe_;
};

Pipe::Pipe(int descriptor, int listener, uint32_t instance, const Parameters& parameters,
           DWORD mode, uint32_t flags)
    : PendingFile(descriptor, flags),
      parameters_(parameters),
      instance_(instance),
      server_(true),
      peeks_message_((mode & PIPE_READMODE_MESSAGE) != 0),
      reads_messages_((mode & PIPE_READMODE_MESSAGE) != 0),
      nowait_((mode & PIPE_NOWAIT) != 0),
      state_(State::kListening),
      listener_(listener) {}

Pipe::Pipe(int connection, uint32_t instance, const Parameters& parameters, uint32_t flags)
    : PendingFile(connection, flags),
      parameters_(parameters),
      instance_(instance),
      server_(false),
      peeks_message_(false),
      state_(State::kConnected) {}

Pipe::~Pipe() {
    if (listener_ >= 0)
        close(listener_);
}

void Pipe::on_last_handle() {
    {
        const std::lock_guard guard(lock_);
        closed_ = true;
        abort(connecting_, ERROR_OPERATION_ABORTED);
        abort(reading_, ERROR_OPERATION_ABORTED);
        abort(writing_, ERROR_OPERATION_ABORTED);
        forget();
    }
    // Threads that wait here see that it is closed.
    nt::region_interrupt(this);
    const std::lock_guard guard(lock_);
    descriptor_close();
    if (server_) {
        instance_remove(instance_);
        close(std::exchange(listener_, -1));
    }
}

DWORD Pipe::mode() {
    const std::lock_guard guard(lock_);
    return (reads_messages_ ? PIPE_READMODE_MESSAGE : 0u) | (nowait_ ? PIPE_NOWAIT : 0u);
}

DWORD Pipe::mode_set(DWORD mode) {
    if ((mode & ~(PIPE_READMODE_MESSAGE | PIPE_NOWAIT)) ||
        ((mode & PIPE_READMODE_MESSAGE) && !parameters_.message_type))
        return ERROR_INVALID_PARAMETER;
    const std::lock_guard guard(lock_);
    reads_messages_ = (mode & PIPE_READMODE_MESSAGE) != 0;
    nowait_ = (mode & PIPE_NOWAIT) != 0;
    return 0;
}

DWORD Pipe::peer_process(ULONG* process) {
    const std::lock_guard guard(lock_);
    if (const DWORD error = connected())
        return error;
    ucred peer{};
    socklen_t size = sizeof(peer);
    if (getsockopt(descriptor(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
        return nt::error_from_errno(errno);
    *process = static_cast<ULONG>(peer.pid);
    return 0;
}

// A client's connection is there as soon as its CreateFile has returned.
bool Pipe::accept_try(DWORD* error) {
    while (state_ == State::kListening) {
        const int accepted = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (accepted < 0) {
            if (error && errno != EAGAIN)
                *error = nt::error_from_errno(errno);
            return false;
        }
        if (!peer_is_own(accepted)) {
            close(accepted);
            continue;
        }
        int installed = 0;
        do {
            installed = dup3(accepted, descriptor(), O_CLOEXEC);
        } while (installed < 0 && (errno == EINTR || errno == EBUSY));
        if (installed < 0 && error)
            *error = nt::error_from_errno(errno);
        close(accepted);
        if (installed < 0)
            return false;
        state_ = State::kConnected;
        end_ = End::kOpen;
        tail_.clear();
        tail_at_ = 0;
        frame_left_ = 0;
        frame_more_ = in_message_ = false;
        writer_ = nullptr;
    }
    return state_ == State::kConnected;
}

DWORD Pipe::connected() {
    if (closed_)
        return ERROR_OPERATION_ABORTED;
    if (state_ == State::kListening && !accept_try())
        return ERROR_PIPE_LISTENING;
    return state_ == State::kConnected ? 0 : DWORD{ERROR_PIPE_NOT_CONNECTED};
}

bool Pipe::peer_is_gone() {
    pollfd entry{descriptor(), POLLRDHUP, 0};
    return poll(&entry, 1, 0) == 1 && (entry.revents & (POLLRDHUP | POLLHUP)) != 0;
}

DWORD Pipe::connect(OVERLAPPED* overlapped) {
    if (!server_)
        return ERROR_INVALID_FUNCTION;
    {
        const std::lock_guard guard(lock_);
        if (closed_)
            return ERROR_INVALID_HANDLE;
        const bool again = state_ == State::kDisconnected;
        DWORD error = 0;
        if (again) {
            state_ = State::kListening;
            instance_state_set(instance_, State::kListening);
        } else if (accept_try(&error)) {
            return peer_is_gone() ? ERROR_NO_DATA : ERROR_PIPE_CONNECTED;
        } else if (error != 0) {
            return error;
        }
        if (nowait_)
            return again ? 0 : ERROR_PIPE_LISTENING;
    }
    constexpr auto kKind = PipeRequest::Kind::kConnect;
    if (overlapped && (flags() & kOverlapped))
        return start(PipeRequest::make(kKind, nullptr, 0, nullptr), *overlapped, false, nullptr);
    PipeRequest request(kKind, nullptr, 0);
    return run(request);
}

DWORD Pipe::disconnect() {
    if (!server_)
        return ERROR_INVALID_FUNCTION;
    const int fresh = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fresh < 0)
        return nt::error_from_errno(errno);
    DWORD error = ERROR_PIPE_NOT_CONNECTED;
    {
        const std::lock_guard guard(lock_);
        accept_try();
        if (!closed_ && state_ != State::kDisconnected) {
            error = 0;
            abort(connecting_, ERROR_PIPE_NOT_CONNECTED);
            abort(reading_, ERROR_PIPE_NOT_CONNECTED);
            abort(writing_, ERROR_PIPE_NOT_CONNECTED);
            if (state_ == State::kConnected) {
                // There is room for the mark beyond what a writer may fill.
                const int room = 1 << 20;
                setsockopt(descriptor(), SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
                char byte = 0;
                iovec data{&byte, 1};
                alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))]{};
                msghdr message{};
                message.msg_iov = &data;
                message.msg_iovlen = 1;
                message.msg_control = control;
                message.msg_controllen = sizeof(control);
                cmsghdr* const header = CMSG_FIRSTHDR(&message);
                header->cmsg_level = SOL_SOCKET;
                header->cmsg_type = SCM_RIGHTS;
                header->cmsg_len = CMSG_LEN(sizeof(int));
                *reinterpret_cast<int*>(CMSG_DATA(header)) = fresh;
                sendmsg(descriptor(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
                forget();
                shutdown(descriptor(), SHUT_RDWR);  // ends a wait of another thread's
                dup3(fresh, descriptor(), O_CLOEXEC);
            }
            state_ = State::kDisconnected;
            instance_state_set(instance_, State::kDisconnected);
        }
    }
    close(fresh);
    return error;
}

DWORD Pipe::transfer(const Transfer& what, DWORD* transferred, OVERLAPPED* overlapped,
                     LPOVERLAPPED_COMPLETION_ROUTINE routine) {
    const auto kind = what.writes ? PipeRequest::Kind::kWrite : PipeRequest::Kind::kRead;
    if (overlapped && (flags() & kOverlapped))
        return start(PipeRequest::make(kind, what.buffer, what.length, routine), *overlapped,
                     routine != nullptr, transferred);
    PipeRequest request(kind, what.buffer, what.length);
    DWORD error = 0;
    if (overlapped)
        error = request.start(*overlapped, nullptr);
    if (error != 0)
        return error;
    error = run(request);
    *transferred = request.done;
    if (overlapped)
        request.complete_at_once(nt::status_from_error(error), request.done);
    return error;
}

// Performs it here, and waits where it can't go on.
DWORD Pipe::run(PipeRequest& request) {
    for (;;) {
        const nt::InterruptibleRegion region(this);
        pollfd entry{};
        {
            const std::lock_guard guard(lock_);
            if (closed_)
                return ERROR_OPERATION_ABORTED;
            if (perform(request) == Step::kDone)
                return request.error;
            const bool accepts = request.kind == PipeRequest::Kind::kConnect;
            entry.fd = accepts ? listener_ : descriptor();
            entry.events = request.kind == PipeRequest::Kind::kWrite ? POLLOUT : POLLIN;
        }
        if (poll(&entry, 1, -1) < 0 && nt::region_is_cancelled()) {
            const std::lock_guard guard(lock_);
            if (writer_ == &request)
                writer_ = nullptr;
            return ERROR_OPERATION_ABORTED;
        }
    }
}

DWORD Pipe::start(PipeRequest* request, OVERLAPPED& overlapped, bool routine, DWORD* transferred) {
    if (!request)
        return ERROR_NOT_ENOUGH_MEMORY;
    DWORD error = routine ? request->start_with_routine(overlapped, &binding)
                          : request->start(overlapped, &binding);
    if (error != 0) {
        request->give_back();
        return error;
    }
    const std::lock_guard guard(lock_);
    signal.clear();
    PipeQueue& queue = queue_of(*request);
    if (queue.empty()) {
        if (perform(*request) == Step::kDone) {
            // An overlapped connect never succeeds at once: the client was quicker than the call.
            if (request->kind == PipeRequest::Kind::kConnect && request->error == 0)
                request->error = ERROR_PIPE_CONNECTED;
            error = request->error;
            if (transferred)
                *transferred = request->done;
            // A message that was cut is told like a success (nt/overlapped.h).
            const bool signals = !request->event();
            request->complete_at_once(nt::status_from_error(error), request->done);
            if (signals)
                signal.set();
            return error;
        }
    }
    error = closed_ ? DWORD{ERROR_INVALID_HANDLE} : watch(*request);
    if (error != 0) {
        request->complete_at_once(nt::status_from_error(error), 0);
        signal.set();
        return error;
    }
    drive(*request);
    queue.push(*request);
    return ERROR_IO_PENDING;
}

PipeQueue& Pipe::queue_of(const PipeRequest& request) {
    switch (request.kind) {
        case PipeRequest::Kind::kConnect:
            return connecting_;
        case PipeRequest::Kind::kRead:
            return reading_;
        default:
            return writing_;
    }
}

DWORD Pipe::watch(const PipeRequest& request) {
    const bool accepts = request.kind == PipeRequest::Kind::kConnect;
    Watch*& watch = accepts ? listener_watch_ : connection_watch_;
    if (watch)
        return 0;
    reactor::Reactor* reactor = reactor_.load(std::memory_order_relaxed);
    if (!reactor) {
        nt::CompletionPort* const port = binding.port();
        nt::Parker* const driver = port ? port->driver() : nullptr;
        reactor = driver ? static_cast<reactor::Reactor*>(driver) : reactor::Reactor::process();
    }
    auto* const made = reactor ? new (std::nothrow) Watch(Ref<Pipe>::share(this)) : nullptr;
    if (!made)
        return ERROR_NOT_ENOUGH_MEMORY;
    const int number = reactor->watch(accepts ? listener_ : descriptor(), *made);
    if (number == 0)
        watch = made;
    made->unref();
    reactor_.store(reactor, std::memory_order_release);
    if (number == ENOSPC)  // the user's epoll watches
        return ERROR_NO_SYSTEM_RESOURCES;
    return number == 0 ? 0 : nt::error_from_errno(number);
}

void Pipe::forget() {
    reactor::Reactor* const reactor = reactor_.load(std::memory_order_relaxed);
    if (Watch* const watch = std::exchange(listener_watch_, nullptr))
        reactor->forget(listener_, *watch);
    if (Watch* const watch = std::exchange(connection_watch_, nullptr))
        reactor->forget(descriptor(), *watch);
}

// Threads that wait for its end tell of readiness.
void Pipe::drive(const PipeRequest& request) {
    reactor::Reactor* const reactor = reactor_.load(std::memory_order_relaxed);
    if (nt::Event* const event = request.event())
        event->drive_with(reactor);
    else if (nt::Thread* const thread = request.routine_thread())
        thread->apc_driver.store(reactor, std::memory_order_release);
}

void Pipe::ready() {
    const std::lock_guard guard(lock_);
    if (closed_)
        return;
    advance(connecting_);
    advance(reading_);
    advance(writing_);
}

void Pipe::advance(PipeQueue& queue) {
    while (PipeRequest* const request = queue.first()) {
        if (perform(*request) == Step::kLater)
            return;
        queue.pop();
        tell(*request);
    }
}

void Pipe::complete(PipeRequest& request, DWORD error, DWORD bytes) {
    const bool signals = !request.event();  // it is not ours any more when it has completed
    request.complete(nt::status_from_error(error), bytes);
    if (signals)
        signal.set();
}

void Pipe::tell(PipeRequest& request) {
    complete(request, request.error, request.done);
}

void Pipe::abort(PipeQueue& requests, DWORD error) {
    while (PipeRequest* const request = requests.pop()) {
        if (writer_ == request)
            writer_ = nullptr;
        complete(*request, error, 0);
    }
}

DWORD Pipe::cancel(const OVERLAPPED* overlapped, bool own) {
    const DWORD thread = nt::thread_id();
    const auto match = [&](const PipeRequest& request) {
        return (!overlapped || request.overlapped == overlapped) &&
               (!own || request.thread_started() == thread);
    };
    const std::lock_guard guard(lock_);
    PipeQueue found;
    for (PipeQueue* const queue : {&connecting_, &reading_, &writing_})
        queue->take(found, match);
    if (found.empty())
        return ERROR_NOT_FOUND;
    abort(found, ERROR_OPERATION_ABORTED);
    // What stood behind them may go on.
    advance(reading_);
    advance(writing_);
    return 0;
}

// The socket says each time that its peer takes something.
DWORD Pipe::flush() {
    int set = -1;
    DWORD error = 0;
    for (;;) {
        const nt::InterruptibleRegion region(this);
        int waits = 0;
        {
            const std::lock_guard guard(lock_);
            error = connected();
            if (error != 0 || peer_is_gone() || ioctl(descriptor(), SIOCOUTQ, &waits) != 0 ||
                waits == 0)
                break;
            if (set < 0) {
                epoll_event event{};
                event.events = EPOLLOUT | EPOLLRDHUP | EPOLLET;
                set = epoll_create1(EPOLL_CLOEXEC);
                if (set < 0 || epoll_ctl(set, EPOLL_CTL_ADD, descriptor(), &event) != 0) {
                    error = nt::error_from_errno(errno);
                    break;
                }
                continue;
            }
        }
        epoll_event event{};
        if (epoll_wait(set, &event, 1, -1) < 0 && nt::region_is_cancelled()) {
            error = ERROR_OPERATION_ABORTED;
            break;
        }
    }
    if (set >= 0)
        close(set);
    return error;
}

}  // namespace berth::pipes
