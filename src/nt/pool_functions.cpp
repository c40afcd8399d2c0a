// Pools, cleanup groups, and the objects that make a pool call the program: work, timers, waits.
#include <mutex>

#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/object_watch.h"
#include "nt/pool_object.h"
#include "nt/timer_period.h"
#include "nt/wait.h"
#include "winerror.h"

namespace berth::nt {

namespace {

// TrySubmitThreadpoolCallback's.
class PoolCallback final : public PoolObject {
  public:
    static constexpr ObjectType kType{"PoolCallback", false};
    PoolCallback(PTP_SIMPLE_CALLBACK function, void* context)
        : PoolObject(kType, context), function_(function) {}

  private:
    void call(PTP_CALLBACK_INSTANCE instance) override { function_(instance, context_); }
    bool closes_itself() const override { return true; }

    const PTP_SIMPLE_CALLBACK function_;
};

class PoolWork final : public PoolObject {
  public:
    static constexpr ObjectType kType{"PoolWork", false};
    PoolWork(PTP_WORK_CALLBACK function, void* context)
        : PoolObject(kType, context), function_(function) {}

  private:
    void call(PTP_CALLBACK_INSTANCE instance) override {
        function_(instance, context_, reinterpret_cast<PTP_WORK>(this));
    }

    const PTP_WORK_CALLBACK function_;
};

class PoolTimer final : public PoolObject, private Alarm {
  public:
    static constexpr ObjectType kType{"PoolTimer", false};
    PoolTimer(PTP_TIMER_CALLBACK function, void* context)
        : PoolObject(kType, context), Alarm(static_cast<Object&>(*this)), function_(function) {}

    // True: it was set, and what it was set for will not come. `due` null: stops it.
    bool set(const FILETIME* due, DWORD period) {
        const std::lock_guard guard(lock_);
        const bool was_set = set_;
        asked_for_ = set_ = due != nullptr;
        period_ = period;
        if (set_) {
            next_ = alarm_time(filetime_value(*due));
            Alarm::set(next_);
        } else {
            cancel();
        }
        return was_set;
    }
    // By the last call, even if the time has come meanwhile.
    // https://learn.microsoft.com/windows/win32/api/threadpoolapiset/nf-threadpoolapiset-isthreadpooltimerset
    bool is_set() {
        const std::lock_guard guard(lock_);
        return asked_for_;
    }

  private:
    void call(PTP_CALLBACK_INSTANCE instance) override {
        function_(instance, context_, reinterpret_cast<PTP_TIMER>(this));
    }
    void disarm() override { set(nullptr, 0); }
    void ring() override {
        const std::lock_guard guard(lock_);
        if (!set_ || !alarm_time_passed(next_))
            return;  // it was set anew while the clock was about to ring
        post();
        set_ = period_ != 0;
        if (set_) {
            next_ = period_next(next_, period_);
            Alarm::set(next_);
        }
    }

    const PTP_TIMER_CALLBACK function_;
    FutexMutex lock_;
    bool set_ = false;  // the time is still to come
    bool asked_for_ = false;
    DWORD period_ = 0;  // ms
    AlarmTime next_;
};

class PoolWait final : public PoolObject, private ObjectWatch {
  public:
    static constexpr ObjectType kType{"PoolWait", false};
    PoolWait(PTP_WAIT_CALLBACK function, void* context)
        : PoolObject(kType, context),
          ObjectWatch(static_cast<Object&>(*this)),
          function_(function) {}

    // True: a wait was cancelled. `object` empty: waits no more.
    bool set(Ref<Waitable> object, const AlarmTime& limit) {
        const std::lock_guard guard(lock_);
        const bool cancelled = cancel();
        if (object)
            start(std::move(object), limit);
        return cancelled;
    }

  private:
    void call(PTP_CALLBACK_INSTANCE instance) override {
        uint32_t signals = signals_.load(std::memory_order_acquire);
        while (signals != 0 && !signals_.compare_exchange_weak(signals, signals - 1)) {
        }
        function_(instance, context_, reinterpret_cast<PTP_WAIT>(this),
                  signals != 0 ? WAIT_OBJECT_0 : WAIT_TIMEOUT);
    }
    void disarm() override { set({}, {}); }
    void dropped(uint32_t /*count*/) override { signals_.store(0, std::memory_order_relaxed); }
    void ended(bool timed_out) override {
        if (!timed_out)
            signals_.fetch_add(1, std::memory_order_release);
        post();
    }

    const PTP_WAIT_CALLBACK function_;
    FutexMutex lock_;
    std::atomic<uint32_t> signals_{0};  // posted calls that are not time-outs
};

template <typename T, typename Function>
T* pool_object_make(Function function, void* context, const TP_CALLBACK_ENVIRON* environment) {
    DWORD error = function ? 0 : ERROR_INVALID_PARAMETER;
    Ref<T> object;
    if (error == 0) {
        object = object_make<T>(function, context);
        error = object ? object->bind(environment) : DWORD{ERROR_NOT_ENOUGH_MEMORY};
    }
    if (error == 0)
        return object.release();
    last_error_set(error);
    return nullptr;
}

template <typename T, typename Pointer>
T* pool_object(Pointer pointer) {
    return reinterpret_cast<T*>(pointer);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

PTP_POOL WINAPI CreateThreadpool(PVOID reserved) {
    DWORD error = reserved ? ERROR_INVALID_PARAMETER : 0;
    if (error == 0) {
        Ref<Pool> pool = object_make<Pool>();
        error = pool ? pool->prepare() : DWORD{ERROR_NOT_ENOUGH_MEMORY};
        if (error == 0) {
            pool->handle_opened();
            return reinterpret_cast<PTP_POOL>(pool.release());
        }
    }
    last_error_set(error);
    return nullptr;
}

VOID WINAPI SetThreadpoolThreadMaximum(PTP_POOL ptpp, DWORD cthrdMost) {
    if (ptpp)
        pool_object<Pool>(ptpp)->maximum_set(cthrdMost);
}

BOOL WINAPI SetThreadpoolThreadMinimum(PTP_POOL ptpp, DWORD cthrdMic) {
    return last_error_result(ptpp ? pool_object<Pool>(ptpp)->minimum_set(cthrdMic)
                                  : DWORD{ERROR_INVALID_PARAMETER});
}

BOOL WINAPI SetThreadpoolStackInformation(PTP_POOL ptpp, PTP_POOL_STACK_INFORMATION ptpsi) {
    if (!ptpp || !ptpsi || ptpsi->StackCommit > ptpsi->StackReserve)
        return last_error_result(ERROR_INVALID_PARAMETER);
    pool_object<Pool>(ptpp)->stack_set(*ptpsi);
    return TRUE;
}

BOOL WINAPI QueryThreadpoolStackInformation(PTP_POOL ptpp, PTP_POOL_STACK_INFORMATION ptpsi) {
    if (!ptpp || !ptpsi)
        return last_error_result(ERROR_INVALID_PARAMETER);
    *ptpsi = pool_object<Pool>(ptpp)->stack();
    return TRUE;
}

VOID WINAPI CloseThreadpool(PTP_POOL ptpp) {
    if (!ptpp)
        return;
    const Ref<Pool> pool = Ref<Pool>::adopt(pool_object<Pool>(ptpp));
    pool->handle_closed();
}

PTP_CLEANUP_GROUP WINAPI CreateThreadpoolCleanupGroup(void) {
    Ref<CleanupGroup> group = object_make<CleanupGroup>();
    if (!group)
        last_error_set(ERROR_NOT_ENOUGH_MEMORY);
    return reinterpret_cast<PTP_CLEANUP_GROUP>(group.release());
}

VOID WINAPI CloseThreadpoolCleanupGroupMembers(PTP_CLEANUP_GROUP ptpcg,
                                               BOOL fCancelPendingCallbacks,
                                               PVOID pvCleanupContext) {
    if (ptpcg)
        pool_object<CleanupGroup>(ptpcg)->close_members(fCancelPendingCallbacks != 0,
                                                        pvCleanupContext);
}

VOID WINAPI CloseThreadpoolCleanupGroup(PTP_CLEANUP_GROUP ptpcg) {
    if (ptpcg)
        pool_object<CleanupGroup>(ptpcg)->unref();
}

BOOL WINAPI TrySubmitThreadpoolCallback(PTP_SIMPLE_CALLBACK pfns, PVOID pv,
                                        PTP_CALLBACK_ENVIRON pcbe) {
    auto* const callback = pool_object_make<PoolCallback>(pfns, pv, pcbe);
    if (callback)
        callback->post();
    return callback != nullptr;
}

PTP_WORK WINAPI CreateThreadpoolWork(PTP_WORK_CALLBACK pfnwk, PVOID pv, PTP_CALLBACK_ENVIRON pcbe) {
    return reinterpret_cast<PTP_WORK>(pool_object_make<PoolWork>(pfnwk, pv, pcbe));
}

VOID WINAPI SubmitThreadpoolWork(PTP_WORK pwk) {
    if (pwk)
        pool_object<PoolWork>(pwk)->post();
}

VOID WINAPI WaitForThreadpoolWorkCallbacks(PTP_WORK pwk, BOOL fCancelPendingCallbacks) {
    if (pwk)
        pool_object<PoolWork>(pwk)->callbacks_wait(fCancelPendingCallbacks != 0);
}

VOID WINAPI CloseThreadpoolWork(PTP_WORK pwk) {
    if (pwk)
        pool_object<PoolWork>(pwk)->close();
}

PTP_TIMER WINAPI CreateThreadpoolTimer(PTP_TIMER_CALLBACK pfnti, PVOID pv,
                                       PTP_CALLBACK_ENVIRON pcbe) {
    return reinterpret_cast<PTP_TIMER>(pool_object_make<PoolTimer>(pfnti, pv, pcbe));
}

BOOL WINAPI SetThreadpoolTimerEx(PTP_TIMER pti, PFILETIME pftDueTime, DWORD msPeriod,
                                 DWORD /*msWindowLength*/) {
    return pti && pool_object<PoolTimer>(pti)->set(pftDueTime, msPeriod);
}

VOID WINAPI SetThreadpoolTimer(PTP_TIMER pti, PFILETIME pftDueTime, DWORD msPeriod,
                               DWORD msWindowLength) {
    SetThreadpoolTimerEx(pti, pftDueTime, msPeriod, msWindowLength);
}

BOOL WINAPI IsThreadpoolTimerSet(PTP_TIMER pti) {
    return pti && pool_object<PoolTimer>(pti)->is_set();
}

VOID WINAPI WaitForThreadpoolTimerCallbacks(PTP_TIMER pti, BOOL fCancelPendingCallbacks) {
    if (pti)
        pool_object<PoolTimer>(pti)->callbacks_wait(fCancelPendingCallbacks != 0);
}

VOID WINAPI CloseThreadpoolTimer(PTP_TIMER pti) {
    if (pti)
        pool_object<PoolTimer>(pti)->close();
}

PTP_WAIT WINAPI CreateThreadpoolWait(PTP_WAIT_CALLBACK pfnwa, PVOID pv, PTP_CALLBACK_ENVIRON pcbe) {
    return reinterpret_cast<PTP_WAIT>(pool_object_make<PoolWait>(pfnwa, pv, pcbe));
}

BOOL WINAPI SetThreadpoolWaitEx(PTP_WAIT pwa, HANDLE h, PFILETIME pftTimeout, PVOID Reserved) {
    if (!pwa || Reserved)
        return last_error_result(ERROR_INVALID_PARAMETER);
    Ref<Waitable> object;
    if (h) {
        DWORD error = 0;
        object = handle_get_waitable(h, &error);
        if (!object)
            return last_error_result(error);
    }
    return pool_object<PoolWait>(pwa)->set(
        std::move(object), pftTimeout ? alarm_time(filetime_value(*pftTimeout)) : AlarmTime{});
}

VOID WINAPI SetThreadpoolWait(PTP_WAIT pwa, HANDLE h, PFILETIME pftTimeout) {
    SetThreadpoolWaitEx(pwa, h, pftTimeout, nullptr);
}

VOID WINAPI WaitForThreadpoolWaitCallbacks(PTP_WAIT pwa, BOOL fCancelPendingCallbacks) {
    if (pwa)
        pool_object<PoolWait>(pwa)->callbacks_wait(fCancelPendingCallbacks != 0);
}

VOID WINAPI CloseThreadpoolWait(PTP_WAIT pwa) {
    if (pwa)
        pool_object<PoolWait>(pwa)->close();
}
