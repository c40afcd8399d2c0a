// What a thread has used, where it runs best, its stack.
#include <mutex>
#include <pthread.h>
#include <string>
#include <sys/syscall.h>
#include <linux/membarrier.h>
#include <unistd.h>

#include "nt/api.h"
#include "nt/clock.h"
#include "nt/handle.h"
#include "nt/process_object.h"
#include "nt/processor_time.h"
#include "nt/thread.h"
#include "processthreadsapi.h"

using namespace berth::nt;

namespace {

constexpr DWORD kFailed = ~DWORD{0};

// The kernel's account of a thread that runs.
Thread::Times times_of(Thread& thread) {
    const std::string path = "/proc/self/task/" + std::to_string(thread.id()) + "/stat";
    Thread::Times times;
    uint64_t start = 0;
    processor_times_read(path, &times.user, &times.kernel, &start);
    const std::lock_guard guard(thread.mutex());
    if (thread.is_signalled(nullptr))
        return thread.times;
    times.begun = thread.times.begun;
    return times;
}

template <typename Body>
BOOL with_thread(HANDLE handle, DWORD access, Body&& body) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<Thread> thread = handle_get<Thread>(handle, access, &error);
        return thread ? body(*thread) : error;
    });
}

int processor_count() {
    return static_cast<int>(sysconf(_SC_NPROCESSORS_CONF));
}

}  // namespace

extern "C" {

BOOL WINAPI GetThreadTimes(HANDLE hThread, LPFILETIME lpCreationTime, LPFILETIME lpExitTime,
                           LPFILETIME lpKernelTime, LPFILETIME lpUserTime) {
    return with_thread(hThread, THREAD_QUERY_LIMITED_INFORMATION, [&](Thread& thread) -> DWORD {
        if (!lpCreationTime || !lpExitTime || !lpKernelTime || !lpUserTime)
            return ERROR_NOACCESS;
        const Thread::Times times = times_of(thread);
        *lpCreationTime = filetime(times.begun);
        *lpExitTime = filetime(times.ended);
        *lpKernelTime = filetime(times.kernel);
        *lpUserTime = filetime(times.user);
        return 0;
    });
}

DWORD WINAPI GetProcessIdOfThread(HANDLE Thread) {
    DWORD error = 0;
    if (handle_get<berth::nt::Thread>(Thread, THREAD_QUERY_LIMITED_INFORMATION, &error))
        return static_cast<DWORD>(getpid());
    // The thread that CreateProcess hands out.
    if (const Ref<Process> process = handle_get<Process>(Thread, THREAD_QUERY_LIMITED_INFORMATION))
        return static_cast<DWORD>(process->pid());
    return api_fail<DWORD>(error, 0);
}

BOOL WINAPI SetThreadPriorityBoost(HANDLE hThread, BOOL bDisablePriorityBoost) {
    return with_thread(hThread, THREAD_SET_LIMITED_INFORMATION, [&](Thread& thread) -> DWORD {
        const std::lock_guard guard(thread.mutex());
        thread.boost_disabled = bDisablePriorityBoost != FALSE;
        return 0;
    });
}

BOOL WINAPI GetThreadPriorityBoost(HANDLE hThread, PBOOL pDisablePriorityBoost) {
    return with_thread(hThread, THREAD_QUERY_LIMITED_INFORMATION, [&](Thread& thread) -> DWORD {
        if (!pDisablePriorityBoost)
            return ERROR_NOACCESS;
        const std::lock_guard guard(thread.mutex());
        *pDisablePriorityBoost = thread.boost_disabled;
        return 0;
    });
}

DWORD WINAPI SetThreadIdealProcessor(HANDLE hThread, DWORD dwIdealProcessor) {
    DWORD previous = kFailed;
    with_thread(hThread, THREAD_SET_INFORMATION, [&](Thread& thread) -> DWORD {
        const bool asks = dwIdealProcessor == MAXIMUM_PROCESSORS;
        if (!asks && dwIdealProcessor >= static_cast<DWORD>(processor_count()))
            return ERROR_INVALID_PARAMETER;
        const DWORD id = thread.id();
        const std::lock_guard guard(thread.mutex());
        previous = thread.ideal_processor < 0 ? id % static_cast<DWORD>(processor_count())
                                              : static_cast<DWORD>(thread.ideal_processor);
        if (!asks)
            thread.ideal_processor = static_cast<int>(dwIdealProcessor);
        return 0;
    });
    return previous;
}

VOID WINAPI GetCurrentThreadStackLimits(PULONG_PTR LowLimit, PULONG_PTR HighLimit) {
    pthread_attr_t attributes;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0)
        return;
    void* low = nullptr;
    size_t size = 0;
    pthread_attr_getstack(&attributes, &low, &size);
    pthread_attr_destroy(&attributes);
    *LowLimit = reinterpret_cast<ULONG_PTR>(low);
    *HighLimit = *LowLimit + size;
}

VOID WINAPI FlushProcessWriteBuffers(VOID) {
    static const bool registered =
        syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
    if (!registered || syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0) != 0)
        syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

}  // extern "C"
