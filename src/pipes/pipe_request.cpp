#include <memory>

#include "pipes/pipe.h"

namespace berth::pipes {

PipeRequest* PipeRequest::make(Kind of, void* data, DWORD size,
                               LPOVERLAPPED_COMPLETION_ROUTINE routine) {
    auto* const request = new (std::nothrow) PipeRequest(of, data, size, routine);
    if (request)
        request->owned_ = true;
    return request;
}

void PipeRequest::give_back() {
    if (owned_)
        std::unique_ptr<PipeRequest>(this).reset();
}

void PipeRequest::call_routine() {
    routine_(nt::error_from_status(status), bytes, overlapped);
}

void PipeQueue::push(PipeRequest& request) {
    request.next = nullptr;
    (last_ ? last_->next : first_) = &request;
    last_ = &request;
}

PipeRequest* PipeQueue::pop() {
    PipeRequest* const request = first_;
    if (request) {
        first_ = request->next;
        if (!first_)
            last_ = nullptr;
    }
    return request;
}

}  // namespace berth::pipes
