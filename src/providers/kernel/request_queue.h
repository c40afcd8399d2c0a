// The overlapped requests of one direction of a socket, first in, first out. Guarded by its watch's
// lock.
#pragma once

#include "providers/kernel/request.h"

namespace berth::kernel {

class RequestQueue {
  public:
    bool empty() const { return last_ == nullptr; }
    size_t count() const {
        size_t number = 0;
        const Request* request = last_;
        while (request) {
            ++number;
            request = request->queue_next();
            if (request == last_)
                break;
        }
        return number;
    }

    void push(Request& request) {
        push_front(request);
        last_ = &request;
    }
    void push_front(Request& request) {
        if (last_) {
            request.queue_next(last_->queue_next());
            last_->queue_next(&request);
        } else {
            request.queue_next(&request);
            last_ = &request;
        }
    }
    Request* pop() {
        if (!last_)
            return nullptr;
        Request* const request = last_->queue_next();
        if (request == last_)
            last_ = nullptr;
        else
            last_->queue_next(request->queue_next());
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
    Request* last_ = nullptr;  // each knows the next one, and the last one the first
};

}  // namespace berth::kernel
