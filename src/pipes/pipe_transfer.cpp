// What a pipe's requests do: one attempt each time, which never blocks.
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "namedpipeapi.h"
#include "nt/errno.h"
#include "pipes/pipe.h"
#include "winerror.h"

namespace berth::pipes {

namespace {

// The word before a frame.
constexpr uint32_t kMore = 0x80000000;   // the message goes on in the next frame
constexpr uint32_t kFirst = 0x40000000;  // and it begins here
constexpr uint32_t kLength = 0x00ffffff;
// The kernel takes so much in one piece or not at all.
constexpr DWORD kFrame = 16384;

}  // namespace

Pipe::Step Pipe::finished(PipeRequest& request, DWORD error) {
    if (writer_ == &request)
        writer_ = nullptr;
    request.error = error;
    return Step::kDone;
}

Pipe::Step Pipe::starved(PipeRequest& request) const {
    if (!nowait_)
        return Step::kLater;
    request.error = ERROR_NO_DATA;
    return Step::kDone;
}

DWORD Pipe::end_error(bool writing) const {
    if (end_ == End::kDisconnected)
        return ERROR_PIPE_NOT_CONNECTED;
    return writing ? ERROR_NO_DATA : ERROR_BROKEN_PIPE;
}

Pipe::Step Pipe::perform(PipeRequest& request) {
    if (request.kind == PipeRequest::Kind::kConnect) {
        DWORD error = 0;
        if (accept_try(&error) || error != 0)
            return finished(request, error);
        return state_ == State::kListening ? Step::kLater
                                           : finished(request, ERROR_PIPE_NOT_CONNECTED);
    }
    if (const DWORD error = connected())
        return finished(request, error);
    if (request.kind == PipeRequest::Kind::kWrite)
        return write_perform(request);
    end_look();
    return parameters_.message_type ? read_frames(request) : read_bytes(request);
}

Pipe::Took Pipe::receive(char* to, size_t size, size_t* got, int flags) {
    constexpr size_t kDescriptors = 4;
    for (;;) {
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int) * kDescriptors)];
        iovec data{to, size};
        msghdr message{};
        message.msg_iov = &data;
        message.msg_iovlen = 1;
        message.msg_control = control;
        message.msg_controllen = sizeof(control);
        const ssize_t count =
            recvmsg(descriptor(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC | flags);
        // The peer closed before it had read everything: that is told once, before the end.
        if (count < 0 && (errno == EINTR || errno == ECONNRESET))
            continue;
        if (count < 0 && errno == EAGAIN)
            return Took::kNothingYet;
        if (count <= 0) {
            end_ = End::kClosed;
            return Took::kEnd;
        }
        *got = static_cast<size_t>(count);
        bool marked = false;
        for (cmsghdr* header = CMSG_FIRSTHDR(&message); header;
             header = CMSG_NXTHDR(&message, header)) {
            if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
                continue;
            marked = true;
            for (size_t at = CMSG_LEN(0); at + sizeof(int) <= header->cmsg_len; at += sizeof(int)) {
                int descriptor = -1;
                memcpy(&descriptor, reinterpret_cast<char*>(header) + at, sizeof(descriptor));
                close(descriptor);
            }
        }
        if (!marked)
            return Took::kSome;
        end_ = End::kDisconnected;
        return --*got != 0 ? Took::kSome : Took::kEnd;
    }
}

// A client whose server has gone takes in what is left, to see how it went.
void Pipe::end_look() {
    if (server_ || end_ != End::kOpen || !peer_is_gone())
        return;
    constexpr size_t kPiece = 65536;
    Took took = Took::kSome;
    try {
        while (took == Took::kSome && end_ == End::kOpen) {
            const size_t at = tail_.size();
            size_t got = 0;
            tail_.resize(at + kPiece);
            took = receive(tail_.data() + at, kPiece, &got, 0);
            tail_.resize(at + (took == Took::kSome ? got : 0));
        }
    } catch (const std::bad_alloc&) {
        end_ = End::kClosed;
    }
    if (end_ == End::kOpen)
        end_ = End::kClosed;
    if (end_ == End::kDisconnected) {
        tail_.clear();
        frame_left_ = 0;
    }
}

Pipe::Took Pipe::take(char* to, size_t size, size_t* got) {
    if (end_ == End::kOpen)
        return receive(to, size, got, 0);
    if (tail_at_ == tail_.size())
        return Took::kEnd;
    *got = std::min(size, tail_.size() - tail_at_);
    memcpy(to, tail_.data() + tail_at_, *got);
    tail_at_ += *got;
    return Took::kSome;
}

Pipe::Step Pipe::read_bytes(PipeRequest& request) {
    size_t got = 0;
    Took took = Took::kSome;
    if (request.length != 0) {
        took = take(request.buffer, request.length, &got);
    } else if (end_ == End::kOpen) {
        // It waits until there is something, and takes nothing.
        char byte = 0;
        took = receive(&byte, 1, &got, MSG_PEEK);
        got = 0;
    } else if (tail_at_ == tail_.size()) {
        took = Took::kEnd;
    }
    if (took == Took::kNothingYet)
        return starved(request);
    if (took == Took::kEnd)
        return finished(request, end_error(false));
    request.done = static_cast<DWORD>(got);
    return finished(request, 0);
}

// Reads a frame's word. `cut`: the message before it will not be completed.
Pipe::Took Pipe::frame_begin(bool* cut) {
    uint32_t head = 0;
    size_t got = 0;
    const Took took = take(reinterpret_cast<char*>(&head), sizeof(head), &got);
    if (took != Took::kSome)
        return took;
    if (got != sizeof(head)) {
        end_ = End::kClosed;
        return Took::kEnd;
    }
    *cut = in_message_ && (head & kFirst);
    frame_left_ = head & kLength;
    frame_more_ = (head & kMore) != 0;
    in_message_ = true;
    return Took::kSome;
}

Pipe::Step Pipe::read_frames(PipeRequest& request) {
    const bool whole = reads_messages_;
    for (;;) {
        const bool full = request.done == request.length;
        if (frame_left_ == 0 && (!in_message_ || frame_more_)) {
            if (full && whole && in_message_)
                return finished(request, ERROR_MORE_DATA);
            if (full && !whole && request.length != 0)
                return finished(request, 0);
            bool cut = false;
            const Took took = frame_begin(&cut);
            if (took != Took::kSome && request.done != 0 && (!whole || took == Took::kEnd))
                return finished(request, 0);
            if (took == Took::kNothingYet)
                return in_message_ && whole ? Step::kLater : starved(request);
            if (took == Took::kEnd)
                return finished(request, end_error(false));
            if (cut && whole && request.done != 0)
                return finished(request, 0);
        } else if (frame_left_ != 0) {
            if (full)
                return finished(request, whole ? DWORD{ERROR_MORE_DATA} : 0);
            size_t got = 0;
            const Took took =
                take(request.buffer + request.done,
                     std::min<size_t>(request.length - request.done, frame_left_), &got);
            if (took == Took::kNothingYet)
                return Step::kLater;
            if (took == Took::kEnd)
                return finished(request, end_error(false));
            request.done += static_cast<DWORD>(got);
            frame_left_ -= static_cast<uint32_t>(got);
        }
        if (in_message_ && frame_left_ == 0 && !frame_more_) {
            in_message_ = false;
            // An empty message is read as such in both modes.
            if (whole || request.done == 0)
                return finished(request, 0);
        }
    }
}

// Why the kernel has not taken anything: by errno.
DWORD Pipe::write_error() {
    if (errno == ENOMEM || errno == ENOBUFS)
        return nt::error_from_errno(errno);
    end_look();
    return end_error(true);
}

Pipe::Step Pipe::write_perform(PipeRequest& request) {
    if (writer_ && writer_ != &request)
        return Step::kLater;
    if (parameters_.message_type)
        return write_frames(request);
    while (request.done < request.length) {
        const ssize_t put = send(descriptor(), request.buffer + request.done,
                                 request.length - request.done, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (put >= 0) {
            request.done += static_cast<DWORD>(put);
        } else if (errno == EAGAIN) {
            return nowait_ ? finished(request, 0) : Step::kLater;
        } else if (errno != EINTR) {
            return finished(request, write_error());
        }
    }
    return finished(request, 0);
}

bool Pipe::frame_send(uint32_t head, const char* data, size_t size) {
    iovec parts[2] = {{&head, sizeof(head)}, {const_cast<char*>(data), size}};
    msghdr message{};
    message.msg_iov = parts;
    message.msg_iovlen = size != 0 ? 2 : 1;
    ssize_t put = 0;
    do {
        put = sendmsg(descriptor(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (put < 0 && errno == EINTR);
    if (put >= 0 && static_cast<size_t>(put) != size + sizeof(head)) {
        errno = EPIPE;
        return false;
    }
    return put >= 0;
}

Pipe::Step Pipe::write_frames(PipeRequest& request) {
    do {
        const DWORD size = std::min(request.length - request.done, kFrame);
        const bool more = request.done + size < request.length;
        const uint32_t head = size | (more ? kMore : 0) | (request.began ? 0 : kFirst);
        if (!frame_send(head, request.buffer + request.done, size)) {
            if (errno == EAGAIN)
                return nowait_ && !request.began ? finished(request, 0) : Step::kLater;
            return finished(request, write_error());
        }
        request.began = true;
        request.done += size;
        writer_ = &request;
    } while (request.done < request.length);
    return finished(request, 0);
}

// All that has come and has not been read, as it travels.
DWORD Pipe::left_over(std::vector<char>& bytes) {
    if (end_ != End::kOpen) {
        bytes.assign(tail_.begin() + static_cast<std::ptrdiff_t>(tail_at_), tail_.end());
        return bytes.empty() ? end_error(false) : 0;
    }
    int waiting = 0;
    if (ioctl(descriptor(), FIONREAD, &waiting) != 0)
        return ERROR_BROKEN_PIPE;
    if (waiting == 0)
        return peer_is_gone() ? ERROR_BROKEN_PIPE : 0;
    bytes.resize(static_cast<size_t>(waiting));
    size_t got = 0;
    const Took took = receive(bytes.data(), bytes.size(), &got, MSG_PEEK);
    bytes.resize(took == Took::kSome ? got : 0);
    return 0;
}

DWORD Pipe::peek(void* buffer, DWORD size, Peeked& peeked) {
    const std::lock_guard guard(lock_);
    if (const DWORD error = connected())
        return error == ERROR_PIPE_LISTENING ? DWORD{ERROR_BAD_PIPE} : error;
    end_look();
    std::vector<char> bytes;
    if (const DWORD error = left_over(bytes))
        return error;
    const DWORD room = buffer ? size : 0;
    if (!parameters_.message_type) {
        peeked.available = static_cast<DWORD>(bytes.size());
        peeked.read = std::min(room, peeked.available);
        if (peeked.read != 0)
            memcpy(buffer, bytes.data(), peeked.read);
        return 0;
    }
    const bool whole = peeks_message_ || reads_messages_;
    uint32_t left = frame_left_;
    bool more = frame_more_;
    bool inside = in_message_;
    bool first = true;  // in the first message
    DWORD first_size = 0;
    size_t at = 0;
    for (;;) {
        if (left == 0) {
            if (inside && !more)
                first = false;
            uint32_t head = 0;
            if (at + sizeof(head) > bytes.size())
                break;
            memcpy(&head, bytes.data() + at, sizeof(head));
            at += sizeof(head);
            if (inside && (head & kFirst))
                first = false;
            left = head & kLength;
            more = (head & kMore) != 0;
            inside = true;
            continue;
        }
        const size_t part = std::min<size_t>(left, bytes.size() - at);
        if (part == 0)
            break;
        if (first)
            first_size += static_cast<DWORD>(part);
        if (first || !whole) {
            const DWORD taken = std::min(room - peeked.read, static_cast<DWORD>(part));
            if (taken != 0)
                memcpy(static_cast<char*>(buffer) + peeked.read, bytes.data() + at, taken);
            peeked.read += taken;
        }
        peeked.available += static_cast<DWORD>(part);
        at += part;
        left -= static_cast<uint32_t>(part);
    }
    peeked.left = first_size - std::min(first_size, peeked.read);
    return 0;
}

}  // namespace berth::pipes
