#include "providers/kernel/held_accept.h"

#include <algorithm>
#include <chrono>

#include "nt/poll_wake.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/socket.h"

namespace berth::kernel {
namespace {

using namespace std::chrono_literals;

// One round trip: a client that does not answer must not keep the others waiting.
constexpr auto kPatience = 300ms;
constexpr int kFirstPause = 10, kLongestPause = 80;  // milliseconds

}  // namespace

int held_next(Socket& listener, ConditionalAccept& gate,
              std::unique_ptr<DeferredRequest>* request) {
    for (;;) {
        nt::PollWake wake;  // before the look: what comes from here on wakes this thread
        gate.look();
        const int code = gate.next(request);
        listener_readable_refresh(listener);
        if (code != WSAEWOULDBLOCK || listener.nonblocking)
            return code;
        if (listener.deferred_count.load(std::memory_order_acquire) != 0)
            return kLookAgain;
        lnx::PollFd polled[3] = {{listener.fd, lnx::kPollIn, 0},
                                 {gate.queue_fd(), lnx::kPollIn, 0},
                                 {wake.descriptor(), lnx::kPollIn, 0}};
        if (lnx::sys_poll(polled, 3, -1) < 0) {
            const int interrupted = interruption_code(listener);
            return interrupted != 0 ? interrupted : kLookAgain;
        }
        if (polled[2].revents != 0)
            wake.consume();
    }
}

int held_admit(Socket& listener, DeferredRequest& request) {
    HeldRequest& held = *request.held;
    ConditionalAccept& gate = held.gate;
    gate.admit(held, true);
    const auto deadline = HeldClock::now() + kPatience;
    int code = 0;
    for (int pause = kFirstPause;;) {
        nt::PollWake wake;
        auto state = HeldRequest::State::gone;
        request.fd = gate.connection_of(held, &state);
        if (request.fd >= 0)
            break;
        if (state == HeldRequest::State::gone) {
            code = WSAECONNRESET;
            break;
        }
        if (HeldClock::now() >= deadline) {
            code = listener.nonblocking ? WSAEWOULDBLOCK : kLookAgain;
            break;
        }
        lnx::PollFd polled[2] = {{listener.fd, lnx::kPollIn, 0},
                                 {wake.descriptor(), lnx::kPollIn, 0}};
        const int ready = lnx::sys_poll(polled, 2, pause);
        if (ready < 0)
            code = interruption_code(listener);
        if (code != 0)
            break;
        if (ready > 0 && polled[1].revents != 0)
            wake.consume();
        if (ready == 0) {
            pause = std::min(2 * pause, kLongestPause);
            if (!gate.is_under_way(held)) {
                code = WSAECONNRESET;
                break;
            }
        }
    }
    if (code != 0 && code != WSAECONNRESET)
        gate.disown(request.held);
    listener_readable_refresh(listener);
    return code;
}

bool request_is_decided(const DeferredRequest& request) {
    return request.held && request.fd >= 0;
}

}  // namespace berth::kernel
