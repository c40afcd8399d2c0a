// This process's share in an object that processes share: an event, mutex, semaphore or timer with
// a name, or one whose handle was inherited. A process has one object per name. Signals within
// the process go the ordinary way, straight to the waiter; for those of other processes a thread
// sleeps on the cell, from the first wait on, and ends local waits.
#pragma once

#include <memory>
#include <string>

#include "minwinbase.h"
#include "nt/shared_cell.h"
#include "nt/shared_name.h"
#include "nt/wait.h"

namespace berth::nt {

class SharedObject {
  public:
    SharedObject(std::unique_ptr<SharedCell> cell, SharedName name, uint64_t device, uint64_t inode)
        : cell_(std::move(cell)), name_(std::move(name)), device_(device), inode_(inode) {}
    SharedObject(const SharedObject&) = delete;
    SharedObject& operator=(const SharedObject&) = delete;

    void ref() { refs_.fetch_add(1, std::memory_order_relaxed); }
    void unref();

    SharedCell& cell() const { return *cell_; }
    const SharedName& name() const { return name_; }

    // ---- the second half of the object's lock
    void lock() { cell_->lock(); }
    bool try_lock() { return cell_->try_lock(); }
    // Both halves; `waits`: threads of this process wait.
    void unlock(FutexMutex& local, bool waits);

    // ---- for the object
    void own(Waitable& owner);
    void disown();
    void last_handle_closed();
    // A wait begins: whoever holds what it wants may have died.
    void look_for_dead(Waitable& owner);

    // ---- for those who look for an object by its name
    Ref<Waitable> owner();
    // It is complete: others may open it.
    void publish();

  private:
    friend class SharedRegistry;

    ~SharedObject();
    void name_release();
    static DWORD helper_main(void* self);
    void helper_run();
    // When to look again although nobody has told.
    Deadline next_look(bool waits);

    std::atomic<uint32_t> refs_{1};
    const std::unique_ptr<SharedCell> cell_;
    SharedName name_;      // under the registry's lock
    int descriptor_ = -1;  // the cell's, once the name has been given up
    const uint64_t device_;
    const uint64_t inode_;
    FutexMutex owner_lock_;
    Waitable* owner_ = nullptr;
    bool helper_runs_ = false;      // under the object's lock
    bool helper_rests_ = false;     // under the object's lock: it does not look by itself
    Deadline pause_ = 0;            // the helper's own
    SharedObject* next_ = nullptr;  // in the registry
    SharedObject* previous_ = nullptr;
};

// How a new object begins.
struct SharedStart {
    bool manual = false;     // events, timers
    bool signalled = false;  // events
    bool owned = false;      // mutexes: by the calling thread
    LONG count = 0;          // semaphores
    LONG maximum = 0;
};

// Without a name, the object is the process's own, and faster, until a child inherits it.
template <typename Char>
bool shared_is_wanted(const Char* name) {
    return name && *name;
}
// What the Create and Open functions of all kinds do with a name; the handle, or null, and the last
// error.
HANDLE shared_create(SharedKind kind, const char* name, const SharedStart& start, DWORD access,
                     const SECURITY_ATTRIBUTES* attributes);
HANDLE shared_create(SharedKind kind, const wchar_t* name, const SharedStart& start, DWORD access,
                     const SECURITY_ATTRIBUTES* attributes);
HANDLE shared_open(SharedKind kind, const char* name, DWORD access, bool inherit);
HANDLE shared_open(SharedKind kind, const wchar_t* name, DWORD access, bool inherit);
// A handle that the process has inherited, with the number that it had.
void shared_adopt(HANDLE number, SharedName name, DWORD access);
// A process is to inherit a handle to the object: what processes share of it, from now on if it was
// the process's own. Null: nothing, since it is of another kind, or (`complete` is false) out of
// memory or descriptors.
SharedObject* shared_part(Waitable& object, bool* complete);

}  // namespace berth::nt
