#include "providers/kernel/shared_state.h"

#include <sched.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <new>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "nt/lasting.h"
#include "providers/kernel/bound_address.h"
#include "providers/kernel/linux.h"
#include "providers/kernel/option_rare.h"
#include "providers/kernel/shared_descriptor.h"

namespace berth::kernel {
namespace {

static_assert(std::is_trivially_copyable_v<SharedState> && sizeof(SharedState) <= kSharedStateSize);

// The memory. An odd version: somebody writes.
struct Common {
    std::atomic<uint32_t> version;
    std::atomic<uint64_t> registered;  // which descriptor has the network events; 0: none did yet
    SharedState state;
};

struct Part {
    int fd = -1;
    Common* common = nullptr;
    uint32_t seen = 0;
};

struct Parts {
    nt::FutexMutex lock;  // over the memory as well, between the duplicates of this process
    std::unordered_map<const Socket*, Part> by_socket;
};
Parts& parts() {
    static nt::Lasting<Parts> lasting;
    return lasting.get();
}

Part* part_of(const Socket& socket) {
    const auto found = parts().by_socket.find(&socket);
    return found == parts().by_socket.end() ? nullptr : &found->second;
}

uint64_t name_of(const Socket& socket) {
    constexpr int kSerialBits = 40;
    return static_cast<uint64_t>(getpid()) << kSerialBits | (socket.serial + 1);
}

// Another process writes for some instructions, unless it died in between.
constexpr int kPatience = 1000;

uint32_t version_settled(const Common& common) {
    uint32_t version = common.version.load(std::memory_order_acquire);
    for (int i = 0; (version & 1) != 0 && i < kPatience; ++i) {
        sched_yield();
        version = common.version.load(std::memory_order_acquire);
    }
    return version;
}

void common_write(Common& common, const SharedState& state) {
    uint32_t version = version_settled(common);
    while (!common.version.compare_exchange_weak(version, version | 1)) {
    }
    std::memcpy(&common.state, &state, sizeof state);
    common.version.store((version | 1) + 1, std::memory_order_release);
}

uint32_t common_read(Common& common, SharedState* state) {
    for (int i = 0;; ++i) {
        const uint32_t version = version_settled(common);
        std::memcpy(state, &common.state, sizeof *state);
        // A read that changes nothing, and before which the copy is made.
        if (common.version.fetch_or(0, std::memory_order_acq_rel) == version || i == kPatience)
            return version;
    }
}

int part_make(Socket& socket, int fd, uint32_t seen) try {
    void* const memory = mmap(nullptr, sizeof(Common), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED)
        return errno;
    parts().by_socket[&socket] = {fd, static_cast<Common*>(memory), seen};
    return 0;
} catch (const std::bad_alloc&) {
    return ENOMEM;
}

// The gaps are zero.
std::string_view bytes_of(const SharedState& state) {
    return {reinterpret_cast<const char*>(&state), sizeof state};
}

// What this process keeps about the one descriptor, elsewhere.
constexpr Kept kOwn[] = {Kept::interfaces_listed, Kept::receives_all, Kept::port_reserved,
                         Kept::port_from_reservation};

}  // namespace

SharedState shared_state_of(const Socket& socket) {
    SharedState state;
    std::memset(&state, 0, sizeof state);  // the gaps travel, too
    state.version = SharedState::kVersion;
    state.family = socket.family;
    state.type = socket.type;
    state.protocol = socket.protocol;
    state.flags = socket.flags;
    state.bound = socket.bound;
    state.listening = socket.listening;
    state.connecting = socket.connecting;
    state.connected = socket.connected;
    state.receive_shut = socket.receive_shut;
    state.send_shut = socket.send_shut;
    state.bound_by_program = socket.bound_by_program;
    state.linger_set = socket.linger_set;
    state.exclusive_address = socket.exclusive_address;
    state.reuse_address = socket.reuse_address;
    state.conditional_accept = socket.conditional_accept;
    state.accept_paused = socket.accept_paused;
    state.udp_connreset = socket.udp_connreset;
    state.send_timeout_set = socket.send_timeout_set;
    state.receive_timeout_set = socket.receive_timeout_set;
    state.urgent_inline = socket.urgent_inline;
    state.failure = socket.failure;
    state.connect_error = socket.connect_error;
    state.connect_timeout_seconds = socket.connect_timeout_seconds;
    state.connected_at = socket.connected_at;
    state.kept = socket.kept.values();
    const RareOptions rare = rare_options(socket);
    state.user_mtu4 = rare.user_mtu4;
    state.user_mtu6 = rare.user_mtu6;
    return state;
}

void shared_state_assign(Socket& socket, const SharedState& state) {
    socket.bound = state.bound;
    socket.listening = state.listening;
    socket.connecting = state.connecting;
    socket.connected = state.connected;
    socket.receive_shut = state.receive_shut;
    socket.send_shut = state.send_shut;
    socket.bound_by_program = state.bound_by_program;
    socket.linger_set = state.linger_set;
    socket.exclusive_address = state.exclusive_address;
    socket.reuse_address = state.reuse_address;
    socket.conditional_accept = state.conditional_accept;
    socket.accept_paused = state.accept_paused;
    socket.udp_connreset = state.udp_connreset;
    socket.send_timeout_set = state.send_timeout_set;
    socket.receive_timeout_set = state.receive_timeout_set;
    socket.urgent_inline = state.urgent_inline;
    socket.failure = state.failure;
    socket.connect_error = state.connect_error;
    socket.connect_timeout_seconds = state.connect_timeout_seconds;
    socket.connected_at = state.connected_at;
    socket.kept.assign(state.kept);
    if (socket.kept.get(Kept::rarely_kept))
        rare_options_change(socket, [&](RareOptions& rare) {
            rare.user_mtu4 = state.user_mtu4;
            rare.user_mtu6 = state.user_mtu6;
        });
}

int shared_memory_make(Socket& socket, int* fd) {
    const std::lock_guard guard(parts().lock);
    if (const Part* part = part_of(socket)) {
        *fd = part->fd;
        return 0;
    }
    *fd = memfd_create("berth-socket", MFD_CLOEXEC);
    if (*fd < 0)
        return errno;
    int number = ftruncate(*fd, sizeof(Common)) == 0 ? part_make(socket, *fd, 0) : errno;
    if (number != 0)
        lnx::sys_close(*fd);
    return number;
}

int shared_memory_join(Socket& socket, int fd) {
    const std::lock_guard guard(parts().lock);
    const int number = part_make(socket, fd, 1);  // whatever is there is news
    if (number != 0)
        lnx::sys_close(fd);
    return number;
}

void shared_memory_forget(const Socket& socket) {
    const std::lock_guard guard(parts().lock);
    if (const Part* part = part_of(socket)) {
        munmap(part->common, sizeof(Common));
        lnx::sys_close(part->fd);
        parts().by_socket.erase(&socket);
    }
}

void shared_state_take(Socket& socket) {
    SharedState state;
    const bool bound_before = socket.bound;
    {
        const std::lock_guard guard(parts().lock);
        Part* const part = part_of(socket);
        if (!part || part->common->version.load(std::memory_order_acquire) == part->seen)
            return;
        part->seen = common_read(*part->common, &state);
    }
    for (const Kept own : kOwn)
        state.kept[static_cast<size_t>(own)] = socket.kept.get(own);
    shared_state_assign(socket, state);
    socket.plain_update();
    if (!bound_before && socket.bound)
        address_note(socket);
}

void shared_state_tell(const Socket& socket) {
    const SharedState state = shared_state_of(socket);
    const std::lock_guard guard(parts().lock);
    Part* const part = part_of(socket);
    if (!part || bytes_of(part->common->state) == bytes_of(state))
        return;
    common_write(*part->common, state);
    part->seen = part->common->version.load(std::memory_order_acquire);
}

void shared_registration_take(const Socket& socket) {
    const std::lock_guard guard(parts().lock);
    if (Part* const part = part_of(socket))
        part->common->registered = name_of(socket);
}

bool shared_registration_is_ours(const Socket& socket) {
    const std::lock_guard guard(parts().lock);
    const Part* const part = part_of(socket);
    if (!part)
        return true;
    const uint64_t name = part->common->registered;
    return name == 0 || name == name_of(socket);
}

}  // namespace berth::kernel
