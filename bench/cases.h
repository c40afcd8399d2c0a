// The bodies of the cases. Included by sockets_berth.cpp and sockets_libc.cpp after each has
// defined, in an unnamed namespace: Socket, kSide, stream_listen, stream_accept,
// stream_accept_conditionally, stream_connect, transfer_out, transfer_in, stream_close.
#pragma once

#include <benchmark/benchmark.h>

#include <atomic>
#include <string>
#include <thread>

#include "bench_client.h"

namespace {

constexpr int kMessage = 64;

void ping_pong(benchmark::State& state) {
    unsigned short port = 0;
    Socket listener = stream_listen(&port);
    Socket client = stream_connect(port);
    Socket server = stream_accept(listener);
    std::thread echo([&] {
        char buffer[kMessage];
        int got = 0;
        while ((got = transfer_in(server, buffer, kMessage)) > 0)
            transfer_out(server, buffer, got);
    });
    char buffer[kMessage] = {};
    for (auto _ : state) {
        transfer_out(client, buffer, kMessage);
        benchmark::DoNotOptimize(transfer_in(client, buffer, kMessage));
    }
    state.SetItemsProcessed(state.iterations());
    stream_close(client);
    echo.join();
    stream_close(server);
    stream_close(listener);
}

// The client is the same in both: libc's.
template <typename Accept>
void accept_loop(benchmark::State& state, Accept accept_one) {
    unsigned short port = 0;
    Socket listener = stream_listen(&port);
    std::atomic<bool> done{false};
    std::thread client([&] { bench_client_run(port, done); });
    for (auto _ : state) {
        Socket server = accept_one(listener);
        char byte = 0;
        transfer_in(server, &byte, 1);
        transfer_out(server, &byte, 1);
        stream_close(server);
    }
    state.SetItemsProcessed(state.iterations());
    done = true;
    stream_close(listener);
    client.join();
}

void accept_plain(benchmark::State& state) {
    accept_loop(state, stream_accept);
}
void accept_condition(benchmark::State& state) {
    accept_loop(state, stream_accept_conditionally);
}

void cases_register() {
    auto add = [](const char* name, void (*body)(benchmark::State&)) {
        benchmark::RegisterBenchmark((std::string(name) + "/" + kSide).c_str(), body)
            ->UseRealTime();
    };
    add("ping_pong", ping_pong);
    add("accept", accept_plain);
    add("accept_condition", accept_condition);
}

}  // namespace
