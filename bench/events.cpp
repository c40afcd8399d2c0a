// A thread hands over to another and back: event objects beside the bare futex that they stand on.
// Items are hand-overs, two a round.
#include <windows.h>

#include <benchmark/benchmark.h>

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <thread>

#include "placement.h"

namespace {

// What any event has to do at least: a flag and a sleeper.
class BareFutex {
  public:
    void set() {
        word_.store(1, std::memory_order_release);
        syscall(SYS_futex, &word_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
    }
    void wait() {
        while (word_.exchange(0, std::memory_order_acquire) == 0)
            syscall(SYS_futex, &word_, FUTEX_WAIT_PRIVATE, 0, nullptr, nullptr, 0);
    }

  private:
    alignas(64) std::atomic<uint32_t> word_{0};
};

class AutomaticEvent {
  public:
    AutomaticEvent() : handle_(CreateEventA(nullptr, FALSE, FALSE, nullptr)) {}
    AutomaticEvent(const AutomaticEvent&) = delete;
    AutomaticEvent& operator=(const AutomaticEvent&) = delete;
    ~AutomaticEvent() { CloseHandle(handle_); }
    void set() { SetEvent(handle_); }
    void wait() { WaitForSingleObject(handle_, INFINITE); }

  private:
    HANDLE handle_;
};

template <typename Signal, Placement kPlacement>
void hand_over(benchmark::State& state) {
    const Placed placed;
    Signal there;
    Signal back;
    std::atomic<bool> done{false};
    std::thread other([&] {
        placed.place_other(kPlacement);
        for (;;) {
            there.wait();
            if (done.load(std::memory_order_relaxed))
                return;
            back.set();
        }
    });
    for (auto _ : state) {
        there.set();
        back.wait();
    }
    state.SetItemsProcessed(2 * state.iterations());
    done = true;
    there.set();
    other.join();
}

// Nobody waits.
void set_and_reset(benchmark::State& state) {
    const HANDLE event = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    for (auto _ : state) {
        SetEvent(event);
        ResetEvent(event);
    }
    state.SetItemsProcessed(state.iterations());
    CloseHandle(event);
}

void set_and_wait(benchmark::State& state) {
    const HANDLE event = CreateEventA(nullptr, FALSE, FALSE, nullptr);
    for (auto _ : state) {
        SetEvent(event);
        WaitForSingleObject(event, INFINITE);
    }
    state.SetItemsProcessed(state.iterations());
    CloseHandle(event);
}

}  // namespace

BENCHMARK_TEMPLATE(hand_over, BareFutex, Placement::kTogether)
    ->Name("hand_over/futex")
    ->UseRealTime();
BENCHMARK_TEMPLATE(hand_over, AutomaticEvent, Placement::kTogether)
    ->Name("hand_over/berth")
    ->UseRealTime();
BENCHMARK_TEMPLATE(hand_over, BareFutex, Placement::kApart)
    ->Name("hand_over_apart/futex")
    ->UseRealTime();
BENCHMARK_TEMPLATE(hand_over, AutomaticEvent, Placement::kApart)
    ->Name("hand_over_apart/berth")
    ->UseRealTime();
BENCHMARK(set_and_reset)->Name("set_and_reset/berth");
BENCHMARK(set_and_wait)->Name("set_and_wait/berth");
BENCHMARK_MAIN();
