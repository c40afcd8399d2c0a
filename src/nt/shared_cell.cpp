#include "nt/shared_cell.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <algorithm>
#include <cerrno>
#include <new>

#include "minwindef.h"
#include "nt/errno.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr uint64_t kMagic = 0x31304c4543424f53;  // "SOBCEL01"
constexpr uint32_t kSlots = 1024;

}  // namespace

// One process.
struct SharedCell::Slot {
    std::atomic<uint32_t> sequence;  // futex: changes when the process is to look
    bool attached;
    bool owed;                     // a manual object was signalled while it waited
    bool grant;                    // it was given what a wait takes
    bool pulsed;                   // with grant: by PulseEvent, so that it is not given back
    std::atomic<uint64_t> ticket;  // 0: none of its threads waits
    uint64_t asked;                // the last signal of which it heard
};

// The file. Processes of one version of the library share it: the size is part of the check.
struct SharedCell::Layout {
    uint64_t magic;
    uint64_t size;
    SharedKind kind;
    uint32_t used;  // slots that were ever taken
    pthread_mutex_t lock;
    SharedState state;
    uint32_t waiting;               // slots with a ticket
    std::atomic<uint32_t> granted;  // slots with a grant
    uint64_t tickets;
    uint64_t signals;
    std::array<Slot, kSlots> slots;
};

void SharedCell::Unmap::operator()(Layout* layout) const {
    munmap(layout, sizeof(Layout));
}

SharedCell::~SharedCell() = default;

uint32_t SharedCell::map(int descriptor, std::unique_ptr<SharedCell>* cell) {
    void* const memory =
        mmap(nullptr, sizeof(Layout), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (memory == MAP_FAILED)
        return ERROR_NOT_ENOUGH_MEMORY;
    auto* const layout = static_cast<Layout*>(memory);
    cell->reset(new (std::nothrow) SharedCell(descriptor, layout));
    if (*cell)
        return 0;
    munmap(memory, sizeof(Layout));
    return ERROR_NOT_ENOUGH_MEMORY;
}

uint32_t SharedCell::make(int descriptor, SharedKind kind, std::unique_ptr<SharedCell>* cell) {
    if (ftruncate(descriptor, sizeof(Layout)) != 0)
        return error_from_errno(errno);
    if (const uint32_t error = map(descriptor, cell))
        return error;
    Layout& layout = *(*cell)->layout_;
    layout.kind = kind;
    layout.size = sizeof(Layout);
    new (&layout.state) SharedState;
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&layout.lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
    layout.magic = kMagic;
    return (*cell)->slot_take();
}

uint32_t SharedCell::attach(int descriptor, std::unique_ptr<SharedCell>* cell) {
    struct stat status {};
    if (fstat(descriptor, &status) != 0 || status.st_size != sizeof(Layout))
        return ERROR_INVALID_HANDLE;
    if (const uint32_t error = map(descriptor, cell))
        return error;
    const Layout& layout = *(*cell)->layout_;
    if (layout.magic != kMagic || layout.size != sizeof(Layout) ||
        layout.kind < SharedKind::kEvent || layout.kind > SharedKind::kTimer)
        return ERROR_INVALID_HANDLE;
    return (*cell)->slot_take();
}

SharedKind SharedCell::kind() const {
    return layout_->kind;
}

SharedState& SharedCell::state() const {
    return layout_->state;
}

SharedCell::Slot& SharedCell::mine() const {
    return layout_->slots[self_];
}

uint32_t SharedCell::used() const {
    return std::min(layout_->used, kSlots);
}

// ---- slots ----

namespace {

struct flock slot_range(uint32_t index, short type) {
    struct flock range {};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    range.l_start = index;
    range.l_len = 1;
    return range;
}

}  // namespace

bool SharedCell::slot_lock(uint32_t index) const {
    struct flock range = slot_range(index, F_WRLCK);
    return fcntl(descriptor_, F_OFD_SETLK, &range) == 0;
}

bool SharedCell::slot_alive(uint32_t index) const {
    struct flock range = slot_range(index, F_WRLCK);
    return index == self_ || fcntl(descriptor_, F_OFD_GETLK, &range) != 0 ||
           range.l_type != F_UNLCK;
}

uint32_t SharedCell::slot_take() {
    lock();
    uint32_t taken = kSlots;
    // Those that nobody has, then those of the dead.
    for (const bool attached : {false, true}) {
        for (uint32_t i = 0; i < kSlots && taken == kSlots; ++i) {
            if (layout_->slots[i].attached == attached && slot_lock(i))
                taken = i;
        }
    }
    if (taken != kSlots) {
        self_ = taken;
        layout_->used = std::max(layout_->used, taken + 1);
        if (mine().attached)
            bury_one(taken);
        mine().attached = true;
        wake(unlock(false));
        return 0;
    }
    pthread_mutex_unlock(&layout_->lock);
    return ERROR_NO_SYSTEM_RESOURCES;
}

void SharedCell::leave() {
    Slot& slot = mine();
    if (slot.ticket != 0)
        --layout_->waiting;
    slot.ticket = 0;
    slot.owed = false;
    grant_return();
    slot.attached = false;
    struct flock range = slot_range(self_, F_UNLCK);
    fcntl(descriptor_, F_OFD_SETLK, &range);
}

bool SharedCell::alone() const {
    for (uint32_t i = 0; i < used(); ++i)
        if (i != self_ && layout_->slots[i].attached && slot_alive(i))
            return false;
    return true;
}

// ---- the lock ----

void SharedCell::lock() {
    if (pthread_mutex_lock(&layout_->lock) == EOWNERDEAD)
        repair();
}

bool SharedCell::try_lock() {
    const int error = pthread_mutex_trylock(&layout_->lock);
    if (error == EOWNERDEAD)
        repair();
    return error == 0 || error == EOWNERDEAD;
}

// The holder died in the middle of something.
void SharedCell::repair() {
    pthread_mutex_consistent(&layout_->lock);
    Layout& layout = *layout_;
    layout.waiting = 0;
    layout.granted = 0;
    for (uint32_t i = 0; i < used(); ++i) {
        layout.waiting += layout.slots[i].ticket != 0;
        layout.granted += layout.slots[i].grant;
    }
    for (uint32_t i = 0; i < used(); ++i)
        if (layout.slots[i].attached && !slot_alive(i))
            bury_one(i);
    ++layout.signals;
    tell_all();
}

SharedCell::Wakes SharedCell::unlock(bool waits) {
    Layout& layout = *layout_;
    Slot& slot = mine();
    if (waits != (slot.ticket != 0)) {
        if (waits) {
            slot.ticket = ++layout.tickets;
            slot.asked = layout.signals;
            ++layout.waiting;
        } else {
            slot.ticket = 0;
            slot.owed = false;
            --layout.waiting;
            grant_return();
        }
    }
    if (layout.waiting > (waits ? 1U : 0U) && exclusive() && available()) {
        grant(kNoTicket);
        if (returned_ && available())
            tell_all();
    }
    returned_ = false;
    const Wakes wakes = wakes_;
    wakes_.count = 0;
    pthread_mutex_unlock(&layout.lock);
    return wakes;
}

void SharedCell::wake(const Wakes& wakes) const {
    if (wakes.count > Wakes::kMost) {
        for (uint32_t i = 0; i < used(); ++i)
            if (i != self_ && layout_->slots[i].ticket != 0)
                futex_wake_shared(layout_->slots[i].sequence);
    } else {
        for (uint32_t i = 0; i < wakes.count; ++i)
            futex_wake_shared(layout_->slots[wakes.slots[i]].sequence);
    }
}

void SharedCell::tell(uint32_t index) {
    layout_->slots[index].sequence.fetch_add(1, std::memory_order_release);
    if (wakes_.count < Wakes::kMost)
        wakes_.slots[wakes_.count] = index;
    ++wakes_.count;
}

void SharedCell::tell_all() {
    for (uint32_t i = 0; i < used(); ++i)
        if (i != self_ && layout_->slots[i].ticket != 0)
            tell(i);
}

// ---- signals ----

bool SharedCell::available() const {
    const SharedState& now = layout_->state;
    switch (layout_->kind) {
        case SharedKind::kEvent:
            return now.signalled;
        case SharedKind::kMutex:
            return now.owner == 0;
        case SharedKind::kSemaphore:
            return now.count > 0;
        case SharedKind::kTimer:
            return now.timer.signalled;
    }
    return false;
}

bool SharedCell::exclusive() const {
    const SharedState& now = layout_->state;
    return !(layout_->kind == SharedKind::kEvent && now.manual) &&
           !(layout_->kind == SharedKind::kTimer && now.timer.manual);
}

void SharedCell::take_for(uint32_t index) {
    SharedState& now = layout_->state;
    if (!exclusive())
        return;
    switch (layout_->kind) {
        case SharedKind::kEvent:
            now.signalled = false;
            break;
        case SharedKind::kMutex:
            now.owner = index + 1;
            break;
        case SharedKind::kSemaphore:
            --now.count;
            break;
        case SharedKind::kTimer:
            now.timer.signalled = false;
            break;
    }
}

bool SharedCell::ready() const {
    return mine().grant || mine().owed || available();
}

void SharedCell::take() {
    Slot& slot = mine();
    if (slot.grant) {
        slot.grant = slot.pulsed = false;
        --layout_->granted;
    } else if (available()) {
        take_for(self_);
    }
    if (slot.ticket != 0)
        slot.ticket = ++layout_->tickets;
}

void SharedCell::signal() {
    Layout& layout = *layout_;
    ++layout.signals;
    if (exclusive()) {
        grant(mine().ticket != 0 ? mine().ticket.load() : kNoTicket);
        return;
    }
    for (uint32_t i = 0; i < used(); ++i) {
        if (i != self_ && layout.slots[i].ticket != 0) {
            layout.slots[i].owed = true;
            tell(i);
        }
    }
}

// What is available goes to those that came before the ticket and have not heard of this signal.
void SharedCell::grant(uint64_t before) {
    Layout& layout = *layout_;
    while (available()) {
        uint32_t first = kSlots;
        uint64_t ticket = before;
        for (uint32_t i = 0; i < used(); ++i) {
            const Slot& slot = layout.slots[i];
            if (i != self_ && slot.ticket != 0 && slot.ticket < ticket &&
                slot.asked != layout.signals && !slot.grant) {
                first = i;
                ticket = slot.ticket;
            }
        }
        if (first == kSlots)
            return;
        if (!slot_alive(first)) {
            bury_one(first);
            continue;
        }
        Slot& slot = layout.slots[first];
        slot.asked = layout.signals;
        slot.ticket = ++layout.tickets;
        slot.grant = true;
        slot.pulsed = pulsing_;
        ++layout.granted;
        take_for(first);
        tell(first);
    }
}

void SharedCell::grant_drop(Slot& slot) {
    if (!slot.grant)
        return;
    const bool pulsed = slot.pulsed;
    slot.grant = slot.pulsed = false;
    --layout_->granted;
    SharedState& now = layout_->state;
    switch (layout_->kind) {
        case SharedKind::kEvent:
            if (pulsed && !now.signalled) {  // to the next who waited then, or to nobody
                pulsing_ = now.signalled = true;
                grant(kNoTicket);
                pulsing_ = now.signalled = false;
                return;
            }
            now.signalled = true;
            break;
        case SharedKind::kMutex:
            now.owner = 0;
            break;
        case SharedKind::kSemaphore:
            now.count += now.count < now.maximum;
            break;
        case SharedKind::kTimer:
            now.timer.signalled = true;
            break;
    }
    returned_ = true;
}

void SharedCell::grant_return() {
    mine().owed = false;
    grant_drop(mine());
}

void SharedCell::mutex_release(bool abandoned) {
    layout_->state.owner = 0;
    if (abandoned)
        layout_->state.abandoned = true;
    signal();
}

// ---- the dead ----

void SharedCell::bury_one(uint32_t index) {
    Layout& layout = *layout_;
    Slot& slot = layout.slots[index];
    if (slot.ticket != 0)
        --layout.waiting;
    slot.ticket = 0;
    slot.attached = slot.owed = false;
    grant_drop(slot);
    if (layout.state.timer_routine == index + 1) {
        layout.state.timer_routine = 0;
        layout.state.timer.active = false;
        ++layout.state.timer.generation;
    }
    if (layout.kind == SharedKind::kMutex && layout.state.owner == index + 1)
        mutex_release(true);
}

void SharedCell::bury() {
    const Layout& layout = *layout_;
    for (uint32_t i = 0; i < used(); ++i) {
        const bool holds = layout.slots[i].grant || layout.state.owner == i + 1 ||
                           layout.state.timer_routine == i + 1;
        if (holds && !slot_alive(i))
            bury_one(i);
    }
}

bool SharedCell::held_elsewhere() const {
    const uint32_t owner = layout_->state.owner.load(std::memory_order_relaxed);
    return (owner != 0 && owner != self_ + 1) ||
           layout_->granted.load(std::memory_order_relaxed) != 0;
}

// ---- the sleep ----

uint32_t SharedCell::sequence() const {
    return mine().sequence.load(std::memory_order_acquire);
}

void SharedCell::sleep(uint32_t sequence, Deadline deadline) const {
    futex_wait_shared(mine().sequence, sequence, deadline);
}

void SharedCell::wake_self() {
    mine().sequence.fetch_add(1, std::memory_order_release);
    futex_wake_shared(mine().sequence);
}

}  // namespace berth::nt
