// Completion ports: Post and Get in one thread, and a packet that goes to another thread and back
// beside the bare futex that such a hand-over needs at least. Items are packets or hand-overs.
#include <windows.h>

#include <benchmark/benchmark.h>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <thread>

#include "placement.h"

namespace {

class BareFutex {
  public:
    void post() {
        word_.store(1, std::memory_order_release);
        syscall(SYS_futex, &word_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
    }
    void take() {
        while (word_.exchange(0, std::memory_order_acquire) == 0)
            syscall(SYS_futex, &word_, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
    }

  private:
    alignas(64) std::atomic<uint32_t> word_{0};
};

class Port {
  public:
    Port() : handle_(CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 2)) {}
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;
    ~Port() { CloseHandle(handle_); }
    operator HANDLE() const { return handle_; }
    void post() { PostQueuedCompletionStatus(handle_, 1, 2, nullptr); }
    void take() {
        DWORD bytes = 0;
        ULONG_PTR key = 0;
        LPOVERLAPPED overlapped = nullptr;
        GetQueuedCompletionStatus(handle_, &bytes, &key, &overlapped, INFINITE);
    }

  private:
    HANDLE handle_;
};

template <typename Signal, Placement kPlacement>
void packet_over(benchmark::State& state) {
    const Placed placed;
    Signal there;
    Signal back;
    std::atomic<bool> done{false};
    std::thread other([&] {
        placed.place_other(kPlacement);
        for (;;) {
            there.take();
            if (done.load(std::memory_order_relaxed))
                return;
            back.post();
        }
    });
    for (auto _ : state) {
        there.post();
        back.take();
    }
    state.SetItemsProcessed(2 * state.iterations());
    done = true;
    there.post();
    other.join();
}

void post_and_take(benchmark::State& state) {
    Port port;
    for (auto _ : state) {
        port.post();
        port.take();
    }
    state.SetItemsProcessed(state.iterations());
}

void post_and_take_many(benchmark::State& state) {
    constexpr ULONG kMany = 64;
    Port port;
    std::array<OVERLAPPED_ENTRY, kMany> entries;
    for (auto _ : state) {
        for (ULONG i = 0; i < kMany; ++i)
            port.post();
        ULONG removed = 0;
        GetQueuedCompletionStatusEx(port, entries.data(), kMany, &removed, INFINITE, FALSE);
        benchmark::DoNotOptimize(entries);
    }
    state.SetItemsProcessed(kMany * state.iterations());
}

}  // namespace

BENCHMARK_TEMPLATE(packet_over, BareFutex, Placement::kTogether)
    ->Name("packet_over/futex")
    ->UseRealTime();
BENCHMARK_TEMPLATE(packet_over, Port, Placement::kTogether)
    ->Name("packet_over/berth")
    ->UseRealTime();
BENCHMARK_TEMPLATE(packet_over, BareFutex, Placement::kApart)
    ->Name("packet_over_apart/futex")
    ->UseRealTime();
BENCHMARK_TEMPLATE(packet_over, Port, Placement::kApart)
    ->Name("packet_over_apart/berth")
    ->UseRealTime();
BENCHMARK(post_and_take)->Name("post_and_take/berth");
BENCHMARK(post_and_take_many)->Name("post_and_take_many/berth");
BENCHMARK_MAIN();
