#include "ws2_32/thread_id.h"

#include "processthreadsapi.h"

namespace berth::ws2 {

// A pseudo-handle: the provider makes its own by WPUOpenCurrentThread where it outlives the call.
ThreadId::ThreadId(const WSAOVERLAPPED* overlapped) : used_(overlapped != nullptr) {
    if (used_)
        id_ = {GetCurrentThread(), 0};
}

}  // namespace berth::ws2
