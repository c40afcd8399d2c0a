#include "providers/kernel/rio_buffer.h"

#include "nt/memory_probe.h"
#include "providers/kernel/rio_table.h"

namespace berth::kernel {
namespace {

struct Buffer : RioSlot {
    std::atomic<char*> data{nullptr};
    std::atomic<DWORD> length{0};
};

constinit RioTable<Buffer> buffers;

}  // namespace

int rio_buffer_register(char* data, DWORD length, RIO_BUFFERID* id) {
    if (length == 0)
        return WSAEINVAL;
    if (!nt::memory_is_mapped(data, length))
        return WSAEFAULT;
    Buffer* buffer = buffers.take();
    if (!buffer)
        return WSAENOBUFS;
    buffer->data.store(data, std::memory_order_relaxed);
    buffer->length.store(length, std::memory_order_relaxed);
    buffers.publish(*buffer);
    *id = reinterpret_cast<RIO_BUFFERID>(buffer->number.load(std::memory_order_relaxed));
    return 0;
}

// Requests under way have the memory's address and do not look here again.
void rio_buffer_deregister(RIO_BUFFERID id) {
    Buffer* buffer = buffers.find(id);
    auto number = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(id));
    if (buffer && buffer->number.compare_exchange_strong(number, 0))
        buffers.give_back(*buffer);
}

int rio_slice(const RIO_BUF* slice, ULONG least, char** data, ULONG* length) {
    if (nt::memory_is_null_page(slice))
        return WSAEFAULT;
    const Buffer* buffer = buffers.find(slice->BufferId);
    if (!buffer)
        return WSAEFAULT;
    char* const begin = buffer->data.load(std::memory_order_acquire);
    const DWORD size = buffer->length.load(std::memory_order_acquire);
    // Deregistered meanwhile: what was read may be of the slot's next buffer.
    if (buffer->number.load(std::memory_order_relaxed) !=
        reinterpret_cast<uintptr_t>(slice->BufferId))
        return WSAEFAULT;
    if (slice->Offset > size || slice->Length > size - slice->Offset || slice->Length < least)
        return WSAEINVAL;
    *data = begin + slice->Offset;
    *length = slice->Length;
    return 0;
}

}  // namespace berth::kernel
