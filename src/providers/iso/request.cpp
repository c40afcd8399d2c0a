#include "providers/iso/request.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include "handleapi.h"
#include "nt/descriptor_port.h"
#include "nt/handle.h"
#include "nt/memory_probe.h"
#include "nt/ntstatus.h"
#include "nt/overlapped.h"
#include "nt/thread.h"
#include "processthreadsapi.h"
#include "providers/iso/socket.h"
#include "reactor/reactor.h"

namespace berth::iso {

Request::~Request() {
    int ignored = 0;
    if (thread_.ThreadHandle)
        WPUCloseThread(&thread_, &ignored);
}

int Request::begin(const OverlappedCall& call) {
    int code = 0;
    if (call.routine) {
        // A provider above may hand on the thread of its own caller.
        const HANDLE self = GetCurrentProcess();
        if (!call.thread || call.thread->ThreadHandle == GetCurrentThread()) {
            if (WPUOpenCurrentThread(&thread_, &code) != 0)
                return code;
            if (nt::Thread* thread = nt::thread_current(); thread && !thread->apc_driver)
                thread->apc_driver = reactor::Reactor::process();
        } else if (!DuplicateHandle(self, call.thread->ThreadHandle, self, &thread_.ThreadHandle, 0,
                                    FALSE, DUPLICATE_SAME_ACCESS)) {
            return WSAEINVAL;
        }
        routine_ = call.routine;
    } else if (const auto event = reinterpret_cast<uintptr_t>(call.overlapped->hEvent) & ~1UL) {
        const auto object =
            nt::handle_get<nt::Event>(reinterpret_cast<HANDLE>(event), EVENT_MODIFY_STATE);
        if (!object)
            return WSA_INVALID_HANDLE;
        object->reset();
        if (!object->driver())
            object->drive_with(reactor::Reactor::process());
    }
    overlapped_ = call.overlapped;
    thread_started_ = nt::thread_id();
    overlapped_->InternalHigh = 0;
    overlapped_->Offset = 0;
    __atomic_store_n(&overlapped_->Internal, ULONG_PTR{WSS_OPERATION_IN_PROGRESS},
                     __ATOMIC_RELEASE);
    return 0;
}

void WSPAPI Request::routine_run(DWORD_PTR request) {
    const std::unique_ptr<Request> owned(reinterpret_cast<Request*>(request));
    owned->routine_(static_cast<DWORD>(owned->error), owned->transferred, owned->overlapped_,
                    owned->flags);
}

void Request::tell(SOCKET s) {
    const bool within_call = over_;
    if (within_call)
        pending_ = true;
    over_ = true;
    if (!pending_) {
        // From here on the request may be gone.
        const nt::Ref<nt::Event> wake = wake_;
        if (wake)
            wake->set();
        return;
    }
    std::unique_ptr<Request> owned(this);
    overlapped_->Offset = flags;
    int ignored = 0;
    const nt::PortBinding* binding = nt::descriptor_port(s);
    if (!routine_ && !within_call && binding && binding->port() && started_on(s) == s) {
        // What the upcall does for a request that ends later; the binding stays while the SOCKET
        // does, which goes after the socket's last request.
        nt::overlapped_end(*overlapped_, binding->port(), binding->key(),
                           nt::status_from_error(static_cast<DWORD>(error)), transferred);
        return;
    }
    if (!routine_) {
        WPUCompleteOverlappedRequest(started_on(s), overlapped_, static_cast<DWORD>(error),
                                     transferred, &ignored);
        return;
    }
    overlapped_->InternalHigh = transferred;
    __atomic_store_n(&overlapped_->Internal,
                     ULONG_PTR{nt::status_from_error(static_cast<DWORD>(error))}, __ATOMIC_RELEASE);
    if (upcalls().lpWPUQueueApc(&thread_, routine_run, reinterpret_cast<DWORD_PTR>(this),
                                &ignored) == 0)
        static_cast<void>(owned.release());
}

void Request::fail() {
    __atomic_store_n(&overlapped_->Internal,
                     ULONG_PTR{nt::status_from_error(static_cast<DWORD>(error))}, __ATOMIC_RELEASE);
}

// ---- the queue ----

void RequestQueue::push(Request& request) {
    request.next_ = nullptr;
    (last_ ? last_->next_ : first_) = &request;
    last_ = &request;
}

void RequestQueue::remove(Request& request) {
    Request* before = nullptr;
    for (Request* at = first_; at; before = at, at = at->next_) {
        if (at != &request)
            continue;
        (before ? before->next_ : first_) = at->next_;
        if (last_ == at)
            last_ = before;
        return;
    }
}

bool RequestQueue::message_take(Socket& socket, const uint8_t* octets, size_t length) {
    if (!first_ || !first_->message_take(octets, length))
        return false;
    Request& done = *first_;
    remove(done);
    done.tell(socket.handle());
    return true;
}

void RequestQueue::perform(Socket& socket) {
    while (first_ && first_->perform(socket)) {
        Request& done = *first_;
        remove(done);
        if (!done.moved(socket))
            done.tell(socket.handle());
    }
}

void RequestQueue::end(Socket& socket, int blocked, int overlapped) {
    while (first_) {
        Request& request = *first_;
        remove(request);
        request.withdraw(socket);
        request.error = request.is_overlapped() ? overlapped : blocked;
        request.transferred = 0;
        request.tell(socket.handle());
    }
}

uint32_t RequestQueue::cancel(Socket& socket, const OVERLAPPED* overlapped, uint32_t thread,
                              const Socket* into) {
    uint32_t count = 0;
    for (Request* at = first_; at;) {
        Request& request = *at;
        at = at->next_;
        if (!request.is_of(overlapped, thread) || (into && !request.is_into(*into)))
            continue;
        remove(request);
        request.withdraw(socket);
        request.error = WSA_OPERATION_ABORTED;
        request.transferred = 0;
        request.tell(socket.handle());
        ++count;
    }
    return count;
}

// ---- buffers ----

int Buffers::assign(const WSABUF* buffers, DWORD count, bool to_be_written) {
    if (nt::memory_is_null_page(buffers))
        return WSAEFAULT;
    if (count > kInPlace)
        many_.assign(buffers, buffers + count);
    else
        std::copy_n(buffers, count, few_);
    count_ = std::min<size_t>(count, kInPlace);
    for (DWORD i = 0; i < count; ++i) {
        const WSABUF& buffer = (*this)[i];
        if (buffer.len > 0 && to_be_written && !nt::memory_stays(buffer.buf, buffer.len)) {
            stays_ = false;
            if (!nt::memory_is_mapped(buffer.buf, buffer.len))
                return WSAEFAULT;
        } else if (buffer.len > 0 && nt::memory_is_null_page(buffer.buf)) {
            return WSAEFAULT;
        }
        total_ += buffer.len;
    }
    return 0;
}

bool Buffers::can_hold(size_t length) const {
    for (size_t i = 0; !stays_ && i < size() && length > 0; ++i) {
        const size_t part = std::min<size_t>((*this)[i].len, length);
        if (part > 0 && !nt::memory_is_mapped((*this)[i].buf, part))
            return false;
        length -= part;
    }
    return true;
}

size_t Buffers::write(size_t at, const void* octets, size_t length) const {
    const auto* from = static_cast<const char*>(octets);
    if (count_ == 1 && at == 0) {
        const size_t part = std::min<size_t>(few_[0].len, length);
        std::memcpy(few_[0].buf, from, part);
        return part;
    }
    size_t done = 0;
    for (size_t i = 0; i < size() && done < length; ++i) {
        const WSABUF& buffer = (*this)[i];
        if (at >= buffer.len) {
            at -= buffer.len;
            continue;
        }
        const size_t part = std::min<size_t>(buffer.len - at, length - done);
        std::memcpy(buffer.buf + at, from + done, part);
        done += part;
        at = 0;
    }
    return done;
}

}  // namespace berth::iso
