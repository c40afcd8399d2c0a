// From a SOCKET to the socket, by a slot. Slots are never freed, so that one that was found for a
// SOCKET which has gone meanwhile says so. The context that ws2_32 keeps is the slot's number.
#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

#include "nt/descriptor_table.h"
#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

struct Slot {
    nt::FutexMutex lock;
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

// Null: there are too many, or no memory for more.
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
    if (!chunk.load(std::memory_order_relaxed)) {
        auto* const fresh = new (std::nothrow) SlotChunk;
        if (!fresh)
            return nullptr;
        chunk.store(fresh, std::memory_order_release);
    }
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

// The slot of a SOCKET of ours, or null. Who has it looks whether it still is that SOCKET's.
nt::DescriptorTable<Slot> slots_of_sockets;

}  // namespace

SocketRef socket_find(SOCKET s) {
    Slot* slot = slots_of_sockets.get(s);
    if (!slot)
        return {};
    const std::lock_guard guard(slot->lock);
    return slot->s == s ? slot->socket : SocketRef();
}

int socket_publish(SocketRef socket, SOCKET* s) {
    Slot* slot = slot_take();
    if (!slot)
        return WSAENOBUFS;
    const std::lock_guard guard(slot->lock);
    int code = WSAENOBUFS;
    const auto create = upcalls().lpWPUCreateSocketHandle;
    *s = create ? create(socket->catalog_entry_id, slot->number, &code) : INVALID_SOCKET;
    auto* const place = *s == INVALID_SOCKET ? nullptr : slots_of_sockets.make(*s);
    if (!place) {
        if (*s != INVALID_SOCKET)
            upcalls().lpWPUCloseSocketHandle(*s, &code);
        slot_give_back(slot);
        return *s == INVALID_SOCKET ? code : WSAEMFILE;
    }
    socket->handle_set(*s);
    slot->s = *s;
    slot->socket = std::move(socket);
    place->store(slot, std::memory_order_release);
    return 0;
}

SocketRef socket_unpublish(SOCKET s) {
    Slot* slot = slots_of_sockets.get(s);
    if (!slot)
        return {};
    SocketRef socket;
    {
        const std::lock_guard guard(slot->lock);
        if (slot->s != s || !slot->socket)
            return {};
        slots_of_sockets.find(s)->store(nullptr, std::memory_order_release);
        socket = std::move(slot->socket);
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
