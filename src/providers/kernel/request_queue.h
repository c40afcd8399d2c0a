// The overlapped requests of one direction of a socket, first in, first out. Guarded by its watch's
// lock.
#pragma once

#include "providers/kernel/request.h"

namespace berth::kernel {

class RequestQueue {
  public:
    bool empty() const { return first_ == nullptr; }
    Request* front() const { return first_; }
    size_t count() const {
        size_t number = 0;
        for (const Request* request = first_; request; request = request->next_)
            ++number;
        return number;
    }

    void push(Request& request) {
        request.next_ = nullptr;
        (last_ ? last_->next_ : first_) = &request;
        last_ = &request;
    }
    void push_front(Request& request) {
        request.next_ = first_;
        first_ = &request;
        if (!last_)
            last_ = &request;
    }
    Request* pop() {
        Request* request = first_;
        if (request) {
            first_ = request->next_;
            if (!first_)
                last_ = nullptr;
        }
        return request;
    }
    // Moves those for which chosen(request) says yes to the end of `to`.
    template <typename Chosen>
    void take(RequestQueue& to, Chosen&& chosen) {
        RequestQueue kept;
        while (Request* request = pop())
            (chosen(*request) ? to : kept).push(*request);
        *this = kept;
    }

  private:
    Request* first_ = nullptr;
    Request* last_ = nullptr;
};

}  // namespace berth::kernel
