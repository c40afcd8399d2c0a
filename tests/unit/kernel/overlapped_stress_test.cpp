// Many threads start, cancel and close at random: each request completes exactly once, and streams
// arrive whole. BERTH_STRESS_SECONDS makes it last longer, and tell how much there was.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "mswsock.h"
#include "windows.h"
#include "connection_test.h"

namespace berth::test {

namespace {

constexpr int kThreads = 8;
constexpr size_t kConnections = 12;
constexpr size_t kMostConnections = 100;
constexpr size_t kLargest = 24 * 1024;
constexpr int kReceives = 3;

// Mostly short: so there are many requests, and now and then one that the kernel takes in pieces.
size_t length_of(std::mt19937& random) {
    return 1 + random() % (random() % 8 ? 600 : kLargest);
}

// The byte at that place of every stream.
char byte_at(uint64_t place) {
    return static_cast<char>((place * 2654435761u) >> 11);
}

struct Connection;

struct Operation : OVERLAPPED {
    enum class Kind : uint8_t { receive, send };
    Operation(Connection& of, Kind what) : OVERLAPPED{}, connection(of), kind(what) {}
    Connection& connection;
    const Kind kind;
    std::atomic<bool> outstanding{false};
    uint64_t sequence = 0;
    std::vector<char> data;
};

// One end. What it sends is told by its place in the stream; it sends one piece at a time.
struct Connection {
    explicit Connection(SOCKET socket) : s(socket), sending(*this, Operation::Kind::send) {
        for (auto& receive : receives)
            receive = std::make_unique<Operation>(*this, Operation::Kind::receive);
    }

    const SOCKET s;
    std::mutex lock;
    bool closed = false;
    uint64_t sent = 0;
    uint64_t next_sequence = 0;
    uint64_t checked_sequence = 0;
    uint64_t received = 0;
    std::map<uint64_t, std::vector<char>> arrived;  // by sequence, before their turn
    Operation sending;
    std::unique_ptr<Operation> receives[kReceives];

    // Closed, and all that was outstanding has completed: no thread knows it any more.
    bool over() {
        const std::lock_guard guard(lock);
        return closed && !sending.outstanding &&
               std::none_of(std::begin(receives), std::end(receives),
                            [](const auto& receive) { return receive->outstanding.load(); });
    }
};

struct Stress {
    HANDLE port = nullptr;
    std::atomic<bool> stopping{false};
    std::atomic<int64_t> outstanding{0};
    std::atomic<uint64_t> completed{0};
    std::atomic<uint64_t> twice{0};
    std::atomic<uint64_t> broken{0};
    std::atomic<uint64_t> failed_to_start{0};
    std::atomic<uint64_t> aborted{0};
    std::atomic<uint64_t> bytes_checked{0};
    std::atomic<uint64_t> closed{0};

    // Under the connection's lock, as all that follows.
    void started(Operation& operation, int result) {
        if (result == 0 || WSAGetLastError() == WSA_IO_PENDING)
            return;
        operation.outstanding = false;
        outstanding.fetch_sub(1);
        failed_to_start.fetch_add(1);
        if (!operation.connection.closed)
            close(operation.connection);  // the peer has gone
    }
    void begin(Operation& operation) {
        operation.outstanding = true;
        outstanding.fetch_add(1);
    }
    void receive(Operation& operation, std::mt19937& random) {
        Connection& c = operation.connection;
        if (c.closed || stopping)
            return;
        operation.data.resize(length_of(random));
        operation.sequence = c.next_sequence++;
        WSABUF buffer{static_cast<ULONG>(operation.data.size()), operation.data.data()};
        DWORD flags = 0;
        begin(operation);
        started(operation, WSARecv(c.s, &buffer, 1, nullptr, &flags, &operation, nullptr));
    }
    void send(Operation& operation, std::mt19937& random) {
        Connection& c = operation.connection;
        if (c.closed || stopping)
            return;
        operation.data.resize(length_of(random));
        for (size_t i = 0; i < operation.data.size(); ++i)
            operation.data[i] = byte_at(c.sent + i);
        // In two buffers, since a request copies their array.
        const auto half = static_cast<ULONG>(operation.data.size() / 2);
        WSABUF buffers[2] = {
            {half, operation.data.data()},
            {static_cast<ULONG>(operation.data.size()) - half, operation.data.data() + half}};
        begin(operation);
        started(operation, WSASend(c.s, buffers, 2, nullptr, 0, &operation, nullptr));
    }

    void check(Connection& c) {
        for (auto next = c.arrived.find(c.checked_sequence); next != c.arrived.end();
             next = c.arrived.find(c.checked_sequence)) {
            for (char byte : next->second) {
                if (byte != byte_at(c.received++))
                    broken.fetch_add(1);
            }
            bytes_checked.fetch_add(next->second.size());
            c.arrived.erase(next);
            ++c.checked_sequence;
        }
    }

    void close(Connection& c) {
        c.closed = true;
        if (closesocket(c.s) != 0)
            broken.fetch_add(1);
        closed.fetch_add(1);
    }

    void done(Operation& operation, DWORD bytes, bool ok, std::mt19937& random) {
        Connection& c = operation.connection;
        const std::lock_guard guard(c.lock);
        if (!operation.outstanding.exchange(false))
            twice.fetch_add(1);
        completed.fetch_add(1);
        if (!ok)
            aborted.fetch_add(1);
        if (operation.kind == Operation::Kind::send) {
            c.sent += bytes;
            send(operation, random);
        } else {
            operation.data.resize(bytes);
            c.arrived[operation.sequence] = std::move(operation.data);
            check(c);
            if (ok && bytes == 0 && !c.closed)
                close(c);  // the peer has ended
            receive(operation, random);
        }
        outstanding.fetch_sub(1);
        // Now and then a receive is cancelled, and now and then all are, by a close.
        if (random() % 16 == 0 && !c.closed)
            CancelIoEx(reinterpret_cast<HANDLE>(c.s), c.receives[random() % kReceives].get());
        if (random() % 4096 == 0 && !c.closed)
            close(c);
    }

    void work(unsigned seed) {
        std::mt19937 random(seed);
        for (;;) {
            DWORD bytes = 0;
            ULONG_PTR key = 0;
            OVERLAPPED* overlapped = nullptr;
            const BOOL ok = GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 100);
            if (overlapped)
                done(*static_cast<Operation*>(overlapped), bytes, ok != 0, random);
            else if (stopping && outstanding == 0)
                return;
        }
    }
};

int seconds_to_run() {
    const char* text = std::getenv("BERTH_STRESS_SECONDS");
    return text ? std::atoi(text) : 1;
}

unsigned long long count_of(const std::atomic<uint64_t>& counter) {
    return counter.load();
}

using OverlappedStressTest = WinsockTest;

}  // namespace

TEST_F(OverlappedStressTest, EachRequestCompletesOnceAndStreamsArriveWhole) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    Stress stress;
    stress.port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, kThreads);
    std::vector<std::unique_ptr<Connection>> connections;
    std::mt19937 random(4711);
    const auto connect_pair = [&] {
        const SOCKET ends[2] = {client_make(address), accept(listener, nullptr, nullptr)};
        for (SOCKET end : ends) {
            ASSERT_EQ(CreateIoCompletionPort(reinterpret_cast<HANDLE>(end), stress.port, 0, 0),
                      stress.port);
            connections.push_back(std::make_unique<Connection>(end));
            Connection& c = *connections.back();
            const std::lock_guard guard(c.lock);
            for (auto& receive : c.receives)
                stress.receive(*receive, random);
            stress.send(c.sending, random);
        }
    };
    for (size_t i = 0; i < kConnections; ++i)
        connect_pair();
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&stress, i] { stress.work(static_cast<unsigned>(i)); });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds_to_run());
    // New ones for those that are closed.
    while (std::chrono::steady_clock::now() < end) {
        std::erase_if(connections, [](const auto& c) { return c->over(); });
        if (connections.size() < kMostConnections)
            connect_pair();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    stress.stopping = true;
    for (auto& c : connections) {
        const std::lock_guard guard(c->lock);
        if (!c->closed)
            stress.close(*c);
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(stress.outstanding, 0);
    EXPECT_EQ(stress.twice, 0u);
    EXPECT_EQ(stress.broken, 0u);
    EXPECT_GT(stress.completed, 100u);
    if (std::getenv("BERTH_STRESS_SECONDS"))
        std::printf(
            "%llu requests, %llu of them failed, %llu not started; %llu bytes; %llu closed\n",
            count_of(stress.completed), count_of(stress.aborted), count_of(stress.failed_to_start),
            count_of(stress.bytes_checked), count_of(stress.closed));
    closesocket(listener);
    CloseHandle(stress.port);
}

}  // namespace berth::test
