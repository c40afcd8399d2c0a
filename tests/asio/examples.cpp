// Asio's own examples, each in a namespace of its own, and one main for all: examples NAME
// ARGUMENTS. The first lines include what they include, so that inside the namespaces nothing is
// left to include.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <deque>
#include <fstream>
#include <iostream>
#include <list>
#include <memory>
#include <set>
#include <signal.h>
#include <sstream>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include <asio.hpp>

namespace echo_server {
#include "echo/async_tcp_echo_server.cpp"
}
namespace echo_client {
#include "echo/blocking_tcp_echo_client.cpp"
}
namespace chat_server {
#include "chat/chat_server.cpp"
}
// chat_message.hpp is there once.
namespace chat_client {
using chat_server::chat_message;
#include "chat/chat_client.cpp"
}  // namespace chat_client
namespace http_server {
#include "http/server/connection.cpp"
#include "http/server/connection_manager.cpp"
#include "http/server/mime_types.cpp"
#include "http/server/reply.cpp"
#include "http/server/request_handler.cpp"
#include "http/server/request_parser.cpp"
#include "http/server/server.cpp"
#include "http/server/main.cpp"
}  // namespace http_server

namespace {

// Of our own: timers that fire in the order in which they are due, one is cancelled, and a strand.
int timer() {
    asio::io_context context;
    auto strand = asio::make_strand(context);
    asio::steady_timer late(context, std::chrono::milliseconds(60));
    asio::steady_timer early(context, std::chrono::milliseconds(20));
    asio::system_timer never(context, std::chrono::hours(1));
    const auto start = std::chrono::steady_clock::now();
    const auto tell = [](const char* name) {
        return [name](const asio::error_code& error) {
            std::cout << name << ": "
                      << (error == asio::error::operation_aborted ? "aborted"
                          : error                                 ? "error"
                                                                  : "due")
                      << std::endl;
        };
    };
    late.async_wait(asio::bind_executor(strand, tell("late")));
    never.async_wait(asio::bind_executor(strand, tell("never")));
    early.async_wait(asio::bind_executor(strand, [&](const asio::error_code& error) {
        tell("early")(error);
        std::cout << "cancelled: " << never.cancel() << std::endl;
    }));
    std::thread other([&] { context.run(); });
    context.run();
    other.join();
    const bool in_time = std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(60);
    std::cout << "in time: " << in_time << std::endl;
    asio::steady_timer waits(context, std::chrono::milliseconds(5));
    waits.wait();
    std::cout << "waited" << std::endl;
    return 0;
}

// Of our own: a pipe's two ends, much data, and the end.
int pipe() {
    asio::io_context context;
    asio::readable_pipe reads(context);
    asio::writable_pipe writes(context);
    asio::connect_pipe(reads, writes);
    const std::string sent(300000, 'p');
    std::string received(sent.size(), '\0');
    asio::async_write(writes, asio::buffer(sent), [&](const asio::error_code& error, size_t count) {
        std::cout << (error ? "failed" : "wrote ") << count << std::endl;
        writes.close();
    });
    asio::async_read(
        reads, asio::buffer(received), [&](const asio::error_code& error, size_t count) {
            const bool same = received == sent;
            asio::async_read(reads, asio::buffer(received),
                             [&, error, count, same](const asio::error_code& end, size_t more) {
                                 // Where the writer's line comes is chance.
                                 context.post([=] {
                                     std::cout << (error ? "failed" : "read ") << count
                                               << " same: " << same << std::endl;
                                     std::cout << "then " << more << (end ? ", the end" : "")
                                               << std::endl;
                                 });
                             });
        });
    context.run();
    return 0;
}

}  // namespace

int main(int argc, char* argv[]) {
    const std::string name = argc > 1 ? argv[1] : "";
    if (name == "echo_server")
        return echo_server::main(argc - 1, argv + 1);
    if (name == "echo_client")
        return echo_client::main(argc - 1, argv + 1);
    if (name == "chat_server")
        return chat_server::main(argc - 1, argv + 1);
    if (name == "chat_client")
        return chat_client::main(argc - 1, argv + 1);
    if (name == "http_server")
        return http_server::main(argc - 1, argv + 1);
    if (name == "timer")
        return timer();
    if (name == "pipe")
        return pipe();
    std::cerr << "which example?\n";
    return 2;
}
