// From a SOCKET to the socket: ws2_32 keeps a context for each SOCKET, which here names a slot and
// the generation of its use. Slots are never freed, so a stale context is met as such.
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "providers/iso/socket.h"
#include "providers/iso/startup.h"

namespace berth::iso {
namespace {

constexpr unsigned kAddressBits = 48;
constexpr uint64_t kAddress = (uint64_t{1} << kAddressBits) - 1;

struct Slot {
    nt::FutexMutex lock;
    uint16_t generation = 0;
    SOCKET s = INVALID_SOCKET;
    SocketRef socket;
    Slot* next_free = nullptr;
};

constinit nt::FutexMutex slots_lock;
constinit Slot* slots_free = nullptr;

// Every slot that was made. Never destroyed: threads may still call while the process exits.
std::vector<Slot*>& slots() {
    static auto* all = new std::vector<Slot*>;
    return *all;
}

Slot* slot_take() {
    const std::lock_guard guard(slots_lock);
    if (Slot* slot = slots_free) {
        slots_free = slot->next_free;
        return slot;
    }
    auto* slot = new Slot;
    slots().push_back(slot);
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
    *generation = static_cast<uint16_t>(context >> kAddressBits);
    return reinterpret_cast<Slot*>(context & kAddress);
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
    const std::lock_guard guard(slot->lock);
    ++slot->generation;
    int code = 0;
    *s = upcalls().lpWPUCreateSocketHandle(
        socket->catalog_entry_id,
        reinterpret_cast<uint64_t>(slot) | uint64_t{slot->generation} << kAddressBits, &code);
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
    for (size_t i = 0;; ++i) {
        SOCKET s = INVALID_SOCKET;
        {
            const std::lock_guard guard(slots_lock);
            if (i == slots().size())
                return;
            Slot* slot = slots()[i];
            const std::lock_guard slot_guard(slot->lock);
            s = slot->s;
        }
        int ignored = 0;
        if (s != INVALID_SOCKET)
            close_socket(s, &ignored);
    }
}

}  // namespace berth::iso
