// Singly linked lists that several threads push to and pop from. Windows compares and swaps sixteen
// bytes and lives with reading an entry that was just freed; here the head's lowest bit is a lock
// held for a few instructions, so nothing freed is ever read.
#include <atomic>
#include <sched.h>

#include "interlockedapi.h"
#include "nt/futex.h"

namespace berth::nt {

namespace {

constexpr ULONGLONG kLocked = 1;
constexpr ULONGLONG kSequence = 0x10000;
constexpr ULONGLONG kDepth = 0xffff;
constexpr int kSpins = 100;

PSLIST_ENTRY entry_of(ULONGLONG region) {
    return reinterpret_cast<PSLIST_ENTRY>(region & ~ULONGLONG{15});
}

// Holds the head's lock for a scope, then stores the new first entry and depth.
class Head {
  public:
    explicit Head(SLIST_HEADER& header) : header_(header), region_(header.Region) {
        for (int spin = 0;; ++spin) {
            ULONGLONG region = region_.load(std::memory_order_relaxed);
            if (!(region & kLocked) && region_.compare_exchange_weak(region, region | kLocked,
                                                                     std::memory_order_acquire)) {
                first = entry_of(region);
                depth = header_.Alignment & kDepth;
                return;
            }
            if (spin < kSpins)
                cpu_relax();
            else
                sched_yield();
        }
    }
    Head(const Head&) = delete;
    Head& operator=(const Head&) = delete;
    ~Head() {
        const std::atomic_ref<ULONGLONG> alignment(header_.Alignment);
        alignment.store(((header_.Alignment + kSequence) & ~kDepth) | (depth & kDepth),
                        std::memory_order_relaxed);
        region_.store(reinterpret_cast<ULONGLONG>(first), std::memory_order_release);
    }

    PSLIST_ENTRY first = nullptr;
    ULONGLONG depth = 0;

  private:
    SLIST_HEADER& header_;
    std::atomic_ref<ULONGLONG> region_;
};

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

VOID WINAPI InitializeSListHead(PSLIST_HEADER ListHead) {
    *ListHead = {};
}

PSLIST_ENTRY WINAPI InterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry) {
    return InterlockedPushListSListEx(ListHead, ListEntry, ListEntry, 1);
}

PSLIST_ENTRY WINAPI InterlockedPushListSListEx(PSLIST_HEADER ListHead, PSLIST_ENTRY List,
                                               PSLIST_ENTRY ListEnd, ULONG Count) {
    Head head(*ListHead);
    PSLIST_ENTRY previous = head.first;
    ListEnd->Next = previous;
    head.first = List;
    head.depth += Count;
    return previous;
}

PSLIST_ENTRY WINAPI InterlockedPopEntrySList(PSLIST_HEADER ListHead) {
    Head head(*ListHead);
    PSLIST_ENTRY entry = head.first;
    if (entry) {
        head.first = entry->Next;
        --head.depth;
    }
    return entry;
}

PSLIST_ENTRY WINAPI InterlockedFlushSList(PSLIST_HEADER ListHead) {
    Head head(*ListHead);
    PSLIST_ENTRY entry = head.first;
    head.first = nullptr;
    head.depth = 0;
    return entry;
}

USHORT WINAPI QueryDepthSList(PSLIST_HEADER ListHead) {
    const std::atomic_ref<ULONGLONG> alignment(ListHead->Alignment);
    return static_cast<USHORT>(alignment.load(std::memory_order_relaxed) & kDepth);
}
