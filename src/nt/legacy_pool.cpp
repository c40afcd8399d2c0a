#include "nt/legacy_pool.h"

#include "nt/last_error.h"
#include "threadpoollegacyapiset.h"
#include "winerror.h"

namespace berth::nt {

Pool* legacy_pool(ULONG flags, PoolTask& task, DWORD* error) {
    constexpr ULONG kPersistent = WT_EXECUTEINPERSISTENTTHREAD | WT_EXECUTEINPERSISTENTIOTHREAD |
                                  WT_EXECUTEINIOTHREAD | WT_EXECUTEINUITHREAD;
    constexpr unsigned kLimitShift = 16;
    task.runs_long = (flags & WT_EXECUTELONGFUNCTION) != 0;
    Pool* pool = nullptr;
    if (flags & WT_EXECUTEINWAITTHREAD)
        pool = Pool::wait_thread();
    else if (flags & kPersistent)
        pool = Pool::persistent();
    else
        pool = Pool::process();
    *error = pool ? pool->prepare() : DWORD{ERROR_NOT_ENOUGH_MEMORY};
    if (*error == 0 && pool == Pool::process() && (flags >> kLimitShift) != 0)
        pool->maximum_set(flags >> kLimitShift);  // WT_SET_MAX_THREADPOOL_THREADS
    return *error == 0 ? pool : nullptr;
}

namespace {

class WorkItem final : public Object, public PoolTask {
  public:
    static constexpr ObjectType kType{"WorkItem", false};
    WorkItem(LPTHREAD_START_ROUTINE function, void* context)
        : Object(kType),
          PoolTask(static_cast<Object&>(*this)),
          function_(function),
          context_(context) {}

  private:
    void run() override { function_(context_); }

    const LPTHREAD_START_ROUTINE function_;
    void* const context_;
};

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

BOOL WINAPI QueueUserWorkItem(LPTHREAD_START_ROUTINE Function, PVOID Context, ULONG Flags) {
    if (!Function)
        return last_error_result(ERROR_INVALID_PARAMETER);
    const Ref<WorkItem> item = object_make<WorkItem>(Function, Context);
    if (!item)
        return last_error_result(ERROR_NOT_ENOUGH_MEMORY);
    DWORD error = 0;
    Pool* const pool = legacy_pool(Flags & ~ULONG{WT_EXECUTEINWAITTHREAD}, *item, &error);
    if (pool)
        pool->submit(*item);
    return last_error_result(error);
}
