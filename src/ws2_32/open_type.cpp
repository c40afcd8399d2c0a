#include "ws2_32/open_type.h"

#include <cstring>

#include "nt/memory_probe.h"

namespace berth::ws2 {
namespace {

thread_local DWORD open_type = 0;  // or SO_SYNCHRONOUS_ALERT, SO_SYNCHRONOUS_NONALERT

}  // namespace

int open_type_get(char* value, int* length) {
    if (!nt::memory_is_mapped(length, sizeof *length) ||
        *length < static_cast<int>(sizeof open_type) ||
        !nt::memory_is_mapped(value, sizeof open_type))
        return WSAEFAULT;
    std::memcpy(value, &open_type, sizeof open_type);
    *length = sizeof open_type;
    return 0;
}

int open_type_set(const char* value, int length) {
    if (length < static_cast<int>(sizeof open_type) ||
        !nt::memory_is_mapped(value, sizeof open_type))
        return WSAEFAULT;
    std::memcpy(&open_type, value, sizeof open_type);
    return 0;
}

DWORD open_type_flags() {
    return open_type == 0 ? WSA_FLAG_OVERLAPPED : 0;
}

}  // namespace berth::ws2
