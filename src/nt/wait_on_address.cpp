// WaitOnAddress: sleepers in a table by address, since a futex knows only aligned words of four
// bytes.
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <mutex>

#include "nt/clock.h"
#include "nt/futex.h"
#include "nt/last_error.h"
#include "synchapi.h"
#include "winerror.h"

namespace berth::nt {

namespace {

struct Sleeper {
    const volatile void* address;
    Sleeper* next = nullptr;
    std::atomic<uint32_t> woken{0};
};

struct alignas(64) Bucket {
    FutexMutex lock;
    std::atomic<uint32_t> count{0};
    Sleeper* first = nullptr;
};

constexpr size_t kBuckets = 256;
constinit std::array<Bucket, kBuckets> buckets{};

Bucket& bucket_of(const volatile void* address) {
    const auto number = reinterpret_cast<uintptr_t>(address);
    return buckets[(number * 0x9e3779b97f4a7c15u) >> 56];
}

// The value may change as we look: an atomic read of its width.
bool same(const volatile void* address, const void* compare, size_t size) {
    const auto equal = [&]<typename T>(T) {
        T wanted;
        memcpy(&wanted, compare, sizeof(T));
        return __atomic_load_n(static_cast<const volatile T*>(address), __ATOMIC_SEQ_CST) == wanted;
    };
    switch (size) {
        case 1:
            return equal(uint8_t{});
        case 2:
            return equal(uint16_t{});
        case 4:
            return equal(uint32_t{});
        default:
            return equal(uint64_t{});
    }
}

bool unlink(Bucket& bucket, Sleeper& sleeper) {
    for (Sleeper** link = &bucket.first; *link; link = &(*link)->next) {
        if (*link == &sleeper) {
            *link = sleeper.next;
            bucket.count.fetch_sub(1, std::memory_order_relaxed);
            return true;
        }
    }
    return false;
}

void wake(const volatile void* address, bool all) {
    Bucket& bucket = bucket_of(address);
    // A read-modify-write: the program's plain store to the address comes before this look.
    if (bucket.count.fetch_add(0, std::memory_order_seq_cst) == 0)
        return;
    const std::lock_guard guard(bucket.lock);
    for (Sleeper** link = &bucket.first; *link;) {
        Sleeper& sleeper = **link;
        if (sleeper.address != address) {
            link = &sleeper.next;
            continue;
        }
        *link = sleeper.next;
        bucket.count.fetch_sub(1, std::memory_order_relaxed);
        // The sleeper takes the bucket's lock before it returns, so it is still there to be woken.
        sleeper.woken.store(1, std::memory_order_release);
        futex_wake(sleeper.woken);
        if (!all)
            return;
    }
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

BOOL WINAPI WaitOnAddress(volatile VOID* Address, PVOID CompareAddress, SIZE_T AddressSize,
                          DWORD dwMilliseconds) {
    if (!Address || !CompareAddress ||
        (AddressSize != 1 && AddressSize != 2 && AddressSize != 4 && AddressSize != 8))
        return last_error_result(ERROR_INVALID_PARAMETER);
    const Deadline deadline = deadline_after(dwMilliseconds);
    Bucket& bucket = bucket_of(Address);
    Sleeper sleeper{Address, nullptr, {}};
    {
        const std::lock_guard guard(bucket.lock);
        bucket.count.fetch_add(1, std::memory_order_seq_cst);
        if (!same(Address, CompareAddress, AddressSize)) {
            bucket.count.fetch_sub(1, std::memory_order_relaxed);
            return TRUE;
        }
        Sleeper** last = &bucket.first;
        while (*last)
            last = &(*last)->next;
        *last = &sleeper;
    }
    int status = 0;
    while (sleeper.woken.load(std::memory_order_acquire) == 0 && status != ETIMEDOUT)
        status = futex_wait(sleeper.woken, 0, deadline);
    const std::lock_guard guard(bucket.lock);
    return last_error_result(unlink(bucket, sleeper) ? ERROR_TIMEOUT : 0);
}

VOID WINAPI WakeByAddressSingle(PVOID Address) {
    wake(Address, false);
}

VOID WINAPI WakeByAddressAll(PVOID Address) {
    wake(Address, true);
}
