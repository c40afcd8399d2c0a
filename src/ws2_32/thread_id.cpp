#include "ws2_32/thread_id.h"

#include "handleapi.h"
#include "processthreadsapi.h"
#include "winnt.h"

namespace berth::ws2 {

constinit thread_local WSATHREADID ThreadId::cached __attribute__((tls_model("initial-exec"))) = {};

WSATHREADID ThreadId::open() {
    struct Opened {
        ~Opened() {
            CloseHandle(handle);
            cached = {};
        }
        HANDLE handle;
    };
    HANDLE handle = nullptr;
    HANDLE self = GetCurrentProcess();
    if (!DuplicateHandle(self, nt::kCurrentThread, self, &handle, 0, FALSE, DUPLICATE_SAME_ACCESS))
        return {nt::kCurrentThread, 0};  // good for this thread alone
    static thread_local Opened opened{handle};
    // WPUQueueApc compares: the handle's number may be another object's once the thread has ended.
    cached = {handle, GetCurrentThreadId()};
    return cached;
}

}  // namespace berth::ws2
