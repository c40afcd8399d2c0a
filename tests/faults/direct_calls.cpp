// System calls that the library makes without libc: its shortest sends and receives, and those of
// liburing, which is part of it. seccomp traps what these instructions call, by their address, and
// the handler of SIGSYS makes the call, or lets it fail. So a build like any other is tested. Where
// seccomp is refused, and under valgrind, these calls are neither counted nor fail.
#include "fault_point.h"

#ifdef __x86_64__
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace faults {
namespace {

// A ring, from the calls that set it up.
struct Ring {
    std::atomic<int> fd{-1};
    io_uring_params parameters;
    char* memory;
    io_uring_sqe* entries;

    unsigned* at(unsigned offset) const { return reinterpret_cast<unsigned*>(memory + offset); }
};
Ring rings[64];
std::atomic<unsigned> rings_made{0};

Ring* ring_of(int fd) {
    for (unsigned i = rings_made.load(); i-- > 0;)
        if (rings[i % 64].fd.load() == fd)
            return &rings[i % 64];
    return nullptr;
}

void ring_made(int fd, const io_uring_params& parameters) {
    Ring* ring = ring_of(fd);  // the number was another's before
    if (!ring)
        ring = &rings[rings_made.fetch_add(1) % 64];
    ring->parameters = parameters;
    ring->memory = nullptr;
    ring->entries = nullptr;
    ring->fd.store(fd);
}

void ring_mapped(int fd, unsigned long offset, char* memory) {
    Ring* ring = ring_of(fd);
    if (ring && offset == IORING_OFF_SQES)
        ring->entries = reinterpret_cast<io_uring_sqe*>(memory);
    else if (ring && offset == IORING_OFF_SQ_RING)
        ring->memory = memory;
}

long call(long number, const long* arguments) {
    const long result = syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                                arguments[4], arguments[5]);
    return result < 0 ? -errno : result;
}

// The entry that fails is submitted as one that does nothing, and its result is written over.
long enter(const long* arguments) {
    const Ring* ring = ring_of(static_cast<int>(arguments[0]));
    int number = 0, fd = -1;
    uint64_t data = 0;
    if (ring && ring->memory && ring->entries) {
        const auto& queue = ring->parameters.sq_off;
        const unsigned mask = *ring->at(queue.ring_mask);
        const unsigned tail = __atomic_load_n(ring->at(queue.tail), __ATOMIC_ACQUIRE);
        for (unsigned i = *ring->at(queue.head); i != tail; ++i) {
            io_uring_sqe& entry = ring->entries[ring->at(queue.array)[i & mask]];
            if (number != 0 || !fault_due(k_io_uring_transfer))
                continue;
            number = errno;
            fd = entry.fd;
            data = entry.user_data;
            memset(&entry, 0, sizeof entry);
            entry.opcode = IORING_OP_NOP;
            entry.user_data = data;
        }
    }
    const long result = call(SYS_io_uring_enter, arguments);
    if (number != 0) {
        const auto& queue = ring->parameters.cq_off;
        const unsigned mask = *ring->at(queue.ring_mask);
        const unsigned tail = __atomic_load_n(ring->at(queue.tail), __ATOMIC_ACQUIRE);
        auto* results = reinterpret_cast<io_uring_cqe*>(ring->memory + queue.cqes);
        for (unsigned i = *ring->at(queue.head); i != tail; ++i)
            if (results[i & mask].user_data == data)
                results[i & mask].res = -number;
        if (number == EAGAIN)
            edge_again(fd);
    }
    return result;
}

long trapped(long number, const long* arguments) {
    const auto fd = static_cast<int>(arguments[0]);
    const auto flags = static_cast<int>(arguments[3]);
    switch (number) {
        case SYS_sendto:
            if (fault_due_transfer(k_direct_send, fd, flags))
                return -errno;
            break;
        case SYS_recvfrom:
            if (fault_due_transfer(k_direct_recv, fd, flags))
                return -errno;
            break;
        case SYS_io_uring_enter:
            return fault_due(k_io_uring_enter) ? -errno : enter(arguments);
        case SYS_io_uring_setup: {
            if (fault_due(k_io_uring_setup))
                return -errno;
            const long made = call(number, arguments);
            if (made >= 0)
                ring_made(static_cast<int>(made),
                          *reinterpret_cast<const io_uring_params*>(arguments[1]));
            return made;
        }
        case SYS_mmap: {
            const long at = call(number, arguments);
            if (at > 0)
                ring_mapped(static_cast<int>(arguments[4]),
                            static_cast<unsigned long>(arguments[5]), reinterpret_cast<char*>(at));
            return at;
        }
    }
    return call(number, arguments);
}

void on_trap(int, siginfo_t* information, void* context) {
    const int kept = errno;
    auto* registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
    const long arguments[] = {registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                              registers[REG_R10], registers[REG_R8],  registers[REG_R9]};
    registers[REG_RAX] = trapped(information->si_syscall, arguments);
    errno = kept;
}

}  // namespace

void direct_calls_trap(const Range& code) {
    static std::atomic<bool> done{false};
    const auto high = static_cast<unsigned>(code.begin >> 32);
    if (high != static_cast<unsigned>(code.end >> 32) || done.exchange(true))
        return;
    struct sigaction action = {};
    action.sa_sigaction = on_trap;
    // What else the thread lets through goes on interrupting the call that the handler makes.
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGSYS, &action, nullptr);
    constexpr auto kNumber = offsetof(seccomp_data, nr);
    constexpr auto kAddress = offsetof(seccomp_data, instruction_pointer);
    sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 11),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kNumber),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sendto, 4, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_recvfrom, 3, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_enter, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_io_uring_setup, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 5),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kAddress + 4),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, high, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, kAddress),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, static_cast<unsigned>(code.begin), 0, 1),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, static_cast<unsigned>(code.end), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
    };
    const sock_fprog filter = {sizeof program / sizeof *program, program};
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0 &&
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

}  // namespace faults

#else
void faults::direct_calls_trap(const Range&) {}
#endif
