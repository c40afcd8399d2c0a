// What the machine's processors and memory pages are like.
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "nt/last_error.h"
#include "processthreadsapi.h"
#include "sysinfoapi.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::nt {

namespace {

// Windows' allocation granularity; VirtualAlloc keeps to it.
constexpr DWORD kAllocationGranularity = 0x10000;

// The processors that this process may use, as a container's limits leave them.
DWORD processors_available(DWORD_PTR* mask) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof(set), &set) != 0) {
        const long online = sysconf(_SC_NPROCESSORS_ONLN);
        *mask = 1;
        return static_cast<DWORD>(std::max(online, 1L));
    }
    *mask = 0;
    for (int cpu = 0; cpu < 64; ++cpu) {
        if (CPU_ISSET(cpu, &set))
            *mask |= DWORD_PTR{1} << cpu;
    }
    return static_cast<DWORD>(CPU_COUNT(&set));
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

VOID WINAPI GetSystemInfo(LPSYSTEM_INFO lpSystemInfo) {
    *lpSystemInfo = {};
    SYSTEM_INFO& info = *lpSystemInfo;
#if defined(__x86_64__)
    info.wProcessorArchitecture = PROCESSOR_ARCHITECTURE_AMD64;
    info.dwProcessorType = PROCESSOR_AMD_X8664;
#elif defined(__aarch64__)
    info.wProcessorArchitecture = PROCESSOR_ARCHITECTURE_ARM64;
#else
    info.wProcessorArchitecture = PROCESSOR_ARCHITECTURE_UNKNOWN;
#endif
    info.dwPageSize = static_cast<DWORD>(sysconf(_SC_PAGESIZE));
    info.lpMinimumApplicationAddress = reinterpret_cast<LPVOID>(uintptr_t{0x10000});
    info.lpMaximumApplicationAddress = reinterpret_cast<LPVOID>(uintptr_t{0x7ffffffeffff});
    info.dwNumberOfProcessors = processors_available(&info.dwActiveProcessorMask);
    info.dwAllocationGranularity = kAllocationGranularity;
}

VOID WINAPI GetNativeSystemInfo(LPSYSTEM_INFO lpSystemInfo) {
    GetSystemInfo(lpSystemInfo);
}

DWORD WINAPI GetCurrentProcessorNumber(void) {
    const int cpu = sched_getcpu();
    return cpu < 0 ? 0 : static_cast<DWORD>(cpu);
}

VOID WINAPI GetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber) {
    const DWORD cpu = GetCurrentProcessorNumber();
    *ProcNumber = {static_cast<WORD>(cpu / 64), static_cast<BYTE>(cpu % 64), 0};
}

DWORD WINAPI GetActiveProcessorCount(WORD GroupNumber) {
    DWORD_PTR mask = 0;
    if (GroupNumber == ALL_PROCESSOR_GROUPS || GroupNumber == 0)
        return processors_available(&mask);
    last_error_set(ERROR_INVALID_PARAMETER);
    return 0;
}

DWORD WINAPI GetMaximumProcessorCount(WORD GroupNumber) {
    return GetActiveProcessorCount(GroupNumber);
}
