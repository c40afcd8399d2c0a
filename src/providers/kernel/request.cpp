#include "providers/kernel/request.h"

#include <mutex>

#include "nt/descriptor_port.h"
#include "nt/handle.h"
#include "nt/ntstatus.h"
#include "nt/thread.h"
#include "providers/kernel/error.h"
#include "providers/kernel/request_start.h"
#include "winerror.h"

namespace berth::kernel {

void Request::operator delete(Request* request, std::destroying_delete_t) {
    const size_t size = request->size_;
    request->~Request();
    nt::small_block_give_back(request, size);
}

void Request::give_back() {
    std::unique_ptr<Request>(this).reset();
}

int Request::begin(const Socket& socket, const OverlappedCall& call) {
    const nt::PortBinding* binding = nt::descriptor_port(static_cast<uintptr_t>(socket.fd));
    if (!call.routine)
        return static_cast<int>(start(*call.overlapped, binding));
    // A provider above may hand on the thread of its own caller.
    nt::Ref<nt::Thread> thread;
    if (call.thread && call.thread->ThreadHandle != nt::kCurrentThread &&
        call.thread->Reserved != nt::thread_id())
        thread = nt::handle_get<nt::Thread>(call.thread->ThreadHandle);
    routine_ = call.routine;
    switch (start_with_routine(*call.overlapped, binding, thread.get())) {
        case 0:
            return 0;
        case ERROR_INVALID_PARAMETER:
            return WSAEINVAL;  // the socket has a port
        default:
            return WSAENOBUFS;
    }
}

// https://learn.microsoft.com/windows/win32/api/winsock2/nc-winsock2-lpwsaoverlapped_completion_routine
void Request::call_routine() {
    routine_(nt::socket_error_from_status(status), bytes, overlapped, flags_);
}

void Request::tell(Told told) {
    // Reserved for providers; a request that has a file's offset there tells no flags.
    if (flags_ != 0)
        overlapped->Offset = flags_;
    const uint32_t with = nt::status_from_error(static_cast<DWORD>(error_));
    if (told == Told::kLater)
        complete(with, transferred_);
    else
        complete_at_once(with, transferred_);
}

void Request::abort() {
    error_ = WSA_OPERATION_ABORTED;
    tell(Told::kLater);
}

void Request::fail(int error) {
    error_ = error;
    complete_at_once(nt::status_from_error(static_cast<DWORD>(error)), 0);
}

bool RequestFilter::matches(const Request& request) const {
    return (!overlapped || request.overlapped == overlapped) &&
           (thread == 0 || request.thread_started() == thread);
}

int request_start(Socket& socket, RequestQueue SocketWatch::*queue, const OverlappedCall& call,
                  std::unique_ptr<Request> request, DWORD* transferred, DWORD* flags) {
    SocketWatch* watch = nullptr;
    if (!request)
        return WSAENOBUFS;
    if (const int code = socket_watch_get(socket, &watch))
        return code;
    if (const int code = request->begin(socket, call))
        return code;
    const std::lock_guard guard(watch->lock);
    return watch->start(std::move(request), watch->*queue, transferred, flags);
}

namespace {

class DoneRequest final : public Request {
  public:
    explicit DoneRequest(DWORD transferred) { transferred_ = transferred; }
    Step perform(SocketWatch&) override { return done(0); }
};

}  // namespace

int request_done(Socket& socket, const OverlappedCall& call, DWORD transferred) {
    auto request = request_make<DoneRequest>(0, transferred);
    if (!request)
        return WSAENOBUFS;
    if (const int code = request->begin(socket, call))
        return code;
    if (nt::Thread* thread = request->routine_thread(); thread && !thread->apc_driver)
        thread->apc_driver = reactor::Reactor::process();
    request.release()->tell(Request::Told::kAtOnce);
    return 0;
}

}  // namespace berth::kernel
