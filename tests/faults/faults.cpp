// One system call of the library's fails, and then the next one, and so on: whatever fails, each
// request completes exactly once, the error is a documented one, nothing hangs and nothing is left.
//   faults [--most N] [--only SCENARIO]
// For each scenario, each kind of call and each error that the kernel has for it, the first,
// second,
// ... call of the kind fails; --most bounds how many of these are tried (spread evenly; 0: all).
#include "scenario.h"

#include <process.h>

#include <dirent.h>
#include <errno.h>
#include <atomic>
#include <set>
#include <vector>

#include "fault_shim.h"

namespace faults {
namespace {

constexpr ULONGLONG kHang = 60000;

struct Fault {
    const char* kind;
    std::vector<int> numbers;
};
const std::vector<Fault> kFaults = {
    {"socket", {EMFILE, ENOBUFS, ENOMEM}},
    {"bind", {ENOMEM}},
    {"listen", {ENOBUFS}},
    {"accept4", {EAGAIN, EINTR, ECONNABORTED, EMFILE, ENOBUFS, ENOMEM}},
    {"connect", {EINTR, ENOBUFS, ENOMEM}},
    {"getsockname", {ENOBUFS}},
    {"getpeername", {ENOBUFS}},
    {"getsockopt", {ENOBUFS, ENOMEM}},
    {"setsockopt", {ENOBUFS, ENOMEM}},
    {"send", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"recv", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"sendto", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"recvfrom", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"sendmsg", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"recvmsg", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"sendfile", {EAGAIN, EINTR, ENOMEM}},
    {"dup3", {EINTR, EMFILE}},
    {"fcntl", {EMFILE}},
    {"close", {EINTR}},
    {"poll", {EINTR}},
    {"epoll_create1", {EMFILE, ENOMEM}},
    {"epoll_ctl", {ENOMEM, ENOSPC}},
    {"epoll_wait", {EINTR}},
    {"epoll_pwait2", {EINTR}},
    {"eventfd", {EMFILE, ENOMEM}},
    {"pthread_create", {EAGAIN}},
    {"memory", {ENOMEM}},
    {"direct_send", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"direct_recv", {EAGAIN, EINTR, ENOBUFS, ENOMEM}},
    {"io_uring_setup", {EPERM, ENOSYS, ENOMEM, EMFILE}},
    {"io_uring_enter", {EINTR, EAGAIN, EBUSY, ENOMEM}},
    {"io_uring_transfer", {EAGAIN, EINTR, ENOBUFS, ENOMEM, ECANCELED}},
};

// What Winsock says first about the failure, if anything.
std::set<int> documented(int number, const std::string& kind) {
    switch (number) {
        case EMFILE:
            return {WSAEMFILE, ERROR_TOO_MANY_OPEN_FILES, WSAENOBUFS, ERROR_NOT_ENOUGH_MEMORY};
        case ENOBUFS:
        case ENOMEM:
        case ENOSPC:
            if (kind == "recvmsg")  // a pipe's end; a local stream's receive takes no memory
                return {WSAENOBUFS, ERROR_NO_SYSTEM_RESOURCES, ERROR_BROKEN_PIPE};
            // FD_CLOSE knows no other reason.
            return {WSAENOBUFS, ERROR_NOT_ENOUGH_MEMORY, ERROR_NO_SYSTEM_RESOURCES,
                    WSAECONNABORTED};
        case ECONNABORTED:
            return {WSAECONNRESET, WSAECONNABORTED, ERROR_NETNAME_DELETED};
        case EAGAIN:
            if (kind == "pthread_create")
                return {WSAENOBUFS, ERROR_NOT_ENOUGH_MEMORY};
            return {};
        default:
            return {};  // signals and spurious wake-ups are not the program's business
    }
}

std::atomic<ULONGLONG> run_began;

struct Scenario {
    const char* name;
    void (*body)();
};
const Scenario kScenarios[] = {
    {"plain_transfers", plain_transfers},
    {"nonblocking", nonblocking},
    {"network_events", network_events},
    {"overlapped_by_event", overlapped_by_event},
    {"port_echo", port_echo},
    {"port_long_send", port_long_send},
    {"extensions", extensions},
    {"datagrams", datagrams},
    {"conditional_accept", conditional_accept},
    {"registered_io", registered_io},
    {"registered_batch", registered_batch},
    {"notifications", notifications},
    {"cancelled", cancelled},
    {"local_echo", local_echo},
    {"pipes", pipes},
};

int descriptors() {
    int count = 0;
    DIR* folder = opendir("/proc/self/fd");
    while (folder && readdir(folder))
        ++count;
    closedir(folder);
    return count;
}

unsigned __stdcall watch_over(void*) {
    for (;;) {
        Sleep(1000);
        if (GetTickCount64() - run_began > kHang) {
            printf("%s, %s: hangs\n", run.scenario, run.fault.c_str());
            fflush(stdout);
            abort();
        }
    }
}

// Once, with the nth call of the kind failing (0: none). Whether one failed.
bool run_once(const Scenario& scenario, int kind, int number, unsigned nth) {
    run = Run();
    run.scenario = scenario.name;
    if (nth != 0) {
        char text[128];
        sprintf_s(text, "%s %u fails with %d (%s)", fault_kind_name(kind), nth, number,
                  strerror(number));
        run.fault = text;
    }
    run_began = GetTickCount64();
    const int before = descriptors();
    fault_arm(kind, number, nth);
    scenario.body();
    const bool hit = fault_disarm() != 0;
    const int after = descriptors();
    if (after > before && nth != 0) {
        // What was made for all of the process stays, but does not come again.
        scenario.body();
        if (descriptors() > after)
            problem("%s%lld descriptors are left", "", descriptors() - before);
    }
    return hit;
}

int run_all(const Scenario& scenario, unsigned most) {
    int faults = 0;
    run_once(scenario, -1, 0, 0);
    run_once(scenario, -1, 0, 0);
    if (run.code != 0)
        problem("fails without a fault: %s %lld", run.where, run.code);
    std::vector<unsigned> counts;
    for (int kind = 0; kind < fault_kinds(); ++kind)
        counts.push_back(fault_count(kind));
    for (const Fault& fault : kFaults) {
        int kind = 0;
        while (strcmp(fault_kind_name(kind), fault.kind) != 0)
            ++kind;
        const unsigned count = counts[static_cast<size_t>(kind)];
        const unsigned tried = most != 0 && most < count ? most : count;
        for (const int number : fault.numbers) {
            for (unsigned i = 0; i < tried; ++i) {
                const bool hit = run_once(scenario, kind, number, 1 + i * count / tried);
                faults += hit;
                if (run.code != 0 && !documented(number, fault.kind).count(run.code))
                    problem("%s says %lld", run.where, run.code);
            }
        }
    }
    return faults;
}

}  // namespace
}  // namespace faults

int main(int argc, char** argv) {
    using namespace faults;
    unsigned most = 0;
    const char* only = nullptr;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--most") == 0)
            most = static_cast<unsigned>(atoi(argv[i + 1]));
        else
            only = argv[i + 1];
    }
    fault_arm(-1, 0, 0);  // before there are threads, which inherit what it sets up
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0)
        return 1;
    run_began = GetTickCount64();
    CloseHandle(
        reinterpret_cast<HANDLE>(_beginthreadex(nullptr, 0, watch_over, nullptr, 0, nullptr)));
    int faults = 0;
    for (const Scenario& scenario : kScenarios) {
        if (only && strcmp(only, scenario.name) != 0)
            continue;
        const int found = run_all(scenario, most);
        printf("%s: %d faults\n", scenario.name, found);
        fflush(stdout);
        faults += found;
    }
    WSACleanup();
    printf("%d faults, %d problems\n", faults, problems);
    return problems == 0 && faults > 0 ? 0 : 1;
}
