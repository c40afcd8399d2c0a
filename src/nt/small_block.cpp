#include "nt/small_block.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <mutex>

#include "nt/futex.h"
#include "nt/sanitizer.h"

namespace berth::nt::small {

constinit thread_local Own own __attribute__((tls_model("initial-exec")));

namespace {

constexpr size_t kLine = 64;
constexpr size_t kSlab = 65536;
// So many are cut at once: the objects of one socket are to lie near each other.
constexpr uint32_t kCut = 4;

constinit FutexMutex common_lock;
constinit std::array<Stack, kSizes> common;

// What is left of the last slab. Each begins with the address of the one before.
struct Slab {
    Slab* before;
};
constinit Slab* slabs = nullptr;
constinit char* slab_rest = nullptr;
constinit size_t slab_left = 0;

constinit thread_local bool ended __attribute__((tls_model("initial-exec"))) = false;

void move(Stack& from, Stack& to, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
        Block* block = from.pop();
        if (!block)
            return;
        to.push(block);
    }
}

// When the thread ends, its blocks are for all.
struct OwnEnd {
    OwnEnd() { own.keeps = true; }
    OwnEnd(const OwnEnd&) = delete;
    OwnEnd& operator=(const OwnEnd&) = delete;
    ~OwnEnd() {
        own.keeps = false;
        ended = true;
        const std::lock_guard guard(common_lock);
        for (size_t i = 0; i < kSizes; ++i)
            move(own.stacks[i], common[i], own.stacks[i].count);
    }
};

// False: the thread is ending.
bool own_begin() {
    if (!own.keeps && !ended) {
        static thread_local OwnEnd at_end;
        static_cast<void>(at_end);
    }
    return own.keeps;
}

// Under the lock: some blocks more, if there is memory.
void cut(size_t place) {
    const size_t size = (place + 1) * kStep;
    for (uint32_t i = 0; i < kCut; ++i) {
        if (slab_left < size) {
            void* fresh = std::aligned_alloc(kLine, kSlab);
            if (!fresh)
                return;
            slabs = ::new (fresh) Slab{slabs};
            slab_rest = static_cast<char*>(fresh) + kLine;
            slab_left = kSlab - kLine;
        }
        common[place].push(::new (slab_rest) Block{nullptr});
        slab_rest += size;
        slab_left -= size;
    }
}

bool is_kept(size_t size) {
    return place_of(size) < kSizes && !sanitizer_watches();
}

}  // namespace

void* take_slowly(size_t size) {
    if (!is_kept(size))
        return std::malloc(size);
    const size_t place = place_of(size);
    const bool kept = own_begin();
    const std::lock_guard guard(common_lock);
    if (!common[place].first)
        cut(place);
    if (kept)
        move(common[place], own.stacks[place], kMostKept / 2);
    return (kept ? own.stacks : common)[place].pop();
}

void give_back_slowly(void* memory, size_t size) {
    if (!is_kept(size)) {
        std::free(memory);
        return;
    }
    const size_t place = place_of(size);
    const bool kept = own_begin();
    const std::lock_guard guard(common_lock);
    Stack& mine = own.stacks[place];
    if (kept && mine.count >= kMostKept)
        move(mine, common[place], mine.count / 2);
    (kept ? mine : common[place]).push(static_cast<Block*>(memory));
}

}  // namespace berth::nt::small
