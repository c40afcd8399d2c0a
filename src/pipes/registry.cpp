#include "pipes/registry.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <ctime>
#include <mutex>
#include <string>

#include "namedpipeapi.h"
#include "nt/clock.h"
#include "nt/errno.h"
#include "nt/lasting.h"
#include "nt/text.h"
#include "winerror.h"
#include "winnt.h"

namespace berth::pipes {

namespace {

// What stands in the file; a change of it takes another name of the file (Registry::open).
constexpr uint32_t kSlots = 4096;
constexpr size_t kMostName = 1024;
constexpr size_t kAddress = 8;

struct Slot {
    State state;
    uint32_t name_size;
    uint64_t process;  // a number of its process's own
    Parameters parameters;
    char address[kAddress];  // of the listener, in the abstract name space
    uint32_t address_size;
    char name[kMostName];
};

struct Table {
    std::atomic<uint32_t> changes;  // a futex: something may listen now, or has gone
    uint32_t used;                  // slots that were ever taken
    Slot slots[kSlots];
};

class Registry {
  public:
    // 0 or a Windows error code.
    DWORD open() {
        if (table_)
            return 0;
        struct stat status {};
        const bool memory = stat("/dev/shm", &status) == 0 && S_ISDIR(status.st_mode);
        const std::string path = std::string(memory ? "/dev/shm" : "/tmp") + "/berth-pipes-1-" +
                                 std::to_string(geteuid());
        const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0)
            return nt::error_from_errno(errno);
        DWORD error = 0;
        if (fstat(file, &status) != 0 || status.st_uid != geteuid() || !S_ISREG(status.st_mode) ||
            (status.st_mode & 077) != 0)
            error = ERROR_ACCESS_DENIED;
        // It only ever grows, and new parts of it are zero.
        else if (status.st_size < static_cast<off_t>(sizeof(Table)) &&
                 ftruncate(file, sizeof(Table)) != 0)
            error = nt::error_from_errno(errno);
        void* const place =
            error != 0 ? MAP_FAILED
                       : mmap(nullptr, sizeof(Table), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (place == MAP_FAILED || getrandom(&process_, sizeof(process_), 0) < 0) {
            if (error == 0)
                error = nt::error_from_errno(errno);
            close(file);
            return error;
        }
        file_ = file;
        table_ = static_cast<Table*>(place);
        return 0;
    }

    // The following with the table locked.
    Slot& slot(uint32_t index) { return table_->slots[index]; }
    uint32_t used() const { return table_->used; }
    void notify() {
        table_->changes.fetch_add(1, std::memory_order_release);
        syscall(SYS_futex, &table_->changes, FUTEX_WAKE, nt::kWakeAll, nullptr, nullptr, 0);
    }
    // Empties the slots of processes that have ended.
    void sweep(std::string_view name) {
        for (uint32_t i = 0; i < used(); ++i) {
            if (is_of(i, name) && !alive(i))
                slot(i).state = State::kFree;
        }
    }
    bool is_of(uint32_t index, std::string_view name) {
        const Slot& at = slot(index);
        return at.state != State::kFree && at.name_size <= kMostName &&
               nt::text_compare_ignore_case(std::string_view(at.name, at.name_size), name) == 0;
    }
    // The number of a free slot, or kSlots.
    uint32_t take() {
        for (uint32_t i = 0; i < used(); ++i) {
            if (slot(i).state == State::kFree)
                return i;
        }
        for (uint32_t i = 0; used() == kSlots && i < kSlots; ++i) {
            if (!alive(i))
                return i;
        }
        return used() < kSlots ? table_->used++ : kSlots;
    }
    bool hold(uint32_t index) { return byte_lock(index + 1, F_WRLCK, false); }
    void let_go(uint32_t index) { byte_lock(index + 1, F_UNLCK, false); }
    uint64_t process() const { return process_; }

    // Sleeps until the table changes after the time when `changes` was read.
    uint32_t changes() const { return table_->changes.load(std::memory_order_acquire); }
    void wait(uint32_t changes, nt::Deadline deadline) {
        timespec left{};
        if (deadline != nt::kNever) {
            const uint64_t now = nt::clock_now();
            const uint64_t rest = deadline > now ? deadline - now : 0;
            left = {static_cast<time_t>(rest / 1'000'000'000),
                    static_cast<long>(rest % 1'000'000'000)};
        }
        syscall(SYS_futex, &table_->changes, FUTEX_WAIT, changes,
                deadline == nt::kNever ? nullptr : &left, nullptr, 0);
    }

    void lock() {
        threads_.lock();
        if (table_)
            byte_lock(0, F_WRLCK, true);
    }
    void unlock() {
        if (table_)
            byte_lock(0, F_UNLCK, false);
        threads_.unlock();
    }

  private:
    bool byte_lock(uint32_t offset, short type, bool wait) const {
        struct flock range {};
        range.l_type = type;
        range.l_whence = SEEK_SET;
        range.l_start = offset;
        range.l_len = 1;
        int result = 0;
        do {
            result = fcntl(file_, wait ? F_OFD_SETLKW : F_OFD_SETLK, &range);
        } while (result != 0 && errno == EINTR);
        return result == 0;
    }
    bool alive(uint32_t index) {
        if (slot(index).process == process_)
            return true;
        struct flock range {};
        range.l_type = F_WRLCK;
        range.l_whence = SEEK_SET;
        range.l_start = index + 1;
        range.l_len = 1;
        return fcntl(file_, F_OFD_GETLK, &range) != 0 || range.l_type != F_UNLCK;
    }

    nt::FutexMutex threads_;
    int file_ = -1;
    Table* table_ = nullptr;
    uint64_t process_ = 0;
};

// Never freed: threads close pipes while the process ends.
Registry& registry() {
    static nt::Lasting<Registry> lasting;
    Registry& made = lasting.get();
    return made;
}

// The registry's lock, with the table there; `error` says why not.
class Opened {
  public:
    Opened() {
        {
            // Opening takes no lock in the file, which is not there yet.
            static constinit nt::FutexMutex opening;
            const std::lock_guard guard(opening);
            error = registry().open();
        }
        if (error == 0)
            registry().lock();
    }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    ~Opened() {
        if (error == 0)
            registry().unlock();
    }
    DWORD error;
};

bool peer_belongs(const ucred& peer) {
    return peer.uid == geteuid();
}

DWORD socket_connect(const Slot& slot, int* connection) {
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0)
        return nt::error_from_errno(errno);
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    memcpy(name.sun_path, slot.address, slot.address_size);
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + slot.address_size);
    // A listener takes it at once, unless strangers have filled its queue.
    const timeval brief{1, 0};
    setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &brief, sizeof(brief));
    int result = 0;
    do {
        result = connect(made, reinterpret_cast<const sockaddr*>(&name), size);
    } while (result != 0 && errno == EINTR);
    const int number = result == 0 ? 0 : errno;
    if (number != 0 || !peer_is_own(made)) {
        close(made);
        return number == ENOMEM || number == ENOBUFS ? nt::error_from_errno(number)
                                                     : DWORD{ERROR_PIPE_BUSY};
    }
    const timeval never{0, 0};
    setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &never, sizeof(never));
    *connection = made;
    return 0;
}

// What a client may not ask for.
bool is_denied(DWORD access, uint32_t pipe_access) {
    return ((access & FILE_READ_DATA) && !(pipe_access & PIPE_ACCESS_OUTBOUND)) ||
           ((access & FILE_WRITE_DATA) && !(pipe_access & PIPE_ACCESS_INBOUND));
}

}  // namespace

bool peer_is_own(int connection) {
    ucred peer{};
    socklen_t size = sizeof(peer);
    return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer_belongs(peer);
}

int listener_make() {
    constexpr int kBacklog = 16;
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0)
        return -1;
    sockaddr_un name{};
    name.sun_family = AF_UNIX;
    // No path: the kernel picks a name in the abstract name space, gone with the socket.
    if (bind(made, reinterpret_cast<const sockaddr*>(&name), sizeof(sa_family_t)) == 0 &&
        listen(made, kBacklog) == 0)
        return made;
    const int kept = errno;
    close(made);
    errno = kept;
    return -1;
}

DWORD instance_add(std::string_view name, Parameters& parameters, bool only_first, int listener,
                   uint32_t* instance) {
    sockaddr_un address{};
    socklen_t size = sizeof(address);
    if (getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        return nt::error_from_errno(errno);
    const size_t address_size = size - offsetof(sockaddr_un, sun_path);
    if (address_size > kAddress || name.size() > kMostName)
        return ERROR_INVALID_NAME;
    const Opened opened;
    if (opened.error != 0)
        return opened.error;
    Registry& all = registry();
    all.sweep(name);
    uint32_t count = 0;
    for (uint32_t i = 0; i < all.used(); ++i) {
        if (!all.is_of(i, name))
            continue;
        const Parameters& first = all.slot(i).parameters;
        if (only_first || first.access != parameters.access ||
            first.message_type != parameters.message_type)
            return ERROR_ACCESS_DENIED;
        parameters.maximum = first.maximum;
        parameters.timeout = first.timeout;
        ++count;
    }
    if (count >= parameters.maximum && parameters.maximum != PIPE_UNLIMITED_INSTANCES)
        return ERROR_PIPE_BUSY;
    const uint32_t index = all.take();
    if (index == kSlots || !all.hold(index))
        return ERROR_NO_SYSTEM_RESOURCES;
    Slot& slot = all.slot(index);
    slot.process = all.process();
    slot.parameters = parameters;
    memcpy(slot.address, address.sun_path, address_size);
    slot.address_size = static_cast<uint32_t>(address_size);
    memcpy(slot.name, name.data(), name.size());
    slot.name_size = static_cast<uint32_t>(name.size());
    slot.state = State::kListening;
    all.notify();
    *instance = index;
    return 0;
}

void instance_state_set(uint32_t instance, State state) {
    const Opened opened;
    registry().slot(instance).state = state;
    registry().notify();
}

void instance_remove(uint32_t instance) {
    const Opened opened;
    registry().slot(instance).state = State::kFree;
    registry().let_go(instance);
    registry().notify();
}

uint32_t instance_count(uint32_t instance) {
    const Opened opened;
    Registry& all = registry();
    const Slot& own = all.slot(instance);
    const std::string name(own.name, own.name_size);
    uint32_t count = 0;
    all.sweep(name);
    for (uint32_t i = 0; i < all.used(); ++i)
        count += all.is_of(i, name) ? 1 : 0;
    return count;
}

DWORD client_connect(std::string_view name, DWORD access, Parameters& parameters, int* connection,
                     uint32_t* instance) {
    const Opened opened;
    if (opened.error != 0)
        return opened.error;
    Registry& all = registry();
    all.sweep(name);
    DWORD error = ERROR_FILE_NOT_FOUND;
    for (uint32_t i = 0; i < all.used(); ++i) {
        if (!all.is_of(i, name))
            continue;
        Slot& slot = all.slot(i);
        if (is_denied(access, slot.parameters.access))
            return ERROR_ACCESS_DENIED;
        error = slot.state == State::kListening ? socket_connect(slot, connection)
                                                : DWORD{ERROR_PIPE_BUSY};
        if (error == 0) {
            slot.state = State::kConnected;
            parameters = slot.parameters;
            *instance = i;
            return 0;
        }
        if (error != ERROR_PIPE_BUSY)
            return error;
    }
    return error;
}

DWORD instance_wait(std::string_view name, DWORD milliseconds) {
    nt::Deadline deadline = 0;
    for (bool first = true;; first = false) {
        uint32_t changes = 0;
        {
            const Opened opened;
            if (opened.error != 0)
                return opened.error;
            Registry& all = registry();
            all.sweep(name);
            bool exists = false;
            for (uint32_t i = 0; i < all.used(); ++i) {
                if (!all.is_of(i, name))
                    continue;
                if (all.slot(i).state == State::kListening)
                    return 0;
                exists = true;
                if (first && milliseconds == NMPWAIT_USE_DEFAULT_WAIT)
                    deadline = nt::deadline_after(all.slot(i).parameters.timeout);
            }
            if (!exists)
                return ERROR_FILE_NOT_FOUND;
            changes = all.changes();
        }
        if (first && milliseconds != NMPWAIT_USE_DEFAULT_WAIT)
            deadline = nt::deadline_after(milliseconds);
        if (deadline != nt::kNever && nt::clock_now() >= deadline)
            return ERROR_SEM_TIMEOUT;
        registry().wait(changes, deadline);
    }
}

}  // namespace berth::pipes
