#include "ws2_32/async_request.h"

#include <list>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "nt/api.h"
#include "nt/lasting.h"
#include "nt/memory_probe.h"
#include "winuser.h"
#include "ws2_32/startup.h"

namespace berth::ws2 {
namespace {

// Programs of version 1.1 keep the number in sixteen bits.
constexpr uintptr_t kLastNumber = 0xffff;

struct Request {
    uintptr_t number;
    AsyncTarget target;
    AsyncAsk ask;
};

struct Requests {
    std::mutex lock;
    std::list<Request> waiting;  // not a deque: it takes memory while it is empty
    std::optional<uintptr_t> running;
    bool served = false;  // the thread is there
    uintptr_t next = 1;
    bool wrapped = false;

    bool knows(uintptr_t number) const {
        if (running == number)
            return true;
        for (const Request& request : waiting) {
            if (request.number == number)
                return true;
        }
        return false;
    }
};

Requests& requests() {
    // Outlives static destructors: a look-up may end while the process does.
    static nt::Lasting<Requests> lasting;
    Requests& instance = lasting.get();
    return instance;
}

// Under the lock, so that nothing is written or posted once a cancel has come through.
void tell(uintptr_t number, const AsyncTarget& target, int error, const AsyncWrite& write) {
    size_t needed = 0;
    if (error == 0) {
        const size_t room = target.buffer && target.length > 0 ? target.length : 0;
        if (target.buffer && !nt::memory_is_mapped(target.buffer, room))
            error = WSAEFAULT;
        else if ((needed = write(target.buffer, room)) > room)
            error = WSAENOBUFS;
    }
    PostMessageW(target.window, target.message, number,
                 static_cast<LPARAM>(static_cast<DWORD>(
                     WSAMAKEASYNCREPLY(static_cast<WORD>(needed), static_cast<WORD>(error)))));
}

void serve() {
    Requests& all = requests();
    std::unique_lock guard(all.lock);
    while (!all.waiting.empty()) {
        const Request request = std::move(all.waiting.front());
        all.waiting.pop_front();
        all.running = request.number;
        guard.unlock();
        AsyncWrite write;
        const int error = nt::api_call<int>(WSAENOBUFS, [&] { return request.ask(&write); });
        guard.lock();
        if (all.running == request.number)
            tell(request.number, request.target, error, write);
        all.running.reset();
    }
    all.served = false;
}

uintptr_t number_take(Requests& all) {
    while (all.knows(all.next))
        all.next = all.next == kLastNumber ? 1 : all.next + 1;
    const uintptr_t number = all.next;
    all.wrapped = all.wrapped || number == kLastNumber;
    all.next = number == kLastNumber ? 1 : number + 1;
    return number;
}

}  // namespace

HANDLE async_request_start(const AsyncTarget& target, AsyncAsk ask) {
    if (const int error = startup_check())
        return nt::api_fail<HANDLE>(static_cast<DWORD>(error), nullptr);
    if (!IsWindow(target.window))
        return nt::api_fail<HANDLE>(WSAEINVAL, nullptr);
    Requests& all = requests();
    const std::lock_guard guard(all.lock);
    if (all.waiting.size() >= kLastNumber - 1)
        return nt::api_fail<HANDLE>(WSAEWOULDBLOCK, nullptr);
    const uintptr_t number = number_take(all);
    all.waiting.push_back({number, target, std::move(ask)});
    if (!all.served) {
        try {
            std::thread(serve).detach();
        } catch (const std::system_error&) {
            all.waiting.pop_back();
            return nt::api_fail<HANDLE>(WSAEWOULDBLOCK, nullptr);
        }
        all.served = true;
    }
    return reinterpret_cast<HANDLE>(number);
}

int async_request_cancel(HANDLE handle) {
    const auto number = reinterpret_cast<uintptr_t>(handle);
    Requests& all = requests();
    const std::lock_guard guard(all.lock);
    if (number == 0 || number > kLastNumber)
        return WSAEINVAL;
    if (all.running == number) {
        all.running.reset();
        return 0;
    }
    const size_t erased =
        std::erase_if(all.waiting, [&](const Request& waits) { return waits.number == number; });
    if (erased != 0)
        return 0;
    return all.wrapped || number < all.next ? WSAEALREADY : WSAEINVAL;
}

void async_requests_cancel() {
    Requests& all = requests();
    const std::lock_guard guard(all.lock);
    all.running.reset();
    all.waiting.clear();
}

}  // namespace berth::ws2
