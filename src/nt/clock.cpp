// Tick counts, the performance counter, the system's time.
#include "nt/clock.h"

#include "profileapi.h"
#include "sysinfoapi.h"
#include "timeapi.h"
#include "realtimeapiset.h"

namespace berth::nt {

namespace {

// Ten million a second, as Windows' own: programs multiply the counter by a million and must not
// overflow.
constexpr LONGLONG kCounterFrequency = 10'000'000;

// Windows counts from the boot and includes sleep.
uint64_t milliseconds_up() {
    return clock_read(CLOCK_BOOTTIME) / kNanosecondsPerMillisecond;
}

void store(FILETIME* time, uint64_t value) {
    time->dwLowDateTime = static_cast<DWORD>(value);
    time->dwHighDateTime = static_cast<DWORD>(value >> 32);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

DWORD WINAPI GetTickCount(void) {
    return static_cast<DWORD>(milliseconds_up());
}

ULONGLONG WINAPI GetTickCount64(void) {
    return milliseconds_up();
}

BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER* lpPerformanceCount) {
    if (!lpPerformanceCount)
        return FALSE;
    lpPerformanceCount->QuadPart = static_cast<LONGLONG>(clock_now() / 100);
    return TRUE;
}

BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER* lpFrequency) {
    if (!lpFrequency)
        return FALSE;
    lpFrequency->QuadPart = kCounterFrequency;
    return TRUE;
}

VOID WINAPI GetSystemTimeAsFileTime(LPFILETIME lpSystemTimeAsFileTime) {
    store(lpSystemTimeAsFileTime, system_time());
}

VOID WINAPI GetSystemTimePreciseAsFileTime(LPFILETIME lpSystemTimeAsFileTime) {
    store(lpSystemTimeAsFileTime, system_time());
}

BOOL WINAPI QueryUnbiasedInterruptTime(PULONGLONG UnbiasedTime) {
    if (!UnbiasedTime)
        return FALSE;
    *UnbiasedTime = clock_now() / 100;
    return TRUE;
}

VOID WINAPI QueryInterruptTime(PULONGLONG lpInterruptTime) {
    *lpInterruptTime = clock_read(CLOCK_BOOTTIME) / 100;
}

VOID WINAPI QueryInterruptTimePrecise(PULONGLONG lpInterruptTimePrecise) {
    *lpInterruptTimePrecise = clock_read(CLOCK_BOOTTIME) / 100;
}

VOID WINAPI QueryUnbiasedInterruptTimePrecise(PULONGLONG lpUnbiasedInterruptTimePrecise) {
    *lpUnbiasedInterruptTimePrecise = clock_now() / 100;
}

DWORD WINAPI timeGetTime(void) {
    return static_cast<DWORD>(milliseconds_up());
}

// Linux' timers are as fine as they get without being asked.
MMRESULT WINAPI timeBeginPeriod(UINT uPeriod) {
    return uPeriod == 0 ? TIMERR_NOCANDO : TIMERR_NOERROR;
}

MMRESULT WINAPI timeEndPeriod(UINT uPeriod) {
    return uPeriod == 0 ? TIMERR_NOCANDO : TIMERR_NOERROR;
}

MMRESULT WINAPI timeGetDevCaps(LPTIMECAPS ptc, UINT cbtc) {
    if (!ptc || cbtc < sizeof(TIMECAPS))
        return TIMERR_NOCANDO;
    *ptc = {1, 1'000'000};
    return TIMERR_NOERROR;
}
