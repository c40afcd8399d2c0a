#include "nt/small_block.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <mutex>

#include "nt/futex.h"
#include "nt/sanitizer.h"

namespace berth::nt {

namespace {

// Sizes go up in steps of kStep; what is larger is allocated each time.
constexpr size_t kStep = 32;
constexpr size_t kLine = 64;
constexpr size_t kSizes = 16;
// Requests are mostly started by one thread and completed by another: what gathers in a thread
// beyond this is for all.
constexpr uint32_t kMostKept = 512;
constexpr size_t kSlab = 65536;
// So many are cut at once: the objects of one socket are to lie near each other.
constexpr uint32_t kCut = 4;

struct Block {
    Block* next;
};

struct Stack {
    Block* first = nullptr;
    uint32_t count = 0;

    void push(Block* block) {
        block->next = first;
        first = block;
        ++count;
    }
    Block* pop() {
        Block* block = first;
        if (block) {
            first = block->next;
            --count;
        }
        return block;
    }
};

constinit FutexMutex common_lock;
constinit std::array<Stack, kSizes> common;

// What is left of the last slab. Each begins with the address of the one before.
struct Slab {
    Slab* before;
};
constinit Slab* slabs = nullptr;
constinit char* slab_rest = nullptr;
constinit size_t slab_left = 0;

constinit thread_local std::array<Stack, kSizes> own
    __attribute__((tls_model("initial-exec"))) = {};
enum class Own : uint8_t { kFresh, kKept, kEnded };
constinit thread_local Own own_state __attribute__((tls_model("initial-exec"))) = Own::kFresh;

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
    OwnEnd() { own_state = Own::kKept; }
    OwnEnd(const OwnEnd&) = delete;
    OwnEnd& operator=(const OwnEnd&) = delete;
    ~OwnEnd() {
        own_state = Own::kEnded;
        const std::lock_guard guard(common_lock);
        for (size_t i = 0; i < kSizes; ++i)
            move(own[i], common[i], own[i].count);
    }
};

// False: the thread is ending.
bool own_begin() {
    if (own_state == Own::kFresh) {
        static thread_local OwnEnd at_end;
        static_cast<void>(at_end);
    }
    return own_state == Own::kKept;
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

[[gnu::noinline]] void* take_slowly(size_t place) {
    const bool kept = own_begin();
    const std::lock_guard guard(common_lock);
    if (!common[place].first)
        cut(place);
    if (kept)
        move(common[place], own[place], kMostKept / 2);
    return (kept ? own : common)[place].pop();
}

[[gnu::noinline]] void give_back_slowly(Block* block, size_t place) {
    const bool kept = own_begin();
    const std::lock_guard guard(common_lock);
    if (kept)
        move(own[place], common[place], own[place].count / 2);
    (kept ? own : common)[place].push(block);
}

// A sanitizer shall see the end of each object's life.
bool is_kept(size_t place) {
    return place < kSizes && !sanitizer_watches();
}

}  // namespace

void* small_block_take(size_t size) {
    const size_t place = (size + kStep - 1) / kStep - 1;
    if (!is_kept(place))
        return std::malloc(size);
    void* block = own[place].pop();
    if (!block) [[unlikely]]
        block = take_slowly(place);
    return block;
}

void small_block_give_back(void* memory, size_t size) {
    const size_t place = (size + kStep - 1) / kStep - 1;
    if (!is_kept(place)) {
        std::free(memory);
        return;
    }
    auto* block = static_cast<Block*>(memory);
    if (own_state == Own::kKept && own[place].count < kMostKept) [[likely]]
        own[place].push(block);
    else
        give_back_slowly(block, place);
}

}  // namespace berth::nt
