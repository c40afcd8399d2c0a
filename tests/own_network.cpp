// own_network PROGRAM [ARGUMENT...]: runs a program on a loopback network of its own, where no
// other test can take the port that it is about to use again. Without the privilege it runs on the
// network that all share.
#include <cstdio>
#include <cstring>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

bool loopback_raise() {
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request{};
    std::strcpy(request.ifr_name, "lo");
    request.ifr_flags = IFF_UP;
    return fd >= 0 && ioctl(fd, SIOCSIFFLAGS, &request) == 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "own_network PROGRAM [ARGUMENT...]\n");
        return 2;
    }
    if (unshare(CLONE_NEWNET) == 0 && !loopback_raise()) {
        std::perror("own_network: the loopback interface");
        return 2;
    }
    execvp(argv[1], argv + 1);
    std::perror(argv[1]);
    return 127;
}
