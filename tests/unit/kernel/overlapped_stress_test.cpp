// Many threads start, cancel and close at random: each request completes exactly once, and streams
// arrive whole. BERTH_STRESS_SECONDS makes it last longer.
#include <atomic>
#include <chrono>
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

constexpr int kThreads = 4;
constexpr int kConnections = 12;
constexpr size_t kLargest = 24 * 1024;
constexpr int kReceives = 3;

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
};

struct Stress {
    HANDLE port = nullptr;
    std::atomic<bool> stopping{false};
    std::atomic<int64_t> outstanding{0};
    std::atomic<uint64_t> completed{0};
    std::atomic<uint64_t> twice{0};
    std::atomic<uint64_t> broken{0};
    std::atomic<uint64_t> failed_to_start{0};

    // Under the connection's lock, as all that follows.
    void started(Operation& operation, int result) {
        if (result == 0 || WSAGetLastError() == WSA_IO_PENDING)
            return;
        operation.outstanding = false;
        outstanding.fetch_sub(1);
        failed_to_start.fetch_add(1);
    }
    void begin(Operation& operation) {
        operation.outstanding = true;
        outstanding.fetch_add(1);
    }
    void receive(Operation& operation, std::mt19937& random) {
        Connection& c = operation.connection;
        if (c.closed || stopping)
            return;
        operation.data.resize(1 + random() % kLargest);
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
        operation.data.resize(1 + random() % kLargest);
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
            c.arrived.erase(next);
            ++c.checked_sequence;
        }
    }

    void done(Operation& operation, DWORD bytes, bool ok, std::mt19937& random) {
        Connection& c = operation.connection;
        const std::lock_guard guard(c.lock);
        if (!operation.outstanding.exchange(false))
            twice.fetch_add(1);
        completed.fetch_add(1);
        if (operation.kind == Operation::Kind::send) {
            c.sent += bytes;
            send(operation, random);
        } else {
            operation.data.resize(bytes);
            c.arrived[operation.sequence] = std::move(operation.data);
            check(c);
            if (ok && bytes == 0)
                c.closed = true;  // the peer has ended
            receive(operation, random);
        }
        outstanding.fetch_sub(1);
        // Now and then a receive is cancelled, and now and then all are, by a close.
        if (random() % 16 == 0)
            CancelIoEx(reinterpret_cast<HANDLE>(c.s), c.receives[random() % kReceives].get());
        if (random() % 4096 == 0 && !c.closed) {
            c.closed = true;
            closesocket(c.s);
        }
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

using OverlappedStressTest = WinsockTest;

}  // namespace

TEST_F(OverlappedStressTest, EachRequestCompletesOnceAndStreamsArriveWhole) {
    sockaddr_in address;
    SOCKET listener = listener_make(&address);
    Stress stress;
    stress.port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, kThreads);
    std::vector<std::unique_ptr<Connection>> connections;
    std::mutex connections_lock;
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
    for (int i = 0; i < kConnections; ++i)
        connect_pair();
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&stress, i] { stress.work(static_cast<unsigned>(i)); });
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds_to_run());
    // New ones for those that are closed.
    while (std::chrono::steady_clock::now() < end && connections.size() < 4000) {
        connect_pair();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    stress.stopping = true;
    for (auto& c : connections) {
        const std::lock_guard guard(c->lock);
        // One that only saw its peer's end is closed here, too; a number that is not ours any more
        // cannot be, for nothing new is opened.
        closesocket(c->s);
        c->closed = true;
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(stress.outstanding, 0);
    EXPECT_EQ(stress.twice, 0u);
    EXPECT_EQ(stress.broken, 0u);
    EXPECT_GT(stress.completed, 100u);
    closesocket(listener);
    CloseHandle(stress.port);
}

}  // namespace berth::test
