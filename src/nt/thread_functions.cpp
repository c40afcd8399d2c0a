// CreateThread and its family; _beginthread and _beginthreadex.
#include <cerrno>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>

#include "nt/object_create.h"
#include "nt/process_object.h"
#include "nt/thread.h"
#include "process.h"
#include "processthreadsapi.h"
#include "winbase.h"

namespace berth::nt {

namespace {

// A handle to the started thread, or NULL and *error set.
HANDLE thread_open_and_start(const Ref<Thread>& thread, const SECURITY_ATTRIBUTES* attributes,
                             size_t stack_size, DWORD* error) {
    *error = ERROR_NOT_ENOUGH_MEMORY;
    if (!thread)
        return nullptr;
    const HANDLE handle =
        handle_make(thread, THREAD_ALL_ACCESS, attributes && attributes->bInheritHandle);
    if (!handle)
        return nullptr;
    *error = thread_start(*thread, stack_size);
    if (*error != 0) {
        handle_close(handle);
        return nullptr;
    }
    return handle;
}

// _beginthread's routine returns nothing.
struct PlainStart {
    void (*routine)(void*);
    void* parameter;
};

PlainStart start_take(void* parameter) {
    const std::unique_ptr<PlainStart> allocated(static_cast<PlainStart*>(parameter));
    return *allocated;
}

DWORD plain_routine(void* parameter) {
    // Freed before the routine runs, since _endthread would not come back here.
    const PlainStart start = start_take(parameter);
    start.routine(start.parameter);
    return 0;
}

// Thread priorities as nice values; raising them takes a privilege, without which nothing happens.
int nice_of(int priority) {
    switch (priority) {
        case THREAD_PRIORITY_IDLE:
            return 19;
        case THREAD_PRIORITY_LOWEST:
            return 10;
        case THREAD_PRIORITY_BELOW_NORMAL:
            return 5;
        case THREAD_PRIORITY_ABOVE_NORMAL:
            return -5;
        case THREAD_PRIORITY_HIGHEST:
            return -10;
        case THREAD_PRIORITY_TIME_CRITICAL:
            return -20;
        default:
            return 0;
    }
}

bool priority_known(int priority) {
    return priority == THREAD_PRIORITY_IDLE || priority == THREAD_PRIORITY_TIME_CRITICAL ||
           (priority >= THREAD_PRIORITY_LOWEST && priority <= THREAD_PRIORITY_HIGHEST);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES lpThreadAttributes, SIZE_T dwStackSize,
                           LPTHREAD_START_ROUTINE lpStartAddress, LPVOID lpParameter,
                           DWORD dwCreationFlags, LPDWORD lpThreadId) {
    DWORD error = 0;
    if (!lpStartAddress ||
        (dwCreationFlags & ~(CREATE_SUSPENDED | STACK_SIZE_PARAM_IS_A_RESERVATION))) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    const Ref<Thread> thread =
        thread_make(lpStartAddress, lpParameter, (dwCreationFlags & CREATE_SUSPENDED) != 0);
    const HANDLE handle = thread_open_and_start(thread, lpThreadAttributes, dwStackSize, &error);
    if (!handle)
        last_error_set(error);
    else if (lpThreadId)
        *lpThreadId = thread->id();
    return handle;
}

uintptr_t __cdecl _beginthreadex(void* security, unsigned stack_size,
                                 unsigned(__stdcall* start_address)(void*), void* arglist,
                                 unsigned initflag, unsigned* thrdaddr) {
    if (!start_address) {
        errno = EINVAL;
        return 0;
    }
    const HANDLE handle = CreateThread(static_cast<LPSECURITY_ATTRIBUTES>(security), stack_size,
                                       start_address, arglist, initflag, thrdaddr);
    if (!handle)
        errno = last_error_get() == ERROR_INVALID_PARAMETER ? EINVAL : EAGAIN;
    return reinterpret_cast<uintptr_t>(handle);
}

uintptr_t __cdecl _beginthread(void(__cdecl* start_address)(void*), unsigned stack_size,
                               void* arglist) {
    constexpr auto kFailed = ~uintptr_t{0};
    if (!start_address) {
        errno = EINVAL;
        return kFailed;
    }
    DWORD error = 0;
    auto start = std::unique_ptr<PlainStart>(new (std::nothrow) PlainStart{start_address, arglist});
    const Ref<Thread> thread =
        start ? thread_make(plain_routine, start.get(), true) : Ref<Thread>();
    const HANDLE handle = thread_open_and_start(thread, nullptr, stack_size, &error);
    if (!handle) {
        errno = EAGAIN;
        return kFailed;
    }
    static_cast<void>(start.release());
    thread->own_handle = handle;
    thread->resume();
    return reinterpret_cast<uintptr_t>(handle);
}

void __cdecl _endthreadex(unsigned retval) {
    thread_exit(retval);
}

void __cdecl _endthread(void) {
    thread_exit(0);
}

VOID WINAPI ExitThread(DWORD dwExitCode) {
    thread_exit(dwExitCode);
}

HANDLE WINAPI OpenThread(DWORD dwDesiredAccess, BOOL bInheritHandle, DWORD dwThreadId) {
    // The calling thread may be one of which nothing was known so far.
    if (dwThreadId == thread_id() && !thread_current()) {
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
        return nullptr;
    }
    Ref<Thread> thread = dwThreadId != 0 ? thread_find(dwThreadId) : Ref<Thread>();
    if (!thread) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    SECURITY_ATTRIBUTES attributes{sizeof(SECURITY_ATTRIBUTES), nullptr, bInheritHandle};
    DWORD access = access_of(dwDesiredAccess, THREAD_ALL_ACCESS);
    if (access & THREAD_QUERY_INFORMATION)
        access |= THREAD_QUERY_LIMITED_INFORMATION;
    if (access & THREAD_SET_INFORMATION)
        access |= THREAD_SET_LIMITED_INFORMATION;
    return handle_new(std::move(thread), access, &attributes);
}

BOOL WINAPI GetExitCodeThread(HANDLE hThread, LPDWORD lpExitCode) {
    DWORD error = 0;
    if (!lpExitCode)
        return last_error_result(ERROR_NOACCESS);
    if (const Ref<Thread> thread =
            handle_get<Thread>(hThread, THREAD_QUERY_LIMITED_INFORMATION, &error)) {
        *lpExitCode = thread->exit_code();
        return TRUE;
    }
    // The thread that CreateProcess hands out.
    if (const Ref<Process> process =
            handle_get<Process>(hThread, THREAD_QUERY_LIMITED_INFORMATION)) {
        *lpExitCode = process->exit_code();
        return TRUE;
    }
    return last_error_result(error);
}

DWORD WINAPI ResumeThread(HANDLE hThread) {
    DWORD error = 0;
    const Ref<Thread> thread = handle_get<Thread>(hThread, THREAD_SUSPEND_RESUME, &error);
    if (thread)
        return thread->resume();
    // The thread that CreateProcess hands out.
    if (const Ref<Process> process = handle_get<Process>(hThread, THREAD_SUSPEND_RESUME))
        return process->resume();
    last_error_set(error);
    return ~DWORD{0};
}

DWORD WINAPI SuspendThread(HANDLE hThread) {
    DWORD error = 0;
    const Ref<Thread> thread = handle_get<Thread>(hThread, THREAD_SUSPEND_RESUME, &error);
    if (!thread) {
        last_error_set(error);
        return Thread::kSuspendFailed;
    }
    const DWORD count = thread->suspend();
    if (count == Thread::kSuspendFailed)
        last_error_set(thread->exit_code() == STILL_ACTIVE ? ERROR_SIGNAL_REFUSED
                                                           : ERROR_ACCESS_DENIED);
    return count;
}

BOOL WINAPI TerminateThread(HANDLE hThread, DWORD dwExitCode) {
    DWORD error = 0;
    Ref<Thread> thread = handle_get<Thread>(hThread, THREAD_TERMINATE, &error);
    if (!thread)
        return last_error_result(error);
    if (thread.get() == thread_record) {
        thread.reset();
        thread_exit(dwExitCode);
    }
    return last_error_result(thread->terminate(dwExitCode));
}

HANDLE WINAPI GetCurrentThread(void) {
    return kCurrentThread;
}

DWORD WINAPI GetCurrentThreadId(void) {
    return thread_id();
}

DWORD WINAPI GetThreadId(HANDLE Thread) {
    DWORD error = 0;
    const Ref<berth::nt::Thread> thread =
        handle_get<berth::nt::Thread>(Thread, THREAD_QUERY_LIMITED_INFORMATION, &error);
    if (thread)
        return thread->id();
    if (const Ref<Process> process = handle_get<Process>(Thread, THREAD_QUERY_LIMITED_INFORMATION))
        return static_cast<DWORD>(process->pid());
    last_error_set(error);
    return 0;
}

BOOL WINAPI SetThreadPriority(HANDLE hThread, int nPriority) {
    DWORD error = 0;
    const Ref<Thread> thread = handle_get<Thread>(hThread, THREAD_SET_LIMITED_INFORMATION, &error);
    if (!thread)
        return last_error_result(error);
    if (!priority_known(nPriority))
        return last_error_result(ERROR_INVALID_PARAMETER);
    const id_t id = thread->id();
    const std::lock_guard guard(thread->mutex());
    if (thread->is_signalled(nullptr))
        return last_error_result(ERROR_GEN_FAILURE);
    thread->priority = nPriority;
    setpriority(PRIO_PROCESS, id, nice_of(nPriority));
    return TRUE;
}

int WINAPI GetThreadPriority(HANDLE hThread) {
    DWORD error = 0;
    const Ref<Thread> thread =
        handle_get<Thread>(hThread, THREAD_QUERY_LIMITED_INFORMATION, &error);
    if (!thread) {
        last_error_set(error);
        return THREAD_PRIORITY_ERROR_RETURN;
    }
    const std::lock_guard guard(thread->mutex());
    return thread->priority;
}

DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE hThread, DWORD_PTR dwThreadAffinityMask) {
    DWORD error = 0;
    const Ref<Thread> thread = handle_get<Thread>(hThread, THREAD_SET_INFORMATION, &error);
    if (!thread) {
        last_error_set(error);
        return 0;
    }
    constexpr int kBits = 64;
    cpu_set_t old;
    cpu_set_t wanted;
    CPU_ZERO(&old);
    CPU_ZERO(&wanted);
    for (int cpu = 0; cpu < kBits; ++cpu) {
        if (dwThreadAffinityMask >> cpu & 1)
            CPU_SET(cpu, &wanted);
    }
    const auto id = static_cast<pid_t>(thread->id());
    if (sched_getaffinity(id, sizeof(old), &old) != 0 ||
        sched_setaffinity(id, sizeof(wanted), &wanted) != 0) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return 0;
    }
    DWORD_PTR previous = 0;
    for (int cpu = 0; cpu < kBits; ++cpu) {
        if (CPU_ISSET(cpu, &old))
            previous |= DWORD_PTR{1} << cpu;
    }
    return previous;
}

HRESULT WINAPI SetThreadDescription(HANDLE hThread, PCWSTR lpThreadDescription) {
    DWORD error = 0;
    const Ref<Thread> thread = handle_get<Thread>(hThread, THREAD_SET_LIMITED_INFORMATION, &error);
    if (!thread)
        return HRESULT_FROM_WIN32(error);
    if (!lpThreadDescription)
        return E_INVALIDARG;
    return thread->describe(lpThreadDescription) ? S_OK : E_OUTOFMEMORY;
}

HRESULT WINAPI GetThreadDescription(HANDLE hThread, PWSTR* ppszThreadDescription) {
    if (!ppszThreadDescription)
        return E_INVALIDARG;
    *ppszThreadDescription = nullptr;
    DWORD error = 0;
    const Ref<Thread> thread =
        handle_get<Thread>(hThread, THREAD_QUERY_LIMITED_INFORMATION, &error);
    if (!thread)
        return HRESULT_FROM_WIN32(error);
    *ppszThreadDescription = thread->description_copy();
    return *ppszThreadDescription ? S_OK : E_OUTOFMEMORY;
}
