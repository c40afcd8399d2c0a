// RegisterWaitForSingleObject: an object's signal has the pool call the program, again and again.
#include <mutex>

#include "nt/callbacks.h"
#include "nt/handle.h"
#include "nt/last_error.h"
#include "nt/legacy_pool.h"
#include "nt/object_watch.h"
#include "threadpoollegacyapiset.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::nt {

namespace {

class RegisteredWait final : public Object, public PoolTask, private ObjectWatch {
  public:
    static constexpr ObjectType kType{"RegisteredWait", false};
    RegisteredWait(Ref<Waitable> object, WAITORTIMERCALLBACK function, void* context,
                   DWORD milliseconds, bool once)
        : Object(kType),
          PoolTask(static_cast<Object&>(*this)),
          ObjectWatch(static_cast<Object&>(*this)),
          object_(std::move(object)),
          function_(function),
          context_(context),
          milliseconds_(milliseconds),
          once_(once) {}

    void begin(Pool* pool) {
        pool_ = pool;
        arm();
    }

    // True: no callback is outstanding.
    bool end() {
        {
            const std::lock_guard guard(lock_);
            ended_ = true;
            cancel();
        }
        return callbacks_.none();
    }
    void callbacks_wait() const { callbacks_.wait(); }
    bool set_when_none(Ref<Event> event) { return callbacks_.set_when_none(std::move(event)); }

  private:
    // Not before the callback has returned: an object that stays signalled would call on and on.
    void arm() {
        const std::lock_guard guard(lock_);
        if (!ended_)
            start(object_, {milliseconds_ == INFINITE
                                ? kNever
                                : clock_now() + milliseconds_ * kNanosecondsPerMillisecond,
                            false});
    }

    void ended(bool timed_out) override {
        timed_out_.store(timed_out, std::memory_order_release);
        callbacks_.add();
        pool_->submit(*this);
    }

    void run() override {
        const Callbacks::Running running(callbacks_);
        function_(context_, timed_out_.load(std::memory_order_acquire));
        called();
    }
    void abandoned() override {
        Callbacks::Running::abandoned();
        called();
    }
    void called() {
        if (!once_)
            arm();
        callbacks_.done();
    }

    const Ref<Waitable> object_;
    const WAITORTIMERCALLBACK function_;
    void* const context_;
    const DWORD milliseconds_;
    const bool once_;
    Pool* pool_ = nullptr;
    FutexMutex lock_;
    bool ended_ = false;
    std::atomic<bool> timed_out_{false};
    Callbacks callbacks_;
};

DWORD wait_register(HANDLE* handle, HANDLE object_handle, WAITORTIMERCALLBACK function,
                    void* context, DWORD milliseconds, ULONG flags) {
    if (!handle || !function)
        return ERROR_INVALID_PARAMETER;
    DWORD error = 0;
    Ref<Waitable> object = handle_get_waitable(object_handle, &error);
    if (!object)
        return error;
    const Ref<RegisteredWait> wait = object_make<RegisteredWait>(
        std::move(object), function, context, milliseconds, (flags & WT_EXECUTEONLYONCE) != 0);
    if (!wait)
        return ERROR_NOT_ENOUGH_MEMORY;
    Pool* const pool = legacy_pool(flags, *wait, &error);
    if (!pool)
        return error;
    // Before the first callback, which may look at it.
    *handle = handle_make(wait, 0);
    if (!*handle)
        return ERROR_NO_SYSTEM_RESOURCES;
    wait->begin(pool);
    return 0;
}

DWORD wait_unregister(HANDLE handle, HANDLE completion) {
    DWORD error = 0;
    const Ref<RegisteredWait> wait = handle_get<RegisteredWait>(handle, 0, &error);
    if (!wait)
        return error;
    Ref<Event> event;
    error = completion_event(completion, &event);
    if (error == 0)
        error = handle_close(handle);
    if (error != 0)
        return error;
    const bool none = wait->end();
    if (event)
        return wait->set_when_none(std::move(event)) ? 0 : ERROR_IO_PENDING;
    if (completion == INVALID_HANDLE_VALUE)
        wait->callbacks_wait();
    else if (!none)
        return ERROR_IO_PENDING;
    return 0;
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

BOOL WINAPI RegisterWaitForSingleObject(PHANDLE phNewWaitObject, HANDLE hObject,
                                        WAITORTIMERCALLBACK Callback, PVOID Context,
                                        ULONG dwMilliseconds, ULONG dwFlags) {
    return last_error_result(
        wait_register(phNewWaitObject, hObject, Callback, Context, dwMilliseconds, dwFlags));
}

BOOL WINAPI UnregisterWait(HANDLE WaitHandle) {
    return last_error_result(wait_unregister(WaitHandle, nullptr));
}

BOOL WINAPI UnregisterWaitEx(HANDLE WaitHandle, HANDLE CompletionEvent) {
    return last_error_result(wait_unregister(WaitHandle, CompletionEvent));
}
