#include "nt/clock.h"

#include <gtest/gtest.h>

#include "nt/last_error.h"
#include "timeapi.h"
#include "winbase.h"
#include "winerror.h"

namespace {

TEST(Clock, CountersRunForward) {
    LARGE_INTEGER before;
    LARGE_INTEGER after;
    LARGE_INTEGER frequency;
    EXPECT_TRUE(QueryPerformanceFrequency(&frequency));
    EXPECT_EQ(frequency.QuadPart, 10'000'000);
    EXPECT_TRUE(QueryPerformanceCounter(&before));
    const ULONGLONG ticks = GetTickCount64();
    Sleep(2);
    EXPECT_TRUE(QueryPerformanceCounter(&after));
    EXPECT_GE(after.QuadPart - before.QuadPart, 20'000);
    EXPECT_GE(GetTickCount64(), ticks + 1);
    EXPECT_LE(static_cast<DWORD>(timeGetTime() - static_cast<DWORD>(ticks)), 100'000u);
    EXPECT_FALSE(QueryPerformanceCounter(nullptr));
}

TEST(Clock, SystemTimeAgreesWithLinux) {
    FILETIME file_time;
    GetSystemTimeAsFileTime(&file_time);
    const uint64_t count = uint64_t{file_time.dwHighDateTime} << 32 | file_time.dwLowDateTime;
    const auto seconds = static_cast<time_t>((count - berth::nt::kUnixEpoch) / 10'000'000);
    EXPECT_NEAR(static_cast<double>(seconds), static_cast<double>(time(nullptr)), 2.0);
}

TEST(Calendar, KnownDates) {
    FILETIME file_time{};
    SYSTEMTIME fields{};
    EXPECT_TRUE(FileTimeToSystemTime(&file_time, &fields));
    EXPECT_EQ(fields.wYear, 1601);
    EXPECT_EQ(fields.wMonth, 1);
    EXPECT_EQ(fields.wDay, 1);
    EXPECT_EQ(fields.wDayOfWeek, 1);
    fields = {1970, 1, 0, 1, 0, 0, 0, 0};
    EXPECT_TRUE(SystemTimeToFileTime(&fields, &file_time));
    EXPECT_EQ(uint64_t{file_time.dwHighDateTime} << 32 | file_time.dwLowDateTime,
              berth::nt::kUnixEpoch);
    fields = {2000, 2, 0, 30, 0, 0, 0, 0};
    EXPECT_FALSE(SystemTimeToFileTime(&fields, &file_time));
    EXPECT_EQ(berth::nt::last_error_get(), DWORD{ERROR_INVALID_PARAMETER});
    file_time = {0xffffffff, 0xffffffff};
    EXPECT_FALSE(FileTimeToSystemTime(&file_time, &fields));
}

TEST(Calendar, EveryDayOfEightCenturiesGoesThereAndBack) {
    FILETIME file_time{};
    WORD last_day = 0;
    for (uint64_t day = 0; day < 292194; ++day) {
        const uint64_t count = day * 864'000'000'000 + 12'345'670'000;
        file_time = {static_cast<DWORD>(count), static_cast<DWORD>(count >> 32)};
        SYSTEMTIME fields{};
        ASSERT_TRUE(FileTimeToSystemTime(&file_time, &fields));
        ASSERT_TRUE(fields.wDay == last_day + 1 || fields.wDay == 1) << day;
        ASSERT_EQ(fields.wDayOfWeek, (day + 1) % 7);
        last_day = fields.wDay;
        FILETIME back{};
        ASSERT_TRUE(SystemTimeToFileTime(&fields, &back));
        ASSERT_EQ(uint64_t{back.dwHighDateTime} << 32 | back.dwLowDateTime, count);
    }
}

TEST(Processor, SystemInfoIsPlausible) {
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    EXPECT_GE(info.dwNumberOfProcessors, 1u);
    EXPECT_EQ(info.dwPageSize, 4096u);
    EXPECT_EQ(info.dwAllocationGranularity, 65536u);
    EXPECT_EQ(GetActiveProcessorCount(ALL_PROCESSOR_GROUPS), info.dwNumberOfProcessors);
    EXPECT_EQ(GetActiveProcessorCount(7), 0u);
    EXPECT_EQ(GetMaximumProcessorCount(ALL_PROCESSOR_GROUPS), info.dwNumberOfProcessors);
    EXPECT_EQ(GetMaximumProcessorCount(7), 0u);
}

}  // namespace
