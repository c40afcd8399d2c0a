// Other processes' changes of the catalog, as inotify tells of them. The file is replaced by each,
// so its folder is watched.
#include <sys/inotify.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <new>
#include <string>
#include <system_error>
#include <thread>

#include "nt/futex.h"
#include "ws2_32/catalog.h"
#include "ws2_32/catalog_file.h"
#include "ws2_32/config_change.h"

namespace berth::ws2 {
namespace {

constinit nt::FutexMutex lock;
constinit bool watching = false;

void changes_read(int descriptor, const std::string& name) {
    alignas(inotify_event) std::array<char, 4096> buffer;
    for (;;) {
        const ssize_t length = read(descriptor, buffer.data(), buffer.size());
        if (length < 0 && errno == EINTR)
            continue;
        if (length <= 0)
            break;
        bool concerned = false;
        for (const char* at = buffer.data(); at < buffer.data() + length;) {
            inotify_event event{};
            std::memcpy(&event, at, sizeof event);
            concerned |=
                (event.mask & IN_Q_OVERFLOW) != 0 || (event.len != 0 && name == at + sizeof event);
            at += sizeof event + event.len;
        }
        try {
            if (concerned)
                catalog_refresh();
        } catch (const std::bad_alloc&) {
            continue;  // the next change brings this one
        }
    }
    close(descriptor);
}

}  // namespace

void catalog_watch() {
    const std::lock_guard guard(lock);
    if (watching)
        return;
    const std::string path = catalog_file_path();
    const size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const int descriptor = inotify_init1(IN_CLOEXEC);
    if (descriptor < 0)
        return;
    if (inotify_add_watch(descriptor, folder.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE) <
        0) {
        close(descriptor);
        return;
    }
    // The program's signals are for its own threads.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    try {
        std::thread(changes_read, descriptor, path.substr(slash + 1)).detach();
        watching = true;
    } catch (const std::system_error&) {
        close(descriptor);
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace berth::ws2
