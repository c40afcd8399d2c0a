#include "nt/semaphore.h"

#include <mutex>

#include "nt/object_create.h"
#include "nt/shared_object.h"
#include "synchapi.h"

namespace berth::nt {

SharedKind Semaphore::shared_kind() const {
    return SharedKind::kSemaphore;
}

void Semaphore::on_share(SharedCell& cell, bool moves) {
    if (!moves)
        return;
    cell.state().count = count_;
    cell.state().maximum = maximum_;
}

DWORD Semaphore::release(LONG by, LONG* previous) {
    if (by <= 0)
        return ERROR_INVALID_PARAMETER;
    const std::lock_guard guard(*this);
    LONG& count = is_shared() ? cell().state().count : count_;
    if (by > (is_shared() ? cell().state().maximum : maximum_) - count)
        return ERROR_TOO_MANY_POSTS;
    if (previous)
        *previous = count;
    count += by;
    if (is_shared()) [[unlikely]]
        cell().signal();
    waiters_wake();
    return 0;
}

namespace {

template <typename Char>
HANDLE semaphore_create(const SECURITY_ATTRIBUTES* attributes, LONG initial, LONG maximum,
                        const Char* name, DWORD flags, DWORD access) {
    if (maximum <= 0 || initial < 0 || initial > maximum || flags != 0) {
        last_error_set(ERROR_INVALID_PARAMETER);
        return nullptr;
    }
    SharedStart start;
    start.count = initial;
    start.maximum = maximum;
    access = access_of(access, SEMAPHORE_ALL_ACCESS);
    if (shared_is_wanted(name))
        return shared_create(SharedKind::kSemaphore, name, start, access, attributes);
    return handle_new(object_make<Semaphore>(initial, maximum), access, attributes);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount,
                               LONG lMaximumCount, LPCSTR lpName) {
    return semaphore_create(lpSemaphoreAttributes, lInitialCount, lMaximumCount, lpName, 0,
                            SEMAPHORE_ALL_ACCESS);
}

HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount,
                               LONG lMaximumCount, LPCWSTR lpName) {
    return semaphore_create(lpSemaphoreAttributes, lInitialCount, lMaximumCount, lpName, 0,
                            SEMAPHORE_ALL_ACCESS);
}

HANDLE WINAPI CreateSemaphoreExA(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount,
                                 LONG lMaximumCount, LPCSTR lpName, DWORD dwFlags,
                                 DWORD dwDesiredAccess) {
    return semaphore_create(lpSemaphoreAttributes, lInitialCount, lMaximumCount, lpName, dwFlags,
                            dwDesiredAccess);
}

HANDLE WINAPI CreateSemaphoreExW(LPSECURITY_ATTRIBUTES lpSemaphoreAttributes, LONG lInitialCount,
                                 LONG lMaximumCount, LPCWSTR lpName, DWORD dwFlags,
                                 DWORD dwDesiredAccess) {
    return semaphore_create(lpSemaphoreAttributes, lInitialCount, lMaximumCount, lpName, dwFlags,
                            dwDesiredAccess);
}

HANDLE WINAPI OpenSemaphoreA(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCSTR lpName) {
    return shared_open(SharedKind::kSemaphore, lpName,
                       access_of(dwDesiredAccess, SEMAPHORE_ALL_ACCESS), bInheritHandle != 0);
}

HANDLE WINAPI OpenSemaphoreW(DWORD dwDesiredAccess, BOOL bInheritHandle, LPCWSTR lpName) {
    return shared_open(SharedKind::kSemaphore, lpName,
                       access_of(dwDesiredAccess, SEMAPHORE_ALL_ACCESS), bInheritHandle != 0);
}

BOOL WINAPI ReleaseSemaphore(HANDLE hSemaphore, LONG lReleaseCount, LPLONG lpPreviousCount) {
    DWORD error = 0;
    const Ref<Semaphore> semaphore =
        handle_get<Semaphore>(hSemaphore, SEMAPHORE_MODIFY_STATE, &error);
    return last_error_result(semaphore ? semaphore->release(lReleaseCount, lpPreviousCount)
                                       : error);
}
