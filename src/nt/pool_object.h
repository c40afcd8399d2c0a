// What the objects of the thread pool API share: a callback that runs in a pool, how many of its
// calls are outstanding, the environment that it was made with, and the cleanup group it is in.
#pragma once

#include "nt/callbacks.h"
#include "nt/pool.h"
#include "winbase.h"

namespace berth::nt {

class PoolObject;

// CreateThreadpoolCleanupGroup's. Holds a reference to each member.
class CleanupGroup final : public Object {
  public:
    static constexpr ObjectType kType{"CleanupGroup", false};
    CleanupGroup() : Object(kType) {}

    void add(PoolObject& member);
    // False: a close has taken it out already.
    bool remove(PoolObject& member);
    void close_members(bool cancel, void* cleanup_context);

  private:
    ~CleanupGroup() override = default;

    FutexMutex lock_;
    PoolObject* first_ = nullptr;
};

// The program's pointer to it (a PTP_WORK, say) is the reference that object_make gave.
class PoolObject : public Object, public PoolTask {
  public:
    PoolObject(const ObjectType& type, void* context)
        : Object(type), PoolTask(static_cast<Object&>(*this)), context_(context) {}

    // Once, first. `environment` may be null. 0, ERROR_INVALID_PARAMETER, ERROR_NOT_ENOUGH_MEMORY.
    DWORD bind(const TP_CALLBACK_ENVIRON* environment);

    // One more call of the callback.
    void post() {
        callbacks_.add();
        pool_->submit(*this);
    }
    // The same in two steps, for a call that is known to come (an I/O request that was started):
    // expected, then either due or forgotten.
    void expect() { callbacks_.add(); }
    void due() { pool_->submit(*this); }
    void forget(uint32_t count = 1) { callbacks_.done(count); }

    // Waits for the outstanding calls, without those that have not begun if they are to be dropped.
    void callbacks_wait(bool drop);
    // The program lets go of it. Calls that are outstanding still come.
    void close();

  protected:
    ~PoolObject() override;
    // Calls the program's function, in a thread of the pool.
    virtual void call(PTP_CALLBACK_INSTANCE instance) = 0;
    // Posts no more.
    virtual void disarm() {}
    // `count` calls that had not begun were dropped.
    virtual void dropped(uint32_t /*count*/) {}
    // One that nobody closes, since nobody knows it.
    virtual bool closes_itself() const { return false; }

    void* const context_;

  private:
    friend class CleanupGroup;
    friend struct ::_TP_CALLBACK_INSTANCE;
    void run() final;
    void abandoned() final;
    void release();

    Ref<Pool> pool_;
    Callbacks callbacks_;
    Ref<CleanupGroup> group_;
    PTP_CLEANUP_GROUP_CANCEL_CALLBACK group_cancel_ = nullptr;
    PTP_SIMPLE_CALLBACK finalization_ = nullptr;
    HMODULE library_ = nullptr;  // SetThreadpoolCallbackLibrary: stays loaded as long
    std::atomic<bool> released_{false};
    // Under the group's lock.
    PoolObject* next_member_ = nullptr;
    PoolObject* previous_member_ = nullptr;
    bool is_member_ = false;
};

}  // namespace berth::nt

// One call of a callback, and what the program wants done when it returns.
struct _TP_CALLBACK_INSTANCE {
    explicit _TP_CALLBACK_INSTANCE(berth::nt::PoolObject& of) : object(of) {}
    _TP_CALLBACK_INSTANCE(const _TP_CALLBACK_INSTANCE&) = delete;
    _TP_CALLBACK_INSTANCE& operator=(const _TP_CALLBACK_INSTANCE&) = delete;
    ~_TP_CALLBACK_INSTANCE() = default;

    void returned();
    void disassociate();

    berth::nt::PoolObject& object;
    bool associated = true;
    PCRITICAL_SECTION section = nullptr;
    HANDLE mutex = nullptr;
    HANDLE semaphore = nullptr;
    LONG semaphore_count = 0;
    HANDLE event = nullptr;
    HMODULE library = nullptr;
};
