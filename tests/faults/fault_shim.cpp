// System calls that fail on demand. A program that loads this before libc gets it between
// libws2_32.so and libc: it counts the library's calls of each kind and lets one of them fail, as
// the kernel would. What the kernel does with the call before it fails is done here too.
#include "fault_shim.h"
#include "fault_point.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

using namespace faults;

const char* const kNames[] = {
#define FAULT_NAME(kind) #kind,
    FAULT_KINDS(FAULT_NAME)
#undef FAULT_NAME
};

std::atomic<unsigned> counts[kKinds];
std::atomic<int> armed_kind{-1};
std::atomic<int> armed_errno{0};
std::atomic<unsigned> armed_left{0};
std::atomic<unsigned> fired{0};

Range ranges[4];
std::atomic<int> range_count{-1};

int range_add(dl_phdr_info* info, size_t, void* count) {
    const char* const names[] = {"libws2_32", "libasan", "libtsan", "libubsan"};
    int& used = *static_cast<int*>(count);
    for (const char* name : names) {
        if (!strstr(info->dlpi_name, name) || used == 4)
            continue;
        Range range{~uintptr_t{0}, 0};
        for (int i = 0; i < info->dlpi_phnum; ++i) {
            const auto& part = info->dlpi_phdr[i];
            if (part.p_type != PT_LOAD || !(part.p_flags & PF_X))
                continue;
            range.begin = info->dlpi_addr + part.p_vaddr;
            range.end = range.begin + part.p_memsz;
        }
        if (name == names[0])
            direct_calls_trap(range);
        ranges[used++] = range;
    }
    return 0;
}

bool from_library(const void* caller) {
    const int count = range_count.load(std::memory_order_acquire);
    const auto address = reinterpret_cast<uintptr_t>(caller);
    for (int i = 0; i < count; ++i)
        if (address >= ranges[i].begin && address < ranges[i].end)
            return true;
    return false;
}

// Whether this call is the one that fails.
bool fails(Kind kind, const void* caller) {
    return range_count.load(std::memory_order_acquire) >= 0 && from_library(caller) &&
           fault_due(kind);
}

template <typename Function>
Function* real(const char* name, Function*) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}
#define REAL(name) static auto* const next = real(#name, &name)

// What is registered with epoll, by descriptor.
constexpr int kDescriptors = 4096;
struct Registration {
    std::atomic<int> epoll{-1};
    epoll_event event;
};
Registration registrations[kDescriptors];

bool blocks(int fd, int flags) {
    REAL(fcntl);
    return !(flags & MSG_DONTWAIT) && !(next(fd, F_GETFL) & O_NONBLOCK);
}

// For calls that wait for the socket.
bool transfer_fails(Kind kind, int fd, int flags, const void* caller) {
    return from_library(caller) && fault_due_transfer(kind, fd, flags);
}

}  // namespace

bool faults::fault_due(Kind kind) {
    counts[kind].fetch_add(1);
    if (armed_kind.load() != kind || armed_left.load() == 0 || armed_left.fetch_sub(1) != 1)
        return false;
    fired.fetch_add(1);
    errno = armed_errno.load();
    return true;
}

// A blocking call has no EAGAIN.
bool faults::fault_due_transfer(Kind kind, int fd, int flags) {
    if (armed_kind.load() == kind && armed_errno.load() == EAGAIN && blocks(fd, flags))
        return false;
    if (!fault_due(kind))
        return false;
    if (errno == EAGAIN)
        edge_again(fd);
    return true;
}

// The kernel says EAGAIN only where an edge is still to come; here there may have been the last.
void faults::edge_again(int fd) {
    REAL(epoll_ctl);
    const int kept = errno;
    if (fd >= 0 && fd < kDescriptors && registrations[fd].epoll.load() >= 0)
        next(registrations[fd].epoll.load(), EPOLL_CTL_MOD, fd, &registrations[fd].event);
    errno = kept;
}

#define CALLER __builtin_return_address(0)
#define PLAIN(result, name, parameters, arguments) \
    result name parameters {                       \
        REAL(name);                                \
        if (fails(k_##name, CALLER))               \
            return -1;                             \
        return next arguments;                     \
    }
#define TRANSFER(result, name, parameters, arguments, flags) \
    result name parameters {                                 \
        REAL(name);                                          \
        if (transfer_fails(k_##name, fd, flags, CALLER))     \
            return -1;                                       \
        return next arguments;                               \
    }

extern "C" {

int fault_kinds() {
    return kKinds;
}
const char* fault_kind_name(int kind) {
    return kNames[kind];
}
unsigned fault_count(int kind) {
    return counts[kind].load();
}
void fault_arm(int kind, int number, unsigned nth) {
    if (range_count.load() < 0) {
        int count = 0;
        dl_iterate_phdr(range_add, &count);
        range_count.store(count, std::memory_order_release);
    }
    for (auto& count : counts)
        count.store(0);
    armed_left.store(0);
    fired.store(0);
    armed_errno.store(number);
    armed_kind.store(kind);
    armed_left.store(nth);
}
unsigned fault_disarm() {
    armed_left.store(0);
    armed_kind.store(-1);
    return fired.load();
}

// A program that knows nothing of this: CALL=ERRNO@N in BERTH_FAULT arms it, BERTH_FAULT_COUNTS
// names a file for the numbers of calls. Its children go unharmed.
static char* counts_path;
__attribute__((constructor)) static void arm_from_environment() {
    const char* path = getenv("BERTH_FAULT_COUNTS");
    if (path) {
        counts_path = strdup(path);
        unsetenv("BERTH_FAULT_COUNTS");
        fault_arm(-1, 0, 0);
    }
    const char* wanted = getenv("BERTH_FAULT");
    const char* equals = wanted ? strchr(wanted, '=') : nullptr;
    const char* at = equals ? strchr(equals, '@') : nullptr;
    if (!at)
        return;
    for (int kind = 0; kind < kKinds; ++kind)
        if (strlen(kNames[kind]) == static_cast<size_t>(equals - wanted) &&
            strncmp(wanted, kNames[kind], static_cast<size_t>(equals - wanted)) == 0)
            fault_arm(kind, atoi(equals + 1), static_cast<unsigned>(atoi(at + 1)));
    unsetenv("BERTH_FAULT");
}
__attribute__((destructor)) static void counts_write() {
    FILE* file = counts_path ? fopen(counts_path, "we") : nullptr;
    for (int kind = 0; file && kind < kKinds; ++kind)
        fprintf(file, "%s %u\n", kNames[kind], counts[kind].load());
    if (file)
        fclose(file);
}

PLAIN(int, socket, (int family, int type, int protocol) noexcept, (family, type, protocol))
PLAIN(int, bind, (int fd, const sockaddr* address, socklen_t length) noexcept,
      (fd, address, length))
PLAIN(int, listen, (int fd, int backlog) noexcept, (fd, backlog))
PLAIN(int, getsockname, (int fd, sockaddr* address, socklen_t* length) noexcept,
      (fd, address, length))
PLAIN(int, getpeername, (int fd, sockaddr* address, socklen_t* length) noexcept,
      (fd, address, length))
PLAIN(int, setsockopt, (int fd, int level, int name, const void* value, socklen_t length) noexcept,
      (fd, level, name, value, length))
PLAIN(int, dup3, (int from, int to, int flags) noexcept, (from, to, flags))
PLAIN(int, poll, (pollfd * fds, nfds_t count, int timeout), (fds, count, timeout))
PLAIN(int, epoll_create1, (int flags) noexcept, (flags))
PLAIN(int, eventfd, (unsigned value, int flags) noexcept, (value, flags))
PLAIN(int, epoll_wait, (int fd, epoll_event* events, int room, int timeout),
      (fd, events, room, timeout))
PLAIN(int, epoll_pwait2,
      (int fd, epoll_event* events, int room, const timespec* timeout, const sigset_t* mask),
      (fd, events, room, timeout, mask))
TRANSFER(int, accept4, (int fd, sockaddr* address, socklen_t* length, int flags),
         (fd, address, length, flags), 0)
TRANSFER(ssize_t, send, (int fd, const void* data, size_t length, int flags),
         (fd, data, length, flags), flags)
TRANSFER(ssize_t, recv, (int fd, void* data, size_t length, int flags), (fd, data, length, flags),
         flags)
TRANSFER(ssize_t, sendto,
         (int fd, const void* data, size_t length, int flags, const sockaddr* to, socklen_t size),
         (fd, data, length, flags, to, size), flags)
TRANSFER(ssize_t, recvfrom,
         (int fd, void* data, size_t length, int flags, sockaddr* from, socklen_t* size),
         (fd, data, length, flags, from, size), flags)
TRANSFER(ssize_t, sendmsg, (int fd, const msghdr* message, int flags), (fd, message, flags), flags)
TRANSFER(ssize_t, recvmsg, (int fd, msghdr* message, int flags), (fd, message, flags), flags)

// SO_ERROR and SO_PEERCRED take no memory.
int getsockopt(int fd, int level, int name, void* value, socklen_t* length) noexcept {
    REAL(getsockopt);
    if (!(level == SOL_SOCKET && (name == SO_ERROR || name == SO_PEERCRED)) &&
        fails(k_getsockopt, CALLER))
        return -1;
    return next(fd, level, name, value, length);
}

ssize_t sendfile(int fd, int from, off_t* offset, size_t length) noexcept {
    REAL(sendfile);
    if (transfer_fails(k_sendfile, fd, 0, CALLER))
        return -1;
    return next(fd, from, offset, length);
}

// A connect that a signal interrupts goes on without its caller.
int connect(int fd, const sockaddr* address, socklen_t length) {
    REAL(connect);
    if (!fails(k_connect, CALLER))
        return next(fd, address, length);
    const int number = errno;
    if (number == EINTR && address->sa_family != AF_UNIX)
        next(fd, address, length);
    errno = number;
    return -1;
}

// What close() reports does not keep the descriptor open.
int close(int fd) {
    REAL(close);
    if (fd >= 0 && fd < kDescriptors)
        registrations[fd].epoll.store(-1);
    const bool failed = fails(k_close, CALLER);
    const int number = errno;
    const int result = next(fd);
    if (!failed)
        return result;
    errno = number;
    return -1;
}

// Only what makes a descriptor can fail.
int fcntl(int fd, int command, ...) {
    REAL(fcntl);
    va_list arguments;
    va_start(arguments, command);
    void* argument = va_arg(arguments, void*);
    va_end(arguments);
    if (command == F_DUPFD_CLOEXEC && fails(k_fcntl, CALLER))
        return -1;
    return next(fd, command, argument);
}

int epoll_ctl(int epoll, int operation, int fd, epoll_event* event) noexcept {
    REAL(epoll_ctl);
    if (operation == EPOLL_CTL_ADD && fails(k_epoll_ctl, CALLER))
        return -1;
    const int result = next(epoll, operation, fd, event);
    if (result == 0 && fd >= 0 && fd < kDescriptors) {
        if (operation == EPOLL_CTL_DEL) {
            registrations[fd].epoll.store(-1);
        } else {
            registrations[fd].event = *event;
            registrations[fd].epoll.store(epoll);
        }
    }
    return result;
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*routine)(void*),
                   void* argument) noexcept {
    REAL(pthread_create);
    if (fails(k_pthread_create, CALLER))
        return errno;
    return next(thread, attributes, routine, argument);
}

// The trap of direct calls has to reach every thread.
int pthread_sigmask(int how, const sigset_t* set, sigset_t* before) noexcept {
    REAL(pthread_sigmask);
    if (!set || how == SIG_UNBLOCK)
        return next(how, set, before);
    sigset_t without = *set;
    sigdelset(&without, SIGSYS);
    return next(how, &without, before);
}

}  // extern "C"

// The library's own allocations; its containers come this way, too.
void* operator new(size_t size) {
    void* memory = fails(k_memory, CALLER) ? nullptr : malloc(size ? size : 1);
    if (!memory)
        throw std::bad_alloc();
    return memory;
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
    return fails(k_memory, CALLER) ? nullptr : malloc(size ? size : 1);
}
void operator delete(void* memory) noexcept {
    free(memory);
}
void operator delete(void* memory, size_t) noexcept {
    free(memory);
}
