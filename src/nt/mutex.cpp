#include "nt/mutex.h"

#include <mutex>

#include "nt/object_create.h"
#include "nt/shared_object.h"
#include "synchapi.h"

namespace berth::nt {

SharedKind Mutex::shared_kind() const {
    return SharedKind::kMutex;
}

void Mutex::on_share(SharedCell& cell, bool moves) {
    if (!moves)
        return;
    cell.state().abandoned = abandoned_;
    if (owner_)
        cell.take();
}

void Mutex::consume(Thread* by) {
    // A registered wait has no thread that could own it.
    if (!by) {
        if (is_shared())
            cell().grant_return();
        return;
    }
    if (is_shared() && !owner_) [[unlikely]] {
        cell().take();
        cell().state().abandoned = false;
    }
    owner_ = by;
    ++recursion_;
    abandoned_ = false;
}

bool Mutex::is_abandoned() const {
    if (is_shared()) [[unlikely]]
        return !owner_ && cell().state().abandoned;
    return abandoned_;
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

Ref<Mutex> Mutex::list_remove(Thread& owner) {
    listed_ = false;
    (previous_owned_ ? previous_owned_->next_owned_ : owner.owned_mutexes) = next_owned_;
    if (next_owned_)
        next_owned_->previous_owned_ = previous_owned_;
    return Ref<Mutex>::adopt(this);
}

void Mutex::on_acquired(Thread& by) {
    if (!listed_)
        list_add(by);
}

DWORD Mutex::release(Thread& by) {
    Ref<Mutex> listed;
    const std::lock_guard guard(*this);
    if (owner_ != &by)
        return ERROR_NOT_OWNER;
    if (--recursion_ == 0) {
        listed = list_remove(by);
        owner_ = nullptr;
        if (is_shared()) [[unlikely]]
            cell().mutex_release(false);
        waiters_wake();
    }
    return 0;
}

void Mutex::abandon(Thread& by) {
    Ref<Mutex> listed;
    const std::lock_guard guard(*this);
    listed = list_remove(by);
    recursion_ = 0;
    owner_ = nullptr;
    if (is_shared())
        cell().mutex_release(true);
    else
        abandoned_ = true;
    waiters_wake();
}

void mutexes_abandon(Thread& thread) {
    for (Mutex* mutex = thread.owned_mutexes; mutex;) {
        Mutex* const next = mutex->next_owned_;
        mutex->abandon(thread);
        mutex = next;
    }
}

namespace {

template <typename Char>
HANDLE mutex_create(const SECURITY_ATTRIBUTES* attributes, const Char* name, DWORD flags,
                    DWORD access) {
    if (flags & ~CREATE_MUTEX_INITIAL_OWNER) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    SharedStart start;
    start.owned = (flags & CREATE_MUTEX_INITIAL_OWNER) != 0;
    access = access_of(access, MUTANT_ALL_ACCESS);
    if (shared_is_wanted(name))
        return shared_create(SharedKind::kMutex, name, start, access, attributes);
    Ref<Mutex> mutex = object_make<Mutex>();
    if (mutex && start.owned)
        wait_object(*mutex, 0, false);
    return handle_new(mutex, access, attributes);
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

HANDLE WINAPI OpenMutexA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName) {
    return shared_open(SharedKind::kMutex, lpName, access_of(dwDesiredAccess, MUTANT_ALL_ACCESS),
                       bInheritHandle != 0);
}

HANDLE WINAPI OpenMutexW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName) {
    return shared_open(SharedKind::kMutex, lpName, access_of(dwDesiredAccess, MUTANT_ALL_ACCESS),
                       bInheritHandle != 0);
}

BOOL WINAPI ReleaseMutex(HANDLE hMutex) {
    DWORD error = 0;
    const Ref<Mutex> mutex = handle_get<Mutex>(hMutex, 0, &error);
    if (!mutex)
        return last_error_result(error);
    Thread* thread = thread_current();
    return last_error_result(thread ? mutex->release(*thread) : ERROR_NOT_ENOUGH_MEMORY);
}
