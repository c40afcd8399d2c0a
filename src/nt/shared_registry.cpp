// The shared objects that this process has, by the files behind them, and how handles come to them.
#include <sys/stat.h>
#include <unistd.h>
#include <mutex>
#include <utility>

#include "nt/api.h"
#include "nt/event.h"
#include "nt/handle.h"
#include "nt/mutex.h"
#include "nt/object_create.h"
#include "nt/semaphore.h"
#include "nt/shared_object.h"
#include "nt/text.h"
#include "nt/timer.h"

namespace berth::nt {

class SharedRegistry {
  public:
    // The object behind the file, if this process has it already.
    Ref<Waitable> find(uint64_t device, uint64_t inode) const {
        for (SharedObject* part = first_; part; part = part->next_) {
            if (part->device_ != device || part->inode_ != inode)
                continue;
            if (Ref<Waitable> object = part->owner())
                return object;
        }
        return {};
    }
    void add(SharedObject& part) {
        part.next_ = first_;
        if (first_)
            first_->previous_ = &part;
        first_ = &part;
    }
    void remove(SharedObject& part) {
        if (part.previous_ || first_ == &part)
            (part.previous_ ? part.previous_->next_ : first_) = part.next_;
        if (part.next_)
            part.next_->previous_ = part.previous_;
        part.next_ = part.previous_ = nullptr;
    }
    // A handle to an object without a name gives it the name again.
    static void name_again(SharedObject& part, SharedName& name) {
        if (part.name_.descriptor() < 0)
            part.name_ = std::move(name);
    }

    // The process ends in order, and takes its names with it.
    void names_release() {
        const std::lock_guard guard(lock);
        for (SharedObject* part = first_; part; part = part->next_)
            part->name_release();
    }

    FutexMutex lock;

  private:
    SharedObject* first_ = nullptr;
};

namespace {

constinit SharedRegistry registry;

// What it begins with is in its cell.
Ref<Waitable> waitable_make(SharedKind kind) {
    switch (kind) {
        case SharedKind::kEvent:
            return object_make<Event>(false, false);
        case SharedKind::kMutex:
            return object_make<Mutex>();
        case SharedKind::kSemaphore:
            return object_make<Semaphore>(0, 1);
        case SharedKind::kTimer:
            return object_make<Timer>(false);
    }
    return {};
}

void share(Waitable& object, Ref<SharedObject> part, bool moves) {
    object.mutex().lock();
    object.share(std::move(part), moves);
    object.unlock();
}

// Under the registry's lock: the object upon the file, the process's own where it has one. With
// `start` the file is new.
DWORD object_get(SharedName& name, SharedKind kind, const SharedStart* start,
                 Ref<Waitable>* object) {
    struct stat status {};
    if (fstat(name.descriptor(), &status) != 0)
        return ERROR_INVALID_HANDLE;
    if (!start)
        *object = registry.find(status.st_dev, status.st_ino);
    if (*object) {
        SharedRegistry::name_again(*(*object)->shared_object(), name);
        return 0;
    }
    std::unique_ptr<SharedCell> cell;
    if (const DWORD error = start ? SharedCell::make(name.descriptor(), kind, &cell)
                                  : SharedCell::attach(name.descriptor(), &cell))
        return error;
    if (start) {
        SharedState& state = cell->state();
        state.manual = state.timer.manual = start->manual;
        state.signalled = start->signalled;
        state.count = start->count;
        state.maximum = start->maximum;
    }
    Ref<Waitable> made = waitable_make(cell->kind());
    auto part = Ref<SharedObject>::adopt(new (std::nothrow) SharedObject(
        std::move(cell), std::move(name), status.st_dev, status.st_ino));
    if (!made || !part)
        return ERROR_NOT_ENOUGH_MEMORY;
    registry.add(*part);
    share(*made, std::move(part), false);
    *object = std::move(made);
    return 0;
}

DWORD kind_check(Waitable& object, SharedKind kind) {
    return object.shared_object()->cell().kind() == kind ? 0 : DWORD{ERROR_INVALID_HANDLE};
}

struct Request {
    SharedKind kind;
    const std::string& name;
    const SharedStart* start;  // null: to open
    DWORD access;
    bool inherit;
};

DWORD handle_get_shared(const Request& request, HANDLE* handle, bool* existed) {
    SharedName name;
    bool created = false;
    DWORD error = 0;
    if (!thread_current())
        return ERROR_NOT_ENOUGH_MEMORY;
    if (request.start)
        error = name.create(request.name, &created);
    else
        error = name.open(request.name);
    if (error != 0)
        return error;
    *existed = !created;
    Ref<Waitable> object;  // let go without the lock
    const std::lock_guard guard(registry.lock);
    error = object_get(name, request.kind, created ? request.start : nullptr, &object);
    if (error == 0)
        error = kind_check(*object, request.kind);
    if (error != 0)
        return error;
    *handle = handle_make(object, request.access, request.inherit);
    if (!*handle)
        return ERROR_NO_SYSTEM_RESOURCES;
    if (created) {
        if (request.start->owned)
            wait_object(*object, 0, false);
        object->shared_object()->publish();
    }
    return 0;
}

HANDLE create(const Request& request) {
    HANDLE handle = nullptr;
    bool existed = false;
    const DWORD error = handle_get_shared(request, &handle, &existed);
    last_error_set(error != 0 ? error : existed ? DWORD{ERROR_ALREADY_EXISTS} : 0);
    return handle;
}

HANDLE open(SharedKind kind, const std::string& name, DWORD access, bool inherit) {
    HANDLE handle = nullptr;
    bool existed = false;
    const DWORD error =
        handle_get_shared({kind, name, nullptr, access, inherit}, &handle, &existed);
    return error == 0 ? handle : api_fail<HANDLE>(error, nullptr);
}

bool inherits(const SECURITY_ATTRIBUTES* attributes) {
    return attributes && attributes->bInheritHandle;
}

}  // namespace

namespace {

[[gnu::destructor]] void process_ends() {
    registry.names_release();
}

}  // namespace

void SharedObject::publish() {
    name_.publish();
}

void SharedObject::disown() {
    {
        const std::lock_guard guard(registry.lock);
        registry.remove(*this);
        const std::lock_guard owner_guard(owner_lock_);
        owner_ = nullptr;
    }
    cell_->lock();
    cell_->leave();
    cell_->wake(cell_->unlock(false));
    cell_->wake_self();  // the helper finds nobody and ends
}

void SharedObject::last_handle_closed() {
    const std::lock_guard guard(registry.lock);
    if (!owner_->has_handles())  // else it was opened anew meanwhile
        name_release();
}

// The file stays open: the cell's slot needs it.
void SharedObject::name_release() {
    const int file = name_.release();
    if (descriptor_ < 0)
        descriptor_ = file;
    else if (file >= 0)
        close(file);
}

HANDLE shared_create(SharedKind kind, const char* name, const SharedStart& start, DWORD access,
                     const SECURITY_ATTRIBUTES* attributes) {
    return api_call<HANDLE>(nullptr, [&] {
        return create({kind, name ? name : "", &start, access, inherits(attributes)});
    });
}

HANDLE shared_create(SharedKind kind, const wchar_t* name, const SharedStart& start, DWORD access,
                     const SECURITY_ATTRIBUTES* attributes) {
    return api_call<HANDLE>(nullptr, [&] {
        return create({kind, utf8_from_wide(name), &start, access, inherits(attributes)});
    });
}

HANDLE shared_open(SharedKind kind, const char* name, DWORD access, bool inherit) {
    if (!name)
        return api_fail<HANDLE>(ERROR_INVALID_PARAMETER, nullptr);
    return api_call<HANDLE>(nullptr, [&] { return open(kind, name, access, inherit); });
}

HANDLE shared_open(SharedKind kind, const wchar_t* name, DWORD access, bool inherit) {
    if (!name)
        return api_fail<HANDLE>(ERROR_INVALID_PARAMETER, nullptr);
    return api_call<HANDLE>(nullptr,
                            [&] { return open(kind, utf8_from_wide(name), access, inherit); });
}

SharedObject* shared_part(Waitable& object, bool* complete) {
    const SharedKind kind = object.shared_kind();
    if (kind == SharedKind{} || object.shared_object())
        return object.shared_object();
    const std::lock_guard guard(registry.lock);
    if (object.shared_object())
        return object.shared_object();
    SharedName name;
    struct stat status {};
    std::unique_ptr<SharedCell> cell;
    *complete = false;
    if (!thread_current() || name.create_unnamed() != 0 || fstat(name.descriptor(), &status) != 0 ||
        SharedCell::make(name.descriptor(), kind, &cell) != 0)
        return nullptr;
    auto part = Ref<SharedObject>::adopt(new (std::nothrow) SharedObject(
        std::move(cell), std::move(name), status.st_dev, status.st_ino));
    if (!part)
        return nullptr;
    part->publish();
    registry.add(*part);
    share(object, std::move(part), true);
    *complete = true;
    return object.shared_object();
}

void shared_adopt(HANDLE number, SharedName name, DWORD access) {
    Ref<Waitable> object;
    const std::lock_guard guard(registry.lock);
    if (object_get(name, SharedKind::kEvent, nullptr, &object) == 0)
        handle_make_at(number, object, access, true);
}

}  // namespace berth::nt
