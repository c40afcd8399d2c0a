// From a SOCKET to the socket: ws2_32 keeps a context for each SOCKET, which here is a slot's
// number and the generation of its use. Slots are never freed, so a stale context is met as such,
// and so is another provider's.
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

constexpr unsigned kNumberBits = 48;
constexpr uint64_t kNumber = (uint64_t{1} << kNumberBits) - 1;

struct Slot {
    nt::FutexMutex lock;
    uint16_t generation = 0;
    SOCKET s = INVALID_SOCKET;
    SocketRef socket;
    uint64_t number = 0;
    Slot* next_free = nullptr;
};

constexpr size_t kChunk = 256;
constexpr size_t kChunks = 4096;
using SlotChunk = std::array<Slot, kChunk>;

constinit nt::FutexMutex slots_lock;
constinit Slot* slots_free = nullptr;
// Never destroyed: threads may still call while the process exits.
constinit std::array<std::atomic<SlotChunk*>, kChunks> slot_chunks{};
constinit std::atomic<uint64_t> slots_made{0};

Slot* slot_at(uint64_t number) {
    if (number >= slots_made.load(std::memory_order_acquire))
        return nullptr;
    SlotChunk* chunk = slot_chunks[number / kChunk].load(std::memory_order_acquire);
    return &(*chunk)[number % kChunk];
}

// Null: there are too many.
Slot* slot_take() {
    const std::lock_guard guard(slots_lock);
    if (Slot* slot = slots_free) {
        slots_free = slot->next_free;
        return slot;
    }
    const uint64_t number = slots_made.load(std::memory_order_relaxed);
    if (number == kChunk * kChunks)
        return nullptr;
    auto& chunk = slot_chunks[number / kChunk];
    if (!chunk.load(std::memory_order_relaxed))
        chunk.store(std::make_unique<SlotChunk>().release(), std::memory_order_release);
    slots_made.store(number + 1, std::memory_order_release);
    Slot* slot = slot_at(number);
    slot->number = number;
    return slot;
}

void slot_give_back(Slot* slot) {
    const std::lock_guard guard(slots_lock);
    slot->next_free = slots_free;
    slots_free = slot;
}

// The slot of a context, or null; and the generation that is meant.
Slot* slot_of(SOCKET s, uint16_t* generation) {
    DWORD_PTR context = 0;
    int ignored = 0;
    if (upcalls().lpWPUQuerySocketHandleContext(s, &context, &ignored) != 0)
        return nullptr;
    *generation = static_cast<uint16_t>(context >> kNumberBits);
    return slot_at(context & kNumber);
}

}  // namespace

SocketRef socket_find(SOCKET s) {
    uint16_t generation = 0;
    Slot* slot = slot_of(s, &generation);
    if (!slot)
        return {};
    const std::lock_guard guard(slot->lock);
    return slot->generation == generation && slot->s == s ? slot->socket : SocketRef();
}

int socket_publish(SocketRef socket, SOCKET* s) {
    Slot* slot = slot_take();
    if (!slot)
        return WSAEMFILE;
    const std::lock_guard guard(slot->lock);
    ++slot->generation;
    int code = 0;
    *s = upcalls().lpWPUCreateSocketHandle(
        socket->catalog_entry_id, slot->number | uint64_t{slot->generation} << kNumberBits, &code);
    if (*s == INVALID_SOCKET) {
        slot_give_back(slot);
        return code;
    }
    socket->handle_set(*s);
    slot->s = *s;
    slot->socket = std::move(socket);
    return 0;
}

SocketRef socket_unpublish(SOCKET s) {
    uint16_t generation = 0;
    Slot* slot = slot_of(s, &generation);
    if (!slot)
        return {};
    SocketRef socket;
    {
        const std::lock_guard guard(slot->lock);
        if (slot->generation != generation || slot->s != s || !slot->socket)
            return {};
        socket = std::move(slot->socket);
        ++slot->generation;
        slot->s = INVALID_SOCKET;
    }
    slot_give_back(slot);
    return socket;
}

void sockets_close_all() {
    for (uint64_t number = 0; Slot* slot = slot_at(number); ++number) {
        SOCKET s = INVALID_SOCKET;
        {
            const std::lock_guard guard(slot->lock);
            s = slot->s;
        }
        int ignored = 0;
        if (s != INVALID_SOCKET)
            close_socket(s, &ignored);
    }
}

}  // namespace berth::iso
