// Memory with an alignment, and the sizes of blocks. Aligned blocks come from the C library's own
// heap, so that sanitizers and valgrind see them as they see all others.
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "berth/crt_stdlib.h"
#include "crt/invalid_parameter.h"

using namespace berth::crt;

void* _aligned_malloc(size_t size, size_t alignment) {
    if (alignment == 0 || (alignment & (alignment - 1)) != 0) {
        invalid_parameter("_aligned_malloc", EINVAL);
        return nullptr;
    }
    void* memory = nullptr;
    const int error =
        posix_memalign(&memory, std::max(alignment, sizeof(void*)), std::max<size_t>(size, 1));
    if (error != 0)
        errno = error;
    return error == 0 ? memory : nullptr;
}

void* _aligned_realloc(void* memory, size_t size, size_t alignment) {
    if (!memory)
        return _aligned_malloc(size, alignment);
    if (size == 0) {
        free(memory);
        return nullptr;
    }
    void* const moved = _aligned_malloc(size, alignment);
    if (!moved)
        return nullptr;
    memcpy(moved, memory, std::min(size, malloc_usable_size(memory)));
    free(memory);
    return moved;
}

void* _aligned_recalloc(void* memory, size_t count, size_t size, size_t alignment) {
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return nullptr;
    }
    const size_t old = memory ? malloc_usable_size(memory) : 0;
    void* const moved = _aligned_realloc(memory, bytes, alignment);
    if (moved && bytes > old)
        memset(static_cast<char*>(moved) + old, 0, bytes - old);
    return moved;
}

size_t _aligned_msize(void* memory, size_t, size_t) {
    return _msize(memory);
}

void _aligned_free(void* memory) {
    free(memory);
}

size_t _msize(void* memory) {
    if (!memory) {
        invalid_parameter("_msize", EINVAL);
        return static_cast<size_t>(-1);
    }
    return malloc_usable_size(memory);
}

void* _recalloc(void* memory, size_t count, size_t size) {
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        errno = ENOMEM;
        return nullptr;
    }
    const size_t old = memory ? malloc_usable_size(memory) : 0;
    void* const moved = realloc(memory, bytes);
    if (moved && bytes > old)
        memset(static_cast<char*>(moved) + old, 0, bytes - old);
    return moved;
}
