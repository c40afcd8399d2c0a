#include "providers/kernel/rio_ring.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

#ifdef BERTH_URING
#include <liburing.h>
#endif

namespace berth::kernel {

ssize_t rio_transfer(const RioTransfer& transfer) {
    ssize_t result = 0;
    if (transfer.message)
        result = transfer.sending ? lnx::sys_sendmsg(transfer.fd, transfer.message, transfer.flags)
                                  : lnx::sys_recvmsg(transfer.fd, transfer.message, transfer.flags);
    else
        result = transfer.sending
                     ? lnx::sys_send(transfer.fd, transfer.data, transfer.length, transfer.flags)
                     : lnx::sys_recv(transfer.fd, transfer.data, transfer.length, transfer.flags);
    return result < 0 ? -errno : result;
}

#ifdef BERTH_URING

struct RioRing::Ring {
    io_uring uring{};
    Ring() = default;
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;
    ~Ring() {
        if (uring.ring_fd >= 0)
            io_uring_queue_exit(&uring);
    }
};

RioRing::~RioRing() = default;

std::unique_ptr<RioRing> RioRing::open() {
    const char* wanted = std::getenv("BERTH_IO_URING");
    if (wanted && std::strcmp(wanted, "0") == 0)
        return nullptr;
    std::unique_ptr<RioRing> made(new (std::nothrow) RioRing);
    std::unique_ptr<Ring> ring(new (std::nothrow) Ring);
    if (!made || !ring)
        return nullptr;
    io_uring_params parameters{};
    // Of Linux 5.19, with which came all that is needed here.
    parameters.flags = IORING_SETUP_COOP_TASKRUN | IORING_SETUP_SUBMIT_ALL;
    if (io_uring_queue_init_params(kBatch, &ring->uring, &parameters) < 0) {
        ring->uring.ring_fd = -1;
        return nullptr;
    }
    made->ring_ = std::move(ring);
    return made;
}

void RioRing::put(const RioTransfer& transfer, ssize_t* result) {
    io_uring_sqe* entry = io_uring_get_sqe(&ring_->uring);
    auto* message = reinterpret_cast<msghdr*>(transfer.message);
    const auto flags = static_cast<unsigned>(transfer.flags);
    if (message && transfer.sending)
        io_uring_prep_sendmsg(entry, transfer.fd, message, flags);
    else if (message)
        io_uring_prep_recvmsg(entry, transfer.fd, message, flags);
    else if (transfer.sending)
        io_uring_prep_send(entry, transfer.fd, transfer.data, transfer.length, transfer.flags);
    else
        io_uring_prep_recv(entry, transfer.fd, transfer.data, transfer.length, transfer.flags);
    io_uring_sqe_set_data(entry, result);
    *result = kNotRun;
    ++count_;
}

// Since no transfer waits for anything, the results are there as soon as the entries are taken.
bool RioRing::run() {
    uint32_t taken = 0;
    uint32_t ended = 0;
    bool sound = true;
    while (sound && (taken < count_ || ended < taken)) {
        if (taken < count_) {
            const int now = io_uring_submit(&ring_->uring);
            if (now > 0)
                taken += static_cast<uint32_t>(now);
            else if (now != -EINTR)
                sound = false;
        }
        if (sound && taken == count_ && io_uring_cq_ready(&ring_->uring) == 0 && ended < taken) {
            io_uring_cqe* first = nullptr;
            const int code = io_uring_wait_cqe(&ring_->uring, &first);
            sound = code == 0 || code == -EINTR;
        }
        unsigned head = 0;
        unsigned seen = 0;
        io_uring_cqe* completion = nullptr;
        io_uring_for_each_cqe(&ring_->uring, head, completion) {
            // One that was cancelled has not run: it is tried again.
            const ssize_t result = completion->res == -ECANCELED ? -EINTR : completion->res;
            *static_cast<ssize_t*>(io_uring_cqe_get_data(completion)) = result;
            ++seen;
        }
        io_uring_cq_advance(&ring_->uring, seen);
        ended += seen;
    }
    count_ = 0;
    return sound;
}

#else

struct RioRing::Ring {};
RioRing::~RioRing() = default;
std::unique_ptr<RioRing> RioRing::open() {
    return nullptr;
}
void RioRing::put(const RioTransfer&, ssize_t*) {}
bool RioRing::run() {
    return false;
}

#endif

}  // namespace berth::kernel
