#include "nt/pool_object.h"

#include <mutex>
#include <utility>

#include "libloaderapi.h"
#include "nt/module.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr TP_VERSION kOldestVersion = 1;
constexpr TP_VERSION kNewestVersion = 3;

// Whether the call that runs in this thread is still counted as outstanding.
constinit thread_local bool call_counts = false;

}  // namespace

void CleanupGroup::add(PoolObject& member) {
    const std::lock_guard guard(lock_);
    member.ref();
    member.is_member_ = true;
    member.next_member_ = first_;
    if (first_)
        first_->previous_member_ = &member;
    first_ = &member;
}

bool CleanupGroup::remove(PoolObject& member) {
    {
        const std::lock_guard guard(lock_);
        if (!std::exchange(member.is_member_, false))
            return false;
        (member.previous_member_ ? member.previous_member_->next_member_ : first_) =
            member.next_member_;
        if (member.next_member_)
            member.next_member_->previous_member_ = member.previous_member_;
    }
    member.unref();
    return true;
}

void CleanupGroup::close_members(bool cancel, void* cleanup_context) {
    PoolObject* members = nullptr;
    {
        const std::lock_guard guard(lock_);
        members = std::exchange(first_, nullptr);
        for (PoolObject* member = members; member; member = member->next_member_)
            member->is_member_ = false;
    }
    for (PoolObject* member = members; member; member = member->next_member_)
        member->disarm();
    while (members) {
        const Ref<PoolObject> member = Ref<PoolObject>::adopt(members);
        members = member->next_member_;
        member->callbacks_wait(cancel);
        if (cancel && member->group_cancel_)
            member->group_cancel_(member->context_, cleanup_context);
        member->release();
    }
}

DWORD PoolObject::bind(const TP_CALLBACK_ENVIRON* environment) {
    Pool* pool = nullptr;
    if (environment) {
        if (environment->Version < kOldestVersion || environment->Version > kNewestVersion)
            return ERROR_INVALID_PARAMETER;
        if (environment->Version == kNewestVersion) {
            if (environment->CallbackPriority >= TP_CALLBACK_PRIORITY_INVALID)
                return ERROR_INVALID_PARAMETER;
            priority = static_cast<PoolTask::Priority>(environment->CallbackPriority);
        }
        runs_long = environment->u.s.LongFunction != 0;
        pool = reinterpret_cast<Pool*>(environment->Pool);
        if (!pool && environment->u.s.Persistent)
            pool = Pool::persistent();
        group_cancel_ = environment->CleanupGroupCancelCallback;
        finalization_ = environment->FinalizationCallback;
        // Not loaded by anybody: nothing that could be unloaded.
        if (environment->RaceDll && module_keep(environment->RaceDll))
            library_ = static_cast<HMODULE>(environment->RaceDll);
        if (environment->CleanupGroup)
            group_ = Ref<CleanupGroup>::share(
                reinterpret_cast<CleanupGroup*>(environment->CleanupGroup));
    }
    if (!pool)
        pool = Pool::process();
    if (!pool)
        return ERROR_NOT_ENOUGH_MEMORY;
    if (const DWORD error = pool->prepare())
        return error;
    pool->handle_opened();
    pool_ = Ref<Pool>::share(pool);
    if (group_)
        group_->add(*this);
    return 0;
}

PoolObject::~PoolObject() {
    if (pool_)
        pool_->handle_closed();
    if (library_)
        FreeLibrary(library_);
}

void PoolObject::run() {
    const Callbacks::Running running(callbacks_);
    _TP_CALLBACK_INSTANCE instance(*this);
    call_counts = true;
    call(&instance);
    instance.returned();
    if (finalization_)
        finalization_(&instance, context_);
    instance.disassociate();
    if (closes_itself())
        close();
}

void PoolObject::abandoned() {
    Callbacks::Running::abandoned();
    if (std::exchange(call_counts, false))
        callbacks_.done();
    if (closes_itself())
        close();
}

void PoolObject::callbacks_wait(bool drop) {
    if (drop) {
        if (const uint32_t count = pool_->withdraw(*this)) {
            dropped(count);
            callbacks_.done(count);
        }
    }
    callbacks_.wait();
}

void PoolObject::release() {
    if (!released_.exchange(true))
        unref();
}

void PoolObject::close() {
    ref();
    disarm();
    if (group_)
        group_->remove(*this);
    // NOLINTBEGIN(clang-analyzer-cplusplus.NewDelete): the analyzer does not count
    release();
    unref();
    // NOLINTEND(clang-analyzer-cplusplus.NewDelete)
}

}  // namespace berth::nt

using namespace berth::nt;

void _TP_CALLBACK_INSTANCE::returned() {
    if (section)
        LeaveCriticalSection(section);
    if (mutex)
        ReleaseMutex(mutex);
    if (semaphore)
        ReleaseSemaphore(semaphore, semaphore_count, nullptr);
    if (event)
        SetEvent(event);
    if (library)
        FreeLibrary(library);
}

void _TP_CALLBACK_INSTANCE::disassociate() {
    if (std::exchange(associated, false)) {
        call_counts = false;
        object.callbacks_.done();
    }
}

VOID WINAPI SetEventWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE evt) {
    if (pci)
        pci->event = evt;
}

VOID WINAPI ReleaseSemaphoreWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE sem, DWORD crel) {
    if (pci) {
        pci->semaphore = sem;
        pci->semaphore_count = static_cast<LONG>(crel);
    }
}

VOID WINAPI ReleaseMutexWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HANDLE mut) {
    if (pci)
        pci->mutex = mut;
}

VOID WINAPI LeaveCriticalSectionWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci,
                                                    PCRITICAL_SECTION pcs) {
    if (pci)
        pci->section = pcs;
}

VOID WINAPI FreeLibraryWhenCallbackReturns(PTP_CALLBACK_INSTANCE pci, HMODULE mod) {
    if (pci)
        pci->library = mod;
}

BOOL WINAPI CallbackMayRunLong(PTP_CALLBACK_INSTANCE pci) {
    return pci && Pool::runs_long();
}

VOID WINAPI DisassociateCurrentThreadFromCallback(PTP_CALLBACK_INSTANCE pci) {
    if (pci)
        pci->disassociate();
}
