#include "providers/kernel/shared_descriptor.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace berth::kernel {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() {
        if (fd_ >= 0)
            ::close(fd_);
    }
    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }
    explicit operator bool() const { return fd_ >= 0; }

  private:
    int fd_;
};

struct Offer {
    uint32_t key = 0;
    pid_t target = 0;
    Descriptor descriptor;
    Descriptor memory;
    Descriptor listener;  // none where the target is this process
    Descriptor process;   // a pidfd; none where the system has no such thing
    std::array<char, kSharedStateSize> state{};
    size_t size = 0;
};

// ---- the abstract socket ----

socklen_t address_make(uint32_t key, sockaddr_un* address) {
    *address = {};
    address->sun_family = AF_UNIX;
    int length = std::snprintf(address->sun_path + 1, sizeof address->sun_path - 1,
                               "berth-socket-%08x", key);
    return static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 +
                                  static_cast<size_t>(length));
}

uint32_t key_make() {
    uint32_t key = 0;
    while (key == 0 && getrandom(&key, sizeof key, 0) != sizeof key) {
    }
    return key;
}

int listener_make(uint32_t* key, Descriptor* listener) {
    constexpr int kBacklog = 4;
    Descriptor made(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!made)
        return errno;
    for (;;) {
        sockaddr_un address;
        *key = key_make();
        socklen_t length = address_make(*key, &address);
        if (bind(made.get(), reinterpret_cast<sockaddr*>(&address), length) == 0)
            break;
        if (errno != EADDRINUSE)
            return errno;
    }
    if (listen(made.get(), kBacklog) != 0)
        return errno;
    *listener = std::move(made);
    return 0;
}

// ---- one message: the state, and the descriptors as its control data ----

constexpr size_t kDescriptors = 2;

union Control {
    char bytes[CMSG_SPACE(kDescriptors * sizeof(int))];
    cmsghdr header;
};

bool descriptor_send(int connection, const Offer& offer) {
    iovec data{const_cast<char*>(offer.state.data()), offer.size};
    Control control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    const int fds[kDescriptors] = {offer.descriptor.get(), offer.memory.get()};
    header->cmsg_len = CMSG_LEN(sizeof fds);
    std::memcpy(CMSG_DATA(header), fds, sizeof fds);
    return sendmsg(connection, &message, MSG_NOSIGNAL | MSG_DONTWAIT) >= 0;
}

int descriptor_receive(int connection, DescriptorPair* taken, void* state, size_t size) {
    iovec data{state, size};
    Control control{};
    msghdr message{};
    message.msg_iov = &data;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    ssize_t length = 0;
    do {
        length = recvmsg(connection, &message, MSG_CMSG_CLOEXEC);
    } while (length < 0 && errno == EINTR);
    if (length < 0)
        return errno;
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
        return ENOENT;  // refused
    int fds[kDescriptors] = {-1, -1};
    const size_t came = header->cmsg_len - CMSG_LEN(0);
    std::memcpy(fds, CMSG_DATA(header), std::min(came, sizeof fds));
    Descriptor socket(fds[0]);
    Descriptor memory(fds[1]);
    if (static_cast<size_t>(length) != size || !socket || !memory)
        return came < sizeof fds ? EMFILE : EPROTO;
    taken->socket = socket.release();
    taken->memory = memory.release();
    return 0;
}

// Answers whoever asks for the offer; true when the target was among them.
bool offer_serve(const Offer& offer) {
    for (;;) {
        Descriptor connection(accept4(offer.listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!connection)
            return false;
        ucred peer{};
        socklen_t length = sizeof peer;
        if (getsockopt(connection.get(), SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
            peer.pid == offer.target && descriptor_send(connection.get(), offer))
            return true;
    }
}

// ---- the service ----

class Service {
  public:
    // Never destroyed: the thread may outlive main.
    static Service& instance() {
        static auto* service = new Service;
        return *service;
    }

    int add(Offer&& offer) {
        std::lock_guard guard(lock_);
        if (!wake_)
            wake_ = Descriptor(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
        if (!wake_)
            return errno;
        bool served = static_cast<bool>(offer.listener);
        offers_.push_back(std::move(offer));
        if (!served)
            return 0;
        if (running_) {
            eventfd_write(wake_.get(), 1);
            return 0;
        }
        return start();
    }

    // What this process offers to itself.
    bool take_own(uint32_t key, Offer* offer) {
        std::lock_guard guard(lock_);
        for (auto each = offers_.begin(); each != offers_.end(); ++each) {
            if (each->key == key && !each->listener) {
                *offer = std::move(*each);
                offers_.erase(each);
                return true;
            }
        }
        return false;
    }

  private:
    Service() {
        pthread_atfork([] { instance().lock_.lock(); }, [] { instance().lock_.unlock(); },
                       [] {
                           // The offers are the parent's, and so is the thread.
                           instance().offers_.clear();
                           instance().running_ = false;
                           instance().lock_.unlock();
                       });
    }

    int start() {
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the program's threads
        int number = 0;
        try {
            std::thread([this] { run(); }).detach();
            running_ = true;
        } catch (const std::system_error&) {
            offers_.pop_back();
            number = EAGAIN;
        }
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return number;
    }

    void run() {
        std::vector<pollfd> waiting;
        for (;;) {
            constexpr int kLookAgain = 1000;  // ms; for processes whose end nothing tells
            int patience = -1;
            {
                std::lock_guard guard(lock_);
                offers_.erase(std::remove_if(offers_.begin(), offers_.end(),
                                             [](const Offer& offer) {
                                                 return offer.listener && is_over(offer);
                                             }),
                              offers_.end());
                waiting.assign(1, pollfd{wake_.get(), POLLIN, 0});
                for (const Offer& offer : offers_) {
                    if (!offer.listener)
                        continue;
                    waiting.push_back({offer.listener.get(), POLLIN, 0});
                    if (offer.process)
                        waiting.push_back({offer.process.get(), POLLIN, 0});
                    else
                        patience = kLookAgain;
                }
                if (waiting.size() == 1) {
                    running_ = false;
                    return;
                }
            }
            poll(waiting.data(), waiting.size(), patience);
            eventfd_t count = 0;
            eventfd_read(waiting[0].fd, &count);
        }
    }

    // Taken, or the process that could take it has ended. Only this thread closes these
    // descriptors.
    static bool is_over(const Offer& offer) {
        if (offer_serve(offer))
            return true;
        if (!offer.process)
            return kill(offer.target, 0) != 0 && errno == ESRCH;
        pollfd ended{offer.process.get(), POLLIN, 0};
        return poll(&ended, 1, 0) > 0;
    }

    std::mutex lock_;
    std::vector<Offer> offers_;
    Descriptor wake_;
    bool running_ = false;
};

// Whether there is such a process, and where the system can tell of its end, a descriptor that
// does.
int process_watch(pid_t process, Descriptor* watch) {
    *watch = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, process, 0)));
    if (*watch)
        return 0;
    if (errno == ESRCH || errno == EINVAL)
        return ESRCH;
    return kill(process, 0) == 0 || errno == EPERM ? 0 : errno;  // too old a system, or a sandbox
}

}  // namespace

int descriptor_offer(DescriptorPair fds, uint32_t target, const void* state, size_t size,
                     uint32_t* key) {
    if (target == 0 || target > INT_MAX)
        return ESRCH;
    try {
        Offer offer;
        offer.target = static_cast<pid_t>(target);
        bool own = offer.target == getpid();
        if (int number = own ? 0 : process_watch(offer.target, &offer.process))
            return number;
        offer.descriptor = Descriptor(fcntl(fds.socket, F_DUPFD_CLOEXEC, 0));
        offer.memory = Descriptor(offer.descriptor ? fcntl(fds.memory, F_DUPFD_CLOEXEC, 0) : -1);
        if (!offer.memory)
            return errno;
        if (own)
            offer.key = key_make();
        else if (int number = listener_make(&offer.key, &offer.listener))
            return number;
        offer.size = std::min(size, kSharedStateSize);
        std::memcpy(offer.state.data(), state, offer.size);
        *key = offer.key;
        return Service::instance().add(std::move(offer));
    } catch (const std::bad_alloc&) {
        return ENOMEM;
    }
}

int descriptor_take(uint32_t key, DescriptorPair* taken, void* state, size_t size) {
    constexpr time_t kPatience = 10;  // seconds; the other process may have been stopped
    Offer own;
    if (Service::instance().take_own(key, &own)) {
        if (own.size != size)
            return EPROTO;
        std::memcpy(state, own.state.data(), size);
        taken->socket = own.descriptor.release();
        taken->memory = own.memory.release();
        return 0;
    }
    Descriptor connection(socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    if (!connection)
        return errno;
    timeval patience{kPatience, 0};
    setsockopt(connection.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(connection.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_un address;
    socklen_t length = address_make(key, &address);
    if (connect(connection.get(), reinterpret_cast<sockaddr*>(&address), length) != 0)
        return errno == ECONNREFUSED ? ENOENT : errno;
    return descriptor_receive(connection.get(), taken, state, size);
}

}  // namespace berth::kernel
