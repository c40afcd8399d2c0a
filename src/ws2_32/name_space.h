// What the functions of namespaces share.
// https://learn.microsoft.com/windows/win32/winsock/name-space-service-providers-2
#pragma once

#include <cstddef>
#include <cstring>
#include <string>

#include "nt/memory_probe.h"
#include "nt/text.h"
#include "winsock2.h"

namespace berth::ws2 {

inline bool guid_equal(const GUID& a, const GUID& b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

// Text of an A or a W structure.
inline std::string text_utf8(const char* text) {
    return text ? text : "";
}
inline std::string text_utf8(const wchar_t* text) {
    return nt::utf8_from_wide(text);
}

// Lays a record out in a caller's buffer: a structure, and behind it what its members point at.
// Without a buffer it only counts, and every pointer it gives is null.
class RecordWriter {
  public:
    explicit RecordWriter(void* buffer) : base_(static_cast<std::byte*>(buffer)) {}

    size_t size() const { return size_; }

    template <typename T>
    T* take(size_t count = 1) {
        size_ = (size_ + alignof(T) - 1) / alignof(T) * alignof(T);
        auto* place = base_ ? reinterpret_cast<T*>(base_ + size_) : nullptr;
        size_ += count * sizeof(T);
        if (place && count != 0)
            std::memset(static_cast<void*>(place), 0, count * sizeof(T));
        return place;
    }
    template <typename T>
    T* copy(const T* from, size_t count = 1) {
        T* place = take<T>(count);
        if (place && count != 0)
            std::memcpy(static_cast<void*>(place), from, count * sizeof(T));
        return place;
    }
    void text(const std::string& from, char** to) { put(copy(from.c_str(), from.size() + 1), to); }
    void text(const std::string& from, wchar_t** to) {
        const std::wstring wide = nt::wide_from_utf8(from);
        put(copy(wide.c_str(), wide.size() + 1), to);
    }

  private:
    template <typename Char>
    void put(Char* place, Char** to) {
        if (place)
            *to = place;
    }
    std::byte* base_;
    size_t size_ = 0;
};

// Writes a record by `fill(RecordWriter&)` where it fits. 0, or WSAEFAULT with the size that is
// needed.
template <typename Fill>
int record_write(void* buffer, DWORD* length, Fill&& fill) {
    RecordWriter count(nullptr);
    fill(count);
    const DWORD size = buffer ? *length : 0;
    if (size < count.size()) {
        *length = static_cast<DWORD>(count.size());
        return WSAEFAULT;
    }
    if (!nt::memory_is_mapped(buffer, count.size()))
        return WSAEFAULT;
    RecordWriter writer(buffer);
    fill(writer);
    return 0;
}

}  // namespace berth::ws2
