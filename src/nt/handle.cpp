#include "nt/handle.h"

#include <array>
#include <cstdlib>
#include <mutex>
#include <new>

#include "nt/futex.h"
#include "nt/thread.h"
#include "winerror.h"

namespace berth::nt {

namespace {
constexpr uint32_t kNone = ~0u;
}

struct alignas(64) HandleSlot {
    std::atomic<uint64_t> state{0};
    std::atomic<Object*> object{nullptr};  // stable while the slot is pinned
    std::atomic<uint32_t> access{0};
    std::atomic<uint32_t> flags{0};
    uint32_t next = kNone;  // in the queue of free slots; under the table's lock
    uint32_t index = 0;
    uint8_t generation = 0;
};

namespace {

constexpr uint32_t kIndexBits = 20;
constexpr uint32_t kSlots = 1u << kIndexBits;
constexpr uint32_t kPageBits = 8;
constexpr uint32_t kPageSize = 1u << kPageBits;
// A slot rests until so many others are free, so that a number comes back after a million closes at
// the earliest (4096 slots of 256 generations), not after 256.
constexpr uint32_t kResting = 4096;

// state: the handle's number above (0 free, kClosing), the pins below.
constexpr uint64_t kClosing = 1;

using Slot = HandleSlot;
using Page = std::array<Slot, kPageSize>;

// Lives for ever: threads may use handles while the process exits.
struct Table {
    std::array<std::atomic<Page*>, kSlots / kPageSize> pages{};
    FutexMutex lock;
    uint32_t used = 0;  // slots that were ever made
    uint32_t free_count = 0;
    uint32_t free_head = kNone;
    uint32_t free_tail = kNone;
};
constinit Table table;
constinit std::atomic<uint64_t> closed_count{0};

constinit std::atomic<PseudoHandle> current_process{nullptr};

uint32_t number_of(const Slot& slot) {
    return static_cast<uint32_t>(kHandleBase) | uint32_t{slot.generation} << (kIndexBits + 2) |
           slot.index << 2;
}

Slot* slot_at(uint32_t index) {
    Page* page = table.pages[index >> kPageBits].load(std::memory_order_acquire);
    return page ? &(*page)[index & (kPageSize - 1)] : nullptr;
}

Slot* slot_find(uintptr_t number) {
    if (number < kHandleBase || number >= 2 * kHandleBase || (number & 3) != 0)
        return nullptr;
    return slot_at(static_cast<uint32_t>(number >> 2) & (kSlots - 1));
}

void free_push(Slot& slot) {
    slot.next = kNone;
    if (table.free_tail == kNone)
        table.free_head = slot.index;
    else
        slot_at(table.free_tail)->next = slot.index;
    table.free_tail = slot.index;
    ++table.free_count;
}

Slot* free_pop() {
    Slot* slot = slot_at(table.free_head);
    table.free_head = slot->next;
    if (table.free_head == kNone)
        table.free_tail = kNone;
    --table.free_count;
    return slot;
}

// One more slot, never used before. Under the lock.
Slot* slot_grow() {
    if (table.used == kSlots)
        return nullptr;
    const uint32_t index = table.used;
    std::atomic<Page*>& entry = table.pages[index >> kPageBits];
    Page* page = entry.load(std::memory_order_relaxed);
    if (!page) {
        page = new (std::nothrow) Page{};
        if (!page)
            return nullptr;
        entry.store(page, std::memory_order_release);
    }
    ++table.used;
    Slot& slot = (*page)[index & (kPageSize - 1)];
    slot.index = index;
    return &slot;
}

Slot* slot_take() {
    const std::lock_guard guard(table.lock);
    if (table.free_count < kResting) {
        if (Slot* slot = slot_grow())
            return slot;
    }
    return table.free_count ? free_pop() : nullptr;
}

// The slot opens: from here on look-ups find it. Its pins (of look-ups with a stale number) stay.
HANDLE slot_open(Slot& slot, Ref<Object> object, DWORD access, bool inherit) {
    const uint32_t number = number_of(slot);
    object->handle_opened();
    slot.object.store(object.release(), std::memory_order_relaxed);
    slot.access.store(access, std::memory_order_relaxed);
    slot.flags.store(inherit ? kHandleInherit : 0, std::memory_order_relaxed);
    slot.state.fetch_add(uint64_t{number} << 32, std::memory_order_release);
    return reinterpret_cast<HANDLE>(uintptr_t{number});
}

void slot_unpin(Slot& slot) {
    if (slot.state.fetch_sub(1, std::memory_order_acq_rel) != (kClosing << 32 | 1)) [[likely]]
        return;
    uint64_t closed = kClosing << 32;
    if (!slot.state.compare_exchange_strong(closed, 0, std::memory_order_acq_rel))
        return;  // somebody with a stale number pinned it meanwhile and will come here too
    Object* const object = slot.object.exchange(nullptr, std::memory_order_relaxed);
    ++slot.generation;
    {
        const std::lock_guard guard(table.lock);
        free_push(slot);
    }
    object->unref();
}

// The slot of an open handle, pinned; null where it is none.
Slot* slot_pin(HANDLE handle) {
    stop_hold();  // a thread that ended here would pin the slot for ever
    const auto number = reinterpret_cast<uintptr_t>(handle);
    Slot* const slot = slot_find(number);
    if (!slot)
        return nullptr;
    const uint64_t state = slot->state.fetch_add(1, std::memory_order_acq_rel);
    if (state >> 32 == number) [[likely]]
        return slot;
    slot_unpin(*slot);
    return nullptr;
}

// Pins the slot of an open handle for the life of this object.
class Pin {
  public:
    explicit Pin(HANDLE handle) : slot_(slot_pin(handle)) {}
    Pin(const Pin&) = delete;
    Pin& operator=(const Pin&) = delete;
    ~Pin() {
        if (slot_)
            slot_unpin(*slot_);
        stop_allow();
    }
    Slot* operator->() const { return slot_; }
    explicit operator bool() const { return slot_ != nullptr; }

  private:
    Slot* slot_;
};

Ref<Object> pseudo_object(HANDLE handle) {
    if (handle == kCurrentThread)
        return Ref<Thread>::share(thread_current());
    const PseudoHandle process = current_process.load(std::memory_order_acquire);
    return handle == kCurrentProcess && process ? process() : Ref<Object>();
}

}  // namespace

HANDLE handle_make(Ref<Object> object, DWORD access, bool inherit) {
    Slot* slot = object ? slot_take() : nullptr;
    return slot ? slot_open(*slot, std::move(object), access, inherit) : nullptr;
}

bool handle_make_at(HANDLE number, Ref<Object> object, DWORD access, bool inherit) {
    const auto value = reinterpret_cast<uintptr_t>(number);
    if (!object || value < kHandleBase || value >= 2 * kHandleBase || (value & 3) != 0)
        return false;
    const uint32_t index = static_cast<uint32_t>(value >> 2) & (kSlots - 1);
    Slot* slot = nullptr;
    {
        const std::lock_guard guard(table.lock);
        while (table.used <= index) {
            Slot* fresh = slot_grow();
            if (!fresh)
                return false;
            free_push(*fresh);
        }
        for (uint32_t left = table.free_count; left != 0; --left) {
            Slot* candidate = free_pop();
            if (candidate->index == index)
                slot = candidate;
            else
                free_push(*candidate);
        }
    }
    if (!slot)
        return false;
    slot->generation = static_cast<uint8_t>(value >> (kIndexBits + 2));
    slot_open(*slot, std::move(object), access, inherit);
    return true;
}

DWORD handle_close(HANDLE handle) {
    Pin pin(handle);
    if (!pin || (pin->flags.load(std::memory_order_relaxed) & kHandleProtect))
        return ERROR_INVALID_HANDLE;
    const auto number = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(handle));
    uint64_t state = pin->state.load(std::memory_order_relaxed);
    do {
        if (state >> 32 != number)
            return ERROR_INVALID_HANDLE;  // another thread closed it first
    } while (!pin->state.compare_exchange_weak(state, kClosing << 32 | (state & 0xffffffff),
                                               std::memory_order_acq_rel));
    closed_count.fetch_add(1, std::memory_order_release);
    pin->object.load(std::memory_order_relaxed)->handle_closed();
    return 0;
}

Ref<Object> handle_object(HANDLE handle, DWORD access, DWORD* error) {
    Pin pin(handle);
    if (pin) [[likely]] {
        if ((pin->access.load(std::memory_order_relaxed) & access) == access) [[likely]]
            return Ref<Object>::share(pin->object.load(std::memory_order_relaxed));
        if (error)
            *error = ERROR_ACCESS_DENIED;
        return {};
    }
    Ref<Object> object = pseudo_object(handle);
    if (!object && error)
        *error = ERROR_INVALID_HANDLE;
    return object;
}

bool handle_is(HANDLE handle, const Object& object, DWORD access) {
    const auto number = reinterpret_cast<uintptr_t>(handle);
    const Slot* const slot = slot_find(number);
    return slot && slot->state.load(std::memory_order_acquire) >> 32 == number &&
           slot->object.load(std::memory_order_relaxed) == &object &&
           (slot->access.load(std::memory_order_relaxed) & access) == access;
}

uint64_t handles_closed() {
    return closed_count.load(std::memory_order_acquire);
}

HandlePin::HandlePin(HANDLE handle) : slot_(slot_pin(handle)) {}

HandlePin::~HandlePin() {
    if (slot_)
        slot_unpin(*slot_);
    stop_allow();
}

Object* HandlePin::object(const ObjectType& type, DWORD access, DWORD* error) const {
    Object* const object = slot_ ? slot_->object.load(std::memory_order_relaxed) : nullptr;
    if (!object || &object->type() != &type) {
        *error = ERROR_INVALID_HANDLE;
        return nullptr;
    }
    if ((slot_->access.load(std::memory_order_relaxed) & access) != access) {
        *error = ERROR_ACCESS_DENIED;
        return nullptr;
    }
    return object;
}

DWORD handle_flags_get(HANDLE handle, DWORD* flags) {
    Pin pin(handle);
    if (!pin)
        return ERROR_INVALID_HANDLE;
    *flags = pin->flags.load(std::memory_order_relaxed);
    return 0;
}

DWORD handle_flags_set(HANDLE handle, DWORD mask, DWORD flags) {
    Pin pin(handle);
    if (!pin)
        return ERROR_INVALID_HANDLE;
    uint32_t old = pin->flags.load(std::memory_order_relaxed);
    while (!pin->flags.compare_exchange_weak(old, (old & ~mask) | (flags & mask))) {
    }
    return 0;
}

DWORD handle_access(HANDLE handle, DWORD* access) {
    Pin pin(handle);
    if (!pin)
        return ERROR_INVALID_HANDLE;
    *access = pin->access.load(std::memory_order_relaxed);
    return 0;
}

void handle_each_inherited(void (*visit)(void*, HANDLE, Object&, DWORD), void* context) {
    uint32_t used = 0;
    {
        const std::lock_guard guard(table.lock);
        used = table.used;
    }
    for (uint32_t index = 0; index < used; ++index) {
        const uint64_t state = slot_at(index)->state.load(std::memory_order_acquire);
        auto* const handle = reinterpret_cast<HANDLE>(static_cast<uintptr_t>(state >> 32));
        Pin pin(handle);
        if (pin && (pin->flags.load(std::memory_order_relaxed) & kHandleInherit))
            visit(context, handle, *pin->object.load(std::memory_order_relaxed),
                  pin->access.load(std::memory_order_relaxed));
    }
}

void handle_current_process_is(PseudoHandle source) {
    current_process.store(source, std::memory_order_release);
}

}  // namespace berth::nt
