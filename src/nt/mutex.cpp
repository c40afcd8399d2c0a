#include "nt/mutex.h"

#include <mutex>

#include "nt/object_create.h"
#include "synchapi.h"

namespace berth::nt {

void Mutex::consume(Thread* by) {
    // A registered wait has no thread that could own it.
    if (!by)
        return;
    owner_ = by;
    ++recursion_;
    abandoned_ = false;
}

void Mutex::list_add(Thread& owner) {
    ref();
    listed_ = true;
    previous_owned_ = nullptr;
    next_owned_ = owner.owned_mutexes;
    if (next_owned_)
        next_owned_->previous_owned_ = this;
    owner.owned_mutexes = this;
}

void Mutex::list_remove(Thread& owner) {
    listed_ = false;
    (previous_owned_ ? previous_owned_->next_owned_ : owner.owned_mutexes) = next_owned_;
    if (next_owned_)
        next_owned_->previous_owned_ = previous_owned_;
    unref();
}

void Mutex::on_acquired(Thread& by) {
    if (!listed_)
        list_add(by);
}

DWORD Mutex::release(Thread& by) {
    const Ref<Mutex> self = Ref<Mutex>::share(this);
    const std::lock_guard guard(mutex());
    if (owner_ != &by)
        return ERROR_NOT_OWNER;
    if (--recursion_ == 0) {
        list_remove(by);
        owner_ = nullptr;
        waiters_wake();
    }
    return 0;
}

void Mutex::abandon(Thread& by) {
    const Ref<Mutex> self = Ref<Mutex>::share(this);
    const std::lock_guard guard(mutex());
    list_remove(by);
    recursion_ = 0;
    owner_ = nullptr;
    abandoned_ = true;
    waiters_wake();
}

void mutexes_abandon(Thread& thread) {
    while (Mutex* mutex = thread.owned_mutexes)
        mutex->abandon(thread);
}

namespace {

template <typename Char>
HANDLE mutex_create(const SECURITY_ATTRIBUTES* attributes, const Char* name, DWORD flags,
                    DWORD access) {
    DWORD error = 0;
    if (flags & ~CREATE_MUTEX_INITIAL_OWNER)
        error = ERROR_INVALID_PARAMETER;
    else if (name && *name)
        error = ERROR_NOT_SUPPORTED;
    if (error != 0) {
        last_error_set(error);
        return nullptr;
    }
    Ref<Mutex> mutex = object_make<Mutex>();
    if (mutex && flags & CREATE_MUTEX_INITIAL_OWNER)
        wait_object(*mutex, 0, false);
    return handle_new(mutex, access_of(access, MUTANT_ALL_ACCESS), attributes);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
                           LPCSTR lpName) {
    return mutex_create(lpMutexAttributes, lpName, bInitialOwner ? CREATE_MUTEX_INITIAL_OWNER : 0,
                        MUTANT_ALL_ACCESS);
}

HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES lpMutexAttributes, BOOL bInitialOwner,
                           LPCWSTR lpName) {
    return mutex_create(lpMutexAttributes, lpName, bInitialOwner ? CREATE_MUTEX_INITIAL_OWNER : 0,
                        MUTANT_ALL_ACCESS);
}

HANDLE WINAPI CreateMutexExA(LPSECURITY_ATTRIBUTES lpMutexAttributes, LPCSTR lpName, DWORD dwFlags,
                             DWORD dwDesiredAccess) {
    return mutex_create(lpMutexAttributes, lpName, dwFlags, dwDesiredAccess);
}

HANDLE WINAPI CreateMutexExW(LPSECURITY_ATTRIBUTES lpMutexAttributes, LPCWSTR lpName, DWORD dwFlags,
                             DWORD dwDesiredAccess) {
    return mutex_create(lpMutexAttributes, lpName, dwFlags, dwDesiredAccess);
}

BOOL WINAPI ReleaseMutex(HANDLE hMutex) {
    DWORD error = 0;
    const Ref<Mutex> mutex = handle_get<Mutex>(hMutex, 0, &error);
    if (!mutex)
        return last_error_result(error);
    Thread* thread = thread_current();
    return last_error_result(thread ? mutex->release(*thread) : ERROR_NOT_ENOUGH_MEMORY);
}
