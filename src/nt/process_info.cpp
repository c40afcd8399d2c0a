// What a process uses and how it is scheduled.
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "nt/api.h"
#include "nt/clock.h"
#include "nt/errno.h"
#include "nt/handle.h"
#include "nt/process_object.h"
#include "nt/processor_time.h"
#include "processthreadsapi.h"
#include "psapi.h"

using namespace berth::nt;

namespace berth::nt {

bool processor_times_read(const std::string& path, uint64_t* user, uint64_t* kernel,
                          uint64_t* start) {
    const std::unique_ptr<FILE, int (*)(FILE*)> file(fopen(path.c_str(), "re"), fclose);
    char line[1024];
    if (!file || !fgets(line, sizeof(line), file.get()))
        return false;
    const char* const rest = strrchr(line, ')');  // the name may hold anything
    unsigned long values[3] = {};
    if (!rest || sscanf(rest + 2,
                        "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %*d "
                        "%*d %lu",
                        &values[0], &values[1], &values[2]) != 3)
        return false;
    const uint64_t unit = clock_tick();
    *user = values[0] * unit;
    *kernel = values[1] * unit;
    *start = values[2] * unit;
    return true;
}

uint64_t clock_tick() {
    return 10'000'000 / static_cast<uint64_t>(sysconf(_SC_CLK_TCK));
}

}  // namespace berth::nt

namespace {

struct PriorityClass {
    DWORD name;
    int nice;
};
constexpr PriorityClass kPriorityClasses[] = {
    {IDLE_PRIORITY_CLASS, 19},  {BELOW_NORMAL_PRIORITY_CLASS, 10},
    {NORMAL_PRIORITY_CLASS, 0}, {ABOVE_NORMAL_PRIORITY_CLASS, -5},
    {HIGH_PRIORITY_CLASS, -10}, {REALTIME_PRIORITY_CLASS, -20}};

template <typename Body>
BOOL with_process(HANDLE handle, DWORD access, Body&& body) {
    return api_bool([&]() -> DWORD {
        DWORD error = 0;
        const Ref<Process> process = handle_get<Process>(handle, access, &error);
        return process ? body(*process) : error;
    });
}

DWORD_PTR mask_of(const cpu_set_t& set) {
    DWORD_PTR mask = 0;
    for (unsigned processor = 0; processor < 64; ++processor)
        if (CPU_ISSET(processor, &set))
            mask |= DWORD_PTR{1} << processor;
    return mask;
}

}  // namespace

extern "C" {

BOOL WINAPI GetProcessTimes(HANDLE handle, LPFILETIME created, LPFILETIME ended, LPFILETIME kernel,
                            LPFILETIME user) {
    return with_process(handle, PROCESS_QUERY_LIMITED_INFORMATION, [&](Process& process) -> DWORD {
        if (!created || !ended || !kernel || !user)
            return ERROR_INVALID_PARAMETER;
        uint64_t user_time = 0;
        uint64_t kernel_time = 0;
        uint64_t start = 0;
        if (!processor_times_read("/proc/" + std::to_string(process.pid()) + "/stat", &user_time,
                                  &kernel_time, &start))
            return ERROR_ACCESS_DENIED;
        const uint64_t boot = system_time() - clock_read(CLOCK_BOOTTIME) / 100;
        *created = filetime(boot + start);
        *ended = filetime(0);
        *kernel = filetime(kernel_time);
        *user = filetime(user_time);
        return 0;
    });
}

BOOL WINAPI GetSystemTimes(LPFILETIME idle, LPFILETIME kernel, LPFILETIME user) {
    return api_bool([&]() -> DWORD {
        const std::unique_ptr<FILE, int (*)(FILE*)> file(fopen("/proc/stat", "re"), fclose);
        // User, nice, system, idle, waiting for disks, interrupts of both kinds.
        unsigned long long ticks[7] = {};
        if (!file || fscanf(file.get(), "cpu %llu %llu %llu %llu %llu %llu %llu", &ticks[0],
                            &ticks[1], &ticks[2], &ticks[3], &ticks[4], &ticks[5], &ticks[6]) != 7)
            return ERROR_ACCESS_DENIED;
        const uint64_t unit = clock_tick();
        const uint64_t idle_ticks = ticks[3] + ticks[4];
        if (idle)
            *idle = filetime(idle_ticks * unit);
        if (kernel)  // idleness counts as the kernel's
            *kernel = filetime((ticks[2] + ticks[5] + ticks[6] + idle_ticks) * unit);
        if (user)
            *user = filetime((ticks[0] + ticks[1]) * unit);
        return 0;
    });
}

BOOL WINAPI GetProcessMemoryInfo(HANDLE handle, PPROCESS_MEMORY_COUNTERS counters, DWORD size) {
    return with_process(handle, PROCESS_QUERY_LIMITED_INFORMATION, [&](Process& process) -> DWORD {
        if (!counters || size < sizeof(*counters))
            return ERROR_INSUFFICIENT_BUFFER;
        const std::string path = "/proc/" + std::to_string(process.pid()) + "/status";
        const std::unique_ptr<FILE, int (*)(FILE*)> file(fopen(path.c_str(), "re"), fclose);
        if (!file)
            return ERROR_ACCESS_DENIED;
        *counters = PROCESS_MEMORY_COUNTERS{};
        counters->cb = sizeof(*counters);
        size_t swap = 0;
        char line[256];
        while (fgets(line, sizeof(line), file.get())) {
            unsigned long kilobytes = 0;
            if (sscanf(line, "VmHWM: %lu", &kilobytes) == 1)
                counters->PeakWorkingSetSize = kilobytes * 1024;
            else if (sscanf(line, "VmRSS: %lu", &kilobytes) == 1)
                counters->WorkingSetSize = kilobytes * 1024;
            else if (sscanf(line, "RssAnon: %lu", &kilobytes) == 1)
                counters->PagefileUsage = kilobytes * 1024;
            else if (sscanf(line, "VmSwap: %lu", &kilobytes) == 1)
                swap = kilobytes * 1024;
        }
        counters->PagefileUsage += swap;
        counters->PeakPagefileUsage = counters->PagefileUsage;
        rusage usage{};
        if (process.pid() == getpid() && getrusage(RUSAGE_SELF, &usage) == 0)
            counters->PageFaultCount = static_cast<DWORD>(usage.ru_minflt + usage.ru_majflt);
        return 0;
    });
}

BOOL WINAPI SetPriorityClass(HANDLE handle, DWORD wanted) {
    return with_process(handle, PROCESS_SET_INFORMATION, [&](Process& process) -> DWORD {
        for (const PriorityClass& entry : kPriorityClasses)
            if (entry.name == wanted) {
                setpriority(PRIO_PROCESS, static_cast<id_t>(process.pid()), entry.nice);
                process.priority_class = wanted;
                return 0;
            }
        return ERROR_INVALID_PARAMETER;
    });
}

DWORD WINAPI GetPriorityClass(HANDLE handle) {
    DWORD found = 0;
    with_process(handle, PROCESS_QUERY_LIMITED_INFORMATION, [&](Process& process) -> DWORD {
        found = process.priority_class;
        if (found == 0)
            found = NORMAL_PRIORITY_CLASS;
        return 0;
    });
    return found;
}

BOOL WINAPI GetProcessAffinityMask(HANDLE handle, PDWORD_PTR process_mask, PDWORD_PTR system_mask) {
    return with_process(handle, PROCESS_QUERY_LIMITED_INFORMATION, [&](Process& process) -> DWORD {
        if (!process_mask || !system_mask)
            return ERROR_INVALID_PARAMETER;
        cpu_set_t set;
        CPU_ZERO(&set);
        if (sched_getaffinity(process.pid(), sizeof(set), &set) != 0)
            return error_from_errno(errno);
        *process_mask = mask_of(set);
        const long processors = sysconf(_SC_NPROCESSORS_ONLN);
        *system_mask = processors >= 64 ? ~DWORD_PTR{0} : (DWORD_PTR{1} << processors) - 1;
        *system_mask |= *process_mask;
        return 0;
    });
}

BOOL WINAPI SetProcessAffinityMask(HANDLE handle, DWORD_PTR mask) {
    return with_process(handle, PROCESS_SET_INFORMATION, [&](Process& process) -> DWORD {
        cpu_set_t set;
        CPU_ZERO(&set);
        for (unsigned processor = 0; processor < 64; ++processor)
            if (mask >> processor & 1)
                CPU_SET(processor, &set);
        return sched_setaffinity(process.pid(), sizeof(set), &set) == 0 ? 0
                                                                        : error_from_errno(errno);
    });
}

}  // extern "C"
