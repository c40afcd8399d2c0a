// A message through the calling thread's own queue, beside one to another thread and back.
#include <winsock2.h>
#include <benchmark/benchmark.h>
#include <windows.h>

#include <thread>

namespace {

HWND window_make() {
    return CreateWindowExA(0, "Static", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr);
}

void post_get(benchmark::State& state) {
    const HWND window = window_make();
    MSG message;
    for (auto _ : state) {
        PostMessageA(window, WM_APP, 1, 2);
        GetMessageA(&message, nullptr, 0, 0);
        benchmark::DoNotOptimize(message.lParam);
    }
    state.SetItemsProcessed(state.iterations());
    DestroyWindow(window);
}
BENCHMARK(post_get)->Name("post_get/berth");

void post_get_dispatch(benchmark::State& state) {
    const HWND window = window_make();
    MSG message;
    for (auto _ : state) {
        PostMessageA(window, WM_APP, 1, 2);
        GetMessageA(&message, window, 0, 0);
        DispatchMessageA(&message);
    }
    state.SetItemsProcessed(state.iterations());
    DestroyWindow(window);
}
BENCHMARK(post_get_dispatch)->Name("post_get_dispatch/berth");

void send_to_thread(benchmark::State& state) {
    HWND window = nullptr;
    const HANDLE ready = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    std::thread receiver([&] {
        window = window_make();
        SetEvent(ready);
        MSG message;
        while (GetMessageA(&message, nullptr, 0, 0) > 0)
            DispatchMessageA(&message);
    });
    WaitForSingleObject(ready, INFINITE);
    for (auto _ : state)
        benchmark::DoNotOptimize(SendMessageA(window, WM_APP, 1, 2));
    state.SetItemsProcessed(state.iterations());
    PostThreadMessageA(GetWindowThreadProcessId(window, nullptr), WM_QUIT, 0, 0);
    receiver.join();
    CloseHandle(ready);
}
BENCHMARK(send_to_thread)->Name("send_to_thread/berth")->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
